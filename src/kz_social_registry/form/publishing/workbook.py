"""
The form as an XLSX workbook, written with openpyxl (extra `xlsx`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.domain.publication import PublicEntry
from kz_social_registry.domain.row import Cell
from kz_social_registry.form.description import FIELDS, Kind
from kz_social_registry.form.publishing.csv_json import AddRow, form_cells, row_values
from kz_social_registry.form.publishing.heading_rows import heading_rows
from kz_social_registry.form.publishing.imprint import LANGUAGE_NAMES, TITLE, Imprint

try:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[xlsx]",))) from None

#: The start of a text that Excel would read as a coded character.
_LOOKS_CODED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEADER_ROWS: Final = 3
_LAST: Final = get_column_letter(len(Column))
#: Number formats; text stays text also when somebody edits the cell.
_FORMATS: Final = {Kind.TEXT: "@", Kind.NUMBER: "0", Kind.DAY: "dd.mm.yyyy"}


@contextmanager
def workbook_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Make a workbook with a sheet for each language, and yield the function that writes a row.
    """
    book = openpyxl.Workbook(write_only=True)
    book.properties.title = TITLE[imprint.language]
    book.properties.creator = imprint.custodian[imprint.language]
    book.properties.created = book.properties.modified = datetime.combine(imprint.on, time())
    sheets: dict[Language, tuple[Any, list[Any]]] = {
        language: _new_sheet(book, imprint, language) for language in LANGUAGES
    }
    rows = 0

    def add(number: int, row: PublicEntry) -> None:
        nonlocal rows
        rows = number
        values = row_values(number, row)
        for language, (sheet, cells) in sheets.items():
            texts = form_cells(values, language)
            sheet.append(list(map(_fill, cells, values, texts)))

    try:
        yield add
    except BaseException:
        for sheet, _ in sheets.values():
            sheet.close()
            sheet._writer.cleanup()  # noqa: SLF001  # openpyxl has no other way to discard a sheet
        raise
    for sheet, _ in sheets.values():
        sheet.auto_filter.ref = f"A{_HEADER_ROWS}:{_LAST}{_HEADER_ROWS + rows}"
    ExcelWriter(book, _UndatedArchive(path)).save()


def _new_sheet(book: Any, imprint: Imprint, language: Language) -> tuple[Any, list[Any]]:  # noqa: ANN401  # untyped package
    """
    Return a sheet with its header, and one cell for each column, which is filled anew for every row.
    """
    sheet = book.create_sheet(LANGUAGE_NAMES[language])
    # A header of the printed page: "&" begins a code of its layout, and no caption has one.
    sheet.oddHeader.right.text = "\n".join(imprint.caption(language))
    sheet.freeze_panes = f"C{_HEADER_ROWS + 1}"
    for field in FIELDS.values():
        sheet.column_dimensions[get_column_letter(field.column.number)].width = field.width
    upper, lower = heading_rows(Column)
    for one in upper:
        last = get_column_letter(one.number + one.columns - 1)
        sheet.merged_cells.add(f"{get_column_letter(one.number)}1:{last}{one.rows}")
    texts = [{one.number: one.word.label(language) for one in row} for row in (upper, lower)]
    for row in (*texts, {column.number: str(column.number) for column in Column}):
        sheet.append([_heading(sheet, row.get(column.number, "")) for column in Column])
    return sheet, [_styled(sheet, field.kind) for field in FIELDS.values()]


def _heading(sheet: Any, text: str) -> Any:  # noqa: ANN401  # untyped package
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.fill = PatternFill("solid", start_color="E7EEF5")
    return cell


def _styled(sheet: Any, kind: Kind) -> Any:  # noqa: ANN401  # untyped package
    cell = WriteOnlyCell(sheet)
    cell.number_format = _FORMATS[kind]
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _fill(cell: Any, value: Cell, text: str) -> Any:  # noqa: ANN401  # untyped package
    """
    Put a row's value into the column's cell: a number, a day, or a text that runs no formula.
    """
    if not text:
        return None
    if isinstance(value, (int, date)):
        cell.value = value
        return cell
    cell.value = _LOOKS_CODED.sub("_x005F_", text)
    cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
    return cell


class _UndatedArchive(ZipFile):
    """
    An archive whose members all have one date, so that the same rows give the same bytes.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w", ZIP_DEFLATED)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401  # as in ZipFile
        super().writestr(self._member(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401  # as in ZipFile
        with Path(filename).open("rb") as source, self.open(self._member(arcname), "w") as member:
            copyfileobj(source, member)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name.removeprefix("/"), (1980, 1, 1, 0, 0, 0))
        member.compress_type = self.compression
        return member
