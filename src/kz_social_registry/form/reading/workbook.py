"""
The form in an XLSX workbook, read with openpyxl (extra `xlsx`).

A workbook is a zip archive of XML, and may be hostile. Sizes, entities and passwords are checked before
anything is unpacked into memory.
"""

import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from kz_social_registry.base.errors import Fault, MissingExtra
from kz_social_registry.base.fault_codes import Code, Note, Problem, Refusal
from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity
from kz_social_registry.form.reading.delimited import RawRow, Tables, Unread

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
    has_formulas = _inspect(path)
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that are not read
        values = _loaded(stack.enter_context(path.open("rb")), data_only=True)
        formulas = None
        if has_formulas:
            formulas = _loaded(stack.enter_context(path.open("rb")), data_only=False)
        shown = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet for sheet in values.worksheets if sheet not in shown]
        sheets = tuple(_Sheet(sheet, formulas, values.epoch) for sheet in shown)
        stated = sum(min(sheet.max_row or 0, _MOST_ROWS) for sheet in shown)

        def position() -> tuple[int, int]:
            done = sum(sheet.done for sheet in sheets)
            return done, max(done, stated)  # a workbook may state too few rows

        notes = tuple(_hidden(sheet.title) for sheet in hidden)
        yield Tables(sheets=sheets, notes=notes, position=position)


def _loaded(file: IO[bytes], *, data_only: bool) -> Any:  # noqa: ANN401  # untyped package
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=data_only)
    except Exception:  # noqa: BLE001  # whatever error openpyxl raises, the file is at fault
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None


def _hidden(title: str) -> Finding:
    return Finding(severity=Severity.NOTED, fault=Fault(Note.SHEET_HIDDEN), address=CellAddress(title))


def _inspect(path: Path) -> bool:
    """
    Check every part of the archive, a chunk at a time; return whether there are formulas.
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
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            return sum(_scanned(archive, part) for part in xml) > 0  # not any(), which would skip parts
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None


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


class _Sheet:
    """
    A sheet of a workbook.
    """

    is_text: bool = False

    def __init__(self, sheet: Any, formulas: Any, epoch: datetime) -> None:  # noqa: ANN401  # untyped package
        self.name: str = sheet.title
        self.epoch: datetime | None = epoch
        self._sheet = sheet
        self._formulas = formulas[sheet.title] if formulas else None
        #: The number of rows read.
        self.done = 0

    def rows(self) -> Iterator[RawRow]:
        """
        Yield the rows once, from the first.
        """
        self._sheet.reset_dimensions()  # the size stated in a file may be wrong
        if self._formulas:
            self._formulas.reset_dimensions()
        values = self._sheet.iter_rows(values_only=not self._formulas)
        formulas = self._formulas.iter_rows(values_only=True) if self._formulas else None
        while True:
            try:
                row = next(values, None)
                formula_row = next(formulas, ()) if formulas else ()
            except Exception:  # noqa: BLE001  # whatever error openpyxl raises, the file is at fault
                raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None
            if row is None:
                return
            self.done += 1
            if self.done > _MOST_ROWS:
                raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{_MOST_ROWS}",)))
            yield RawRow(
                self.done, _texts(row, formula_row) if formulas else [_text(value) for value in row]
            )


def _texts(row: Sequence[Any], formulas: Sequence[object]) -> list[str]:
    """
    Return the cells of a row as texts; a formula without a saved value becomes `Unread`.
    """
    # A formula whose saved value is an empty text has no value in openpyxl, only the type str.
    values = ["" if cell.value is None and cell.data_type == "str" else cell.value for cell in row]
    cells = [_text(value) for value in values]
    for index, formula in enumerate(formulas):
        is_formula = formula is not None and not isinstance(formula, (bool, int, float, date, time))
        is_formula = is_formula and (not isinstance(formula, str) or formula.startswith("="))
        if is_formula and index < len(values) and values[index] is None:
            text = formula if isinstance(formula, str) else "="
            cells[index] = Unread(text, Problem.FORMULA_WITHOUT_VALUE)
    return cells


def _text(value: object) -> str:
    """
    Return a cell as a person sees it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _CODED.sub(lambda code: chr(int(code[1], 16)), value) if "_x" in value else value
    if isinstance(value, datetime):
        shown = value.strftime("%d.%m.%Y %H:%M:%S")
        return shown.removesuffix(" 00:00:00")
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value)
