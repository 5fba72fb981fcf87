"""
The header of a form: its rows, and the form's column at each index.

A header has one row of headings, or two: groups and the headings under them. Rows before it are
skipped, and columns may come in any order. The row of column numbers serves where headings are not
known. A header of which little is known is asked about. One that lacks a column that every entry has,
or has one twice, is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from types import MappingProxyType
from typing import Final

from attrs import Factory, field, frozen

from kz_social_registry.base.codelist import in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.form.description import EXTRAS, HEADINGS, MAY_LACK, REASONS, SECOND, heading_key
from kz_social_registry.form.findings import FormError

#: The number of rows among which the header is looked for.
SEARCHED: Final = 60
#: The fewest known headings of a header.
_FEWEST: Final = 6
#: The most characters of a heading; a longer text is not compared.
_LONGEST: Final = 1000
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_OF_NUMBERS: Final = {str(column.number): column for column in Column}
_NEEDED: Final = frozenset(COLUMNS) - MAY_LACK
_SHOWN_CELLS: Final = 20
_SHOWN_LENGTH: Final = 40
_SHOWN_DIGITS: Final = 4


@frozen(kw_only=True)
class Header:
    """
    The columns of the form in a file.
    """

    #: The name of its sheet, empty in a text file.
    sheet: str
    #: By index in the row; None for a column that the form does not have.
    columns: tuple[Column | None, ...]
    #: The headings of columns that the form does not have, by index.
    extra: dict[int, str] = field(factory=dict)
    #: The number of rows before the data, a preamble and a row of column numbers included.
    rows: int
    #: The texts of its one row or two, by which a new page's header is known.
    lines: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    #: The indices of the reasons, which are not read. Only a rejects file has them.
    reasons: frozenset[int] = frozenset()

    #: The index of each column of the form by its code, and of `EXTRAS` by their names.
    places: Mapping[str, int] = field(
        default=Factory(lambda own: dict(own.named()), takes_self=True), init=False, repr=False
    )

    def named(self) -> Iterator[tuple[str, int]]:
        """
        Yield the name of each column that is known, with its index.
        """
        names = {index: EXTRAS.get(heading_key(text)) for index, text in self.extra.items()}
        for index, column in enumerate(self.columns):
            if name := column or names.get(index):
                yield name, index


Rows = Sequence[Sequence[str]]
Answers = Mapping[str, Column | None]
NO_ANSWERS: Final[Answers] = MappingProxyType({})


def known_headings(rows: Rows) -> int:
    """
    Return the number of the form's columns in the best header among these rows.
    """
    return max((_known(columns) for _, _, columns in _candidates(rows)), default=0)


def find_headers(
    names: Sequence[str], sheets: Sequence[Rows], answers: Answers
) -> list[Header | FormError]:
    """
    Return the header of each sheet, or its error.

    If no sheet has a header, the heading of column 3 or a row of column numbers is enough for one.

    Raises:
        FormError: no sheet has a header, or one lacks a column or has one twice.
    """
    for asking in (False, True):
        found = list[Header | FormError]()
        for name, rows in zip(names, sheets, strict=True):
            try:
                found.append(find_header(rows, name, answers, asking=asking))
            except FormError as error:
                if error.faults[0].code is not Refusal.UNKNOWN_HEADER:
                    raise
                found.append(error)
        if any(isinstance(one, Header) for one in found):
            return found
    raise next(one for one in found if isinstance(one, FormError))


def find_header(
    rows: Rows, sheet: str = "", answers: Answers = NO_ANSWERS, *, asking: bool = False
) -> Header:
    """
    Return the header among the first rows of a sheet; `answers` has the columns of other headings.

    A column may be lacking while there are headings that nobody has explained. With `asking`, the
    heading of column 3 or a row of column numbers is enough.

    Raises:
        FormError: there is no header, or it lacks a column or has one twice.
    """
    first, last, found = _found(rows, sheet, answers, asking=asking)
    both = zip_longest(*rows[first : last + 1], fillvalue="")
    texts = [" ".join(filter(None, map(str.strip, pair))) for pair in both]
    keys = list(map(heading_key, texts))
    own = zip_longest(_without_second(found, rows[last]), keys, fillvalue=None)
    columns = tuple(column or answers.get(key or "") for column, key in own)
    named = [column for column in columns if column]
    if twice := (*in_order({one for one in named if named.count(one) > 1}), *_repeated(texts)):
        raise FormError(Fault(Refusal.AMBIGUOUS_HEADER, sheet, allowed=twice))
    unknown = {key for column, key in zip(columns, keys, strict=False) if key and not column}
    missing = [one for one in COLUMNS if one not in named and one not in MAY_LACK]
    if missing and unknown <= REASONS | answers.keys():
        raise FormError(
            Fault(Refusal.SHORT_HEADER, sheet, allowed=missing),
            Fault(Refusal.HEADER_SEEN, sheet, allowed=shown(rows[last])),
        )
    width = max(index for index, text in enumerate(texts) if text.strip()) + 1
    reasons = frozenset(index for index, key in enumerate(keys) if key in REASONS)
    extra = {
        index: " ".join(text.split())
        for index, text in enumerate(texts[:width])
        if text.strip() and columns[index] is None and index not in reasons
    }
    taken = last + 1 + any(_counts_columns(row, columns) for row in rows[last + 1 : last + 2])
    lines = frozenset(map(_texts, rows[first : last + 1]))
    return Header(
        sheet=sheet, columns=columns[:width], extra=extra, rows=taken, reasons=reasons, lines=lines
    )


def _repeated(texts: Iterable[str]) -> list[str]:
    """
    Return the headings of columns that supply the same thing, which the form does not have.
    """
    found: dict[str, list[str]] = {}
    for text in texts:
        if name := EXTRAS.get(heading_key(text)):
            found.setdefault(name, []).append(text.strip())
    return list(chain.from_iterable(own for own in found.values() if len(own) > 1))


def _found(rows: Rows, sheet: str, answers: Answers, *, asking: bool) -> "Candidate":
    """
    Return the best candidate.

    Raises:
        FormError: it has too few known headings.
    """
    best = max(_candidates(rows, answers), key=lambda one: _known(one[2]), default=None)
    if best is None or not _NEEDED.issubset(best[2]):
        best = _numbered(rows) or best
    if best and _known(best[2]) >= _FEWEST:
        return best
    if asking and (begun := _begun(rows, answers)):
        return begun
    seen = shown(filter(_column, rows[best[1]] if best else ()))
    raise FormError(Fault(Refusal.UNKNOWN_HEADER, sheet, allowed=seen))


Candidate = tuple[int, int, tuple[Column | None, ...]]


def _candidates(rows: Rows, answers: Answers = NO_ANSWERS) -> list[Candidate]:
    """
    Return each row, then each pair of rows, as a possible header; a complete one alone.
    """
    single: list[Candidate] = []
    double: list[Candidate] = []
    for index, row in enumerate(rows):
        single.append((index, index, tuple(_column(text, answers) for text in row)))
        if index:
            double.append((index - 1, index, _paired(rows[index - 1], row, answers)))
        for one in (single[-1], *double[-1:]):
            if _known(one[2]) == len(Column):  # no other one can be better
                return [one]
    return [*single, *double]


def _numbered(rows: Rows) -> Candidate | None:
    """
    Return the header above the row of the form's column numbers, if no known heading contradicts it.
    """
    for index, row in enumerate(rows[1:], 1):
        numbers = [text.strip().removesuffix(".0") for text in row]
        columns = tuple(_OF_NUMBERS.get(text) for text in numbers)
        named = [column for column in columns if column]
        if any(_digits(text) > _SHOWN_DIGITS for text in row):
            return None  # data, after which no header begins
        if len(named) == len(list(filter(None, numbers))) and _NEEDED.issubset(named):
            above = rows[max(0, index - 2) : index]
            headed = max((one[2] for one in _candidates(above)), key=_known)
            if all(one in (None, own) for one, own in zip(headed, columns, strict=False)):
                return max(0, index - 2), index - 1, columns
    return None


def _begun(rows: Rows, answers: Answers) -> Candidate | None:
    """
    Return a header of which column 3 is known, or that has a row of column numbers below it.
    """
    for index, row in enumerate(rows):
        below = rows[index + 1 : index + 2]
        columns = tuple(_column(text, answers) for text in row)
        if Column.IDENTIFIER in columns or any(_counts_columns(one, ()) for one in below):
            texts = list(filter(str.strip, row))
            if len(texts) >= _FEWEST and all(_digits(text) <= _SHOWN_DIGITS for text in texts):
                return _with_other_row(rows, index, answers) or (index, index, columns)
    return None


def _with_other_row(rows: Rows, index: int, answers: Answers) -> Candidate | None:
    """
    Return a row with the next or the previous one, if each fills cells that the other leaves empty.
    """
    for upper in (index, index - 1):
        if 0 <= upper < len(rows) - 1:
            pairs = list(zip_longest(rows[upper], rows[upper + 1], fillvalue=""))
            filled = {(bool(above.strip()), bool(below.strip())) for above, below in pairs}
            if filled.issuperset(((True, False), (False, True))):
                return upper, upper + 1, _paired(rows[upper], rows[upper + 1], answers)
    return None


def _without_second(columns: Sequence[Column | None], row: Sequence[str]) -> tuple[Column | None, ...]:
    """
    Leave out the columns of headings that yield to another one of the same column.
    """
    second = {index for index, text in enumerate(row) if heading_key(text) in SECOND}
    own = {one for index, one in enumerate(columns[: len(row)]) if index not in second}
    return tuple(None if i in second and one in own else one for i, one in enumerate(columns))


def _known(columns: Sequence[Column | None]) -> int:
    return len({column for column in columns if column})


def _column(text: str, answers: Answers = NO_ANSWERS) -> Column | None:
    if len(text) > _LONGEST:
        return None
    for written in dict.fromkeys((text, _BRACKETS.sub(" ", text))):
        key = heading_key(written)
        for one in (key, key.lstrip("0123456789")):
            if column := HEADINGS.get(one) or SECOND.get(one) or answers.get(one):
                return column
    return None


def _paired(
    groups: Sequence[str], headings: Sequence[str], answers: Answers
) -> tuple[Column | None, ...]:
    """
    Read two rows; a group extends over the headings up to the next group, as merged cells do.
    """
    found: list[Column | None] = []
    group = ""
    for above, below in zip_longest(groups, headings, fillvalue=""):
        group = above if above.strip() else group
        if below.strip():
            found.append(_column(f"{group} {below}", answers) or _column(below, answers))
        else:
            found.append(_column(above, answers))
    return tuple(found)


def is_heading_row(row: Sequence[str], header: Header) -> bool:
    """
    Whether a row below the header repeats headings or column numbers, as a new page does.
    """
    return (
        _texts(row) in header.lines
        or known_headings([row]) >= _FEWEST
        or _counts_columns(row, header.columns)
    )


def _texts(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, row)))


def _counts_columns(row: Sequence[str], columns: Sequence[Column | None]) -> bool:
    """
    Whether a row holds only column numbers: those of the form, or 1, 2, 3 in sequence.
    """
    texts = enumerate(text.strip().removesuffix(".0") for text in row)
    filled = {index: text for index, text in texts if text}
    own = {index: str(column.number) for index, column in enumerate(columns) if column}
    in_sequence = all(text == str(index + 1) for index, text in filled.items())
    return len(filled) > _FEWEST and (in_sequence or filled.items() <= own.items())


def shown(headings: Iterable[str]) -> list[str]:
    """
    Return headings to be shown; numbers and addresses are data, and left out.
    """
    texts = [" ".join(text.split()) for text in headings]
    shown = [text for text in texts if text and "@" not in text and _digits(text) <= _SHOWN_DIGITS]
    return [text[:_SHOWN_LENGTH] for text in shown[:_SHOWN_CELLS]]


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
