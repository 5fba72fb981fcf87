"""
The beginning of every reading: is there a value at all, and can it be one.
"""

import re
from typing import Final

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Problem
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import LONGEST_TEXT
from kz_social_registry.form.cells.notes import Notes, refuse
from kz_social_registry.form.safety import LONGEST_WORD, absence_of_value

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
