"""
Tallies and totals: counts that every commit keeps up to date, so that none reads the register.

A segment begins to count on a day and ends to count on another. A tally adds up what begins, less what
ends, within a day, a month or a year, for one kind of segment: its status, region, conditions and
categories. So what counts on some day is the sum of the years before its year, of the months before
its month, and of the days up to it; late in a year or a month, of all of it, less the months or days
behind: at most a row for each kind in each of them, however many entries there are.

A total adds up the tallies of one status and region in a period: all of them, and apart from that those
of each condition and of each category. There are as many as there are regions and periods, however
various the entries.

Each counts in four aspects. In the aspect of standing a segment counts on the days when it is active
and within its licence's term; in that of consent, on the days when its consent counts; and there are
those of both and of neither. Whoever looks for those without takes all, less those with.
"""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any, Final

from attrs import frozen

from kz_social_registry.base.law import EARLIEST_DAY
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Status
from kz_social_registry.domain.search import Criteria, bits
from kz_social_registry.storage.sql.rows import FOREVER

#: What a mark or a tally is: its key, then its counts.
Row = tuple[Any, ...]

#: Aspects are bits: the number of each is its place in the list.
_STANDING: Final = 1
_CONSENT: Final = 2
_ASPECTS: Final = ("every", "standing", "consenting", "both")

#: What is counted, in each aspect.
_WHAT: Final = ("entries", "places")


@frozen
class Table:
    """
    A table of counts: its name, what each row is of, and the columns that count.
    """

    name: str
    key: tuple[str, ...]
    counts: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """
        All columns, in the order of rows.
        """
        return self.key + self.counts

    def add(self, rows: str) -> str:
        """
        Return the statement that adds what a query or a list of values has.
        """
        sums = ", ".join(f"{count} = {self.name}.{count} + excluded.{count}" for count in self.counts)
        return f"""
            INSERT INTO {self.name} {rows} ON CONFLICT ({", ".join(self.key)}) DO UPDATE SET {sums}
        """

    def difference(self, left: str, right: str) -> str:
        """
        Return the query for what one table or query has more, or less, than another.
        """
        key = ", ".join(self.key)
        negative = ", ".join(f"-{count}" for count in self.counts)
        sums = [f"sum({count})" for count in self.counts]
        named = ", ".join(f"{each} AS {count}" for each, count in zip(sums, self.counts, strict=True))
        return f"""
            SELECT {key}, {named} FROM (
                SELECT {key}, {", ".join(self.counts)} FROM {left} AS more
                UNION ALL SELECT {key}, {negative} FROM {right} AS less
            ) AS either
            GROUP BY {key} HAVING {_any(sums)}
        """

    @property
    def clear(self) -> str:
        """
        The statement that takes out the rows in which nothing counts any more.
        """
        return f"DELETE FROM {self.name} WHERE NOT ({_any(self.counts)})"


def _any(counts: Iterable[str]) -> str:
    return " OR ".join(f"{count} <> 0" for count in counts)


TALLIES: Final = Table(
    "tallies",
    ("period", "status", "region", "conditions", "categories"),
    tuple(f"{aspect}_{what}" for aspect in _ASPECTS for what in _WHAT),
)
_KIND: Final = ", ".join(TALLIES.key[1:])
_COUNTED: Final = ", ".join(
    f"sum(CASE aspect WHEN {number} THEN {what} ELSE 0 END) AS {aspect}_{name}"
    for number, aspect in enumerate(_ASPECTS)
    for name, what in zip(_WHAT, ("step", "step * capacity"), strict=True)
)


@frozen
class _Part:
    """
    Which entries a total counts apart: all, or those whose column of a kind has a bit.
    """

    column: str = ""
    bit: int = 0

    @property
    def name(self) -> str:
        """
        How the names of its columns end.
        """
        return f"_{self.column}_{self.bit.bit_length()}" if self.column else ""

    @property
    def condition(self) -> str:
        """
        The condition for the tallies that it counts.
        """
        return f"({self.column} & {self.bit}) <> 0" if self.column else "true"


_PARTS: Final = (
    _Part(),
    *(_Part("conditions", bits([word])) for word in ServiceCondition),
    *(_Part("categories", bits([word])) for word in RecipientCategory),
)
TOTALS: Final = Table(
    "totals",
    TALLIES.key[:3],
    tuple(f"{count}{part.name}" for part in _PARTS for count in TALLIES.counts),
)


@frozen
class Functions:
    """
    What the engines call differently: the least and the greatest of texts, and the day behind one.
    """

    least: str
    greatest: str
    next_day: str


def marks(functions: Functions, where: str = "") -> str:
    """
    Return the query for what segments add to the tallies: all of them, or some.
    """
    following = functions.next_day
    return f"""
        WITH aspects (aspect) AS (VALUES (0), ({_STANDING}), ({_CONSENT}), ({_STANDING | _CONSENT})),
        ends (step) AS (VALUES (1), (-1)),
        lengths (length) AS (VALUES (4), (7), (10)),
        terms AS (
            SELECT {_KIND}, capacity, starts, until, consent_from,
                CASE valid_until WHEN '{FOREVER}' THEN valid_until
                    ELSE {following.format("valid_until")} END AS expired,
                CASE consent_until WHEN '{FOREVER}' THEN consent_until
                    ELSE {following.format("consent_until")} END AS silent
            FROM segments {where}
        ),
        stretches AS (
            SELECT terms.*, aspect,
                CASE aspect & {_CONSENT} WHEN 0 THEN starts
                    ELSE {functions.greatest}(starts, consent_from) END AS first,
                {functions.least}(
                    until,
                    CASE aspect & {_STANDING} WHEN 0 THEN until ELSE expired END,
                    CASE aspect & {_CONSENT} WHEN 0 THEN until ELSE silent END
                ) AS behind
            FROM terms CROSS JOIN aspects
            WHERE (aspect & {_STANDING}) = 0 OR status = '{Status.ACTIVE.value}'
        ),
        days AS (
            SELECT stretches.*, step, CASE step WHEN 1 THEN first ELSE behind END AS day
            FROM stretches CROSS JOIN ends
            WHERE first < behind AND (step = 1 OR behind < '{FOREVER}')
        )
        SELECT substr(day, 1, length) AS period, {_KIND}, {_COUNTED}
        FROM days CROSS JOIN lengths GROUP BY period, {_KIND}
    """


def totalled(rows: str) -> str:
    """
    Return the query for the totals that tallies add up to.
    """
    key = ", ".join(TOTALS.key)
    sums = ", ".join(
        f"sum(CASE WHEN {part.condition} THEN {count} ELSE 0 END) AS {count}{part.name}"
        for part in _PARTS
        for count in TALLIES.counts
    )
    return f"SELECT {key}, {sums} FROM {rows} GROUP BY {key}"


def astray(functions: Functions) -> str:
    """
    Return the query that has a row if the counts are not what follows from the segments.
    """
    wrong = (
        TALLIES.difference(f"({marks(functions)})", TALLIES.name),
        TOTALS.difference(f"({totalled(TALLIES.name)})", TOTALS.name),
    )
    return f"{' UNION ALL '.join(f'SELECT 1 FROM ({query}) AS wrong' for query in wrong)} LIMIT 1"


def changes(before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """
    Return what to add to the tallies where marks give way to others.
    """
    old, new = set(before), set(after)
    key = len(TALLIES.key)
    gone = ((*row[:key], *(-count for count in row[key:])) for row in old - new)
    return sorted([*(new - old), *gone])


def totals_of(rows: Iterable[Row]) -> list[Row]:
    """
    Return what to add to the totals where this is added to the tallies: what `totalled` says in SQL.
    """
    key, width = len(TALLIES.key), len(TALLIES.counts)
    parts = [
        (number * width, TALLIES.key.index(part.column), part.bit)
        for number, part in enumerate(_PARTS)
        if part.column
    ]
    sums: dict[Row, list[int]] = {}
    for row in rows:
        total = sums.setdefault(row[: len(TOTALS.key)], [0] * len(TOTALS.counts))
        added = [(index, count) for index, count in enumerate(row[key:]) if count]
        for start in (0, *(start for start, column, bit in parts if row[column] & bit)):
            for index, count in added:
                total[start + index] += count
    return [(*of, *counts) for of, counts in sums.items()]


# Questions ------------------------------------------------------------------------------------------


def is_tallied(criteria: Criteria) -> bool:
    """
    Whether the tallies tell what is looked for apart from all else.
    """
    others = (
        criteria.identifier, criteria.capacity_from, criteria.capacity_to, criteria.expires_before
    )  # fmt: skip
    return not criteria.words and not any(others)


def is_totalled(criteria: Criteria) -> bool:
    """
    Whether the totals tell it, whatever the kinds of entries.
    """
    return is_tallied(criteria) and criteria.conditions is None and criteria.categories is None


def counted(criteria: Criteria) -> tuple[str, str]:
    """
    Return how the entries and the places that match follow from tallies, or from totals.
    """
    return _counted(criteria, "")


def counted_by_part(criteria: Criteria) -> list[str]:
    """
    Return the same of totals for each part: of all, of each condition and of each category.
    """
    return [count for part in _PARTS for count in _counted(criteria, part.name)]


def _counted(criteria: Criteria, part: str) -> tuple[str, str]:
    aspects = _weights(_STANDING, criteria.standing), _weights(_CONSENT, criteria.consent)
    weights = {
        _ASPECTS[standing | consent]: times * often
        for (standing, times), (consent, often) in product(*(weight.items() for weight in aspects))
    }
    entries, places = (
        " + ".join(f"{weight} * sum({aspect}_{what}{part})" for aspect, weight in weights.items())
        for what in _WHAT
    )
    return entries, places


def _weights(aspect: int, wanted: bool | None) -> dict[int, int]:  # noqa: FBT001  # a criterion
    """
    Return how often those without and with an aspect count.
    """
    return {None: {0: 1}, True: {aspect: 1}, False: {0: 1, aspect: -1}}[wanted]


def until(day: date) -> str:
    """
    Return the condition for the tallies that tell what counts on a day.
    """
    added, taken_off = _periods(day)
    return _among(added + taken_off)


def sign(day: date) -> str:
    """
    Return what tells whether a row counts for a day (1) or is to be taken off again (-1).
    """
    _, taken_off = _periods(day)
    return f"CASE WHEN {_among(taken_off)} THEN -1 ELSE 1 END" if taken_off else "1"


def _among(periods: Iterable[str]) -> str:
    listed = ", ".join(f"'{period}'" for period in periods)
    return f"period IN ({listed})"


def _periods(day: date) -> tuple[list[str], list[str]]:
    """
    Return the periods to add up until a day, and those to take off again.

    A year or month more than half over is added as a whole, and what is to come of it taken off.
    """
    past_half = day.day > 15  # noqa: PLR2004  # of a month
    months = day.month - 1 + past_half
    years = [*map(str, range(EARLIEST_DAY.year, day.year)), str(day.year)]
    of_year = [f"{day.year}-{month:02}" for month in range(1, 13)]
    of_month = [f"{day.year}-{day.month:02}-{number:02}" for number in range(1, 32)]
    if months > 6:  # noqa: PLR2004  # of a year
        added, taken_off = years, of_year[months:]
    else:
        added, taken_off = years[:-1] + of_year[:months], []
    if past_half:
        return added, taken_off + of_month[day.day :]
    return added + of_month[: day.day], taken_off
