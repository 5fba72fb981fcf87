"""
Lives of providers as facts, and the entry on a day by the naive way: fold every act until then.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.timeline import Content, Fact
from kz_social_registry.registry.facade import Registry

#: The moment an hour before the first fact of `facts_of`.
RECORDED: Final = datetime(2025, 5, 1, tzinfo=UTC)


def facts_of(*contents: Content, places: dict[int, int] | None = None) -> list[Fact]:
    """
    Return one entry's facts, recorded an hour apart; `places` maps numbers to other places.
    """
    return [
        Fact(
            entry_id=UUID(int=1),
            number=number,
            place=(places or {}).get(number, number),
            content=content,
            recorded_at=RECORDED + timedelta(hours=number),
        )
        for number, content in enumerate(contents, 1)
    ]


def folded(acts: Iterable[Act], on: date) -> RegistryEntry | None:
    """
    Return the entry after all acts in effect by a day.
    """
    entry = None
    for act in acts:
        entry = apply(entry, act) if act.on <= on else entry
    return entry


def days_of(acts: Iterable[Act]) -> list[date]:
    """
    Return the days of the acts and their neighbours.
    """
    return sorted({act.on + timedelta(days=shift) for act in acts for shift in (-1, 0, 1)})


def record_life(registry: Registry, acts: Sequence[Act]) -> UUID | None:
    """
    Record the acts of one entry up to the first refusal; return its id if all were accepted.
    """
    issue = acts[0]
    assert isinstance(issue, Issue)
    for act in acts:
        try:
            registry.record(issue.entry_id, act)
        except RegistryError:
            return None
    return issue.entry_id
