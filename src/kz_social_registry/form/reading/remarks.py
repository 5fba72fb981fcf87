"""
Rows of a form that are no entries: totals, repeated headers, lines of a region, footnotes, signatures.

None of them has an identifier. A row with a name and anything else stays an entry, so that nothing that
somebody meant for one goes unnoticed.
"""

from collections.abc import Sequence
from typing import Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Note
from kz_social_registry.base.text import fold, texts_beside
from kz_social_registry.form.reading.header import Header, is_heading_row

#: Words for a sum, words after which it is named, and the first words of a signature, whose name may
#: stand in another cell.
_TOTALS, _OF, _SIGNED = (frozenset(fold(words).split()) for words in texts_beside(__name__).values())
#: A signature has its office, a line to sign on, a name and perhaps a day.
_MOST_SIGNED: Final = 4


def remark_of(cells: Sequence[str], header: Header) -> tuple[Note, str] | None:
    """
    Return the note about a row without an identifier that is no entry, and its text.
    """
    filled = {
        index: text.strip()
        for index, text in enumerate(cells)
        if text.strip() and index not in header.reasons
    }
    if is_heading_row(cells, header):
        return Note.NO_ROW, " ".join(filled.values())
    if any(_column(header, index) is Column.IDENTIFIER for index in filled):
        return None
    texts = {
        index: text for index, text in filled.items() if _column(header, index) is not Column.CAPACITY
    }
    if len(texts) == 1:
        ((index, text),) = texts.items()
        if _is_total(fold(text).split()):
            return Note.TOTAL_ROW, text
        is_number = text.removesuffix(".").isdecimal()
        if (
            len(filled) == 1
            and not is_number
            and _column(header, index) in (None, Column.NUMBER, Column.NAME)
        ):
            return Note.NO_ROW, text
    first = next(iter(texts.values()), "")
    if len(filled) <= _MOST_SIGNED and not _SIGNED.isdisjoint(fold(first).split()[:1]):
        return Note.NO_ROW, first
    return None


def _is_total(words: Sequence[str]) -> bool:
    """
    Whether a label names a sum: alone, of a region, or of a number of organisations.
    """
    if _TOTALS.isdisjoint(words):
        return False
    return len(words) == 1 or not _OF.isdisjoint(words) or words[-1].isdecimal()


def _column(header: Header, index: int) -> Column | None:
    return header.columns[index] if index < len(header.columns) else None
