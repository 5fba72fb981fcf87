"""
Registers for tests: a clock that tests set, and an entry formed in one call.
"""

from datetime import UTC, date, datetime, timedelta

from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Exclude,
    Issue,
    Terminate,
    issue_of,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry

BIN, OTHER, IIN = "940140000385", "950341000052", "791028302728"
INCLUDED, LATER, LAST = date(2025, 4, 22), date(2025, 9, 1), date(2028, 4, 20)


class Clock:
    """
    A clock that tests set.
    """

    def __init__(self, now: datetime = datetime(2025, 6, 1, 8, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """
        Return the moment that it shows.
        """
        return self.now

    def turn(self, **by: int) -> datetime:
        """
        Move it forward by some time, or back, and return the new moment.
        """
        self.now += timedelta(**by)
        return self.now


def issued(registry: Registry, identifier: str = BIN, **values: object) -> RegistryEntry:
    """
    Form an entry with a three-year licence.
    """
    usual = {
        "on": INCLUDED,
        "identifier": identifier,
        "name": "«Мейірім» орталығы",
        "address": "Астана қаласы",
        "conditions": {ServiceCondition.AT_HOME},
        "categories": {RecipientCategory.ELDERLY},
        "capacity": 40,
        "phones": ["8 (7172) 74-36-54"],
        "licence_issued_on": date(2025, 4, 20),
        "licence_term": Term(years=3),
    }
    return registry.issue(**{**usual, **values})  # type: ignore[arg-type]  # any of the values


def answers(registry: Registry) -> list[object]:
    """
    Return the answers to every kind of question.
    """
    found = list(registry.found(on=INCLUDED))
    with registry.snapshot(on=INCLUDED) as snapshot:
        entries = list(snapshot.entries)
    return [
        found,
        entries,
        registry.standing(BIN, on=INCLUDED),
        registry.facets(on=INCLUDED),
        list(registry.changes()),
        registry.checkpoint(),
        registry.verify(),
        [registry.history(entry) for entry in found],
        registry.public(on=INCLUDED, published_on=INCLUDED),
    ]


def an_early_life() -> tuple[Issue, Terminate, Exclude]:
    """
    Return the acts of a life of the same provider that ended before `INCLUDED`.
    """
    issue = issue_of(
        on=date(2022, 2, 1), identifier=BIN, name="«Мейірім» орталығы", address="Астана қаласы",
        conditions={"at_home"}, categories={"elderly"}, capacity=20,
        licence_issued_on=date(2022, 2, 1), licence_term=Term(years=3),
    )  # fmt: skip
    ended = date(2024, 3, 1)
    terminate = Terminate(on=ended, ground=TerminationGround.VOLUNTARY)
    return issue, terminate, Exclude(on=ended, basis="өтініш")
