"""
The notes that readers of cells take of their repairs, and their ways to refuse a cell.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, Final, NoReturn, TypeVar

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Problem, Repair
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.form.safety import LONGEST_WORD, absence_of_value


class Notes:
    """
    The repairs of one cell.
    """

    __slots__ = ("repairs", "start")

    def __init__(self) -> None:
        self.repairs: list[Fault] = []
        #: The first day of a term written as a range, to be compared with the day in its own column.
        self.start: date | None = None

    @property
    def is_blank(self) -> bool:
        """
        Whether the notes are empty.
        """
        return not self.repairs and self.start is None

    def add(self, repair: Repair, allowed: Iterable[str] = ()) -> None:
        """
        Add a repair, unless it is noted already.
        """
        fault = Fault(repair, allowed=tuple(allowed))
        if fault not in self.repairs:
            self.repairs.append(fault)


#: A function of a text and notes that returns the value, or raises `InvalidValue`.
Reader = Callable[[str, Notes], Any]


def refuse(problem: Problem, allowed: Iterable[str] = ()) -> NoReturn:
    """
    Refuse a cell.

    Raises:
        InvalidValue: always.
    """
    raise InvalidValue(Fault(problem, allowed=tuple(allowed)))


#: Control characters that are no white space of a cell; tidying would make spaces of some of them.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
#: The length of a text with its mark. A longer cell is not read, for matching it would take too long.
_LONGEST: Final = LONGEST_TEXT + 1


def is_present(text: str, notes: Notes) -> bool:
    """
    Return whether a stripped text is a value, and no placeholder for one.

    Raises:
        InvalidValue: it holds a control character, is too long, or is a withheld value.
    """
    if not text.isprintable() and _CONTROL.search(text):
        raise InvalidValue(Fault(Code.CONTROL_CHARACTER))
    length = len(text)
    if length > LONGEST_WORD or text[:1].isdigit():
        return length <= _LONGEST or refuse(Problem.CELL_TOO_LONG, (f"{LONGEST_TEXT}",))
    nothing = absence_of_value(tidy(text))
    if isinstance(nothing, Problem):
        refuse(nothing)
    if nothing:
        notes.add(nothing)
    return bool(text) and nothing is None


Value = TypeVar("Value")

#: Signs that a value is a guess, or only near the true one.
_DOUBT: Final = re.compile("[?？~≈<>≤≥±]")


def certain(read: Callable[[str, Notes], Value]) -> Callable[[str, Notes], Value]:
    """
    Make a reader refuse a value that somebody marked as doubtful.
    """

    @wraps(read)
    def reader(text: str, notes: Notes) -> Value:
        value = read(text, notes)
        if _DOUBT.search(text):  # after reading: a letter that was lost is another fault
            refuse(Problem.DOUBTFUL)
        return value

    return reader
