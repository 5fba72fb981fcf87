"""
Days and terms as people write them.

A day is taken only if it is unambiguous. Dots separate day, month and year, as everywhere in
Kazakhstan. With slashes or hyphens a day is taken if only one order is possible. A year of two digits
is refused. A moment with a time zone is turned into the register's day; a time without one is dropped
only where it is midnight. A term is a last day, a length in words or figures, a range, or open-ended.
"""

import re
from datetime import date
from fractions import Fraction
from typing import Final
from unicodedata import is_normalized

from kz_social_registry.base import validation
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.text import fold, texts_beside, tidy
from kz_social_registry.base.validation import checked
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.cells.moments import in_kazakhstan
from kz_social_registry.form.cells.notes import Notes, certain, refuse

_TEXTS: Final = texts_beside(__name__)


def _folded(name: str) -> frozenset[str]:
    return frozenset(fold(_TEXTS[name]).split())


#: The stems of words for January to December, and their numbers.
_MONTHS: Final = sorted(
    (
        (fold(stem), number)
        for number, stems in enumerate(_TEXTS["months"], 1)
        for stem in stems.split()
    ),
    key=lambda month: -len(month[0]),
)
#: Months are declined, as in «маусымдағы», «шілдеден», «января»; stems of three letters are not.
_LONGEST_ENDING: Final = 6
_WHOLE_WORDS: Final = 3

_WORD: Final = r"(?P<{}>[^\W\d_]+)\.?"
_YEAR: Final = r"(?P<{}>\d{{4}})(?!\d)(?:\s*(?:жыл\w*|ж\.?|год\w*|г\.?))?"
_DAY: Final = r"[«\"]?(?P<{}>\d{{1,2}})(?:-?(?:го|е|st|nd|rd|th))?[»\"]?"
_TIME: Final = r"(?P<{}>[t ]\d{{1,2}}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:z|[+-]\d\d(?::?\d\d)?))?)?"
#: Kazakh declines the figures of a year: «31.12.2028-ге дейін».
_CASE: Final = r"(?:-?(?:ға|ге|қа|ке|га|ка|дан|ден|тан|тен)\b)?"
_SHAPES: Final = re.compile(
    "|".join((
        r"(?<![\d.])(?P<y1>\d{4})(?P<s1>[-./])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)"
        + _TIME.format("t1"),
        r"(?<!\d)(?P<a>\d{1,2})\s?(?P<s2>[-./])\s?(?P<b>\d{1,2})\s?(?P=s2)\s?(?P<y2>\d{4}|\d\d)(?!\d)"
        + _CASE + _TIME.format("t2"),
        rf"(?<!\d){_YEAR.format('y3')},?\s*{_DAY.format('d3')}[\s-]*{_WORD.format('m3')}"
        + _TIME.format("t3"),
        rf"(?<!\d){_DAY.format('d4')}[\s-]*{_WORD.format('m4')}[\s,-]*{_YEAR.format('y4')}"
        + _TIME.format("t4"),
        rf"(?<![^\W\d_]){_WORD.format('m5')}\s*{_DAY.format('d5')},?\s+{_YEAR.format('y5')}"
        + _TIME.format("t5"),
    )),
    re.IGNORECASE,
)  # fmt: skip

#: A day as most files have it.
_USUAL: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)
#: Figures of a day with commas or blanks between them.
_LOOSE: Final = re.compile(
    r"(?<!\d)[«\"]?(\d{1,2})[»\"]?(?: ?[.,] ?| )(\d{1,2})(?: ?[.,] ?| )(\d{4})(?!\d)", re.ASCII
)
#: The document that a day is of, and its number.
_DOCUMENT: Final = re.compile(
    r"№ ?\w[\w/-]*,?|\b(?:приказ|договор|лицензи|бұйры[қғ]|шарт|келісім)\w*", re.IGNORECASE
)
_YEAR_END: Final = re.compile(r"до конца (\d{4})|(\d{4}) ?ж(?:ыл\w*|\.) соңына дейін", re.IGNORECASE)
#: Words around a day that do not change it; then words that make it the end of a term.
_AROUND_DAY: Final = _folded("around_day")
_UNTIL: Final = _folded("until")
_INCLUSIVE: Final = _folded("inclusive")
_OPEN_ENDED: Final = frozenset(map(fold, _TEXTS["open_ended"]))

#: Civil Code, art. 174: terms in half-years, quarters and weeks, in months and days.
_UNIT_OF: Final[dict[str, tuple[str, int]]] = {
    fold(word): (unit, int(size))
    for unit, sizes in _TEXTS["units"].items()
    for size, words in sizes.items()
    for word in words.split()
}
#: A half-year that needs no number.
_HALF_YEAR: Final = frozenset(fold("полгода полугодие жартыжылдық").split())
#: This Kazakh word is a quarter after a number, otherwise ninety.
_QUARTER_OR_NINETY: Final = fold("тоқсан")
_FRACTIONS: Final = {
    fold(word): Fraction(halves, 2)
    for halves, words in ((1, "жарты half"), (3, "полтора полторы полутора"))
    for word in words.split()
}
#: Words that add a half to the number before them.
_AND_A_HALF: Final = re.compile(rf"\b(?:{fold('с половиной')}|{fold('and a half')})\b")
_HALF: Final = fold("half")
_HALF_A: Final = re.compile(rf"\b{fold('half a')}\b")
_PLUS_HALF: Final = fold("жарым")
#: Numbers in words; those in «ь» have another form in «и».
_NUMBER_OF: Final = {
    form: int(number)
    for number, words in _TEXTS["numbers"].items()
    for word in fold(words).split()
    for form in (word, re.sub("ь$", "и", word))
}
_TEN: Final = 10
#: Words before a number below ten; in Kazakh, the word for ten is one of them.
_TENS: Final = {
    fold("он"),
    *(word for word, number in _NUMBER_OF.items() if number in range(20, 100, 10)),
}
_AROUND_LENGTH: Final = _folded("around_length")
#: Endings written after figures: «3-х лет», «5-ти лет».
_ENDINGS: Final = frozenset(fold("х ух ех ти ми го").split())


@certain
def read_day(text: str, notes: Notes) -> date:
    """
    Return the one day that a cell names.

    Raises:
        InvalidValue: the cell has no day or several, or an impossible or ambiguous day.

    >>> read_day("2025 жылғы 7 сәуір", Notes())
    datetime.date(2025, 4, 7)
    """
    if usual := _USUAL.fullmatch(text):
        return _day(usual[3], usual[2], usual[1])
    own = _DOCUMENT.sub(" ", text)
    if own != text:
        notes.add(Repair.LABEL_DROPPED)
    found, rest = _scan(own, notes)
    words = fold(rest).split()
    if not found:
        refuse(Problem.NUMBER_FOR_DAY if _NUMBER.fullmatch(tidy(text)) else Problem.UNREADABLE_DAY)
    if len(set(found)) > 1 or any(word.isdigit() for word in words):
        refuse(Problem.SEVERAL_DAYS)
    if not _AROUND_DAY.issuperset(words):
        refuse(Problem.UNREADABLE_DAY)
    if len(found) > 1:
        notes.add(Repair.SAME_TWICE)
    return found[0]


@certain
def read_term(text: str, notes: Notes) -> Term:
    """
    Return the term that a cell names: a last day, a length, a range, or open-ended.

    Raises:
        InvalidValue: the cell has none of these.

    >>> read_term("до 31.12.2026", Notes()).until, read_term("3 жыл", Notes()).years
    (datetime.date(2026, 12, 31), 3)
    """
    if fold(text) in _OPEN_ENDED:
        return Term(open_ended=True)
    found, rest = _scan(text, notes)
    if not found:
        return _length(text)
    words = set(fold(rest).split())
    if words - _AROUND_DAY - _UNTIL - _INCLUSIVE:
        refuse(Problem.NOT_A_TERM)
    if len(found) > 2 or (len(found) == 2 and found[0] > found[1]):  # noqa: PLR2004  # a range has two
        refuse(Problem.SEVERAL_DAYS)
    if len(found) > 1:
        notes.start = found[0]
    if (words & _UNTIL or len(found) > 1) and not words & _INCLUSIVE:
        notes.add(Repair.UNTIL_INCLUSIVE)
    return Term(until=found[-1])


def _scan(text: str, notes: Notes) -> tuple[list[date], str]:
    found: list[date] = []

    def take(match: re.Match[str]) -> str:
        day = _of_match(match, notes)
        if day is None:
            return match.group()
        time = next(filter(None, (match[f"t{shape}"] for shape in "12345")), "")
        found.append(in_kazakhstan(day, time, notes) if time else day)
        return " "

    plain = _YEAR_END.sub(r"до 31.12.\1\2", tidy(text))
    rest = _SHAPES.sub(take, _LOOSE.sub(r"\1.\2.\3", plain))
    return found, rest


def _of_match(match: re.Match[str], notes: Notes) -> date | None:
    if match["y1"]:
        return _day(match["y1"], match["m1"], match["d1"])
    if match["y2"]:
        return _of_figures(match["a"], match["b"], match["y2"], match["s2"], notes)
    prose = next(index for index in "345" if match[f"y{index}"])
    month = _month(match[f"m{prose}"])
    return _day(match[f"y{prose}"], f"{month}", match[f"d{prose}"]) if month else None


def _of_figures(first: str, second: str, year: str, separator: str, notes: Notes) -> date:
    if len(year) < len("2025"):
        refuse(Problem.SHORT_YEAR)
    if separator == "." or first == second:
        return _day(year, second, first)
    by_day, by_month = _possible(year, second, first), _possible(year, first, second)
    if by_day and by_month:
        refuse(Problem.AMBIGUOUS_DAY)
    if by_month:
        notes.add(Repair.MONTH_FIRST)
        return by_month
    return by_day or refuse(Problem.NO_SUCH_DAY)


def _possible(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day(year: str, month: str, day: str) -> date:
    found = _possible(year, month, day)
    return checked(found, validation.day, "") if found else refuse(Problem.NO_SUCH_DAY)


def _month(word: str) -> int | None:
    folded = fold(word)
    for stem, number in _MONTHS:
        if folded.startswith(stem):
            ending = len(folded) - len(stem)
            if ending <= (_LONGEST_ENDING if len(stem) > _WHOLE_WORDS else 0):
                return number
    return None


_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


# Lengths --------------------------------------------------------------------------------------------

#: Texts in brackets; then signs that, outside brackets, change the meaning of a length.
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_SIGNS: Final = re.compile(r"[^\w\s.,:;«»“”„\"-]|;(?!\s*\Z)|(?<!\w)-|-(?![^\W\d_])")
#: A fraction has one or two decimals, and the last is not zero: 1.500 may be a thousand and a half.
_DECIMAL: Final = re.compile(r"(?<![\d.,])(\d+[.,]\d?[1-9])(?![\d.,])")
_WORDS: Final = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
#: A longer term is beyond every plausible day; the figure is a telephone from another column.
_LONGEST_TERM: Final = 100_000


def _length(text: str) -> Term:
    lengths = _lengths(tidy(text))
    if not any(lengths.values()) or max(lengths.values()) > _LONGEST_TERM:
        refuse(Problem.NOT_A_TERM)
    years, months, days = (lengths.get(unit, 0) for unit in _TEXTS["units"])
    return Term(years=years, months=months, days=days)


def _lengths(text: str) -> dict[str, int]:
    """
    Return the number of each unit in a text; brackets may only repeat it.
    """
    lengths: dict[str, int] = {}
    pending: int | Fraction | None = None
    last: int | Fraction | None = None
    for place, part in enumerate(_BRACKETS.split(text)):
        if place % 2:  # «3 (три) года», «1 год (12 месяцев)»
            if items_of(part) != [last] and (pending is not None or not _is_same(lengths, part)):
                refuse(Problem.NOT_A_TERM)
            continue
        if _SIGNS.search(part) or not is_normalized("NFKC", part):
            refuse(Problem.NOT_A_TERM)
        for item in items_of(part, after_number=pending is not None):
            if not isinstance(item, str) and pending is None:
                pending = last = item
            elif (
                isinstance(item, str)
                and item in _UNIT_OF
                and (pending is not None or item in _HALF_YEAR)
            ):
                _add(lengths, item, 1 if pending is None else pending)
                pending = None
            elif item not in _AROUND_LENGTH:
                refuse(Problem.NOT_A_TERM)
    if pending is not None:
        refuse(Problem.TERM_WITHOUT_UNIT)
    return lengths


def _add(lengths: dict[str, int], word: str, number: int | Fraction) -> None:
    """
    Add a number of units to the lengths; a fraction of a year in months, if that is exact.
    """
    unit, size = _UNIT_OF[word]
    amount = Fraction(number) * size
    if unit == "years" and amount.denominator > 1:
        unit, amount = "months", 12 * amount
    if unit in lengths or amount.denominator > 1:
        refuse(Problem.NOT_A_TERM)
    lengths[unit] = int(amount)


def _is_same(lengths: dict[str, int], text: str) -> bool:
    try:
        return bool(lengths) and _measure(_lengths(text)) == _measure(lengths)
    except InvalidValue:
        return False


def _measure(lengths: dict[str, int]) -> tuple[int, int]:
    return 12 * lengths.get("years", 0) + lengths.get("months", 0), lengths.get("days", 0)


def _number(word: str) -> int | Fraction | None:
    if word[0].isdecimal():
        return int(word) if word.isdecimal() else Fraction(word.replace(",", "."))
    return _FRACTIONS.get(word) or _NUMBER_OF.get(word)


def items_of(text: str, *, after_number: bool = False) -> list[int | Fraction | str]:
    """
    Return the words of a text; numbers in words and in figures are numbers.

    >>> items_of("жиырма бес"), items_of("2 года")
    ([25], [2, 'года'])
    """
    items: list[int | Fraction | str] = []
    before = ""
    folded = " ".join(
        part if place % 2 else fold(part) for place, part in enumerate(_DECIMAL.split(text))
    )
    folded = _HALF_A.sub(_HALF, _AND_A_HALF.sub(_PLUS_HALF, folded))
    for word in _WORDS.findall(folded):
        number = _number(word)
        follows = isinstance(items[-1], int) if items else after_number
        if items and follows and word == _PLUS_HALF:
            items[-1] = Fraction(items[-1]) + Fraction(1, 2)
        elif follows and word == _QUARTER_OR_NINETY:
            items.append(word)
        elif before in _TENS and word in _NUMBER_OF and _NUMBER_OF[word] < _TEN:
            items[-1] = _NUMBER_OF[before] + _NUMBER_OF[word]
        elif not (before.isdecimal() and word in _ENDINGS):
            items.append(word if number is None else number)
        before = word
    return items
