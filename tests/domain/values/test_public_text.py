"""
A text that may be published holds no person's IIN, telephone or e-mail address, whatever way it comes.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import tidy
from kz_social_registry.domain.acts import Amend, Exclude, Reissue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.public_text import (
    as_public_text,
    personal_data_in,
    public_text,
    published,
)
from kz_social_registry.feed.notices import receive
from kz_social_registry.form.cells.numbers import read_text
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import strategies
from support.form_samples import refused
from support.notices import a_notice, as_replacement, faults
from support.notices import an_issue as an_issue_notice
from support.samples import INCLUDED, LATER, an_entry, issue_values

#: A text with each kind of personal data, and its code.
PERSONAL: Final = {
    "ИП Иванов И.И., ИИН 791028302728": "iin_in_text",
    "«Үміт» ЖК, тел. 8 (7172) 55-00-14": "telephone_in_text",
    "ТОО «Пример», info@example.kz": "email_in_text",
}
#: An IIN as people write it; the digits are those of one invented number.
WRITTEN: Final = (
    "791028302728", "ИИН791028302728", "ЖСН: 791028302728.", "(791028302728)", "№791028302728",
    "791028 302728", "791028-302728", "791028—302728", "79 10 28 302728", "791028-302-728",
    "79.10.28.302728", "7910 2830 2728", "７９１０２８３０２７２８", "٧٩١٠٢٨٣٠٢٧٢٨", "⁷⁹¹⁰²⁸³⁰²⁷²⁸",
    "кв. 5 791028302728", "791028302728 5", "12, 791028 302728, 7",
)  # fmt: skip
#: Figures that are nobody's number.
OTHER: Final = (
    "ТОО «Пример», БИН 940140000385", "БСН 9401 4000 0385", "KZ86125KZT5004100100",
    "KZ123456791028302728", "79102830272", "7910283027280", "791028302729", "791028 302729",
    "010000, Астана қ., 12-үй", "761231 300123 Абай а.", "№ 12 от 20.04.2025, № 34 от 22.04.2025",
    "12.05.2025 № 12-345 бұйрық", "19-17-2020-100", "A@", "@ 5", "@", "№ 7",
    "791028♥302728",  # a sign between the figures
)  # fmt: skip
#: Telephones as people write them in a name or an address: with an area code, after a word for one,
#: or after a plus sign.
TELEPHONES: Final = (
    "тел. 8(7172)550014", "+7(701)555-00-00", "87172550014", "8 (7172) 55-00-14",
    "8-701-555-00-14", "8.701.555.00.14", "8 800 080 00 14", "(7172) 55-00-14",
    "сот. 87015550014", "т. 8 7172 550014", "WhatsApp 87015550014", "байланыс 87015550014",
    "телефоны: 55-00-14", "тел/факс 550014", "телефон нөмірі: 55-00-14", "ТЕЛ.55001",
    "т/ф 55-00-14", "т/ф 25001", "ф: 55-00-14", "т.ф. 2-50-01", "T. 55-00-14", "т 550014",
    "тел.55.00.14", "тел. № 25001", "т. № 55-00-14", "факс № 55-00-14", "телефоны 12-50-01",
    "8—701—555—00—14", "8−701−555−00−14", "8‐701‐555‐00‐14", "701-555-00-14", "701 555 00 14",
    "телеф. 55-00-14", "контакты: 55-00-14", "7015550014", "701 5550014",
    "приказ № 8-701-555-00-14", "лицензия № 87015550014",
    "+380 44 123 45 67", "+ (380) 44 123 45 67", "+ 996 312 550014", "телефон: нөмірі — 55-00-14",
    "тел. 05-00-14", "т. 2500144", "7172-55-00-14", "71642 2-50-01", "8_701_555_00_14", "☎ 55-00-14",
    "тел. приёмной: 55-00-14", "телефон горячей линии 550014", "тел. қабылдау бөлмесі: 55-00-14",
    "приёмная 55-00-14", "қабылдау бөлмесі: 550014",
)  # fmt: skip
#: Figures that are no telephone: postal indexes, codes, identifiers, days, and too few figures.
NO_TELEPHONES: Final = (
    "010000, Астана қ., Абай к-сі, 5/2", "614830100, 160700, Абай а.",
    "БСН 770140000385", "761231 300123 Абай а.", "Тельман с. 160700", "«Жеті-7 2000-2010»",
    "Т. Рысқұлов к-сі 12, 050000", "Телецентр ықш., 050000",
    "12.05.2025 факс, 12.05.2025 № 12-345 бұйрық", "факс 12.05.2025", "т. 05.2025", "Т 12345",
    "Т 22345", "факс № 12-345", "факс № 22-345", "Рысқұлов Т., 050000", "Ф. 010000",
    "12-уч., 701 каб., 234-56", "12-15-17 үй", "701 12.05.2025", "701 2025 12 15", "5001234567",
    "A+X 5001234567", "701555001451",
    "+12 34 567", "тел. 5500", "т. 5500", "т. 010000", "т. 110000", "телефон 20.04.2025", "55-00-14",
    "тел. в приёмной, комната номер 55-00-14", "сот № 7194-25-00-2/123", "сот 7194-25-00-2/123",
    "ҚБ «Байланыс», 12345", "Телефон доверия 010000",
)  # fmt: skip
#: An IIN of a month that does not exist: some are in use.
ODD_IIN: Final = "061311600003"


@pytest.mark.parametrize("written", WRITTEN)
def test_an_iin_is_found_however_it_is_written(written: str) -> None:
    """
    Spaces, dashes, dots, digits of other scripts and other figures around it do not hide it.
    """
    assert [fault.code.value for fault in public_text(f"ИП Иванов, {written}")] == ["iin_in_text"]


@given(
    strategies.iins(), st.sets(st.integers(1, 11), max_size=5), st.sampled_from([" ", "-", "–", " - "])
)
def test_every_iin_is_found(iin: str, cuts: set[int], sign: str) -> None:
    """
    Any person's number is refused, in one piece and in groups.
    """
    groups = (iin[start:end] for start, end in pairwise([0, *sorted(cuts), 12]))
    found = personal_data_in(f"ЖК {sign.join(groups)}")
    assert found
    assert found.value == "iin_in_text"


@given(strategies.bins("456"))
def test_no_bin_is_personal(number: str) -> None:
    """
    An organisation may bear its BIN in its name.
    """
    assert personal_data_in(f"ТОО «Пример», БИН {number}") is None


@pytest.mark.parametrize("text", OTHER)
def test_other_figures_are_allowed(text: str) -> None:
    """
    A text is refused only for a person's number, never for its length alone.
    """
    assert public_text(text) == ()


@pytest.mark.parametrize(
    "shape", ["Абай к-сі, 5, {}", "Абай к-сі, 5 {}, кеңсе 2", "ЖК Иванов, {}", "{}"]
)
def test_a_telephone_is_found_wherever_it_stands(shape: str) -> None:
    """
    A telephone in another column would be published under a consent that does not cover it.
    """
    found = {written: personal_data_in(shape.format(written)) for written in TELEPHONES}
    assert found == dict.fromkeys(TELEPHONES, Code.TELEPHONE_IN_TEXT)


def test_other_figures_are_no_telephone() -> None:
    """
    Few figures, and those with another meaning, are no telephone, also after a word for one.
    """
    assert {text: personal_data_in(text) for text in NO_TELEPHONES} == dict.fromkeys(NO_TELEPHONES)


def test_an_odd_iin_is_found_in_one_piece() -> None:
    """
    In groups it is more likely to be figures that follow each other by chance.
    """
    assert [personal_data_in(text) for text in (ODD_IIN, "0613 1160 0003")][1] is None
    assert personal_data_in(ODD_IIN)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("тел. ８ ７０１ ５５５ ００ １４", "telephone_in_text"),
        ("＋７７０１５５５００１４", "telephone_in_text"),
        ("info＠example．kz", "email_in_text"),
        ("Инфо@мысал.қаз", "email_in_text"),
        ("info(at)example.kz", "email_in_text"),
        ("info [собака] example.kz", "email_in_text"),
        ("info@example . kz", "email_in_text"),
    ],
)
def test_other_signs_hide_no_contact(text: str, code: str) -> None:
    """
    Digits and signs of full width are read as the usual ones, and so is an e-mail's sign in words.
    """
    assert [fault.code.value for fault in public_text(text)] == [code]


def test_a_value_that_is_no_text_has_its_own_fault() -> None:
    """
    The other rules of a text still hold.
    """
    assert [public_text(value)[0].code.value for value in (None, "", "а" * 4001)] == [
        "wrong_type", "empty", "too_long",
    ]  # fmt: skip


def _codes(make: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidValue) as caught:
        make()
    for language in ("kk", "ru", "en"):
        assert "791028" not in str(caught.value) + caught.value.describe(language)
    return [(fault.path, fault.code.value) for fault in caught.value.faults]


def _plain(**changes: object) -> dict[str, Any]:
    return {**to_plain(an_entry()), **changes}


@pytest.mark.parametrize(("text", "code"), PERSONAL.items(), ids=PERSONAL.values())
class TestEveryWay:
    """
    The check stands at the values, so every way to a text leads through it.
    """

    def test_an_issue(self, text: str, code: str) -> None:
        """
        A verb names the parameter; both are reported, and nothing is recorded.
        """
        registry = Registry(MemoryStore())
        given_values = issue_values(name=text, address=text)
        assert _codes(lambda: registry.issue(**given_values)) == [("name", code), ("address", code)]
        assert list(registry.found(on=INCLUDED)) == []

    def test_later_acts(self, text: str, code: str) -> None:
        """
        Name, address and basis change by three acts.
        """
        found = [
            _codes(lambda: Reissue(on=LATER, ground="name_or_location", name=text, address=text)),
            _codes(lambda: Amend(on=LATER, address=text)),
            _codes(lambda: Exclude(on=LATER, basis=text)),
        ]
        assert found == [[("name", code), ("address", code)], [("address", code)], [("basis", code)]]

    def test_plain_data(self, text: str, code: str) -> None:
        """
        An entry as plain data is checked like any other.
        """
        ended = {"status": "excluded", "excluded_on": "2025-09-01"}
        assert _codes(lambda: from_plain(RegistryEntry, _plain(name=text))) == [("name", code)]
        assert _codes(lambda: from_plain(RegistryEntry, _plain(exclusion_basis=text, **ended))) == [
            ("exclusion_basis", code)
        ]

    def test_notices(self, text: str, code: str) -> None:
        """
        Each notice is rejected by itself, also a correction, and the others are accepted.
        """
        receipt = receive(
            Registry(MemoryStore()),
            [
                an_issue_notice("N-1"),
                an_issue_notice("N-2", identifier="190140000007", name=text),
                a_notice("N-3", "exclude", basis=text),
                a_notice("N-4", "amend", address=text),
                {
                    "notice": "N-5", "act": "correct", "of": "N-1", "reason": "қате",
                    "replacement": as_replacement(an_issue_notice(address=text)),
                },
            ],
        )  # fmt: skip
        assert receipt.accepted == 1
        assert [(line, found.value) for line, found, _ in faults(receipt)] == [
            (line, code) for line in (2, 3, 4, 5)
        ]

    def test_a_cell_of_the_form(self, text: str, code: str) -> None:
        """
        No mark of a literal text lets it through.
        """
        assert [refused(read_text, cell) for cell in (text, f"'{text}")] == [[code], [code]]


#: Parts that a quick test of a usual text has to tell apart.
_PARTS = (
    "Үй", "a", "Z", "010000", ", ", " ", "  ", "№ 5", "15", "4", "@", "(", "(at)", "e.kz", "тел.",
    "55-00", "\u0483", "е\u0308", "é", "\u200b", "\u00ad", "\u202e", "٣", "«", '"', "\t", "-", "—",
    "ж" * 700, "7" * 12,
)  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS), max_size=9).map("".join))
def test_a_usual_text_is_converted_as_any_other(text: str) -> None:
    """
    A text that the quick test takes as it stands is tidy and right; others are tidied and checked.
    """
    converted = as_public_text(text)
    faults = public_text(tidy(text))
    assert published(converted) == faults
    assert faults or converted == tidy(text)


def test_spaces_in_a_row_become_one() -> None:
    """
    A text that is usual but for two spaces is tidied.
    """
    assert as_public_text("«Үй»  орталығы") == "«Үй» орталығы"


def test_a_marked_text_becomes_plain() -> None:
    """
    An entry keeps no other kind of text than `str`, which a template would take for safe HTML, say.
    """
    marked = type("Marked", (str,), {})("«Үй» орталығы")
    assert type(an_entry(name=marked).name) is str


def test_usual_characters_are_plain() -> None:
    """
    No character that a usual text may have is hidden or changes when it is tidied.
    """
    pairs = (f"Ү{chr(one)}{other}й" for one in range(0x500) for other in "ж1\u0306\u0487«")
    wrong = [ascii(text) for text in pairs if as_public_text(text) == text and tidy(text) != text]
    assert wrong == []
