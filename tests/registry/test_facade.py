"""
The facade: what its verbs record, and what its questions answer, over every store.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import (
    Conflict,
    Erased,
    Fault,
    InvalidValue,
    NotFound,
    StoreError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    Resume,
    Suspend,
    Terminate,
    issue_of,
)
from kz_social_registry.domain.entry import RegistryEntry, Succession
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.registry.extract import Agreement, Extract
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit, Store, refusal, system_clock
from kz_social_registry.serialization.codec import from_plain, to_plain

BIN, OTHER, IIN = "940140000385", "950341000052", "791028302728"
INCLUDED, LATER, LAST = date(2025, 4, 12), date(2025, 9, 1), date(2028, 4, 10)


class Clock:
    """
    A clock that tests turn.
    """

    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        """
        Return what it shows.
        """
        return self.now

    def turn(self, **by: int) -> datetime:
        """
        Turn it and return the new moment.
        """
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """
    Lend a clock.
    """
    return Clock()


@pytest.fixture
def registry(store: Store, clock: Clock) -> Registry:
    """
    Lend an empty register in each kind of store.
    """
    return Registry(store, clock)


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
        "licence_issued_on": date(2025, 4, 10),
        "licence_term": Term(years=3),
    }
    return registry.issue(**{**usual, **values})  # type: ignore[arg-type]  # any of the values


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


class TestIssue:
    """
    Rules, paras 3 and 4.
    """

    def test_it_forms_an_entry_with_a_random_id(self, registry: Registry) -> None:
        """
        The entry is active, in the register, and found by its provider's number.
        """
        entry = issued(registry)
        assert (entry.status, entry.id.version, entry.contacts.phones) == (
            Status.ACTIVE, 4, ("+77172743654",),
        )  # fmt: skip
        assert registry.by_identifier(BIN, on=LATER) == entry

    def test_every_fault_is_reported_at_once(self, registry: Registry) -> None:
        """
        Wrong values of all groups come together, and nothing is recorded.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.issue(
                on=INCLUDED, identifier="940140000386", name="", address="Астана", capacity=0,
                phones=["1"], licence_issued_on="2025", licence_term=Term(years=3),  # type: ignore[arg-type]
                contract_term=Term(years=1), conditions=["home"], categories=[],
            )  # fmt: skip
        assert {fault.path for fault in caught.value.faults} == {
            "identifier", "name", "capacity", "categories", "conditions",
            "contacts.phones[0]", "licence.issued_on", "contract.signed_on",
        }  # fmt: skip
        assert list(registry.changes()) == []

    def test_a_provider_has_one_entry_at_a_time(self, registry: Registry) -> None:
        """
        While it is in the register another issue is refused, naming what is missing.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.VOLUNTARY)
        with pytest.raises(UnlawfulAct) as caught:
            issued(registry, on=date(2026, 1, 1))
        fault = caught.value.faults[0]
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, (ActKind.EXCLUDE,))

    def test_an_expired_licence_must_be_terminated_and_excluded_first(self, registry: Registry) -> None:
        """
        The fault names both acts.
        """
        issued(registry)
        with pytest.raises(UnlawfulAct) as caught:
            issued(registry, on=date(2029, 1, 1), licence_issued_on=date(2029, 1, 1))
        assert caught.value.faults[0].allowed == (ActKind.TERMINATE, ActKind.EXCLUDE)

    def test_a_provider_licensed_again_gets_an_entry_that_names_the_old_one(
        self, registry: Registry
    ) -> None:
        """
        Both directions are readable, so a new registration never reads as a closure.
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
        Art. 34: a new entry may continue several; each of them tells of it.
        """
        one, two = issued(registry), issued(registry, OTHER)
        merger = Succession(kind=SuccessionKind.MERGER, predecessors=(one.id, two.id))
        new = issued(registry, "961141000023", on=LATER, succession=merger)
        successors = [registry.successors(one.id), registry.successors(two.id)]
        assert (registry.predecessors(new.id), successors) == ((one.id, two.id), [(new.id,)] * 2)

    def test_a_batch_is_all_or_nothing(self, registry: Registry) -> None:
        """
        What was recorded inside is taken back if the block fails.
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
    When, by whom, and against whom.
    """

    def test_recording_time_never_goes_back(self, registry: Registry, clock: Clock) -> None:
        """
        One commit, one moment: the later of the clock and the entry's last, in UTC.
        """
        entry = issued(registry)
        first = clock.now
        clock.turn(hours=-5)
        registry.amend(entry.id, on=LATER, capacity=7, by="Әсел", document="№ 5")
        facts = registry.history(entry.id)
        assert [fact.recorded_at for fact in facts] == [first, first]
        assert [fact.recorded_by for fact in facts] == [None, "Әсел"]

    def test_a_life_that_is_over_is_recorded_whole(self, registry: Registry) -> None:
        """
        An earlier life of a provider, whose issue alone would stand in the way of its later entry.
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
        Two entries of a provider are never in the register on one day; none of the acts is recorded.
        """
        issued(registry)
        *early, _ = an_early_life()
        with pytest.raises(UnlawfulAct) as caught:
            registry.record(early[0].entry_id, *early, Exclude(on=LATER, basis="өтініш"))
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER
        assert len(list(registry.changes())) == 1

    def test_several_acts_are_recorded_all_or_none(self, registry: Registry) -> None:
        """
        If one of them is unlawful the others are not recorded; in any order, the last day tells.
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
        A caller that saw one fact does not overwrite what two say.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=7, expect=1)
        with pytest.raises(Conflict) as caught:
            registry.amend(entry.id, on=LATER, capacity=8, expect=1)
        assert (caught.value.faults[0].code, len(registry.history(entry.id))) == (Code.STALE, 2)

    def test_an_unknown_entry_is_not_found(self, registry: Registry) -> None:
        """
        Verbs and questions about an entry that is not there say so.
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
        What is recorded of an entry is its own.
        """
        issue = registry.history(issued(registry).id)[0].content
        with pytest.raises(UnlawfulAct) as caught:
            registry.record(UUID(int=9), issue)  # type: ignore[arg-type]  # it is an issue
        assert caught.value.faults[0].path == "entry_id"

    def test_every_verb_records_its_act(self, registry: Registry) -> None:
        """
        The history has them in the order of recording.
        """
        entry = issued(registry, on=INCLUDED)
        registry.give_consent(entry.id, on=INCLUDED, until=LAST)
        registry.sign_contract(entry.id, on=LATER, term=Term(years=1))
        registry.reissue(entry.id, on=LATER, ground=ReissueGround.NAME_OR_LOCATION, name="Жаңа")
        registry.amend(entry.id, on=LATER, capacity=3)
        registry.suspend(entry.id, on=LATER)
        registry.resume(entry.id, on=LATER)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        registry.exclude(entry.id, on=LATER, basis="қайтарып алынды")
        registry.withdraw_consent(entry.id, on=LATER)
        contents = [fact.content for fact in registry.history(entry.id)]
        kinds = [content.kind for content in contents if not isinstance(content, Annul)]
        assert kinds == [
            ActKind.ISSUE, ActKind.GIVE_CONSENT, ActKind.SIGN_CONTRACT, ActKind.REISSUE,
            ActKind.AMEND, ActKind.SUSPEND, ActKind.RESUME, ActKind.TERMINATE, ActKind.EXCLUDE,
            ActKind.WITHDRAW_CONSENT,
        ]  # fmt: skip

    def test_threads_lose_and_double_nothing(self, registry: Registry) -> None:
        """
        Writers of one entry fold again until each has its fact; law 4 holds among many issues.
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


class TestTwoClocks:
    """
    What was true, and what was known.
    """

    def test_a_future_act_takes_effect_on_its_day_without_anybody(self, registry: Registry) -> None:
        """
        Recorded today, true from its day on.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=date(2027, 1, 1), ground=TerminationGround.VOLUNTARY)
        days = (date(2026, 12, 31), date(2027, 1, 1))
        assert [bool(registry.standing(BIN, on=day)) for day in days] == [True, False]

    @pytest.mark.parametrize("days", [-10, 10])
    def test_a_correction_moves_an_act_to_another_day(self, registry: Registry, days: int) -> None:
        """
        Where a replacement takes effect earlier or later, every day between tells the other thing.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=77)
        moved = LATER + timedelta(days=days)
        registry.correct(entry.id, 2, Amend(on=moved, capacity=77), reason="күні қате")
        told = [LATER + timedelta(days=n) for n in (-11, -10, -1, 0, 9, 10)]
        found = [getattr(registry.get(entry.id, on=day), "capacity", None) for day in told]
        assert found == [77 if day >= moved else entry.capacity for day in told]
        assert registry.verify()

    def test_a_correction_of_one_day_keeps_its_place(self, registry: Registry) -> None:
        """
        Corrected among acts of one day, the replacement stands where the wrong act stood.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=1)
        registry.amend(entry.id, on=LATER, capacity=3)
        facts = registry.correct(entry.id, 2, Amend(on=LATER, capacity=2), reason="қате")
        found = registry.get(entry.id, on=LATER)
        assert found
        assert (found.capacity, [fact.place for fact in facts]) == (3, [1, 2, 3, 4, 2])

    def test_believed_then_true_now_column_by_column(self, registry: Registry, clock: Clock) -> None:
        """
        An explanation names the columns that a correction changed, with both values.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=50)
        then = clock.now
        clock.turn(days=1)
        registry.correct(entry.id, 2, Amend(on=LATER, capacity=5), reason="артық нөл")
        told = registry.explain_change(entry.id, on=LATER, known_then=then)
        before = registry.explain_change(entry.id, on=LATER, known_then=then - timedelta(days=1))
        assert [(c.column, c.then, c.now) for c in told.columns] == [(Column.CAPACITY, 50, 5)]
        assert (before.then, len(before.columns)) == (None, 11)

    @pytest.mark.parametrize("name", ["known_then", "known_now"])
    def test_a_moment_without_a_zone_is_told_by_its_own_name(
        self, registry: Registry, clock: Clock, name: str
    ) -> None:
        """
        Two moments are given, and the fault says which is wrong.
        """
        moments = {"known_then": clock.now, name: clock.now.replace(tzinfo=None)}
        with pytest.raises(InvalidValue) as caught:
            registry.explain_change(issued(registry).id, on=LATER, **moments)
        assert [fault.path for fault in caught.value.faults] == [name]

    def test_annulment_gives_the_day_back(self, registry: Registry, clock: Clock) -> None:
        """
        After an annulled termination the provider stands; as known before, it did not.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        known = clock.now
        clock.turn(days=1)
        registry.annul(entry.id, 2, reason="сот шешімі")
        assert registry.standing(BIN, on=LATER)
        assert registry.standing(BIN, on=LATER, known=known).reasons == (Reason.TERMINATED,)

    def test_a_correction_leaves_a_consent_with_who_gave_it(self, registry: Registry) -> None:
        """
        Para. 7: if the licence was another's from its issue, the other's data are not published.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=INCLUDED)
        issue = registry.history(entry.id)[0].content
        assert isinstance(issue, Issue)
        with pytest.raises(UnlawfulAct) as caught:
            registry.correct(entry.id, 1, evolve(issue, identifier=OTHER), reason="қате")
        assert [str(row.identifier) for row in registry.public(on=LATER, published_on=LATER)] == [BIN]
        assert caught.value.faults[0].code is Code.CONSENT_OF_ANOTHER

    def test_a_licence_that_passed_before_a_consent_can_be_told_late(self, registry: Registry) -> None:
        """
        Consent and withdrawal are annulled and told anew, in one batch: nothing shows in between.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=LATER)
        registry.withdraw_consent(entry.id, on=LAST)
        with registry.batch():
            registry.annul(entry.id, 3, reason="қате")
            registry.annul(entry.id, 2, reason="қате")
            registry.reissue(
                entry.id, on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER)
            )
            registry.give_consent(entry.id, on=LATER)
            registry.withdraw_consent(entry.id, on=LAST)
        assert [str(row.identifier) for row in registry.public(on=LATER, published_on=LATER)] == [OTHER]
        assert registry.verify()

    def test_a_store_holds_law_4_after_annulments(self, registry: Registry) -> None:
        """
        An exclusion is not annulled while the provider's next entry stands.
        """
        entry = issued(registry)
        registry.exclude(entry.id, on=LATER, basis="өтініш")
        issued(registry, on=LATER)
        with pytest.raises(UnlawfulAct) as caught:
            registry.annul(entry.id, 2, reason="қате")
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER

    @pytest.mark.parametrize("known", [datetime(2026, 1, 1), "2026-01-01"])  # noqa: DTZ001  # naive
    def test_the_moment_of_knowledge_is_aware(self, registry: Registry, known: datetime) -> None:
        """
        A naive moment is refused rather than guessed.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.standing(BIN, on=LATER, known=known)
        assert (caught.value.faults[0].code, caught.value.faults[0].path) == (
            Code.NOT_A_MOMENT, "known",
        )  # fmt: skip

    def test_allowed_tells_of_an_entry_what_the_timeline_allows(self, registry: Registry) -> None:
        """
        Termination and suspension are possible for an active entry, resumption is not.
        """
        entry = issued(registry)
        possible = {p.act for p in registry.allowed(entry.id, on=LATER) if p}
        assert {ActKind.TERMINATE, ActKind.SUSPEND} <= possible
        assert ActKind.RESUME not in possible


class TestQuestions:
    """
    Standing, expiry, and who asks about today.
    """

    def test_many_standings_come_in_the_order_of_the_questions(self, registry: Registry) -> None:
        """
        One answer for each pair, the unknown among them.
        """
        issued(registry)
        pairs = [(OTHER, LATER), (BIN, LATER), (BIN, date(2025, 4, 11))]
        assert [answer.reasons for answer in registry.standings(pairs)] == [
            (Reason.UNKNOWN,), (), (Reason.NOT_YET_INCLUDED,),
        ]  # fmt: skip

    def test_what_was_known_counts_for_providers_too(self, registry: Registry, clock: Clock) -> None:
        """
        Before the issue was recorded nobody knew the provider.
        """
        before = clock.now
        clock.turn(minutes=1)
        issued(registry)
        asked = [registry.standing(BIN, on=LATER, known=moment) for moment in (before, clock.now)]
        assert [answer.reasons for answer in asked] == [(Reason.UNKNOWN,), ()]

    def test_all_that_is_found_comes_without_a_limit(
        self, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Page after page in Kazakh order, and a limit that is none is refused.
        """
        monkeypatch.setattr("kz_social_registry.registry.reader._PAGE", 1)
        names = {BIN: "Өмір", OTHER: "Омарта", IIN: "Қайрат"}
        for identifier, name in names.items():
            issued(registry, identifier, name=name)
        found = [entry.name for entry in registry.found(on=LATER)]
        with pytest.raises(InvalidValue) as caught:
            registry.search(limit=0)
        assert (found, caught.value.faults[0].path) == (["Қайрат", "Омарта", "Өмір"], "limit")

    def test_a_page_begins_at_the_text_of_where_one_ended(self, registry: Registry) -> None:
        """
        An address line brings a text: it is as good as the place, and one that is none is told.
        """
        for identifier in (BIN, OTHER):
            issued(registry, identifier)
        first = registry.search(on=LATER, limit=1)
        pages = [registry.search(on=LATER, after=after) for after in (first.next, str(first.next))]
        assert pages[0] == pages[1] != first
        with pytest.raises(InvalidValue) as caught:
            registry.search(after="…")
        assert [(f.path, f.code) for f in caught.value.faults] == [("after", Code.WRONG_TYPE)]

    @pytest.mark.parametrize(
        "ask",
        [Registry.get, Registry.history, Registry.why_hidden, Registry.allowed, Registry.successors],
    )
    def test_an_id_is_no_text(self, registry: Registry, ask: Callable[..., object]) -> None:
        """
        Every store tells it alike: one finds an entry by a text, another would not.
        """
        entry = issued(registry)
        for wrong in (str(entry.id), BIN, None):
            with pytest.raises(InvalidValue) as caught:
                ask(registry, wrong)
            assert [(f.path, f.code) for f in caught.value.faults] == [("entry_id", Code.WRONG_TYPE)]

    @pytest.mark.parametrize(
        ("ask", "path"),
        [
            (lambda registry, _: registry.search("Үміт"), "criteria"),
            (lambda registry, _: registry.facets({}), "criteria"),
            (lambda registry, _: registry.due(within=30), "within"),
            (lambda registry, _: registry.check_extract({}), "extract"),
            (lambda registry, _: registry.verify({}), "checkpoint"),
            (lambda registry, _: registry.public(view="half"), "view"),
            (lambda registry, _: registry.snapshot(view="half"), "view"),
            (lambda registry, entry: registry.why_hidden(entry.id, view="half"), "view"),
            (lambda registry, entry: registry.record(entry.id, {}), "act"),
            (lambda registry, entry: registry.record(entry.id, Annul(of=1, reason="қате")), "act"),
            (lambda registry, entry: registry.correct(entry.id, 1, {}, reason="қате"), "replacement"),
        ],
    )
    def test_what_is_of_another_type_is_told_by_its_name(
        self, registry: Registry, ask: Callable[..., object], path: str
    ) -> None:
        """
        A slip of the caller's is a fault with the argument's name, and records nothing.
        """
        entry = issued(registry)
        with pytest.raises(InvalidValue) as caught:
            ask(registry, entry)
        assert [(f.path, f.code) for f in caught.value.faults] == [(path, Code.WRONG_TYPE)]
        assert len(registry.history(entry.id)) == 1

    def test_today_is_the_date_in_kazakhstan(self, registry: Registry, clock: Clock) -> None:
        """
        At eight in the evening, UTC, it is tomorrow there.
        """
        clock.now = datetime(2025, 6, 1, 19, 0, tzinfo=UTC)
        assert registry.today() == date(2025, 6, 2)
        assert system_clock().tzinfo is UTC

    def test_a_wrong_number_is_an_error(self, registry: Registry) -> None:
        """
        Only an unknown provider is an answer.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.standing("940140000386", on=LATER)
        assert caught.value.faults[0].path == "identifier"

    def test_sweep_terminates_on_the_right_day_and_once(self, registry: Registry) -> None:
        """
        Ground 1, the day after the term; what is excluded or suspended in time is left alone.
        """
        swept, kept, gone = issued(registry), issued(registry, OTHER), issued(registry, IIN)
        registry.terminate(kept.id, on=LATER, ground=TerminationGround.REVOKED)
        registry.exclude(gone.id, on=LATER, basis="өтініш")
        day = date(2028, 6, 1)
        first, second = registry.sweep(on=day), registry.sweep(on=day)
        entry = registry.get(swept.id, on=day)
        assert entry
        assert (first, second) == ((swept.id,), ())
        assert (entry.terminated_on, entry.termination_ground) == (
            date(2028, 4, 11), TerminationGround.EXPIRED,
        )  # fmt: skip

    def test_sweep_leaves_what_somebody_else_ended_meanwhile(self, registry: Registry) -> None:
        """
        A licence whose later facts forbid termination is skipped, not forced.
        """
        entry = issued(registry)
        registry.exclude(entry.id, on=date(2029, 1, 1), basis="өтініш")
        registry.terminate(entry.id, on=date(2028, 4, 11), ground=TerminationGround.EXPIRED)
        assert registry.sweep(on=date(2028, 4, 20)) == ()
        assert not registry._expire(entry.id, LAST, None)

    def test_sweep_terminates_what_was_amended_after_its_term(self, registry: Registry) -> None:
        """
        Whether an end by expiry is recorded before or after what is lawful past the term is all one.
        """
        early, late = issued(registry), issued(registry, OTHER)
        amended, ended = date(2028, 4, 20), date(2028, 4, 11)
        registry.amend(early.id, on=amended, phones=["1414"])
        registry.terminate(late.id, on=ended, ground=TerminationGround.EXPIRED)
        registry.amend(late.id, on=amended, phones=["1414"])
        assert registry.sweep(on=date(2028, 4, 21)) == (early.id,)
        both = [registry.get(entry.id, on=amended) for entry in (early, late)]
        told = [(e.status, e.terminated_on, e.contacts.phones) for e in both if e]
        assert told == [(Status.TERMINATED, ended, ("1414",))] * 2

    def test_sweep_tells_that_others_are_terminated_where_the_store_fails(
        self, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Each is a transaction of its own; done again, it does the rest.
        """
        first, second = issued(registry), issued(registry, OTHER)
        day, commit = date(2028, 4, 20), registry.store.commit
        full = Mock(side_effect=[commit, refusal(StoreCode.DISK_FULL)])

        def once(*commits: Commit) -> None:
            full()(*commits)

        monkeypatch.setattr(registry.store, "commit", once)
        with pytest.raises(StoreError) as caught:
            registry.sweep(on=day)
        monkeypatch.setattr(registry.store, "commit", commit)
        rest = registry.sweep(on=day)
        assert str(caught.value.faults[0].code) == StoreCode.DISK_FULL_LATER
        assert (len(rest), {*rest} < {first.id, second.id}) == (1, True)

    def test_sweep_does_not_hide_a_refusal(
        self, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        What nobody ended meanwhile, and yet cannot be terminated, is told.
        """
        issued(registry)
        refusal = UnlawfulAct(Fault(Code.NOT_ALLOWED, "act"))
        monkeypatch.setattr(registry, "terminate", Mock(side_effect=refusal))
        with pytest.raises(UnlawfulAct):
            registry.sweep(on=date(2028, 4, 21))

    def test_due_lists_what_is_about_to_expire_soonest_first(self, registry: Registry) -> None:
        """
        Licences in force whose last day is near; open-ended ones never.
        """
        late = issued(registry, licence_term=Term(until=date(2026, 3, 1)))
        soon = issued(registry, OTHER, licence_term=Term(until=date(2026, 2, 1)))
        issued(registry, IIN, licence_term=Term(open_ended=True))
        due = registry.due(on=date(2026, 1, 20), within=timedelta(days=60))
        assert [entry.id for entry in due] == [soon.id, late.id]

    @pytest.mark.parametrize(
        ("within", "due"),
        [
            (timedelta(days=59), 0),
            (timedelta(days=60), 1),
            (timedelta.max, 2),
            (timedelta(0), 0),
            (timedelta.min, 0),
        ],
    )
    def test_due_counts_the_last_day(self, registry: Registry, within: timedelta, due: int) -> None:
        """
        The last day within the time counts; no time is too long or too short to be asked about.
        """
        issued(registry, licence_term=Term(until=date(2026, 3, 21)))
        issued(registry, OTHER, licence_term=Term(until=date(2199, 12, 31)))
        assert len(registry.due(on=date(2026, 1, 20), within=within)) == due

    def test_snapshot_and_changes_join_without_gap_or_repeat(self, registry: Registry) -> None:
        """
        Changes behind a snapshot's position are those that it does not show.
        """
        entry = issued(registry)
        with registry.snapshot(on=LATER) as snapshot:
            position, seen = snapshot.position, [found.id for found in snapshot.entries]
        registry.amend(entry.id, on=LATER, capacity=1)
        after = [change.record.number for change in registry.changes(after=position)]
        assert (seen, after) == ([entry.id], [2])


class TestExtract:
    """
    One provider, one day, and what backs it.
    """

    def test_extract_and_register_agree_until_something_changes(
        self, registry: Registry, clock: Clock
    ) -> None:
        """
        After a correction the extract was right when made; an altered one was never right.
        """
        entry = issued(registry)
        made: Extract = from_plain(Extract, to_plain(registry.extract(BIN, on=LATER)))
        agrees = registry.check_extract(made)
        clock.turn(days=1)
        registry.amend(entry.id, on=LATER, capacity=1)
        answers = [
            agrees,
            registry.check_extract(made),
            registry.check_extract(evolve(made, digest=b"0" * 32)),
            registry.check_extract(evolve(made, number=99)),
        ]
        assert answers == [
            Agreement.AGREES, Agreement.SUPERSEDED, Agreement.DISAGREES, Agreement.DISAGREES,
        ]  # fmt: skip

    def test_its_moment_of_knowledge_is_checked(self, registry: Registry, clock: Clock) -> None:
        """
        It is never right before the facts that back it, and never in a time to come.

        What was recorded before its moment may have been on its way when it was made.
        """
        entry = issued(registry)
        made = registry.extract(BIN, on=LATER)
        suspended_at = clock.turn(days=1)
        registry.suspend(entry.id, on=LATER)
        clock.turn(days=1)
        moments = [
            made.known - timedelta(microseconds=1), made.known, suspended_at - timedelta(seconds=1),
            suspended_at, clock.now, clock.now + timedelta(seconds=1), datetime(2100, 1, 1, tzinfo=UTC),
        ]  # fmt: skip
        answers = [registry.check_extract(evolve(made, known=moment)) for moment in moments]
        wrong, right = Agreement.DISAGREES, Agreement.SUPERSEDED
        assert answers == [wrong, right, right, right, right, right, wrong]
        latest = registry.extract(BIN, on=LATER)
        ahead = [evolve(latest, known=clock.now + timedelta(minutes=n)) for n in (1, 6)]
        told = [registry.check_extract(extract) for extract in (latest, *ahead)]
        assert told == [Agreement.AGREES, Agreement.AGREES, Agreement.DISAGREES]

    def test_steps_that_are_others_by_now_supersede_it(self, registry: Registry) -> None:
        """
        Though the standing of its day is the same: it lists what the register no longer tells.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=LATER - 9 * ONE_DAY)
        registry.withdraw_consent(entry.id, on=LATER - ONE_DAY)
        made = registry.extract(BIN, on=LATER)
        registry.withdraw_consent(entry.id, on=LATER - 5 * ONE_DAY)
        assert registry.standing(BIN, on=LATER) == made.standing
        assert registry.check_extract(made) is Agreement.SUPERSEDED

    def test_half_of_a_correction_backs_nothing(self, registry: Registry) -> None:
        """
        One that names a fact amid a correction is no error: nobody was ever told that.
        """
        entry = issued(registry)
        registry.suspend(entry.id, on=LATER)
        issue = registry.history(entry.id)[0].content
        assert isinstance(issue, Issue)
        registry.correct(entry.id, 1, evolve(issue, capacity=4), reason="қате")
        made = registry.extract(BIN, on=LATER)
        answers = [registry.check_extract(evolve(made, number=number)) for number in (3, 4)]
        assert answers == [Agreement.DISAGREES, Agreement.AGREES]

    def test_of_a_moment_to_come_nothing_is_known(self, registry: Registry, clock: Clock) -> None:
        """
        One made for the end of the day tells of the moment when it was made.
        """
        entry = issued(registry)
        made = registry.extract(BIN, on=LATER, known=clock.now + timedelta(hours=8))
        clock.turn(hours=1)
        registry.suspend(entry.id, on=LATER)
        answer = registry.check_extract(made)
        assert made.known < clock.now
        assert answer is Agreement.SUPERSEDED

    def test_it_has_the_latest_facts_when_the_clock_lags(
        self, registry: Registry, clock: Clock
    ) -> None:
        """
        Its moment is never before that of its last fact, and it says what the standing says.
        """
        entry = issued(registry)
        recorded_at = clock.turn(hours=1)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        clock.turn(minutes=-5)
        made = registry.extract(BIN, on=LATER)
        assert made.standing == registry.standing(BIN, on=LATER)
        assert (made.number, made.known) == (2, recorded_at)
        assert registry.check_extract(made) is Agreement.AGREES

    @pytest.mark.parametrize(
        ("change", "code", "path"),
        [
            ({"number": 0}, Code.OUT_OF_RANGE, "number"),
            ({"number": -1}, Code.OUT_OF_RANGE, "number"),
            ({"number": "1"}, Code.WRONG_TYPE, "number"),
            ({"number": 1.0}, Code.WRONG_TYPE, "number"),
            ({"known": "2025-06-01T08:00:00"}, Code.NOT_A_MOMENT, "known"),
            ({"standing": {}}, Code.MISSING, "standing.identifier"),
            ({"standing": 5}, Code.WRONG_TYPE, "standing"),
        ],
        ids=str,
    )
    def test_one_of_foreign_data_is_checked(
        self, registry: Registry, change: dict[str, object], code: Code, path: str
    ) -> None:
        """
        An extract that can be none is refused when it is made, whoever made it.
        """
        issued(registry)
        plain = to_plain(registry.extract(BIN, on=LATER))
        with pytest.raises(InvalidValue) as caught:
            from_plain(Extract, {**plain, **change})
        assert (caught.value.faults[0].code, caught.value.faults[0].path) == (code, path)

    def test_it_has_an_entry_and_a_standing(self, registry: Registry) -> None:
        """
        Without an entry there is nothing to check, and about another day it is not right.
        """
        issued(registry)
        made = registry.extract(BIN, on=LATER)
        for standing, path in (
            (None, "standing"),
            (evolve(made.standing, entry=None), "standing.entry"),
        ):
            with pytest.raises(InvalidValue) as caught:
                evolve(made, standing=standing)
            assert caught.value.faults[0].path == path
        early = evolve(made, on=date(2025, 4, 11))
        unknown = evolve(made.standing, entry=evolve(made.entry, id=uuid4()))
        told = [registry.check_extract(e) for e in (early, evolve(made, standing=unknown))]
        assert told == [Agreement.DISAGREES] * 2

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_text_tells_all_that_it_rests_on(self, registry: Registry, language: str) -> None:
        """
        Entry, standing, history and digest stand in the text of every language.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.NOT_SUBJECT)
        made = registry.extract(BIN, on=LATER)
        text = made.text(language)  # type: ignore[arg-type]  # one of the three
        told = (str(entry.id), BIN, "01.09.2025", made.digest.hex(), "+7 7172743654")
        assert all(part in text for part in told)

    def test_there_is_no_extract_of_nothing(self, registry: Registry) -> None:
        """
        A provider without an entry on the day has none.
        """
        issued(registry)
        with pytest.raises(NotFound):
            registry.extract(BIN, on=date(2025, 4, 11))


class TestErasure:
    """
    A natural person's data go; the proof that facts were stays.
    """

    def test_an_erased_entry_tells_nothing_more_and_still_verifies(self, registry: Registry) -> None:
        """
        The provider is unknown, the history is erased, and verification says when and why.
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
        A second erasure finds nothing to erase.
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
        Only an excluded entry of a natural person.
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
        The new entry names no predecessor that tells nothing.
        """
        entry = issued(registry, IIN)
        registry.exclude(entry.id, on=date(2025, 5, 1), basis="өтініш")
        registry.erase(entry.id, basis="өтініш")
        again = issued(registry, IIN, on=LATER)
        consented = registry.record(again.id, GiveConsent(on=LATER, columns=[2]))
        assert (again.succession, consented.id) == (None, again.id)
