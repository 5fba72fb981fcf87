"""
Tables in files: what a sheet is to its reader, and the table of a text file.

A text is read in the encoding that its bytes allow, with the delimiter under which it has the form's
header; no more of it is held than one row.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO, Final, NamedTuple, Protocol, Self

from attrs import field, frozen

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Note, Problem, Refusal
from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.form.findings import Finding, FormError, Severity
from kz_social_registry.form.reading.header import SEARCHED, known_headings

#: Characters of a line, and of a row of several lines; no row of a real form comes near either.
LONGEST_LINE: Final = 1_000_000
_LONGEST_ROW: Final = 200_000
#: With more rows broken, the quotes of the whole file are.
_MOST_BROKEN: Final = 1000
_CHUNK: Final = 1 << 16
_DELIMITERS: Final = ",;\t"

#: What a file may begin with to tell its encoding.
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
#: Letters of an old code page may be letters of UTF-8 by chance, but not so many in a row of a file.
_CHANCE: Final = 8

_CONTROLS: Final = bytes(range(9)) + bytes(range(14, 32))
#: Kazakh letters of KZ-1048: as cp1251 these bytes are letters that neither Kazakh nor Russian has.
_KAZAKH: Final = "ӘҒҚҢӨҰҮҺәғқңөұүһ".encode("kz1048")
#: Those of PT154 that are letters of neither language in KZ-1048; hardly a Kazakh text goes without.
_KAZAKH_OF_PT154: Final = "ҒҢғң".encode("ptcp154")


class Unread(str):
    """
    A cell that its file could not give: the text that stands there, and why it is no value.
    """

    __slots__ = ("problem",)
    problem: Problem

    def __new__(cls, text: str, problem: Problem) -> Self:
        """
        Return the text with its problem.
        """
        cell = super().__new__(cls, text)
        cell.problem = problem
        return cell


class RawRow(NamedTuple):
    """
    A row as it stands in the file.
    """

    #: From 1, as a spreadsheet counts.
    number: int
    cells: list[str]
    #: What is wrong with the row as a whole.
    fault: Fault | None = None


class Sheet(Protocol):
    """
    A table of raw cells.
    """

    #: Empty in a text file.
    name: str
    #: Day 0 of the file's serial numbers; None where a number cannot be a day.
    epoch: datetime | None
    #: A text has all cells of a row, and marks those that a spreadsheet would take for formulas; a
    #: workbook drops empty cells at a row's end, and needs no marks.
    is_text: bool

    def rows(self) -> Iterator[RawRow]:
        """
        Yield the rows once, from the first.
        """
        ...


@frozen(kw_only=True)
class Tables:
    """
    The sheets of a file, what there is to note of it, and how far the reading has come.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[Finding, ...] = ()
    #: Bytes or rows done, of how many.
    position: Callable[[], tuple[int, int]] = field(repr=False)


@contextmanager
def open_text(path: Path, head: bytes) -> Iterator[Tables]:
    """
    Lend the table of a text file that begins with some bytes.

    Raises:
        FormError: it is no text, or would take more than it should.
    """
    encoding = _encoding(path, head)
    size = path.stat().st_size
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, newline="") as file:
        sheet = _TextSheet(file, _delimiter(head, encoding))
        note = Finding(severity=Severity.NOTED, fault=Fault(Note.ENCODING, allowed=(encoding,)))
        yield Tables(sheets=(sheet,), notes=(note,), position=lambda: (raw.tell(), size))


# Encodings ------------------------------------------------------------------------------------------


def _encoding(path: Path, head: bytes) -> str:
    """
    Return the encoding that the bytes allow: a mark decides, then what they can be at all.
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return _checked(path, encoding, Refusal.DAMAGED_TEXT)
    if b"\0" in head:
        return _checked(path, "utf-16-le" if head.find(b"\0") % 2 else "utf-16-be")
    if head.translate(None, _CONTROLS) != head:
        raise FormError(Fault(Refusal.BINARY))
    place = _undecoded(path, "utf-8")
    if place is None:
        return "utf-8"
    before = head[:place].decode(errors="ignore")
    if sum(not character.isascii() for character in before) > _CHANCE:
        raise FormError(Fault(Refusal.DAMAGED_TEXT, allowed=(f"{place + 1}",)))
    pages = (("ptcp154", _KAZAKH_OF_PT154), ("kz1048", _KAZAKH))
    return _checked(path, next((page for page, own in pages if _has_any(path, own)), "cp1251"))


def _checked(path: Path, encoding: str, refusal: Refusal = Refusal.BINARY) -> str:
    place = _undecoded(path, encoding.removesuffix("-sig"))
    if place is not None:
        raise FormError(Fault(refusal, allowed=(f"{place + 1}",)))
    return encoding


def _undecoded(path: Path, encoding: str) -> int | None:
    """
    Decode the whole file, a chunk at a time, before any of it is believed; return where that fails.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    for chunk in chain(chunks(path), [b""]):
        start = done - len(decoder.getstate()[0])
        try:
            if "\0" in decoder.decode(chunk, final=not chunk):
                raise FormError(Fault(Refusal.BINARY))
        except UnicodeDecodeError as error:
            return start + error.start
        done += len(chunk)
    return None


def _has_any(path: Path, letters: bytes) -> bool:
    return any(chunk.translate(None, letters) != chunk for chunk in chunks(path))


def chunks(path: Path) -> Iterator[bytes]:
    """
    Yield a file's bytes, a little at a time.
    """
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _delimiter(head: bytes, encoding: str) -> str:
    """
    Return the delimiter under which the first rows hold most headings of the form.
    """
    text = codecs.getincrementaldecoder(encoding)().decode(head)
    found = {}
    for delimiter in _DELIMITERS:
        lines = iter(text.splitlines(keepends=True))
        rows = [row.cells for row, _ in zip(_records(lines, delimiter), range(SEARCHED), strict=False)]
        found[delimiter] = known_headings(rows)
    return max(_DELIMITERS, key=lambda delimiter: found[delimiter])


# Rows of a text -------------------------------------------------------------------------------------


class _TextSheet:
    """
    The one table of a text file.
    """

    name: str = ""
    epoch: datetime | None = None
    is_text: bool = True

    def __init__(self, file: IO[str], delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter

    def rows(self) -> Iterator[RawRow]:
        """
        Yield the rows once, from the first.
        """
        return _records(_lines(self._file), self._delimiter)


def _lines(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{LONGEST_LINE}",)))
        yield line


class _Held:
    """
    Hands lines on and holds those of the present row, to take them up again if it is broken.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self._size = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._size += len(line)
        if self._size > _LONGEST_ROW and self.held:
            self._again.appendleft(line)
            raise csv.Error
        self.held.append(line)
        return line

    def begin(self) -> None:
        """
        Begin a new row.
        """
        self.held.clear()
        self._size = 0

    def broken(self) -> str:
        """
        Return the broken row's first line; the others are read again, each as a row of its own.
        """
        first, *rest = self.held
        self._again.extendleft(reversed(rest))
        return first


def _records(lines: Iterator[str], delimiter: str) -> Iterator[RawRow]:
    """
    Yield the rows of a CSV; one whose quotes are broken is told as such and holds up no other.
    """
    held = _Held(lines)
    reader = csv.reader(held, delimiter=delimiter, strict=True)
    number = broken = 0
    while True:
        number += 1
        held.begin()
        try:
            row = RawRow(number, next(reader))
        except StopIteration:
            return
        except csv.Error:
            row = _salvaged(number, held.broken().rstrip("\r\n"), delimiter)
            broken += 1
            if broken > _MOST_BROKEN:
                raise FormError(Fault(Refusal.MANY_BROKEN)) from None
        yield row


def _salvaged(number: int, line: str, delimiter: str) -> RawRow:
    """
    Return what can be told of a broken row's cells, for its rejection: its quotes as they came.
    """
    whole = rf'"(?P<text>(?:[^"]|"")*+)"(?={delimiter}|\Z)'
    found = re.finditer(rf"(?:^|{delimiter})(?:{whole}|(?P<raw>[^{delimiter}]*))", line)
    cells = [one["raw"] if one["text"] is None else one["text"].replace('""', '"') for one in found]
    if any(len(cell) > csv.field_size_limit() for cell in cells):
        return RawRow(number, cells, Fault(Problem.CELL_TOO_LONG, allowed=(f"{LONGEST_TEXT}",)))
    return RawRow(number, cells, Fault(Problem.BROKEN_QUOTES))
