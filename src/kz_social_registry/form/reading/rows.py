"""
Reading the form: each row as values by column, with everything that was repaired or not understood.

Rows are read as they come, so memory stays flat however many there are. A row in which anything was not
understood is rejected as a whole; its raw cells are kept for the rejects file.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Note, Problem, Refusal, Repair
from kz_social_registry.base.law import EARLIEST_DAY, LANGUAGES, LATEST_DAY
from kz_social_registry.base.text import fold, tidy
from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.description import FIELDS, Kind
from kz_social_registry.form.description import Field as FormField
from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity
from kz_social_registry.form.reading.delimited import RawRow, Sheet, Tables, Unread
from kz_social_registry.form.reading.header import SEARCHED, Header, find_header
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.safety import LONGEST_WORD, stands_for_nothing, unescaped

#: Values by their column's code: what `issue_of` takes.
Values = dict[str, Any]

#: Values that repeat are remembered up to this many for each column.
_REMEMBERED: Final = 20_000
_WIDEST: Final = 256
#: How the reasons begin for which a row was rejected as a whole: its cells do not show them any more.
_WHOLE: Final = tuple(
    problem.label(language).partition("{")[0]
    for problem in (Problem.BROKEN_QUOTES, Problem.ROW_WIDTH, Problem.UNMENDED)
    for language in LANGUAGES
)
_TOTALS: Final = frozenset(
    map(fold, ("Барлығы", "Жиыны", "Жиынтығы", "Қорытынды", "Итого", "Всего", "Total"))
)
#: No cell is read that is longer than a text with its mark; matching takes ever longer with it.
_LONGEST: Final = LONGEST_TEXT + 1


@frozen(kw_only=True)
class FormRow:
    """
    A row of the form; `repr` shows no values, which may be personal data.
    """

    sheet: str
    #: From 1, as a spreadsheet counts.
    number: int
    #: Columns 2 to 17 by their codes; empty cells are absent.
    values: Values = field(repr=False)
    findings: tuple[Finding, ...] = ()
    #: The cells as they stand in the file.
    raw: Sequence[str] = field(default=(), repr=False)

    @property
    def is_rejected(self) -> bool:
        """
        Whether something in the row was not understood.
        """
        return any(finding.severity is Severity.REJECTED for finding in self.findings)


class Form:
    """
    A file that holds the form, opened; iterating reads its rows, once.
    """

    def __init__(self, tables: Tables, sheet: str | None) -> None:
        self._tables = tables
        self._sheets = [one for one in tables.sheets if sheet in (None, one.name)]
        if not self._sheets:
            raise FormError(Fault(Refusal.NO_SUCH_SHEET, allowed=[one.name for one in tables.sheets]))
        #: What there is to note of the file as a whole.
        self.notes = list(tables.notes)
        self._opened = list(self._headed())
        self._is_text = any(sheet.is_text for sheet in self._sheets)
        #: The header of each sheet that is read, by the sheet's name.
        self.headers = {sheet.name: header for sheet, header, _ in self._opened}

    def plain(self, cell: str) -> str:
        """
        Return a raw cell without the marks that a text file has for spreadsheets.
        """
        return unescaped(cell) if self._is_text else cell

    def position(self) -> tuple[int, int]:
        """
        Return how much was read, of how much: bytes of a text, rows of a workbook.
        """
        return self._tables.position()

    def __iter__(self) -> Iterator[FormRow]:
        for sheet, header, rows in self._opened:
            reader = _RowReader(sheet, header, self.notes)
            for row in rows:
                if any(map(str.strip, row.cells)) and (read := reader.row(row)):
                    yield read

    def _headed(self) -> Iterator[tuple[Sheet, Header, Iterator[RawRow]]]:
        """
        Find the header of each sheet; of several, those without one are skipped and noted.
        """
        refused: list[FormError] = []
        found = 0
        for sheet in self._sheets:
            rows = sheet.rows()
            first = list(islice(rows, SEARCHED))
            try:
                header = find_header([row.cells[:_WIDEST] for row in first], sheet.name)
            except FormError as error:
                if error.faults[0].code is not Refusal.UNKNOWN_HEADER:
                    raise
                refused.append(error)
                if any(any(row.cells) for row in first):
                    self.notes.append(_noted(Note.SHEET_SKIPPED, CellAddress(sheet.name)))
                continue
            found += 1
            for place, text in header.extra.items():
                self.notes.append(
                    _noted(Note.EXTRA_COLUMN, CellAddress(sheet.name, header.rows, place + 1), text)
                )
            yield sheet, header, chain(first[header.rows :], rows)
        if refused and not found:
            raise refused[0]


def _noted(note: Note, place: CellAddress, raw: str = "") -> Finding:
    return Finding(severity=Severity.NOTED, fault=Fault(note), place=place, raw=raw)


@contextmanager
def open_form(path: Path, sheet: str | None = None) -> Iterator[Form]:
    """
    Lend the form that a CSV or XLSX file holds; of a workbook, all sheets that have its header, or one.

    Raises:
        FormError: the file is not the form, with what was seen instead.
        MissingExtra: it is XLSX, and the extra `xlsx` is not installed.
        OSError: it cannot be read.
    """
    with open_tables(path) as tables:
        yield Form(tables, sheet)


class _Cell:
    """
    Reads the cells of one column of a file.
    """

    def __init__(self, place: int, field_: FormField, sheet: Sheet) -> None:
        self.place = place
        self.code = field_.column.value
        #: The column with the day on which a term in this one starts.
        self.starts = field_.starts
        self.known: dict[str, Any] = {"": None}
        self._read = field_.read
        self._repeats = field_.repeats
        self._epoch = sheet.epoch if field_.kind is Kind.DAY else None
        self._is_text = sheet.is_text

    def read(self, raw: str, notes: Notes) -> Any:  # noqa: ANN401  # whatever the column holds
        """
        Return the value of a cell that is not known yet; None if it is empty.
        """
        if isinstance(raw, Unread):
            raise InvalidValue(Fault(raw.problem))
        text = raw.strip()
        if self._is_text and "'" in text and (plain := unescaped(text)) != text:
            notes.add(Repair.APOSTROPHE)
            text = plain
        if len(text) > _LONGEST:
            raise InvalidValue(Fault(Problem.CELL_TOO_LONG, allowed=(f"{LONGEST_TEXT}",)))
        if len(text) <= LONGEST_WORD and not text[:1].isdigit() and _stands_for_nothing(text, notes):
            return None
        if self._epoch and text.isdecimal():
            notes.add(Repair.SERIAL_DAY)
            return _of_serial(self._epoch, text)
        assert self._read  # noqa: S101  # for type checkers: the row number alone has none
        value = self._read(text, notes)
        if self._repeats and notes.is_blank and len(self.known) < _REMEMBERED:
            self.known[raw] = value
        return value


def _stands_for_nothing(text: str, notes: Notes) -> bool:
    """
    Whether a cell is empty, or says so in a word; a withheld value cannot be read at all.
    """
    nothing = stands_for_nothing(tidy(text))
    if isinstance(nothing, Problem):
        raise InvalidValue(Fault(nothing))
    if nothing:
        notes.add(nothing)
    return not text or nothing is not None


def _of_serial(epoch: datetime, text: str) -> date:
    try:
        found = (epoch + timedelta(days=int(text))).date()
    except OverflowError:
        found = date.max
    if not EARLIEST_DAY <= found <= LATEST_DAY:
        raise InvalidValue(Fault(Problem.NO_SUCH_DAY))
    return found


class _RowReader:
    """
    Reads the rows of one sheet.
    """

    def __init__(self, sheet: Sheet, header: Header, of_file: list[Finding]) -> None:
        self._sheet = sheet
        self._of_file = of_file
        self._width = header.width
        self._reasons = header.reasons
        self._notes = Notes()
        places = {column: place for place, column in enumerate(header.columns) if column}
        self._capacity = places[Column.CAPACITY]
        # In the form's order, whatever the file's: a term may refer to the day before it.
        self._cells = [
            _Cell(places[column], described, sheet)
            for column, described in FIELDS.items()
            if described.read
        ]

    def row(self, row: RawRow) -> FormRow | None:
        """
        Return a row; None if nothing but its number stands in it, or totals, of which a note is taken.
        """
        number, cells, fault = row
        if len(cells) != self._width:
            fault = fault or self._odd_width(cells)
            cells = [*cells, *[""] * (self._width - len(cells))]
        if self._reasons:
            fault = fault or self._unmended(cells)
        if fault:
            return self._rejected(row, fault)
        values: Values = {}
        findings: list[Finding] = []
        for cell in self._cells:
            raw = cells[cell.place]
            known = cell.known
            value = known[raw] if raw in known else self._read(cell, row, values, findings)
            if value is not None:
                values[cell.code] = value
        if Column.IDENTIFIER not in values and (label := self._label_of_totals(cells)):
            place = CellAddress(self._sheet.name, number)
            self._of_file.append(_noted(Note.TOTAL_ROW, place, label))
            return None
        if not values and not findings:
            return None
        return FormRow(
            sheet=self._sheet.name, number=number, values=values, findings=tuple(findings), raw=cells
        )

    def _read(self, cell: _Cell, row: RawRow, values: Values, findings: list[Finding]) -> Any:  # noqa: ANN401  # whatever the column holds
        """
        Return the value of a cell that is not known yet, and keep what there is to say about it.
        """
        notes = self._notes
        raw = row.cells[cell.place]
        try:
            value = cell.read(raw, notes)
            if notes.is_blank:
                return value
            _check_start(cell, notes, values)
        except InvalidValue as error:
            value = None
            findings += self._findings(Severity.REJECTED, error.faults, cell, row)
        findings += self._findings(Severity.REPAIRED, notes.repairs, cell, row)
        self._notes = Notes()
        return value

    def _label_of_totals(self, cells: list[str]) -> str | None:
        """
        Return the label of a row in which nothing else stands but a sum of places.
        """
        unread = (*self._reasons, self._capacity)
        filled = [cell for place, cell in enumerate(cells) if place not in unread and cell.strip()]
        return filled[0] if len(filled) == 1 and fold(filled[0]) in _TOTALS else None

    def _odd_width(self, cells: list[str]) -> Fault | None:
        """
        Only a workbook drops empty cells at the end; nothing may stand behind the last column.
        """
        behind = any(map(str.strip, cells[self._width :]))
        if behind or (self._sheet.is_text and len(cells) < self._width):
            return Fault(Problem.ROW_WIDTH, allowed=(str(self._width),))
        return None

    def _unmended(self, cells: list[str]) -> Fault | None:
        """
        A row that was rejected as a whole stays so until somebody has cleared the reason.
        """
        reasons = [cells[place] for place in self._reasons]
        unmended = any(whole in reason for whole in _WHOLE for reason in reasons)
        return Fault(Problem.UNMENDED) if unmended else None

    def _rejected(self, row: RawRow, fault: Fault) -> FormRow:
        place = CellAddress(self._sheet.name, row.number)
        finding = Finding(severity=Severity.REJECTED, fault=fault, place=place)
        return FormRow(
            sheet=self._sheet.name, number=row.number, values={}, findings=(finding,), raw=row.cells
        )

    def _findings(
        self, severity: Severity, faults: Iterable[Fault], cell: _Cell, row: RawRow
    ) -> list[Finding]:
        place = CellAddress(self._sheet.name, row.number, cell.place + 1)
        raw = row.cells[cell.place]
        return [
            Finding(severity=severity, fault=fault.under(cell.code), place=place, raw=raw)
            for fault in faults
        ]


def _check_start(cell: _Cell, notes: Notes, values: Values) -> None:
    """
    A term that was written as a range starts on the day in its own column.
    """
    if notes.start and cell.starts and values.get(cell.starts) != notes.start:
        raise InvalidValue(Fault(Problem.TERM_START))
