"""
The parts of a workbook that is an archive: their bytes show the same as their elements.
"""

import zipfile
from pathlib import Path

import pytest

from kz_social_registry.form import FormError
from kz_social_registry.form.reading.archive import Shown, inspect
from kz_social_registry.form.reading.delimited import Formula

SHEET = '<?xml version="1.0"?>\n<worksheet xmlns="urn:x"><sheetData>{}</sheetData></worksheet>'
ROW = '<row r="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1"><v>2</v></c></row>'
FAR = '<row r="2"><c r="XFD1048576"><v>1</v></c></row>'
DAMAGED = Shown(struck={0})
CHUNK = 1 << 20
#: The length of a comment after which the first cell of `FAR` begins with the second chunk.
BEFORE = CHUNK - len(SHEET.partition("{")[0] + '<!----><row r="2">')

ROWS = {
    "values alone": (ROW, Shown()),
    "no cells": ("", Shown()),
    "rows as programs write them": (
        """<row r="1" spans="1:2" s="1" customFormat="1" ht="12.8" hidden="0" customHeight="true" """
        """outlineLevel="0" collapsed="0" x14ac:dyDescent="0.25"><c r="A1" s="1"/><c r="B1" t="str">"""
        """<v>&lt;«Ұ»\n&amp;</v></c></row>\n<row r="2"><c r="A2" t="inlineStr"><is>"""
        """<t xml:space="preserve"> 1</t></is></c></row>""", Shown(),
    ),
    "an odd row between others": (
        ROW + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>' + ROW.replace('1"', '3"'),
        Shown(cells={(2, 1): "#N/A"}),
    ),
    "a row without its number": (
        ROW + '<row><c t="e"><v>#N/A</v></c></row>', Shown(cells={(2, 1): "#N/A"}),
    ),
    "an instruction around a row": (f"<?x {ROW}?>", Shown()),
    "a comment that no XML has around a row": (f"<!--{ROW.replace('2</v>', '--</v>')}-->", DAMAGED),
    "a comment that ends in a row": (f"<!--{ROW.replace('2</v>', '--></v>')}", DAMAGED),
    **{
        f"a character U+{ord(odd):04X}": (ROW.replace("2</v>", f"{odd}</v>"), DAMAGED)
        for odd in "\0\x0b\x1f\ufffe\uffff"
    },
    "a row after the end": (f"</sheetData></worksheet>{ROW}<worksheet><sheetData>", DAMAGED),
    "an unknown entity": (ROW.replace("2</v>", "&x;</v>"), DAMAGED),
    "types in any order": ('<row r="1"><c t="s" r="A1" s="1"><v>1</v></c></row>', Shown()),
    "an empty cell far away": (ROW + '<row r="9"><c r="XFD1000" s="1"/><c r="A9" /></row>', Shown()),
    "rows that are shown": (ROW + """<row r="2" hidden="false"/><row r="3" hidden='0'/>""", Shown()),
    "a hidden row": (ROW + '<row r="2" hidden="1"/>', Shown(hidden={2})),
    "another spelling": (ROW + "<row r='2' hidden = '&#49;'/>", Shown(hidden={2})),
    "a hidden row with a prefix": (ROW + '<x:row r="2" hidden="true"/>', Shown(hidden={2})),
    "a formula": ('<row r="1"><c r="A1"><f>1+1</f></c></row>', Shown(cells={(1, 1): Formula("=")})),
    "a shared formula": ('<row r="1"><c r="A1"><f si="0"/></c></row>', Shown(cells={(1, 1): "="})),
    "a formula with a prefix": ('<row r="1"><c r="A1"><x:f/></c></row>', Shown(cells={(1, 1): "="})),
    "an error": ('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>', Shown(cells={(1, 1): "#REF!"})),
    "an error in other marks": (
        "<row r='1'><c r='B1' t='&#101;'><v>#N/A</v></c></row>", Shown(cells={(1, 2): "#N/A"}),
    ),
    "cells without a place": ('<row><c/><c t="e"><v>#N/A</v></c></row>', Shown(cells={(1, 2): "#N/A"})),
    "a far cell": (ROW + FAR, None),
    "a far cell with a prefix": (ROW + FAR.replace("<c", "<x:c").replace("</c", "</x:c"), None),
    "a far cell without its place": (f"{ROW}<row r='1048576'>{'<c><v>1</v></c>' * 10}</row>", None),
    "a far cell after white space": (ROW + FAR.replace("<c ", "<c\n\t"), None),
    "a far cell after a long text": (f'<row><c r="A1"><v>{"1" * CHUNK}</v></c></row>{FAR}', None),
    **{
        f"a tag that is cut after {cut} bytes": (f"<!--{' ' * (BEFORE - cut)}-->{FAR}", None)
        for cut in (2, 12)
    },
}  # fmt: skip


def _seen(path: Path, sheet: bytes) -> Shown | None:
    """
    Return what the parts show of a sheet; None if its cells are too far apart.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    try:
        return inspect(path).parts["xl/worksheets/sheet1.xml"]
    except FormError as error:
        return None if error.faults[0].code.value == "far_cells" else DAMAGED


@pytest.mark.parametrize("rows", ROWS)
def test_bytes_show_what_elements_show(tmp_path: Path, rows: str) -> None:
    """
    A sheet of values alone is not read element by element; nothing may hide in it.

    A comment with the prefix of a cell, and UTF-16, have the elements read.
    """
    sheet = SHEET.format(ROWS[rows][0])
    texts = (sheet.encode(), f"{sheet}<!-- :c -->".encode(), sheet.encode("utf-16"))
    assert [_seen(tmp_path / "x.xlsx", text) for text in texts] == [ROWS[rows][1]] * 3


@pytest.mark.parametrize(
    ("encoding", "written", "shown"),
    [
        ("utf-8", "utf-8", Shown()),
        ("UTF-8", "utf-8-sig", Shown()),
        ("windows-1251", "cp1251", Shown()),
        ("us-ascii", "utf-8", DAMAGED),
        ("utf-8", "cp1251", DAMAGED),
    ],
)
def test_bytes_are_in_the_encoding_that_they_state(
    tmp_path: Path, encoding: str, written: str, shown: Shown
) -> None:
    """
    Ordinary rows are known only in UTF-8; other bytes are left to the parser.
    """
    sheet = SHEET.replace('"?>', f'" encoding="{encoding}"?>').format(ROW.replace("2</v>", "Да</v>"))
    assert _seen(tmp_path / "x.xlsx", sheet.encode(written)) == shown


def test_what_is_not_kept_is_read(tmp_path: Path) -> None:
    """
    A text of several chunks is read like any other, and so are the rows after it.
    """
    long = ROW.replace("2</v>", f"{'2' * 4 * CHUNK}</v>")
    hidden = '<row r="2" hidden="1"/>'
    assert _seen(tmp_path / "x.xlsx", SHEET.format(long + hidden).encode()) == Shown(hidden={2})
