"""
The form in XLSX workbooks: files of spreadsheets, and hostile files.
"""

import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from kz_social_registry.base.errors import MissingExtra
from kz_social_registry.form import FormError
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.reading.rows import FormRow, read_form
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import BINS, cells
from support.refusals import only_fault, refused

SHEET = "xl/worksheets/sheet1.xml"
TEN = datetime.combine(date(2025, 4, 10), time())


def _new() -> tuple[Any, Any]:
    """
    Return a new workbook and its sheet.
    """
    book = openpyxl.Workbook()
    return book, book.active


def _save(path: Path, *rows: Sequence[Any], title: str = "Тіркелім") -> Path:
    book, sheet = _new()
    sheet.title = title
    for row in [headings("kk"), *rows]:
        sheet.append(list(row))
    book.save(path)
    return path


def _rows(path: Path, sheet: str | None = None) -> list[FormRow]:
    return list(read_form(path, sheet).rows)


def _found(row: FormRow) -> list[tuple[str, str]]:
    return [(finding.fault.code.value, finding.address.cell) for finding in row.findings]


def _refusal(path: Path) -> str:
    return refused(lambda: read_form(path), FormError).faults[0].code.value


def _altered(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """
    Rewrite every part of a workbook.
    """
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, change(name, content))
    return path


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

        (read,) = _rows(_save(tmp_path / "form.xlsx", row))

        assert (read.values["identifier"], read.values["capacity"], _found(read)) == (BINS[0], 40, [])
        assert read.values["licence_issued_on"] == date(2025, 4, 10)

    def test_a_number_in_scientific_notation_is_whole(self, tmp_path: Path) -> None:
        """
        Inside a workbook the notation has all digits.
        """
        row: list[Any] = cells()
        row[2] = int(BINS[0])
        path = _save(tmp_path / "form.xlsx", row)
        _altered(path, lambda _, part: part.replace(BINS[0].encode(), b"9.40140000385E+11"))

        (read,) = _rows(path)

        assert (read.values["identifier"], read.findings) == (BINS[0], ())

    def test_odd_values_are_reported(self, tmp_path: Path) -> None:
        """
        A serial number and a time are repaired; errors, fractions and impossible days are refused.
        """
        row: list[Any] = cells()
        row[9], row[14] = 45757, datetime.combine(date(2025, 4, 12), time(9, 30))
        row[6], row[1], row[11], row[12] = 40.5, "#REF!", 99_999_999, 3

        (read,) = _rows(_save(tmp_path / "form.xlsx", row))

        assert set(_found(read)) == {
            ("serial_day", "J2"), ("time_dropped", "O2"), ("not_a_number", "G2"),
            ("spreadsheet_error", "B2"), ("serial_day", "L2"), ("no_such_day", "L2"),
            ("serial_day", "M2"), ("no_such_day", "M2"),
        }  # fmt: skip
        assert read.values["licence_issued_on"] == date(2025, 4, 10)

    def test_escaped_characters_are_decoded(self, tmp_path: Path) -> None:
        """
        `_x000A_` is a line break, also in a name.
        """
        row = cells(name="«Үміт»_x000A_ЖШС")

        (read,) = _rows(_save(tmp_path / "form.xlsx", row))

        assert read.values["name"] == "«Үміт» ЖШС"

    @pytest.mark.parametrize("value", [True, time(9, 30)])
    def test_values_of_other_types_are_texts(self, tmp_path: Path, value: object) -> None:
        """
        A truth value and a time are read as their texts.
        """
        row: list[Any] = cells()
        row[1] = value

        (read,) = _rows(_save(tmp_path / "form.xlsx", row))

        assert read.values["name"] == str(value)

    def test_trailing_empty_cells_may_be_missing(self, tmp_path: Path) -> None:
        """
        Spreadsheets do not save empty cells at a row's end.
        """
        (read,) = _rows(_save(tmp_path / "form.xlsx", cells()[:15]))

        assert (read.values["included_on"], read.findings) == (date(2025, 4, 12), ())

    def test_a_cell_after_the_last_column_rejects_the_row(self, tmp_path: Path) -> None:
        """
        The cell may have shifted out of the form.
        """
        (read,) = _rows(_save(tmp_path / "form.xlsx", [*cells(), "артық"]))

        assert _found(read) == [("row_width", "2")]


class TestFormulas:
    """
    Formulas, with and without their values.
    """

    def test_a_formula_without_a_value_is_reported(self, tmp_path: Path) -> None:
        """
        The reader does not calculate formulas.
        """
        row = cells(capacity="=20+20")

        (read,) = _rows(_save(tmp_path / "form.xlsx", row))

        assert _found(read) == [("formula_without_value", "G2")]

    def test_a_saved_value_is_taken(self, tmp_path: Path) -> None:
        """
        The value that the spreadsheet saved is the cell's value.
        """
        path = _save(tmp_path / "form.xlsx", cells(capacity="=20+20"))
        _altered(
            path, lambda _, part: part.replace(b"<v></v>", b"<v>40</v>").replace(b"<v />", b"<v>40</v>")
        )

        (read,) = _rows(path)

        assert (read.values["capacity"], read.findings) == (40, ())

    def test_a_saved_text_that_is_empty_is_an_empty_cell(self, tmp_path: Path) -> None:
        """
        A formula may give an empty text; the other cells of its row have their values.
        """
        row = cells(terminated_on='=IF(1=1,"",1)', capacity="40")
        path = _save(tmp_path / "form.xlsx", row)
        _altered(path, lambda _, part: part.replace(b'<c r="P2"', b'<c r="P2" t="str"'))

        (read,) = _rows(path)

        assert (read.values["capacity"], read.findings) == (40, ())
        assert "terminated_on" not in read.values

    def test_an_array_formula_is_reported(self, tmp_path: Path) -> None:
        """
        Formulas over ranges are formulas too.
        """
        book, sheet = _new()
        sheet.append(headings("kk"))
        sheet.append([*cells()[:6]])
        sheet["G2"] = ArrayFormula("G2", "=SUM(1,2)")
        book.save(tmp_path / "form.xlsx")

        (read,) = _rows(tmp_path / "form.xlsx")

        assert ("formula_without_value", "G2") in _found(read)


class TestSheets:
    """
    Workbooks with several sheets.
    """

    @staticmethod
    def _book(path: Path) -> Path:
        book, first = _new()
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
        rows = [(row.sheet, row.values["name"]) for row in form.rows]

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

        assert [row.values["name"] for row in _rows(path, "Алматы")] == ["Алматы"]

    def test_one_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        """
        Neither a wrong name nor that of a hidden sheet is accepted; the fault has the visible ones.
        """
        path = self._book(tmp_path / "form.xlsx")
        for name in ("Атырау", "Жасырын"):
            fault = only_fault(partial(_rows, path, name))

            assert (fault.code.value, fault.allowed) == (
                "no_such_sheet", ("Мазмұны", "Астана", "Алматы", "Бос"),
            )  # fmt: skip

    def test_that_are_all_hidden_are_not_read(self, tmp_path: Path) -> None:
        """
        People who look at such a workbook do not see its rows.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        _altered(path, lambda _, part: part.replace(b'state="visible"', b'state="hidden"'))

        assert _refusal(path) == "no_such_sheet"

    def test_merged_groups_are_understood(self, tmp_path: Path) -> None:
        """
        The official header, with cells merged over two rows and over two columns, is found.
        """
        book, sheet = _new()
        upper = [text.split(": ")[0] for text in headings("ru")]
        lower = [text.split(": ")[1] if ": " in text else None for text in headings("ru")]
        for row in (upper, lower, list(range(1, 18)), cells()):
            sheet.append(row)
        for area in ("H1:I1", "J1:K1", "M1:N1", "A1:A2", "B1:B2"):
            sheet.merge_cells(area)
        book.save(tmp_path / "form.xlsx")

        assert [row.number for row in _rows(tmp_path / "form.xlsx")] == [4]

    def test_progress_counts_rows(self, tmp_path: Path) -> None:
        """
        The workbook states its number of rows.
        """
        done: list[tuple[int, int]] = []

        read_form(
            _save(tmp_path / "form.xlsx", cells(), cells()), progress=lambda *more: done.append(more)
        )

        assert done == [(3, 3), (3, 3)]  # the first rows are read together, to find the header


class TestBadWorkbooks:
    """
    Damaged and hostile workbooks are refused in bounded time and memory.
    """

    @pytest.mark.parametrize("mark", ["<!DOCTYPE", "<!ENTITY"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
    def test_entities_are_refused(self, tmp_path: Path, mark: str, encoding: str) -> None:
        """
        No part may define entities, in any encoding.
        """
        bomb = f'{mark} x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'.encode(encoding)
        path = _save(tmp_path / "form.xlsx", cells())
        _altered(path, lambda name, part: bomb + part if name == SHEET else part)

        assert _refusal(path) == "xml_entities"

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        """
        A part that is compressed a thousand times is not read.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/bomb.xml", b"0" * (32 << 20))
        start = process_time()

        assert _refusal(path) == "too_large"
        assert process_time() - start < 1

    def test_too_many_parts_are_refused(self, tmp_path: Path) -> None:
        """
        A workbook has fewer than thousands of parts.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        with zipfile.ZipFile(path, "a") as book:
            for number in range(2001):
                book.writestr(f"xl/{number}.bin", b"")

        assert _refusal(path) == "too_large"

    def test_a_password_is_refused(self, tmp_path: Path) -> None:
        """
        An encrypted archive has a code of its own.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        content = bytearray(path.read_bytes())
        for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            content[content.index(mark) + place] |= 1
        path.write_bytes(content)

        assert _refusal(path) == "password"

    @pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
    def test_broken_xml_is_refused(self, tmp_path: Path, name: str) -> None:
        """
        A workbook with a part that is not XML is damaged.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        _altered(path, lambda part, content: content[: len(content) // 2] if part == name else content)

        assert _refusal(path) == "damaged_workbook"

    def test_a_damaged_archive_is_refused(self, tmp_path: Path) -> None:
        """
        A wrong checksum is noticed.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        content = path.read_bytes()
        path.write_bytes(content[:200] + b"\xff" * 60 + content[260:])

        assert _refusal(path) == "damaged_workbook"

    def test_a_file_that_cannot_be_read_is_an_error_of_its_own(self, tmp_path: Path) -> None:
        """
        A missing file is an `OSError`.
        """
        with pytest.raises(FileNotFoundError), open_tables(tmp_path / "form.xlsx"):
            pass

    def test_a_million_empty_rows_are_read(self, tmp_path: Path) -> None:
        """
        Empty rows before the last one are skipped in bounded time.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        _altered(path, lambda _, part: part.replace(b"</sheetData>", last))
        start = process_time()

        rows = _rows(path)

        assert (len(rows), process_time() - start < 20) == (1, True)

    def test_rows_beyond_a_workbook_s_own_limit_are_refused(self, tmp_path: Path) -> None:
        """
        The reader does not iterate to a row number of two milliards.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        cell = b'<c r="A2000000000" t="inlineStr"><is><t>x</t></is></c>'
        last = b'<row r="2000000000">' + cell + b"</row></sheetData>"
        _altered(path, lambda _, part: part.replace(b"</sheetData>", last))

        assert _refusal(path) == "too_large"

    def test_a_cell_of_ten_megabytes_rejects_its_row(self, tmp_path: Path) -> None:
        """
        The row is refused for its text, the others are read.
        """
        path = _save(tmp_path / "form.xlsx", cells(name="ТІ"), cells())
        long = "ұ" * 5_000_000
        _altered(path, lambda _, part: part.replace("ТІ".encode(), long.encode()))

        rows = _rows(path)

        assert [_found(row) for row in rows] == [[("cell_too_long", "B2")], []]

    def test_without_openpyxl_the_extra_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A workbook needs the extra `xlsx`, and the error names it.
        """
        path = _save(tmp_path / "form.xlsx", cells())
        monkeypatch.delitem(sys.modules, "kz_social_registry.form.reading.workbook", raising=False)
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        assert only_fault(lambda: _rows(path), MissingExtra).allowed == ("kz-social-registry[xlsx]",)
