"""
Strategies for single values: days, texts, identifiers, terms, contact details, consents.

A function such as `a_term` draws one value; the strategy `terms` is made of it. Choices are made from
lists that exist once, each with its plainest value first. A strategy that is built anew for every value
would cost Hypothesis more time than the value.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import cycle, product
from typing import Any, Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kz_social_registry.base.columns import Column
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import LONGEST_TEXT, MOST_PLACES
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    Region,
    ServiceCondition,
)
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

#: The earliest day of an act that is drawn.
FIRST_DAY: Final = date(2024, 1, 1)
#: The latest day of an act that is drawn.
LAST_DAY: Final = date(2030, 12, 31)

#: A number that chooses one of several options, or whose bits choose several of them.
NUMBERS: Final = st.sampled_from(range(2**16))


def pick(draw: DrawFn, options: Sequence[Value]) -> Value:
    """
    Draw one of some options, the first of which is the plainest.
    """
    return options[draw(NUMBERS) % len(options)]


def _mixed(common: Iterable[Value], rare: Sequence[Value], every: int) -> list[Value]:
    """
    Return values with a rare one after every few. Hypothesis draws the last ones of a list less often.
    """
    rest = cycle(rare)
    return [
        v for n, one in enumerate(common, 1) for v in ((one, next(rest)) if n % every == 0 else (one,))
    ]


#: Days on which terms, months and years end, and 29 February.
_EDGES: Final = (
    date(2024, 2, 29), date(2028, 2, 29), date(2025, 2, 28), date(2026, 8, 31), date(2026, 12, 31),
    LAST_DAY,
)  # fmt: skip
_ALL_DAYS: Final = [FIRST_DAY + timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
_DAYS: Final = st.sampled_from(_mixed(_ALL_DAYS, _EDGES, 5))


def a_day(draw: DrawFn, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """
    Return days between two days, both inclusive.
    """
    if (first, last) == (FIRST_DAY, LAST_DAY):
        return draw(_DAYS)
    return first + timedelta(draw(NUMBERS) % (max(0, (last - first).days) + 1))


_WORDS: Final = (
    "Қамқорлық", "Мейірім", "Өмір", "Ұлағат", "Үміт", "Шапағат", "Һәм", "Ізгілік", "орталығы",
    "центр", "Надежда", "Ёлка", "Доверие", "дом", "помощи", "КММ", "ТОО", "«Жанұя»", "№ 7", "Care",
)  # fmt: skip
#: None stands for any characters.
_RARE_TEXTS: Final = (*[None] * 6, "Ә", "ұзын" * (LONGEST_TEXT // 4))
_TEXTS: Final = st.sampled_from(
    _mixed([*_WORDS, *map(" ".join, product(_WORDS, _WORDS))], _RARE_TEXTS, 8)
)
#: All characters of a text: letters of several alphabets, digits, signs, combining marks.
_CHARACTERS: Final = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
_ANYTHING: Final = st.text(_CHARACTERS, min_size=1, max_size=60)


def a_text(draw: DrawFn, longest: int = 60) -> str:
    """
    Return tidied texts for a name or an address: mostly words, sometimes any characters.
    """
    words = draw(_TEXTS)
    text = tidy((words or draw(_ANYTHING))[:longest])
    if words is None or len(words) > longest:  # perhaps not lawful
        return _WORDS[0][:longest] if public_text(text) else text
    return text


def a_name(draw: DrawFn) -> str:
    """
    Draw a text of any length that an entry may hold.
    """
    return a_text(draw, LONGEST_TEXT)


#: Documents that an act names.
PAPERS: Final = ("№ 125-н", "Б-1", "KZ12VAB00000001", "Өтініш № 7", "Қ" * 20)
DOCUMENTS: Final = st.sampled_from((*[None] * 8, *PAPERS))


_MONTHS: Final = [f"{year % 100:02}{month:02}" for year in range(1992, 2026) for month in range(1, 13)]
#: Days of birth with the digit of their century, 29 February 2000 among them.
_BIRTHS: Final = [
    f"{start + timedelta(n):%y%m%d}{digit}"
    for start, days, digits in ((date(1940, 1, 1), 21_914, "34"), (date(2000, 2, 29), 2_800, "56"))
    for n in range(0, days, 11)
    for digit in digits
]
_IIN_HEADS: Final = st.sampled_from(_BIRTHS)
_SERIALS: Final = st.sampled_from(range(100_000))


@cache
def _heads(types: str) -> SearchStrategy[str]:
    """
    Return the first six digits of BINs of some types; those of IINs as well if there is no type.
    """
    heads = [
        f"{month}{kind}{attribute}"
        for kind in types or "4456"
        for attribute in "0012"
        for month in _MONTHS
    ]
    return st.sampled_from(heads if types else [*heads, *_BIRTHS])


def _numbered(head: str, serial: int) -> str:
    """
    Return twelve digits; a serial number for which there is no control digit gives way to the next.
    """
    length = 11 - len(head)
    while True:
        eleven = f"{head}{serial % 10**length:0{length}}"
        if (control := control_digit(eleven)) is not None:
            return f"{eleven}{control}"
        serial += 1


def a_bin(draw: DrawFn, types: str = "4456") -> Bin:
    """
    Return BINs; `types` are the fifth digits to choose from, 6 being joint enterprises.
    """
    return Bin(_numbered(draw(_heads(types)), draw(_SERIALS)))


def an_iin(draw: DrawFn) -> Iin:
    """
    Return IINs of persons born from 1940 to 2007.
    """
    return Iin(_numbered(draw(_IIN_HEADS), draw(_SERIALS)))


def an_identifier(draw: DrawFn) -> Identifier:
    """
    Return BINs, and sometimes an IIN.
    """
    return as_identifier(_numbered(draw(_heads("")), draw(_SERIALS)))


#: Terms, and numbers of days to the last day of a term that names it.
_TERMS: Final = st.sampled_from(
    (
        *[Term(years=3)] * 10, *(Term(years=n) for n in range(1, 11)), *[Term(open_ended=True)] * 6,
        *(Term(months=n) for n in range(1, 31)), *(Term(days=n) for n in (1, 30, 90, 365, 500)),
        *(Term(years=1, months=n, days=15) for n in range(3)), *range(4), *range(5, 2000, 85),
    )
)  # fmt: skip


def a_term(draw: DrawFn, start: date = LAST_DAY) -> Term:
    """
    Return terms of every form, for a licence or a contract that begins on `start`.
    """
    term = draw(_TERMS)
    return term if isinstance(term, Term) else Term(until=start + timedelta(term))


_KATOS: Final = [f"{region.value}{rest:07}" for rest in range(0, 10**7, 1_249_999) for region in Region]
#: Codes of the address classifier, and None as often.
KATOS: Final = st.sampled_from([*[None] * len(_KATOS), *_KATOS])
_ALL_KATOS: Final = st.sampled_from(_KATOS)


def a_kato(draw: DrawFn) -> str:
    """
    Return codes of the address classifier KATO.
    """
    return draw(_ALL_KATOS)


def _lists(values: tuple[str, ...]) -> list[tuple[str, ...]]:
    """
    Return lists of no value, one, two and nine of some values; one in most cases.
    """
    pairs = zip(values[::3], values[1::3], strict=False)
    return [(), *((value,) for value in values), *pairs, values[:9]]


_PHONES: Final = _lists(
    (
        *(f"+7{area}{n:07}" for n in range(0, 10**7, 476_190) for area in (701, 747, 717, 727, 800)),
        "+77172743654;ext=1", "+77273574284;ext=241", "+78000800000;ext=999999", "102", "109", "1414",
    )
)  # fmt: skip
_EMAILS: Final = _lists(
    (
        *(f"info{n}@example.kz" for n in range(1, 60)), "Info@mail.example.kz", "a.b-c_d+e@example.kz",
        "#!$%&'*/=?^`{|}~@example.com", "info@мысал.қаз", "info@ұзын-атау.қаз",
        f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 58}.kz",
    )
)  # fmt: skip


_TELEPHONES: Final = st.sampled_from(_PHONES)
_ADDRESSES: Final = st.sampled_from(_EMAILS)
_CONTACTS: Final = st.sampled_from(
    [
        Contacts(phones=phones, emails=emails)
        for phones, emails in zip(_PHONES * 3, cycle(_EMAILS), strict=False)
    ]
)


def some_telephones(draw: DrawFn) -> tuple[str, ...]:
    """
    Return tuples of telephones in the form of the register: with extensions, and short numbers, too.
    """
    return draw(_TELEPHONES)


def some_emails(draw: DrawFn) -> tuple[str, ...]:
    """
    Return tuples of e-mail addresses in the form of the register.
    """
    return draw(_ADDRESSES)


def some_contacts(draw: DrawFn) -> Contacts:
    """
    Return contact details: telephones and e-mail addresses, or neither.
    """
    return draw(_CONTACTS)


def _sets(kind: Iterable[Value]) -> list[frozenset[Value]]:
    """
    Return each set of some words, other than the empty one.
    """
    words = tuple(kind)
    return [
        frozenset(word for n, word in enumerate(words) if bits >> n & 1)
        for bits in range(1, 2 ** len(words))
    ]


_CONDITIONS: Final = _sets(ServiceCondition)
_CATEGORIES: Final = _sets(RecipientCategory)
CONDITIONS: Final = st.sampled_from(_CONDITIONS)
CATEGORIES: Final = st.sampled_from(_CATEGORIES)
SERVICES: Final = st.sampled_from(list(product(_CONDITIONS, _CATEGORIES)))
CAPACITIES: Final = st.sampled_from(_mixed(range(1, 501), (MOST_PLACES, 501, MOST_PLACES, 9_999), 10))
_COLUMNS: Final = tuple(Column)
#: Bits that choose columns; larger numbers choose a single column, and the largest ones all columns.
_SCOPES: Final = st.sampled_from(range(2**17 + 2**16))


def a_scope(draw: DrawFn) -> frozenset[Column] | None:
    """
    Draw columns of a consent; None stands for all of them.
    """
    bits = draw(_SCOPES)
    if bits == 0 or bits >= 2**17 + 2**15:
        return None
    if bits >= 2**17:
        return frozenset({_COLUMNS[bits % 17]})
    return frozenset(column for n, column in enumerate(_COLUMNS) if bits >> n & 1)


_BEFORE: Final = st.sampled_from((*[None] * 60, *range(61), 1000))
_UNTIL: Final = st.sampled_from((*[None] * 60, *range(0, 60, 4), *range(60, 800, 17)))


def signed_before(draw: DrawFn, on: date) -> date | None:
    """
    Return days of signing by the day of an act, or None.
    """
    days = draw(_BEFORE)
    return None if days is None else on - timedelta(days)


def an_end(draw: DrawFn, on: date) -> date | None:
    """
    Return last days for what begins on a day, or None.
    """
    days = draw(_UNTIL)
    return None if days is None else on + timedelta(days)


def terms_of_consent(draw: DrawFn, on: date, provider: Identifier) -> dict[str, Any]:
    """
    Draw the values of a consent that counts from a day; that of a natural person lists its columns.
    """
    columns = a_scope(draw)
    return {
        "columns": frozenset(Column) if columns is None and isinstance(provider, Iin) else columns,
        "given_on": signed_before(draw, on),
        "until": an_end(draw, on),
    }


def a_consent(draw: DrawFn, counts_from: date = FIRST_DAY) -> Consent:
    """
    Return consents that count from a day.
    """
    given_on, until = signed_before(draw, counts_from), an_end(draw, counts_from)
    columns = a_scope(draw) or frozenset(Column)
    return Consent(
        columns=columns, given_on=given_on or counts_from, until=until, counts_from=counts_from
    )


#: Numbers of a licence, also short ones; a form writes those as a number.
_LICENCE_NUMBERS: Final = st.sampled_from(
    (*[None] * 8, "1", "7", "12", "0001", "24018855", "KZ55LAA00012345", "№ 7-ә", "б/н", "2024/15")
)
_DAYS_FROM_LICENCE: Final = st.sampled_from((*range(61), 0, 0, 0, 700, 3000))


def a_licence(draw: DrawFn, included: date = FIRST_DAY) -> Licence:
    """
    Return licences whose term covers a day of inclusion.
    """
    issued = included - timedelta(draw(_DAYS_FROM_LICENCE))
    term = a_term(draw, included)
    if (term.last_day(issued) or included) < included:
        term = Term(until=included)
    return Licence(issued_on=issued, term=term, number=draw(_LICENCE_NUMBERS))


_SINCE: Final = st.sampled_from((*[None] * 60, *range(60), 700))


def since_licence(draw: DrawFn, licence: Licence, included: date) -> date | None:
    """
    Draw a day from the issue of a licence to the inclusion, or None.
    """
    days = draw(_SINCE)
    return None if days is None else max(licence.issued_on, included - timedelta(days))


def a_contract(draw: DrawFn, signed: date = FIRST_DAY) -> Contract:
    """
    Return contracts signed on a day.
    """
    return Contract(signed_on=signed, term=a_term(draw, signed))
