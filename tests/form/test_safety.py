"""
Texts that are safe in files.
"""

import csv
from io import StringIO

from hypothesis import example, given
from hypothesis import strategies as st

from kz_social_registry.form.cells.numbers import read_text
from kz_social_registry.form.safety import escaped, marked, unescaped, unmarked
from kz_social_registry.testing.strategies import texts
from support.form_samples import misread, not_refused, read, refused


class TestSafety:
    """
    Texts that no spreadsheet runs, and that are read as written.
    """

    @given(st.one_of(texts(), st.text(st.sampled_from("=+-@';\"＝ а1-нетx?"), max_size=8)))
    def test_escaping_is_undone_by_reading(self, text: str) -> None:
        """
        Reading removes both the escape and the mark of any text.
        """
        assert unescaped(escaped(text)) == text
        mark = marked(text)
        assert (unmarked(mark) if mark != text else text) == text

    @given(st.text(st.sampled_from("=+-@＝＋－＠;'аб \""), max_size=10))
    def test_no_cell_starts_a_formula_in_either_dialect(self, text: str) -> None:
        """
        Neither the cell nor, where semicolons separate, a piece of it starts a formula.
        """
        pieces = escaped(text).split(";")

        assert not any(piece.startswith(tuple("=+-@＝＋－＠")) for piece in pieces)

    @given(st.text(st.sampled_from("=+-@＝;'а \""), max_size=10))
    @example('ЖШС "x";"=HYPERLINK(1)"')
    def test_no_cell_starts_a_formula_where_semicolons_separate(self, text: str) -> None:
        """
        A line that was written with commas holds no formula for a reader that expects semicolons.
        """
        written = StringIO()
        csv.writer(written).writerow(["1", escaped(text), "940140000385"])
        cells = next(csv.reader([written.getvalue()], delimiter=";"))
        assert not any(cell.startswith(tuple("=+-@＝")) for cell in cells)

    def test_an_odd_name_is_read_back_by_its_mark(self) -> None:
        """
        A name that reads as something else is marked, and reads as itself.
        """
        names = [
            "-", "нет", "ЖОҚ", "withheld", "?міт", "'-", "ТОО «Українська кухня»", "Петар Ђорђевић",
            "'Үміт?' ЖШС", "Үміт?' ЖШС", "Ү'міт?",
            "''Үміт' ЖШС",
        ]  # fmt: skip

        assert misread(read_text, {marked(name): (name, ["apostrophe"]) for name in names}) == {}

    def test_no_mark_lets_personal_data_into_a_name(self) -> None:
        """
        A name is published under a consent to its own column.
        """
        texts = {
            "'приказ № 8-701-555-00-14": "telephone_in_text",
            "'ТОО «info@example.kz»": "email_in_text",
            "'ИП Иванов, ИИН 791028302728": "iin_in_text",
        }
        assert not_refused(read_text, texts) == {}

    def test_a_quotation_in_apostrophes_is_not_a_mark(self) -> None:
        """
        The rest of the text is searched for contacts as usual.
        """
        assert refused(read_text, "'Үміт' ЖШС, тел. 8 (7172) 55-14-00") == ["telephone_in_text"]
        assert read(read_text, "'Үміт' ЖШС") == ("'Үміт' ЖШС", [])
