"""
Intake: whatever is wrong with a notice is told with code, path and what is allowed; no other suffers.
"""

import json
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.feed.lines import LONGEST_LINE, Raw
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
LICENCE: Final = STRANGER["licence"]


def without(notice: Plain, key: str) -> Plain:
    """
    Return the notice without a field.
    """
    return {name: value for name, value in notice.items() if name != key}


def as_line(notice: Plain, old: str, new: str) -> str:
    """
    Return the notice as a line of JSON in which something was replaced.
    """
    line = json.dumps(notice)
    assert old in line
    return line.replace(old, new)


#: Lines that are no notice at all.
LINES: Final[tuple[tuple[str | bytes, Code], ...]] = (
    (b'{"notice": "N-9"', Code.NOT_JSON),
    (b"{'notice': 'N-9'}", Code.NOT_JSON),
    (b'{"notice": "N-9"} {}', Code.NOT_JSON),
    (b"N-9;suspend;2025-09-01", Code.NOT_JSON),
    (b"\x00", Code.NOT_JSON),
    (b"\xef\xbb\xbf", Code.NOT_JSON),
    (json.dumps(SUSPEND).encode("utf-16"), Code.NOT_JSON),
    ('{"notice": "Қ-9"}'.encode("cp1251", "replace") + b"\xca\xff", Code.NOT_JSON),
    (as_line(STRANGER, '"capacity": 40', '"capacity": NaN'), Code.NOT_JSON),
    (as_line(STRANGER, '"capacity": 40', '"capacity": -Infinity'), Code.NOT_JSON),
    (as_line(STRANGER, '"capacity": 40', '"capacity": ' + "9" * 5000), Code.NOT_JSON),
    (b"[" * 100_000, Code.NOT_JSON),
    (b'{"notice":' * 100_000, Code.NOT_JSON),
    (as_line(SUSPEND, '"notice": "N-9"', '"notice": "N-8", "notice": "N-9"'), Code.DUPLICATE),
    (as_line(STRANGER, '"years": 3', '"years": 3, "years": 5'), Code.DUPLICATE),
    (b"[]", Code.WRONG_TYPE),
    (b'"N-9"', Code.WRONG_TYPE),
    (b"9", Code.WRONG_TYPE),
    (b"null", Code.WRONG_TYPE),
    (b"{" + b" " * LONGEST_LINE + b"}", Code.TOO_LONG),
)

#: Notices with one fault each: its code, its path, and something that would be allowed.
NOTICES: Final[tuple[tuple[Raw, Code, str, str | None], ...]] = (
    # its id
    ({}, Code.MISSING, "notice", None),
    ({**SUSPEND, "notice": ""}, Code.EMPTY, "notice", None),
    ({**SUSPEND, "notice": 9}, Code.WRONG_TYPE, "notice", "text"),
    ({**SUSPEND, "notice": "N\ud800"}, Code.CONTROL_CHARACTER, "notice", None),
    # its act
    (without(SUSPEND, "act"), Code.MISSING, "act", None),
    ({**SUSPEND, "act": "pause"}, Code.UNKNOWN_CODE, "act", ActKind.SUSPEND),
    ({**SUSPEND, "act": None}, Code.UNKNOWN_CODE, "act", ActKind.SUSPEND),
    ({**SUSPEND, "act": ["suspend"]}, Code.UNKNOWN_CODE, "act", ActKind.SUSPEND),
    ({**SUSPEND, "act": "erase"}, Code.UNKNOWN_CODE, "act", ActKind.SUSPEND),
    # its fields
    (without(SUSPEND, "on"), Code.MISSING, "on", None),
    ({**SUSPEND, "comment": "2 ай"}, Code.UNEXPECTED, "comment", "document"),
    ({**SUSPEND, "Иванов": "2 ай"}, Code.UNEXPECTED, "?", "document"),
    ({**SUSPEND, "\ud800": 1}, Code.UNEXPECTED, "?", "document"),
    ({**SUSPEND, "ground": "voluntary"}, Code.UNEXPECTED, "ground", "document"),
    (without(STRANGER, "name"), Code.MISSING, "name", None),
    ({**STRANGER, "licence": {"term": {"years": 3}}}, Code.MISSING, "licence.issued_on", None),
    ({**STRANGER, "entry_id": HOUSE}, Code.UNEXPECTED, "entry_id", None),
    # its days
    ({**SUSPEND, "on": "2025-02-30"}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": "01.09.2025"}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": "20250901"}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": 20250901}, Code.NOT_A_DAY, "on", None),
    ({**SUSPEND, "on": "0001-01-01"}, Code.IMPLAUSIBLE_DAY, "on", None),
    ({**STRANGER, "licence": {**LICENCE, "issued_on": "2025-13-01"}}, Code.NOT_A_DAY,
     "licence.issued_on", None),
    ({**STRANGER, "licence": {**LICENCE, "issued_on": "2025-04-30"}}, Code.DAY_ORDER,
     "licence.issued_on", "licence.issued_on ≤ on"),
    # its types and codes
    ({**STRANGER, "capacity": "40"}, Code.WRONG_TYPE, "capacity", "whole number"),
    ({**STRANGER, "capacity": 40.5}, Code.WRONG_TYPE, "capacity", "whole number"),
    ({**STRANGER, "capacity": True}, Code.WRONG_TYPE, "capacity", "whole number"),
    ({**STRANGER, "capacity": 10**400}, Code.OUT_OF_RANGE, "capacity", None),
    ({**STRANGER, "name": 5}, Code.WRONG_TYPE, "name", "text"),
    ({**STRANGER, "name": "\ud83d"}, Code.CONTROL_CHARACTER, "name", None),
    ({**STRANGER, "name": "Үміт\u202e"}, Code.CONTROL_CHARACTER, "name", None),
    ({**STRANGER, "address": " "}, Code.EMPTY, "address", None),
    ({**STRANGER, "address": "а" * 4001}, Code.TOO_LONG, "address", "4000"),
    ({**STRANGER, "conditions": "at_home"}, Code.WRONG_TYPE, "conditions", "list of codes"),
    ({**STRANGER, "conditions": []}, Code.EMPTY, "conditions", None),
    ({**STRANGER, "conditions": ["home"]}, Code.UNKNOWN_CODE, "conditions",
     ServiceCondition.AT_HOME),
    ({**STRANGER, "categories": [5]}, Code.UNKNOWN_CODE, "categories", RecipientCategory.ELDERLY),
    ({**STRANGER, "categories": [["elderly"]]}, Code.WRONG_TYPE, "categories", "list of codes"),
    ({**STRANGER, "phones": "+77172000001"}, Code.WRONG_TYPE, "phones", "list"),
    ({**STRANGER, "phones": ["+77172000001", "жоқ"]}, Code.TELEPHONE, "phones[1]", None),
    ({**STRANGER, "emails": ["info(at)example.kz"]}, Code.EMAIL, "emails[0]", None),
    ({**STRANGER, "kato": "990000000"}, Code.KATO, "kato", "71"),
    ({**STRANGER, "licence": "SSS-1"}, Code.WRONG_TYPE, "licence", "object"),
    ({**STRANGER, "licence": {**LICENCE, "term": {}}}, Code.TERM_SHAPE, "licence.term", None),
    (a_notice("N-9", "terminate", ground="closed"), Code.UNKNOWN_CODE, "ground",
     TerminationGround.CEASED),
    (a_notice("N-9", "give_consent", columns=[2, 18]), Code.UNKNOWN_CODE, "columns[1]", "1 … 17"),
    (a_notice("N-9", "give_consent", columns=[[2]]), Code.UNKNOWN_CODE, "columns[0]", "1 … 17"),
    (a_notice("N-9", "give_consent", columns="2, 3"), Code.WRONG_TYPE, "columns", None),
    # whom it is about
    ({**STRANGER, "identifier": "190140000008"}, Code.CONTROL_DIGIT, "identifier", None),
    ({**STRANGER, "identifier": 190140000007}, Code.WRONG_TYPE, "identifier", "text"),
    ({**SUSPEND, "identifier": "940140000386"}, Code.CONTROL_DIGIT, "identifier", None),
    ({**SUSPEND, "identifier": "94014000038"}, Code.NOT_TWELVE_DIGITS, "identifier", None),
    ({**SUSPEND, "identifier": "٩٤٠١٤٠٠٠٠٣٨٥"}, Code.NOT_TWELVE_DIGITS, "identifier", None),
    ({**SUSPEND, "identifier": [HOUSE]}, Code.WRONG_TYPE, "identifier", "text"),
    ({**SUSPEND, "identifier": OTHER}, Code.UNKNOWN_PROVIDER, "identifier", None),
    ({**SUSPEND, "on": "2025-04-11"}, Code.UNKNOWN_PROVIDER, "identifier", None),
    (without(SUSPEND, "identifier"), Code.ONE_ADDRESSEE, "", None),
    ({**SUSPEND, "entry": "N-1"}, Code.ONE_ADDRESSEE, "", None),
    (a_notice("N-9", "suspend", entry="N-1"), Code.WRONG_TYPE, "entry", "UUID"),
    (a_notice("N-9", "suspend", entry="00000000-0000-4000-8000-000000000007"), Code.UNKNOWN_ENTRY,
     "entry_id", None),
    # what the law forbids
    (a_notice("N-9", "resume"), Code.NOT_ALLOWED, "act", ActKind.SUSPEND),
    (a_notice("N-9", "withdraw_consent"), Code.NO_CONSENT, "act", None),
    (a_notice("N-9", "suspend", "2028-04-11"), Code.AFTER_EXPIRY, "on", ActKind.TERMINATE),
    (a_notice("N-9", "terminate", ground="expired"), Code.EXPIRY_DAY, "terminated_on", None),
    (a_notice("N-9", "reissue", ground="alienated"), Code.GROUND_NEVER_HERE, "ground", None),
    (a_notice("N-9", "reissue", ground="?"), Code.UNKNOWN_CODE, "ground", "reorganised"),
    (a_notice("N-9", "amend"), Code.NOTHING_TO_CHANGE, "", "capacity"),
    (an_issue("N-9", on="2025-09-01"), Code.ALREADY_IN_REGISTER, "identifier", ActKind.EXCLUDE),
    (a_notice("N-9", "give_consent", identifier=PERSON, columns="all"), Code.CONSENT_LISTS_COLUMNS,
     "columns", None),
)  # fmt: skip


@pytest.mark.parametrize(("line", "code"), LINES, ids=lambda value: repr(value)[:40])
def test_a_line_that_is_no_notice_holds_up_nobody(line: str | bytes, code: Code) -> None:
    """
    Such a line is rejected under its number; the notices before and behind it are recorded.
    """
    registry = received(MemoryStore(), an_issue())
    receipt = receive(registry, [a_notice("N-2", "suspend"), line, a_notice("N-3", "resume")])
    assert (counts(receipt), faults(receipt)) == ((2, 0, 1), [(2, code, "")])


@pytest.mark.parametrize(
    ("notice", "code", "path", "allowed"), NOTICES, ids=lambda value: repr(value)[:40]
)
def test_a_faulty_notice_is_told_and_nothing_of_it_recorded(
    notice: Plain, code: Code, path: str, allowed: str | None
) -> None:
    """
    The fault has its code, its path and what is allowed; the register is as without the notice.
    """
    store = MemoryStore()
    registry = received(store, an_issue(), an_issue("N-2", identifier=PERSON))
    before = picture(store)
    receipt = receive(registry, [notice])
    assert faults(receipt) == [(1, code, path)]
    (reject,) = receipt.rejects
    assert reject.error
    assert allowed is None or allowed in reject.error.faults[0].allowed
    assert (picture(store), store.notice("N-9")) == (before, None)
    assert reject.raw == notice


def test_faulty_notices_hold_up_nobody(store: Store) -> None:
    """
    What is recorded of a feed is what it would be without the faulty notices in it.
    """
    good = [an_issue(), an_issue("N-2", identifier=PERSON), a_notice("N-3", "amend", capacity=50)]
    without_them = picture(received(MemoryStore(), *good).store)
    registry = Registry(store)
    bad = [notice for notice, *_ in NOTICES]
    receipt = receive(registry, [*good[:2], *bad, good[2], *(line for line, _ in LINES)])
    assert counts(receipt) == (3, 0, len(NOTICES) + len(LINES))
    assert picture(registry.store) == without_them


def test_every_fault_of_a_notice_is_told() -> None:
    """
    A notice that is wrong in many places is told so at once.
    """
    wrong = {"notice": "N-1", "act": "issue", "on": "12.04.2025", "identifier": "1", "name": "",
             "conditions": ["home"], "phones": ["жоқ", "—"], "licence": {"issued_on": "x"}}  # fmt: skip
    receipt = receive(Registry(MemoryStore()), [wrong])
    assert sorted(faults(receipt), key=lambda fault: fault[2]) == [
        (1, Code.MISSING, "address"),
        (1, Code.MISSING, "capacity"),
        (1, Code.MISSING, "categories"),
        (1, Code.UNKNOWN_CODE, "conditions"),
        (1, Code.NOT_TWELVE_DIGITS, "identifier"),
        (1, Code.NOT_A_DAY, "licence.issued_on"),
        (1, Code.MISSING, "licence.term"),
        (1, Code.EMPTY, "name"),
        (1, Code.NOT_A_DAY, "on"),
        (1, Code.TELEPHONE, "phones[0]"),
        (1, Code.TELEPHONE, "phones[1]"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_repeats_a_value(language: Language) -> None:
    """
    Values may be personal data, also when they slipped into the name of a field.
    """
    secrets = {"Иванов Иван": "тайна", "name": "тайна\u202e", "identifier": "791028302729"}
    receipt = receive(Registry(MemoryStore()), [{**STRANGER, **secrets}, {**SUSPEND, "act": "тайна"}])
    told = " ".join(r.error.describe(language) + repr(r) for r in receipt.rejects if r.error)
    assert not any(secret in told for secret in ("Иванов", "тайна", "791028302729"))


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_blank_lines_marks_and_line_ends_do_not_matter(start: str, end: str) -> None:
    """
    A byte order mark, blank lines and any line ends are read over; lines keep their numbers.
    """
    lines = [f"{start}{json.dumps(an_issue())}{end}", end, f"  {end}", f"{{}}{end}"]
    receipt = receive(Registry(MemoryStore()), [line.encode() for line in lines])
    assert (counts(receipt), receipt.rejects[0].line) == ((1, 0, 1), 4)


def test_a_deeply_nested_notice_is_told_at_any_depth() -> None:
    """
    However deep a notice is nested, it is rejected, and only it.
    """
    registry = received(MemoryStore(), an_issue())
    nested = (
        b'{"notice": "N-1", "x": ' + b"[" * depth + b"]" * depth + b"}" for depth in range(1, 3000)
    )
    receipt = receive(registry, nested)
    assert {code for _, code, _ in faults(receipt)} == {Code.NOTICE_CONFLICT, Code.NOT_JSON}
    assert (receipt.accepted, receipt.known) == (0, 0)


@pytest.mark.parametrize("mended", [True, False])
def test_a_line_of_a_rejects_file_is_the_notice_inside(*, mended: bool) -> None:
    """
    A rejects file is received like a feed; what was not JSON may have been mended as text.
    """
    line = json.dumps(an_issue()) if mended else '{"notice": "N-1"'
    wrapped = {"line": 7, "faults": [], "rejected": line}
    receipt = receive(Registry(MemoryStore()), [wrapped, json.dumps({**wrapped, "rejected": SUSPEND})])
    assert counts(receipt) == ((2, 0, 0) if mended else (0, 0, 2))


def test_an_object_that_is_nested_too_deeply_is_told() -> None:
    """
    What a caller hands over as an object may be deeper than any line of JSON.
    """
    nested: Plain = {"notice": "N-1"}
    for _ in range(5000):
        nested = {"notice": "N-1", "x": nested}
    receipt = receive(received(MemoryStore(), an_issue()), [nested, a_notice("N-2", "suspend")])
    assert (counts(receipt), faults(receipt)) == ((1, 0, 1), [(1, Code.NOT_JSON, "")])


@pytest.mark.parametrize(
    ("value", "path", "expected"),
    [
        ({"at_home"}, "", "list"),
        (date(2025, 9, 1), "", "text"),
        (datetime(2025, 9, 1, tzinfo=UTC), "", "text"),
        (UUID(int=7), "", "text"),
        (b"x", "", "text"),
        (float("nan"), "", "whole number"),
        (object(), "", "object"),
        ([0, {"x": ({1},)}], "[1].x[0]", "list"),
        ({"Иванов": float("inf")}, ".?", "whole number"),
    ],
    ids=["set", "date", "moment", "uuid", "bytes", "nan", "object", "nested", "name"],
)
@pytest.mark.parametrize("field", ["conditions", "licence", "document", "notice", "act", "strange"])
def test_an_object_that_json_cannot_hold_is_told(
    value: object, path: str, expected: str, field: str
) -> None:
    """
    The path leads to it, and only that notice is rejected, the rest of its batch is not.
    """
    notices = [an_issue(), {**STRANGER, field: value}, a_notice("N-2", "suspend")]
    receipt = receive(Registry(MemoryStore()), notices)
    assert (counts(receipt), faults(receipt)) == ((2, 0, 1), [(2, Code.WRONG_TYPE, f"{field}{path}")])
    (reject,) = receipt.rejects
    assert reject.error
    assert expected in reject.error.faults[0].allowed


def test_all_that_json_cannot_hold_is_told() -> None:
    """
    Each value is told with its own path.
    """
    odd = {**STRANGER, "on": date(2025, 9, 1), "conditions": {"at_home"}, "capacity": float("nan")}
    receipt = receive(Registry(MemoryStore()), [odd])
    assert {path for _, _, path in faults(receipt)} == {"on", "conditions", "capacity"}


@pytest.mark.parametrize("raw", [{1}, 5, [date(2025, 9, 1)]])
def test_what_is_no_notice_at_all_is_told(raw: Any) -> None:
    """
    A caller may hand over anything.
    """
    receipt = receive(Registry(MemoryStore()), [an_issue(), raw])
    assert (counts(receipt), faults(receipt)) == ((1, 0, 1), [(2, Code.WRONG_TYPE, "")])


def test_any_mapping_is_an_object() -> None:
    """
    Whatever kind of mapping, list or tuple a notice is made of, it is the same notice.
    """
    issue = an_issue()
    odd = MappingProxyType(
        {**issue, "licence": MappingProxyType(issue["licence"]), "conditions": (*issue["conditions"],)}
    )
    receipt = receive(Registry(MemoryStore()), [odd, issue, json.dumps(issue)])
    assert counts(receipt) == (1, 2, 0)


def test_fields_named_by_no_text_are_told() -> None:
    """
    A caller's object may have anything for a name; that too is the fault of one notice.
    """
    odd: Any = {**SUSPEND, 5: "x"}
    receipt = receive(received(MemoryStore(), an_issue()), [odd])
    assert faults(receipt) == [(1, Code.UNEXPECTED, "?")]
