"""
Tables in files: the sheets of a file, and the table of a text file.

A text is read in the encoding that its bytes allow, with the delimiter that gives it the form's header.
The rows are read one at a time.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from io import StringIO, TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final, NamedTuple, Self

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Note, Problem, Refusal
from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.form.findings import Finding, FormError, noted
from kz_social_registry.form.reading.header import SEARCHED, known_headings

#: The most characters of a line, and of a row of several lines.
LONGEST_LINE: Final = 1_000_000
_LONGEST_ROW: Final = 200_000
#: With more broken rows, the quotes of the whole file are at fault.
_MOST_BROKEN: Final = 1000
_CHUNK: Final = 1 << 16
_DELIMITERS: Final = ",;\t"
#: The first line with which a file states its delimiter to Excel.
_STATED: Final = re.compile(r'\ufeff?"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)

#: Byte order marks, and the encodings that they stand for.
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
#: Bytes of an old code page may happen to be UTF-8, but hardly for more letters than this. A text may
#: hold stray control characters, but hardly more.
_CHANCE: Final = 8

_CONTROLS: Final = bytes(range(9)) + bytes(range(14, 32))
#: Kazakh letters in KZ-1048. In cp1251 these bytes are letters of neither Kazakh nor Russian.
_KAZAKH: Final = "ӘҒҚҢӨҰҮҺәғқңөұүһ".encode("kz1048")
#: Letters in PT154 whose bytes are letters of neither language in KZ-1048. Nearly every Kazakh text
#: has one.
_KAZAKH_OF_PT154: Final = "ҒҢғң".encode("ptcp154")


class Formula(str):
    """
    A cell with a formula that has no saved value.
    """

    __slots__ = ()


class RawRow(NamedTuple):
    """
    A row as the file has it.
    """

    #: From 1, as a spreadsheet counts.
    number: int
    cells: list[str]
    #: The fault of the row as a whole, if any.
    fault: Fault | None = None
    #: By index, the values of merged cells that begin in a row above.
    merged: Mapping[int, str] = MappingProxyType({})


@frozen(kw_only=True)
class Sheet:
    """
    A table of raw cells.
    """

    #: Empty in a text file.
    name: str = ""
    #: The rows from the first; they can be read once.
    rows: Iterator[RawRow]
    #: Day 0 of the file's serial numbers; None if numbers are never days.
    epoch: datetime | None = None
    #: Whether it is a text. A text marks the cells that a spreadsheet would take for formulas. A row of
    #: it lacks no cell but empty last ones. A workbook has no marks, and drops such cells, too.
    is_text: bool


@frozen(kw_only=True)
class Tables:
    """
    The sheets of a file, notes about it, and the progress of reading.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[Finding, ...] = ()
    #: What separates the cells of a text.
    delimiter: str = ","
    #: Returns how many bytes or rows were read, and of how many.
    position: Callable[[], tuple[int, int]] = field(repr=False)


@contextmanager
def open_text(path: Path, head: bytes) -> Iterator[Tables]:
    """
    Open a text file that begins with some bytes, as one table.

    Raises:
        FormError: it is not a text, or exceeds a limit.
    """
    encoding = _encoding(path, head)
    size = path.stat().st_size
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, newline="") as file:
        delimiter = _delimiter(head, encoding)
        rows = _records(file, delimiter)
        note = noted(Note.ENCODING, allowed=(encoding,))
        yield Tables(
            sheets=(Sheet(rows=rows, is_text=True),), notes=(note,), delimiter=delimiter,
            position=lambda: (raw.tell(), size),
        )  # fmt: skip


# Encodings ------------------------------------------------------------------------------------------


def _encoding(path: Path, head: bytes) -> str:
    """
    Return the encoding of a file: that of its mark, or else the first one that its bytes allow.
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return _checked(path, encoding, Refusal.DAMAGED_TEXT)
    odd = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in head and odd > _CHANCE:  # of a Cyrillic letter in UTF-16, one byte is a control, too
        return _checked(path, "utf-16-le" if head.find(b"\0") % 2 else "utf-16-be")
    failure = _undecoded(path, "utf-8")
    if failure is None:
        return "utf-8"
    if odd > _CHANCE:
        raise FormError(Fault(Refusal.BINARY))
    before = head[:failure].decode(errors="ignore")
    if sum(not character.isascii() for character in before) > _CHANCE:
        raise FormError(Fault(Refusal.DAMAGED_TEXT, allowed=(f"{failure + 1}",)))
    for page, own in (("ptcp154", _KAZAKH_OF_PT154), ("kz1048", _KAZAKH)):
        if any(chunk.translate(None, own) != chunk for chunk in chunks(path)):
            return _checked(path, page)
    return _checked(path, "cp1251")


def _checked(path: Path, encoding: str, refusal: Refusal = Refusal.BINARY) -> str:
    failure = _undecoded(path, encoding.removesuffix("-sig"))
    if failure is not None:
        raise FormError(Fault(refusal, allowed=(f"{failure + 1}",)))
    return encoding


def _undecoded(path: Path, encoding: str) -> int | None:
    """
    Decode the whole file, a chunk at a time; return the index of the first byte that fails.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done = nulls = 0
    for chunk in chain(chunks(path), [b""]):
        start = done - len(decoder.getstate()[0])
        try:
            nulls += decoder.decode(chunk, final=not chunk).count("\0")
            if nulls > _CHANCE:
                raise FormError(Fault(Refusal.BINARY))
        except UnicodeDecodeError as error:
            return start + error.start
        done += len(chunk)
    return None


def chunks(path: Path) -> Iterator[bytes]:
    """
    Yield a file's bytes in chunks.
    """
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _delimiter(head: bytes, encoding: str) -> str:
    """
    Return the delimiter that gives the first rows the most headings of the form, or else most cells.
    """
    text = codecs.getincrementaldecoder(encoding)().decode(head)
    if stated := _STATED.match(text):
        return stated[1]

    @cache
    def headings(delimiter: str) -> tuple[int, int]:
        rows = [row.cells for row in islice(_records(StringIO(text, newline=""), delimiter), SEARCHED)]
        return known_headings(rows), len(rows[0]) if rows else 0

    complete = (one for one in _DELIMITERS if headings(one)[0] == len(Column))
    return next(complete, "") or max(_DELIMITERS, key=headings)


# Rows of a text -------------------------------------------------------------------------------------


class _RowLines:
    """
    An iterator of lines that keeps the lines of the current row, to read them again if it is broken.
    """

    def __init__(self, file: IO[str]) -> None:
        self._readline = file.readline
        self._again: deque[str] = deque()
        self.current: list[str] = []
        self._size = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > LONGEST_LINE:
            raise FormError(Fault(Refusal.LONG_LINE, allowed=(f"{LONGEST_LINE}",)))
        self._size += len(line)
        if self._size > _LONGEST_ROW and self.current:
            self._again.appendleft(line)
            raise csv.Error
        self.current.append(line)
        return line

    def begin(self) -> None:
        self.current.clear()
        self._size = 0

    def broken(self) -> str:
        """
        Return the broken row's first line; the next line begins a new row.
        """
        first, *rest = self.current
        self._again.extendleft(reversed(rest))
        return first


def _records(file: IO[str], delimiter: str) -> Iterator[RawRow]:
    """
    Yield the rows of a CSV. A row whose quotes are broken has a fault, and the others are read.
    """
    source = _RowLines(file)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    number = broken = 0
    while True:
        number += 1
        source.begin()
        try:
            row = RawRow(number, next(reader))
        except StopIteration:
            return
        except csv.Error:
            row = _salvaged(number, source.broken().rstrip("\r\n"), delimiter)
            broken += 1
            if broken > _MOST_BROKEN:
                raise FormError(Fault(Refusal.MANY_BROKEN)) from None
        yield row


def _salvaged(number: int, line: str, delimiter: str) -> RawRow:
    """
    Return a broken row with its cells, as far as they can be separated, and its fault.
    """
    whole = rf'"(?P<text>(?:[^"]|"")*+)"(?={delimiter}|\Z)'
    found = re.finditer(rf"(?:^|{delimiter})(?:{whole}|(?P<raw>[^{delimiter}]*))", line)
    cells = [one["raw"] if one["text"] is None else one["text"].replace('""', '"') for one in found]
    if any(len(cell) > csv.field_size_limit() for cell in cells):
        return RawRow(number, cells, Fault(Problem.CELL_TOO_LONG, allowed=(f"{LONGEST_TEXT}",)))
    return RawRow(number, cells, Fault(Problem.BROKEN_QUOTES))
