"""
A strategy for cells of the form as people write them, each with the value that it means.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.testing.strategies import values

Cell = tuple[str, Any]

_MONTHS_KK: Final = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
    "қараша", "желтоқсан",
)  # fmt: skip
_MONTHS_RU: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря",
)  # fmt: skip
_AROUND: Final = st.sampled_from(("{}", " {}", "{} ", "\N{NO-BREAK SPACE}{}", "{}\n"))
_SEPARATORS: Final = st.sampled_from((", ", "; ", "\n", ";", " ,\n"))


def a_cell(draw: DrawFn, column: Column) -> Cell:
    """
    Return cells of a column as people write them, each with the value that it means.
    """
    text, value = _WRITERS[column](draw)
    return draw(_AROUND).format(text), value


def _text(draw: DrawFn) -> Cell:
    text = values.a_name(draw)
    return text.replace(" ", values.pick(draw, (" ", "  ", "\N{NO-BREAK SPACE}", " \n"))), text


def _identifier(draw: DrawFn) -> Cell:
    number = values.an_identifier(draw)
    forms = ("{}", "{0:.6} {1}", "БИН {}", "ЖСН/БСН: {}", "{}.0")
    return values.pick(draw, forms).format(number, number[6:]), number


def _capacity(draw: DrawFn) -> Cell:
    places = draw(values.CAPACITIES)
    forms = ("{}", "{} мест", "{} орын", "{}.0", "{} places")
    return values.pick(draw, forms).format(places), places


def _day(draw: DrawFn) -> Cell:
    day = values.a_day(draw)
    forms = (
        f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d.%m.%Y} г.", f"{day.isoformat()} 00:00:00",
        f"{day.day} {_MONTHS_RU[day.month - 1]} {day.year} года",
        f"{day.year} жылғы {day.day} {_MONTHS_KK[day.month - 1]}",
    )  # fmt: skip
    return values.pick(draw, forms), day


def _term(draw: DrawFn) -> Cell:
    term = values.a_term(draw, date(2027, 5, 31))
    return term.label(values.pick(draw, LANGUAGES)), term


def _telephones(draw: DrawFn) -> Cell:
    numbers = values.some_telephones(draw)[:2] or ("102",)
    return draw(_SEPARATORS).join(_dialled(draw, number) for number in numbers), numbers


def _dialled(draw: DrawFn, number: str) -> str:
    """
    Draw a way to write a telephone.
    """
    main, _, extension = number.partition(";ext=")
    if not main.startswith("+7"):
        return main
    area, rest = main[2:5], f"{main[5:8]}-{main[8:10]}-{main[10:]}"
    written = values.pick(draw, (f"8 ({area}) {rest}", main, f"+7 {area} {rest}", f"8{main[2:]}"))
    return f"{written} (вн. {extension})" if extension else written


def _emails(draw: DrawFn) -> Cell:
    addresses = values.some_emails(draw)[:2] or ("info@example.kz",)
    return draw(_SEPARATORS).join(addresses), addresses


def _words(kinds: st.SearchStrategy[frozenset[Any]]) -> Callable[[DrawFn], Cell]:
    def write(draw: DrawFn) -> Cell:
        words: frozenset[Word] = draw(kinds)
        language = values.pick(draw, LANGUAGES)
        ordered = sorted(words, key=lambda word: word.rank)
        return draw(_SEPARATORS).join(word.label(language) for word in ordered), tuple(ordered)

    return write


_WRITERS: Final[dict[Column, Callable[[DrawFn], Cell]]] = {
    Column.NUMBER: lambda draw: (str(number := draw(values.CAPACITIES)), number),
    **dict.fromkeys((Column.NAME, Column.ADDRESS, Column.EXCLUSION_BASIS), _text),
    Column.IDENTIFIER: _identifier,
    Column.CONDITIONS: _words(values.CONDITIONS),
    Column.CATEGORIES: _words(values.CATEGORIES),
    Column.CAPACITY: _capacity,
    Column.PHONES: _telephones,
    Column.EMAILS: _emails,
    **dict.fromkeys((Column.LICENCE_TERM, Column.CONTRACT_TERM), _term),
    **dict.fromkeys(
        (
            Column.LICENCE_ISSUED_ON, Column.REISSUED_ON, Column.CONTRACT_SIGNED_ON,
            Column.INCLUDED_ON, Column.TERMINATED_ON,
        ),
        _day,
    ),
}  # fmt: skip
