"""
A register in memory: for tests, trials, and questions that need no file.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from datetime import date
from threading import RLock
from typing import Self
from uuid import UUID

from attrs import Factory, astuple, define, evolve

from kz_social_registry.base.errors import Conflict, Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page, facets_of
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.registry.ports import Change, Commit, History, Snapshot, Timelines
from kz_social_registry.registry.records import Record, key_of_notice
from kz_social_registry.storage.batches import Batch, Batches

__all__ = ["MemoryStore"]


@define(repr=False)
class _Tables:
    """
    All that the store knows; every value inside is immutable, so a shallow copy is a snapshot.
    """

    records: dict[UUID, tuple[Record, ...]] = Factory(dict)
    segments: dict[UUID, tuple[Segment, ...]] = Factory(dict)
    #: Identifier → the entries that have a segment under it.
    holders: dict[str, frozenset[UUID]] = Factory(dict)
    names: dict[str, tuple[UUID, ...]] = Factory(dict)
    notices: dict[bytes, Record] = Factory(dict)
    #: Entry and number of every record, in the order of recording.
    log: list[tuple[UUID, int]] = Factory(list)

    def copy(self) -> Self:
        return type(self)(*map(copy, astuple(self, recurse=False)))

    def timelines_of(self, identifier: Identifier) -> list[tuple[Segment, ...]]:
        timelines = (self.segments[entry_id] for entry_id in self.names.get(identifier, ()))
        return [timeline for timeline in timelines if timeline]


class _Lock:
    """
    The lock of a store, which another task of a batch's thread never takes.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self.batches: Batches[None] = Batches()

    def __enter__(self) -> Batch[None] | None:
        batch = self.batches.current
        self._lock.acquire()
        return batch

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class FullScan:
    """
    The searches of a store that has no index for them: they read all entries of a day.
    """

    snapshot: Callable[[date, View], AbstractContextManager[Snapshot]]

    def search(
        self,
        criteria: Criteria,
        on: date,
        *,
        after: Cursor | None = None,
        limit: int = 100,
        total: bool = False,
    ) -> Page:
        """
        Return a page of what is looked for.
        """
        found = self._found(criteria, on)
        rest = found[bisect_right(found, after, key=Cursor.of) if after else 0 :]
        entries, more = tuple(rest[:limit]), len(rest) > limit
        return Page(
            entries=entries,
            next=Cursor.of(entries[-1]) if more else None,
            total=len(found) if total else None,
        )

    def facets(self, criteria: Criteria, on: date) -> Facets:
        """
        Return the counts of what is looked for.
        """
        return facets_of(self._found(criteria, on))

    def _found(self, criteria: Criteria, on: date) -> list[RegistryEntry]:
        with self.snapshot(on, View.FULL) as snapshot:
            return [entry for entry in snapshot.entries if criteria.match(entry, on)]


class MemoryStore(FullScan):
    """
    A store that lives as long as its process; it keeps every promise but durability.
    """

    def __init__(self) -> None:
        self._lock = _Lock()
        self._tables = _Tables()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """
        Do nothing: there is nothing to let go of.
        """

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Roll everything back if the block raises.
        """
        with (
            self._lock as outer,
            self._all_or_nothing(),
            nullcontext() if outer else self._lock.batches.begin(None),
        ):
            yield

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        before = self._tables.copy()
        try:
            yield
        except BaseException:
            self._tables = before
            raise

    def commit(self, *commits: Commit) -> None:
        """
        Check each commit before it changes anything.
        """
        with self._lock, self._all_or_nothing() if len(commits) > 1 else nullcontext():
            for commit in commits:
                self._check(commit)
                self._write(commit)

    def scrub(self) -> None:
        """
        Do nothing: there are no files.
        """

    def _check(self, commit: Commit) -> None:
        tables = self._tables
        if len(tables.records.get(commit.entry_id, ())) != commit.after:
            raise Conflict(Fault(Code.STALE))
        if any(record.notice_key in tables.notices for record in commit.records):
            raise Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
        for segment in commit.segments:
            others = tables.holders.get(segment.entry.identifier, frozenset()) - {commit.entry_id}
            theirs = (theirs for other in others for theirs in tables.segments[other])
            if any(_contradict(segment, other) for other in theirs):
                raise UnlawfulAct(
                    Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,))
                )

    def _write(self, commit: Commit) -> None:
        tables, entry_id = self._tables, commit.entry_id
        if commit.erases:
            self._erase(entry_id)
        tables.records[entry_id] = tables.records.get(entry_id, ()) + commit.records
        tables.log += ((record.entry_id, record.number) for record in commit.records)
        old = tables.segments.get(entry_id, ())
        segments = (*(s for s in old if not s.borders(commit.since)), *commit.segments)
        for identifier in _identifiers(old):
            tables.holders[identifier] -= {entry_id}
        for identifier in _identifiers(segments):
            tables.holders[identifier] = tables.holders.get(identifier, frozenset()) | {entry_id}
        tables.segments[entry_id] = segments
        for name in commit.names:
            known = tables.names.get(name, ())
            tables.names[name] = known if entry_id in known else (*known, entry_id)
        tables.notices |= {r.notice_key: r for r in commit.records if r.notice_key}

    def _erase(self, entry_id: UUID) -> None:
        tables = self._tables
        bare = (evolve(record, payload=None, salt=None) for record in tables.records[entry_id])
        tables.records[entry_id] = tuple(bare)
        tables.notices |= {r.notice_key: r for r in tables.records[entry_id] if r.notice_key}
        for name, entries in tables.names.items():
            tables.names[name] = tuple(other for other in entries if other != entry_id)

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records.
        """
        with self._lock:
            return self._tables.records.get(entry_id, ())

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        """
        Return the entry on a day.
        """
        with self._lock:
            segments = self._tables.segments.get(entry_id, ())
        return next((segment.entry for segment in segments if segment.covers(on)), None)

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        """
        Return the provider's entry in the register on a day.
        """
        with self._lock:
            holders = self._tables.holders.get(identifier, frozenset())
            found = (self.entry(holder, on) for holder in holders)
            entries = (entry for entry in found if entry and entry.identifier == identifier)
            return next((entry for entry in entries if entry.in_register), None)

    def entries_mentioning(self, name: str) -> tuple[UUID, ...]:
        """
        Return the entries that name it.
        """
        with self._lock:
            return self._tables.names.get(name, ())

    def timelines_of(self, identifier: Identifier) -> list[tuple[Segment, ...]]:
        """
        Return the timelines of a provider.
        """
        with self._lock:
            return self._tables.timelines_of(identifier)

    @contextmanager
    def timelines(self) -> Iterator[Timelines]:
        """
        Open a picture of all timelines.
        """
        with self._lock:
            tables = self._tables.copy()

        numbers = sorted(number for number, holders in tables.holders.items() if holders)
        yield Timelines(tables.timelines_of, lambda: map(identifier_of, numbers))

    def notice(self, notice: str) -> Record | None:
        """
        Return the record that the notice brought.
        """
        with self._lock:
            return self._tables.notices.get(key_of_notice(notice))

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        """
        Open the entries of a day.
        """
        with self._lock:
            timelines, position = list(self._tables.segments.values()), len(self._tables.log)
        found = (segment.entry for segments in timelines for segment in segments if segment.covers(on))
        wanted = (entry for entry in found if view is View.FULL or entry.in_register)
        yield Snapshot(position, iter(sorted(wanted, key=Cursor.of)))

    @contextmanager
    def consenting(
        self, on: date, published_on: date, view: View = View.CURRENT
    ) -> Iterator[Iterator[tuple[RegistryEntry, RegistryEntry]]]:
        """
        Open the entries of a day that may be published.
        """
        with self._lock, self.snapshot(on, view) as snapshot:
            found = [(entry, self.entry(entry.id, published_on)) for entry in snapshot.entries]
        yield (
            (entry, latest)
            for entry, latest in found
            if latest and _consents(entry, on) and _consents(latest, published_on)
        )

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """
        Return the records after a position.
        """
        with self._lock:
            log, records = self._tables.log, self._tables.records
            first = max(after, 0)
            positions = range(first + 1, min(first + limit, len(log)) + 1)
            found = ((position, *log[position - 1]) for position in positions)
            return tuple(Change(position, records[id_][n - 1]) for position, id_, n in found)

    def position(self) -> int:
        """
        Return how many records there are.
        """
        with self._lock:
            return len(self._tables.log)

    def histories(self) -> Iterator[History]:
        """
        Yield the histories of all entries.
        """
        with self._lock:
            tables = self._tables.copy()
        names: defaultdict[UUID, set[str]] = defaultdict(set)
        for name, entries in tables.names.items():
            for entry_id in entries:
                names[entry_id].add(name)
        for id_, records in sorted(tables.records.items()):
            found, segments = frozenset(names[id_]), tables.segments[id_]
            yield History(entry_id=str(id_), records=records, segments=segments, names=found)


def _consents(entry: RegistryEntry, on: date) -> bool:
    return entry.consent is not None and entry.consent.covers(on)


def _contradict(ours: Segment, theirs: Segment) -> bool:
    """
    Whether two entries of one identifier would be in the register on the same day.
    """
    return (
        ours.entry.in_register
        and theirs.entry.in_register
        and ours.entry.identifier == theirs.entry.identifier
        and (theirs.until is None or ours.starts < theirs.until)
        and (ours.until is None or theirs.starts < ours.until)
    )


def _identifiers(segments: Iterable[Segment]) -> set[str]:
    return {str(segment.entry.identifier) for segment in segments}
