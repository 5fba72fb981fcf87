"""
The list of what is due: licences that expire soon, and suspensions that should have ended.

Nothing ends by itself. A licence past its term is terminated by an act, and a suspension by another.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter

from attrs import frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.law import CESSATION_GROUND, SUSPENSION
from kz_social_registry.domain.entry import RegistryEntry


class DueReason(Word):
    """
    The reason why an entry is due.
    """

    EXPIRES = "expires", CESSATION_GROUND[1]
    SUSPENSION_OVER = "suspension_over", SUSPENSION


@frozen(kw_only=True)
class Due:
    """
    An entry that an act is due for, with the reason and the last day.
    """

    reason: DueReason
    #: The last day of the licence or of the suspension, inclusive.
    day: date
    entry: RegistryEntry

    def __repr__(self) -> str:
        return f"<Due {self.day}: {self.reason}>"


def due(
    expiring: Iterable[RegistryEntry], suspended: Iterable[RegistryEntry], on: date
) -> tuple[Due, ...]:
    """
    Return the entries that are due on a day, by their last day; open-ended ones are not.
    """
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
