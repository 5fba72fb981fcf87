"""
What the registry asks of a store and of a clock.

A store keeps sealed records and the segments that follow from them, and knows no rule of the domain
but one: on any day at most one entry of an identifier is in the register. It is shared between
threads. Adapters need no base class, and do not repeat what is promised here.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.records import Record


class Clock(Protocol):
    """
    What tells the moment.
    """

    def __call__(self) -> datetime:
        """
        Return the present moment as an aware datetime.
        """
        ...


def system_clock() -> datetime:
    """
    Return the computer's present moment.
    """
    return datetime.now(UTC)


@frozen(kw_only=True)
class Commit:
    """
    What is to become of one entry: more records, and new segments in the place of those it had.
    """

    entry_id: UUID
    #: How many records the entry had when the commit was made.
    after: int
    #: The new records, numbered from `after + 1`.
    records: tuple[Record, ...]
    #: The entry's timeline as known with these records, as far as it borders on `since` or follows.
    segments: tuple[Segment, ...]
    #: What ended before this day stays as it was; None if all segments are replaced.
    since: date | None = None
    #: The identifiers and predecessors that the new records name; kept for good.
    names: tuple[str, ...] = field(default=(), repr=False)
    #: Whether payloads and salts of all earlier records go, and what the entry was found by; then
    #: nothing of them remains in the store's files.
    erases: bool = False


@frozen
class Change:
    """
    A record with its place in the feed of all records.
    """

    position: int
    record: Record


@frozen
class Snapshot:
    """
    The entries of a day, and the position of the last change that they show.
    """

    position: int
    entries: Iterator[RegistryEntry]


@frozen(kw_only=True)
class History:
    """
    All that a store keeps of one entry, for `verify`.
    """

    #: The entry's id as the store has it.
    entry_id: str
    records: tuple[Record, ...]
    segments: tuple[Segment, ...]
    #: Whether everything could be read, and all that entries are found by agrees with the segments.
    sound: bool = True


class Store(Protocol):
    """
    Where a register is kept.
    """

    def commit(self, *commits: Commit) -> None:
        """
        Add records and replace segments, of all the commits or of none.

        When it returns, a store on disk has made it durable, unless it is inside a `batch`.

        Raises:
            Conflict: an entry has other records than `after` says (`stale`), or a notice's id is
                known (`notice_conflict`).
            UnlawfulAct: on some day two entries of one identifier would be in the register
                (`already_in_register`). This holds under concurrent writers as well.
            StoreError: the store cannot do it.
        """
        ...

    def batch(self) -> AbstractContextManager[None]:
        """
        Make what this thread commits inside one transaction: all is durable at the end, or nothing.

        Reads inside see what was committed inside. A commit that is refused takes back nothing but
        itself. A batch inside a batch belongs to the outer one; if its block raises, it takes back
        what was committed in it.
        """
        ...

    def scrub(self) -> None:
        """
        Leave nothing of what was erased in the store's files, as a commit that erases does by itself.

        It changes no record. Inside a `batch` it is done at the end.

        Raises:
            StoreError: traces stay in the files (`traces_left`).
        """
        ...

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records by number; none if it is unknown.
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

        They come in the order in which they first did.
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

        It begins behind the place `after`; whatever others write between two pages, no entry is
        skipped or repeated that did not itself move. With `total`, it says how many match on all pages.
        """
        ...

    def facets(self, criteria: Criteria, on: date) -> Facets:
        """
        Return the numbers of the entries that match on a day, by condition, category and region.
        """
        ...

    def snapshot(self, on: date, view: View = View.CURRENT) -> AbstractContextManager[Snapshot]:
        """
        Lend the entries of a day, as known now, by Kazakh name, identifier and id.

        The current view has what is in the register; the full one what is excluded as well. It is one
        picture: what others commit meanwhile does not show. Memory does not grow with the register.
        """
        ...

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """
        Return the records behind a position, in an order that concurrent commits never make skip one.

        Positions grow and may have gaps; a record keeps its own.
        """
        ...

    def histories(self) -> Iterator[History]:
        """
        Yield all that is kept, by entry id, even what cannot be read or belongs to no record.

        Raises:
            StoreError: the store itself is damaged.
        """
        ...

    def close(self) -> None:
        """
        Let go of files and connections; closing twice does no harm.
        """
        ...
