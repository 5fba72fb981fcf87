"""
Damaged and hostile workbooks.
"""

import sys
import zipfile
from pathlib import Path
from time import process_time

import pytest

from kz_social_registry.base.errors import MissingExtra
from kz_social_registry.form.reading.opening import open_tables
from support.form_samples import cells
from support.form_workbooks import altered, found_in, refusal_of, rows_of, save_workbook
from support.refusals import only_fault

SHEET = "xl/worksheets/sheet1.xml"


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
        path = save_workbook(tmp_path / "form.xlsx", cells())
        altered(path, lambda name, part: bomb + part if name == SHEET else part)

        assert refusal_of(path) == "xml_entities"

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        """
        A part that is compressed a thousand times is not read.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/bomb.xml", b"0" * (32 << 20))
        start = process_time()

        assert refusal_of(path) == "too_large"
        assert process_time() - start < 1

    def test_too_many_parts_are_refused(self, tmp_path: Path) -> None:
        """
        A workbook has fewer than thousands of parts.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        with zipfile.ZipFile(path, "a") as book:
            for number in range(2001):
                book.writestr(f"xl/{number}.bin", b"")

        assert refusal_of(path) == "too_large"

    def test_a_password_is_refused(self, tmp_path: Path) -> None:
        """
        An encrypted archive has a code of its own.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        content = bytearray(path.read_bytes())
        for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            content[content.index(mark) + place] |= 1
        path.write_bytes(content)

        assert refusal_of(path) == "password"

    @pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
    def test_broken_xml_is_refused(self, tmp_path: Path, name: str) -> None:
        """
        A workbook with a part that is not XML is damaged.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        altered(path, lambda part, content: content[: len(content) // 2] if part == name else content)

        assert refusal_of(path) == "damaged_workbook"

    def test_a_damaged_archive_is_refused(self, tmp_path: Path) -> None:
        """
        A wrong checksum is noticed.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        content = path.read_bytes()
        path.write_bytes(content[:200] + b"\xff" * 60 + content[260:])

        assert refusal_of(path) == "damaged_workbook"

    def test_a_file_that_cannot_be_read_is_an_error_of_its_own(self, tmp_path: Path) -> None:
        """
        A missing file is an `OSError`.
        """
        with pytest.raises(FileNotFoundError), open_tables(tmp_path / "form.xlsx"):
            pass

    def test_empty_rows_before_the_last_are_read(self, tmp_path: Path) -> None:
        """
        A hundred thousand empty rows before the last one are skipped.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        last = b'<row r="100000"><c r="A100000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        altered(path, lambda _, part: part.replace(b"</sheetData>", last))

        assert len(rows_of(path)) == 1

    def test_rows_beyond_a_workbook_s_own_limit_are_refused(self, tmp_path: Path) -> None:
        """
        A row number of two milliards is refused before any cell is made.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        cell = b'<c r="A2000000000" t="inlineStr"><is><t>x</t></is></c>'
        last = b'<row r="2000000000">' + cell + b"</row></sheetData>"
        altered(path, lambda _, part: part.replace(b"</sheetData>", last))

        assert refusal_of(path) == "too_large"

    def test_a_cell_of_ten_megabytes_rejects_its_row(self, tmp_path: Path) -> None:
        """
        The row is refused for its text, the others are read.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells(name="ТІ"), cells())
        long = "ұ" * 5_000_000
        altered(path, lambda _, part: part.replace("ТІ".encode(), long.encode()))

        rows = rows_of(path)

        assert [found_in(row) for row in rows] == [[("cell_too_long", "B2")], []]

    def test_without_the_package_the_extra_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A workbook needs the extra `xlsx`, and the error names it.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells())
        monkeypatch.delitem(sys.modules, "kz_social_registry.form.reading.workbook", raising=False)
        monkeypatch.setitem(sys.modules, "python_calamine", None)

        assert only_fault(lambda: rows_of(path), MissingExtra).allowed == ("kz-social-registry[xlsx]",)
