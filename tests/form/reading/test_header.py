"""
The header of a form, as other people write it.
"""

from collections.abc import Sequence
from typing import Never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form.description import OTHER_HEADINGS, REASON
from kz_social_registry.form.findings import FormError
from kz_social_registry.form.reading.header import find_header, known_headings
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import cells
from support.refusals import refused

NUMBERS = [str(number) for number in range(1, 18)]


def two_rows(language: Language) -> list[list[str]]:
    """
    Return the official header of two rows, each group over the first of its columns.
    """
    firsts = (Column.PHONES, Column.LICENCE_ISSUED_ON, Column.CONTRACT_SIGNED_ON)
    upper = [
        (c.group.label(language) if c in firsts else "") if c.group else c.label(language)
        for c in Column
    ]
    return [upper, [c.label(language) if c.group else "" for c in Column]]


class Unread(list[str]):
    """
    A row that nobody may read.
    """

    def __iter__(self) -> Never:
        """
        Fail.
        """
        raise AssertionError


def _refusal(rows: Sequence[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    fault = refused(lambda: find_header(rows)).faults[0]
    return fault.code.value, fault.allowed


@pytest.mark.parametrize("language", LANGUAGES)
class TestOfficialHeader:
    """
    The header of the Appendix in three languages.
    """

    def test_in_one_row_is_found(self, language: Language) -> None:
        """
        Headings on one line, their groups before them, are known.
        """
        header = find_header([headings(language), cells()])

        assert (header.columns, header.rows) == (tuple(Column), 1)

    def test_in_two_rows_is_found_after_a_preamble(self, language: Language) -> None:
        """
        Titles, empty rows and the row of column numbers belong to the header.
        """
        header = find_header([["Тіркелім"], [], *two_rows(language), NUMBERS, cells()])

        assert (header.columns, header.rows) == (tuple(Column), 5)

    def test_complete_ends_the_search(self, language: Language) -> None:
        """
        Rows below a complete header are not compared with headings.
        """
        for header in ([headings(language)], two_rows(language)):
            assert known_headings([*header, Unread()]) == len(Column)

    def test_without_groups_is_found(self, language: Language) -> None:
        """
        Sub-headings are known without their groups.
        """
        header = find_header([[column.label(language) for column in Column]])

        assert header.columns == tuple(Column)

    @given(order=st.permutations(range(17)))
    def test_in_any_order_is_found(self, language: Language, order: list[int]) -> None:
        """
        Columns may stand in any order.
        """
        names = headings(language)

        header = find_header([[names[index] for index in order]])

        assert header.columns == tuple(tuple(Column)[index] for index in order)

    def test_with_broken_words_and_look_alikes_is_found(self, language: Language) -> None:
        """
        Line breaks, spaced letters, capitals and Latin letters do not matter.
        """
        names = headings(language)
        names[1] = "\n".join(names[1].upper())
        names[3] = names[3].replace("а", "a").replace("е", "e").replace("і", "i")

        assert find_header([names]).columns == tuple(Column)


class TestOtherHeaders:
    """
    Headers that are not the official one.
    """

    def test_the_source_s_own_spelling_is_known(self) -> None:
        """
        «Электорндық», Latin i and hyphens inside words are what the printed form has.
        """
        upper, lower = two_rows("kk")
        lower[8] = "Электорндық\nп о ш т а\nмекенжайы"
        upper[2] = "бизнес-сәйкестендiру нөмiрi"

        assert find_header([upper, lower]).columns == tuple(Column)

    def test_a_heading_as_it_was_before_its_correction_is_known(self) -> None:
        """
        Forms that were published with the earlier Russian heading of column 17 can still be read.
        """
        row = [*headings("ru")[:-1], "Основание исключения"]

        assert find_header([row, cells()]).columns == tuple(Column)

    def test_the_contract_under_the_condition_s_name_is_known_by_its_sub_headings(self) -> None:
        """
        «Қызмет көрсету шарты» over two columns is the contract, alone it is the condition.
        """
        upper, lower = two_rows("kk")
        upper[12] = "Қызмет көрсету шарты"
        lower[12], lower[13] = "Қол қойылған күні", "Мерзімі"

        assert find_header([upper, lower]).columns == tuple(Column)

    def test_every_other_heading_is_known(self) -> None:
        """
        Each alternative heading of the description leads to its column, with a number before it too.
        """
        others = [(column, one) for column, all_ in OTHER_HEADINGS.items() for one in all_]

        def is_known(column: Column, heading: str) -> bool:
            names = headings("ru")
            names[column.rank] = f"{column.number}. {heading}" if column.rank else heading
            return find_header([names]).columns == tuple(Column)

        assert [heading for column, heading in others if not is_known(column, heading)] == []

    @pytest.mark.parametrize(
        ("column", "heading"),
        [
            (8, "Контактный телефон"), (8, "Байланыс телефоны"), (4, "Фактический адрес (юридический)"),
            (4, "Нақты мекенжайы"), (7, "Количество мест (коек)"), (7, "Төсек-орын саны"),
            (13, "Дата заключения договора"), (13, "Шарт жасалған күн"), (15, "Дата внесения в реестр"),
            (15, "Тіркелімге енгізу күні"), (3, "БИН (12 цифр)"), (10, "Дата выдачи (лицензии)"),
            (12, "Қайта ресімделген күні"), (16, "Тоқтатылған күні"), (2, "Өнім беруші"),
        ],
    )  # fmt: skip
    def test_wordings_of_practice_are_known(self, column: int, heading: str) -> None:
        """
        Offices write the headings in their own words, and explain them in brackets.
        """
        names = headings("ru")
        names[column - 1] = heading
        assert find_header([names]).columns == tuple(Column)

    def test_of_two_addresses_the_legal_one_is_read(self) -> None:
        """
        A second heading of a column is extra where the column has its own; alone it is the column's.
        """
        header = find_header([["Фактический адрес", *headings("ru")]])
        assert (header.columns[0], header.extra) == (None, {0: "Фактический адрес"})
        twice = [*headings("ru")[:3], "Нақты мекенжайы", "Фактический адрес", *headings("ru")[4:]]
        assert _refusal([twice]) == ("ambiguous_header", ("address",))

    def test_column_numbers_serve_where_headings_are_foreign(self) -> None:
        """
        The Appendix numbers its columns; a known heading that contradicts a number counts more.
        """
        foreign = [f"графа {one}" for one in "абвгдежзиклмнопрс"]
        assert find_header([["Реестр"], foreign, NUMBERS, cells()]).columns == tuple(Column)
        lacking = [number for number in NUMBERS if number not in {"12", "13", "14", "16", "17"}]
        header = find_header([foreign[:12], lacking])
        assert [column.number for column in header.columns if column] == list(map(int, lacking))
        moved = [*foreign[:2], "Адрес", *foreign[3:]]
        assert _refusal([moved, NUMBERS])[0] == "unknown_header"

    def test_the_row_number_is_not_needed(self) -> None:
        """
        The first column is not read, so a file may lack it.
        """
        assert find_header([headings("en")[1:]]).columns == tuple(Column)[1:]

    def test_columns_beyond_the_form_are_extra(self) -> None:
        """
        A heading that the form does not have is extra; a column without a heading is not.
        """
        header = find_header([[*headings("ru"), "Область", "", "Район"], cells()])

        assert (header.extra, len(header.columns)) == ({17: "Область", 19: "Район"}, 20)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_column_of_reasons_marks_a_part(self, language: Language) -> None:
        """
        A rejects file is known by its last column, which is not extra.
        """
        header = find_header([[*headings(language), REASON[language]]])

        assert (header.reasons, header.extra) == ({17}, {})

    def test_numbers_in_sequence_are_skipped_too(self) -> None:
        """
        A file in another order may number its columns in sequence.
        """
        names = headings("kk")[::-1]

        assert find_header([names, NUMBERS, cells()]).rows == 2


class TestRefusedHeader:
    """
    Headers that are refused.
    """

    def test_an_unknown_one_is_refused_and_shown(self) -> None:
        """
        Headings are shown, figures and addresses are not: they may be personal data.
        """
        known = headings("ru")[2:4]
        seen = _refusal([[*known, "940140000385", "info@example.kz", "Телефан"]])

        assert seen == ("unknown_header", tuple(text[:40] for text in known))

    def test_a_row_of_an_entry_is_not_taken_for_headings(self) -> None:
        """
        The fault shows no data of a file without a header, or of another kind.
        """
        for row in (
            ["1", "ИП Секретов", "940140000385", "г. Астана, ул. Тайная, 12", "на дому"],
            ['{"notice": "N-1"', '"name": "Секретов"', '"address": "Тайная"}'],
            ["Секретов", "Тайная"],
        ):
            assert _refusal([row]) == ("unknown_header", ())
        card = [headings("ru")[1], "ИП Секретов", headings("ru")[3], "Тайная"]
        _, shown = _refusal([card])
        assert "Секретов" not in str(shown)

    def test_an_empty_file_has_none(self) -> None:
        """
        The fault shows no headings.
        """
        assert _refusal([]) == ("unknown_header", ())

    def test_a_short_one_is_refused_with_the_missing_columns(self) -> None:
        """
        A second fault shows the headings of the file.
        """
        faults = refused(lambda: find_header([headings("kk")[:14]])).faults

        assert [(fault.code.value, fault.allowed[0]) for fault in faults] == [
            ("short_header", "included_on"), ("header_seen", "№"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("language", "label"),
        [
            ("kk", "5. Қызмет көрсету шарты"),
            ("ru", "5. Условия оказания услуг"),
            ("en", "5. Service conditions"),
        ],
    )
    def test_columns_are_named_in_the_reader_s_language(self, language: Language, label: str) -> None:
        """
        A message has the form's own name of each column.
        """
        names = [*headings("en")[:4], *headings("en")[5:]]
        error = refused(lambda: find_header([names]), FormError)

        assert error.describe(language).splitlines()[0].endswith(f": {label}")

    def test_a_repeated_column_is_refused(self) -> None:
        """
        Two columns under one heading are ambiguous.
        """
        assert _refusal([[*headings("ru"), "БИН"]]) == ("ambiguous_header", ("identifier",))

    def test_any_lost_column_is_noticed(self) -> None:
        """
        Without a column that every entry has the header is refused; columns 12–14, 16 and 17 may lack.
        """
        names = headings("en")
        lost = [index for index in range(1, 17) if index + 1 not in {12, 13, 14, 16, 17}]
        codes = [_refusal([[*names[:index], *names[index + 1 :]]])[0] for index in lost]
        may_lack = [text for index, text in enumerate(names) if index in {0, *lost}]

        assert codes == ["short_header"] * 11
        assert find_header([may_lack]).columns == tuple(c for c in Column if c.rank in {0, *lost})

    def test_rows_without_headings_count_none(self) -> None:
        """
        A row of data is not a header.
        """
        assert known_headings([["940140000385", "Астана"], []]) == 0

    def test_an_endless_text_is_not_a_heading(self) -> None:
        """
        It is not compared, although folding would leave a known heading.
        """
        header = find_header([[*headings("ru"), "БИН" + "." * 2000]])

        assert (header.columns.count(Column.IDENTIFIER), [*header.extra]) == (1, [17])
