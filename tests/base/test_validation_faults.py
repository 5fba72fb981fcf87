"""
Faults of checks: each has the value that was given, and says what is accepted.
"""

from datetime import date
from typing import Any

import pytest

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import days_in_order, instance
from kz_social_registry.base.vocabulary import ServiceCondition, SuccessionKind

LONG = "х" * 4001
CONDITIONS = ("inpatient", "semi_inpatient", "at_home", "temporary_stay")
DAYS = ("1991-12-16 … 2199-12-31",)
SOON, LATER = date(2025, 1, 1), date(2025, 1, 2)


@pytest.mark.parametrize(
    ("check", "value", "code", "accepted"),
    [
        (validation.text, 5, Code.WRONG_TYPE, ("text",)),
        (validation.text, "", Code.EMPTY, ()),
        (validation.text, LONG, Code.TOO_LONG, ("4000",)),
        (validation.text, "а\x00", Code.CONTROL_CHARACTER, ()),
        (validation.text, "\u0301", Code.EMPTY, ()),
        (validation.text, "а\u200b", Code.CONTROL_CHARACTER, ()),
        (validation.day, "2025-01-01", Code.WRONG_TYPE, ("date",)),
        (validation.day, date(1991, 12, 15), Code.IMPLAUSIBLE_DAY, DAYS),
        (validation.day, date(2200, 1, 1), Code.IMPLAUSIBLE_DAY, DAYS),
        (validation.moment, SOON, Code.NOT_A_MOMENT, ()),
        (validation.count, True, Code.WRONG_TYPE, ("whole number",)),
        (validation.count, 0, Code.OUT_OF_RANGE, ("1 … 1000000",)),
        (validation.word(ServiceCondition), "x", Code.UNKNOWN_CODE, CONDITIONS),
        (validation.words(ServiceCondition), "x", Code.WRONG_TYPE, ("list of codes",)),
        (validation.words(ServiceCondition), set(), Code.EMPTY, ()),
        (validation.words(ServiceCondition), {"x"}, Code.UNKNOWN_CODE, CONDITIONS),
        (instance(SuccessionKind), "x", Code.WRONG_TYPE, ("SuccessionKind",)),
    ],
)
def test_a_fault_has_the_value_and_what_is_accepted(
    check: validation.Check, value: Any, code: Code, accepted: tuple[str, ...]
) -> None:
    """
    A program can show the value again, and what may stand in its place.
    """
    (fault,) = check(value)
    shown = next(iter(value)) if code is Code.UNKNOWN_CODE and isinstance(value, set) else value
    assert (fault.code, fault.path, fault.value, fault.allowed) == (code, "", shown, accepted)


def test_a_day_out_of_order_is_the_value() -> None:
    """
    The fault of two days has the one that should be first.
    """
    (fault,) = days_in_order("start", LATER, "end", SOON)
    assert (fault, fault.value) == (Fault(Code.DAY_ORDER, "start", allowed=("start", "end")), LATER)


def test_a_sign_that_is_not_printed_is_not_hidden() -> None:
    """
    Only controls and marks of format are refused, not every sign that Python escapes.
    """
    assert [*map(validation.text, ("№\u00a05", "Үй\ue000"))] == [(), ()]
