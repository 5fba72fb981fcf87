"""
The notes that readers of cells take of their repairs, and their way to refuse a cell.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any, Final, NoReturn, TypeVar

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Problem, Repair


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
