"""
How a large register answers: the time of each question, at one size after the other.
"""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from statistics import median
from time import perf_counter
from typing import Final

from kz_social_registry import Registry
from kz_social_registry.base.vocabulary import RecipientCategory, Region, ServiceCondition
from kz_social_registry.domain.search import Criteria
from kz_social_registry.registry.ports import Store
from soak.providers import bin_of, commits, issue

DAY: Final = date(2026, 6, 1)
#: Entries in one transaction.
_TOGETHER: Final = 5000
_REPEATS: Final = 300
_COUNTS: Final = 15

Question = Callable[[int], object]


def grow(store: Store, start: int, end: int, kinds: int | None = None) -> float:
    """
    Load providers from one number to another; return the seconds that the store took.
    """
    seconds = 0.0
    for first in range(start, end, _TOGETHER):
        made = list(commits(min(_TOGETHER, end - first), first, kinds))
        begun = perf_counter()
        store.commit(*made)
        seconds += perf_counter() - begun
    return seconds


def point_questions(store: Store, size: int) -> Iterator[tuple[str, float]]:
    """
    Yield the median seconds of each question about one provider, and of a page of a search.
    """
    registry = Registry(store)
    rare = issue(size // 2).name.split()[1].strip("»")
    questions: dict[str, Question] = {
        "standing on a day": lambda n: registry.standing(bin_of(n), on=DAY),
        "entry in the register": lambda n: store.in_register(bin_of(n), DAY),
        "entry by id": lambda n: store.entry(issue(n).entry_id, DAY),
        "records of an entry": lambda n: store.records(issue(n).entry_id),
        "entries naming a number": lambda n: store.entries_mentioning(bin_of(n)),
        "search by identifier": lambda n: store.search(Criteria(identifier=bin_of(n)), DAY),
        "search by a rare word": lambda _: store.search(Criteria(text=rare), DAY, limit=50),
        "search by a common word": lambda _: store.search(Criteria(text="қамқор"), DAY, limit=50),
        "search by a common word, late": lambda _: store.search(_LATE, DAY, limit=50),
        "search that finds nothing": lambda _: store.search(_NOTHING, DAY, limit=50),
        "first page of all": lambda _: store.search(Criteria(), DAY, limit=50),
        "page of a day before all": lambda _: store.search(Criteria(), _EARLY, limit=50),
        "page of a region and a category": lambda _: store.search(_NARROW, DAY, limit=50),
        "changes behind a position": lambda n: store.changes(n, 100),
    }
    random = Random(size)  # noqa: S311  # which providers are asked about
    for name, question in questions.items():
        numbers = [random.randrange(size) for _ in range(_REPEATS)]
        for number in numbers:
            issue(number)  # inventing a provider is not part of the answer
        yield name, median(_seconds(question, number) for number in numbers)


_NARROW: Final = Criteria(
    regions=[Region.ULYTAU],
    categories=[RecipientCategory.TRAFFICKING_VICTIMS],
    conditions=[ServiceCondition.TEMPORARY_STAY],
)


_EARLY: Final = date(2024, 12, 31)
_LATE: Final = Criteria(text="эдельвейс")
_NOTHING: Final = Criteria(capacity_from=199, capacity_to=199, regions=[Region.ABAI], standing=False)


def counts(store: Store) -> Iterator[tuple[str, float]]:
    """
    Yield the median seconds of the questions that count.
    """
    region = Criteria(regions=[Region.ULYTAU], standing=True)
    questions: dict[str, Callable[[], object]] = {
        "facets of all": lambda: store.facets(Criteria(), DAY),
        "facets of a region in force": lambda: store.facets(region, DAY),
        "total of all and its first row": lambda: store.search(Criteria(), DAY, limit=1, total=True),
        "total of a region and a category": lambda: store.search(_NARROW, DAY, limit=1, total=True),
        "total of a common word": lambda: store.search(_LATE, DAY, limit=1, total=True),
        "total of a range of capacity": lambda: store.search(_LARGE, DAY, limit=1, total=True),
        "facets of a category": lambda: store.facets(_CATEGORY, DAY),
        "facets of a common word": lambda: store.facets(_LATE, DAY),
        "facets of a range of capacity": lambda: store.facets(_LARGE, DAY),
    }
    for name, question in questions.items():
        taken = [_seconds(lambda _, asked=question: asked(), 0) for _ in range(_COUNTS)]
        yield name, median(taken)


_CATEGORY: Final = Criteria(categories=[RecipientCategory.TRAFFICKING_VICTIMS])
_LARGE: Final = Criteria(capacity_from=150)


def _seconds(question: Question, number: int) -> float:
    begun = perf_counter()
    question(number)
    return perf_counter() - begun
