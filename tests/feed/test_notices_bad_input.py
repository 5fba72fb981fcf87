"""
Faulty notices: each fault is reported with its code, path and what is allowed, and stops no other.

The rules for the values of an act are tested with the acts; these are the rules of the feed.
"""

import json
from types import MappingProxyType
from typing import Any, Final

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from support.notices import (
    HOUSE,
    OTHER,
    PERSON,
    Plain,
    a_notice,
    an_issue,
    counts,
    faults,
    picture,
    received,
)

STRANGER: Final = an_issue("N-9", identifier=OTHER)
SUSPEND: Final = a_notice("N-9", "suspend")
GOOD: Final = (an_issue(), an_issue("N-2", identifier=PERSON), a_notice("N-3", "amend", capacity=50))


def without(notice: Plain, key: str) -> Plain:
    """
    Return the notice without a field.
    """
    return {name: value for name, value in notice.items() if name != key}


#: Notices with one fault each: its code, its path, and something that would be allowed.
NOTICES: Final[tuple[tuple[Any, Code, str, str | None], ...]] = (
    # its id
    ({}, Code.MISSING, "notice", None),
    ({**SUSPEND, "notice": ""}, Code.EMPTY, "notice", None),
    ({**SUSPEND, "notice": 9}, Code.WRONG_TYPE, "notice", "text"),
    ({**SUSPEND, "notice": "N\ud800"}, Code.CONTROL_CHARACTER, "notice", None),
    # its act
    (without(SUSPEND, "act"), Code.MISSING, "act", None),
    ({**SUSPEND, "act": "pause"}, Code.UNKNOWN_CODE, "act", ActKind.SUSPEND),
    ({**SUSPEND, "act": ["suspend"]}, Code.UNKNOWN_CODE, "act", "correct"),
    ({**SUSPEND, "act": "erase"}, Code.UNKNOWN_CODE, "act", "annul"),
    # its fields
    (without(SUSPEND, "on"), Code.MISSING, "on", None),
    ({**SUSPEND, "on": "2025-02-30"}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": "20250901"}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": 20250901}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "comment": "2 ай"}, Code.UNEXPECTED, "comment", "document"),
    ({**SUSPEND, "Иванов": "2 ай"}, Code.UNEXPECTED, "?", "entry"),
    ({**SUSPEND, "\ud800": 1}, Code.UNEXPECTED, "?", "notice"),
    ({**SUSPEND, 5: "x"}, Code.UNEXPECTED, "?", "identifier"),
    ({**STRANGER, "licence": {"term": {"years": 3}}}, Code.MISSING, "licence.issued_on", None),
    ({**STRANGER, "licence": "SSS-1"}, Code.WRONG_TYPE, "licence", "object"),
    ({**STRANGER, "phones": ["+77172000001", "жоқ"]}, Code.TELEPHONE, "phones[1]", None),
    ({**STRANGER, "capacity": 10**400}, Code.OUT_OF_RANGE, "capacity", None),
    ({**STRANGER, "entry_id": HOUSE}, Code.UNEXPECTED, "entry_id", None),
    # its entry
    ({**STRANGER, "identifier": 190140000007}, Code.WRONG_TYPE, "identifier", "text"),
    ({**SUSPEND, "identifier": "940140000386"}, Code.CONTROL_DIGIT, "identifier", None),
    ({**SUSPEND, "identifier": [HOUSE]}, Code.WRONG_TYPE, "identifier", "text"),
    ({**SUSPEND, "identifier": OTHER}, Code.UNKNOWN_PROVIDER, "identifier", None),
    ({**SUSPEND, "on": "2025-04-21"}, Code.UNKNOWN_PROVIDER, "identifier", None),
    (without(SUSPEND, "identifier"), Code.ONE_ADDRESSEE, "", None),
    ({**SUSPEND, "entry": "N-1"}, Code.ONE_ADDRESSEE, "", None),
    (a_notice("N-9", "suspend", entry="N-1"), Code.WRONG_TYPE, "entry", "UUID"),
    (a_notice("N-9", "suspend", entry="00000000-0000-4000-8000-000000000007"), Code.UNKNOWN_ENTRY,
     "entry", None),
    # the lifecycle and the register
    (a_notice("N-9", "resume"), Code.NOT_ALLOWED, "act", ActKind.SUSPEND),
    (a_notice("N-9", "withdraw_consent"), Code.NO_CONSENT, "act", None),
    (an_issue("N-9", on="2025-09-01"), Code.ALREADY_IN_REGISTER, "identifier", ActKind.EXCLUDE),
    (a_notice("N-9", "give_consent", identifier=PERSON, columns="all"), Code.CONSENT_LISTS_COLUMNS,
     "columns", None),
)  # fmt: skip


def test_each_fault_is_reported() -> None:
    """
    It has its code, its path and what is allowed; the outcome has the notice as it came.
    """
    registry = received(MemoryStore(), *GOOD)

    receipt = receive(registry, [notice for notice, *_ in NOTICES])

    assert faults(receipt) == [(n, code, path) for n, (_, code, path, _) in enumerate(NOTICES, 1)]
    assert [reject.raw for reject in receipt.rejects] == [notice for notice, *_ in NOTICES]
    allowed = [reject.error.faults[0].allowed if reject.error else () for reject in receipt.rejects]
    wanted = [allows for *_, allows in NOTICES]
    assert [a for a, found in zip(wanted, allowed, strict=True) if a and a not in found] == []


def test_faulty_notices_stop_no_other(store: Store) -> None:
    """
    The register is the same as after the feed without the faulty notices.
    """
    registry = Registry(store)
    bad = [notice for notice, *_ in NOTICES]

    receipt = receive(registry, [*GOOD[:2], *bad, GOOD[2], '{"notice": "N-9"'])

    assert counts(receipt) == (3, 0, len(NOTICES) + 1)
    assert picture(store) == picture(received(MemoryStore(), *GOOD).store)
    assert store.notice("N-9") is None


def test_every_fault_of_a_notice_is_reported() -> None:
    """
    A notice that is wrong in many places is rejected with all its faults at once.
    """
    wrong = {"notice": "N-1", "act": "issue", "on": "22.04.2025", "identifier": "1", "name": "",
             "conditions": ["home"], "phones": ["жоқ", "—"], "licence": {"issued_on": "x"}}  # fmt: skip

    receipt = receive(Registry(MemoryStore()), [wrong])

    assert sorted((path, code) for _, code, path in faults(receipt)) == [
        ("address", Code.MISSING),
        ("capacity", Code.MISSING),
        ("categories", Code.MISSING),
        ("conditions", Code.UNKNOWN_CODE),
        ("identifier", Code.NOT_TWELVE_DIGITS),
        ("licence.issued_on", Code.NOT_A_DAY),
        ("licence.term", Code.MISSING),
        ("name", Code.EMPTY),
        ("on", Code.NOT_A_DAY),
        ("phones[0]", Code.TELEPHONE),
        ("phones[1]", Code.TELEPHONE),
    ]


def test_no_message_repeats_a_value() -> None:
    """
    Values may be personal data, also where they are the name of a field.
    """
    secrets = {"Иванов Иван": "тайна", "name": "тайна\u202e", "identifier": "791028302729"}

    receipt = receive(Registry(MemoryStore()), [{**STRANGER, **secrets}, {**SUSPEND, "act": "тайна"}])

    errors = [reject.error for reject in receipt.rejects if reject.error]
    messages = [error.describe(language) for error in errors for language in LANGUAGES]
    text = " ".join([*messages, *map(repr, receipt.rejects)])
    assert [s for s in ("Иванов", "тайна", "791028302729") if s in text] == []


@pytest.mark.parametrize("corrected", [True, False])
def test_a_line_of_a_rejects_file_is_the_notice_inside(*, corrected: bool) -> None:
    """
    A rejects file is received like a feed; a text inside is a line that was not JSON.
    """
    line = json.dumps(an_issue()) if corrected else '{"notice": "N-1"'
    wrapped = {"line": 7, "faults": [], "rejected": line}

    receipt = receive(Registry(MemoryStore()), [wrapped, json.dumps({**wrapped, "rejected": SUSPEND})])

    assert counts(receipt) == ((2, 0, 0) if corrected else (0, 0, 2))


def test_any_mapping_is_a_notice() -> None:
    """
    Mappings, lists and tuples of all types make the same notice.
    """
    issue = an_issue()
    licence, conditions = MappingProxyType(issue["licence"]), (*issue["conditions"],)
    odd = MappingProxyType({**issue, "licence": licence, "conditions": conditions})

    receipt = receive(Registry(MemoryStore()), [odd, issue, json.dumps(issue)])

    assert counts(receipt) == (1, 2, 0)
