"""
Checks of single values, and records that check themselves.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import EARLIEST_DAY, ITEM, LATEST_DAY
from kz_social_registry.base.validation import (
    LONGEST_TEXT,
    MOST_PLACES,
    Checked,
    assemble,
    checked,
    days_in_order,
    instance,
    optional,
    tidied,
    word_of,
    words_of,
)
from kz_social_registry.base.vocabulary import ActKind, ServiceCondition, Status
from kz_social_registry.domain.values.terms import ONE_DAY
from support.refusals import faults_of


def _codes(faults: tuple[Fault, ...]) -> list[Code]:
    return [fault.code for fault in faults]


#: Controls, overrides of direction, lone surrogates and noncharacters.
CONTROLS = [
    0x00, 0x1B, 0x7F, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF,
]  # fmt: skip
#: Characters that show nothing in any font: fillers, joiners, selectors, marks of format, tags.
UNSEEN = [
    0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C,
    0x200D, 0x200E, 0x2060, 0x2061, 0x2065, 0x2800, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0,
    0xFFF9, 0x1BCA0, 0x1D159, 0x1D173, 0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xE0FFF,
]  # fmt: skip


class TestText:
    """
    A tidied text.
    """

    @pytest.mark.parametrize(
        "value",
        ["х", "Қамқорлық орталығы", "х" * LONGEST_TEXT, "a\u0301", "🙂", "№", "-", "1", "قامقورلىق"],
    )
    def test_right(self, value: str) -> None:
        """
        Any visible text of reasonable length is right.
        """
        assert validation.text(value) == ()

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("", Code.EMPTY),
            ("х" * (LONGEST_TEXT + 1), Code.TOO_LONG),
            (None, Code.WRONG_TYPE),
            (5, Code.WRONG_TYPE),
            (b"x", Code.WRONG_TYPE),
            (["x"], Code.WRONG_TYPE),
        ],
    )
    def test_wrong(self, value: object, code: Code) -> None:
        """
        A value that is empty, too long or not a text is refused.
        """
        assert _codes(validation.text(value)) == [code]

    def test_hidden_characters(self) -> None:
        """
        A text contains no control, override of direction, lone surrogate, noncharacter or unseen mark.
        """
        accepted = [
            hex(code)
            for code in (*CONTROLS, *UNSEEN)
            if _codes(validation.text(f"а{chr(code)}б")) != [Code.CONTROL_CHARACTER]
        ]
        assert accepted == []

    def test_something_is_visible(self) -> None:
        """
        A text that shows nothing is as good as empty.
        """
        texts = (" ", "\u0301", "\u3164 \u3164", *map(chr, UNSEEN))
        accepted = [ascii(text) for text in texts if _codes(validation.text(text)) != [Code.EMPTY]]
        assert accepted == []


class _OtherDate(date):
    """
    A date as libraries that stop the clock have it.
    """


class TestDay:
    """
    A plausible day.
    """

    @pytest.mark.parametrize("value", [EARLIEST_DAY, _OtherDate(2025, 4, 10), LATEST_DAY])
    def test_right(self, value: date) -> None:
        """
        The first and the last plausible day are right, and all days between them, of any class.
        """
        assert validation.day(value) == ()

    def test_implausible(self) -> None:
        """
        A day outside the limits is implausible (assumption "plausible days").
        """
        days = (EARLIEST_DAY - ONE_DAY, LATEST_DAY + ONE_DAY, date.min, date.max)
        assert [_codes(validation.day(one)) for one in days] == [[Code.IMPLAUSIBLE_DAY]] * len(days)

    def test_days_and_moments(self) -> None:
        """
        A moment is not a day, and a day or a moment without a time zone is not a moment.
        """
        values = (datetime(2025, 4, 10, tzinfo=UTC), "2025-04-10", 20250410, None)
        assert [_codes(validation.day(value)) for value in values] == [[Code.WRONG_TYPE]] * 4
        moments = (values[0], datetime(2025, 4, 10), date(2025, 4, 10), "2025-04-10")  # noqa: DTZ001  # without a zone
        assert [_codes(validation.moment(one)) for one in moments] == [[], *[[Code.NOT_A_MOMENT]] * 3]


class TestCount:
    """
    A number of things.
    """

    def test_right(self) -> None:
        """
        A count is at least one.
        """
        assert [*map(validation.count, (1, 40, MOST_PLACES))] == [()] * 3

    def test_out_of_range(self) -> None:
        """
        Zero, negative and very large numbers are out of range (assumption "plausible sizes").
        """
        values = (0, -1, MOST_PLACES + 1, 77172314253, 10**400)
        assert [_codes(validation.count(value)) for value in values] == [[Code.OUT_OF_RANGE]] * 5

    def test_checked_returns_the_value(self) -> None:
        """
        A value that passes its check is returned; other values are refused at their path.
        """
        assert checked(7, validation.count, "limit") == 7
        found = faults_of(lambda: checked(0, validation.count, "limit"))
        assert found == [(Code.OUT_OF_RANGE, "limit")]

    def test_no_whole_number(self) -> None:
        """
        Booleans, fractions and texts are not counts.
        """
        codes = [_codes(validation.count(value)) for value in (True, 40.0, "40", None)]
        assert codes == [[Code.WRONG_TYPE]] * 4


class TestWords:
    """
    Words of closed lists, alone and in sets.
    """

    @pytest.mark.parametrize("value", ["active", "nonsense", None, 5, ActKind.ISSUE])
    def test_stranger(self, value: object) -> None:
        """
        Only a member of the list is right; the fault lists the codes.
        """
        faults = validation.word(Status)(value)
        assert faults == (Fault(Code.UNKNOWN_CODE, allowed=Status),)

    def test_member(self) -> None:
        """
        A member of the list is right.
        """
        assert validation.word(Status)(Status.ACTIVE) == ()

    @pytest.mark.parametrize(
        ("values", "codes"),
        [
            (frozenset(ServiceCondition), []),
            (frozenset({ServiceCondition.AT_HOME}), []),
            ({ServiceCondition.AT_HOME}, []),
            (frozenset(), [Code.EMPTY]),
            (frozenset({"x", "y", ServiceCondition.AT_HOME}), [Code.UNKNOWN_CODE] * 2),
            ([5, "at_home"], [Code.UNKNOWN_CODE]),
            (ServiceCondition.AT_HOME, [Code.WRONG_TYPE]),
            (None, [Code.WRONG_TYPE]),
        ],
    )
    def test_sets(self, values: Any, codes: list[Code]) -> None:
        """
        A set has at least one word, and every unknown value in it is a fault.
        """
        assert _codes(validation.words(ServiceCondition)(words_of(ServiceCondition, values))) == codes

    @given(st.frozensets(st.sampled_from(ServiceCondition)), st.sampled_from([list, tuple, set]))
    def test_codes_become_words(self, words: frozenset[ServiceCondition], collection: Any) -> None:
        """
        A collection of words or of their codes becomes the set of the words.
        """
        for given_ in (collection(words), collection(word.value for word in words)):
            found = words_of(ServiceCondition, given_)
            assert (found, {type(word) for word in found}) == (
                words,
                {ServiceCondition} if words else set(),
            )

    @pytest.mark.parametrize("codes", ["at_home", None, 5, {"at_home": 1}, [["at_home"]], [{}]])
    def test_no_collection_of_codes(self, codes: Any) -> None:
        """
        Converting never raises: a value that is not a collection of codes is left to the check.
        """
        assert validation.words(ServiceCondition)(words_of(ServiceCondition, codes)) != ()

    @pytest.mark.parametrize("code", ["nonsense", None, 5, [], {}])
    def test_unknown_code_stays(self, code: Any) -> None:
        """
        An unknown code stays as it is.
        """
        assert word_of(Status, code) is code


class TestDaysInOrder:
    """
    Two days that must be in order.
    """

    def test_right(self) -> None:
        """
        The same day is in order, and so is an unknown day.
        """
        one, next_one = date(2025, 1, 1), date(2025, 1, 2)
        pairs = ((one, next_one), (one, one), (None, one), (one, None), (None, None))
        assert [days_in_order("start", start, "end", end) for start, end in pairs] == [()] * 5

    def test_wrong(self) -> None:
        """
        The fault is at the day that is too late, and cites the clause.
        """
        faults = days_in_order("start", date(2025, 1, 2), "end", date(2025, 1, 1), ITEM[9])
        assert faults == (Fault(Code.DAY_ORDER, "start", allowed=("start", "end"), clause=ITEM[9]),)


class TestSmallChecks:
    """
    The functions that make checks and converters.
    """

    def test_optional(self) -> None:
        """
        An optional value is checked if it is present.
        """
        check = optional(validation.text)
        assert [_codes(check(value)) for value in (None, "x", "")] == [[], [], [Code.EMPTY]]

    @pytest.mark.parametrize(
        ("check", "expected"),
        [(instance(date), "date"), (instance(date, "day of birth"), "day of birth")],
    )
    def test_instance(self, check: validation.Check, expected: str) -> None:
        """
        A fault of type names the expected type.
        """
        found = check(date(2025, 1, 1)), check("x")
        assert found == ((), (Fault(Code.WRONG_TYPE, allowed=(expected,)),))

    @pytest.mark.parametrize(("value", "kept"), [("  а  б ", "а б"), (5, 5), (None, None)])
    def test_tidied(self, value: Any, kept: object) -> None:
        """
        Texts are tidied; other values stay as they are.
        """
        assert tidied(value) == kept


@frozen(kw_only=True, slots=False)
class Visit(Checked):
    """
    A record with two values and a rule between them.
    """

    CHECKS: ClassVar = {
        "begins": validation.day,
        "ends": optional(validation.day),
        "places": validation.count,
    }

    begins: date
    ends: date | None = None
    places: int = field(default=1)

    def _rule_faults(self) -> Iterator[Fault]:
        yield from days_in_order("begins", self.begins, "ends", self.ends, None)


@frozen(slots=False)
class Plain(Checked):
    """
    A record without rules between its values.
    """

    CHECKS: ClassVar = {"name": validation.text}

    name: str


class TestChecked:
    """
    A record checks itself when it is made.
    """

    def test_right(self) -> None:
        """
        A record whose values and rules are right is made.
        """
        assert Visit(begins=date(2025, 1, 1), ends=date(2025, 1, 1)).places == 1

    def test_no_rules(self) -> None:
        """
        A record may have one value alone, and so no rules between values.
        """
        assert Plain("а").name == "а"
        assert faults_of(lambda: Plain("")) == [(Code.EMPTY, "name")]

    def test_every_value(self) -> None:
        """
        Every wrong value is reported, in the order of the checks.
        """
        assert faults_of(lambda: Visit(begins=5, ends="x", places=0)) == [  # type: ignore[arg-type]  # the mistakes under test
            (Code.WRONG_TYPE, "begins"),
            (Code.WRONG_TYPE, "ends"),
            (Code.OUT_OF_RANGE, "places"),
        ]

    def test_rules_come_after_values(self) -> None:
        """
        Rules between values are checked if each value is right.
        """
        late, early = date(2025, 1, 2), date(2025, 1, 1)
        assert faults_of(lambda: Visit(begins=late, ends=early)) == [(Code.DAY_ORDER, "begins")]
        assert faults_of(lambda: Visit(begins=late, ends=early, places=0)) == [
            (Code.OUT_OF_RANGE, "places")
        ]


class TestAssemble:
    """
    A record of values with known faults.
    """

    def test_nothing_known(self) -> None:
        """
        Right values construct the record.
        """
        assert assemble(Plain, {"name": "а"}, ()) == Plain("а")

    def test_known_faults_stop_a_record_that_could_be_made(self) -> None:
        """
        A known fault is raised even if the constructor finds nothing.
        """
        known = (Fault(Code.UNEXPECTED, "nickname"),)
        assert faults_of(lambda: assemble(Plain, {"name": "а"}, known)) == [
            (Code.UNEXPECTED, "nickname")
        ]

    def test_known_faults_are_not_doubled(self) -> None:
        """
        A fault that the constructor finds in a value with a known fault is not repeated.
        """
        values: dict[str, Any] = {"begins": "x", "places": 0}
        known = (Fault(Code.NOT_A_DAY, "begins"),)
        assert faults_of(lambda: assemble(Visit, values, known)) == [
            (Code.NOT_A_DAY, "begins"),
            (Code.OUT_OF_RANGE, "places"),
        ]

    def test_a_known_fault_inside_a_value_covers_the_value(self) -> None:
        """
        A fault known inside a value covers the whole value.
        """
        known = (Fault(Code.NOT_A_DAY, "begins.day[0]"),)
        assert faults_of(lambda: assemble(Visit, {"begins": "x"}, known)) == [
            (Code.NOT_A_DAY, "begins.day[0]")
        ]
