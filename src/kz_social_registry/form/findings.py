"""
What was found in a form: each repair and each fault with its sheet, cell, raw value and code.

Nothing is guessed silently. What was repaired is listed; what was not understood is rejected; a file
whose shape is not that of the form stops the reading before anything is recorded.
"""

from typing import Any, Final, NamedTuple

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, RegistryError
from kz_social_registry.base.fault_codes import Note, Problem, Refusal, Repair
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)

# fmt: off


class Severity(Word):
    """
    What a finding means for its row.
    """

    NOTED = "noted", None, "ескерту", "к сведению", "noted"
    REPAIRED = "repaired", None, "түзетілді", "исправлено", "repaired"
    REJECTED = "rejected", None, "қабылданбады", "отклонено", "rejected"
    DIFFERING = "differing", None, "тіркелімнен өзгеше", "расходится с регистром", "differing"


# fmt: on


class CellAddress(NamedTuple):
    """
    Where something stands: a sheet (empty in a text file), a row and a column from 1; 0 for the whole.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """
        The cell as a spreadsheet names it, a whole row by its number.

        >>> CellAddress("", 12, 6).cell, CellAddress("", 7, 28).cell, CellAddress("", 3).cell
        ('F12', 'AB7', '3')
        """
        letters, number = "", self.column
        while number:
            number, digit = divmod(number - 1, _LETTERS)
            letters = chr(ord("A") + digit) + letters
        return letters + (str(self.row) if self.row else "")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.sheet, self.cell)))


_LETTERS: Final = 26


@frozen(kw_only=True)
class Finding:
    """
    One thing found in a form; `repr` does not show the value, which may be personal data.
    """

    severity: Severity
    #: What it is: a code, a message, a clause; its path is the code of the form's column.
    fault: Fault = field(repr=lambda fault: repr(f"{fault.code} {fault.path}"))
    place: CellAddress = field(factory=CellAddress)
    #: The cell as it stands in the file.
    raw: str = field(default="", repr=False)
    #: The value that the register has in its place, where the two were compared.
    beside: Any = field(default=None, repr=False)

    @property
    def column(self) -> Column | None:
        """
        The form's column, if it is about one.
        """
        return Column.of(self.fault.path.partition(".")[0].partition("[")[0])

    def message(self, language: Language) -> str:
        """
        Return what was found as a sentence, the column named as the form names it, without the value.
        """
        column = self.column
        told = evolve(_worded(self.fault, column, language), path="").describe(language)
        return f"{column.number}. {column.label(language)}: {told}" if column else told

    def describe(self, language: Language) -> str:
        """
        Return place, severity and message in Kazakh, Russian or English, without the value.
        """
        where = str(self.place)
        told = f"{self.severity.label(language)}: {self.message(language)}"
        return f"{where}: {told}" if where else told


#: What is said of words of a column, by their codes; options of a command are named by the code alone.
_IN_WORDS: Final = frozenset((
    Repair.WORDING, Problem.UNKNOWN_WORDING, Note.GROUND_SUPPLIED, Note.REISSUE_GROUND_SUPPLIED,
))  # fmt: skip
_WORDS: Final[dict[Column | None, type[Word]]] = {
    Column.CONDITIONS: ServiceCondition, Column.CATEGORIES: RecipientCategory,
    Column.TERMINATED_ON: TerminationGround, Column.REISSUED_ON: ReissueGround,
}  # fmt: skip


def _worded(fault: Fault, column: Column | None, language: Language) -> Fault:
    """
    Return a fault that tells words as the form has them, whose commas do not part them.
    """
    kind = _WORDS.get(column)
    if not kind or fault.code not in _IN_WORDS:
        return fault
    words = (kind.of(code) or code for code in fault.allowed)
    told = (word.label(language) if isinstance(word, Word) else word for word in words)
    return evolve(fault, allowed=("; ".join(told),))


#: What is said of columns, by their codes.
_OF_COLUMNS: Final = frozenset((Refusal.SHORT_HEADER, Refusal.AMBIGUOUS_HEADER))


class FormError(RegistryError):
    """
    A file that cannot be read as the form; nothing of it was recorded.
    """

    def describe(self, language: Language) -> str:
        """
        Return all faults, one a line, columns named as the form names them in that language.
        """
        return "\n".join(_told(fault, language).describe(language) for fault in self.faults)


def _told(fault: Fault, language: Language) -> Fault:
    if fault.code not in _OF_COLUMNS:
        return fault
    columns = filter(None, map(Column.of, fault.allowed))
    return evolve(fault, allowed=[f"{one.number}. {one.label(language)}" for one in columns])
