"""
Rows of the form: values, repairs, rejections, and their messages.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, Note, Problem, Refusal, Repair
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.description import FIELDS
from kz_social_registry.form.findings import CellAddress, Finding, Severity
from kz_social_registry.form.reading.delimited import Sheet
from kz_social_registry.form.reading.rows import Cell, FormRow, read_form
from support.form_samples import ROW, cells, save_csv

#: Texts of which some are usual cells of a column, and others nearly so.
TEXTS = st.text("aЯқҮ«»\"№.,/–-01 '?:@(\u0306", max_size=20) | st.sampled_from(
    [
        "нет",
        "Жоқ",
        "x",
        "сот. 12345",
        "N/A",
        "н/д",
        "-",
        "Q" * 4000,
        "Q" * 4001,
        "010000, Ү",
        "990000 a",
    ]
)
NEARLY_USUAL = st.one_of(
    st.tuples(st.sampled_from((Column.NAME, Column.ADDRESS, Column.EXCLUSION_BASIS)), TEXTS),
    st.tuples(
        st.just(Column.IDENTIFIER),
        st.sampled_from(("940140000385", "791028302727", "٩40140000385"))
        | st.text("01", min_size=11, max_size=13),
    ),
    st.tuples(st.just(Column.PHONES), st.from_regex(r"\A\+7 ?[5-8][0-9]{8,10}\n?\Z")),
    st.tuples(
        st.just(Column.EMAILS), st.from_regex(r"\A[aA1._?-]{1,9}@(?:[a1-]{1,3}\.){1,2}[aZ]{1,2}\n?\Z")
    ),
    st.tuples(st.just(Column.EMAILS), st.integers(55, 65).map(lambda size: f"{'a' * size}@b.kz")),
)


def _row(tmp_path: Path, **other: str) -> FormRow:
    (row,) = read_form(save_csv(tmp_path / "form.csv", [cells(**other)])).rows
    return row


def _codes(row: FormRow) -> list[str]:
    return [finding.fault.code.value for finding in row.findings]


@given(cell=NEARLY_USUAL)
def test_usual_cells_are_read_as_all_others(cell: tuple[Column, str]) -> None:
    """
    A usual cell has the value that its reader would return without a finding.
    """
    column, raw = cell
    reader, notes = Cell(0, FIELDS[column], Sheet(rows=iter(()), is_text=True)), Notes()
    value = reader.usual(raw)
    if value is not None:
        read = reader.read(raw, notes, {})
        assert (value, type(value), notes.is_blank) == (read, type(read), True)


class TestRow:
    """
    One row of a file.
    """

    def test_that_is_understood_has_no_findings(self, tmp_path: Path) -> None:
        """
        The sample row reads without repair; empty cells are absent.
        """
        row = _row(tmp_path)

        filled = {column.value for column, text in ROW.items() if text and column.rank}
        assert (list(row.findings), row.is_rejected, set(row.values)) == ([], False, filled)

    def test_has_each_finding_with_its_cell(self, tmp_path: Path) -> None:
        """
        A finding has the cell, the raw value, the column and the code.
        """
        row = _row(tmp_path, capacity="40 орын", licence_issued_on="3/4/2025")

        found = [(f.severity, f.fault.code, f.address.cell, f.raw, f.column) for f in row.findings]
        assert found == [
            ("repaired", "unit_dropped", "G2", "40 орын", Column.CAPACITY),
            ("rejected", "ambiguous_day", "J2", "3/4/2025", Column.LICENCE_ISSUED_ON),
        ]  # fmt: skip
        assert row.is_rejected

    def test_keeps_the_repairs_of_a_cell_that_is_refused(self, tmp_path: Path) -> None:
        """
        A cell may be repaired in part and still be refused.
        """
        row = _row(tmp_path, phones="Тел. +8 (7172) 57 55 00; 12")

        assert _codes(row) == ["telephone", "label_dropped", "trunk_prefix"]

    def test_placeholders_are_empty_cells_and_listed(self, tmp_path: Path) -> None:
        """
        A word for "nothing" reads as an empty cell.
        """
        texts = ["-", "—", "жоқ", "Нет данных", "отсутствует"]
        rows = {text: _row(tmp_path, emails=text) for text in texts}

        assert [text for text, row in rows.items() if _codes(row) != ["placeholder"]] == []
        assert [text for text, row in rows.items() if "emails" in row.values] == []

    def test_a_withheld_value_is_rejected(self, tmp_path: Path) -> None:
        """
        A publication is not the register; its withheld cells cannot be read.
        """
        texts = ["жарияланбайды", "не публикуется", "withheld"]
        codes = {text: _codes(_row(tmp_path, address=text)) for text in texts}

        assert codes == {text: ["withheld"] for text in texts}

    def test_an_apostrophe_before_a_formula_comes_off(self, tmp_path: Path) -> None:
        """
        The apostrophe is meant for spreadsheets.
        """
        row = _row(tmp_path, phones="'+7 (7172) 55-14-00")

        assert row.values["phones"] == ("+77172551400",)
        assert _codes(row) == ["apostrophe"]

    def test_a_cell_of_an_apostrophe_is_empty(self, tmp_path: Path) -> None:
        """
        A mark before a placeholder leaves an empty cell.
        """
        assert _row(tmp_path, reissued_on="'-").findings[0].fault.code is Repair.APOSTROPHE

    def test_a_range_starts_where_its_neighbour_says(self, tmp_path: Path) -> None:
        """
        A term from the day of issue is accepted; from another day it is refused.
        """
        right = _row(tmp_path, licence_term="20.04.2025-19.04.2028")
        wrong = _row(tmp_path, licence_term="21.04.2025-19.04.2028")

        assert right.values["licence_term"] == Term(until=right.values["licence_term"].until)
        assert [finding.fault.code for finding in wrong.findings] == [
            Problem.TERM_START, Repair.UNTIL_INCLUSIVE,
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["а" * 12_000, "9" * 12_000, "1 " * 6000, "(" * 12_000])
    def test_with_endless_cells_is_refused_at_once(self, tmp_path: Path, text: str) -> None:
        """
        No reader searches a cell that would take minutes; the row number has no reader.
        """
        every = dict.fromkeys((column.value for column in Column if column.rank), text)

        row = _row(tmp_path, **every)

        assert [finding.fault.code for finding in row.findings] == [Problem.CELL_TOO_LONG] * 16

    def test_with_the_longest_name_that_is_marked_is_read(self, tmp_path: Path) -> None:
        """
        The mark does not count.
        """
        name = f"?{'а' * 3999}"

        assert _row(tmp_path, name=f"'{name}").values["name"] == name

    def test_does_not_show_values_in_its_repr(self, tmp_path: Path) -> None:
        """
        Rows and findings end up in logs.
        """
        row = _row(tmp_path, capacity="40 орын")

        assert "орын" not in repr(row)
        assert "Үміт" not in repr(row)

    def test_values_that_repeat_are_read_alike(self, tmp_path: Path) -> None:
        """
        A value that was read before is the same value; one that was repaired is repaired again.
        """
        rows = [cells(), cells(), cells(capacity="40 орын"), cells(capacity="40 орын")]
        read = read_form(save_csv(tmp_path / "form.csv", rows)).rows

        assert [row.values for row in read] == [read[0].values] * 4
        assert [len(row.findings) for row in read] == [0, 0, 1, 1]


class TestFinding:
    """
    The message of a finding.
    """

    def test_names_address_column_and_message(self) -> None:
        """
        The message has the form's name of the column, and not the value.
        """
        finding = Finding(
            severity=Severity.REJECTED,
            fault=Fault(Problem.UNREADABLE_DAY, "reissued_on"),
            address=CellAddress("Астана", 7, 12),
            raw="сырое",
        )

        assert finding.describe("ru") == (
            "Астана L7: отклонено: 12. Дата переоформления лицензии: "
            "это не дата; пишите в виде ДД.ММ.ГГГГ"
        )

    def test_about_a_whole_file_has_no_address(self) -> None:
        """
        A finding about no cell names no cell.
        """
        finding = Finding(severity=Severity.NOTED, fault=Fault(Note.ENCODING, allowed=("utf-8",)))

        described = finding.describe("en")
        assert (described, finding.column) == ('noted: the file\'s encoding: "utf-8"', None)

    @pytest.mark.parametrize("kind", [Repair, Problem, Note, Refusal])
    def test_every_message_is_there_in_three_languages(self, kind: type[Word]) -> None:
        """
        Codes are lower-case words; `{allowed}` stands in all languages or in none.
        """
        for word in kind:
            labels = [word.label(language) for language in LANGUAGES]
            assert word.value == word.name.lower()
            assert len({"{allowed}" in label for label in labels}) == 1
            assert all(labels)

    def test_codes_are_unique(self) -> None:
        """
        A program knows the findings of a report by their codes alone.
        """
        codes = [word.value for kind in (Repair, Problem, Note, Refusal) for word in kind]

        assert len(codes) == len(set(codes))
        assert not set(codes) & {code.value for code in Code}
