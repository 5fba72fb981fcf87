"""
Standings in bulk: many questions about few providers, and the periods of each provider.

A provider's standing changes on few days: where a segment begins, and where a licence begins or ends.
Between two of them the answer stays the same, so it is derived once.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, groupby
from typing import Final

from attrs import define, evolve, field, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.law import EARLIEST_DAY, LATEST_DAY
from kz_social_registry.domain import standing
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier, as_identifier, identified
from kz_social_registry.domain.values.terms import ONE_DAY

#: Returns the timelines of all entries that mention a provider.
Read = Callable[[Identifier], Iterable[Sequence[Segment]]]

#: How many providers are remembered, and how many days of each. If a run has more, some providers are
#: read again, and some answers derived again.
_PROVIDERS: Final = 10_000
_DAYS: Final = 40


@frozen(kw_only=True, eq=False, repr=False)
class Period(Value):
    """
    The days, first and last included, on which a provider's standing stays the same.
    """

    first_day: date
    #: The last plausible day if no end is known.
    last_day: date
    #: The standing on the first day.
    standing: Standing

    @property
    def licence_valid_until(self) -> date | None:
        """
        The last day of the licence's term; None if it is open-ended, or there is no entry.
        """
        return valid_until(self.standing)


def valid_until(answer: Standing) -> date | None:
    """
    Return the last day of the term of a standing's licence, if there is one.
    """
    return answer.entry.licence.valid_until if answer.entry else None


@define(eq=False, repr=False)
class _Provider:
    """
    A provider's answers, each derived when a day of its period is first asked for.
    """

    identifier: Identifier
    timelines: Sequence[Sequence[Segment]]
    #: The days on which the answer may change.
    days: Sequence[date]
    #: For each of them: the answer on a day of the period that it begins.
    of_periods: list[Standing | None]
    #: By day: services of one provider on one day are many.
    answers: dict[date, Standing] = field(factory=dict)

    def on(self, day: date) -> Standing:
        period = bisect_right(self.days, day) - 1
        known = self.of_periods[period]
        if known is None:
            answer = standing.of_provider(self.identifier, day, self.timelines)
            self.of_periods[period] = answer
        else:
            answer = standing.on_another_day(known, day)
        if len(self.answers) >= _DAYS:
            self.answers.clear()
        self.answers[day] = answer
        return answer


def _provider(read: Read, provider: str) -> _Provider | None:
    number = as_identifier(provider)
    if identified(number):
        return None
    timelines = tuple(read(number))
    segments = chain.from_iterable(timelines)
    days = {EARLIEST_DAY, *chain.from_iterable(map(_turns, segments))}
    return _Provider(number, timelines, sorted(days), [None] * len(days))


def _turns(segment: Segment) -> Iterator[date]:
    licence = segment.entry.licence
    yield segment.starts
    yield licence.issued_on
    if licence.valid_until and licence.valid_until < LATEST_DAY:
        yield licence.valid_until + ONE_DAY


def answers(pairs: Iterable[tuple[Identifier | str, date]], read: Read) -> Iterator[Standing]:
    """
    Yield the standing of each pair of identifier and day; each provider is read once.
    """
    remembered: dict[str, _Provider] = {}
    for provider, on in pairs:
        if not isinstance(provider, str) or not isinstance(on, date):
            yield standing.invalid(provider, on)
            continue
        known = remembered.get(provider)
        if known is None and (known := _provider(read, provider)):
            if len(remembered) == _PROVIDERS:
                remembered.clear()
            remembered[known.identifier] = known
        answer = known.answers.get(on) if known else None
        if answer is None and known and not validation.day(on):
            answer = known.on(on)
        yield standing.invalid(provider, on) if answer is None else answer


def periods(provider: Identifier, timelines: Iterable[Sequence[Segment]]) -> Iterator[Period]:
    """
    Yield the periods of a provider: together they are every plausible day, each once.
    """
    known = _provider(lambda _: timelines, provider)
    assert known  # noqa: S101  # for type checkers: an identifier is one
    begins = [next(same) for _, same in groupby(known.days, key=lambda day: _answered(known.on(day)))]
    ends = [*(day - ONE_DAY for day in begins[1:]), LATEST_DAY]
    for first, last in zip(begins, ends, strict=True):
        yield Period(first_day=first, last_day=last, standing=known.on(first))


def _answered(answer: Standing) -> object:
    return evolve(answer, on=EARLIEST_DAY), valid_until(answer)
