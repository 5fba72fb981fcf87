"""
The conformance kit: our stores keep every promise, and a store that breaks one is found out.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from kz_social_registry.base.errors import Conflict, Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.ports import Change, Commit, History, Snapshot, Store, Timelines
from kz_social_registry.registry.records import Record
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing import check_store
from kz_social_registry.testing.promises import processes
from kz_social_registry.testing.store_kit import DURABLE, PROMISES, DurablePromise, Promise
from support.stores import MakeOpener


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_promise(promise: Promise, store: Store) -> None:
    """
    Each of our stores keeps each promise of the protocol.
    """
    promise(store)


@pytest.mark.parametrize("promise", DURABLE, ids=lambda promise: promise.__name__)
@pytest.mark.parametrize("make_opener", ["postgres"], indirect=True)
def test_durable_promise(promise: DurablePromise, make_opener: MakeOpener) -> None:
    """
    A database keeps the promise to several processes and after one is killed; SQLite does so below.
    """
    promise(make_opener())


def test_every_promise_states_a_fact_of_its_own() -> None:
    """
    Promises have different names, and each says in its docstring what is promised.
    """
    promises: list[Callable[..., None]] = [*PROMISES, *DURABLE]
    names = {promise.__name__ for promise in promises}
    assert len(names) == len(promises)
    assert all(promise.__doc__ for promise in promises)


def test_a_good_store_passes_the_whole_kit(tmp_path: Path) -> None:
    """
    `check_store` runs everything: it makes a new store for each promise, and opens one anew.
    """
    made = iter(range(1000))

    def make_opener() -> partial[SQLiteStore]:
        return partial(SQLiteStore, tmp_path / f"{next(made)}.db")

    def make_store() -> Store:
        return make_opener()()

    check_store(make_store, make_opener=make_opener)
    check_store(MemoryStore)
    assert next(made) == len(PROMISES) + len(DURABLE)


def test_what_a_store_lacks_is_named() -> None:
    """
    All at once, before anything is tried.
    """

    class Begun:
        def close(self) -> None: ...

        def commit(self) -> None: ...

    unfinished: Any = Begun
    with pytest.raises(AssertionError, match=r"asks for: batch, scrub, records, .*, histories$"):
        check_store(unfinished)


def test_the_same_store_each_time_is_told() -> None:
    """
    Promises are about new stores; what an earlier one recorded is no defect of the store.
    """
    store = MemoryStore()
    with pytest.raises(AssertionError, match="a new, empty store each time"):
        check_store(lambda: store)


# Stores with one defect each: the kit must find every one of them. -----------------------------------


class _DropsCompareAndSet(MemoryStore):
    def _check(self, commit: Commit) -> None:
        super()._check(evolve(commit, after=len(self.records(commit.entry_id))))


class _ForgetsNotices(MemoryStore):
    def notice(self, notice: str) -> Record | None:
        del notice
        return None


class _TakesTwoEntries(MemoryStore):
    def _check(self, commit: Commit) -> None:
        super()._check(evolve(commit, segments=()))


class _CommitsOneByOne(MemoryStore):
    def commit(self, *commits: Commit) -> None:
        for commit in commits:
            super().commit(commit)


class _AddsSegments(MemoryStore):
    def _write(self, commit: Commit) -> None:
        old = self._tables.segments.get(commit.entry_id, ())
        super()._write(commit)
        self._tables.segments[commit.entry_id] = (*old, *commit.segments)


class _ForgetsWhatEnded(MemoryStore):
    def _write(self, commit: Commit) -> None:
        super()._write(evolve(commit, since=None))


class _CountsTooLate(MemoryStore):
    def facets(self, criteria: Criteria, on: date) -> Facets:
        return super().facets(criteria, on - timedelta(days=1))


class _KeepsHalfABatch(MemoryStore):
    @contextmanager
    def batch(self) -> Iterator[None]:
        yield


class _KnowsItsBatch(MemoryStore):
    in_batch = False

    @contextmanager
    def batch(self) -> Iterator[None]:
        with super().batch():
            self.in_batch = True
            yield
        self.in_batch = False


class _KeepsAPartThatFailed(_KnowsItsBatch):
    @contextmanager
    def batch(self) -> Iterator[None]:
        with nullcontext() if self.in_batch else super().batch():
            yield


class _ForgetsNames(MemoryStore):
    def entries_mentioning(self, name: str) -> tuple[UUID, ...]:
        return super().entries_mentioning(name)[-1:]


class _ForgetsEndedTimelines(MemoryStore):
    def timelines_of(self, identifier: Identifier) -> list[tuple[Segment, ...]]:
        return [one for one in super().timelines_of(identifier) if one[-1].entry.in_register]


class _ShowsLaterTimelines(MemoryStore):
    @contextmanager
    def timelines(self) -> Iterator[Timelines]:
        with super().timelines() as picture:
            yield evolve(picture, of=self.timelines_of)


class _StandsStill(MemoryStore):
    def position(self) -> int:
        return min(super().position(), 1)


class _CountsFromTheEnd(MemoryStore):
    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        return super().changes(after, 1000)[-limit:]


class _SearchesCaseSensitively(MemoryStore):
    def search(self, criteria: Criteria, on: date, **options: Any) -> Page:
        found = super().search(criteria, on, **options)
        text = criteria.text or ""
        return evolve(found, entries=tuple(e for e in found if text in f"{e.name} {e.address}"))


class _PagesByNumber(MemoryStore):
    def search(
        self, criteria: Criteria, on: date, *,
        after: Cursor | None = None, limit: int = 100, total: bool = False,
    ) -> Page:  # fmt: skip
        """Answer as if places were row numbers, so that what is new shifts what follows."""
        page = super().search(criteria, on, limit=10_000, total=total)
        first = int(after.name_key) if after else 0
        rows = page.entries[first : first + limit]
        more = first + limit < len(page.entries)
        place = Cursor(str(first + limit), "", UUID(int=0)) if more else None
        return evolve(page, entries=rows, next=place)


class _CountsEntriesTwice(MemoryStore):
    def facets(self, criteria: Criteria, on: date) -> Facets:
        found = super().facets(criteria, on)
        return evolve(found, total=found.total + found.total)


class _ShowsTheExcluded(MemoryStore):
    def snapshot(self, on: date, view: View = View.CURRENT) -> Any:
        return super().snapshot(on, view and View.FULL)


class _AsksForConsentOnce(MemoryStore):
    def consenting(self, on: date, published_on: date, view: View = View.CURRENT) -> Any:
        return super().consenting(on, published_on and on, view)


class _KeepsErasedPayloads(MemoryStore):
    def _erase(self, entry_id: UUID) -> None:
        del entry_id


class _ScrubsTooMuch(MemoryStore):
    def scrub(self) -> None:
        self._tables.notices.clear()
        self._tables.segments.clear()


class _HidesHistories(MemoryStore):
    def histories(self) -> Iterator[History]:
        yield from list(super().histories())[:-1]


class _ForgetsTheLastDay(MemoryStore):
    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        segments = self._tables.segments.get(entry_id, ())
        return next((segment.entry for segment in reversed(segments) if segment.starts < on), None)


class _ForgetsSomeCommits(MemoryStore):
    def commit(self, *commits: Commit) -> None:
        try:
            super().commit(*commits)
        except Conflict:
            raise Conflict(Fault(Code.NOTICE_CONFLICT)) from None


class _TakesErrorsForItsOwn(MemoryStore):
    @contextmanager
    def batch(self) -> Iterator[None]:
        try:
            with super().batch():
                yield
        except (OSError, ValueError):
            raise StoreError(Fault(Code.STORE_FAILED)) from None


class _WaitsForReaders(MemoryStore):
    reading = False

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        with super().snapshot(on, view) as snapshot:
            yield evolve(snapshot, entries=self._entries(snapshot))

    def _entries(self, snapshot: Snapshot) -> Iterator[RegistryEntry]:
        self.reading = True
        yield from snapshot.entries
        self.reading = False

    def commit(self, *commits: Commit) -> None:
        if self.reading:
            raise StoreError(Fault(Code.LOCKED))
        super().commit(*commits)


class _ShowsWhatIsWritten(_KnowsItsBatch):
    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        with super().snapshot(on, view) as snapshot:
            yield evolve(snapshot, entries=self._live(on)) if self.in_batch else snapshot

    def _live(self, on: date) -> Iterator[RegistryEntry]:
        last = Cursor("", "", UUID(int=0))
        while True:
            kept = (segment for found in self._tables.segments.values() for segment in found)
            entries = [segment.entry for segment in kept if segment.covers(on)]
            rest = [entry for entry in entries if Cursor.of(entry) > last]
            if not rest:
                return
            yield min(rest, key=Cursor.of)
            last = min(map(Cursor.of, rest))


class _SharesBatches(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self._lock: Any = RLock()


#: Each wrong store with the promise that it breaks.
_BROKEN: dict[type[MemoryStore], str] = {
    _SharesBatches: "a_batch_is_of_one_context",
    _DropsCompareAndSet: "a_stale_commit_is_refused",
    _ForgetsNotices: "a_notice_is_known_once",
    _TakesTwoEntries: "one_entry_at_a_time",
    _CommitsOneByOne: "many_commits_are_one",
    _AddsSegments: "a_commit_replaces_all_segments",
    _KeepsHalfABatch: "a_batch_is_all_or_nothing",
    _ForgetsNames: "names_are_kept_for_good",
    _CountsFromTheEnd: "changes_come_in_order",
    _SearchesCaseSensitively: "search_finds_what_the_criteria_say",
    _PagesByNumber: "pages_hold_while_others_write",
    _CountsEntriesTwice: "search_finds_what_the_criteria_say",
    _ShowsTheExcluded: "a_snapshot_has_the_entries_of_a_day",
    _AsksForConsentOnce: "entries_with_consent_come_as_on_both_days",
    _KeepsErasedPayloads: "what_is_erased_is_gone",
    _ScrubsTooMuch: "scrubbing_changes_no_record",
    _HidesHistories: "what_ended_before_stays",
    _ForgetsTheLastDay: "every_day_has_its_entry",
    _ForgetsSomeCommits: "a_stale_commit_is_refused",
    _ForgetsWhatEnded: "what_ended_before_stays",
    _CountsTooLate: "counts_follow_what_changes",
    _KeepsAPartThatFailed: "a_batch_inside_a_batch_rolls_back_its_own",
    _TakesErrorsForItsOwn: "errors_of_the_block_come_out_as_they_are",
    _WaitsForReaders: "a_half_read_snapshot_ends_with_its_block",
    _ShowsWhatIsWritten: "a_snapshot_inside_a_batch_does_not_follow_it",
    _ForgetsEndedTimelines: "timelines_are_one_picture",
    _ShowsLaterTimelines: "timelines_are_one_picture",
    _StandsStill: "changes_come_in_order",
}


@pytest.mark.parametrize("broken", _BROKEN)
def test_a_store_with_a_defect_is_found_out(broken: type[MemoryStore]) -> None:
    """
    The promise that a store breaks finds it out.
    """
    (promise,) = (promise for promise in PROMISES if promise.__name__ == _BROKEN[broken])
    with pytest.raises(Exception):  # noqa: B017, PT011  # the assertion, or an error on the way to it
        promise(broken())


def test_the_broken_promise_is_named() -> None:
    """
    The error of the kit begins with the name of the promise.
    """
    with pytest.raises(AssertionError, match=r"^a_notice_is_known_once: "):
        check_store(_ForgetsNotices)


class _BatchesNothing(SQLiteStore):
    @contextmanager
    def batch(self) -> Iterator[None]:
        yield


def _emptied(path: Path) -> SQLiteStore:
    path.unlink(missing_ok=True)
    return SQLiteStore(path)


class _TellsTooEarly(SQLiteStore):
    def commit(self, *commits: Commit) -> None:
        waiting = getattr(self, "waiting", ())
        self.waiting = commits if commits[0].after else ()
        super().commit(*waiting, *(() if self.waiting else commits))


@pytest.mark.parametrize(
    ("broken", "promise"),
    [
        (_BatchesNothing, processes.a_killed_batch_leaves_nothing),
        (_emptied, processes.what_was_committed_is_there_after_a_restart),
        (_TellsTooEarly, processes.processes_lose_and_double_nothing),
    ],
)
def test_a_store_on_disk_with_a_defect_is_found_out(
    broken: Callable[[Path], SQLiteStore], promise: DurablePromise, tmp_path: Path
) -> None:
    """
    The kit finds a defect that only several processes or a restart show.
    """
    with pytest.raises(AssertionError):
        promise(partial(broken, tmp_path / "register.db"))
