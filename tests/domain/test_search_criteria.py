"""
Each criterion of a search alone: what it finds, and what it does not.
"""

import json
from base64 import urlsafe_b64decode
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kz_social_registry.domain.acts import Exclude, GiveConsent, Suspend
from kz_social_registry.domain.search import Criteria, Cursor
from support.samples import INCLUDED, LAST, LATER, an_entry

#: At home, for the elderly, 40 places, Astana; without consent.
ACTIVE = an_entry()
PUBLIC = an_entry(GiveConsent(on=LATER))
SUSPENDED = an_entry(Suspend(on=INCLUDED))
EXCLUDED = an_entry(Exclude(on=LATER, basis="өтініш"))
ALL = {"active": ACTIVE, "public": PUBLIC, "suspended": SUSPENDED, "excluded": EXCLUDED}
STATUSES = ["active", "suspended", "terminated", "excluded"]
NOT_EXCLUDED = ["active", "public", "suspended"]


@pytest.mark.parametrize(
    ("asked", "on", "found"),
    [
        ({}, LATER, NOT_EXCLUDED),
        ({"conditions": [], "regions": "", "capacity_from": ""}, LATER, NOT_EXCLUDED),
        ({"statuses": STATUSES}, LATER, [*ALL]),
        ({"statuses": STATUSES, "standing": True}, LATER, ["active", "public"]),
        ({"statuses": STATUSES, "standing": False}, LATER, ["suspended", "excluded"]),
        ({"standing": True}, date(2028, 4, 21), []),
        ({"standing": True}, LAST, ["active", "public"]),
        ({"consent": True}, LATER, ["public"]),
        ({"consent": False}, LATER, ["active", "suspended"]),
        ({"consent": True}, INCLUDED, []),
        ({"conditions": ["at_home", "inpatient"]}, LATER, NOT_EXCLUDED),
        ({"conditions": ["inpatient"]}, LATER, []),
        ({"categories": ["elderly", "homeless"]}, LATER, NOT_EXCLUDED),
        ({"categories": ["homeless"]}, LATER, []),
        ({"regions": ["71", "75"]}, LATER, NOT_EXCLUDED),
        ({"regions": ["75"]}, LATER, []),
        ({"capacity_from": 40, "capacity_to": 40}, LATER, NOT_EXCLUDED),
        ({"capacity_from": 41}, LATER, []),
        ({"capacity_to": 39}, LATER, []),
    ],
)
def test_a_criterion_decides(asked: dict[str, Any], on: date, found: list[str]) -> None:
    """
    A word of a set is enough, both ends of a range are in it, and a condition holds on that day.
    """
    criteria = Criteria(**asked)
    assert [name for name, entry in ALL.items() if criteria.match(entry, on)] == found


def test_the_text_of_a_cursor_is_short() -> None:
    """
    It has Kazakh letters as they are, in UTF-8.
    """
    cursor = Cursor("үміт", "940140000385", UUID(int=1))
    plain = urlsafe_b64decode(str(cursor)).decode()
    assert "үміт" in plain
    assert json.loads(plain) == ["үміт", "940140000385", str(UUID(int=1))]
