"""
Tallies: counts that every commit keeps up to date, so that counting does not read the register.

A segment begins to count on a day and ends to count on another. A tally adds up what begins, less what
ends, within a day, a month or a year, for one kind of segment: its status, region, conditions and
categories. So what counts on some day is the sum of the years before its year, of the months before
its month, and of the days up to it; late in a year or a month, of all of it, less the months or days
behind: at most a row for each kind in each of them, however many entries there are.

Each tally counts in four aspects. In the aspect of standing a segment counts on the days when it is
active and within its licence's term; in that of consent, on the days when its consent counts; and there
are those of both and of neither. Whoever looks for those without takes all, less those with.
"""

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any, Final

from attrs import frozen

from kz_social_registry.law import EARLIEST_DAY
from kz_social_registry.search import Criteria
from kz_social_registry.storage.rows import FOREVER
from kz_social_registry.vocabulary import Status

#: What a mark or a tally is: its key, then its counts.
Row = tuple[Any, ...]

#: Aspects are bits: the number of each is its place in the list.
_STANDING: Final = 1
_CONSENT: Final = 2
_ASPECTS: Final = ("every", "standing", "consenting", "both")

#: What a tally is of, and what it counts: entries and places in each aspect.
KEY: Final = ("period", "status", "region", "conditions", "categories")
COUNTS: Final = tuple(f"{aspect}_{what}" for aspect in _ASPECTS for what in ("entries", "places"))

_KEY: Final = ", ".join(KEY)
_KIND: Final = ", ".join(KEY[1:])
_COUNTED: Final = ", ".join(
    f"sum(CASE aspect WHEN {number} THEN {what} ELSE 0 END) AS {aspect}_{name}"
    for number, aspect in enumerate(_ASPECTS)
    for name, what in (("entries", "step"), ("places", "step * capacity"))
)
_SUMS: Final = ", ".join(f"sum({count}) AS {count}" for count in COUNTS)


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


def add(rows: str) -> str:
    """
    Return the statement that adds to the tallies what a query or a list of values has.
    """
    sums = ", ".join(f"{count} = tallies.{count} + excluded.{count}" for count in COUNTS)
    return f"INSERT INTO tallies {rows} ON CONFLICT ({_KEY}) DO UPDATE SET {sums}"


def difference(left: str, right: str) -> str:
    """
    Return the query for what one table or query has more, or less, than another.
    """
    negative = ", ".join(f"-{count}" for count in COUNTS)
    sums = ", ".join(f"sum({count})" for count in COUNTS)
    return f"""
        SELECT {_KEY}, {_SUMS} FROM (
            SELECT {_KEY}, {", ".join(COUNTS)} FROM {left} AS more
            UNION ALL SELECT {_KEY}, {negative} FROM {right} AS less
        ) AS either
        GROUP BY {_KEY} HAVING ({sums}) <> ({_ZEROS})
    """


_ZEROS: Final = ", ".join("0" for _ in COUNTS)


def astray(functions: Functions) -> str:
    """
    Return the query that has a row if the tallies are not what follows from the segments.
    """
    return f"{difference(f'({marks(functions)})', 'tallies')} LIMIT 1"


#: Takes out the tallies in which nothing counts any more.
CLEAR: Final = f"DELETE FROM tallies WHERE ({', '.join(COUNTS)}) = ({_ZEROS})"


def changes(before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """
    Return what to add to the tallies where marks give way to others.
    """
    old, new = set(before), set(after)
    gone = ((*row[: len(KEY)], *(-count for count in row[len(KEY) :])) for row in old - new)
    return sorted([*(new - old), *gone])


# Questions ------------------------------------------------------------------------------------------


def is_tallied(criteria: Criteria) -> bool:
    """
    Whether the tallies tell what is looked for apart from all else.
    """
    others = (
        criteria.identifier, criteria.capacity_from, criteria.capacity_to, criteria.expires_before
    )  # fmt: skip
    return not criteria.words and not any(others)


def counted(criteria: Criteria, on: date) -> tuple[str, str]:
    """
    Return how the entries and the places that match on a day follow from the tallies.
    """
    aspects = _weights(_STANDING, criteria.standing), _weights(_CONSENT, criteria.consent)
    weights = {
        _ASPECTS[standing | consent]: times * often
        for (standing, times), (consent, often) in product(*(weight.items() for weight in aspects))
    }
    entries, places = (
        " + ".join(
            f"{weight} * sum({_sign(on)} * {aspect}_{what})" for aspect, weight in weights.items()
        )
        for what in ("entries", "places")
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


def _sign(day: date) -> str:
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
