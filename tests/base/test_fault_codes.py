"""
The codes of faults and their messages.
"""

import re
from pathlib import Path
from string import Formatter

import pytest

import kz_social_registry
from kz_social_registry.base.codelist import FaultCode, Word
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
)
from kz_social_registry.base.fault_codes.general import EXPECTED
from kz_social_registry.base.law import LANGUAGES, Language

#: Codes never change and never go; new ones may join them.
STABLE = {
    "not_json",
    "wrong_type",
    "missing",
    "unexpected",
    "unknown_code",
    "not_a_day",
    "implausible_day",
    "not_a_moment",
    "empty",
    "too_long",
    "control_character",
    "out_of_range",
    "duplicate",
    "not_twelve_digits",
    "control_digit",
    "is_an_iin",
    "is_a_bin",
    "odd_month",
    "odd_attribute",
    "term_shape",
    "term_out_of_range",
    "telephone",
    "email",
    "kato",
    "day_order",
    "status_mismatch",
    "consent_lists_columns",
    "nothing_to_change",
    "ground_never_here",
    "ground_for_others",
    "change_needs_ground",
    "not_allowed",
    "after_expiry",
    "expiry_day",
    "no_consent",
    "already_in_register",
    "predecessor",
    "one_addressee",
    "not_annullable",
    "unknown_entry",
    "unknown_provider",
    "unknown_notice",
    "stale",
    "notice_conflict",
    "erased",
    "not_a_register",
    "read_only",
    "locked",
    "newer_schema",
    "damaged",
    "store_failed",
    "missing_extra",
}

#: What each code of a list cites, as far as an act says what the message says; all others cite nothing.
CITED: list[tuple[type[FaultCode], dict[str, str]]] = [
    (Code, {
        "not_twelve_digits": "Law on Identification Numbers, art. 1",
        "control_digit": "Law on Identification Numbers, art. 1",
        "is_an_iin": "Law on Identification Numbers, art. 1",
        "is_a_bin": "Law on Identification Numbers, art. 1",
        "telephone": "Rules, para. 5(7)",
        "email": "Rules, para. 5(7)",
        "consent_lists_columns": "Law on Personal Data, art. 8(4)",
        "ground_never_here": "Law on Permits, art. 33",
        "ground_for_others": "Law on Permits, art. 33",
        "change_needs_ground": "Law on Permits, art. 33",
        "joint_enterprise": "Law on Permits, art. 34",
        "after_expiry": "Law on Permits, art. 35(1)(1)",
        "expiry_day": "Law on Permits, art. 35(1)(1)",
        "no_consent": "Rules, para. 7",
        "consent_of_another": "Rules, para. 7",
        "already_in_register": "Rules, para. 2(1)",
    }),
    (Repair, {
        "zeros_restored": "Rules, para. 5(2)",
        "area_code": "Rules, para. 5(7)",
        "trunk_prefix": "Rules, para. 5(7)",
        "unit_dropped": "Rules, para. 5(6)",
    }),
    (Problem, {
        "digits_lost": "Rules, para. 5(2)",
        "area_code_missing": "Rules, para. 5(7)",
        "telephone_in_text": "Rules, para. 5(7)",
        "email_in_text": "Rules, para. 5(7)",
        "withheld": "Rules, para. 7",
        "needs_ground": "Law on Permits, art. 35(1)",
        "needs_reissue_ground": "Law on Permits, art. 33",
        "no_reissue_day": "Rules, para. 5(9)",
    }),
    (Note, {
        "ground_supplied": "Law on Permits, art. 35(1)",
        "reissue_ground_supplied": "Law on Permits, art. 33",
    }),
    (Refusal, {}),
    (StoreCode, {}),
    (TransferCode, {}),
    (FeedCode, {}),
]  # fmt: skip

PERSONAL = "061211600012"


def _placeholders(message: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(message) if name is not None]


def test_codes_are_stable() -> None:
    """
    Every code that was ever given out is still there.
    """
    assert STABLE - {code.value for code in Code} == set()


@pytest.mark.parametrize(("codes", "cited"), CITED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_code_cites_what_an_act_says(codes: type[FaultCode], cited: dict[str, str]) -> None:
    """
    Wherever it is raised, the clause says it; a rule of our own or of logic cites none.
    """
    assert {code.value: str(code.clause) for code in codes if code.clause} == cited


@pytest.mark.parametrize("code", Code)
def test_message_in_each_language(code: Code) -> None:
    """
    Every code has three messages, each a different one.
    """
    assert len({code.label(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("code", Code)
def test_placeholders_agree(code: Code) -> None:
    """
    A message names what is allowed in all three languages or in none, and has no other placeholder.
    """
    used = {tuple(_placeholders(code.label(language))) for language in LANGUAGES}
    assert used in ({()}, {("allowed",)})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", Code)
def test_no_message_shows_the_value(code: Code, language: Language) -> None:
    """
    However a fault is shown, the value that it is about is not.
    """
    fault = Fault(code, "identifier", value=PERSONAL)
    assert PERSONAL not in "\n".join((fault.describe(language), str(fault), repr(fault)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", Code)
def test_what_is_allowed_is_said(code: Code, language: Language) -> None:
    """
    What would have been accepted stands in the message exactly where its template has a place for it.
    """
    shown = "⟨one⟩, ⟨two⟩" in Fault(code, allowed=("⟨one⟩", "⟨two⟩")).describe(language)
    assert shown is ("{allowed}" in code.label(language))


@pytest.mark.parametrize("code", Code)
def test_codes_are_words(code: Code) -> None:
    """
    A code is its own name in small letters.
    """
    assert isinstance(code, Word)
    assert code.value == code.name.lower()


def test_every_type_that_is_asked_for_has_its_words() -> None:
    """
    What a check expects is known in Kazakh and Russian too.
    """
    source = Path(kz_social_registry.__file__).parent.rglob("*.py")
    asked = re.compile(r'(?:wrong_type|\binstance)\((?:[^"()\n]|\([^()\n]*\))*"([^"]+)"\)')
    found = {name for path in source for name in asked.findall(path.read_text(encoding="utf-8"))}
    assert found - EXPECTED.keys() == {"UUID"}
    assert {frozenset(words) for words in EXPECTED.values()} == {frozenset(("kk", "ru"))}
