"""
Values and lives: an entry from plain data, and acts, against their peers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec
from cases import outcome, refused, untidy
from eventsourcing.domain import Aggregate, event
from measuring import MANY_ROUNDS, Measured, compared, each, rounds_of
from peers import MsgspecEntry, PydanticEntry
from statemachine import State, StateMachine

from kz_social_registry import RegistryEntry, Term
from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    issue_of,
)
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.serialization.codec import from_plain, to_plain

CALLS = 2_000
DAY = date(2025, 9, 1)
ISSUE = issue_of(
    on=date(2025, 4, 22),
    identifier="940140000385",
    name="«Мейірім» арнаулы әлеуметтік қызметтер көрсету орталығы",
    address="Астана қаласы, Женіс даңғылы, 15",
    conditions={ServiceCondition.AT_HOME, ServiceCondition.INPATIENT},
    categories={RecipientCategory.ELDERLY},
    capacity=40,
    phones=["+77172743654"],
    emails=["info@example.kz"],
    licence_issued_on=date(2025, 4, 20),
    licence_term=Term(years=3),
    kato="710000000",
)
ENTRY = apply(None, ISSUE)
#: More values of an entry, as plain data.
FULL: dict[str, Any] = {
    "address": "010000, Астана қ., Женіс даңғылы, 15/2, 3-кеңсе",
    "phones": ["+77172743654", "+77012345678;ext=12"],
    "emails": ["info@example.kz", "office@example.kz"],
    "licence": {"issued_on": "2025-04-20", "term": {"years": 3}, "number": "KZ12345678"},
    "reissued_on": "2025-05-02",
    "contract": {"signed_on": "2025-05-01", "term": {"years": 1}},
    "consent": {"columns": [*range(1, 18)], "given_on": "2025-04-22"},
}


def entries() -> Iterator[Measured]:
    """
    Measure an entry from plain data.
    """
    plain = to_plain(ENTRY)
    readers = (_ours, PydanticEntry.model_validate, _msgspec)
    assert not any(outcome(read, wrong) for wrong in refused(plain) for read in readers)
    for data in (plain, plain | FULL, *untidy(plain)):
        ours, *others = [outcome(read, data) for read in readers]
        assert others == [ours, ours], data  # or the comparison is unfair
    what = "plain data → valid entry, all rules"
    ours, pydantic, other = _read(plain)
    yield compared(what, "pydantic", (ours, pydantic), 1.5)
    yield compared(what, "msgspec", (ours, other))
    ours, pydantic, _ = _read(plain | FULL)
    yield compared("the same with contract, consent and more", "pydantic", (ours, pydantic))


def _read(plain: dict[str, Any]) -> list[tuple[float, ...]]:
    return rounds_of(
        lambda: _ours(plain),
        lambda: PydanticEntry.model_validate(plain),
        lambda: _msgspec(plain),
        calls=CALLS,
        rounds=MANY_ROUNDS,
    )


def _ours(plain: Any) -> RegistryEntry:
    return from_plain(RegistryEntry, plain)


def _msgspec(plain: Any) -> MsgspecEntry:
    return msgspec.convert(plain, MsgspecEntry)


# Lives ----------------------------------------------------------------------------------------------


def acts() -> list[Act]:
    """
    Return the acts that follow the issue: seven kinds and an exclusion.
    """
    days = iter(DAY + timedelta(days=n) for n in range(10))
    return [
        GiveConsent(on=next(days), columns=frozenset(Column)),
        SignContract(on=next(days), term=Term(years=1)),
        Amend(on=next(days), capacity=50),
        Suspend(on=next(days)),
        Resume(on=next(days)),
        Reissue(on=next(days), ground=ReissueGround.NAME_OR_LOCATION, address="Астана қаласы, Абай, 1"),
        Terminate(on=next(days), ground=TerminationGround.VOLUNTARY),
        Exclude(on=next(days), basis="Бұйрық № 5"),
    ]


class PeerAggregate(Aggregate):
    """
    An entry as an event-sourced aggregate: each event sets what the act changes.
    """

    @event("Registered")
    def __init__(self, name: str, capacity: int) -> None:
        self.name = name
        self.capacity = capacity
        self.status = "active"

    @event("Changed")
    def change(self, status: str, name: str, value: object) -> None:
        """
        Change the status and another attribute.
        """
        self.status = status
        setattr(self, name, value)


class PeerMachine(StateMachine):
    """
    The lifecycle in python-statemachine.
    """

    active = State(initial=True)
    suspended = State()
    terminated = State()
    excluded = State(final=True)
    change = active.to.itself()
    suspend = active.to(suspended)
    resume = suspended.to(active)
    terminate = active.to(terminated)
    exclude = terminated.to(excluded)


def lives() -> Iterator[Measured]:
    """
    Measure the acts of a life, each checked and applied.
    """
    life = acts()

    def ours() -> None:
        entry = ENTRY
        for act in life:
            entry = apply(entry, act)

    changes = (
        ("active", "consent", 5), ("active", "contract", 5), ("active", "capacity", 50),
        ("suspended", "suspended_on", DAY), ("active", "suspended_on", None),
        ("active", "address", "a"),
        ("terminated", "terminated_on", DAY), ("excluded", "excluded_on", DAY),
    )  # fmt: skip
    first = PeerAggregate("a", 40)

    def events() -> None:
        for change in changes:
            first.change(*change)
        first.collect_events()

    def steps() -> None:
        machine = PeerMachine()
        for name in (
            "change",
            "change",
            "change",
            "suspend",
            "resume",
            "change",
            "terminate",
            "exclude",
        ):
            machine.send(name)

    mine, sourced, machines = rounds_of(ours, events, steps, calls=200, rounds=MANY_ROUNDS)
    what = "an act applied, mean of a life of eight"
    yield compared(what, "eventsourcing", (each(mine, 8), each(sourced, 8)), 0.35)
    yield compared(what, "python-statemachine", (each(mine, 8), each(machines, 8)), 0.03)
