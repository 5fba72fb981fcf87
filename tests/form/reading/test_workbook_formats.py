"""
Workbooks of every format, as programs save them and as attackers change them.
"""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copy
from struct import pack
from time import process_time

import pytest
from openpyxl.styles import Font

from kz_social_registry.form import FormError
from kz_social_registry.form.reading.rows import Form, read_form
from kz_social_registry.form.reading.workbook import reporting_damage
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import BINS, cells
from support.form_workbooks import altered, new_workbook, refusal_of, save_workbook

FILES = Path(__file__).parent / "files"
STRICT = b"http://purl.oclc.org/ooxml/"
SCHEMAS = b"http://schemas.openxmlformats.org/"


def _codes(form: Form) -> list[list[str]]:
    return [[finding.fault.code.value for finding in row.findings] for row in form.rows]


def _notes(form: Form) -> list[tuple[str, tuple[str, ...]]]:
    return [(note.fault.code.value, note.fault.allowed) for note in form.notes]


TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def _ods(path: Path, *rows: str) -> Path:
    """
    Save the form as LibreOffice does, with other rows after it.
    """
    own = (
        "<table:table-row>"
        + "".join(TEXT.format(text) if text else "<table:table-cell/>" for text in row)
        + '<table:table-cell table:number-columns-repeated="16367"/></table:table-row>'
        for row in (headings("kk"), cells())
    )
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("table", "office", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{"".join((*own, *rows))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", f'<a:manifest xmlns:a="{OASIS}:manifest:1.0"/>')
    return path


@pytest.fixture(params=["xls", "xlsb", "ods"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """
    Return a workbook of one row, in each format but .xlsx.
    """
    target = tmp_path / f"form.{request.param}"
    return _ods(target) if request.param == "ods" else Path(copy(FILES / target.name, target))


def test_other_formats_are_read(path: Path) -> None:
    """
    The row is read without a finding but a serial day; the notes say what the format does not show.
    """
    form = read_form(path)
    (row,) = form.rows
    assert (row.values["identifier"], row.values["capacity"]) == (BINS[0], 40)
    assert (row.values["included_on"], row.is_rejected) == (date(2025, 4, 22), False)
    assert ("rows_unseen", ()) in _notes(form)
    assert [code for code, _ in _notes(form) if code == "sheet_hidden"] == (
        ["sheet_hidden"] if path.suffix == ".xls" else []
    )


def test_the_content_decides_the_format(path: Path) -> None:
    """
    A workbook may have the name of another kind, or of a text.
    """
    for suffix in ("xlsx", "xls", "csv"):
        renamed = path.rename(path.with_suffix(f".a.{suffix}"))
        assert len(read_form(renamed).rows) == 1
        path = renamed


def test_a_password_is_named(tmp_path: Path) -> None:
    """
    An .ods lists its encrypted parts, and an .xls says that the records after one are encrypted.
    """
    book = _ods(tmp_path / "form.ods")
    entry = f'<m:manifest xmlns:m="{OASIS}:manifest:1.0"><m:encryption-data/></m:manifest>'.encode()
    altered(book, {"content.xml": b"?", "META-INF/manifest.xml": entry}.get)
    content = bytearray((FILES / "form.xls").read_bytes())
    after = content.index(b"\x09\x08\x10\x00") + 4 + 16
    content[after : after + 2] = b"\x2f\x00"
    old = tmp_path / "form.xls"
    old.write_bytes(content)
    assert [refusal_of(book), refusal_of(old)] == ["password"] * 2


def test_files_that_were_cut_off_are_damage(path: Path) -> None:
    """
    Whatever is left, the file is refused.
    """
    content = path.read_bytes()
    for size in (100, 600, len(content) // 2, len(content) - 600):
        path.write_bytes(content[:size])
        assert refusal_of(path) == "damaged_workbook"


FAR = "<table:table-row{}><table:table-cell{}/>" + TEXT.format("x") + "</table:table-row>"


def _far_ods(path: Path) -> None:
    rows = ' table:number-rows-repeated="1000000"'
    _ods(path, FAR.format(rows, ' table:number-columns-repeated="16000"'))


def _far_xls(path: Path, kind: int = 0x27E) -> None:
    content = path.read_bytes()
    number = content.index(pack("<HHHH", 0x27E, 10, 1, 0))  # a number in row 2, column 1
    far = pack("<HHHHHHH", kind, 10, *[0xFFFF] * 5)
    path.write_bytes(content[:number] + far + content[number + 14 :])


def _stated_of_xls(path: Path) -> None:
    content = path.read_bytes()
    stated = content.index(pack("<HH", 0x200, 14)) + 4
    path.write_bytes(content[:stated] + pack("<IIHH", 0, 60_000, 0, 0xFFFF) + content[stated + 12 :])


def _far_numbers_of_xls(path: Path) -> None:
    _far_xls(path, 0xBD)  # several numbers in one record


def _far_xlsb(path: Path) -> None:
    row = bytes((0, 25)) + pack("<I", 1)
    altered(path, lambda _, part: part.replace(row, bytes((0, 25)) + pack("<I", 1_000_000)))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("xls", _far_xls),
        ("xls", _far_numbers_of_xls),
        ("xls", _stated_of_xls),
        ("xlsb", _far_xlsb),
        ("ods", _far_ods),
    ],
)
def test_a_far_cell_is_refused_before_cells_are_made(
    tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    """
    One cell in the last row and one in a far column would be milliards of cells.
    """
    path = tmp_path / f"form.{name}"
    if name != "ods":
        copy(FILES / path.name, path)
    change(path)
    start = process_time()
    assert refusal_of(path) == "far_cells"
    assert process_time() - start < 1


def test_damage_of_a_compound_file(tmp_path: Path) -> None:
    """
    It may have no workbook, a table of sectors that never ends, or a sector far outside.
    """
    whole = (FILES / "form.xls").read_bytes()
    names = ["Workbook".encode("utf-16-le"), "Document".encode("utf-16-le")]
    stated = whole.index(pack("<HH", 0x200, 14)) + 4
    turned = whole[:stated] + pack("<I", 9999) + whole[stated + 4 :]
    further = (whole[:68] + pack("<I", number) + whole[72:] for number in (0, 1, 0xFFFF0000))
    path = tmp_path / "form.xls"
    for content in (whole.replace(*names), turned, *further):
        path.write_bytes(content)
        assert refusal_of(path) == "damaged_workbook"


def test_an_error_of_the_package_is_damage(tmp_path: Path) -> None:
    """
    It refuses an .ods without its index; where it panics, the file is at fault; else it is not.
    """
    path = _ods(tmp_path / "form.ods")
    with zipfile.ZipFile(path) as source:
        content = source.read("content.xml")
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("content.xml", content)
    assert refusal_of(path) == "damaged_workbook"
    for error, expected in (
        (type("PanicException", (BaseException,), {}), FormError),
        (OSError, FormError),
        (KeyboardInterrupt,) * 2,
    ):
        with pytest.raises(expected), reporting_damage():
            raise error


@pytest.mark.parametrize("number", ["0", "-1", "4000000000", "x"])
def test_repetitions_beyond_every_sheet_are_damage(tmp_path: Path, number: str) -> None:
    """
    An .ods says how often a cell is repeated, up to a sheet's own limit.
    """
    path = _ods(tmp_path / "form.ods", FAR.format("", f' table:number-columns-repeated="{number}"'))
    assert refusal_of(path) == "damaged_workbook"


def test_odd_properties_of_an_xlsx_are_no_reason(tmp_path: Path) -> None:
    """
    Names of parts in other case, Strict Open XML, styled empty cells far away: the form is read.
    """
    path = save_workbook(tmp_path / "form.xlsx", cells())
    far = b'</row><row r="9"><c r="XFD9" s="0"/></row></sheetData>'
    altered(
        path,
        lambda _, part: (
            part.replace(SCHEMAS, STRICT).replace(b"/2006/", b"/").replace(b"</row></sheetData>", far)
        ),
    )
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            target.writestr(name.replace("xl/w", "XL/W").replace("xl/s", "xl/S"), part)
        target.writestr("xl/drawings/vmlDrawing1.vml", b"<xml><br></xml>")
        target.writestr("DocProps/custom.xml", b"yesterday")
        target.writestr("xl/comments.xml", b"")
    assert _codes(read_form(path)) == [[]]


def test_hidden_rows_are_counted_and_struck_out_rows_rejected(tmp_path: Path) -> None:
    """
    A filter hides rows that are in force; a line through a row says that they are not.
    """
    book, sheet = new_workbook()
    for row in (headings("kk"), cells(), cells(identifier=BINS[1]), cells(identifier=BINS[2])):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    book.save(tmp_path / "form.xlsx")

    form = read_form(tmp_path / "form.xlsx")

    assert _codes(form) == [[], [], ["struck_out"]]
    assert _notes(form) == [("rows_hidden", ("1",))]
    altered(form.path, lambda _, part: part.replace(b'<strike val="1"', b'<strike val="0"'))
    assert _codes(read_form(form.path)) == [[], [], []]


def test_an_error_is_no_empty_cell(tmp_path: Path) -> None:
    """
    The day of termination may be a reference that broke: it is reported, not left out.
    """
    path = save_workbook(tmp_path / "form.xlsx", cells(terminated_on="#REF!"))
    assert _codes(read_form(path)) == [["spreadsheet_error"]]


def test_a_cell_without_its_place_follows_the_one_before(tmp_path: Path) -> None:
    """
    The places of rows and cells are optional.
    """
    path = save_workbook(tmp_path / "form.xlsx", cells(capacity="=1+1", address="ТІ"))
    altered(
        path,
        lambda name, part: _without_places(part) if "sheet1" in name else part,
    )
    assert _codes(read_form(path)) == [["formula_without_value"]]


def _without_places(part: bytes) -> bytes:
    for letter in "ABCDEFGHIJKLMNOPQ":
        for row in "12":
            part = part.replace(f' r="{letter}{row}"'.encode(), b"")
    return part.replace(b' r="1"', b"").replace(b' r="2"', b"")


def test_a_column_beyond_the_last_is_damage(tmp_path: Path) -> None:
    """
    No column has four letters, and none has a digit or a sign.
    """
    for place in (b"AAAA2", b"2", b"?2"):
        path = save_workbook(tmp_path / "form.xlsx", cells())
        altered(path, lambda _, part, place=place: part.replace(b'r="B2"', b'r="' + place + b'"'))
        assert refusal_of(path) == "damaged_workbook"


def test_days_may_count_from_1904(tmp_path: Path) -> None:
    """
    A serial number is a day of the workbook's own calendar.
    """
    row = [*cells()]
    path = save_workbook(tmp_path / "form.xlsx", [*row[:9], 44305, *row[10:]])
    altered(path, lambda _, part: part.replace(b"<workbookPr ", b'<workbookPr date1904="1" '))
    (read,) = read_form(path).rows
    assert read.values["licence_issued_on"] == date(2025, 4, 20)
