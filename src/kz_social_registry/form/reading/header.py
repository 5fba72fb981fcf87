"""
The header of a form: where it stands, and which column of the form stands where.

A header has one row of headings, or two: groups and the headings under them. What stands before it is
skipped, columns may come in any order. A header that lacks a column, or has one twice, stops the
reading.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.form.description import HEADINGS, REASONS, heading_key
from kz_social_registry.form.findings import FormError

#: How many rows may stand before the data.
SEARCHED: Final = 60
#: With fewer known headings a row is no header at all.
_FEWEST: Final = 6
#: No heading comes near it, however its letters are spaced; a longer text is not looked through.
_LONGEST: Final = 1000
_SHOWN_CELLS: Final = 20
_SHOWN_LENGTH: Final = 40
_SHOWN_DIGITS: Final = 4


@frozen(kw_only=True)
class Header:
    """
    Which column of the form stands where in a file.
    """

    #: By place in the row; None for what is not the form's.
    columns: tuple[Column | None, ...]
    #: The headings of columns that the form does not have, by place.
    extra: dict[int, str] = field(factory=dict)
    #: How many rows it took, preamble and a row of column numbers among them.
    rows: int
    #: Where the reasons of a rejects file stand, which are not read back.
    reasons: frozenset[int] = frozenset()

    @property
    def is_part(self) -> bool:
        """
        Whether the file is a rejects file, a part of a whole.
        """
        return bool(self.reasons)

    @property
    def width(self) -> int:
        """
        How many cells a row has.
        """
        return len(self.columns)


Rows = Sequence[Sequence[str]]


def known_headings(rows: Rows) -> int:
    """
    Return how many columns of the form the best header in these rows has.
    """
    return max((_known(columns) for _, _, columns in _candidates(rows)), default=0)


def find_header(rows: Rows, sheet: str = "") -> Header:
    """
    Return the header that the first rows of a sheet have.

    Raises:
        FormError: there is none, or one that is short or ambiguous.
    """
    best = max(_candidates(rows), key=lambda candidate: _known(candidate[2]), default=None)
    if best is None or _known(best[2]) < _FEWEST:
        seen = _shown(filter(_column, rows[best[1]] if best else ()))
        raise FormError(Fault(Refusal.UNKNOWN_HEADER, sheet, allowed=seen))
    first, last, columns = best
    named = [column for column in columns if column]
    if twice := sorted({column for column in named if named.count(column) > 1}, key=_number):
        raise FormError(Fault(Refusal.AMBIGUOUS_HEADER, sheet, allowed=twice))
    needed = tuple(Column)[1:]
    if missing := [column for column in needed if column not in named]:
        seen = _shown(rows[last])
        raise FormError(
            Fault(Refusal.SHORT_HEADER, sheet, allowed=missing),
            Fault(Refusal.HEADER_SEEN, sheet, allowed=seen),
        )
    texts = _flat(rows[first : last + 1])
    width = max(place for place, text in enumerate(texts) if text.strip()) + 1
    reasons = frozenset(place for place, text in enumerate(texts) if heading_key(text) in REASONS)
    extra = {
        place: " ".join(text.split())
        for place, text in enumerate(texts[:width])
        if text.strip() and columns[place] is None and place not in reasons
    }
    taken = last + 1
    if taken < len(rows) and _counts_columns(rows[taken], columns):
        taken += 1
    return Header(columns=columns[:width], extra=extra, rows=taken, reasons=reasons)


Candidate = tuple[int, int, tuple[Column | None, ...]]


def _candidates(rows: Rows) -> list[Candidate]:
    """
    Return each row, then each pair of rows, as if it were the header; the shorter ones first.
    """
    single = [(i, i, tuple(map(_column, row))) for i, row in enumerate(rows)]
    double = [(i, i + 1, _paired(rows[i], rows[i + 1])) for i in range(len(rows) - 1)]
    return [*single, *double]


def _known(columns: Sequence[Column | None]) -> int:
    return len({column for column in columns if column})


def _column(text: str) -> Column | None:
    if len(text) > _LONGEST:
        return None
    key = heading_key(text)
    return HEADINGS.get(key) or HEADINGS.get(key.lstrip("0123456789"))


def _paired(groups: Sequence[str], headings: Sequence[str]) -> tuple[Column | None, ...]:
    """
    Read two rows: a group stands over the headings up to the next one, as merged cells have it.
    """
    width = max(len(groups), len(headings))
    upper = [*groups, *[""] * (width - len(groups))]
    lower = [*headings, *[""] * (width - len(headings))]
    found: list[Column | None] = []
    group = ""
    for above, below in zip(upper, lower, strict=True):
        group = above if above.strip() else group
        if below.strip():
            found.append(_column(f"{group} {below}") or _column(below))
        else:
            found.append(_column(above))
    return tuple(found)


def _flat(rows: Rows) -> list[str]:
    """
    Return the headings of one row or two as one text for each place.
    """
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return [" ".join(filter(None, map(str.strip, texts))) for texts in zip(*padded, strict=True)]


def _counts_columns(row: Sequence[str], columns: Sequence[Column | None]) -> bool:
    """
    Whether a row holds nothing but column numbers: those of the form, or 1, 2, 3 by place.
    """
    texts = [text.strip().removesuffix(".0") for text in row]
    filled = [(place, text) for place, text in enumerate(texts) if text]
    own = {place: str(column.number) for place, column in enumerate(columns) if column}
    of_form = all(own.get(place) == text for place, text in filled)
    by_place = all(text == str(place + 1) for place, text in filled)
    return len(filled) > _FEWEST and (of_form or by_place)


def _number(column: Column) -> int:
    return column.number


def _shown(headings: Iterable[str]) -> list[str]:
    """
    Return headings as they are told; numbers and addresses among them are data, and not shown.
    """
    texts = [" ".join(text.split()) for text in headings]
    shown = [text for text in texts if text and "@" not in text and _digits(text) <= _SHOWN_DIGITS]
    return [f"«{text[:_SHOWN_LENGTH]}»" for text in shown[:_SHOWN_CELLS]]


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
