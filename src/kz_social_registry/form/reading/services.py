"""
A table of services: the provider's number and the day in each row, and all other cells as they are.

The cells are read as those of the form: a spreadsheet's changes of numbers and days are undone if that
is certain. A serial number is a day in a workbook alone, which states when its count begins.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Refusal
from kz_social_registry.base.text import fold
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.description import FIELDS, HEADINGS, heading_key
from kz_social_registry.form.findings import FormError
from kz_social_registry.form.reading.delimited import RawRow, Sheet
from kz_social_registry.form.reading.header import SEARCHED, shown
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.reading.rows import Cell

#: Words of a heading in three languages; an IIN alone may be the recipient's.
_NUMBER: Final = frozenset(fold("бсн бин bin").split())
_DAY: Final = frozenset(fold("күн күні дата день day date").split())


@frozen(kw_only=True)
class Service:
    """
    A row of a table of services; `repr` shows no values, which may be personal data.
    """

    #: All its cells as the file has them.
    cells: Sequence[str] = field(repr=False)
    #: The provider; a text as the file has it, if there are faults.
    identifier: Identifier | str = field(repr=False)
    on: date | str = field(repr=False)
    faults: tuple[Fault, ...] = ()


@frozen(kw_only=True)
class Services:
    """
    A table of services that is being read.
    """

    headings: Sequence[str]
    #: Each row that is not empty; they can be read once.
    rows: Iterator[Service]
    #: Returns how many bytes or rows were read, and of how many.
    position: Callable[[], tuple[int, int]]
    #: What separates the cells in the file.
    delimiter: str
    #: Whether the cells have marks for spreadsheets already.
    is_text: bool


@contextmanager
def open_services(path: Path, number: str | None = None, day: str | None = None) -> Iterator[Services]:
    """
    Open the table of services in a CSV file or a workbook; of a workbook, in its first visible sheet.

    `number` and `day` are the headings of the two columns. Without one, the file must make it clear.

    Raises:
        FormError: a column is not clear, or the file cannot be read.
        MissingExtra: it is XLSX, and the extra `xlsx` is not installed.
        OSError: it cannot be read.
    """
    with open_tables(path) as tables:
        sheet = tables.sheets[0]
        first = list(islice(sheet.rows, SEARCHED))
        place, indices = _header(first, number, day)
        headings = first[place].cells if first else []
        read = _Reader(sheet, indices, headings)
        rows = chain(first[place + 1 :], sheet.rows)
        yield Services(
            headings=headings,
            rows=(read.service(row) for row in rows if any(map(str.strip, row.cells))),
            position=tables.position,
            delimiter=tables.delimiter,
            is_text=sheet.is_text,
        )


def _header(rows: Sequence[RawRow], number: str | None, day: str | None) -> tuple[int, list[int]]:
    """
    Return the place of the first row that has both columns, and their indices.
    """

    def found(headings: Sequence[str]) -> tuple[list[int], list[int]]:
        own = _indices(headings, number, _NUMBER, Column.IDENTIFIER)
        return own, _indices(headings, day, _DAY)

    for place, row in enumerate(rows):
        numbers, days = found(row.cells)
        if len(numbers) == len(days) == 1:
            return place, numbers + days
    seen = next((row.cells for row in rows if any(map(str.strip, row.cells))), [])
    both = zip((Refusal.BIN_COLUMN, Refusal.DAY_COLUMN), found(seen), strict=True)
    raise FormError(*(Fault(code, allowed=shown(seen)) for code, own in both if len(own) != 1))


def _indices(
    headings: Sequence[str], named: str | None, words: frozenset[str], column: Column | None = None
) -> list[int]:
    """
    Return the indices of a named heading, or else of a column of the form, or of words.
    """
    keys = list(enumerate(map(heading_key, headings)))
    if named is not None:
        return [i for i, key in keys if key == heading_key(named)]
    own = [i for i, key in keys if column and HEADINGS.get(key) is column]
    return own or [i for i, text in enumerate(headings) if words.intersection(fold(text).split())]


class _Reader:
    def __init__(self, sheet: Sheet, indices: Sequence[int], headings: Sequence[str]) -> None:
        columns = (Column.IDENTIFIER, Column.INCLUDED_ON)  # any column of days
        self._cells = [Cell(i, FIELDS[c], sheet) for i, c in zip(indices, columns, strict=True)]
        self._width = len(headings)
        #: A fault is at the heading that the file has.
        self._names = [headings[index].strip() for index in indices]

    def service(self, row: RawRow) -> Service:
        """
        Return a row with its two values, or with the faults of those that were not understood.
        """
        cells = [*row.cells, *[""] * (self._width - len(row.cells))]
        values: list[Any] = []
        faults = [row.fault] if row.fault else []
        for cell, name in zip(self._cells, self._names, strict=True):
            value, found = _read(cell, cells[cell.index])
            values.append(value)
            faults += (fault.under(name) for fault in found)
        identifier, on = values
        return Service(cells=cells, identifier=identifier, on=on, faults=tuple(faults))


def _read(cell: Cell, raw: str) -> tuple[Any, tuple[Fault, ...]]:
    """
    Return the value of a cell, or its text as it is with the faults.
    """
    try:
        value = cell.known.get(raw) or cell.read(raw, Notes(), {})
    except InvalidValue as error:
        return raw, error.faults
    return (value, ()) if value is not None else (raw, (Fault(Code.MISSING),))
