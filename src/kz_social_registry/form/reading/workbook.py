"""
The form in a workbook (.xlsx, .xlsb, .xls, .ods), read with python-calamine (extra `xlsx`).

The file is checked, and the extent of its sheets bounded, before the package sees it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code, Note, Problem, Refusal
from kz_social_registry.form.findings import CellAddress, Finding, FormError, noted
from kz_social_registry.form.reading.archive import Archive, Shown, inspect
from kz_social_registry.form.reading.binary import check_old_workbook
from kz_social_registry.form.reading.delimited import RawRow, Sheet, Tables

try:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[xlsx]",))) from None

#: The most characters of a cell in Excel.
_LONGEST_CELL: Final = 32_767
#: Day 0 of the serial numbers, and where a workbook counts from 1904.
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a day
_EPOCH_OF_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001  # a day


@contextmanager
def open_workbook(path: Path, *, is_archive: bool) -> Iterator[Tables]:
    """
    Open the visible sheets of a workbook.

    Raises:
        FormError: it is damaged, has a password, defines XML entities, or is too large.
    """
    archive = inspect(path) if is_archive else Archive()
    if not is_archive:
        check_old_workbook(path.read_bytes())
    with reporting_damage(), path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)  # of a path it would believe the name
    with book:
        shown = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        hidden = [one.name for one in shown if one.visible != SheetVisibleEnum.Visible]
        names = [one.name for one in shown if one.name not in hidden]
        epoch = _EPOCH_OF_1904 if archive.is_from_1904 else _EPOCH
        progress: Counter[str] = Counter()
        sheets, notes = [], [noted(Note.SHEET_HIDDEN, CellAddress(name)) for name in hidden]
        for name in names:
            marks = archive.shown(name)
            notes += _notes(name, marks)
            rows = _rows(book, name, marks or Shown(), progress)
            sheets.append(Sheet(name=name, rows=rows, epoch=epoch if marks else None, is_text=False))
        yield Tables(
            sheets=tuple(sheets), notes=tuple(notes),
            position=lambda: (progress["read"], max(progress["read"], progress["stated"])),
        )  # fmt: skip


def _notes(name: str, marks: Shown | None) -> Iterator[Finding]:
    """
    Yield notes about hidden rows; of other formats than .xlsx that they cannot be seen.
    """
    if not marks:
        yield noted(Note.ROWS_UNSEEN, CellAddress(name))
    elif marks.hidden:
        yield noted(Note.ROWS_HIDDEN, CellAddress(name), allowed=(f"{len(marks.hidden)}",))


@contextmanager
def reporting_damage() -> Iterator[None]:
    """
    Raise the errors of the package as damage of the workbook.
    """
    try:
        yield
    except BaseException as error:
        # Whatever error the package raises, the file is at fault; a panic of it is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None
        raise


def _rows(book: CalamineWorkbook, name: str, marks: Shown, progress: Counter[str]) -> Iterator[RawRow]:
    with reporting_damage():
        sheet = book.get_sheet_by_name(name)
    before = [""] * (sheet.start or (0, 0))[1]
    progress["stated"] += sheet.height + (sheet.start or (0, 0))[0]
    odd: dict[int, dict[int, str]] = {}
    for (row, column), text in marks.cells.items():
        odd.setdefault(row, {})[column] = text
    merges = _Merges(sheet.merged_cell_ranges, sheet.width + len(before))
    # python-calamine before 0.8.3 panics without cells.
    filled = sheet.iter_rows() if sheet.start else ()
    for number, values in enumerate(filled, 1):
        progress["read"] += 1
        cells = before + [
            one if type(one) is str and len(one) <= _LONGEST_CELL else _text(one) for one in values
        ]
        for column, text in odd.get(number, {}).items():
            cells += [""] * (column - len(cells))
            cells[column - 1] = text
        fault = Fault(Problem.STRUCK_OUT) if number in marks.struck else None
        yield RawRow(number, cells, fault, merges.above(number - 1, cells))


class _Merges:
    """
    The merged cells of a sheet that extend over several rows.
    """

    def __init__(
        self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None, width: int
    ) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = {}
        #: The values and last rows of those that have begun, by their first columns.
        self._open: dict[int, tuple[int, str]] = {}
        for (first, column), (last, _) in ranges or ():
            if first < last and column < width:
                self._starts.setdefault(first, []).append((column, last))

    def above(self, row: int, cells: Sequence[str]) -> dict[int, str]:
        """
        Return, by column, the values of merged cells that begin above a row; rows come in order.
        """
        if not self._open and row not in self._starts:  # as in nearly all rows
            return {}
        found = {column: text for column, (last, text) in self._open.items() if row <= last}
        self._open = {column: self._open[column] for column in found}
        for column, last in self._starts.get(row, ()):
            self._open[column] = last, cells[column] if column < len(cells) else ""
        return found


def _text(value: Any) -> str:  # noqa: ANN401  # whatever a cell holds
    """
    Return a cell as a person sees it, but that a text longer than Excel allows is cut.
    """
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return _text_of_day(value)
    if isinstance(value, str):  # which is refused, and which many cells may share
        return value[: _LONGEST_CELL + 1]
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M:%S").removesuffix(" 00:00:00")
    return str(value)


@lru_cache(maxsize=4096)  # days repeat
def _text_of_day(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}"
