"""
Recording without a registry: an entry in a store, and an act of it.
"""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid4

from kz_social_registry.domain.acts import Issue, Suspend
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.recorder import Draft, record
from kz_social_registry.serialization.codec import from_plain
from support.notices import HOUSE, an_issue
from support.samples import still_clock

NOW: Final = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
ON: Final = date(2025, 9, 1)
CLOCK: Final = still_clock(NOW)
SUSPEND: Final = Suspend(on=ON)


def an_entry(store: Store, identifier: str = HOUSE) -> UUID:
    """
    Form an entry and return its id.
    """
    entry_id = uuid4()
    plain = {k: v for k, v in an_issue(identifier=identifier).items() if k not in ("notice", "act")}
    issue = from_plain(Issue, {**plain, "entry_id": str(entry_id)})
    record(store, CLOCK, Draft(entry=entry_id, contents=(issue,)))
    return entry_id
