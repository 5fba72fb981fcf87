"""
The questions of the registry, over every store.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from kz_social_registry.base.errors import (
    Fault,
    InvalidValue,
    StoreError,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import (
    Status,
    TerminationGround,
)
from kz_social_registry.domain.standing import Reason, Standing
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.registry.answers.due import Due, DueReason
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit, refusal, system_clock
from kz_social_registry.serialization.codec import from_plain, to_plain
from support.registers import BIN, IIN, LAST, LATER, OTHER, Clock, issued


class TestQuestions:
    """
    Standing, search, expiry and wrong arguments.
    """

    def test_many_standings_come_in_the_order_of_the_questions(self, registry: Registry) -> None:
        """
        `standings` yields one answer for each pair in order, also for unknown providers.
        """
        issued(registry)
        pairs = [(OTHER, LATER), (BIN, LATER), (BIN, date(2025, 4, 21))]
        assert [answer.reasons for answer in registry.standings(pairs)] == [
            (Reason.UNKNOWN,), (), (Reason.NOT_YET_INCLUDED,),
        ]  # fmt: skip

    def test_a_wrong_pair_does_not_stop_the_others(self, registry: Registry) -> None:
        """
        A pair that is no identifier or no day has an answer with its faults and the texts as given.
        """
        entry = issued(registry)
        wrong: list[tuple[Any, Any, set[str]]] = [
            ("940140000386", LATER, {"identifier"}), ("", LATER, {"identifier"}),
            (None, LATER, {"identifier"}), ("\ud800", LATER, {"identifier"}),
            ([BIN], LATER, {"identifier"}), (BIN, date(1900, 1, 1), {"on"}),
            (BIN, "2025-09-01", {"on"}), (BIN, None, {"on"}),
            (BIN, datetime(2025, 9, 1, tzinfo=UTC), {"on"}), (IIN, IIN, {"on"}),
            (LATER, BIN, {"identifier", "on"}),
        ]  # fmt: skip
        pairs = [pair for provider, on, _ in wrong for pair in ((BIN, LATER), (provider, on))]
        right, answers = [], []
        for number, answer in enumerate(registry.standings([*pairs, (Bin(BIN), LATER)])):
            (answers if number % 2 else right).append(answer)
        assert right == [registry.standing(BIN, on=LATER)] * (len(wrong) + 1)
        assert [one.entry_id for one in right] == [entry.id] * len(right)
        for answer, (provider, on, paths) in zip(answers, wrong, strict=True):
            assert {fault.path for fault in answer.faults} == paths
            assert (answer.reasons, bool(answer), answer.remarks) == ((Reason.INVALID,), False, ())
            assert (str(answer.identifier), str(answer.on)) == (str(provider), str(on))
            assert from_plain(Standing, to_plain(answer)) == answer
            shown = [repr(answer), *map(answer.describe, LANGUAGES)]
            assert not any(str(given) in text for given in (provider, on) if given for text in shown)

    def test_what_was_known_counts_for_providers_too(self, registry: Registry, clock: Clock) -> None:
        """
        A provider is unknown before the moment of its issue.
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
        `found` yields every page in Kazakh order; a limit of zero is refused.
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
        The text of a cursor gives the same page as the cursor; another text is refused.
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
        Every store refuses a text as an entry's id alike.
        """
        entry = issued(registry)
        for wrong in (str(entry.id), BIN, None):
            with pytest.raises(InvalidValue) as caught:
                ask(registry, wrong)
            assert [(f.path, f.code) for f in caught.value.faults] == [("entry", Code.WRONG_TYPE)]

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
    def test_wrong_types_are_reported_by_name(
        self, registry: Registry, ask: Callable[..., object], path: str
    ) -> None:
        """
        An argument of a wrong type is a fault with its name, and records nothing.
        """
        entry = issued(registry)
        with pytest.raises(InvalidValue) as caught:
            ask(registry, entry)
        assert [(f.path, f.code) for f in caught.value.faults] == [(path, Code.WRONG_TYPE)]
        assert len(registry.history(entry.id)) == 1

    def test_today_is_the_date_in_kazakhstan(self, registry: Registry, clock: Clock) -> None:
        """
        At 19:00 UTC the register's day is the next one.
        """
        clock.now = datetime(2025, 6, 1, 19, 0, tzinfo=UTC)
        assert registry.today() == date(2025, 6, 2)
        assert system_clock().tzinfo is UTC

    def test_a_wrong_number_is_an_error(self, registry: Registry) -> None:
        """
        A number that is not an identifier is refused.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.standing("940140000386", on=LATER)
        assert caught.value.faults[0].path == "identifier"

    def test_sweep_terminates_on_the_right_day_and_once(self, registry: Registry) -> None:
        """
        `sweep` terminates on ground 1, the day after the term; ended entries stay as they are.
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
            date(2028, 4, 21), TerminationGround.EXPIRED,
        )  # fmt: skip

    def test_sweep_leaves_what_somebody_else_ended_meanwhile(self, registry: Registry) -> None:
        """
        `sweep` skips a licence that was ended meanwhile.
        """
        entry = issued(registry)
        registry.exclude(entry.id, on=date(2029, 1, 1), basis="өтініш")
        registry.terminate(entry.id, on=date(2028, 4, 21), ground=TerminationGround.EXPIRED)
        assert registry.sweep(on=date(2028, 4, 30)) == ()
        assert not registry._expire(entry.id, LAST, None)

    def test_sweep_terminates_what_was_amended_after_its_term(self, registry: Registry) -> None:
        """
        Expiry recorded before an amendment or after it gives the same entry.
        """
        early, late = issued(registry), issued(registry, OTHER)
        amended, ended = date(2028, 4, 30), date(2028, 4, 21)
        registry.amend(early.id, on=amended, phones=["1414"])
        registry.terminate(late.id, on=ended, ground=TerminationGround.EXPIRED)
        registry.amend(late.id, on=amended, phones=["1414"])
        assert registry.sweep(on=date(2028, 4, 30)) == (early.id,)
        both = [registry.get(entry.id, on=amended) for entry in (early, late)]
        answers = [(e.status, e.terminated_on, e.contacts.phones) for e in both if e]
        assert answers == [(Status.TERMINATED, ended, ("1414",))] * 2

    def test_sweep_reports_earlier_commits_if_the_store_fails(
        self, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Each termination is a commit of its own; a second sweep does the rest.
        """
        first, second = issued(registry), issued(registry, OTHER)
        day, commit = date(2028, 4, 30), registry.store.commit
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
        `sweep` raises the error if a licence that nobody ended cannot be terminated.
        """
        issued(registry)
        refusal = UnlawfulAct(Fault(Code.NOT_ALLOWED, "act"))
        monkeypatch.setattr(registry, "terminate", Mock(side_effect=refusal))
        with pytest.raises(UnlawfulAct):
            registry.sweep(on=date(2028, 4, 21))

    def test_due_lists_what_is_about_to_expire_soonest_first(self, registry: Registry) -> None:
        """
        `due` lists licences in force that expire soon, and never open-ended ones.
        """
        late = issued(registry, licence_term=Term(until=date(2026, 3, 1)))
        soon = issued(registry, OTHER, licence_term=Term(until=date(2026, 2, 1)))
        issued(registry, IIN, licence_term=Term(open_ended=True))
        due = registry.due(on=date(2026, 1, 20), within=timedelta(days=60))
        assert [(one.entry.id, one.reason) for one in due] == [
            (soon.id, DueReason.EXPIRES), (late.id, DueReason.EXPIRES),
        ]  # fmt: skip
        assert repr(due[0]) == "<Due 2026-02-01: expires>"

    def test_due_lists_a_suspension_whose_last_day_is_past(self, registry: Registry) -> None:
        """
        Its last day belongs to it; afterwards it is due until an act ends it.
        """
        entry = issued(registry)
        registry.suspend(entry, on=LATER, until=date(2026, 1, 20))
        registry.suspend(issued(registry, OTHER), on=LATER)
        days = [date(2026, 1, 20), date(2026, 1, 21), date(2027, 1, 21)]
        due = [registry.due(on=day, within=timedelta(0)) for day in days]
        overdue = (
            Due(reason=DueReason.SUSPENSION_OVER, day=days[0], entry=registry.get(entry, on=LATER)),
        )
        assert due == [(), overdue, overdue]
        assert [registry.standing(entry.identifier, on=day).in_force for day in days] == [False] * 3
        registry.resume(entry, on=days[1])
        assert registry.due(on=days[1], within=timedelta(0)) == ()

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
        The last day of `within` counts, and any length of time is accepted.
        """
        issued(registry, licence_term=Term(until=date(2026, 3, 21)))
        issued(registry, OTHER, licence_term=Term(until=date(2199, 12, 31)))
        issued(registry, IIN, licence_term=Term(open_ended=True))
        assert len(registry.due(on=date(2026, 1, 20), within=within)) == due

    def test_snapshot_and_changes_join_without_gap_or_repeat(self, registry: Registry) -> None:
        """
        The changes after a snapshot's position are those that it does not show.
        """
        entry = issued(registry)
        with registry.snapshot(on=LATER) as snapshot:
            position, seen = snapshot.position, [found.id for found in snapshot.entries]
        registry.amend(entry.id, on=LATER, capacity=1)
        after = [change.record.number for change in registry.changes(after=position)]
        assert (seen, after) == ([entry.id], [2])
