"""
Tallies: counts that every commit keeps up to date, so that counting does not read the register.

A segment begins to count on a day and ends to count on another. A tally adds up what begins, less what
ends, within a day, a month or a year, for every kind of segment: its status, region, conditions and
categories. So what counts on some day is the sum of the years before its year, of the months before
its month, and of the days up to it: as many rows as there are kinds, however many entries there are.

There are four tallies of each, one for every set of aspects. In the aspect of standing a segment counts
on the days when it is active and within its licence's term; in that of consent, on the days when its
consent counts. Whoever looks for those without takes all, less those with.
"""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Final

from attrs import frozen

from kz_social_registry.law import EARLIEST_DAY
from kz_social_registry.search import Criteria
from kz_social_registry.storage.rows import FOREVER
from kz_social_registry.vocabulary import Status

#: Aspects are bits; together they are both.
_STANDING: Final = 1
_CONSENT: Final = 2

#: What is counted apart.
_KIND: Final = "status, region, conditions, categories"
_KEY: Final = f"aspect, period, {_KIND}"
_COLUMNS: Final = f"{_KEY}, entries, capacity"


@frozen
class Functions:
    """
    What the engines call differently: the least and the greatest of texts, and the day behind one.
    """

    least: str
    greatest: str
    next_day: str


def views(functions: Functions) -> str:
    """
    Return the statement that makes the view `marks`: what each segment adds to which tally.
    """
    least, greatest = functions.least, functions.greatest

    def behind(day: str) -> str:
        return f"CASE {day} WHEN '{FOREVER}' THEN {day} ELSE {functions.next_day.format(day)} END"

    active = f"status = '{Status.ACTIVE.value}'"
    return f"""
        CREATE VIEW marks AS
        WITH terms AS NOT MATERIALIZED (
            SELECT entry, {_KIND}, capacity, starts, until, consent_from,
                {behind("valid_until")} AS expired, {behind("consent_until")} AS silent
            FROM segments
        ),
        stretches AS NOT MATERIALIZED (
            SELECT terms.*, 0 AS aspect, starts AS first, until AS behind FROM terms
            UNION ALL
            SELECT terms.*, {_STANDING}, starts, {least}(until, expired) FROM terms WHERE {active}
            UNION ALL
            SELECT terms.*, {_CONSENT}, {greatest}(starts, consent_from), {least}(until, silent)
            FROM terms
            UNION ALL
            SELECT terms.*, {_STANDING | _CONSENT}, {greatest}(starts, consent_from),
                {least}(until, expired, silent) FROM terms WHERE {active}
        ),
        days AS (
            SELECT stretches.*, first AS day, 1 AS step FROM stretches WHERE first < behind
            UNION ALL
            SELECT stretches.*, behind, -1 FROM stretches WHERE first < behind AND behind < '{FOREVER}'
        ),
        lengths AS (SELECT 4 AS length UNION ALL SELECT 7 UNION ALL SELECT 10)
        SELECT entry, aspect, substr(day, 1, length) AS period, {_KIND},
            step AS entries, step * capacity AS capacity
        FROM days CROSS JOIN lengths
    """


def marks(where: str) -> str:
    """
    Return the query for what some segments add to the tallies.
    """
    return f"SELECT {_KEY}, sum(entries), sum(capacity) FROM marks {where} GROUP BY {_KEY}"


def add(rows: str) -> str:
    """
    Return the statement that adds to the tallies what a query or a list of values has.
    """
    return f"""
        INSERT INTO tallies ({_COLUMNS}) {rows}
        ON CONFLICT ({_KEY}) DO UPDATE
        SET entries = tallies.entries + excluded.entries, capacity = tallies.capacity + excluded.capacity
    """


def difference(left: str, right: str) -> str:
    """
    Return the query for what one list of marks has more, or less, than another.
    """
    return f"""
        SELECT {_KEY}, sum(entries), sum(capacity) FROM (
            SELECT {_COLUMNS} FROM {left}
            UNION ALL SELECT {_KEY}, -entries, -capacity FROM {right}
        ) AS both_lists
        GROUP BY {_KEY} HAVING sum(entries) <> 0 OR sum(capacity) <> 0
    """


#: Has a row if the tallies are not what follows from the segments.
ASTRAY: Final = f"{difference('marks', 'tallies')} LIMIT 1"
#: Takes out the tallies in which nothing counts any more.
SWEEP: Final = "DELETE FROM tallies WHERE entries = 0 AND capacity = 0"


def is_tallied(criteria: Criteria) -> bool:
    """
    Whether the tallies tell what is looked for apart from all else.
    """
    apart = (
        criteria.identifier, criteria.capacity_from, criteria.capacity_to, criteria.expires_before
    )  # fmt: skip
    return not criteria.words and not any(apart)


def tallied(criteria: Criteria, on: date) -> tuple[str, str, str]:
    """
    Return which tallies to add up, and how the entries and the places that match follow from them.
    """
    weights: dict[int, int] = {}
    aspects = _weights(_STANDING, criteria.standing), _weights(_CONSENT, criteria.consent)
    for (standing, times), (consent, often) in product(*(weight.items() for weight in aspects)):
        weights[standing | consent] = times * often
    periods = ", ".join(f"'{period}'" for period in _periods_until(on))
    each = " ".join(f"WHEN {aspect} THEN {weight}" for aspect, weight in weights.items())
    sums = (f"sum({what} * CASE aspect {each} END)" for what in ("entries", "capacity"))
    return f"aspect IN ({', '.join(map(str, weights))}) AND period IN ({periods})", *sums


def _weights(aspect: int, wanted: bool | None) -> dict[int, int]:  # noqa: FBT001  # a criterion
    """
    Return how often the tallies without and with an aspect count.
    """
    return {None: {0: 1}, True: {aspect: 1}, False: {0: 1, aspect: -1}}[wanted]


def _periods_until(day: date) -> Iterator[str]:
    """
    Yield the years, months and days that make up all time until a day, inclusive.
    """
    yield from map(str, range(EARLIEST_DAY.year, day.year))
    yield from (f"{day.year}-{month:02}" for month in range(1, day.month))
    yield from (f"{day:%Y-%m}-{number:02}" for number in range(1, day.day + 1))
