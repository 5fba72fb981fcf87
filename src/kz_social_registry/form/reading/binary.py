"""
The extent of a workbook's sheets, and of the binary sheets of .xlsb and .xls, before cells are made.

The package that reads a workbook makes every cell from the first to the last, empty ones too. A few
bytes can state a cell in the last row and another in the last column. The records are walked here
without their values, and a workbook whose sheets extend too far is refused.
"""

import struct
from collections.abc import Iterator
from typing import Final

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.form.findings import FormError

MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
#: The cells of all sheets, empty ones too; 200,000 rows of the form have 3,400,000.
_MOST_CELLS: Final = 8_000_000


class Extent:
    """
    The extent of the sheets of a workbook.
    """

    def __init__(self) -> None:
        self._left = _MOST_CELLS
        self._rows = self._columns = 0
        self._numbers: dict[str, int] = {}

    def begin(self) -> None:
        """
        Begin another sheet.
        """
        self._left -= self._rows * self._columns
        self._rows = self._columns = 0

    def reach(self, row: int, column: int) -> None:
        """
        Extend the sheet to a cell; rows and columns count from 1.

        Raises:
            FormError: the sheets extend too far.
        """
        if row <= self._rows and column <= self._columns:
            return
        if row > MOST_ROWS:
            raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{MOST_ROWS}",)))
        rows, columns = max(row, self._rows), max(column, self._columns)
        if rows * columns > self._left:
            raise FormError(Fault(Refusal.FAR_CELLS))
        self._rows, self._columns = rows, columns

    def state(self, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """
        Extend the sheet to its stated extent, for which the package reserves memory.
        """
        if rows[0] > rows[1] or columns[0] > columns[1]:
            raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))
        self.reach(rows[1] + 1, columns[1] + 1)

    def column(self, letters: str) -> int:
        """
        Return the number of a column from its letters.
        """
        number = self._numbers.get(letters, 0)
        if not number:
            for letter in letters.upper():
                number = 26 * number + ord(letter) - ord("A") + 1
            if not 0 < number <= _MOST_COLUMNS:
                raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))
            self._numbers[letters] = number
        return number

    def repeats(self, attributes: dict[str, str]) -> int:
        """
        Return how often a row or cell of an .ods is repeated.
        """
        number = next((int(text) for key, text in attributes.items() if "-repeated" in key), 1)
        if not 0 < number <= MOST_ROWS:
            raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))
        return number


# .xlsb ----------------------------------------------------------------------------------------------

_SHEET_DATA: Final = 145
_STATED: Final = 148
_LAST_CELL_KIND: Final = 11


def binary_sheet(data: bytes, extent: Extent) -> None:
    """
    Extend the extent by the cells of a part of an .xlsb; other binary parts have no sheet.
    """
    row = 0
    is_data = False
    for kind, start in _records_of_parts(data):
        if kind == _STATED and start + 16 <= len(data):
            first, last, left, right = struct.unpack_from("<4I", data, start)
            extent.state((first, last), (left, right))
        elif kind == _SHEET_DATA:
            is_data = True
        elif is_data and kind <= _LAST_CELL_KIND and start + 4 <= len(data):
            (number,) = struct.unpack_from("<I", data, start)
            if kind:
                extent.reach(row, number + 1)
            else:
                row = number + 1


def _records_of_parts(data: bytes) -> Iterator[tuple[int, int]]:
    """
    Yield the kind of each record and the index of its content.
    """
    at = 0
    while at + 6 <= len(data):  # a record with a number
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while shift == 0 or (data[at - 1] & 0x80 and shift < 28 and at < len(data)):  # noqa: PLR2004  # four groups of seven bits
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
        yield kind, at
        at += size


# .xls -----------------------------------------------------------------------------------------------

_FREE: Final = 0xFFFFFFFA
_STREAMS: Final = ("Workbook", "Book")
_SMALL: Final = 4096
_BOUND_SHEET: Final = 0x85
#: The record after which all others are encrypted.
_FILE_PASS: Final = 0x2F
#: The stated extent, in two sizes of numbers.
_DIMENSIONS: Final = {(0x200, 14): "<IIHH", (0x200, 10): "<HHHH"}
_END: Final = 0x0A
#: Records of one cell; their content begins with its row and its column.
_CELLS: Final = frozenset((0x06, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E, 0x206, 0x406, 0x207))
#: Records of several cells, which end with the last column.
_MANY_CELLS: Final = frozenset((0xBD, 0xBE))


def check_old_workbook(data: bytes) -> None:
    """
    Check the extent of the sheets of an .xls.

    Raises:
        FormError: they extend too far, it has a password, or it is damaged or no workbook.
    """
    try:
        stream = _stream(data)
        extent = Extent()
        for start in _sheets(stream):
            extent.begin()
            for kind, at, size in _records(stream, start):
                if layout := _DIMENSIONS.get((kind, size)):
                    first, last, left, right = struct.unpack_from(layout, stream, at)
                    extent.state((first, last), (left, right))
                elif (kind in _CELLS and size >= 4) or (kind in _MANY_CELLS and size >= 6):  # noqa: PLR2004  # row and column, two bytes each
                    (row,) = struct.unpack_from("<H", stream, at)
                    last = at + (size if kind in _MANY_CELLS else 4) - 2
                    (column,) = struct.unpack_from("<H", stream, last)
                    extent.reach(row + 1, column + 1)
    except (struct.error, IndexError, ValueError):
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None


def _sheets(stream: bytes) -> Iterator[int]:
    for kind, at, _ in _records(stream, 0):
        if kind == _FILE_PASS:
            raise FormError(Fault(Refusal.PASSWORD))
        if kind == _BOUND_SHEET:
            yield struct.unpack_from("<I", stream, at)[0]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """
    Yield the kind, the index and the size of each record up to the end of a sheet.
    """
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, at + 4, size
        at += 4 + size


def _stream(data: bytes) -> bytes:
    """
    Return the workbook of a compound file.
    """
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    (start,) = struct.unpack_from("<I", data, 48)
    table = _table(data, size)
    folder = _chain(data, table, start, size)
    for at in range(0, len(folder), 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(0, length - 2)].decode("utf-16-le")
        (first, total) = struct.unpack_from("<II", folder, at + 116)
        if name in _STREAMS and total >= _SMALL:
            return _chain(data, table, first, size)[:total]
    raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))


def _table(data: bytes, size: int) -> list[int]:
    """
    Return the table that names the sector after each sector.
    """
    places = list(struct.unpack_from("<109I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    while more < _FREE and len(places) <= len(data):
        (*further, more) = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        places += further
    table: list[int] = []
    for place in places:
        if place < _FREE:
            table += struct.unpack_from(f"<{size // 4}I", data, (place + 1) * size)
    return table


def _chain(data: bytes, table: list[int], sector: int, size: int) -> bytes:
    """
    Return the content of a chain of sectors.
    """
    content = bytearray()
    while sector < _FREE and len(content) <= len(data):
        content += data[(sector + 1) * size : (sector + 2) * size]
        sector = table[sector]
    return bytes(content)
