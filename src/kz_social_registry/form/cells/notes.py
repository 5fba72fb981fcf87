"""
What the readers of cells share: the notes they take of their repairs, and how they refuse.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NoReturn

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Problem, Repair


class Notes:
    """
    What a reader repaired in one cell.
    """

    __slots__ = ("repairs", "start")

    def __init__(self) -> None:
        self.repairs: list[Fault] = []
        #: The first day of a term that was written as a range, to be compared with its own column.
        self.start: date | None = None

    @property
    def is_blank(self) -> bool:
        """
        Whether there is nothing to say.
        """
        return not self.repairs and self.start is None

    def add(self, repair: Repair, allowed: Iterable[str] = ()) -> None:
        """
        Note a repair, once a cell.
        """
        fault = Fault(repair, allowed=tuple(allowed))
        if fault not in self.repairs:
            self.repairs.append(fault)


#: Takes a tidied or raw text and notes; returns the value or raises `InvalidValue`.
Reader = Callable[[str, Notes], Any]


def refuse(problem: Problem, allowed: Iterable[str] = ()) -> NoReturn:
    """
    Refuse a cell.

    Raises:
        InvalidValue: always.
    """
    raise InvalidValue(Fault(problem, allowed=tuple(allowed)))
