"""
Recording: the steps by which an act becomes a fact, whoever else writes meanwhile.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

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
from kz_social_registry.registry.ports import Commit, Store, system_clock
from kz_social_registry.registry.recorder import Draft, Notice, record
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.storage.memory import MemoryStore
from support.notices import OTHER, an_issue
from support.recording import NOW, ON, SUSPEND, an_entry, clock, refusal


class Busy(MemoryStore):
    """
    A store to which somebody else keeps writing just before we do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others = 0

    def commit(self, *commits: Commit) -> None:
        """
        Let somebody else write first, while there is somebody.
        """
        if self.others:
            self.others, waiting = 0, self.others - 1
            amend = Amend(on=ON, capacity=100 + waiting)
            record(self, clock(), Draft(entry_id=commits[0].entry_id, contents=(amend,)))
            self.others = waiting
        super().commit(*commits)


class TestMeanwhile:
    """
    If somebody else wrote to the entry meanwhile, all is done again, unless the caller minds.
    """

    def test_it_is_done_again_behind_what_others_wrote(self) -> None:
        """
        Nothing of either is lost, and the numbers go on.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 3
        facts = record(store, clock(), Draft(entry_id=entry_id, contents=(SUSPEND,)))
        found = [fact.content.kind for fact in facts if not isinstance(fact.content, (Annul, Erase))]
        assert found == [ActKind.ISSUE, *[ActKind.AMEND] * 3, ActKind.SUSPEND]

    def test_it_ends_if_others_never_stop(self) -> None:
        """
        After many tries it is a conflict, and only theirs is recorded.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 1000
        draft = Draft(entry_id=entry_id, contents=(SUSPEND,))
        assert refusal(lambda: record(store, clock(), draft)) == (Conflict, Code.STALE, "")
        assert len(store.records(entry_id)) == 1 + 1000 - store.others

    def test_who_minds_is_told_at_once(self) -> None:
        """
        With `expect` nothing is tried again.
        """
        store = Busy()
        entry_id = an_entry(store)
        store.others = 1
        draft = Draft(entry_id=entry_id, contents=(SUSPEND,), expect=1)
        assert refusal(lambda: record(store, clock(), draft)) == (Conflict, Code.STALE, "")
        assert len(store.records(entry_id)) == 2

    def test_a_conflict_of_notices_is_not_tried_again(self, store: Store) -> None:
        """
        A notice's id that is known stays known.
        """
        entry_id = an_entry(store)
        notice = Notice("N-2", {"notice": "N-2"})
        draft = Draft(entry_id=entry_id, contents=(Amend(on=ON, capacity=7),), notice=notice)
        record(store, clock(), draft)
        assert refusal(lambda: record(store, clock(), draft)) == (
            Conflict, Code.NOTICE_CONFLICT, "notice",
        )  # fmt: skip
        assert len(store.records(entry_id)) == 2

    @pytest.mark.parametrize("expect", [0, 2, -1])
    def test_what_the_caller_saw_must_be_what_is_there(self, store: Store, expect: int) -> None:
        """
        Another number of facts than expected is a conflict before anything is tried.
        """
        entry_id = an_entry(store)
        draft = Draft(entry_id=entry_id, contents=(SUSPEND,), expect=expect)
        assert refusal(lambda: record(store, clock(), draft)) == (Conflict, Code.STALE, "expect")


class TestMoment:
    """
    One commit, one moment: that of the clock, never before the entry's last.
    """

    def test_a_clock_that_goes_back_is_not_followed(self, store: Store) -> None:
        """
        What is recorded later is never known earlier.
        """
        entry_id = an_entry(store)
        early = clock(NOW - timedelta(days=1))
        facts = record(store, early, Draft(entry_id=entry_id, contents=(SUSPEND,)))
        assert [fact.recorded_at for fact in facts] == [NOW, NOW]

    def test_any_time_zone_becomes_utc(self, store: Store) -> None:
        """
        A clock may tell Kazakhstan's time; facts are in UTC.
        """
        entry_id = an_entry(store)
        later = (NOW + timedelta(hours=1)).astimezone()
        facts = record(store, clock(later), Draft(entry_id=entry_id, contents=(SUSPEND,)))
        assert (facts[-1].recorded_at, facts[-1].recorded_at.tzinfo) == (later, UTC)

    def test_a_correction_is_recorded_at_one_moment_with_its_notice_last(self, store: Store) -> None:
        """
        Annulment and replacement share the moment; the replacement takes the place and the notice.
        """
        entry_id = an_entry(store)
        record(store, clock(), Draft(entry_id=entry_id, contents=(SUSPEND,), by="А. Бекова"))
        contents: tuple[Content, ...] = (Annul(of=2, reason="қате"), Amend(on=ON, capacity=7))
        draft = Draft(entry_id=entry_id, contents=contents, notice=Notice("N-3", {}))
        *_, annul, replacement = record(store, clock(NOW + timedelta(hours=1)), draft)
        found = [(f.number, f.notice, f.recorded_at) for f in (annul, replacement)]
        assert found == [(3, None, annul.recorded_at), (4, "N-3", annul.recorded_at)]
        assert replacement.place == 2

    def test_the_computers_clock_tells_utc(self) -> None:
        """
        The clock of a registry that is given no other tells the present moment, aware.
        """
        before = datetime.now(UTC)
        assert before <= system_clock() <= datetime.now(UTC)
        assert system_clock().tzinfo is UTC


class TestRefusals:
    """
    Nothing is added unless all succeeds.
    """

    def test_an_entry_that_is_not_there_is_not_found(self, store: Store) -> None:
        """
        Only an issue begins an entry.
        """
        draft = Draft(entry_id=uuid4(), contents=(SUSPEND,))
        assert refusal(lambda: record(store, clock(), draft)) == (
            NotFound, Code.UNKNOWN_ENTRY, "entry_id",
        )  # fmt: skip

    def test_an_id_that_is_none_is_told(self) -> None:
        """
        The text of an id is none: not every store would find the entry by it.
        """
        wrong: Any = str(uuid4())
        assert refusal(lambda: Draft(entry_id=wrong, contents=(SUSPEND,))) == (
            InvalidValue, Code.WRONG_TYPE, "entry_id",
        )  # fmt: skip

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
        Whatever else a caller says is refused, before anything of the act is written anywhere.
        """
        entry_id = an_entry(store)
        registry = Registry(store, clock())
        attempts: list[Callable[[], object]] = [
            lambda: registry.record(entry_id, SUSPEND, by=by),
            lambda: registry.annul(entry_id, 1, reason="қате", by=by),
            lambda: registry.correct(entry_id, 1, SUSPEND, reason="қате", by=by),
            lambda: registry.erase(entry_id, basis="№ 5", by=by),
        ]
        assert [refusal(attempt) for attempt in attempts] == [(InvalidValue, code, "by")] * 4
        assert len(store.records(entry_id)) == 1

    def test_who_records_is_tidied_like_other_texts(self, store: Store) -> None:
        """
        Spaces and letters in parts make nobody else of the same person.
        """
        registry = Registry(store, clock())
        entry_id = an_entry(store)
        registry.record(entry_id, SUSPEND, by="  Ә\u0438\u0306\u200b  Бекова\n")
        assert registry.history(entry_id)[-1].recorded_by == "Әй Бекова"

    def test_no_paragraph_asks_for_it(self, store: Store) -> None:
        """
        Neither who records nor the id of a notice stands in the Rules, so a fault cites nothing.
        """
        registry = Registry(store, clock())
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
        What one store could not keep, none does.
        """
        entry_id = an_entry(store)
        registry = Registry(store, clock())
        notice = Notice(notice_id, {})
        assert refusal(lambda: registry.record(entry_id, SUSPEND, notice=notice)) == (
            InvalidValue, code, "notice",
        )  # fmt: skip
        anything: Any = "N-2"
        assert refusal(lambda: registry.record(entry_id, SUSPEND, notice=anything)) == (
            InvalidValue, Code.WRONG_TYPE, "notice",
        )  # fmt: skip

    def test_a_correction_of_nothing_takes_no_place(self, store: Store) -> None:
        """
        A replacement of a fact that is not there is refused.
        """
        entry_id = an_entry(store)
        contents: tuple[Content, ...] = (Annul(of=7, reason="қате"), SUSPEND)
        draft = Draft(entry_id=entry_id, contents=contents)
        assert refusal(lambda: record(store, clock(), draft))[1] is Code.NOT_ANNULLABLE
        assert len(store.records(entry_id)) == 1

    @pytest.mark.parametrize(
        ("on", "ended", "allowed"),
        [
            ("2025-09-01", (), ("exclude",)),
            ("2025-09-01", (Terminate(on=ON, ground=TerminationGround.CEASED),), ("exclude",)),
            ("2028-09-01", (), ("terminate", "exclude")),
            (
                "2028-09-01",
                (Terminate(on=date(2028, 4, 11), ground=TerminationGround.EXPIRED),),
                ("exclude",),
            ),
        ],
    )
    def test_a_second_entry_is_told_what_must_happen_first(
        self, store: Store, on: str, ended: tuple[Terminate, ...], allowed: tuple[str, ...]
    ) -> None:
        """
        A provider's other entry is to be excluded first, and an expired one to be terminated before.
        """
        first, second = an_entry(store), uuid4()
        for act in ended:
            record(store, clock(), Draft(entry_id=first, contents=(act,)))
        licence = {"issued_on": "2025-04-10", "term": {"years": 9}}
        plain = an_issue(on=on, licence=licence, entry_id=str(second))
        issue = from_plain(Issue, {k: v for k, v in plain.items() if k not in ("notice", "act")})
        with pytest.raises(UnlawfulAct) as refused:
            record(store, clock(), Draft(entry_id=second, contents=(issue,)))
        (fault,) = refused.value.faults
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, allowed)
        assert store.records(second) == ()

    def test_a_licence_does_not_pass_to_whom_has_one(self, store: Store) -> None:
        """
        A reorganisation waits until the other person's entry is excluded.
        """
        first, _ = an_entry(store), an_entry(store, OTHER)
        reissue = Reissue(on=ON, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER))
        with pytest.raises(UnlawfulAct) as refused:
            record(store, clock(), Draft(entry_id=first, contents=(reissue,)))
        (fault,) = refused.value.faults
        assert (fault.code, fault.allowed) == (Code.ALREADY_IN_REGISTER, (ActKind.EXCLUDE,))
