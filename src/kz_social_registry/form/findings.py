"""
Findings in a form: each repair and each fault with its sheet, cell, raw value and code.

Nothing is guessed silently. A repair is listed, and a cell that is not understood is rejected. A file
that does not have the form's columns is refused before anything is recorded.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice, pairwise
from string import ascii_uppercase
from typing import Any, Final, NamedTuple

from attrs import field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, RegistryError
from kz_social_registry.base.fault_codes import Note
from kz_social_registry.base.law import Language


class Severity(Word):
    """
    The consequence of a finding for its row.
    """

    NOTED = "noted", None
    REPAIRED = "repaired", None
    REJECTED = "rejected", None
    DIFFERING = "differing", None


class CellAddress(NamedTuple):
    """
    A sheet (empty in a text file), a row and a column from 1; 0 stands for the whole.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """
        The cell as a spreadsheet names it; the number alone of a whole row.

        >>> CellAddress("", 12, 6).cell, CellAddress("", 7, 28).cell, CellAddress("", 3).cell
        ('F12', 'AB7', '3')
        """
        letters, number = "", self.column
        while number:
            number, digit = divmod(number - 1, len(ascii_uppercase))
            letters = ascii_uppercase[digit] + letters
        return letters + (str(self.row) if self.row else "")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.sheet, self.cell)))


@frozen(kw_only=True)
class Finding:
    """
    One thing found in a form; `repr` does not show the value, which may be personal data.
    """

    severity: Severity
    #: The code, the message and the clause; its path is the code of the form's column.
    fault: Fault = field(repr=lambda fault: repr(f"{fault.code} {fault.path}"))
    address: CellAddress = field(factory=CellAddress)
    #: The cell as the file has it.
    raw: str = field(default="", repr=False)
    #: The register's value, where the cell was compared with it.
    registered: Any = field(default=None, repr=False)

    @property
    def column(self) -> Column | None:
        """
        The form's column that the finding is about, if any.
        """
        return Column.of(self.fault.path.partition(".")[0].partition("[")[0])

    def message(self, language: Language) -> str:
        """
        Return the finding as a sentence that begins with the form's name of the column.

        The sentence does not hold the cell's value.
        """
        column = self.column
        if not column and self.fault.path:
            return self.fault.describe(language)
        text = self.fault.message(language)
        return f"{column.number}. {column.label(language)}: {text}" if column else text

    def describe(self, language: Language) -> str:
        """
        Return address, severity and message in Kazakh, Russian or English, without the value.
        """
        address = str(self.address)
        text = f"{self.severity.label(language)}: {self.message(language)}"
        return f"{address}: {text}" if address else text


def noted(
    note: Note, address: CellAddress | None = None, raw: str = "", allowed: tuple[str, ...] = ()
) -> Finding:
    """
    Return a note as a finding.
    """
    fault = Fault(note, allowed=allowed)
    return Finding(severity=Severity.NOTED, fault=fault, address=address or CellAddress(), raw=raw)


@frozen(kw_only=True)
class Reason:
    """
    A finding that several rows have, with their number and the first cells.
    """

    first: Finding
    rows: int
    places: tuple[str, ...]

    def describe(self, language: Language) -> str:
        """
        Return column, cells and message as one text, without values of cells.
        """
        column = self.first.column
        places = ", ".join(self.places) + (" …" if self.rows > len(self.places) else "")
        message = self.first.fault.message(language)
        if not column:
            # After values, a second list would be read as more of them.
            shape = "{} ({})" if self.first.fault.allowed else "{}: {}"
            return shape.format(message, places) if places else message
        return f"{_COLUMN[language].format(column.number)} ({places}): {message}"


_COLUMN: Final = {"kk": "{}-баған", "ru": "графа {}", "en": "column {}"}
#: How many cells a reason names, and the most characters of a heading in it.
_PLACES: Final = 3
_LONGEST: Final = 30


def reasons_of(findings: Iterable[Finding]) -> tuple[Reason, ...]:
    """
    Group findings by column and code, those of most rows first.
    """
    groups: dict[object, dict[str, Finding]] = defaultdict(dict)
    for one in findings:
        lacking = one.fault.allowed if one.fault.code is Note.COLUMNS_LACKING else ()
        named = f" «{one.raw[:_LONGEST]}»" if one.fault.code is Note.EXTRA_COLUMN else ""
        groups[one.fault.code, one.column, lacking].setdefault(f"{one.address}{named}", one)
    reasons = [
        Reason(first=next(iter(group.values())), rows=len(group), places=_first_places(group))
        for group in groups.values()
    ]
    return tuple(sorted(reasons, key=lambda one: -one.rows))


def _first_places(group: dict[str, Finding]) -> tuple[str, ...]:
    """
    Return the first places; those in one sheet name it once.
    """
    places = [*islice(group, _PLACES)]
    sheets = [finding.address.sheet for finding in islice(group.values(), _PLACES)]
    rest = zip(places[1:], pairwise(sheets), strict=True)
    shorter = (one.removeprefix(f"{own} ") if own == before else one for one, (before, own) in rest)
    return (places[0], *shorter)


class FormError(RegistryError):
    """
    Raised for a file that cannot be read as the form; nothing of it was recorded.
    """

    #: The commonest reasons of its rows, where a guard stops a file.
    reasons: tuple[Reason, ...] = ()

    def describe(self, language: Language) -> str:
        """
        Return all faults, one a line, and the commonest reasons with the number of rows.
        """
        lines = [f"{one.rows:>5} × {one.describe(language)}" for one in self.reasons]
        return "\n".join([super().describe(language), *lines])
