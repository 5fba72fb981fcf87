"""
Search as SQL, the same for every relational store.

Values stand as `:name`. Each condition is what `Criteria.match` says, asked of the columns that `rows`
writes beside each segment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import frozen

from kz_social_registry.search import Count, Criteria, Facets, Page, Place, bits, facets
from kz_social_registry.storage.rows import LONGEST_WORD, SHORTEST_WORD, entry_of
from kz_social_registry.vocabulary import Status
from kz_social_registry.words import Word, in_order

#: What runs a query with its values and returns all rows.
Run = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]

#: A word that fewer entries have than this is looked up in the index of words; where it is commoner,
#: reading in the order of names soon fills a page.
_RARE: Final = 1000


@frozen
class Dialect:
    """
    In what the SQL of the stores differs.
    """

    #: The function that tells where in a text another one stands.
    find: str
    #: What results are sorted by, and the values of a place for it.
    order: tuple[tuple[str, str], ...]


def search(
    run: Run,
    dialect: Dialect,
    criteria: Criteria,
    on: date,
    *,
    after: Place | None,
    limit: int,
    total: bool,
) -> Page:
    """
    Return a page of what is looked for.
    """
    few, table, where, values = _matching(run, dialect, criteria, on)
    count = run(f"{few} SELECT count(*) FROM {table} {where}", values)[0][0] if total else None
    keys = ", ".join(key for key, _ in dialect.order)
    if after:
        where += f" AND ({keys}) > ({', '.join(value for _, value in dialect.order)})"
        values |= {"name": after.name_key, "number": after.identifier, "entry": str(after.entry_id)}
    query = f"{few} SELECT data FROM {table} {where} ORDER BY {keys} LIMIT :limit"
    found = run(query, values | {"limit": limit + 1})
    entries = tuple(entry_of(data) for (data,) in found[:limit])
    more = len(found) > limit
    return Page(entries=entries, next=Place.of(entries[-1]) if more else None, total=count)


def count_facets(run: Run, dialect: Dialect, criteria: Criteria, on: date) -> Facets:
    """
    Return the counts of what is looked for.
    """
    few, table, where, values = _matching(run, dialect, criteria, on)
    kinds, regions = (
        run(
            f"{few} SELECT {group}, count(*), sum(capacity) FROM {table} {where} GROUP BY {group}",
            values,
        )
        for group in ("conditions, categories", "region")
    )
    return facets(
        (
            ((conditions, categories), Count(n, int(places)))
            for conditions, categories, n, places in kinds
        ),
        ((region, Count(n, int(places))) for region, n, places in regions),
    )


def _matching(
    run: Run, dialect: Dialect, criteria: Criteria, on: date
) -> tuple[str, str, str, dict[str, Any]]:
    """
    Return what stands before a query, what to read, under which conditions, and their values.
    """
    conditions = ["starts <= :on AND until > :on", *_conditions(criteria)]
    values: dict[str, Any] = {"on": on.isoformat()}
    for name, _, plain in _COMPARISONS:
        if (wanted := getattr(criteria, name)) is not None:
            values[name] = plain(wanted)
    for index, word in enumerate(criteria.words):
        conditions.append(f"{dialect.find}(folded, :word{index}) > 0")
        values[f"word{index}"] = f" {word}"
    where = f"WHERE {' AND '.join(conditions)}"
    if rare := _rarest(run, criteria.words):
        return _FEW, "few", where, values | rare
    return "", "segments", where, values


#: Read first what has a rare word, and sort that: both engines would rather read in order of names.
_FEW: Final = """
    WITH few AS MATERIALIZED (
        SELECT * FROM segments
        WHERE entry IN (SELECT entry FROM words WHERE word >= :rare AND word < :behind_rare)
    )
"""


def _conditions(criteria: Criteria) -> Iterator[str]:
    yield _one_of("status", criteria.statuses)
    if criteria.regions is not None:
        yield _one_of("region", criteria.regions)
    for name, condition, _ in _COMPARISONS:
        if getattr(criteria, name) is not None:
            yield condition
    for name, condition in _DAY_RULES:
        wanted = getattr(criteria, name)
        if wanted is not None:
            yield condition if wanted else f"NOT ({condition})"


#: Criterion, condition, and the criterion's value as a column has it.
_COMPARISONS: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("identifier", "identifier = :identifier", str),
    ("conditions", "(conditions & :conditions) <> 0", bits),
    ("categories", "(categories & :categories) <> 0", bits),
    ("capacity_from", "capacity >= :capacity_from", int),
    ("capacity_to", "capacity <= :capacity_to", int),
    ("expires_before", "valid_until < :expires_before", date.isoformat),
)

_DAY_RULES: Final = (
    ("standing", f"status = '{Status.ACTIVE.value}' AND valid_until >= :on"),
    ("consent", "consent_from <= :on AND consent_until >= :on"),
)


def _one_of(column: str, words: Iterable[Word]) -> str:
    codes = ", ".join(f"'{word.value}'" for word in in_order(words))  # of a closed list
    return f"{column} IN ({codes})"


def _rarest(run: Run, words: Iterable[str]) -> dict[str, str] | None:
    """
    Return the rarest of the words as bounds in the index, if one is rare.
    """
    rarest, fewest = None, _RARE
    for word in words:
        if len(word) >= SHORTEST_WORD:
            head = word[:LONGEST_WORD]
            bounds = {"rare": head, "behind_rare": f"{head}\U0010ffff"}
            probe = "SELECT 1 FROM words WHERE word >= :rare AND word < :behind_rare LIMIT :most"
            ((count,),) = run(f"SELECT count(*) FROM ({probe}) AS few", bounds | {"most": fewest})
            if count < fewest:
                rarest, fewest = bounds, count
    return rarest
