"""
The cells of the official form as a person reads them.

Dates are dd.mm.yyyy, identifiers bare digits, lists joined with semicolons in the form's own order.
"""

from datetime import date
from typing import Final

from kz_social_registry.columns import Column
from kz_social_registry.entry import RegistryEntry
from kz_social_registry.forms.safety import WITHHELD
from kz_social_registry.law import Language
from kz_social_registry.publication import COLUMNS, Cell, PublicEntry, Withheld, values_of
from kz_social_registry.terms import Term
from kz_social_registry.words import Word

_EXTENSION: Final[dict[Language, str]] = {"kk": "ішкі", "ru": "вн.", "en": "ext."}
#: Between the items of a list.
SEPARATOR: Final = "; "


def headings(language: Language) -> list[str]:
    """
    Return the seventeen headings, each on one line.
    """
    return [column.heading(language) for column in Column]


def row_cells(number: int, row: PublicEntry, language: Language) -> list[str]:
    """
    Return the seventeen cells of a row as texts.
    """
    return [str(number), *(cell_text(column, row.cell(column), language) for column in COLUMNS)]


def internal_cells(entry: RegistryEntry, language: Language) -> list[str]:
    """
    Return columns 2 to 17 of an entry as texts, whatever its consent: for staff, not for the public.
    """
    cells = zip(COLUMNS, values_of(entry), strict=True)
    return [cell_text(column, cell, language) for column, cell in cells]


def cell_text(column: Column, cell: Cell, language: Language) -> str:
    """
    Return one cell of a column as text; an absent value is an empty one.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return str.__str__(cell)
    if isinstance(cell, tuple):
        return SEPARATOR.join([_item(column, item, language) for item in cell])
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, Term):
        return cell.label(language)
    if isinstance(cell, Withheld):
        return WITHHELD[language]
    return str(cell)


def _item(column: Column, item: str, language: Language) -> str:
    if isinstance(item, Word):
        return item.label(language)
    return telephone_text(item, language) if column is Column.PHONES else item


def telephone_text(telephone: str, language: Language) -> str:
    """
    Return a telephone as it is read; the space keeps a spreadsheet from taking it for a number.

    >>> telephone_text("+77273574284;ext=241", "ru")
    '+7 7273574284 (вн. 241)'
    """
    number, _, extension = telephone.partition(";ext=")
    spaced = f"+7 {number[2:]}" if number.startswith("+7") else number
    return f"{spaced} ({_EXTENSION[language]} {extension})" if extension else spaced
