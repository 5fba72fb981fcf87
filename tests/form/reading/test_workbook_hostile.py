"""
A workbook costs what it holds, and its archive has no second meaning.
"""

import struct
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import Final

import pytest

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.form import FormError
from kz_social_registry.form.reading.rows import read_form
from support.form_samples import cells
from support.form_workbooks import altered, save_workbook
from support.refusals import refused

SHEET: Final = "xl/worksheets/sheet1.xml"
DTD: Final = b'<!DOCTYPE x [<!ENTITY a "\xd2\xae\xd0\xbc\xd1\x96\xd1\x82">]>'


def _refusal(path: Path) -> str:
    fault = refused(lambda: list(read_form(path).rows), FormError).faults[0]
    assert all(fault.describe(language) for language in LANGUAGES)
    return fault.code.value


def _rows_of(places: Iterable[str]) -> Callable[[str, bytes], bytes]:
    """
    Return a change that adds a row for each cell, which is the row's only one.
    """
    rows = "".join(
        f'<row r="{number}"><c r="{column}{number}" t="inlineStr"><is><t>x</t></is></c></row>'
        for number, column in enumerate(places, 3)
    )
    return lambda _, part: part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Return a workbook of one row.
    """
    return save_workbook(tmp_path / "form.xlsx", cells())


class TestCost:
    """
    The cells that are made are counted, empty ones too.
    """

    def test_thousands_of_rows_with_a_cell_in_the_last_column(self, path: Path) -> None:
        """
        A workbook of some kilobytes does not become a hundred million cells.
        """
        altered(path, _rows_of(["XFD"] * 8000))
        assert path.stat().st_size < 100_000
        start = process_time()
        assert _refusal(path) == "far_cells"
        assert process_time() - start < 1

    def test_a_stray_cell_in_the_last_column_is_no_reason(self, path: Path) -> None:
        """
        A row may have one, and the form is read.
        """
        altered(path, _rows_of(["XFD"]))
        rows = list(read_form(path).rows)
        assert [row.values is not None for row in rows][:1] == [True]

    def test_a_shared_text_is_not_searched_in_every_cell(self, path: Path) -> None:
        """
        A cell is cut where Excel has its own limit, and its row is refused as too long.
        """
        altered(
            path,
            lambda _, part: part.replace("Астана қ., Абай даңғылы, 12".encode(), b"_x0041_" * 10**6),
        )
        (row,) = read_form(path).rows
        assert [finding.fault.code.value for finding in row.findings] == ["cell_too_long"]
        assert max(map(len, row.raw)) <= 32_768

    @pytest.mark.parametrize("stated", ["A1:XFD1048576", "A1:A1", "XFD1048576:A1", "B2"])
    def test_a_stated_size_may_be_wrong(self, path: Path, stated: str) -> None:
        """
        The rows that are there are read, whatever size the sheet states.
        """
        altered(
            path,
            lambda _, part: part.replace(
                b'<dimension ref="A1:Q2"/>', f'<dimension ref="{stated}"/>'.encode()
            ),
        )
        assert len(list(read_form(path).rows)) == 1

    def test_a_huge_merged_area_is_not_unfolded(self, path: Path) -> None:
        """
        Merged cells are one cell and no copies.
        """
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        altered(path, lambda _, part: part.replace(b"</sheetData>", merged))
        assert len(list(read_form(path).rows)) == 1


def _renamed(path: Path, name: str, content: Callable[[bytes], bytes] = bytes) -> None:
    """
    Give the sheet another name, which all parts that refer to it use.
    """
    with zipfile.ZipFile(path) as source:
        parts = {one: source.read(one) for one in source.namelist()}
    sheet = content(parts.pop(SHEET))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for one, part in parts.items():
            target.writestr(one, part.replace(b"worksheets/sheet1.xml", f"worksheets/{name}".encode()))
        target.writestr(f"xl/worksheets/{name}", sheet)


class TestArchive:
    """
    The archive has each part once, and every part is searched for entities.
    """

    @pytest.mark.parametrize("name", ["sheet1.bin", "sheet1.XML", "sheet1", "sheet1.png"])
    def test_a_part_may_have_any_name(self, path: Path, name: str) -> None:
        """
        Its name does not hide a definition of entities; without one it is read.
        """
        _renamed(path, name)
        assert len(list(read_form(path).rows)) == 1
        _renamed(save_workbook(path, cells()), name, lambda part: DTD + part)
        assert _refusal(path) == "xml_entities"

    @pytest.mark.parametrize(
        "part", ["[Content_Types].xml", "xl/workbook.xml", "_rels/.rels", "xl/styles.xml"]
    )
    def test_no_part_may_define_entities(self, path: Path, part: str) -> None:
        """
        Parts around the sheets are searched, too.
        """
        altered(path, lambda name, content: DTD + content if name == part else content)
        assert _refusal(path) == "xml_entities"

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize(
        "name", [SHEET, SHEET.upper(), "/xl/a.xml", "../a.xml", "xl/../a.xml", "xl\\a.xml"]
    )
    def test_a_name_that_programs_understand_differently(self, path: Path, name: str) -> None:
        """
        Two parts of one name, absolute names and names that lead out of the archive are damage.
        """
        with zipfile.ZipFile(path, "a") as book:
            book.writestr(name, b"<x/>")
        assert _refusal(path) == "damaged_workbook"

    def test_parts_that_overlap_are_damage(self, path: Path) -> None:
        """
        Two entries of the index for the same bytes would be unpacked twice.
        """
        content = bytearray(path.read_bytes())
        entries = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
        first, second = entries[:2]
        content[second + 42 : second + 46] = content[first + 42 : first + 46]
        path.write_bytes(content)
        assert _refusal(path) == "damaged_workbook"

    @pytest.mark.parametrize("size", [4, 30, 200, -1, -22, -100])
    def test_a_workbook_that_was_cut_off(self, path: Path, size: int) -> None:
        """
        An archive needs its index, which is at the end.
        """
        path.write_bytes(path.read_bytes()[:size])
        assert _refusal(path) == "damaged_workbook"

    def test_a_size_that_is_not_true(self, path: Path) -> None:
        """
        The index states fewer bytes than a part has: no more of them are unpacked.
        """
        content = bytearray(path.read_bytes())
        at = content.index(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", 10)
        path.write_bytes(content)
        assert _refusal(path) == "damaged_workbook"
