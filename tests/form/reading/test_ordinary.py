"""
Ordinary rows are taken out of a sheet, and other rows stay.
"""

import pytest

from kz_social_registry.form.reading.binary import Extent
from kz_social_registry.form.reading.ordinary import OrdinaryRows

SHEET = '<?xml version="1.0"?>\n<worksheet xmlns="urn:x"><sheetData>{}</sheetData></worksheet>'
VALUES = '<c r="A{0}" s="1" t="s"><v>1</v></c><c r="B{0}"><v>&lt;2&gt;</v></c><c r="C{0}" s="1"/>'
TEXT = '<c r="A{0}" t="inlineStr"><is><t xml:space="preserve"> «Ұ»\n</t></is></c>'
FORMULA = '<c r="B{0}"><f>1</f><v>1</v></c>'


def _row(number: int, cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{cells.format(number)}</row>'


@pytest.mark.parametrize("attributes", [
    "", ' spans="1:2"', ' ht="12.8" hidden="false" customHeight="true" outlineLevel="0" collapsed="0"',
    ' s="1" customFormat="1" ht="15" customHeight="1" x14ac:dyDescent="0.25"',
])  # fmt: skip
def test_rows_as_programs_write_them_are_taken_out(attributes: str) -> None:
    """
    A row of values is not left to a parser; a row with a formula is, and so is the last of a chunk.
    """
    own = _row(1, VALUES, attributes), _row(2, TEXT, attributes)
    odd = _row(3, TEXT + FORMULA, attributes), _row(4, VALUES, ' hidden="1"')
    rows = OrdinaryRows(is_possible=True)
    rest = rows.rest(SHEET.format("\n".join((*own, *odd, *own))).encode()) + rows.rest(b"")
    assert rest.decode() == SHEET.format("\n".join(("", "", *odd, "", own[1])))
    assert rows.reached(Extent())


def test_shared_texts_are_taken_out() -> None:
    """
    A text of several styles is left to the parser, and the last text.
    """
    text = "<si><t>&amp;</t></si>"
    odd = "<si><r><t>x</t></r></si>"
    rows = OrdinaryRows(is_possible=True)
    rest = rows.rest(f"<sst>{text}{text}{odd}{text}</sst>".encode())
    assert (rest + rows.rest(b"")).decode() == f"<sst>{odd}{text}</sst>"
