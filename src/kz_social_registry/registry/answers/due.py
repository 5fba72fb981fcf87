"""
The list of what is due: licences that expire soon, and suspensions that should have ended.

Nothing ends by itself. A licence past its term is terminated by an act, and a suspension by another.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter

from attrs import frozen

from kz_social_registry.base import Value
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.law import CESSATION_GROUND, LATEST_DAY, SUSPENSION
from kz_social_registry.base.vocabulary import Status
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.values.terms import ONE_DAY


class DueReason(Word):
    """
    The reason why an entry is due.
    """

    EXPIRES = "expires", CESSATION_GROUND[1]
    SUSPENSION_OVER = "suspension_over", SUSPENSION


@frozen(kw_only=True, eq=False)
class Due(Value):
    """
    An entry that an act is due for, with the reason and the last day.
    """

    reason: DueReason
    #: The last day of the licence or of the suspension, inclusive.
    day: date
    entry: RegistryEntry

    def __repr__(self) -> str:
        return f"<Due {self.day}: {self.reason}>"


def due(found: Callable[..., Iterable[RegistryEntry]], on: date, within: timedelta) -> tuple[Due, ...]:
    """
    Return the entries that are due on a day, by their last day; open-ended ones are not.

    `found` returns the entries that meet criteria on a day.
    """
    last = on + min(max(within, -ONE_DAY), LATEST_DAY - on)
    before = last + ONE_DAY if last < LATEST_DAY else None
    expiring = found(Criteria(standing=True, expires_before=before), on=on)
    suspended = found(Criteria(statuses=(Status.SUSPENDED,)), on=on)
    return tuple(sorted(_due(expiring, suspended, on), key=attrgetter("day", "reason", "entry.id")))


def _due(
    expiring: Iterable[RegistryEntry], suspended: Iterable[RegistryEntry], on: date
) -> Iterator[Due]:
    for entry in expiring:
        if last := entry.licence.valid_until:
            yield Due(reason=DueReason.EXPIRES, day=last, entry=entry)
    for entry in suspended:
        if (last := entry.suspended_until) and last < on:
            yield Due(reason=DueReason.SUSPENSION_OVER, day=last, entry=entry)
