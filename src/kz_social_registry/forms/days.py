"""
Days and terms as people write them.

A day is taken only if it can mean nothing else: dots separate day, month and year, as all of Kazakhstan
writes them; a slash or a hyphen is taken where one order alone is possible. Two-digit years are not
taken at all. A term is a last day, a length in words or figures, a range, or open-ended.
"""

import re
from datetime import date
from typing import Final

from kz_social_registry.forms.messages import Problem, Repair
from kz_social_registry.forms.notes import Notes, refuse
from kz_social_registry.law import EARLIEST_DAY, LATEST_DAY
from kz_social_registry.terms import Term
from kz_social_registry.text import fold, tidy

_PLAIN: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)

#: January to December in Kazakh, Russian and English: how words for the month begin.
_STEMS: Final = (
    "қаңтар январ янв january jan", "ақпан феврал фев february feb", "наурыз март мар march mar",
    "сәуір апрел апр april apr", "мамыр май мая мае маю may", "маусым июнь июня июне июню июн june jun",
    "шілде июль июля июле июлю июл july jul", "тамыз август авг august aug",
    "қыркүйек сентябр сент сен september sept sep", "қазан октябр окт october oct",
    "қараша ноябр ноя november nov", "желтоқсан декабр дек december dec",
)  # fmt: skip
_MONTHS: Final = sorted(
    ((fold(stem), number) for number, stems in enumerate(_STEMS, 1) for stem in stems.split()),
    key=lambda month: -len(month[0]),
)
#: Months are declined: «маусымдағы», «шілдеден», «января»; whole short words are not.
_LONGEST_ENDING: Final = 6
_WHOLE_WORDS: Final = 3

_WORD: Final = r"(?P<{}>[^\W\d_]+)\.?"
_YEAR: Final = r"(?P<{}>\d{{4}})(?!\d)(?:\s*(?:жыл\w*|ж\.?|год\w*|г\.?))?"
_DAY: Final = r"[«\"]?(?P<{}>\d{{1,2}})(?:-?(?:го|е|st|nd|rd|th))?[»\"]?"
_TIME: Final = r"(?P<{}>[t ]\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?"
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
        rf"{_WORD.format('m5')}\s*{_DAY.format('d5')},?\s+{_YEAR.format('y5')}" + _TIME.format("t5"),
    )),
    re.IGNORECASE,
)  # fmt: skip

#: Words beside a day that do not change it; and those that make it the end of a term.
_BESIDE: Final = frozenset(
    fold(
        "с со от на on from of the dated бастап жылғы жылы жыл жылға жылдан жылдың ж года год г күні "
        "дата"
    ).split()
)
_UNTIL: Final = frozenset(fold("до по дейін шейін to until till").split())
_INCLUSIVE: Final = frozenset(fold("включительно қоса алғанда inclusive").split())
_OPEN_ENDED: Final = frozenset(
    map(fold, (
        "мерзімсіз", "шектеусіз", "бессрочно", "бессрочная", "бессрочный", "без срока",
        "без ограничения срока", "open-ended", "open ended", "indefinite", "unlimited", "perpetual",
    ))
)  # fmt: skip

_UNITS: Final = {
    "years": "жыл год года лет г ж year years yr",
    "months": "ай айға месяц месяца месяцев мес month months",
    "days": "күн күнге день дня дней дн day days",
}
_UNIT_OF: Final = {fold(word): unit for unit, words in _UNITS.items() for word in words.split()} | {
    fold("жылға"): "years",
}
_IN_WORDS: Final = {
    1: "бір один одного one", 2: "екі два двух two", 3: "үш три трех three",
    4: "төрт четыре четырех four", 5: "бес пять пяти five", 6: "алты шесть шести six",
    7: "жеті семь семи seven", 8: "сегіз восемь восьми eight", 9: "тоғыз девять девяти nine",
    10: "он десять десяти ten", 11: "одиннадцать eleven", 12: "двенадцать двенадцати twelve",
    13: "тринадцать thirteen", 14: "четырнадцать fourteen", 15: "пятнадцать fifteen",
    16: "шестнадцать sixteen", 17: "семнадцать seventeen", 18: "восемнадцать eighteen",
    19: "девятнадцать nineteen", 20: "жиырма двадцать двадцати twenty", 30: "отыз тридцать thirty",
    40: "қырық сорок forty", 50: "елу пятьдесят fifty", 60: "алпыс шестьдесят sixty",
    70: "жетпіс семьдесят seventy", 80: "сексен восемьдесят eighty", 90: "тоқсан девяносто ninety",
}  # fmt: skip
_NUMBER_OF: Final = {
    fold(word): number for number, words in _IN_WORDS.items() for word in words.split()
}
_AROUND_LENGTH: Final = frozenset(
    fold("сроком на срок мерзімі мерзімге for и және and календарных күнтізбелік").split()
)


def read_day(text: str, notes: Notes) -> date:
    """
    Return the one day that a cell names.

    Raises:
        InvalidValue: none, several, an impossible one, or one that could be another.

    >>> read_day("2025 жылғы 7 сәуір", Notes())
    datetime.date(2025, 4, 7)
    """
    if plain := _PLAIN.fullmatch(text):
        return _day(plain[3], plain[2], plain[1])
    found, rest = _scan(text, notes)
    words = fold(rest).split()
    if not found:
        refuse(Problem.NUMBER_FOR_DAY if _NUMBER.fullmatch(tidy(text)) else Problem.UNREADABLE_DAY)
    if len(set(found)) > 1 or any(word.isdigit() for word in words):
        refuse(Problem.SEVERAL_DAYS)
    if not _BESIDE.issuperset(words):
        refuse(Problem.UNREADABLE_DAY)
    if len(found) > 1:
        notes.add(Repair.SAME_TWICE)
    return found[0]


def read_term(text: str, notes: Notes) -> Term:
    """
    Return the term that a cell names: a last day, a length, a range, or open-ended.

    Raises:
        InvalidValue: none of them.

    >>> read_term("до 31.12.2026", Notes()).until, read_term("3 жыл", Notes()).years
    (datetime.date(2026, 12, 31), 3)
    """
    if fold(text) in _OPEN_ENDED:
        return Term(open_ended=True)
    found, rest = _scan(text, notes)
    if not found:
        return _length(text)
    words = set(fold(rest).split())
    if words - _BESIDE - _UNTIL - _INCLUSIVE:
        refuse(Problem.NOT_A_TERM)
    if len(found) > 2 or (len(found) == 2 and found[0] > found[1]):  # noqa: PLR2004  # a range has two
        refuse(Problem.SEVERAL_DAYS)
    if len(found) > 1:
        notes.start = found[0]
    if (words & _UNTIL or len(found) > 1) and not words & _INCLUSIVE:
        notes.add(Repair.UNTIL_INCLUSIVE)
    return Term(until=found[-1])


def _scan(text: str, notes: Notes) -> tuple[list[date], str]:
    """
    Return the days in a text, and what is left of it without them.
    """
    found: list[date] = []

    def take(match: re.Match[str]) -> str:
        day = _of_match(match, notes)
        if day is None:
            return match.group()
        found.append(day)
        return " "

    rest = _SHAPES.sub(take, tidy(text))
    return found, rest


def _of_match(match: re.Match[str], notes: Notes) -> date | None:
    time = next(filter(None, (match[f"t{shape}"] for shape in "12345")), "")
    if set(time) - set("t :0z.TZ"):
        notes.add(Repair.TIME_DROPPED)
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
    if found is None or not EARLIEST_DAY <= found <= LATEST_DAY:
        refuse(Problem.NO_SUCH_DAY)
    return found


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

#: A sign before a length makes it another one, or none.
_SIGNS: Final = ("-", "–", "−", "+")
#: Figures, words, and what stands in brackets.
_PIECES: Final = re.compile(r"\d+|[^\W\d_]+|\([^()]*\)")


def _length(text: str) -> Term:
    """
    Return a term in years, months and days, in figures or in words.
    """
    lengths: dict[str, int] = {}
    pending = last = None
    for piece in _PIECES.findall(tidy(text)):
        word = fold(piece)
        unit = _UNIT_OF.get(word)
        number = _number(word)
        if piece.startswith("("):  # «3 (три) года» says it twice
            if number is None or number != last:
                refuse(Problem.NOT_A_TERM)
        elif number is not None and pending is None:
            pending = last = number
        elif unit and pending is not None and unit not in lengths:
            lengths[unit], pending = pending, None
        elif word not in _AROUND_LENGTH:
            refuse(Problem.NOT_A_TERM)
    if pending is not None:
        refuse(Problem.TERM_WITHOUT_UNIT)
    if text.startswith(_SIGNS) or not any(lengths.values()) or max(lengths.values()) > _LONGEST_TERM:
        refuse(Problem.NOT_A_TERM)
    years, months, days = (lengths.get(unit, 0) for unit in _UNITS)
    return Term(years=years, months=months, days=days)


#: In days that is past every plausible day; the figure is a telephone that slipped.
_LONGEST_TERM: Final = 100_000


def _number(text: str) -> int | None:
    """
    Return a number in figures or in words, those of tens before those of units.
    """
    if text.isdecimal():
        return int(text)
    numbers = [_NUMBER_OF.get(word, 0) for word in text.split()]
    return sum(numbers) if all(numbers) else None
