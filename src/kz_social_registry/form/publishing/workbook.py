"""
The form as an XLSX workbook, written with XlsxWriter (extra `xlsx`).

The workbook is written row by row, so that memory stays flat. All members of the archive have one date.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

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
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # the package has no stubs
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # no stubs
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[xlsx]",))) from None

_HEADER_ROWS: Final = 3
#: Number formats; text stays text also when somebody edits the cell. Numbers and days keep away from
#: the text of the next cell.
_FORMATS: Final = {
    Kind.TEXT: {"num_format": "@"},
    Kind.NUMBER: {"num_format": "0", "align": "center"},
    Kind.DAY: {"num_format": "dd.mm.yyyy", "align": "center"},
}
_HEADING: Final = {
    "bold": True, "font_size": 9, "text_wrap": True,
    "valign": "vcenter", "align": "center", "bg_color": "#E7EEF5",
}  # fmt: skip
_CELL: Final = {"font_size": 10, "text_wrap": True, "valign": "top"}
_A4: Final = 9
#: The most characters of a cell.
_LONGEST: Final = 32_767
#: A row's height for each line of its text, in points, and the most that a row may have.
_LINE: Final = 14
_HIGHEST: Final = 409
#: The widths of columns of texts for people, the last of which explains the rest, and the most lines
#: that a row shows of them.
_TEXT_WIDTH: Final = 24
_LAST_WIDTH: Final = 64
_MOST_LINES: Final = 10


@contextmanager
def workbook_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Make a workbook with a sheet for each language, and yield the function that writes a row.
    """
    with path.open("wb") as file, TemporaryDirectory() as folder:
        target: Any = _Target(file)  # not all of what a file has
        book = Workbook(target, {"constant_memory": True, "tmpdir": folder})
        title, author = TITLE[imprint.language], imprint.custodian[imprint.language]
        created = datetime.combine(imprint.on, time())
        book.set_properties({"title": title, "author": author, "created": created})
        sheets: dict[Language, Any] = {one: _new_sheet(book, imprint, one) for one in LANGUAGES}
        sheets[imprint.language].activate()
        widths = [field.width for field in FIELDS.values()]
        formats = [book.add_format({**_CELL, **_FORMATS[field.kind]}) for field in FIELDS.values()]
        rows = 0

        def add(number: int, row: PublicEntry) -> None:
            nonlocal rows
            rows = number
            values = row_values(number, row)
            for language, sheet in sheets.items():
                texts = form_cells(values, language)
                sheet.set_row(_HEADER_ROWS + number - 1, _height(texts, widths, _HIGHEST))
                for index, (value, text) in enumerate(zip(values, texts, strict=True)):
                    if text:
                        _write(sheet, (_HEADER_ROWS + number - 1, index), value, text, formats[index])

        try:
            yield add
        finally:  # a workbook that is given up is closed as well, for it has open files
            for sheet in sheets.values():
                sheet.autofilter(_HEADER_ROWS - 1, 0, _HEADER_ROWS + rows - 1, len(Column) - 1)
            _close(book, target)


def text_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """
    Return a workbook with one sheet of texts, the first row of which is its header.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  # the same bytes every time
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    last = len(rows[0]) - 1
    sheet.set_column(0, max(last, len(Column)), _TEXT_WIDTH, text)
    sheet.set_column(last, last, _LAST_WIDTH, text)
    widths = [_TEXT_WIDTH] * last + [_LAST_WIDTH]
    sheet.freeze_panes(1, 0)
    for number, cells in enumerate(rows):
        sheet.set_row(number, _height(cells, widths, _LINE * _MOST_LINES))
        for index, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, index, cell[:_LONGEST], text)
    book.close()
    return file.getvalue()


def _height(texts: Iterable[str], widths: Iterable[int], most: int) -> int:
    """
    Return a height for a row in which no text is cut; words that go to the next line take a fifth more.
    """
    pairs = zip(texts, widths, strict=False)  # a row may be wider than its header
    return min(_LINE * (max(6 * len(text) // (5 * width) for text, width in pairs) + 1), most)


class _Target:
    """
    The file of a workbook, in whose place another one can be put.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a method of the file
        return getattr(self.file, name)


def _close(book: Any, target: _Target) -> None:  # noqa: ANN401  # untyped package
    """
    Close a workbook, which writes its file.

    Raises:
        OSError: it cannot be written.
    """
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        # After a failure the archive is open: it writes its end when it is freed, which must not fail.
        target.file = BytesIO()


def _new_sheet(book: Any, imprint: Imprint, language: Language) -> Any:  # noqa: ANN401  # untyped package
    sheet = book.add_worksheet(LANGUAGE_NAMES[language])
    # A header of the printed page: "&" begins a code of its layout, and no caption has one.
    sheet.set_header("&R" + "\n".join(imprint.caption(language)))
    sheet.set_footer("&C&P / &N")
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.9, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(0)  # print them
    sheet.repeat_rows(0, _HEADER_ROWS - 1)
    sheet.freeze_panes(_HEADER_ROWS, 2)
    for column, field in FIELDS.items():
        sheet.set_column(column.rank, column.rank, field.width)
    heading = book.add_format(_HEADING)
    upper, lower = heading_rows(Column)
    texts = [{one.number: one.word.label(language) for one in row} for row in (upper, lower)]
    sheet.set_row(0, 3 * _LINE)
    sheet.set_row(1, 4 * _LINE)
    for index, row in enumerate((*texts, {column.number: str(column.number) for column in Column})):
        for column in Column:
            sheet.write_string(index, column.rank, row.get(column.number, ""), heading)
    # In constant memory, merge_range() cannot merge over two rows. It would only add to this list, too.
    sheet.merge += [[0, one.number - 1, one.rows - 1, one.number + one.columns - 2] for one in upper]
    return sheet


def _write(sheet: Any, cell: tuple[int, int], value: Cell, text: str, format_: Any) -> None:  # noqa: ANN401  # untyped package
    if isinstance(value, int):
        sheet.write_number(*cell, value, format_)
    elif isinstance(value, date):
        sheet.write_datetime(*cell, value, format_)
    else:
        sheet.write_string(*cell, text, format_)
