"""
The ports of the registry: the clock and the store that it needs, with the promises of each.

A store keeps sealed records and the segments that follow from them. It knows one rule of the domain:
on any day at most one entry of an identifier is in the register. A store is shared between threads.
Adapters need no base class, and do not repeat these promises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Final, Protocol, TypeVar
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.validation import checked, moment
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.records import Record

#: A source of the present moment, an aware datetime.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """
    Return the computer's present moment.
    """
    return datetime.now(UTC)


#: Takes how many entries, facts or rows are done so far.
Progress = Callable[[int], None]

Item = TypeVar("Item")
#: How many records are read at once.
_TOGETHER: Final = 1000


def watched(items: Iterable[Item], progress: Progress) -> Iterator[Item]:
    """
    Yield items, and report after each how many there were.
    """
    for done, item in enumerate(items, 1):
        yield item
        progress(done)


def log(message: str, *values: object, warns: bool = False) -> None:
    """
    Log what nobody sees: retries, lost connections, sweeps, erasures. No value is personal data.
    """
    from logging import INFO, WARNING, NullHandler, getLogger  # noqa: PLC0415  # most runs log nothing

    logger = getLogger("kz_social_registry")
    if not logger.handlers:  # or Python would print warnings by itself
        logger.addHandler(NullHandler())
    logger.log(WARNING if warns else INFO, message, *values)


def present(clock: Clock) -> datetime:
    """
    Return the clock's moment in UTC.

    Raises:
        InvalidValue: the moment has no time zone, so nobody knows which moment it is.
    """
    return checked(clock(), moment, "clock").astimezone(UTC)


@frozen(kw_only=True, eq=False, repr=False)
class Commit(Value):
    """
    One entry's new records and replacement segments.
    """

    entry_id: UUID
    #: How many records the entry had when the commit was made.
    after: int
    #: The new records, numbered from `after + 1`.
    records: tuple[Record, ...]
    #: The entry's timeline as known with these records: the segments that border on `since` or follow.
    segments: tuple[Segment, ...]
    #: Segments that ended before this day stay; None if all segments are replaced.
    since: date | None = None
    #: The identifiers and predecessors that the new records name. They stay until the entry is erased.
    names: tuple[str, ...] = field(default=(), repr=False)
    #: Whether the store removes the payloads and salts of all earlier records, and the entry's names.
    #: Then no trace of them remains in the store's files.
    erases: bool = False


@frozen(eq=False, repr=False)
class Change(Value):
    """
    A record with its position in the feed of all records.
    """

    position: int
    record: Record


@frozen(eq=False, repr=False)
class Snapshot(Value):
    """
    The entries of a day, and the position of the last change that they show.
    """

    position: int
    entries: Iterator[RegistryEntry]


@frozen(kw_only=True, eq=False, repr=False)
class History(Value):
    """
    Everything that a store keeps about one entry, for `verify`.
    """

    #: The entry's id as the store has it.
    entry_id: str
    records: tuple[Record, ...]
    segments: tuple[Segment, ...]
    #: The names that the entry is found by.
    names: frozenset[str] = field(default=frozenset(), repr=False)
    #: The flaws that the store itself finds. With an empty `entry_id` they are those of the store.
    flaws: tuple[FlawKind, ...] = ()


@frozen(eq=False, repr=False)
class Timelines(Value):
    """
    One picture of the timelines of all entries, as known now; `repr` shows nothing of it.
    """

    #: Returns the timelines of a provider as `Store.timelines_of` does, but those of the picture.
    of: Callable[[Identifier], Iterable[Sequence[Segment]]] = field(repr=False)
    #: Returns the identifiers of all segments, each once, in ascending order.
    identifiers: Callable[[], Iterable[Identifier]] = field(repr=False)


class Store(Protocol):
    """
    The storage of a register.
    """

    def commit(self, *commits: Commit) -> None:
        """
        Add the records and replace the segments of all commits, or of none.

        A store on disk makes them durable before it returns, unless it is inside a `batch`.

        Raises:
            Conflict: an entry has another number of records than `after` (`stale`), or a notice's id
                is known (`notice_conflict`).
            UnlawfulAct: on some day two entries of one identifier would be in the register
                (`already_in_register`). This holds under concurrent writers as well.
            StoreError: the file or the server fails.
        """
        ...

    def batch(self) -> AbstractContextManager[None]:
        """
        Open one transaction for the commits of this thread: all become durable at the end, or none.

        Reads inside the batch see its commits. A refused commit rolls back only itself. One that the
        store fails to write may roll back the whole batch; then nothing more is recorded in it. A batch
        inside a batch is a savepoint: if its block raises, its own commits are rolled back.

        Other threads wait. The batch also belongs to the context (`contextvars`) that opened it, so to
        one asyncio task. Until it ends, other contexts of the thread are refused at once, and so are
        threads that have a copy of the context: `StoreError` with the code `other_task`.
        """
        ...

    def scrub(self) -> None:
        """
        Remove every trace of erased data from the store's files, as each erasing commit does itself.

        It changes no record. Inside a `batch` it runs at the end.

        Raises:
            StoreError: traces stay in the files (`traces_left`).
        """
        ...

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records in the order of their numbers; an unknown entry has none.
        """
        ...

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        """
        Return the entry as it stands on a day, as known now; None before its inclusion.
        """
        ...

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        """
        Return the entry of a provider that is in the register on a day, as known now.
        """
        ...

    def entries_mentioning(self, name: str) -> tuple[UUID, ...]:
        """
        Return the entries whose records, annulled ones too, name an identifier or a predecessor.

        Their order is that of the first such records.
        """
        ...

    def timelines_of(self, identifier: Identifier) -> Sequence[Sequence[Segment]]:
        """
        Return the timelines of the entries whose records, annulled ones too, name an identifier.

        They are as known now, in the order of the first such records. None is empty.
        """
        ...

    def timelines(self) -> AbstractContextManager[Timelines]:
        """
        Open one picture of all timelines, for many questions about providers.

        Later commits do not show; in a batch they may. The picture may be read by any thread.
        """
        ...

    def notice(self, notice: str) -> Record | None:
        """
        Return the record that a notice brought.
        """
        ...

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
        Return a page of the entries that match on a day, as known now, in the order of `Cursor`.

        The page starts after the position `after`. Writes between two pages never skip or repeat an
        entry that did not itself move. With `total`, the page counts the matches on all pages.
        """
        ...

    def facets(self, criteria: Criteria, on: date) -> Facets:
        """
        Count the entries that match on a day, by condition, category and region.
        """
        ...

    def snapshot(self, on: date, view: View = View.CURRENT) -> AbstractContextManager[Snapshot]:
        """
        Open the entries of a day, as known now, sorted by Kazakh name, identifier and id.

        The current view has the entries in the register; the full view has excluded ones as well. The
        snapshot is consistent: later commits do not show. Memory does not grow with the register.
        """
        ...

    def consenting(
        self, on: date, published_on: date, view: View = View.CURRENT
    ) -> AbstractContextManager[Iterator[tuple[RegistryEntry, RegistryEntry]]]:
        """
        Open the entries of a snapshot whose consent counts on that day, and on the day of publication.

        Each comes with the same entry as it stands on the day of publication. All pairs are of one
        picture, in the order of a snapshot.
        """
        ...

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """
        Return the records after a position, in an order in which concurrent commits never skip one.

        Positions grow and may have gaps. A record keeps its position.
        """
        ...

    def position(self) -> int:
        """
        Return the position of the last record; 0 without records.
        """
        ...

    def histories(self) -> Iterator[History]:
        """
        Yield the contents of the store by entry id, with unreadable and unconnected parts.

        All come from one picture. Each has the flaws that only the store can see. They are a part that
        cannot be read, a second entry of a number, positions out of order, and foreign objects.

        Raises:
            StoreError: the store itself is damaged.
        """
        ...

    def close(self) -> None:
        """
        Close files and connections; a second call does nothing.
        """
        ...


def changes(store: Store, after: int = 0) -> Iterator[Change]:
    """
    Yield every change after a position; they are read page by page.
    """
    while page := store.changes(after, _TOGETHER):
        yield from page
        after = page[-1].position


def refusal(code: Word) -> StoreError:
    """
    Return the error of a store with one fault; its message holds no path, address or password.
    """
    return StoreError(Fault(code, "store"))


#: Codes that say that nothing was recorded, and the codes for use after earlier batches.
_LATER: Final[Mapping[Word, Word]] = {
    StoreCode.DISK_FULL: StoreCode.DISK_FULL_LATER,
    StoreCode.CONTENDED: StoreCode.CONTENDED_LATER,
    Code.STORE_FAILED: StoreCode.FAILED_LATER,
}


@contextmanager
def after_commits(earlier: object) -> Iterator[None]:
    """
    Add to a store's error that earlier batches were committed, if there are any.
    """
    try:
        yield
    except StoreError as error:
        if not earlier:
            raise
        faults = (evolve(f, code=_LATER.get(f.code, f.code)) for f in error.faults)
        raise StoreError(*faults) from error


class _TrialOverError(Exception):
    """
    Rolls back the transaction of a trial.
    """


@contextmanager
def on_trial(store: Store) -> Iterator[None]:
    """
    Roll back what a block records.
    """
    with suppress(_TrialOverError), store.batch():
        yield
        raise _TrialOverError
