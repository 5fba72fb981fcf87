"""
The notes that readers of cells take of their repairs, and their way to refuse a cell.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NoReturn

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
