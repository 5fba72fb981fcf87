"""
The core against its peers, as ratios of medians of interleaved runs in one process.

    pip install '.[bench]' && python tests/benchmarks/bench_core.py
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Annotated, Literal
from uuid import UUID

from eventsourcing.domain import Aggregate, event
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from statemachine import State, StateMachine

from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, Status
from kz_social_registry.domain.acts import Amend, Resume, Suspend, issue_of
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.timeline import Fact, at
from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.codec import from_plain, to_plain

ROUNDS, CALLS = 15, 2000


def times(*subjects: Callable[[], object], calls: int = CALLS) -> list[float]:
    """
    Return the median seconds of one call of each subject; the rounds are interleaved.
    """
    taken: list[list[float]] = [[] for _ in subjects]
    for _ in range(ROUNDS):
        for subject, mine in zip(subjects, taken, strict=True):
            start = perf_counter()
            for _ in range(calls):
                subject()
            mine.append((perf_counter() - start) / calls)
    return [median(mine) for mine in taken]


# Plain data → checked entry: the same checks in pydantic ----------------------------------------------


def _number(digits: str) -> str:
    if control_digit(digits[:-1]) != int(digits[-1]):
        raise ValueError
    return digits


def _text(value: str) -> str:
    if not value.isprintable():
        raise ValueError
    return value


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_text)
]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+7[67]\d{9}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$"), AfterValidator(_number)]


class PeerTerm(BaseModel):
    """
    A term as a pydantic model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
    years: int = Field(0, ge=0)
    months: int = Field(0, ge=0)
    days: int = Field(0, ge=0)
    until: date | None = None
    open_ended: bool = False

    @model_validator(mode="after")
    def one(self) -> "PeerTerm":
        """
        Require exactly one form of a term.
        """
        if (
            sum((self.years + self.months + self.days > 0, self.until is not None, self.open_ended))
            != 1
        ):
            raise ValueError
        return self


class PeerLicence(BaseModel):
    """
    A licence as a pydantic model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    issued_on: date
    term: PeerTerm
    number: Text | None = None


class PeerEntry(BaseModel):
    """
    An entry as a pydantic model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Text
    identifier: Number
    address: Text
    conditions: frozenset[ServiceCondition] = Field(min_length=1)
    categories: frozenset[RecipientCategory] = Field(min_length=1)
    capacity: int = Field(ge=1, le=1_000_000)
    phones: tuple[Telephone, ...] = ()
    emails: tuple[Email, ...] = ()
    licence: PeerLicence
    reissued_on: date | None = None
    included_on: date
    terminated_on: date | None = None
    exclusion_basis: Text | None = None
    id: UUID
    status: Status = Status.ACTIVE
    kato: Annotated[str, StringConstraints(pattern=r"^\d{9}$")] | None = None
    suspended_on: date | None = None
    termination_ground: Literal["voluntary"] | None = None
    excluded_on: date | None = None

    @model_validator(mode="after")
    def lawful(self) -> "PeerEntry":
        """
        Require the order of days, with the end of the term.
        """
        term = self.licence.term
        last = Term(years=term.years, months=term.months, days=term.days).last_day(
            self.licence.issued_on
        )
        if not self.licence.issued_on <= self.included_on <= (last or date.max):
            raise ValueError
        return self


# One act applied ------------------------------------------------------------------------------------


class PeerAggregate(Aggregate):
    """
    An entry as an event-sourced aggregate.
    """

    @event("Registered")
    def __init__(self, name: str) -> None:
        self.name = name
        self.status = "active"

    @event("Amended")
    def amend(self, capacity: int) -> None:
        """
        Change the capacity.
        """
        self.capacity = capacity


class PeerMachine(StateMachine):
    """
    The lifecycle as a machine of python-statemachine.
    """

    active = State(initial=True)
    suspended = State()
    suspend = active.to(suspended)
    resume = suspended.to(active)


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


def facts(count: int) -> list[Fact]:
    """
    Return a history of `count` facts.
    """
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    acts = [ISSUE, *(Amend(on=DAY + timedelta(days=n), capacity=n + 1) for n in range(count - 1))]
    return [
        Fact(entry_id=ENTRY.id, number=n, place=n, content=act, recorded_at=moment)
        for n, act in enumerate(acts, 1)
    ]


def import_times() -> tuple[float, float]:
    """
    Return the seconds of importing the library, and of importing its three dependencies.

    All are compiled beforehand, as an installer leaves them: the first round, which compiles what is
    not, is slower and does not move a median.
    """
    statements = ("", "import kz_social_registry", "import attrs, cattrs, dateutil.relativedelta")
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken: tuple[list[float], ...] = ([], [], [])
    for _ in range(ROUNDS):
        for statement, mine in zip(statements, taken, strict=True):
            start = perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True, env=compiled)  # noqa: S603  # ourselves
            mine.append(perf_counter() - start)
    nothing, library, dependencies = map(median, taken)
    return library - nothing, dependencies - nothing


def main() -> None:
    """
    Print each ratio with its bar.
    """
    plain = to_plain(ENTRY)
    ours, theirs = times(
        lambda: from_plain(RegistryEntry, plain), lambda: PeerEntry.model_validate(plain)
    )
    report("plain data → valid entry, against pydantic", ours, theirs, 1.0)
    amend, suspend, resume = Amend(on=DAY, capacity=2), Suspend(on=DAY), Resume(on=DAY)
    suspended = apply(ENTRY, suspend)
    aggregate, machine = PeerAggregate("a"), PeerMachine()

    def peer_event() -> None:
        aggregate.amend(2)
        aggregate.collect_events()

    def peer_steps() -> None:
        machine.suspend()
        machine.resume()

    ours, events = times(lambda: apply(ENTRY, amend), peer_event)
    report("one act applied, against eventsourcing", ours, events, 0.25)
    ours, steps = times(lambda: (apply(ENTRY, suspend), apply(suspended, resume)), peer_steps)
    report("two acts applied, against python-statemachine", ours, steps, 0.02)
    short, long = facts(10), facts(1000)
    few, many = times(lambda: at(short, on=DAY), lambda: at(long, on=DAY), calls=100)
    report("folding 1,000 facts to one day, against 10", many, few, 100)
    library, dependencies = import_times()
    report("import, against the three dependencies", library, dependencies, 1.25)


def report(what: str, ours: float, theirs: float, bar: float) -> None:
    """
    Print one line.
    """
    print(f"{what}: {ours / theirs:.2f} (bar {bar}); {ours * 1e6:.1f} µs against {theirs * 1e6:.1f}")  # noqa: T201  # a report


if __name__ == "__main__":
    main()
