"""
Acts, grounds and columns in other people's words.
"""

from functools import partial
from typing import Any, Final

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.form.cells.choices import read_word, word_named
from kz_social_registry.form.posted import KINDS
from support.form_samples import misread, not_refused

#: Law on Permits, arts 33(1) and 35(1): the grounds as registrars write them.
NAMED: Final[dict[Any, dict[str, str]]] = {
    TerminationGround: {
        "истечение срока": "expired", "Лицензияның мерзімі өтті": "expired",
        "лишение лицензии": "revoked", "лицензиядан айыру": "revoked", "ликвидация": "ceased",
        "по заявлению лицензиата": "voluntary", "исключение лицензиата": "not_subject",
    },
    ReissueGround: {
        "Реорганизация": "reorganised", "қайта ұйымдастыру": "reorganised",
        "изменение наименования": "name_or_location", "изменение фамилии": "person_renamed",
    },
    Column: {"адрес электронной": "emails"},
}  # fmt: skip
#: Words that stand in several labels, or in none, or say too little.
UNNAMED: Final[dict[Any, tuple[str, ...]]] = {
    TerminationGround: ("отзыв", "исключение", "прекращение", "реорганизация", "жеке тұлға"),
    ReissueGround: ("изменение", "ликвидация", "заңды тұлғаның"),
}


@pytest.mark.parametrize("kind", NAMED)
def test_other_wordings_are_known_and_reported(kind: Any) -> None:
    """
    Other wordings, and the first words of one label alone, are repairs; fewer words are refused.
    """
    cases = {text: (code, ["wording"]) for text, code in NAMED[kind].items()}
    assert misread(partial(read_word, kind), cases) == {}
    unknown = dict.fromkeys(UNNAMED.get(kind, ()), "unknown_wording")
    assert not_refused(partial(read_word, kind), unknown) == {}


def test_acts_have_short_names() -> None:
    """
    An act is known by the noun alone, but not by a word that two acts share.
    """
    cases = {
        "согласие": "give_consent", "отзыв согласия": "withdraw_consent", "отзыв": None,
        "Приостановление": "suspend", "тоқтата тұру": "suspend", "лицензияны тоқтату": "terminate",
        "прекращение договора": "end_contract", "прекращение": None, "тоқтату": None,
        "расторжение договора": "end_contract", "қайта ресімдеу": "reissue", "шығару": "exclude",
    }  # fmt: skip
    found = {text: word_named(KINDS, text) for text in cases}
    assert {text: word and word.value for text, word in found.items()} == cases
