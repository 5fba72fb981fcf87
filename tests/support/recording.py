"""
Recording without a registry: a clock that stands still, an entry, and how an attempt ends.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid4

import pytest

from kz_social_registry.base.errors import (
    RegistryError,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Issue, Suspend
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.recorder import Draft, record
from kz_social_registry.serialization.codec import from_plain
from support.notices import HOUSE, an_issue

NOW: Final = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
ON: Final = date(2025, 9, 1)
SUSPEND: Final = Suspend(on=ON)


def clock(moment: datetime = NOW) -> Callable[[], datetime]:
    """
    Return a clock that stands still.
    """
    return lambda: moment


def an_entry(store: Store, identifier: str = HOUSE) -> UUID:
    """
    Form an entry and return its id.
    """
    entry_id = uuid4()
    plain = {k: v for k, v in an_issue(identifier=identifier).items() if k not in ("notice", "act")}
    issue = from_plain(Issue, {**plain, "entry_id": str(entry_id)})
    record(store, clock(), Draft(entry_id=entry_id, contents=(issue,)))
    return entry_id


def refusal(act: Callable[[], object]) -> tuple[type[RegistryError], Code, str]:
    """
    Return the error that an attempt ends with: its class, code and path.
    """
    with pytest.raises(RegistryError) as refused:
        act()
    (fault,) = refused.value.faults
    return refused.type, fault.code, fault.path
