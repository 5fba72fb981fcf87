"""
Draws of single values: days, texts, identifiers, terms, contact details, consents.

The first of several options is the plainest, so that examples of Hypothesis shrink to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import product
from random import Random
from typing import Any, Final, TypeVar
from unicodedata import category

from kz_social_registry.base.columns import Column
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import LONGEST_TEXT, MOST_PLACES
from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import (
    Bin,
    Identifier,
    Iin,
    as_identifier,
    control_digit,
)
from kz_social_registry.domain.values.parts import Consent, Contract, Licence
from kz_social_registry.domain.values.public_text import public_text
from kz_social_registry.domain.values.terms import Term

Value = TypeVar("Value")
Word = TypeVar("Word", RecipientCategory, ServiceCondition)

#: The earliest day of an act that is drawn.
FIRST_DAY: Final = date(2024, 1, 1)
#: The latest day of an act that is drawn.
LAST_DAY: Final = date(2030, 12, 31)


def rarely(rng: Random, *, one_in: int = 8) -> bool:
    """
    Draw whether a rare option is taken.
    """
    return rng.randrange(one_in) == one_in - 1


def maybe(rng: Random, options: Sequence[Value], *, one_in: int = 2) -> Value | None:
    """
    Draw one of the options, or None in most cases.
    """
    index = rng.randrange(len(options) * one_in) - len(options) * (one_in - 1)
    return options[index] if index >= 0 else None


def some_of(rng: Random, makers: Mapping[str, Callable[[Random], Any]]) -> dict[str, Any]:
    """
    Draw values for some of the names, by the bits of one number.
    """
    bits = rng.getrandbits(len(makers))
    return {name: make(rng) for n, (name, make) in enumerate(makers.items()) if bits >> n & 1}


#: Days on which terms, months and years end, and 29 February.
_EDGES: Final = (
    date(2024, 2, 29), date(2028, 2, 29), date(2025, 2, 28), date(2026, 8, 31), date(2026, 12, 31),
    LAST_DAY,
)  # fmt: skip


def a_day(rng: Random, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """
    Return days between two days, both inclusive.
    """
    day = first + timedelta(rng.randrange(max(0, (last - first).days) + 1))
    edge = maybe(rng, _EDGES, one_in=8)
    return edge if edge and first <= edge <= last else day


_WORDS: Final = (
    "Қамқорлық", "Мейірім", "Өмір", "Ұлағат", "Үміт", "Шапағат", "Һәм", "Ізгілік", "орталығы",
    "центр", "Надежда", "Ёлка", "Доверие", "дом", "помощи", "КММ", "ТОО", "«Жанұя»", "№ 7", "Care",
)  # fmt: skip
#: None stands for any characters.
_TEXTS: Final = (
    *_WORDS, *map(" ".join, product(_WORDS, _WORDS)), *[None] * 30,
    *("Ә", "ұзын" * (LONGEST_TEXT // 4)) * 6,
)  # fmt: skip


@cache
def _characters() -> list[str]:
    """
    Return all characters of a text: letters of several alphabets, digits, signs, combining marks.
    """
    return [c for c in map(chr, range(ord(" "), 0x20000)) if c == " " or category(c)[0] not in "CZ"]


def _any_text(rng: Random) -> str:
    first, step, length = (1 + rng.randrange(number) for number in (50_000, 999, 60))
    return "".join(_characters()[first::step][:length])


def a_text(rng: Random, longest: int = 60) -> str:
    """
    Return tidied texts for a name or an address: mostly words, sometimes any characters.
    """
    words = rng.choice(_TEXTS) or _any_text(rng)
    text = tidy(words[:longest])
    return _WORDS[0][:longest] if public_text(text) else text


#: A text of any length that an entry may hold.
a_name: Final = partial(a_text, longest=LONGEST_TEXT)
#: Documents that an act names.
DOCUMENTS: Final = (*[None] * 8, "№ 125-н", "Б-1", "KZ12VAB00000001", "Өтініш № 7", "Қ" * 20)

#: Days of birth with the digit of their century, 29 February 2000 among them.
_BIRTHS: Final = [
    f"{start + timedelta(n):%y%m%d}{digit}"
    for start, days, digits in ((date(1940, 1, 1), 21_914, "34"), (date(2000, 2, 29), 2_800, "56"))
    for n in range(0, days, 11)
    for digit in digits
]


def _numbered(rng: Random, head: str) -> str:
    """
    Return twelve digits; a serial number for which there is no control digit gives way to the next.
    """
    length = 11 - len(head)
    serial = rng.randrange(10**length)
    while True:
        eleven = f"{head}{serial % 10**length:0{length}}"
        if (control := control_digit(eleven)) is not None:
            return f"{eleven}{control}"
        serial += 1


@cache
def _heads(types: str) -> list[str]:
    """
    Return the first six digits of BINs of some types; those of IINs as well if there is no type.
    """
    months = [f"{year % 100:02}{month:02}" for year in range(1992, 2026) for month in range(1, 13)]
    heads = [f"{month}{kind}{sign}" for kind in types or "4456" for sign in "0012" for month in months]
    return heads if types else [*heads, *_BIRTHS]


def a_bin(rng: Random, types: str = "4456") -> Bin:
    """
    Return BINs; `types` are the fifth digits to choose from, 6 being joint enterprises.
    """
    return Bin(_numbered(rng, rng.choice(_heads(types))))


def an_iin(rng: Random) -> Iin:
    """
    Return IINs of persons born from 1940 to 2007.
    """
    return Iin(_numbered(rng, rng.choice(_BIRTHS)))


def an_identifier(rng: Random) -> Identifier:
    """
    Return BINs, and sometimes an IIN.
    """
    return as_identifier(_numbered(rng, rng.choice(_heads(""))))


#: Terms, and numbers of days to the last day of a term that names it.
_TERMS: Final = (
    *[Term(years=3)] * 10, *(Term(years=n) for n in range(1, 11)), *[Term(open_ended=True)] * 6,
    *(Term(months=n) for n in range(1, 31)), *(Term(days=n) for n in (1, 30, 90, 365, 500)),
    *(Term(years=1, months=n, days=15) for n in range(3)), *range(4), *range(5, 2000, 85),
)  # fmt: skip


def a_term(rng: Random, start: date = LAST_DAY) -> Term:
    """
    Return terms of every form, for a licence or a contract that begins on `start`.
    """
    term = rng.choice(_TERMS)
    return term if isinstance(term, Term) else Term(until=start + timedelta(term))


KATOS: Final = [f"{region.value}{rest:07}" for rest in range(0, 10**7, 1_249_999) for region in Region]


def a_kato(rng: Random) -> str:
    """
    Return codes of the address classifier KATO.
    """
    return rng.choice(KATOS)


_TELEPHONES: Final = (
    *(f"+7{area}{n:07}" for n in range(0, 10**7, 476_190) for area in (701, 747, 717, 727, 800)),
    "+77172743654;ext=1", "+77273574284;ext=241", "+78000800000;ext=999999", "102", "109", "1414",
)  # fmt: skip
_EMAILS: Final = (
    *(f"info{n}@example.kz" for n in range(1, 60)), "Info@mail.example.kz", "a.b-c_d+e@example.kz",
    "#!$%&'*/=?^`{|}~@example.com", "info@мысал.қаз", "info@ұзын-атау.қаз",
    f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 58}.kz",
)  # fmt: skip


def _lists(options: tuple[str, ...]) -> list[tuple[str, ...]]:
    """
    Return lists of none of the options, one, two and nine; one in most cases.
    """
    pairs = zip(options[::3], options[1::3], strict=False)
    return [(), *((option,) for option in options), *pairs, options[:9]]


_PHONE_LISTS: Final = _lists(_TELEPHONES)
_EMAIL_LISTS: Final = _lists(_EMAILS)


def some_telephones(rng: Random) -> tuple[str, ...]:
    """
    Return tuples of telephones in the form of the register: with extensions, and short numbers, too.
    """
    return rng.choice(_PHONE_LISTS)


def some_emails(rng: Random) -> tuple[str, ...]:
    """
    Return tuples of e-mail addresses in the form of the register.
    """
    return rng.choice(_EMAIL_LISTS)


def some_contacts(rng: Random) -> Contacts:
    """
    Return contact details: telephones and e-mail addresses, or neither.
    """
    return Contacts(phones=some_telephones(rng), emails=some_emails(rng))


def _words(kind: Iterable[Word], rng: Random) -> frozenset[Word]:
    """
    Return some of the words, at least one.
    """
    words = tuple(kind)
    bits = 1 + rng.randrange(2 ** len(words) - 1)
    return frozenset(word for n, word in enumerate(words) if bits >> n & 1)


some_conditions: Final = partial(_words, ServiceCondition)
some_categories: Final = partial(_words, RecipientCategory)


_CAPACITIES: Final[tuple[int, ...]] = (*range(1, 501), *[MOST_PLACES, 501, 9_999] * 12)


def a_capacity(rng: Random) -> int:
    """
    Draw a number of places.
    """
    return rng.choice(_CAPACITIES)


_COLUMNS: Final = tuple(Column)


def a_scope(rng: Random) -> frozenset[Column] | None:
    """
    Draw columns of a consent by the bits of a number; larger ones choose one column, or None for all.
    """
    bits = rng.randrange(2**17 + 2**16)
    if bits == 0 or bits >= 2**17 + 2**15:
        return None
    if bits >= 2**17:
        return frozenset({_COLUMNS[bits % 17]})
    return frozenset(column for n, column in enumerate(_COLUMNS) if bits >> n & 1)


def _near(rng: Random, on: date, *, days: Sequence[int]) -> date | None:
    """
    Draw a day some days from another, or None.
    """
    number = maybe(rng, days)
    return None if number is None else on + timedelta(number)


#: A day of signing by the day of an act, or None.
signed_before: Final = partial(_near, days=(*range(0, -61, -1), -1000))
#: A last day for what begins on a day, or None.
an_end: Final = partial(_near, days=(*range(0, 60, 4), *range(60, 800, 17)))


def terms_of_consent(rng: Random, on: date, provider: Identifier) -> dict[str, Any]:
    """
    Draw the values of a consent that counts from a day; that of a natural person lists its columns.
    """
    columns = a_scope(rng)
    return {
        "columns": frozenset(Column) if columns is None and isinstance(provider, Iin) else columns,
        "given_on": signed_before(rng, on),
        "until": an_end(rng, on),
    }


def a_consent(rng: Random, counts_from: date = FIRST_DAY) -> Consent:
    """
    Return consents that count from a day.
    """
    return Consent(
        columns=a_scope(rng) or frozenset(Column),
        given_on=signed_before(rng, counts_from) or counts_from,
        until=an_end(rng, counts_from),
        counts_from=counts_from,
    )


#: Numbers of a licence, also short ones; a form writes those as a number.
_LICENCE_NUMBERS: Final = ("1", "7", "12", "0001", "24018855", "KZ55LAA00012345", "№ 7-ә", "б/н")


def a_licence(rng: Random, included: date = FIRST_DAY) -> Licence:
    """
    Return licences whose term covers a day of inclusion.
    """
    issued = included - timedelta(rng.choice((*range(61), 0, 0, 0, 700, 3000)))
    term = a_term(rng, included)
    if (term.last_day(issued) or included) < included:
        term = Term(until=included)
    return Licence(issued_on=issued, term=term, number=maybe(rng, _LICENCE_NUMBERS))


def since_licence(rng: Random, licence: Licence, included: date) -> date | None:
    """
    Draw a day from the issue of a licence to the inclusion, or None.
    """
    day = signed_before(rng, included)
    return day and max(licence.issued_on, day)


def a_contract(rng: Random, signed: date = FIRST_DAY) -> Contract:
    """
    Return contracts signed on a day.
    """
    return Contract(signed_on=signed, term=a_term(rng, signed))
