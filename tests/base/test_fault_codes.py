"""
The codes of faults and their messages.
"""

from string import Formatter

import pytest

from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import (
    Code,
    FeedCode,
    Note,
    Problem,
    Refusal,
    Repair,
    StoreCode,
    TransferCode,
    WarningCode,
)
from kz_social_registry.base.law import LANGUAGES

#: The clause of each code whose message an act states; all other codes cite nothing.
CITED: list[tuple[type[FaultCode], dict[str, str]]] = [
    (Code, {
        "is_an_iin": "Law on Identification Numbers, art. 1",
        "is_a_bin": "Law on Identification Numbers, art. 1",
        "telephone": "Rules, para. 5(7)",
        "email": "Rules, para. 5(7)",
        "consent_lists_columns": "Law on Personal Data, art. 8(4)",
        "ground_never_here": "Law on Permits, art. 33(1)",
        "ground_for_others": "Law on Permits, art. 33(1)",
        "change_needs_ground": "Law on Permits, art. 33(1)",
        "joint_enterprise": "Law on Permits, art. 34",
        "after_expiry": "assumption of the library",
        "expiry_day": "assumption of the library",
        "no_consent": "Rules, para. 7",
        "consent_of_another": "assumption of the library",
        "already_in_register": "assumption of the library",
    }),
    (Repair, {}),
    (Problem, {
        "several_rows": "assumption of the library",
        "branch_rejected": "assumption of the library",
        "branches_differ": "assumption of the library",
        "withheld": "Rules, para. 7",
        "needs_ground": "Law on Permits, art. 35(1)",
        "needs_reissue_ground": "Law on Permits, art. 33(1)",
        "no_reissue_day": "assumption of the library",
    }),
    (Note, {
        "ground_supplied": "Law on Permits, art. 35(1)",
        "reissue_ground_supplied": "Law on Permits, art. 33(1)",
    }),
    (Refusal, {}),
    (StoreCode, {}),
    (TransferCode, {}),
    (FeedCode, {}),
    (WarningCode, {
        "before_licensing": "assumption of the library",
        "unusual_term": "Law on Permits, Appendix 1, para. 88",
        "contract_outlives_licence": "assumption of the library",
    }),
]  # fmt: skip

PERSONAL = "061211600012"


def _placeholders(message: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(message) if name is not None]


@pytest.mark.parametrize(("codes", "cited"), CITED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_code_cites_what_an_act_says(codes: type[FaultCode], cited: dict[str, str]) -> None:
    """
    A code cites the clause that states its rule; a rule of the library's own names no clause.
    """
    assert {code.value: str(code.clause) for code in codes if code.clause} == cited


def test_message_in_each_language() -> None:
    """
    Every code has three messages, each a different one.
    """
    alike = [code for code in Code if len({*map(code.label, LANGUAGES)}) < len(LANGUAGES)]
    assert alike == []


def test_placeholders_agree() -> None:
    """
    A message has the same placeholders in all three languages: `allowed`, the two days, or none.
    """
    used = {code: {tuple(_placeholders(code.label(one))) for one in LANGUAGES} for code in Code}
    assert used.pop(Code.DAY_ORDER) == {("0", "1")}
    assert [code for code, names in used.items() if names not in ({()}, {("allowed",)})] == []


def test_no_message_shows_the_value() -> None:
    """
    However a fault is shown, its value is not.
    """
    faults = [Fault(code, "identifier", value=PERSONAL) for code in Code]
    shown = {
        fault.code: "\n".join((*map(fault.describe, LANGUAGES), str(fault), repr(fault)))
        for fault in faults
    }
    assert [code for code, texts in shown.items() if PERSONAL in texts] == []


def test_codes_are_words() -> None:
    """
    A code is its own name in small letters.
    """
    assert [code for code in Code if code.value != code.name.lower()] == []
