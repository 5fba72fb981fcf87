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
CHUNK = 1 << 20
#: The length of a comment after which the first cell of `FAR` begins with the second chunk.
BEFORE = CHUNK - len(SHEET.partition("{")[0] + '<!----><row r="2">')

ROWS = {
    "values alone": (ROW, Shown()),
    "no cells": ("", Shown()),
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
        return None if error.faults[0].code.value == "far_cells" else Shown(struck={0})


@pytest.mark.parametrize("rows", ROWS)
def test_bytes_show_what_elements_show(tmp_path: Path, rows: str) -> None:
    """
    A sheet of values alone is not read element by element; nothing may hide in it.

    A comment with the prefix of a cell, and UTF-16, have the elements read.
    """
    sheet = SHEET.format(ROWS[rows][0])
    texts = (sheet.encode(), f"{sheet}<!-- :c -->".encode(), sheet.encode("utf-16"))
    assert [_seen(tmp_path / "x.xlsx", text) for text in texts] == [ROWS[rows][1]] * 3
