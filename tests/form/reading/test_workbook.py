"""
The form in XLSX workbooks: files of spreadsheets, and hostile files.
"""

from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from kz_social_registry.form.reading.rows import read_form
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import BINS, cells
from support.form_workbooks import altered, found_in, new_workbook, refusal_of, rows_of, save_workbook
from support.refusals import only_fault

TEN = datetime.combine(date(2025, 4, 20), time())


class TestValues:
    """
    Numbers, days and texts as spreadsheets keep them.
    """

    def test_numbers_and_days_are_read_as_a_person_sees_them(self, tmp_path: Path) -> None:
        """
        An identifier that became a number, a real date and a whole number need no repair.
        """
        row: list[Any] = cells()
        row[2], row[6], row[9] = int(BINS[0]), 40.0, TEN

        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", row))

        assert (read.values["identifier"], read.values["capacity"], found_in(read)) == (BINS[0], 40, [])
        assert read.values["licence_issued_on"] == date(2025, 4, 20)

    def test_a_number_in_scientific_notation_is_whole(self, tmp_path: Path) -> None:
        """
        Inside a workbook the notation has all digits.
        """
        row: list[Any] = cells()
        row[2] = int(BINS[0])
        path = save_workbook(tmp_path / "form.xlsx", row)
        altered(path, lambda _, part: part.replace(BINS[0].encode(), b"9.40140000385E+11"))

        (read,) = rows_of(path)

        assert (read.values["identifier"], read.findings) == (BINS[0], ())

    def test_odd_values_are_reported(self, tmp_path: Path) -> None:
        """
        A serial number and a time are repaired; errors, fractions and impossible days are refused.
        """
        row: list[Any] = cells()
        row[9], row[14] = 45767, datetime.combine(date(2025, 4, 22), time(9, 30))
        row[6], row[1], row[11], row[12] = 40.5, "#REF!", 99_999_999, 3

        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", row))

        assert set(found_in(read)) == {
            ("serial_day", "J2"), ("time_without_zone", "O2"), ("not_a_number", "G2"),
            ("spreadsheet_error", "B2"), ("serial_day", "L2"), ("implausible_day", "L2"),
            ("serial_day", "M2"), ("implausible_day", "M2"),
        }  # fmt: skip
        assert read.values["licence_issued_on"] == date(2025, 4, 20)

    def test_escaped_characters_are_decoded(self, tmp_path: Path) -> None:
        """
        `_x000A_` is a line break, also in a name.
        """
        row = cells(name="«Үміт»_x000A_ЖШС")

        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", row))

        assert read.values["name"] == "«Үміт» ЖШС"

    @pytest.mark.parametrize("value", [True, time(9, 30)])
    def test_values_of_other_types_are_texts(self, tmp_path: Path, value: object) -> None:
        """
        A truth value and a time are read as their texts.
        """
        row: list[Any] = cells()
        row[1] = value

        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", row))

        assert read.values["name"] == str(value)

    def test_trailing_empty_cells_may_be_missing(self, tmp_path: Path) -> None:
        """
        Spreadsheets do not save empty cells at a row's end.
        """
        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", cells()[:15]))

        assert (read.values["included_on"], read.findings) == (date(2025, 4, 22), ())

    def test_a_cell_after_the_last_column_rejects_the_row(self, tmp_path: Path) -> None:
        """
        The cell may have shifted out of the form.
        """
        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", [*cells(), "артық"]))

        assert found_in(read) == [("row_width", "2")]


class TestFormulas:
    """
    Formulas, with and without their values.
    """

    def test_a_formula_without_a_value_is_reported(self, tmp_path: Path) -> None:
        """
        The reader does not calculate formulas.
        """
        row = cells(capacity="=20+20")

        (read,) = rows_of(save_workbook(tmp_path / "form.xlsx", row))

        assert found_in(read) == [("formula_without_value", "G2")]

    def test_a_formula_is_not_taken_for_a_text(self, tmp_path: Path) -> None:
        """
        A formula without a value is reported after a text that looks like it.
        """
        book, sheet = new_workbook()
        for row in (headings("kk"), cells(name="=1+1"), cells(name="=1+1")):
            sheet.append(row)
        sheet["B2"].data_type = "s"
        book.save(tmp_path / "form.xlsx")

        text, formula = rows_of(tmp_path / "form.xlsx")

        assert text.values["name"] == "=1+1"
        assert found_in(formula) == [("formula_without_value", "B3")]

    def test_a_saved_value_is_taken(self, tmp_path: Path) -> None:
        """
        The value that the spreadsheet saved is the cell's value.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells(capacity="=20+20"))
        altered(
            path, lambda _, part: part.replace(b"<v></v>", b"<v>40</v>").replace(b"<v />", b"<v>40</v>")
        )

        (read,) = rows_of(path)

        assert (read.values["capacity"], read.findings) == (40, ())

    def test_a_saved_text_that_is_empty_is_an_empty_cell(self, tmp_path: Path) -> None:
        """
        A formula may give an empty text; the other cells of its row have their values.
        """
        row = cells(terminated_on='=IF(1=1,"",1)', capacity="40")
        path = save_workbook(tmp_path / "form.xlsx", row)
        altered(path, lambda _, part: part.replace(b'<c r="P2"', b'<c r="P2" t="str"'))

        (read,) = rows_of(path)

        assert (read.values["capacity"], read.findings) == (40, ())
        assert "terminated_on" not in read.values

    def test_an_array_formula_is_reported(self, tmp_path: Path) -> None:
        """
        Formulas over ranges are formulas too.
        """
        book, sheet = new_workbook()
        sheet.append(headings("kk"))
        sheet.append([*cells()[:6]])
        sheet["G2"] = ArrayFormula("G2", "=SUM(1,2)")
        book.save(tmp_path / "form.xlsx")

        (read,) = rows_of(tmp_path / "form.xlsx")

        assert ("formula_without_value", "G2") in found_in(read)


class TestSheets:
    """
    Workbooks with several sheets.
    """

    @staticmethod
    def _book(path: Path) -> Path:
        book, first = new_workbook()
        first.title = "Мазмұны"
        first.append(["Мазмұны"])
        for title in ("Астана", "Алматы"):
            sheet = book.create_sheet(title)
            sheet.merge_cells("A1:Q1")
            sheet["A1"] = "Тіркелім"
            sheet.append(headings("kk"))
            sheet.append(cells(name=title))
        book.create_sheet("Бос")
        hidden = book.create_sheet("Жасырын")
        hidden.append(headings("kk"))
        hidden.append(cells(name="Жасырын"))
        hidden.sheet_state = "hidden"
        book.save(path)
        return path

    def test_all_that_have_the_header_are_read(self, tmp_path: Path) -> None:
        """
        Sheets without a header and hidden ones are skipped and noted; empty ones are only skipped.
        """
        form = read_form(self._book(tmp_path / "form.xlsx"))
        rows = [(row.header.sheet, row.values["name"]) for row in form.rows]

        assert rows == [("Астана", "Астана"), ("Алматы", "Алматы")]
        assert [(note.fault.code.value, note.address.sheet) for note in form.notes] == [
            ("sheet_hidden", "Жасырын"),
            ("sheet_skipped", "Мазмұны"),
        ]

    def test_one_can_be_chosen(self, tmp_path: Path) -> None:
        """
        Of several sheets only the named one is read.
        """
        path = self._book(tmp_path / "form.xlsx")

        assert [row.values["name"] for row in rows_of(path, "Алматы")] == ["Алматы"]

    def test_one_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        """
        Neither a wrong name nor that of a hidden sheet is accepted; the fault has the visible ones.
        """
        path = self._book(tmp_path / "form.xlsx")
        for name in ("Атырау", "Жасырын"):
            fault = only_fault(partial(rows_of, path, name))

            assert (fault.code.value, fault.allowed) == (
                "no_such_sheet", ("Мазмұны", "Астана", "Алматы", "Бос"),
            )  # fmt: skip

    def test_that_are_all_hidden_are_not_read(self, tmp_path: Path) -> None:
        """
        People who look at such a workbook do not see its rows.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        altered(path, lambda _, part: part.replace(b'state="visible"', b'state="hidden"'))

        assert refusal_of(path) == "no_such_sheet"

    def test_merged_groups_are_understood(self, tmp_path: Path) -> None:
        """
        The official header, with cells merged over two rows and over two columns, is found.
        """
        book, sheet = new_workbook()
        upper = [text.split(": ")[0] for text in headings("ru")]
        lower = [text.split(": ")[1] if ": " in text else None for text in headings("ru")]
        for row in (upper, lower, list(range(1, 18)), cells()):
            sheet.append(row)
        for area in ("H1:I1", "J1:K1", "M1:N1", "A1:A2", "B1:B2"):
            sheet.merge_cells(area)
        book.save(tmp_path / "form.xlsx")

        assert [row.number for row in rows_of(tmp_path / "form.xlsx")] == [4]

    def test_progress_countsrows_of(self, tmp_path: Path) -> None:
        """
        The workbook states its number of rows.
        """
        done: list[tuple[int, int]] = []

        read_form(
            save_workbook(tmp_path / "form.xlsx", cells(), cells()),
            progress=lambda *more: done.append(more),
        )

        assert done == [(3, 3), (3, 3)]  # the first rows are read together, to find the header
