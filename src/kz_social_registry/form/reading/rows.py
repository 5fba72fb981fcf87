"""
Reading the form: each row as values by column, with every repair and everything not understood.

The file is read once and held in memory. A row is rejected as a whole if anything in it was not
understood; its raw cells are kept for the rejects file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Note, Problem, Refusal, Repair
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.form.cells.moments import of_serial
from kz_social_registry.form.cells.notes import Notes, Reader, is_present
from kz_social_registry.form.description import CONSENT, EXTRAS, MAY_LACK, Dictionary, Kind, heading_key
from kz_social_registry.form.description import Field as FormField
from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity, noted
from kz_social_registry.form.reading.delimited import Formula, RawRow, Sheet
from kz_social_registry.form.reading.header import SEARCHED, Answers, Header, find_headers
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.reading.remarks import remark_of
from kz_social_registry.form.safety import literal, unescaped

#: Values by their column's code: what `issue_of` takes.
Values = dict[str, Any]

#: How many values of a column are remembered.
_REMEMBERED: Final = 20_000
_WIDEST: Final = 256
#: The beginnings of reasons for which a row was rejected as a whole. The cells of a rejects file no
#: longer show these faults.
_WHOLE: Final = tuple(
    problem.label(language).partition("{")[0]
    for problem in (Problem.BROKEN_QUOTES, Problem.ROW_WIDTH, Problem.STRUCK_OUT, Problem.UNMENDED)
    for language in LANGUAGES
)


@frozen(kw_only=True)
class FormRow:
    """
    A row of the form; `repr` shows no values, which may be personal data.
    """

    #: The header of its sheet.
    header: Header = field(repr=False)
    #: From 1, as a spreadsheet counts.
    number: int
    #: Columns 2 to 17 by their codes, and `EXTRAS` by their names; empty cells are absent.
    values: Values = field(repr=False)
    findings: tuple[Finding, ...] = ()
    #: The cells as the file has them; those that are merged have the value of the first.
    raw: Sequence[str] = field(default=(), repr=False)
    #: Whether its capacity is a merged cell, so that the row above states it for both.
    is_in_capacity_above: bool = False
    #: The other rows of the provider, if this one stands for all of them.
    branches: tuple["FormRow", ...] = field(default=(), repr=False)

    @property
    def is_rejected(self) -> bool:
        """
        Whether something in the row was not understood.
        """
        return any(finding.severity is Severity.REJECTED for finding in self.findings)

    def cell(self, index: int) -> str:
        """
        Return a raw cell, empty if the row does not have it.
        """
        return self.raw[index] if 0 <= index < len(self.raw) else ""

    def finding(
        self, severity: Severity, fault: Fault, places: Mapping[str, int] | None = None
    ) -> Finding:
        """
        Return a finding at the cell that a fault's path names, or about the whole row.

        `places` has the cells of the row where they are not those of its header.
        """
        known = self.header.places if places is None else places
        name = max((one for one in known if fault.path.startswith(one)), key=len, default="")
        index = known.get(name, -1)
        address = CellAddress(self.header.sheet, self.number, index + 1)
        return Finding(severity=severity, fault=fault, address=address, raw=self.cell(index))


@frozen(kw_only=True)
class Form:
    """
    A file of the form, read whole.
    """

    path: Path
    #: The header of each sheet that was read.
    headers: tuple[Header, ...]
    rows: tuple[FormRow, ...] = field(repr=False)
    #: Notes about the file and its sheets.
    notes: tuple[Finding, ...] = ()
    #: Notes about rows that are no entries, such as totals and signatures, which are not read.
    totals: tuple[Finding, ...] = ()
    #: Whether the cells of the file carry marks for spreadsheets.
    is_text: bool
    #: What separates the cells of a text.
    delimiter: str = ","

    def plain(self, cell: str) -> str:
        """
        Return a raw cell without the marks that a text file has for spreadsheets.
        """
        return unescaped(cell) if self.is_text else cell


#: Takes how much is done, and of how much.
Progress = Callable[[int, int], None]


def read_form(
    path: Path,
    sheet: str | None = None,
    progress: Progress = lambda *_: None,
    dictionary: Dictionary | None = None,
) -> Form:
    """
    Read the form in a CSV file or a workbook: all sheets that have its header, or only one.

    The `dictionary` has the answers to earlier questions about headings and words.

    With each row, `progress` takes the bytes of a text, or the rows of a workbook, that were read.

    Raises:
        FormError: the file is not the form; the fault says what was seen instead.
        MissingExtra: it is XLSX, and the extra `xlsx` is not installed.
        OSError: the file cannot be read.
    """
    with open_tables(path) as tables:
        sheets = [one for one in tables.sheets if sheet in (None, one.name)]
        if not sheets:
            raise FormError(Fault(Refusal.NO_SUCH_SHEET, allowed=[one.name for one in tables.sheets]))
        notes = list(tables.notes)
        answers = dictionary or Dictionary()
        headed = list(_headed(sheets, notes, answers.headings))
        fields = answers.fields()
        rows: list[FormRow] = []
        totals: list[Finding] = []
        known = _Known(lambda: {"": None})
        for one, header, raw_rows in headed:
            reader = _RowReader(one, header, totals, fields, known)
            for raw in raw_rows:
                if any(map(str.strip, raw.cells)) and (row := reader.row(raw)):
                    rows.append(row)
                progress(*tables.position())
    return Form(
        path=path, headers=tuple(header for _, header, _ in headed), rows=tuple(rows),
        notes=tuple(notes), totals=tuple(totals), is_text=any(one.is_text for one in sheets),
        delimiter=tables.delimiter,
    )  # fmt: skip


def _headed(
    sheets: Sequence[Sheet], notes: list[Finding], answers: Answers
) -> Iterator[tuple[Sheet, Header, Iterator[RawRow]]]:
    """
    Yield each sheet with its header and the rows below; of several sheets, skip those without one.
    """
    tops = [list(islice(sheet.rows, SEARCHED)) for sheet in sheets]
    cells = [[row.cells[:_WIDEST] for row in first] for first in tops]
    found = find_headers([sheet.name for sheet in sheets], cells, answers)
    for sheet, first, header in zip(sheets, tops, found, strict=True):
        if isinstance(header, FormError):
            if any(any(row.cells) for row in first):
                notes.append(noted(Note.SHEET_SKIPPED, CellAddress(sheet.name)))
            continue
        for index, text in header.extra.items():
            address = CellAddress(sheet.name, header.rows, index + 1)
            if heading_key(text) not in (*answers, *EXTRAS):
                notes.append(noted(Note.EXTRA_COLUMN, address, text))
        if lacking := [f"{one.number}" for one in COLUMNS if one not in header.columns]:
            address = CellAddress(sheet.name, header.rows)
            notes.append(noted(Note.COLUMNS_LACKING, address, allowed=tuple(lacking)))
        yield sheet, header, chain(first[header.rows :], sheet.rows)


#: By reader, values that were read without a finding, by their cells.
_Known = defaultdict[Reader | None, dict[str, Any]]


class Cell:
    """
    Reads the cells of one column of a file.
    """

    def __init__(
        self, index: int, field_: FormField, sheet: Sheet, known: _Known | None = None, code: str = ""
    ) -> None:
        self.index = index
        #: The column's code, or the name of a column that the form does not have.
        self.code = code
        #: Shared by the columns of a file that have the same reader.
        self.known = {"": None} if known is None else known[field_.read]
        self.usual = field_.usual
        self._field = field_
        self._epoch = sheet.epoch if field_.kind is Kind.DAY else None
        self._is_text = sheet.is_text

    def read(self, raw: str, notes: Notes, before: Values) -> Any:  # noqa: ANN401  # whatever the column holds
        """
        Return the value of a new cell, None if it is empty; `before` has those of earlier columns.
        """
        if isinstance(raw, Formula):
            raise InvalidValue(Fault(Problem.FORMULA_WITHOUT_VALUE))
        text = raw.strip()
        if self._is_text and (text[:1] == "=" or "'" in text):
            marked, text = text, literal(text)
            if text != marked:
                notes.add(Repair.APOSTROPHE)
        # In a column of consents, a word for no is a value.
        if not text or (self.code != CONSENT and not is_present(text, notes)):
            return None
        if self._epoch and text.isdecimal():
            return of_serial(self._epoch, text, notes)
        described = self._field
        assert described.read  # noqa: S101  # for type checkers: the row number alone has none
        value = described.read(text, notes)
        if described.starts and notes.start and before.get(described.starts) != notes.start:
            raise InvalidValue(Fault(Problem.TERM_START))
        if described.repeats and notes.is_blank and len(self.known) < _REMEMBERED:
            self.known[raw] = value
        return value


class _RowReader:
    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        totals: list[Finding],
        fields: Mapping[str, FormField],
        known: _Known,
    ) -> None:
        self._sheet = sheet
        self._totals = totals
        self._header = header
        self._notes = Notes()
        self._width = len(header.columns)
        self._capacity = header.places.get(Column.CAPACITY)
        # In the form's order, for a term is compared with the day in an earlier column.
        names = dict.fromkeys((*COLUMNS, *header.places))
        self._cells = [
            Cell(header.places[name], fields[name], sheet, known, str(name))
            for name in names
            if name in header.places and fields[name].read
        ]

    def row(self, row: RawRow) -> FormRow | None:
        """
        Return a row; None if it has nothing but its number, or holds totals, which are noted.
        """
        cells = row.cells
        is_usual = len(cells) == self._width and not row.fault and not self._header.reasons
        if not is_usual and (fault := self._fault(row)):
            if not row.fault and self._is_remark(row):
                return None
            whole = FormRow(header=self._header, number=row.number, values={}, raw=cells)
            return evolve(whole, findings=(whole.finding(Severity.REJECTED, fault),))
        if len(cells) != self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        findings: list[Finding] = []
        if row.merged:
            cells = self._filled(row._replace(cells=cells), findings)
            row = row._replace(cells=cells)
        values = self._values(row.number, cells, findings)
        if Column.IDENTIFIER not in values and self._is_remark(row):
            return None
        if not values and not findings:
            return None
        return FormRow(
            header=self._header, number=row.number, values=values, findings=tuple(findings), raw=cells,
            is_in_capacity_above=self._capacity in row.merged,
        )  # fmt: skip

    def _values(self, number: int, cells: Sequence[str], findings: list[Finding]) -> Values:
        values: Values = {}
        for cell in self._cells:
            raw = cells[cell.index]
            if raw in cell.known:
                value = cell.known[raw]
            elif (value := cell.usual(raw)) is None:
                value = self._read(cell, number, raw, values, findings)
            if value is not None:
                values[cell.code] = value
        return values

    def _filled(self, row: RawRow, findings: list[Finding]) -> list[str]:
        """
        Return the cells, with the values of merged cells that begin above; a capacity counts once.
        """
        cells = list(row.cells)
        filled: list[str] = []
        for cell in self._cells:
            if cell.index != self._capacity and row.merged.get(cell.index):
                cells[cell.index] = row.merged[cell.index]
                column = Column.of(cell.code)
                filled.append(f"{column.number}" if column else self._header.extra[cell.index])
        if filled:
            address = CellAddress(self._header.sheet, row.number)
            fault = Fault(Repair.MERGED, allowed=filled)
            findings.append(Finding(severity=Severity.REPAIRED, fault=fault, address=address))
        return cells

    def _read(self, cell: Cell, number: int, raw: str, values: Values, findings: list[Finding]) -> Any:  # noqa: ANN401  # whatever the column holds
        notes = self._notes
        try:
            value = cell.read(raw, notes, values)
            if notes.is_blank:
                return value
        except InvalidValue as error:
            value = None
            findings += self._findings(Severity.REJECTED, error.faults, cell, number, raw)
        findings += self._findings(Severity.REPAIRED, notes.repairs, cell, number, raw)
        self._notes = Notes()
        return value

    def _is_remark(self, row: RawRow) -> bool:
        """
        Note a row that is no entry.
        """
        remark = remark_of(row.cells, self._header)
        if remark:
            address = CellAddress(self._header.sheet, row.number)
            self._totals.append(noted(remark[0], address, remark[1]))
        return remark is not None

    def _fault(self, row: RawRow) -> Fault | None:
        """
        Return the fault of a row as a whole, if any. Spreadsheets drop empty cells at a row's end.

        A short row of a text that ends with an empty cell may have lost another one, which shifts the
        rest. Columns that a file may lack may be missing at its end.
        """
        cells, width = row.cells, self._width
        too_wide = any(map(str.strip, cells[width:]))
        is_lost = (
            self._sheet.is_text
            and len(cells) < width
            and not cells[-1].strip()
            and not MAY_LACK.issuperset(self._header.columns[len(cells) :])
        )
        if not row.fault and (too_wide or is_lost):
            return Fault(Problem.ROW_WIDTH, allowed=(str(width),))
        reasons = [cells[index] for index in self._header.reasons if index < len(cells)]
        if not row.fault and any(whole in reason for whole in _WHOLE for reason in reasons):
            return Fault(Problem.UNMENDED)
        return row.fault

    def _findings(
        self, severity: Severity, faults: Iterable[Fault], cell: Cell, number: int, raw: str
    ) -> Iterator[Finding]:
        address = CellAddress(self._header.sheet, number, cell.index + 1)
        for fault in faults:
            is_word = fault.code is Problem.UNKNOWN_WORDING and fault.value
            own = str(fault.value) if is_word else raw
            yield Finding(severity=severity, fault=fault.under(cell.code), address=address, raw=own)
