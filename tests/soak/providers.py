"""
Invented providers in any number, the same in every run: what soak tests and benchmarks load.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from random import Random
from typing import Final
from uuid import UUID

from attrs import evolve

from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition
from kz_social_registry.domain.acts import Act, GiveConsent, Issue, issue_of
from kz_social_registry.domain.timeline import Fact, segments
from kz_social_registry.domain.values.identifiers import Bin, control_digit
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.ports import Commit
from kz_social_registry.registry.records import NO_DIGEST, seal

_MOMENT: Final = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
_FIRST_DAY: Final = date(2025, 1, 6)
_KINDS: Final = ("КММ", "ТОО", "ЖШС", "қоғамдық бірлестігі", "қоры", "КМҚК", "КГУ", "ОО")
_NAMES: Final = (
    "Қамқорлық", "Мейірім", "Шапағат", "Надежда", "Үміт", "Жанұя", "Доверие", "Ақниет", "Бақыт",
    "Забота", "Ізгілік", "Өмір шуағы", "Рахым", "Сенім", "Тірек", "Ұлағат", "Һақ", "Эдельвейс",
)  # fmt: skip
_STREETS: Final = ("Абай", "Бейбітшілік", "Достық", "Сарыарқа", "Тәуелсіздік", "Қабанбай батыр")
_SYLLABLES: Final = (
    "ал", "бер", "гүл", "дар", "ер", "жан", "кен", "лес", "мар", "нұр", "ора", "сан", "тал", "ұл",
)  # fmt: skip


@cache
def _year_and_month(number: int) -> str:
    return f"{number // 12 % 100:02}{number % 12 + 1:02}"


def bin_of(number: int) -> Bin:
    """
    Return the BIN of a provider: another one for every number.

    Of eleven numbers in a row few lack a control digit; the spare place of the serial gives another.
    """
    for spare in range(10):
        head = f"{_year_and_month(number // 10_000)}40{number % 10_000:04}{spare}"
        if (control := control_digit(head)) is not None:
            return Bin(f"{head}{control}")
    raise AssertionError


@lru_cache(maxsize=1000)
def issue(number: int) -> Issue:
    """
    Return the issue of a provider's licence.
    """
    random = Random(number)  # noqa: S311  # invented data
    included = _FIRST_DAY + timedelta(days=random.randrange(400))
    own = "".join(random.choices(_SYLLABLES, k=3)).capitalize()
    return issue_of(
        on=included,
        entry_id=UUID(int=random.getrandbits(128), version=4),
        identifier=bin_of(number),
        name=f"«{random.choice(_NAMES)} {own}» {random.choice(_KINDS)}",
        address=f"{random.choice(_STREETS)} к-сі, {random.randrange(1, 200)}",
        conditions=random.sample(tuple(ServiceCondition), random.choice((1, 1, 2))),
        categories=random.sample(tuple(RecipientCategory), random.choice((1, 2, 3))),
        capacity=random.randrange(5, 200),
        phones=[f"+7717{random.randrange(10**7):07}"],
        emails=[f"p{number}@example.kz"],
        licence_issued_on=included - timedelta(days=random.randrange(5)),
        licence_term=Term(years=3),
        kato=f"{random.choice(tuple(Region)).value}0000000",
    )


def acts(number: int, kinds: int | None = None) -> list[Act]:
    """
    Return a provider's acts: its issue, and of two in three the consent.

    With `kinds`, no more than so many have a region, conditions and categories of their own.
    """
    first = issue(number)
    if kinds:
        like = issue(number % kinds)
        first = evolve(first, conditions=like.conditions, categories=like.categories, kato=like.kato)
    return [first, GiveConsent(on=first.on)] if number % 3 else [first]


def commit(number: int, kinds: int | None = None) -> Commit:
    """
    Return what enters a provider with all its acts into a store.
    """
    contents = acts(number, kinds)
    entry_id = contents[0].entry_id
    facts = [
        Fact(entry_id=entry_id, number=n, place=n, content=act, recorded_at=_MOMENT)
        for n, act in enumerate(contents, 1)
    ]
    records, previous = [], NO_DIGEST
    for fact in facts:
        records.append(seal(fact, previous=previous))
        previous = records[-1].digest
    return Commit(
        entry_id=entry_id,
        after=0,
        records=tuple(records),
        segments=segments(facts),
        names=(str(contents[0].identifier),),
    )


def commits(count: int, first: int = 0, kinds: int | None = None) -> Iterator[Commit]:
    """
    Yield the commits of many providers.
    """
    return (commit(number, kinds) for number in range(first, first + count))
