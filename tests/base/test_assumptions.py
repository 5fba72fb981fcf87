"""
The assumptions of the library, and how faults cite them.
"""

import re

import pytest

from kz_social_registry.base import assumptions
from kz_social_registry.base.assumptions import Assumption
from kz_social_registry.base.codelist import FaultCode, Word
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, Problem, WarningCode
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import texts_beside
from kz_social_registry.base.vocabulary import ActKind, SuccessionKind, Withholding

WORDS: dict[Language, str] = {
    "kk": "кітапхананың болжамы",
    "ru": "допущение библиотеки",
    "en": "assumption of the library",
}
ALL = [value for value in vars(assumptions).values() if isinstance(value, Assumption)]
#: The words and faults that no clause of the laws that were read states.
INFERRED: list[Word] = [
    Code.ALREADY_IN_REGISTER,
    Code.AFTER_EXPIRY,
    Code.EXPIRY_DAY,
    Code.CONSENT_OF_ANOTHER,
    Problem.NO_REISSUE_DAY,
    WarningCode.BEFORE_LICENSING,
    WarningCode.CONTRACT_OUTLIVES_LICENCE,
    ActKind.END_CONTRACT,
    SuccessionKind.LICENSED_AGAIN,
    Withholding.NO_CONSENT,
    Withholding.PASSED_ON,
]


@pytest.mark.parametrize("word", INFERRED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_inference_carries_a_citation(word: Word, language: Language) -> None:
    """
    An inference says "assumption of the library" where others cite one.
    """
    assert word.clause is not None
    assert word.clause.cite(language) == WORDS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_that_rests_on_an_assumption_says_so(language: Language) -> None:
    """
    The message ends with the words that stand in the place of a citation.
    """
    code: FaultCode = Code.ALREADY_IN_REGISTER
    assert Fault(code, "identifier").describe(language).endswith(f" ({WORDS[language]})")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_is_written_in_whole_sentences(language: Language) -> None:
    """
    Each assumption has its own sentences in Kazakh, Russian and English, and no other.
    """
    labels = {one.name: one.label(language) for one in ALL}
    sentence = {
        "kk": "[«А-ЯӘҒҚӨҰҮІ0-9].*[ғқңәөұүі].*",
        "ru": "[«А-Я].*[а-я].*",
        "en": '["A-Z].*[a-z].*',
    }
    wrong = [text for text in labels.values() if not re.fullmatch(rf"{sentence[language]}\.", text)]
    assert wrong == []
    if language == "ru":
        assert [text for text in labels.values() if re.search("[ғқңәөұүі]", text)] == []
    assert len({*labels.values()}) == len(ALL)
    assert set(texts_beside(assumptions.__name__)["Assumption"]) == labels.keys()


def test_assumptions_have_different_names() -> None:
    """
    The documents find an assumption by its name.
    """
    assert len({one.name for one in ALL}) == len(ALL)
    assert str(ALL[0]) == WORDS["en"]
