"""
Search and counts as SQL, the same for every relational store.

Values are given as `:name`. Each condition says what `Criteria.match` says, about the columns that
`rows` writes next to each segment. Nothing is counted in advance: an index has the columns of a count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from attrs import frozen

from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.vocabulary import Status
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page, bits, facets
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.storage.sql.rows import ENTRY, dated_segment, entry_of

#: Runs a query with its values and returns all rows.
Run = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]

ON_DAY: Final = "starts <= :on AND until > :on"


@frozen
class Dialect:
    """
    The differences between the SQL of the stores.
    """

    #: The columns of a record.
    record: str
    #: The column that keeps the order in which entries first named something.
    place: str
    #: The function that finds a text inside another one.
    find: str
    #: The columns that results are sorted by, each with the value that a cursor has for it.
    order: tuple[tuple[str, str], ...]

    @property
    def keys(self) -> str:
        """
        The columns that results are sorted by.
        """
        return ", ".join(key for key, _ in self.order)

    @property
    def follows(self) -> str:
        """
        The condition that an entry comes after a cursor.
        """
        return f"({self.keys}) > ({', '.join(value for _, value in self.order)})"


def search(
    run: Run,
    dialect: Dialect,
    criteria: Criteria,
    on: date,
    *,
    after: Cursor | None,
    limit: int,
    total: bool,
) -> Page:
    """
    Return a page of the entries that match.
    """
    where, values = _matching(dialect, criteria, on)
    count = run(f"SELECT count(*) FROM segments WHERE {where}", values)[0][0] if total else None
    if after:
        where = f"{where} AND {dialect.follows}"
        values |= {"name": after.name_key, "number": after.identifier, "entry": str(after.entry_id)}
    query = f"SELECT {ENTRY} FROM segments WHERE {where} ORDER BY {dialect.keys} LIMIT :limit"
    entries = tuple(map(entry_of, run(query, values | {"limit": limit + 1})))
    shown = entries[:limit]
    return Page(entries=shown, next=Cursor.of(shown[-1]) if len(entries) > limit else None, total=count)


def timelines_of(run: Run, dialect: Dialect, provider: Identifier) -> list[tuple[Segment, ...]]:
    """
    Return the timelines of the entries that mention a provider.
    """
    query = f"""
        SELECT CAST(segments.entry AS text), starts, until, data, digest
        FROM names JOIN segments ON segments.entry = names.entry
        WHERE name = :name ORDER BY names.{dialect.place}, starts
    """
    rows = run(query, {"name": str(provider)})
    return [tuple(map(dated_segment, same)) for _, same in groupby(rows, key=itemgetter(0))]


def count_facets(run: Run, dialect: Dialect, criteria: Criteria, on: date) -> Facets:
    """
    Return the counts of the entries that match.
    """
    where, values = _matching(dialect, criteria, on)
    kinds = "conditions, categories, region"
    query = f"SELECT {kinds}, count(*), sum(capacity) FROM segments WHERE {where} GROUP BY {kinds}"
    rows: Any = run(query, values)
    return facets(rows)


def _matching(dialect: Dialect, criteria: Criteria, on: date) -> tuple[str, dict[str, Any]]:
    # SQLite asks in this order: few entries have a word, and nearly all have the day and the status.
    words = {f"word{index}": f" {word}" for index, word in enumerate(criteria.words)}
    conditions = [f"{dialect.find}(folded, :{name}) > 0" for name in words]
    conditions += (ON_DAY, _one_of("status", criteria.statuses))
    values: dict[str, Any] = {"on": on.isoformat(), **words}
    if criteria.regions is not None:
        conditions.append(_one_of("region", criteria.regions))
    for name, condition, plain in _COMPARISONS:
        if (wanted := getattr(criteria, name)) is not None:
            conditions.append(condition)
            values[name] = plain(wanted)
    for name, condition in _DAY_RULES:
        if (wanted := getattr(criteria, name)) is not None:
            conditions.append(condition if wanted else f"NOT ({condition})")
    if criteria.nothing:
        conditions.append("1 = 0")
    return " AND ".join(conditions), values


#: Criterion, condition, and the criterion's value as a column has it.
_COMPARISONS: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("identifier", "identifier = :identifier", str),
    ("conditions", "(conditions & :conditions) <> 0", bits),
    ("categories", "(categories & :categories) <> 0", bits),
    ("capacity_from", "capacity >= :capacity_from", int),
    ("capacity_to", "capacity <= :capacity_to", int),
    ("expires_before", "valid_until < :expires_before", date.isoformat),
)
#: Criterion, and the condition that holds on the day.
_DAY_RULES: Final = (
    ("standing", f"status = '{Status.ACTIVE.value}' AND valid_until >= :on"),
    ("consent", "consent_from <= :on AND consent_until >= :on"),
)


def _one_of(column: str, words: Iterable[Word]) -> str:
    codes = ", ".join(f"'{word.value}'" for word in in_order(words))  # of a closed list
    return f"{column} IN ({codes})"
