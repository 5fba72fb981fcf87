"""
All stores in step: one machine of random acts, annulments, corrections and days, against an oracle.
"""

import tempfile
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    EndContract,
    Exclude,
    GiveConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
    issue_of,
)
from kz_social_registry.domain.search import Count, Criteria
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.records import LAG
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from support.oracle import Oracle, Said
from support.plain_fold import State, consents, in_force, past_term, possible, shown
from support.registers import Clock
from support.stores import emptied

#: Few providers and few days, so that entries meet and acts fall on one day.
PROVIDERS: list[Bin | Iin] = [Bin("940140000385"), Bin("950341000052"), Iin("791028302728")]
OTHERS = [Bin("961141000023"), Bin("940140000385"), Bin("950341000052")]
FIRST = date(2025, 1, 1)
#: Days around the year that a licence lasts here.
DAYS = [FIRST + timedelta(days=days) for days in (0, 1, 30, 31, 90, 200, 364, 365, 366, 367, 500, 800)]
days = st.sampled_from(DAYS)
maybe = st.sampled_from([None, True, False])
LICENCES = [Term(years=1), Term(years=3), Term(open_ended=True)]


def an_issue(entry_id: UUID, provider: Bin | Iin, on: date, term: Term) -> Issue:
    """
    Make an issue; what it says of the provider does not matter here.
    """
    return issue_of(
        on=on,
        identifier=provider,
        name=f"Орталық {provider[-2:]}",
        address="Астана қаласы",
        conditions={ServiceCondition.AT_HOME},
        categories={RecipientCategory.ELDERLY},
        capacity=10,
        licence_issued_on=on,
        licence_term=term,
        entry_id=entry_id,
    )


def small_act(kind: ActKind, on: date, choice: int, entry: State | None) -> Act:
    """
    Make a small act of a kind, with one of a few contents.
    """
    other = OTHERS[choice % 3] if choice < 6 else None
    ground = ReissueGround.REORGANISED if other else ReissueGround.OTHER_LAW
    ends = TerminationGround.EXPIRED if choice % 4 == 0 else TerminationGround.VOLUNTARY
    if entry and past_term(entry, on):
        on, ends = entry["valid_until"] + ONE_DAY, TerminationGround.EXPIRED
    makers: dict[ActKind, Callable[[], Act]] = {
        ActKind.AMEND: lambda: Amend(on=on, capacity=choice + 1),
        ActKind.REISSUE: lambda: Reissue(on=on, ground=ground, new_identifier=other),
        ActKind.SIGN_CONTRACT: lambda: SignContract(on=on, term=Term(months=choice + 1)),
        ActKind.END_CONTRACT: lambda: EndContract(on=on),
        ActKind.SUSPEND: lambda: Suspend(on=on),
        ActKind.RESUME: lambda: Resume(on=on),
        ActKind.TERMINATE: lambda: Terminate(on=on, ground=ends),
        ActKind.EXCLUDE: lambda: Exclude(on=on, basis=f"негіз {choice}"),
        ActKind.GIVE_CONSENT: lambda: GiveConsent(on=on, columns=SCOPES[choice % 4]),
        ActKind.WITHDRAW_CONSENT: lambda: WithdrawConsent(on=on),
    }
    return makers[kind]()


#: Two in three acts suit the entry's status on their day; endings are rarer than the rest.
SCOPES = [None, [2, 3], [2], [4, 17]]
LATER = [kind for kind in ActKind if kind is not ActKind.ISSUE]
ENDINGS = (ActKind.TERMINATE, ActKind.EXCLUDE)


class RegisterMachine(RuleBasedStateMachine):
    """
    Every store accepts and refuses what the oracle does, and gives its answers.
    """

    #: The address of a database on a real server, emptied for every run.
    database: ClassVar[str]

    @initialize()
    def open(self) -> None:
        """
        Open an empty register in every kind of store.
        """
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock(datetime(2025, 1, 1, tzinfo=UTC))
        self.latest = self.clock.now
        self.oracle = Oracle()
        path = Path(self.folder.name) / "register.db"
        self.stores: list[Store] = [MemoryStore(), SQLiteStore(path), emptied(self.database)]
        self.registries = [Registry(store, self.clock) for store in self.stores]
        self.issue(PROVIDERS[0], FIRST, LICENCES[0])

    def teardown(self) -> None:
        """
        Close them.
        """
        for store in getattr(self, "stores", []):
            store.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def moment(self, entry_id: UUID) -> datetime:
        """
        Return the moment of recording: never before the entry's last.
        """
        earlier = [said.at for said in self.oracle.said if said.entry_id == entry_id]
        return max([self.clock.now, *earlier])

    def attempt(self, said: list[Said], do: Callable[[Registry], object]) -> None:
        """
        Do it in every register: all accept it if the oracle finds it lawful, else none does.
        """
        supposed = deepcopy(self.oracle)
        supposed.said += said
        dates = sorted({s.act.on for s in supposed.said if s.act})
        lawful = self.answers(said) and supposed.lawful(dates)
        for registry in self.registries:
            try:
                do(registry)
                accepted = True
            except RegistryError:
                accepted = False
            assert accepted is lawful
        if lawful:  # the registry itself says what a provider licensed again continues
            last = self.registries[0].history(said[-1].entry_id)[-1].content
            heard = last if isinstance(last, Issue) else said[-1].act
            self.oracle.said += [*said[:-1], evolve(said[-1], act=heard)]
            self.compare(said[-1].entry_id)

    def compare(self, entry_id: UUID) -> None:
        """
        Compare an entry's values on every day; `sound` proves that all stores hold the same.
        """
        for on in DAYS:
            entry = self.registries[0].get(entry_id, on=on)
            assert shown(entry) == self.oracle.at(entry_id, on)

    def answers(self, said: list[Said]) -> bool:
        """
        Whether what is struck out stands.
        """
        for one in said:
            if one.strikes_out is not None:
                standing = {number for number, _ in self.oracle.acts(one.entry_id, None)}
                if one.strikes_out not in standing:
                    return False
        return True

    def standing_numbers(self, entry_id: UUID) -> st.SearchStrategy[int]:
        """
        Return the numbers of acts that stand, latest first.
        """
        numbers = [number for number, _ in self.oracle.acts(entry_id, None)]
        return st.sampled_from(sorted(numbers, reverse=True) or [1])

    @rule(seconds=st.integers(-100, 100_000))
    def turn_clock(self, seconds: int) -> None:
        """
        Let time pass.
        """
        self.latest = max(self.latest, self.clock.now)
        # A clock may go back; by more than five minutes, commits are refused.
        self.clock.now = max(self.clock.now + timedelta(seconds=seconds), self.latest - LAG)

    @rule(provider=st.sampled_from(PROVIDERS), on=days, term=st.sampled_from(LICENCES))
    def issue(self, provider: Bin | Iin, on: date, term: Term) -> None:
        """
        Form an entry.
        """
        issue = an_issue(UUID(int=len(self.oracle.said) + 1), provider, on, term)
        said = Said(issue.entry_id, 1, 1, self.moment(issue.entry_id), issue)
        self.attempt([said], lambda registry: registry.record(issue.entry_id, issue))

    def draw_act(self, data: st.DataObject, entry_id: UUID) -> Act:
        """
        Draw an act for any day: in time, late or ahead.
        """
        on, choice = data.draw(days), data.draw(st.integers(0, 11))
        entry = self.oracle.at(entry_id, on)
        suit = possible(entry) if entry else []
        kinds = [ActKind(kind) for kind in suit for _ in range(1 if kind in ENDINGS else 4)]
        kind = data.draw(st.sampled_from(kinds if kinds and choice % 3 else LATER))
        return small_act(kind, on, choice, entry)

    @precondition(lambda self: self.oracle.said)
    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """
        Let anything happen to an entry on any day, in time, late or ahead.
        """
        entry_id = data.draw(st.sampled_from(self.oracle.entries()))
        act = self.draw_act(data, entry_id)
        number = self.oracle.count(entry_id) + 1
        said = Said(entry_id, number, number, self.moment(entry_id), act)
        self.attempt([said], lambda registry: registry.record(entry_id, act))

    @precondition(lambda self: self.oracle.said)
    @rule(data=st.data())
    def annul(self, data: st.DataObject) -> None:
        """
        Strike out a fact.
        """
        entry_id = data.draw(st.sampled_from(self.oracle.entries()))
        count = self.oracle.count(entry_id)
        of = data.draw(st.integers(1, count + 1) | self.standing_numbers(entry_id))
        said = Said(entry_id, count + 1, count + 1, self.moment(entry_id), None, of)
        self.attempt([said], lambda registry: registry.annul(entry_id, of, reason="қате"))

    @precondition(lambda self: self.oracle.said)
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """
        Put an act in the place of another.
        """
        entry_id = data.draw(st.sampled_from(self.oracle.entries()))
        count = self.oracle.count(entry_id)
        of = data.draw(st.integers(1, count) | self.standing_numbers(entry_id))
        act = self.draw_act(data, entry_id)
        if of == 1:
            provider, on = data.draw(st.sampled_from(PROVIDERS)), data.draw(st.sampled_from(DAYS[:3]))
            act = an_issue(entry_id, provider, on, data.draw(st.sampled_from(LICENCES)))
        replaced = [s.place for s in self.oracle.said if (s.entry_id, s.number) == (entry_id, of)]
        moment = self.moment(entry_id)
        said = [
            Said(entry_id, count + 1, replaced[0], moment, None, of),
            Said(entry_id, count + 2, replaced[0], moment, act),
        ]
        self.attempt(said, lambda registry: registry.correct(entry_id, of, act, reason="қате"))

    @precondition(lambda self: self.oracle.said)
    @rule(data=st.data(), on=days)
    def ask_of_entry(self, data: st.DataObject, on: date) -> None:
        """
        Laws 5 and 6: on any day, as known at any moment, the entry is what the oracle says.
        """
        entry_id = data.draw(st.sampled_from(self.oracle.entries()))
        moments = [None, *sorted({said.at for said in self.oracle.said})]
        known = data.draw(st.sampled_from(moments))
        expected = self.oracle.at(entry_id, on, known)
        for registry in self.registries:
            assert shown(registry.get(entry_id, on=on, known=known)) == expected

    @rule(data=st.data(), provider=st.sampled_from(PROVIDERS), on=days)
    def ask_of_provider(self, data: st.DataObject, provider: Bin | Iin, on: date) -> None:
        """
        Law 4 and standing: the provider's entry is what the oracle says.
        """
        known = data.draw(st.sampled_from([None, *sorted({said.at for said in self.oracle.said})]))
        holder = self.oracle.holder(provider, on, known)
        for registry in self.registries:
            answer = registry.standing(provider, on=on, known=known)
            assert answer.in_register is (holder is not None)
            assert not answer.in_register or shown(answer.entry) == holder
            assert bool(answer) is (holder is not None and in_force(holder, on))
            assert bool(answer) is not bool(answer.reasons)

    @rule(on=days, published_on=days)
    def publish(self, on: date, published_on: date) -> None:
        """
        Law 11: every store publishes the same.
        """
        first, *others = [
            to_plain(registry.public(on=on, published_on=published_on)) for registry in self.registries
        ]
        assert all(other == first for other in others)

    @rule(on=days, standing=maybe, consent=maybe)
    def count(self, on: date, standing: bool | None, consent: bool | None) -> None:  # noqa: FBT001  # drawn
        """
        Law 11: every store counts what the oracle has.
        """
        criteria = Criteria(standing=standing, consent=consent, statuses=tuple(Status))
        found = [
            state["capacity"]
            for state in self.oracle.all_at(on)
            if standing in (None, in_force(state, on)) and consent in (None, consents(state, on))
        ]
        for registry in self.registries:
            facets = registry.facets(criteria, on=on)
            for count in (facets.total, facets.conditions[ServiceCondition.AT_HOME]):
                assert count == Count(len(found), sum(found))

    @invariant()
    def sound(self) -> None:
        """
        Law 12: what is kept always verifies, and holds as many facts as were accepted.
        """
        for registry in getattr(self, "registries", []):
            found = registry.verify()
            assert (found.flaws, found.facts) == ((), len(self.oracle.said))


class TestRegister(RegisterMachine.TestCase):  # type: ignore[misc,valid-type]  # made by Hypothesis
    """
    The machine, run.
    """

    settings = settings(stateful_step_count=25, max_examples=20, deadline=None)

    @pytest.fixture(autouse=True)
    def _server(self, make_database: Callable[[], str]) -> None:
        RegisterMachine.database = make_database()
