"""
The cells of the official form as a person reads them.

Dates are dd.mm.yyyy, identifiers bare digits, lists joined with semicolons in the form's own order.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from kz_social_registry.base.codelist import Labelled, Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Language
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS, Cell, Withheld, values_of
from kz_social_registry.domain.values.terms import Term

_EXTENSION: Final[dict[Language, str]] = {"kk": "ішкі", "ru": "вн.", "en": "ext."}
#: Between the items of a list.
SEPARATOR: Final = "; "


def headings(language: Language) -> list[str]:
    """
    Return the seventeen headings, each on one line.
    """
    return [column.heading(language) for column in Column]


def internal_cells(entry: RegistryEntry, language: Language) -> list[str]:
    """
    Return columns 2 to 17 of an entry as texts, whatever its consent: for staff, not for the public.
    """
    cells = zip(COLUMNS, values_of(entry), strict=True)
    return [cell_text(column, cell, language) for column, cell in cells]


def cell_text(column: Column, cell: Cell, language: Language) -> str:
    """
    Return one cell of a column as text; the text of an absent value is empty.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return str.__str__(cell)
    if isinstance(cell, tuple):
        if column is Column.PHONES:
            return telephones_text(cell, language)
        if column is Column.EMAILS:
            return SEPARATOR.join(cell)
        return SEPARATOR.join(_labels(cell, language))
    if isinstance(cell, date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"  # much faster than `strftime`
    if isinstance(cell, (Term, Withheld)):
        return _labels((cell,), language)[0]
    return str(cell)


@lru_cache(maxsize=1024)  # terms and sets of words repeat
def _labels(values: tuple[Labelled | Word, ...], language: Language) -> tuple[str, ...]:
    return tuple(value.label(language) for value in values)


def telephones_text(telephones: Iterable[str], language: Language) -> str:
    """
    Return telephones as text; the space keeps a spreadsheet from reading one as a number.

    >>> telephones_text(["+77273574284;ext=241", "1414"], "ru")
    '+7 7273574284 (вн. 241); 1414'
    """
    extension = _EXTENSION[language]
    numbers = (telephone.partition(";ext=") for telephone in telephones)
    texts = [f"{number} ({extension} {own})" if own else number for number, _, own in numbers]
    return SEPARATOR.join(texts).replace("+7", "+7 ")
