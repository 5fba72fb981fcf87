"""
The verbs of the registry, over every store.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from kz_social_registry.base.errors import (
    Conflict,
    Erased,
    InvalidValue,
    NotFound,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    Status,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Amend,
    Exclude,
    GiveConsent,
    Resume,
    Suspend,
)
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.facade import Registry
from support.registers import BIN, IIN, INCLUDED, LAST, LATER, OTHER, Clock, an_early_life, issued


class TestIssue:
    """
    Issue: forming an entry (Rules, paras 3 and 4).
    """

    def test_it_forms_an_entry_with_a_random_id(self, registry: Registry) -> None:
        """
        The new entry is active, in the register, and found by its provider's number.
        """
        entry = issued(registry)
        assert (entry.status, entry.id.version, entry.contacts.phones) == (
            Status.ACTIVE, 4, ("+77172743654",),
        )  # fmt: skip
        assert registry.by_identifier(BIN, on=LATER) == entry

    def test_every_fault_is_reported_at_once(self, registry: Registry) -> None:
        """
        Wrong values of all groups are reported together, and nothing is recorded.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.issue(
                on=INCLUDED, identifier="940140000386", name="", address="Астана", capacity=0,
                phones=["1"], licence_issued_on="2025", licence_term=Term(years=3),  # type: ignore[arg-type]
                contract_term=Term(years=1), conditions=["home"], categories=[],
            )  # fmt: skip
        assert {fault.path for fault in caught.value.faults} == {
            "identifier", "name", "capacity", "categories", "conditions",
            "phones[0]", "licence_issued_on", "contract_signed_on",
        }  # fmt: skip
        assert list(registry.changes()) == []

    def test_a_provider_has_one_entry_at_a_time(self, registry: Registry) -> None:
        """
        While a provider's entry is in the register, another issue is refused with the missing acts.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.VOLUNTARY)
        with pytest.raises(UnlawfulAct) as caught:
            issued(registry, on=date(2026, 1, 1))
        fault = caught.value.faults[0]
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, (ActKind.EXCLUDE,))

    def test_an_expired_licence_must_be_terminated_and_excluded_first(self, registry: Registry) -> None:
        """
        The fault for a provider past its term names termination and exclusion.
        """
        issued(registry)
        with pytest.raises(UnlawfulAct) as caught:
            issued(registry, on=date(2029, 1, 1), licence_issued_on=date(2029, 1, 1))
        assert caught.value.faults[0].allowed == (ActKind.TERMINATE, ActKind.EXCLUDE)

    def test_a_provider_licensed_again_gets_an_entry_that_names_the_old_one(
        self, registry: Registry
    ) -> None:
        """
        A provider licensed again has a predecessor, and its earlier entry a successor.
        """
        first = issued(registry)
        registry.exclude(first.id, on=LATER, basis="өтініш")
        second = issued(registry, on=LATER)
        registry.exclude(second.id, on=date(2026, 1, 1), basis="өтініш")
        third = issued(registry, on=date(2026, 2, 1))
        assert second.succession == Succession(
            kind=SuccessionKind.LICENSED_AGAIN, predecessors=(first.id,)
        )
        assert (registry.predecessors(third.id), registry.successors(second.id)) == (
            (second.id,), (third.id,),
        )  # fmt: skip
        assert (registry.predecessors(first.id), registry.successors(third.id)) == ((), ())

    def test_a_merger_names_all_that_merged(self, registry: Registry) -> None:
        """
        Art. 34: a new entry may continue several entries, and each of them names it.
        """
        one, two = issued(registry), issued(registry, OTHER)
        merger = Succession(kind=SuccessionKind.MERGER, predecessors=(one.id, two.id))
        new = issued(registry, "961141000023", on=LATER, succession=merger)
        successors = [registry.successors(one.id), registry.successors(two.id)]
        assert (registry.predecessors(new.id), successors) == ((one.id, two.id), [(new.id,)] * 2)

    def test_a_batch_is_all_or_nothing(self, registry: Registry) -> None:
        """
        The acts in the block are rolled back if it raises.
        """

        def both() -> None:
            with registry.batch():
                issued(registry)
                registry.suspend(uuid4(), on=LATER)

        with pytest.raises(NotFound):
            both()
        assert list(registry.changes()) == []


class TestRecording:
    """
    The moment and the author of facts, and conflicts between writers.
    """

    def test_recording_time_never_goes_back(self, registry: Registry, clock: Clock) -> None:
        """
        The moment of a commit is the later of the clock's and the entry's last, in UTC.
        """
        entry = issued(registry)
        first = clock.now
        clock.turn(minutes=-5)
        registry.amend(entry.id, on=LATER, capacity=7, by="Әсел", document="№ 5")
        facts = registry.history(entry.id)
        assert [fact.recorded_at for fact in facts] == [first, first]
        assert [fact.recorded_by for fact in facts] == [None, "Әсел"]

    def test_a_life_that_is_over_is_recorded_whole(self, registry: Registry) -> None:
        """
        An earlier life of a provider is recorded as a whole; its issue alone is refused.
        """
        later = issued(registry)
        early = an_early_life()
        with pytest.raises(UnlawfulAct) as caught:
            registry.record(early[0].entry_id, early[0])
        entry = registry.record(early[0].entry_id, *early, by="Әсел")
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER
        assert (entry.status, entry.excluded_on) == (Status.EXCLUDED, early[-1].on)
        found = [registry.by_identifier(BIN, on=day) for day in (early[0].on, INCLUDED)]
        assert [one and one.id for one in found] == [entry.id, later.id]
        facts = registry.history(entry.id)
        assert {fact.recorded_by for fact in facts} == {"Әсел"}
        assert (len(facts), len({fact.recorded_at for fact in facts})) == (3, 1)

    def test_a_life_that_reaches_into_a_later_one_is_refused(self, registry: Registry) -> None:
        """
        Acts that put two entries of a provider in the register on one day are all refused.
        """
        issued(registry)
        *early, _ = an_early_life()
        with pytest.raises(UnlawfulAct) as caught:
            registry.record(early[0].entry_id, *early, Exclude(on=LATER, basis="өтініш"))
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER
        assert len(list(registry.changes())) == 1

    def test_several_acts_are_recorded_all_or_none(self, registry: Registry) -> None:
        """
        One unlawful act refuses all; the answer is the entry on the latest day, in any order of acts.
        """
        entry = issued(registry)
        resume, suspend = Resume(on=date(2025, 12, 1)), Suspend(on=LATER)
        with pytest.raises(UnlawfulAct):
            registry.record(entry.id, Amend(on=LATER, capacity=7), resume)
        assert len(registry.history(entry.id)) == 1
        assert registry.record(entry.id, resume, suspend).status is Status.ACTIVE
        assert registry.get(entry.id, on=LATER).status is Status.SUSPENDED

    def test_expect_refuses_when_others_wrote(self, registry: Registry) -> None:
        """
        A verb with an old `expect` is a conflict.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=7, expect=1)
        with pytest.raises(Conflict) as caught:
            registry.amend(entry.id, on=LATER, capacity=8, expect=1)
        assert (caught.value.faults[0].code, len(registry.history(entry.id))) == (Code.STALE, 2)

    def test_an_unknown_entry_is_not_found(self, registry: Registry) -> None:
        """
        Verbs and questions about an unknown entry raise `NotFound`.
        """
        for ask in (
            lambda: registry.suspend(UUID(int=5), on=LATER),
            lambda: registry.get(UUID(int=5)),
            lambda: registry.history(UUID(int=5)),
            lambda: registry.erase(UUID(int=5), basis="өтініш"),
        ):
            with pytest.raises(NotFound):
                ask()

    def test_an_issue_of_another_entry_is_refused(self, registry: Registry) -> None:
        """
        An issue with the id of another entry is refused.
        """
        issue = registry.history(issued(registry).id)[0].content
        with pytest.raises(UnlawfulAct) as caught:
            registry.record(UUID(int=9), issue)  # type: ignore[arg-type]  # it is an issue
        assert caught.value.faults[0].path == "entry"

    def test_every_verb_records_its_act(self, registry: Registry) -> None:
        """
        The history has all facts in the order of recording.
        """
        entry = issued(registry, on=INCLUDED)
        registry.give_consent(entry.id, on=INCLUDED, until=LAST)
        registry.sign_contract(entry.id, on=LATER, term=Term(years=1))
        registry.reissue(entry.id, on=LATER, ground=ReissueGround.NAME_OR_LOCATION, name="Жаңа")
        registry.amend(entry.id, on=LATER, capacity=3)
        registry.suspend(entry.id, on=LATER)
        registry.resume(entry.id, on=LATER)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        registry.end_contract(entry.id, on=LATER)
        registry.exclude(entry.id, on=LATER, basis="қайтарып алынды")
        registry.withdraw_consent(entry.id, on=LATER)
        contents = [fact.content for fact in registry.history(entry.id)]
        kinds = [content.kind for content in contents if not isinstance(content, Annul)]
        assert kinds == [
            ActKind.ISSUE, ActKind.GIVE_CONSENT, ActKind.SIGN_CONTRACT, ActKind.REISSUE,
            ActKind.AMEND, ActKind.SUSPEND, ActKind.RESUME, ActKind.TERMINATE, ActKind.END_CONTRACT,
            ActKind.EXCLUDE, ActKind.WITHDRAW_CONSENT,
        ]  # fmt: skip

    def test_threads_lose_and_double_nothing(self, registry: Registry) -> None:
        """
        Concurrent writers of one entry all succeed; of issues of one provider, one does (law 4).
        """
        entry, start = issued(registry), Barrier(4)

        def write(number: int) -> int:
            start.wait()
            for turn in range(5):
                registry.amend(entry.id, on=LATER, capacity=1 + number * 10 + turn)
            try:
                issued(registry, OTHER)
            except UnlawfulAct:
                return 0
            return 1

        with ThreadPoolExecutor(4) as pool:
            made = sum(pool.map(write, range(4)))
        numbers = [fact.number for fact in registry.history(entry.id)]
        assert (numbers, made, bool(registry.verify())) == (list(range(1, 22)), 1, True)


class TestErasure:
    """
    Erasure removes a natural person's data and keeps the proof of its facts.
    """

    def test_an_erased_entry_tells_nothing_more_and_still_verifies(self, registry: Registry) -> None:
        """
        The provider is unknown, its history is erased, and `verify` reports the moment and the basis.
        """
        entry = issued(registry, IIN)
        registry.give_consent(entry.id, on=INCLUDED, columns=[2, 3])
        registry.exclude(entry.id, on=date(2025, 5, 1), basis="өтініш")
        registry.erase(entry.id, basis="№ 17 өтініш", by="Әсел")
        found = registry.verify()
        with pytest.raises(Erased):
            registry.history(entry.id)
        assert registry.standing(IIN, on=LATER).reasons == (Reason.UNKNOWN,)
        assert [(e.entry_id, e.basis) for e in found.erasures] == [(str(entry.id), "№ 17 өтініш")]
        assert (found.flaws, found.facts) == ((), 4)

    def test_it_is_erased_once(self, registry: Registry) -> None:
        """
        A second erasure raises `Erased`.
        """
        entry = issued(registry, IIN)
        registry.annul(entry.id, 1, reason="қате")
        registry.erase(entry.id, basis="өтініш")
        with pytest.raises(Erased):
            registry.erase(entry.id, basis="өтініш")

    @pytest.mark.parametrize(("identifier", "out"), [(IIN, False), (BIN, True)])
    def test_what_is_in_the_register_or_a_legal_persons_is_not_erased(
        self, registry: Registry, identifier: str, *, out: bool
    ) -> None:
        """
        Only an excluded entry of a natural person can be erased.
        """
        entry = issued(registry, identifier)
        if out:
            registry.exclude(entry.id, on=date(2025, 5, 1), basis="өтініш")
        else:
            registry.exclude(entry.id, on=date(2027, 5, 1), basis="болашақта")
        with pytest.raises(UnlawfulAct) as caught:
            registry.erase(entry.id, basis="өтініш")
        assert caught.value.faults[0].code is Code.NOT_ERASABLE

    def test_a_provider_whose_old_entry_is_erased_is_licensed_again(self, registry: Registry) -> None:
        """
        A provider licensed again has no predecessor if its earlier entry was erased.
        """
        entry = issued(registry, IIN)
        registry.exclude(entry.id, on=date(2025, 5, 1), basis="өтініш")
        registry.erase(entry.id, basis="өтініш")
        again = issued(registry, IIN, on=LATER)
        consented = registry.record(again.id, GiveConsent(on=LATER, columns=[2]))
        assert (again.succession, consented.id) == (None, again.id)
