"""
The form in an XLSX workbook, read with openpyxl (extra `xlsx`).

A workbook is a zip archive of XML, and may be hostile. Sizes, entities and passwords are checked before
anything is unpacked into memory.
"""

import re
import warnings
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from itertools import chain, pairwise, repeat
from pathlib import Path
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code, Note, Refusal
from kz_social_registry.form.findings import CellAddress, FormError, noted
from kz_social_registry.form.reading.delimited import Formula, RawRow, Sheet, Tables

try:
    import openpyxl
except ModuleNotFoundError:
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[xlsx]",))) from None

_CHUNK: Final = 1 << 20
#: The most bytes of all parts unpacked; 200,000 rows of the form take about 150 MB.
_LARGEST: Final = 512 << 20
#: A large part that is compressed more than this many times is refused.
_LARGE_PART: Final = 16 << 20
_SMALLEST_RATIO: Final = 300
_MOST_PARTS: Final = 2000
_MOST_ROWS: Final = 1_048_576
#: The rows and cells, empty ones too, that any workbook may have. A larger one may have as many more as
#: its parts have bytes: a cell takes more than one. Cells far to the right leave many empty ones.
_CELLS_OF_ANY: Final = 2_000_000
#: The most characters of a cell in Excel.
_LONGEST_CELL: Final = 32_767
_ENTITIES: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
#: The escape of a character that XML or Excel would change.
_CODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


@contextmanager
def open_workbook(path: Path) -> Iterator[Tables]:
    """
    Open the visible sheets of a workbook.

    Raises:
        FormError: it is damaged, has a password, defines XML entities, or is too large.
    """
    has_formulas, size = _inspect(path)
    budget = Budget(_CELLS_OF_ANY + size)
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are not read
        values = _loaded(stack.enter_context(path.open("rb")), data_only=True)
        formulas = None
        if has_formulas:
            formulas = _loaded(stack.enter_context(path.open("rb")), data_only=False)
        shown = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
        stated = sum(min(sheet.max_row or 0, _MOST_ROWS) for sheet in shown)
        read: Counter[str] = Counter()

        def position() -> tuple[int, int]:
            return read.total(), max(read.total(), stated)  # a workbook may state too few rows

        sheets = tuple(
            Sheet(
                name=one.title,
                rows=_rows(one, formulas, read, budget),
                epoch=values.epoch,
                is_text=False,
            )
            for one in shown
        )
        hidden = [one.title for one in values.worksheets if one not in shown]
        notes = tuple(noted(Note.SHEET_HIDDEN, CellAddress(title)) for title in hidden)
        yield Tables(sheets=sheets, notes=notes, position=position)


@contextmanager
def _reporting_damage() -> Iterator[None]:
    try:
        yield
    except Exception:  # noqa: BLE001  # whatever error openpyxl raises, the file is at fault
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None


def _loaded(file: IO[bytes], *, data_only: bool) -> Any:  # noqa: ANN401  # untyped package
    with _reporting_damage():
        return openpyxl.load_workbook(file, read_only=True, data_only=data_only)


class Budget:
    """
    The number of rows and cells that may still be read of a workbook.
    """

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, cells: int) -> None:
        """
        Count a row and its cells.

        Raises:
            FormError: there are more than the workbook may have.
        """
        self._left -= 1 + cells
        if self._left < 0:
            raise FormError(Fault(Refusal.FAR_CELLS))


def _inspect(path: Path) -> tuple[bool, int]:
    """
    Check every part of the archive, a chunk at a time.

    Return whether there are formulas, and the size of all parts unpacked.
    """
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise FormError(Fault(Refusal.PASSWORD))
            swollen = any(
                part.file_size > _LARGE_PART and part.file_size > _SMALLEST_RATIO * part.compress_size
                for part in parts
            )
            total = sum(part.file_size for part in parts)
            if swollen or total > _LARGEST or len(parts) > _MOST_PARTS:
                raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{_LARGEST >> 20} MB",)))
            if _is_forged(parts):
                raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))
            # Every part, since its name does not decide whether it is XML; any() would skip some.
            return sum([_scanned(archive, part) for part in parts]) > 0, total
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None


def _is_forged(parts: Iterable[ZipInfo]) -> bool:
    """
    Whether parts overlap, or have names that programs understand differently.
    """
    ordered = sorted(parts, key=lambda part: part.header_offset)
    names = {part.filename.lower() for part in ordered}
    return (
        len(names) < len(ordered)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
        or any(
            one.header_offset + one.compress_size >= two.header_offset for one, two in pairwise(ordered)
        )
    )


def _scanned(archive: ZipFile, part: ZipInfo) -> bool:
    """
    Refuse XML that defines entities; return whether the part has formulas.
    """
    found, tail = False, b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            window = tail + chunk
            if any(mark in window for mark in _ENTITIES):
                raise FormError(Fault(Refusal.XML_ENTITIES))
            found = found or bool(_FORMULA.search(window))
            tail = window[-32:]
    return found


def _rows(sheet: Any, workbook: Any, read: Counter[str], budget: Budget) -> Iterator[RawRow]:  # noqa: ANN401  # untyped package
    """
    Yield the rows of a sheet, and count them; a workbook of formulas is read in step.
    """
    sheet.reset_dimensions()  # the size stated in a file may be wrong
    values = sheet.iter_rows(values_only=not workbook)
    formulas: Iterable[Any] = ()
    if workbook:
        workbook[sheet.title].reset_dimensions()
        formulas = workbook[sheet.title].iter_rows(values_only=True)
    both = _undamaged(zip(values, chain(formulas, repeat(())), strict=False))
    for number, (row, formula_row) in enumerate(both, 1):
        if number > _MOST_ROWS:
            raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{_MOST_ROWS}",)))
        budget.spend(len(row))
        read[sheet.title] = number
        yield RawRow(number, _texts(row, formula_row) if workbook else [_text(value) for value in row])


def _undamaged(rows: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    with _reporting_damage():
        yield from rows


def _texts(row: Sequence[Any], formulas: Sequence[object]) -> list[str]:
    """
    Return the cells of a row as texts; a formula without a saved value becomes a `Formula`.
    """
    # A formula whose saved value is an empty text has no value in openpyxl, only the type str.
    values = ["" if cell.value is None and cell.data_type == "str" else cell.value for cell in row]
    cells = [_text(value) for value in values]
    for index, formula in enumerate(formulas):
        is_formula = formula is not None and not isinstance(formula, (bool, int, float, date, time))
        is_formula = is_formula and (not isinstance(formula, str) or formula.startswith("="))
        if is_formula and index < len(values) and values[index] is None:
            cells[index] = Formula(formula if isinstance(formula, str) else "=")
    return cells


def _text(value: object) -> str:
    """
    Return a cell as a person sees it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        value = value[: _LONGEST_CELL + 1]  # longer ones are refused; many cells may share one
        return _CODED.sub(lambda code: chr(int(code[1], 16)), value) if "_x" in value else value
    if isinstance(value, datetime):
        shown = value.strftime("%d.%m.%Y %H:%M:%S")
        return shown.removesuffix(" 00:00:00")
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
