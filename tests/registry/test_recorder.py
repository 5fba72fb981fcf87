"""
Recording: the steps by which an act becomes a fact, also with concurrent writers.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID, uuid4

import pytest

from kz_social_registry.base.errors import (
    Conflict,
    InvalidValue,
    NotFound,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, TerminationGround
from kz_social_registry.domain.acts import Amend, Issue, Reissue, Terminate
from kz_social_registry.domain.timeline import Annul, Content, Erase
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import Commit, Store, system_clock
from kz_social_registry.registry.recorder import Draft, Notice, record
from kz_social_registry.registry.records import Record, unseal
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.storage.memory import MemoryStore
from support.notices import OTHER, an_issue
from support.recording import CLOCK, NOW, ON, SUSPEND, an_entry
from support.refusals import faults_of, only_fault
from support.samples import still_clock


class _NoOffset(tzinfo):
    """
    A time zone that knows no offset; a moment in it is as good as naive.
    """

    def utcoffset(self, dt: datetime | None) -> None:
        """
        Return no offset.
        """


class Busy(MemoryStore):
    """
    A store to which somebody else writes just before each commit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others = 0

    def commit(self, *commits: Commit) -> None:
        """
        Record the act of another writer first, while there are others.
        """
        if self.others:
            self.others, waiting = 0, self.others - 1
            amend = Amend(on=ON, capacity=100 + waiting)
            record(self, CLOCK, Draft(entry=commits[0].entry_id, contents=(amend,)))
            self.others = waiting
        super().commit(*commits)


class TestMeanwhile:
    """
    If somebody else wrote to the entry meanwhile, all steps are repeated unless there is `expect`.
    """

    def test_it_is_repeated_after_commits_of_others(self) -> None:
        """
        The acts of all writers are recorded.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 3
        facts = record(store, CLOCK, Draft(entry=entry_id, contents=(SUSPEND,))).facts
        found = [fact.content.kind for fact in facts if not isinstance(fact.content, (Annul, Erase))]
        assert found == [ActKind.ISSUE, *[ActKind.AMEND] * 3, ActKind.SUSPEND]

    def test_it_ends_if_others_never_stop(self) -> None:
        """
        After many tries the act is a conflict, and only the others' acts are recorded.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 1000
        draft = Draft(entry=entry_id, contents=(SUSPEND,))
        assert faults_of(lambda: record(store, CLOCK, draft), Conflict) == [(Code.STALE, "")]
        assert len(store.records(entry_id)) == 1 + 1000 - store.others

    def test_expect_is_refused_at_once(self) -> None:
        """
        With `expect` there is no second try.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 1
        draft = Draft(entry=entry_id, contents=(SUSPEND,), expect=1)
        assert faults_of(lambda: record(store, CLOCK, draft), Conflict) == [(Code.STALE, "")]
        assert len(store.records(entry_id)) == 2

    def test_a_conflict_of_notices_is_not_tried_again(self, store: Store) -> None:
        """
        A known notice id is a conflict at the first try.
        """
        entry_id = an_entry(store)
        notice = Notice("N-2", {"notice": "N-2"})
        draft = Draft(entry=entry_id, contents=(Amend(on=ON, capacity=7),), notice=notice)
        record(store, CLOCK, draft)
        assert faults_of(lambda: record(store, CLOCK, draft), Conflict) == [
            (Code.NOTICE_CONFLICT, "notice")
        ]
        assert len(store.records(entry_id)) == 2

    @pytest.mark.parametrize("expect", [0, 2, -1])
    def test_what_the_caller_saw_must_be_what_is_there(self, store: Store, expect: int) -> None:
        """
        Another number of facts than expected is a conflict.
        """
        entry_id = an_entry(store)
        draft = Draft(entry=entry_id, contents=(SUSPEND,), expect=expect)
        assert faults_of(lambda: record(store, CLOCK, draft), Conflict) == [(Code.STALE, "expect")]


class _Unread(MemoryStore):
    """
    A store that counts how often an entry's records are read.
    """

    reads = 0

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records, and count.
        """
        self.reads += 1
        return super().records(entry_id)


def test_an_issue_is_recorded_without_reading() -> None:
    """
    A new entry is not read; an issue of an entry that is there is refused after reading it.
    """
    store = _Unread()
    entry_id = an_entry(store)
    assert store.reads == 0
    again = unseal(store.records(entry_id)[0]).content
    with pytest.raises(UnlawfulAct, match=Code.NOT_ALLOWED):
        record(store, CLOCK, Draft(entry=entry_id, contents=(again,)))
    assert (store.position(), store.reads) == (1, 2)


class TestMoment:
    """
    One commit has one moment: the clock's, but never before the entry's last.
    """

    def test_a_clock_that_goes_back_is_not_followed(self, store: Store) -> None:
        """
        If the clock went back a little, a fact has the moment of the one before it.
        """
        entry_id = an_entry(store)
        early = still_clock(NOW - timedelta(minutes=5))
        facts = record(store, early, Draft(entry=entry_id, contents=(SUSPEND,))).facts
        assert [fact.recorded_at for fact in facts] == [NOW, NOW]

    def test_any_time_zone_becomes_utc(self, store: Store) -> None:
        """
        A clock may use any time zone; facts are in UTC.
        """
        entry_id = an_entry(store)
        later = (NOW + timedelta(hours=1)).astimezone()
        facts = record(store, still_clock(later), Draft(entry=entry_id, contents=(SUSPEND,))).facts
        assert (facts[-1].recorded_at, facts[-1].recorded_at.tzinfo) == (later, UTC)

    @pytest.mark.parametrize("zone", [None, _NoOffset()], ids=["no zone", "a zone without an offset"])
    def test_a_clock_without_a_time_zone_is_refused(self, store: Store, zone: tzinfo | None) -> None:
        """
        A naive clock is refused: its moment would be read in the computer's own zone, hours wrong.
        """
        entry_id = an_entry(store)
        registry = Registry(store, still_clock(NOW.replace(tzinfo=zone)))
        attempts: list[Callable[[], object]] = [
            lambda: registry.record(entry_id, SUSPEND),
            registry.today,
            registry.verify,
            lambda: registry.extract("940140000385", on=ON),
        ]
        found = [faults_of(attempt, InvalidValue) for attempt in attempts]
        assert found == [[(Code.NOT_A_MOMENT, "clock")]] * 4
        assert len(store.records(entry_id)) == 1

    @pytest.mark.parametrize(("seconds", "accepted"), [(300, 1), (301, 0)])
    def test_an_entry_recorded_far_ahead_of_the_clock_takes_no_fact(
        self, store: Store, seconds: int, accepted: int
    ) -> None:
        """
        Five minutes are a difference of clocks; more is refused, and nothing is recorded.

        A termination with a moment in 2126 would be hidden for a century from every question about
        what is known now.
        """
        entry_id = an_entry(store)
        registry = Registry(store, still_clock(NOW - timedelta(seconds=seconds)))
        if accepted:
            registry.record(entry_id, SUSPEND)
        else:
            assert faults_of(lambda: registry.record(entry_id, SUSPEND), Conflict) == [
                (Code.RECORDED_AHEAD, "recorded_at")
            ]
        assert len(store.records(entry_id)) == 1 + accepted
        assert [(flaw.finding, flaw.number) for flaw in registry.verify().flaws] == (
            [] if accepted else [(FlawKind.RECORDED_AHEAD, 1)]
        )

    def test_a_correction_is_recorded_at_one_moment_with_its_notice_last(self, store: Store) -> None:
        """
        Annulment and replacement have the same moment; the replacement has the place and the notice.
        """
        entry_id = an_entry(store)
        record(store, CLOCK, Draft(entry=entry_id, contents=(SUSPEND,), by="А. Бекова"))
        contents: tuple[Content, ...] = (Annul(of=2, reason="қате"), Amend(on=ON, capacity=7))
        draft = Draft(entry=entry_id, contents=contents, notice=Notice("N-3", {}))
        *_, annul, replacement = record(store, still_clock(NOW + timedelta(hours=1)), draft).facts
        found = [(f.number, f.notice, f.recorded_at) for f in (annul, replacement)]
        assert found == [(3, None, annul.recorded_at), (4, "N-3", annul.recorded_at)]
        assert replacement.place == 2

    def test_the_computers_clock_is_in_utc(self) -> None:
        """
        The default clock returns the present moment in UTC.
        """
        before = datetime.now(UTC)
        assert before <= system_clock() <= datetime.now(UTC)
        assert system_clock().tzinfo is UTC


class TestRefusals:
    """
    A refused draft adds nothing.
    """

    def test_an_entry_that_is_not_there_is_not_found(self, store: Store) -> None:
        """
        An act of an unknown entry is refused.
        """
        draft = Draft(entry=uuid4(), contents=(SUSPEND,))
        assert faults_of(lambda: record(store, CLOCK, draft), NotFound) == [
            (Code.UNKNOWN_ENTRY, "entry")
        ]

    def test_the_text_of_an_id_is_refused(self) -> None:
        """
        The text of an entry's id is refused: not every store would find the entry by it.
        """
        wrong: Any = str(uuid4())
        assert faults_of(lambda: Draft(entry=wrong, contents=(SUSPEND,)), InvalidValue) == [
            (Code.WRONG_TYPE, "entry")
        ]

    @pytest.mark.parametrize(
        ("by", "code"),
        [
            (5, Code.WRONG_TYPE),
            (object(), Code.WRONG_TYPE),
            ("", Code.EMPTY),
            ("a\x00b", Code.CONTROL_CHARACTER),
            ("\udc80", Code.CONTROL_CHARACTER),
            ("х" * 4001, Code.TOO_LONG),
        ],
        ids=["number", "object", "empty", "control", "surrogate", "long"],
    )
    def test_who_records_is_a_text(self, store: Store, by: Any, code: Code) -> None:
        """
        A recorder's name that is not a valid text is refused, and nothing is recorded.
        """
        entry_id = an_entry(store)
        registry = Registry(store, CLOCK)
        attempts: list[Callable[[], object]] = [
            lambda: registry.record(entry_id, SUSPEND, by=by),
            lambda: registry.annul(entry_id, 1, reason="қате", by=by),
            lambda: registry.correct(entry_id, 1, SUSPEND, reason="қате", by=by),
            lambda: registry.erase(entry_id, basis="№ 5", by=by),
        ]
        assert [faults_of(attempt, InvalidValue) for attempt in attempts] == [[(code, "by")]] * 4
        assert len(store.records(entry_id)) == 1

    def test_who_records_is_tidied_like_other_texts(self, store: Store) -> None:
        """
        Extra spaces are removed, and decomposed letters composed.
        """
        registry = Registry(store, CLOCK)
        entry_id = an_entry(store)
        registry.record(entry_id, SUSPEND, by="  Ә\u0438\u0306\u200b  Бекова\n")
        assert registry.history(entry_id)[-1].recorded_by == "Әй Бекова"

    def test_no_paragraph_asks_for_it(self, store: Store) -> None:
        """
        The Rules name neither a recorder nor a notice, so the faults cite no clause.
        """
        registry = Registry(store, CLOCK)
        entry_id = an_entry(store)
        attempts: list[Callable[[], object]] = [
            lambda: registry.record(entry_id, SUSPEND, by=""),
            lambda: registry.record(entry_id, SUSPEND, notice=Notice("", {})),
        ]
        for attempt in attempts:
            with pytest.raises(InvalidValue) as caught:
                attempt()
            assert [fault.clause for fault in caught.value.faults] == [None]
        (reject,) = receive(registry, [{"notice": ""}]).rejects
        assert reject.error
        assert reject.error.faults[0].clause is None

    @pytest.mark.parametrize(
        ("notice_id", "code"),
        [
            ("", Code.EMPTY),
            ("a\x00b", Code.CONTROL_CHARACTER),
            ("\ud800", Code.CONTROL_CHARACTER),
            (5, Code.WRONG_TYPE),
        ],
        ids=["empty", "control", "surrogate", "number"],
    )
    def test_a_notices_id_is_a_text_that_every_store_can_keep(
        self, store: Store, notice_id: Any, code: Code
    ) -> None:
        """
        Every store refuses a notice id that one of them could not keep.
        """
        entry_id = an_entry(store)
        registry = Registry(store, CLOCK)
        notice = Notice(notice_id, {})
        assert faults_of(lambda: registry.record(entry_id, SUSPEND, notice=notice), InvalidValue) == [
            (code, "notice")
        ]
        anything: Any = "N-2"
        assert faults_of(lambda: registry.record(entry_id, SUSPEND, notice=anything), InvalidValue) == [
            (Code.WRONG_TYPE, "notice")
        ]

    def test_a_correction_of_nothing_takes_no_place(self, store: Store) -> None:
        """
        A replacement of an unknown fact is refused.
        """
        entry_id = an_entry(store)
        contents: tuple[Content, ...] = (Annul(of=7, reason="қате"), SUSPEND)
        draft = Draft(entry=entry_id, contents=contents)
        assert only_fault(lambda: record(store, CLOCK, draft)).code is Code.NOT_ANNULLABLE
        assert len(store.records(entry_id)) == 1

    @pytest.mark.parametrize(
        ("on", "ended", "allowed"),
        [
            ("2025-09-01", (), ("exclude",)),
            ("2025-09-01", (Terminate(on=ON, ground=TerminationGround.CEASED),), ("exclude",)),
            ("2028-09-01", (), ("terminate", "exclude")),
            (
                "2028-09-01",
                (Terminate(on=date(2028, 4, 21), ground=TerminationGround.EXPIRED),),
                ("exclude",),
            ),
        ],
    )
    def test_the_fault_of_a_second_entry_names_the_missing_acts(
        self, store: Store, on: str, ended: tuple[Terminate, ...], allowed: tuple[str, ...]
    ) -> None:
        """
        The fault names exclusion of the other entry, and termination before it if its term is over.
        """
        first, second = an_entry(store), uuid4()
        for act in ended:
            record(store, CLOCK, Draft(entry=first, contents=(act,)))
        licence = {"issued_on": "2025-04-20", "term": {"years": 9}}
        plain = an_issue(on=on, licence=licence, entry_id=str(second))
        issue = from_plain(Issue, {k: v for k, v in plain.items() if k not in ("notice", "act")})
        with pytest.raises(UnlawfulAct) as refused:
            record(store, CLOCK, Draft(entry=second, contents=(issue,)))
        (fault,) = refused.value.faults
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, allowed)
        assert store.records(second) == ()

    def test_a_licence_does_not_pass_to_whom_has_one(self, store: Store) -> None:
        """
        A licence does not pass to a provider with another entry in the register.
        """
        first, _ = an_entry(store), an_entry(store, OTHER)
        reissue = Reissue(on=ON, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER))
        with pytest.raises(UnlawfulAct) as refused:
            record(store, CLOCK, Draft(entry=first, contents=(reissue,)))
        (fault,) = refused.value.faults
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, (ActKind.EXCLUDE,))
