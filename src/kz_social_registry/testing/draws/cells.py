"""
Draws of cells of the form as people write them, each with the value that it means.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from random import Random
from typing import Any, Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.testing.draws import values

Cell = tuple[str, Any]

_MONTHS_KK: Final = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
    "қараша", "желтоқсан",
)  # fmt: skip
_MONTHS_RU: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря",
)  # fmt: skip
_AROUND: Final = ("{}", " {}", "{} ", "\N{NO-BREAK SPACE}{}", "{}\n")
_SEPARATORS: Final = (", ", "; ", "\n", ";", " ,\n")


def a_cell(rng: Random, column: Column) -> Cell:
    """
    Return cells of a column as people write them, each with the value that it means.
    """
    text, value = _WRITERS[column](rng)
    return rng.choice(_AROUND).format(text), value


def _text(rng: Random) -> Cell:
    text = values.a_name(rng)
    return text.replace(" ", rng.choice((" ", "  ", "\N{NO-BREAK SPACE}", " \n"))), text


def _identifier(rng: Random) -> Cell:
    number = values.an_identifier(rng)
    forms = ("{}", "{0:.6} {1}", "БИН {}", "ЖСН/БСН: {}", "{}.0")
    return rng.choice(forms).format(number, number[6:]), number


def _count(rng: Random, forms: Sequence[str] = ("{}",)) -> Cell:
    places = values.a_capacity(rng)
    return rng.choice(forms).format(places), places


def _day(rng: Random) -> Cell:
    day = values.a_day(rng)
    forms = (
        f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d.%m.%Y} г.", f"{day.isoformat()} 00:00:00",
        f"{day.day} {_MONTHS_RU[day.month - 1]} {day.year} года",
        f"{day.year} жылғы {day.day} {_MONTHS_KK[day.month - 1]}",
    )  # fmt: skip
    return rng.choice(forms), day


def _term(rng: Random) -> Cell:
    term = values.a_term(rng, date(2027, 5, 31))
    return term.label(rng.choice(LANGUAGES)), term


def _telephones(rng: Random) -> Cell:
    numbers = values.some_telephones(rng)[:2] or ("102",)
    return rng.choice(_SEPARATORS).join(_dialled(rng, number) for number in numbers), numbers


def _dialled(rng: Random, number: str) -> str:
    main, _, extension = number.partition(";ext=")
    if not main.startswith("+7"):
        return main
    area, rest = main[2:5], f"{main[5:8]}-{main[8:10]}-{main[10:]}"
    written = rng.choice((f"8 ({area}) {rest}", main, f"+7 {area} {rest}", f"8{main[2:]}"))
    return f"{written} (вн. {extension})" if extension else written


def _emails(rng: Random) -> Cell:
    addresses = values.some_emails(rng)[:2] or ("info@example.kz",)
    return rng.choice(_SEPARATORS).join(addresses), addresses


def _words(rng: Random, some: Callable[[Random], frozenset[Any]]) -> Cell:
    words: list[Word] = sorted(some(rng), key=lambda word: word.rank)
    language = rng.choice(LANGUAGES)
    return rng.choice(_SEPARATORS).join(word.label(language) for word in words), tuple(words)


_WRITERS: Final[dict[Column, Callable[[Random], Cell]]] = {
    Column.NUMBER: _count,
    **dict.fromkeys((Column.NAME, Column.ADDRESS, Column.EXCLUSION_BASIS), _text),
    Column.IDENTIFIER: _identifier,
    Column.CONDITIONS: partial(_words, some=values.some_conditions),
    Column.CATEGORIES: partial(_words, some=values.some_categories),
    Column.CAPACITY: partial(_count, forms=("{}", "{} мест", "{} орын", "{}.0", "{} places")),
    Column.PHONES: _telephones,
    Column.EMAILS: _emails,
    **dict.fromkeys((Column.LICENCE_TERM, Column.CONTRACT_TERM), _term),
    **dict.fromkeys(
        (
            Column.LICENCE_ISSUED_ON, Column.REISSUED_ON, Column.CONTRACT_SIGNED_ON, Column.INCLUDED_ON,
            Column.TERMINATED_ON,
        ),
        _day,
    ),
}  # fmt: skip
