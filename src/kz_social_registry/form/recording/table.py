"""
A file of acts, one a row: the act, the provider's number, the day, and what the act needs.

The headings are the names of the fields in Kazakh, Russian or English, or their codes. Cells are read
as those of the form. A row with a fault is rejected whole, and all its faults are reported. Two columns
may stand for one field, such as the day; a row with both of them filled is at fault.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Note, Problem, Refusal
from kz_social_registry.base.fields import FieldName, field_name
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.validation import AnyValue
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.acts import Issue
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.act_form import act_fields
from kz_social_registry.form.cells.choices import word_named
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.cells.numbers import read_identifier
from kz_social_registry.form.description import HEADINGS, REASONS, Kind, heading_key
from kz_social_registry.form.description import Field as FormField
from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity, noted
from kz_social_registry.form.posted import KINDS, content_from_texts
from kz_social_registry.form.posted import Kind as ActOrAnnulment
from kz_social_registry.form.reading.delimited import RawRow, Sheet
from kz_social_registry.form.reading.header import SEARCHED, Header, shown
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.reading.rows import Cell, Form, FormRow, Progress

#: The fields that say which act of which provider a row holds.
ACT: Final = FieldName.ACT.value
PROVIDER: Final = Column.IDENTIFIER.value
#: The other values of a row: the act, and the index of each field.
CONTENT: Final = "content"
PLACES: Final = "places"
#: Other headings of the day.
_DAYS: Final = "Күні; Күн; Күшіне енетін күні; Дата; День; Дата действия; Date; Day; Effective date"
_WIDEST: Final = 256


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """
    Return the fields that a heading may stand for, by its letters and digits.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    fields = dict.fromkeys(one.name for kind in KINDS for one in act_fields(kind))
    for name in (*fields, ACT):
        last = name.rpartition(".")[2]
        for path in (name, last):
            for text in (path, *(field_name(path, language) for language in LANGUAGES)):
                found[heading_key(text)][name] = None
    for one in chain.from_iterable(map(act_fields, KINDS)):  # the label of a day is its act's own
        for language in LANGUAGES:
            found[heading_key(one.label(language))][one.name] = None
    for text in _DAYS.split(";"):
        found[heading_key(text)]["on"] = None
    for key, column in HEADINGS.items():
        name = {Column.INCLUDED_ON: "on", Column.EXCLUSION_BASIS: "basis"}.get(column, column.value)
        if key not in found and name in fields:
            found[key][name] = None
    return {key: tuple(names) for key, names in found.items()}


def read_acts(path: Path, progress: Progress = lambda *_: None) -> Form:
    """
    Read a file of acts: a CSV file, or all visible sheets of a workbook that have the headings.

    The values of a row are its act, its provider, and the index of each field.

    Raises:
        FormError: no sheet has the headings of act and provider.
        MissingExtra: it is a workbook, and the extra `xlsx` is not installed.
        OSError: the file cannot be read.
    """
    with open_tables(path) as tables:
        notes, headers, rows, seen = list(tables.notes), list[Header](), list[FormRow](), list[str]()
        for sheet in tables.sheets:
            first = list(islice(sheet.rows, SEARCHED))
            place = next((place for place, row in enumerate(first) if _is_header(row.cells)), None)
            if place is None:
                seen += next((row.cells for row in first if any(row.cells)), [])
                continue
            reader = _Reader(sheet, first[place].cells[:_WIDEST], place + 1)
            headers.append(reader.header)
            notes += reader.notes()
            for row in chain(first[place + 1 :], sheet.rows):
                if any(map(str.strip, row.cells)):
                    rows.append(reader.row(row))
                progress(*tables.position())
        if not headers:
            raise FormError(Fault(Refusal.ACTS_HEADER, allowed=shown(seen)))
        is_text = any(sheet.is_text for sheet in tables.sheets)
    return Form(
        path=path,
        headers=tuple(headers),
        rows=tuple(rows),
        notes=tuple(notes),
        is_text=is_text,
        delimiter=tables.delimiter,
    )


def _is_header(cells: Sequence[str]) -> bool:
    named = set(chain.from_iterable(_names().get(heading_key(text), ()) for text in cells[:_WIDEST]))
    return named.issuperset((ACT, PROVIDER))


class _Reader:
    def __init__(self, sheet: Sheet, headings: Sequence[str], rows: int) -> None:
        keys = [heading_key(text) for text in headings]
        self._names = [_names().get(key, ()) for key in keys]
        days = {one.name for kind in KINDS for one in act_fields(kind) if one.is_day}
        text, day = (
            FormField(lambda text, _: text, kind, repeats=False) for kind in (Kind.TEXT, Kind.DAY)
        )
        self._cells = [
            Cell(index, text if days.isdisjoint(names) else day, sheet)
            for index, names in enumerate(self._names)
            if names
        ]
        reasons = frozenset(index for index, key in enumerate(keys) if key in REASONS)
        texts = {index: " ".join(text.split()) for index, text in enumerate(headings)}
        self.header = Header(
            sheet=sheet.name, columns=(None,) * len(keys), rows=rows, reasons=reasons,
            extra={index: text for index, text in texts.items() if text and index not in reasons},
        )  # fmt: skip

    def notes(self) -> Iterator[Finding]:
        for index, text in self.header.extra.items():
            if not self._names[index] and HEADINGS.get(heading_key(text)) is not Column.NUMBER:
                address = CellAddress(self.header.sheet, self.header.rows, index + 1)
                yield noted(Note.EXTRA_COLUMN, address, text)

    def row(self, raw: RawRow) -> FormRow:
        return _Row(self.header, self._names, raw).read(self._cells)


class _Row:
    def __init__(self, header: Header, names: Sequence[tuple[str, ...]], raw: RawRow) -> None:
        self._names = names
        cells = [*raw.cells, *[""] * (len(names) - len(raw.cells))]
        self._row = FormRow(header=header, number=raw.number, values={}, raw=cells)
        self._findings: list[Finding] = []
        if raw.fault:
            self._reject((raw.fault,), {})
        elif any(map(str.strip, raw.cells[len(names) :])):
            self._reject((Fault(Problem.ROW_WIDTH, allowed=(f"{len(names)}",)),), {})

    def read(self, cells: Iterable[Cell]) -> FormRow:
        values = {} if self._findings else self._content(cells)
        return evolve(self._row, values=values, findings=tuple(self._findings))

    def _value(self, cell: Cell) -> Any:  # noqa: ANN401  # a text or a day
        name = self._names[cell.index][0]
        return self._tried(name, {name: cell.index}, cell.read, self._row.raw[cell.index], Notes(), {})

    def _content(self, cells: Iterable[Cell]) -> dict[str, Any]:
        read = {cell.index: value for cell in cells if (value := self._value(cell)) is not None}
        kind = self._kind({self._names[index][0]: value for index, value in read.items()}.get(ACT))
        own = {one.name for one in act_fields(kind)} if kind else set[str]()
        places: dict[str, int] = {}
        given: dict[str, Any] = {}
        for index, value in read.items():
            names = self._names[index]
            name = next((one for one in names if one in own), names[0])
            if name in given:
                self._reject((Fault(Code.DUPLICATE, name),), {name: index})
            given[name] = value
            places[name] = index
        for name, index in self._named():  # an empty cell is at fault, too
            places.setdefault(name, index)
        given.pop(ACT, None)
        values: dict[str, Any] = {PLACES: places}
        if kind is not ActKind.ISSUE:
            values[PROVIDER] = self._provider(given.pop(PROVIDER, None), places)
        if kind:
            values[CONTENT] = self._tried("", places, content_from_texts, kind, given)
        if isinstance(act := values.get(CONTENT), Issue):
            values[PROVIDER] = act.identifier
        return values

    def _named(self) -> Iterator[tuple[str, int]]:
        return ((name, index) for index, names in enumerate(self._names) for name in names)

    def _kind(self, text: str | None) -> ActOrAnnulment | None:
        kind = word_named(KINDS, text or "")
        if kind is None:
            code = Problem.UNKNOWN_WORDING if text else Code.MISSING
            self._reject((Fault(code, ACT, allowed=KINDS if text else ()),), dict(self._named()))
        return kind

    def _provider(self, text: str | None, places: dict[str, int]) -> Identifier | None:
        if text is None:
            self._reject((Fault(Code.MISSING, PROVIDER),), places)
            return None
        return self._tried(PROVIDER, places, read_identifier, text, Notes())

    def _tried(
        self, name: str, places: dict[str, int], read: Callable[..., AnyValue], *given: object
    ) -> AnyValue | None:
        try:
            return read(*given)
        except InvalidValue as error:
            self._reject(error.under(name).faults, places)
        return None

    def _reject(self, faults: Iterable[Fault], places: dict[str, int]) -> None:
        # A cell that cannot be read is not missing as well.
        found = {one.fault.path for one in self._findings}
        faults = [one for one in faults if one.code is not Code.MISSING or one.path not in found]
        self._findings += (self._row.finding(Severity.REJECTED, one, places) for one in faults)
