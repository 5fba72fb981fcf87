"""
Lines of a feed that are not notices, and values of a caller that JSON cannot hold.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from kz_social_registry import Registry
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ServiceCondition
from kz_social_registry.feed.file import receive_file
from kz_social_registry.feed.lines import LONGEST_LINE, parsed
from kz_social_registry.feed.notices import receive
from kz_social_registry.storage.memory import MemoryStore
from support.notices import Plain, a_notice, an_issue, counts, faults, received

ISSUE: Final = json.dumps(an_issue("N-9"))
SUSPEND: Final = json.dumps(a_notice("N-9", "suspend"))

#: Lines, and objects of a caller, that are not a notice.
LINES: Final[tuple[tuple[Any, Code], ...]] = (
    (b'{"notice": "N-9"', Code.NOT_JSON),
    (b"{'notice': 'N-9'}", Code.NOT_JSON),
    (b'{"notice": "N-9"} {}', Code.NOT_JSON),
    (b"N-9;suspend;2025-09-01", Code.NOT_JSON),
    (b"\x00", Code.NOT_JSON),
    (b"\xef\xbb\xbf", Code.NOT_JSON),
    (SUSPEND.encode("utf-16"), Code.NOT_JSON),
    ('{"notice": "Қ-9"}'.encode("cp1251", "replace") + b"\xca\xff", Code.NOT_JSON),
    (ISSUE.replace('"capacity": 40', '"capacity": NaN'), Code.NOT_JSON),
    (ISSUE.replace('"capacity": 40', '"capacity": -Infinity'), Code.NOT_JSON),
    (ISSUE.replace('"capacity": 40', '"capacity": ' + "9" * 5000), Code.OUT_OF_RANGE),
    (ISSUE.replace('"capacity": 40', '"capacity": 1e400'), Code.OUT_OF_RANGE),
    (ISSUE.replace('"capacity": 40', '"capacity": 1e-400'), Code.OUT_OF_RANGE),
    (ISSUE.replace('"capacity": 40', '"capacity": 12345678901234567890.5'), Code.OUT_OF_RANGE),
    (b"[" * 100_000, Code.NOT_JSON),
    (b'{"notice":' * 100_000, Code.NOT_JSON),
    (SUSPEND.replace('"notice": "N-9"', '"notice": "N-8", "notice": "N-9"'), Code.DUPLICATE),
    (ISSUE.replace('"years": 3', '"years": 3, "years": 5'), Code.DUPLICATE),
    (b"[]", Code.WRONG_TYPE),
    (b'"N-9"', Code.WRONG_TYPE),
    (b"9", Code.WRONG_TYPE),
    (b"null", Code.WRONG_TYPE),
    ({1}, Code.WRONG_TYPE),
    (5, Code.WRONG_TYPE),
    ([date(2025, 9, 1)], Code.WRONG_TYPE),
    (b"{" + b" " * LONGEST_LINE + b"}", Code.TOO_LONG),
)
#: Values that JSON cannot hold: the path inside the value, and what is allowed instead.
VALUES: Final[tuple[tuple[object, str, str], ...]] = (
    ({"at_home"}, "", "list"),
    (date(2025, 9, 1), "", "text"),
    (datetime(2025, 9, 1, tzinfo=UTC), "", "text"),
    (UUID(int=7), "", "text"),
    (b"x", "", "text"),
    (float("nan"), "", "whole number"),
    (object(), "", "object"),
    ([0, {"x": ({1},)}], "[1].x[0]", "list"),
    ({"Иванов": float("inf")}, ".?", "whole number"),
)
FIELDS: Final = ("conditions", "licence", "document", "notice", "act", "strange")


def test_a_line_that_is_not_a_notice_is_rejected_alone() -> None:
    """
    It is reported with its own number; the notices before and after it are recorded.
    """
    lines: list[Any] = [an_issue(), a_notice("N-2", "suspend"), *(line for line, _ in LINES)]

    receipt = receive(Registry(MemoryStore()), [*lines, a_notice("N-3", "resume")])

    assert faults(receipt) == [(number, code, "") for number, (_, code) in enumerate(LINES, 3)]
    assert receipt.accepted == 3


def test_blank_lines_marks_and_line_ends_do_not_matter() -> None:
    """
    A byte order mark, blank lines and all line ends are skipped; lines keep their numbers.
    """
    for start in ("", "\ufeff"):
        for end in ("\n", "\r\n", ""):
            lines = [f"{start}{json.dumps(an_issue())}{end}", end, f"  {end}", f"{{}}{end}"]
            receipt = receive(Registry(MemoryStore()), [line.encode() for line in lines])
            assert (counts(receipt), receipt.rejects[0].line) == ((1, 0, 1), 4)


def test_a_nested_line_is_rejected_at_any_depth(tmp_path: Path) -> None:
    """
    However deep a notice is nested, only that notice is rejected, with the same code in every Python.
    """
    registry = received(MemoryStore(), an_issue())
    depths = (1, 99, 100, 900, 997, 1000, 3000, 40_000, 100_000)
    feed = tmp_path / "feed.jsonl"
    for opening, closing in ((b"[", b"]"), (b'{"x":', b"}")):
        lines = [b'{"notice": "N-1", "x": ' + opening * n + b"1" + closing * n + b"}\n" for n in depths]
        feed.write_bytes(b"".join(lines))

        receipt = receive(registry, lines)

        codes = [code for _, code, _ in faults(receipt)]
        assert codes == [Code.NOTICE_CONFLICT] * 2 + [Code.NOT_JSON] * 7
        assert receive_file(registry, feed).rejected == len(depths)
    wide = b'{"notice": "N-1", "x": [' + b"[]," * 200 + b"[]]}"
    assert [code for _, code, _ in faults(receive(registry, [wide]))] == [Code.NOTICE_CONFLICT]


def test_a_nested_mapping_is_rejected() -> None:
    """
    A caller's mapping may be deeper than any line of JSON.
    """
    nested: Plain = {"notice": "N-1"}
    for _ in range(5000):
        nested = {"notice": "N-1", "x": nested}

    receipt = receive(received(MemoryStore(), an_issue()), [nested, a_notice("N-2", "suspend")])

    assert (counts(receipt), faults(receipt)) == ((1, 0, 1), [(1, Code.NOT_JSON, "")])


def test_a_mapping_may_hold_words_and_fractions() -> None:
    """
    A word of a closed list is a text, and a fraction a number, though no notice has one.
    """
    conditions = [ServiceCondition.AT_HOME]
    plain = parsed({"conditions": conditions, "capacity": 40.5})
    assert plain == {"conditions": ["at_home"], "capacity": 40.5}
    receipt = receive(Registry(MemoryStore()), [an_issue(conditions=conditions)])
    assert counts(receipt) == (1, 0, 0)


def test_a_value_that_json_cannot_hold_is_reported() -> None:
    """
    The path leads to it in every field, with what is allowed instead; the other notices are recorded.
    """
    cases = [(field, *value) for field in FIELDS for value in VALUES]
    odd = [{**an_issue("N-9"), field: value} for field, value, *_ in cases]

    receipt = receive(Registry(MemoryStore()), [an_issue(), *odd, a_notice("N-2", "suspend")])

    assert receipt.accepted == 2
    assert faults(receipt) == [
        (number, Code.WRONG_TYPE, f"{field}{path}")
        for number, (field, _, path, _) in enumerate(cases, 2)
    ]
    allowed = [reject.error.faults[0].allowed if reject.error else () for reject in receipt.rejects]
    expected = [case[-1] for case in cases]
    assert [a for a, found in zip(expected, allowed, strict=True) if a not in found] == []


def test_each_value_that_json_cannot_hold_is_reported() -> None:
    """
    A notice with several such values is rejected with all their paths, and those of no right value.
    """
    odd = {**an_issue(), "on": date(2025, 9, 1), "conditions": {"at_home"}, "capacity": float("nan")}
    odd |= {"licence": {"number": 40.5}}

    receipt = receive(Registry(MemoryStore()), [odd])

    assert {path for _, _, path in faults(receipt)} == {"on", "conditions", "capacity"}
