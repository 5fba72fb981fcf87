"""
Search as SQL, the same for every relational store.

Values stand as `:name`. Each condition is what `Criteria.match` says, asked of the columns that `rows`
writes beside each segment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain, starmap
from typing import Any, Final
from uuid import UUID

from attrs import evolve, frozen

from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Status
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Count, Criteria, Cursor, Facets, Page, Total, bits, facets
from kz_social_registry.registry.store_faults import refusal
from kz_social_registry.storage.sql.counts import (
    counted,
    counted_by_part,
    is_tallied,
    is_totalled,
    sign,
    until,
)
from kz_social_registry.storage.sql.rows import LONGEST_WORD, SHORTEST_WORD, entry_of

#: What runs a query with its values and returns all rows.
Run = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]

#: A word that fewer entries have than this is looked up in the index of words; where it is commoner,
#: reading in the order of names soon fills a page.
_RARE: Final = 1000
#: The key of a name of no more letters is whole in every index.
_SHORT: Final = 100
#: So many segments one page looks through before it ends, full or not; and a count adds up no more
#: of them, or of tallies, unless the whole is asked for.
MOST_LOOKED_THROUGH: Final = 10_000


#: Columns, and for each the value that a place has for it, on one of two sides.
Order = tuple[tuple[str, str], ...]


@frozen
class Dialect:
    """
    In what the SQL of the stores differs.
    """

    #: The columns of a record, and what entries that name something are kept in the order of.
    record: str
    place: str
    #: The function that tells where in a text another one stands.
    find: str
    #: What results are sorted by.
    order: Order
    #: What the index by name is sorted by: the same, but for the ends of very long names.
    index: Order
    #: How many characters of a name the index has; None for all of them.
    head: int | None = None
    #: Whether a page is cut out by the index before it is looked through, for an engine that would
    #: rather read all there is where it expects to find little.
    cut_out: bool = False

    def cuts(self, places: Iterable[Cursor]) -> bool:
        """
        Whether some names are so long that the index does not tell their order.
        """
        return self.head is not None and any(len(place.name_key) >= self.head for place in places)

    @property
    def keys(self) -> str:
        """
        What results are sorted by.
        """
        return _keys(self.order)


def _keys(order: Order) -> str:
    return ", ".join(key for key, _ in order)


def search(
    run: Run,
    dialect: Dialect,
    criteria: Criteria,
    on: date,
    *,
    after: Cursor | None,
    limit: int,
    total: Total,
) -> Page:
    """
    Return a page of what is looked for.
    """
    few, table, where, values = _matching(run, dialect, criteria, on)
    count = _total(run, dialect, criteria, on, whole=total == "whole") if total else None
    by_name = not (few or criteria.identifier)
    end = _horizon(run, dialect, after) if by_name else None

    def in_order(order: Order) -> list[RegistryEntry]:
        behind, begin = _beside(order, ">", after) if after else ("true", {})
        until, finish = _beside(order, "<=", end) if end else ("true", {})
        source, conditions = table, f"{where} AND {behind} AND {until}"
        if by_name and dialect.cut_out and order is dialect.index:
            cut = f"FETCH FIRST {MOST_LOOKED_THROUGH} ROWS WITH TIES"  # all segments of the last entry
            page = f"SELECT * FROM segments WHERE {behind} ORDER BY {_keys(order)} {cut}"
            source, conditions = f"({page}) AS page", where
        found = f"SELECT data FROM {source} {conditions} ORDER BY {_keys(order)} LIMIT :limit"
        rows = run(f"{few} {found}", {**values, **begin, **finish, "limit": limit + 1})
        return [entry_of(data) for (data,) in rows]

    entries = in_order(dialect.index)
    long = (Cursor.of(entry) for entry in entries if len(entry.name) > _SHORT)
    if dialect.cuts(chain(filter(None, (after, end)), long)):
        entries = in_order(dialect.order)
    shown = tuple(entries[:limit])
    return Page(entries=shown, next=Cursor.of(shown[-1]) if len(entries) > limit else end, total=count)


def _horizon(run: Run, dialect: Dialect, after: Cursor | None) -> Cursor | None:
    """
    Return how far one page looks, so that none reads the whole register; None if that is to its end.
    """
    condition, bounds = _beside(dialect.index, ">", after) if after else ("true", {})
    (name, _), (number, _), (entry, _) = dialect.index
    query = f"""
        SELECT {name}, {number}, CAST({entry} AS text) AS id FROM segments WHERE {condition}
        ORDER BY {_keys(dialect.index)} LIMIT 1 OFFSET :most
    """
    rows = run(query, bounds | {"most": MOST_LOOKED_THROUGH - 1})
    ends = [Cursor(name_key, digits, UUID(id_)) for name_key, digits, id_ in rows]
    return next((end for end in ends if after is None or end > after), None)


def _beside(order: Order, relation: str, place: Cursor) -> tuple[str, dict[str, str]]:
    """
    Return the condition that an entry stands before or behind a place, with its values.
    """
    side = "from" if relation == ">" else "to"
    values = ", ".join(value.format(side) for _, value in order)
    bounds = (place.name_key, place.identifier, str(place.entry_id))
    names = (f"{side}_name", f"{side}_number", f"{side}_entry")
    return f"({_keys(order)}) {relation} ({values})", dict(zip(names, bounds, strict=True))


def count_facets(run: Run, dialect: Dialect, criteria: Criteria, on: date, *, whole: bool) -> Facets:
    """
    Return the counts of what is looked for.

    Raises:
        StoreError: too much would have to be read, and it was not to be whole.
    """
    if is_totalled(criteria):
        return _facets_of_totals(run, criteria, on)
    source = _source(run, dialect, criteria, on, whole=whole)
    if source is None:
        raise refusal(StoreCode.NOT_COUNTED)
    return facets(*(_counts(run, source, group) for group in ("conditions", "categories", "region")))


def _facets_of_totals(run: Run, criteria: Criteria, on: date) -> Facets:
    source = evolve(_tallied("totals", criteria, on), counted=counted_by_part(criteria))
    found: tuple[list[tuple[Any, Count]], ...] = ([], [], [])
    conditions, categories, regions = found
    for region, step, *sums in run(source.query("region"), source.values):
        every, *parts = starmap(partial(_count, step), zip(sums[::2], sums[1::2], strict=True))
        regions.append((region, every))
        each = iter(parts)
        conditions += [(bits([word]), next(each)) for word in ServiceCondition]
        categories += [(bits([word]), next(each)) for word in RecipientCategory]
    return facets(*found)


def _total(run: Run, dialect: Dialect, criteria: Criteria, on: date, *, whole: bool) -> int | None:
    """
    Return how many match; None if too much would have to be read, and it was not to be whole.
    """
    if is_totalled(criteria):
        source: _Source | None = _tallied("totals", criteria, on)
    else:
        source = _source(run, dialect, criteria, on, whole=whole)
    return None if source is None else sum(count.entries for _, count in _counts(run, source, "status"))


@frozen
class _Source:
    """
    What a count reads, under which conditions, and how the rows tell entries and places.

    A row that is to be taken off again has another sign.
    """

    few: str
    table: str
    where: str
    values: Mapping[str, Any]
    counted: Sequence[str]
    sign: str = "1"

    def query(self, group: str) -> str:
        """
        Return the query for what each group counts, apart for each sign.
        """
        columns = ", ".join((group, self.sign, *self.counted))
        return f"{self.few} SELECT {columns} FROM {self.table} {self.where} GROUP BY 1, 2"


def _source(run: Run, dialect: Dialect, criteria: Criteria, on: date, *, whole: bool) -> _Source | None:
    """
    Return what tells a count: tallies, or segments, but no more of them than a page looks through.

    Those are a provider's own segments, those of the few entries that have a rare word, or a small
    register. None if more would have to be read, and it was not to be whole.
    """
    if is_tallied(criteria):
        source = _tallied("tallies", criteria, on)
        if whole or _are_few(run, criteria, on):
            return source
    few, table, where, values = _matching(run, dialect, criteria, on)
    if whole or few or criteria.identifier or _horizon(run, dialect, None) is None:
        return _Source(few, table, where, values, ("count(*)", "sum(capacity)"))
    return None


def _tallied(table: str, criteria: Criteria, on: date) -> _Source:
    kinds, values = _kinds(criteria)
    where = f"WHERE {' AND '.join((until(on), *kinds))}"
    return _Source("", table, where, values, counted(criteria), sign(on))


def _are_few(run: Run, criteria: Criteria, on: date) -> bool:
    """
    Whether the tallies that tell of a day, whatever their conditions and categories, are few.
    """
    kinds, _ = _kinds(evolve(criteria, conditions=None, categories=None))
    probe = f"SELECT 1 FROM tallies WHERE {' AND '.join((until(on), *kinds))} LIMIT :most"
    ((number,),) = run(f"SELECT count(*) FROM ({probe}) AS few", {"most": MOST_LOOKED_THROUGH + 1})
    return bool(number <= MOST_LOOKED_THROUGH)


def _counts(run: Run, source: _Source, group: str) -> Iterator[tuple[Any, Count]]:
    """
    Yield how many of each group match, with their places; of one group more than once.
    """
    for of, step, entries, places in run(source.query(group), source.values):
        yield of, _count(step, entries, places)


def _count(step: int, entries: int, places: int) -> Count:
    return Count(step * int(entries), step * int(places))


def _matching(
    run: Run, dialect: Dialect, criteria: Criteria, on: date
) -> tuple[str, str, str, dict[str, Any]]:
    """
    Return what stands before a query, what to read, under which conditions, and their values.
    """
    kinds, values = _kinds(criteria)
    others, more = _compared(criteria, _COMPARISONS)
    conditions = ["starts <= :on AND until > :on", *kinds, *others, *_day_rules(criteria)]
    values |= more | {"on": on.isoformat()}
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


#: Criterion, condition, and the criterion's value as a column has it.
Comparison = tuple[str, str, Callable[[Any], Any]]
_OF_KINDS: Final[tuple[Comparison, ...]] = (
    ("conditions", "(conditions & :conditions) <> 0", bits),
    ("categories", "(categories & :categories) <> 0", bits),
)
_COMPARISONS: Final[tuple[Comparison, ...]] = (
    ("identifier", "identifier = :identifier", str),
    ("capacity_from", "capacity >= :capacity_from", int),
    ("capacity_to", "capacity <= :capacity_to", int),
    ("expires_before", "valid_until < :expires_before", date.isoformat),
)


def _kinds(criteria: Criteria) -> tuple[list[str], dict[str, Any]]:
    """
    Return the conditions on what segments are tallied by, with their values.
    """
    conditions, values = _compared(criteria, _OF_KINDS)
    conditions.append(_one_of("status", criteria.statuses))
    if criteria.regions is not None:
        conditions.append(_one_of("region", criteria.regions))
    return conditions, values


def _compared(
    criteria: Criteria, comparisons: Iterable[Comparison]
) -> tuple[list[str], dict[str, Any]]:
    asked = [(*c, wanted) for c in comparisons if (wanted := getattr(criteria, c[0])) is not None]
    values = {name: plain(wanted) for name, _, plain, wanted in asked}
    return [condition for _, condition, *_ in asked], values


def _day_rules(criteria: Criteria) -> Iterator[str]:
    for name, condition in _DAY_RULES:
        wanted = getattr(criteria, name)
        if wanted is not None:
            yield condition if wanted else f"NOT ({condition})"


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
