"""
The base of relational stores: the same questions in the same SQL, and batches.

A store adds its connections, its transactions and its dialect. Queries name their values as `:name`.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, Final, Generic, Self, TypeVar
from uuid import UUID

from kz_social_registry.base.errors import InvalidValue, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import Identifier, identifier
from kz_social_registry.registry.ports import Change, History, Snapshot, Timelines, refusal
from kz_social_registry.registry.records import Record, key_of_notice
from kz_social_registry.serialization.scalars import id_text
from kz_social_registry.storage.batches import Batches, Connection
from kz_social_registry.storage.sql.queries import (
    ON_DAY,
    Dialect,
    Run,
    count_facets,
    search,
    timelines_of,
)
from kz_social_registry.storage.sql.rows import ENTRY, Row, entry_of, record_of

Answer = TypeVar("Answer")
Read = Callable[[Row], Answer]

#: The greatest position that an engine can count to.
_LAST: Final = 2**63 - 1
_POSITION: Final = "SELECT coalesce(max(position), 0) FROM facts"
_BY_ENTRY: Final = f"SELECT {ENTRY} FROM segments WHERE entry = :key AND {ON_DAY}"
_BY_IDENTIFIER: Final = f"""
    SELECT {ENTRY} FROM segments WHERE identifier = :key AND in_register AND {ON_DAY}
"""
_ID: Final = attrgetter("id")
_IDENTIFIER: Final = attrgetter("identifier")


class Relational(ABC, Generic[Connection]):
    """
    A store whose records and segments are rows.
    """

    dialect: ClassVar[Dialect]

    def __init__(self) -> None:
        self._batches: Batches[Connection] = Batches()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """
        Close every connection that is not in use.
        """

    @abstractmethod
    def _connected(self) -> AbstractContextManager[Connection]:
        """
        Open a connection outside of batches.
        """

    @abstractmethod
    def _is_in_transaction(self, connection: Connection) -> bool:
        """
        Whether what a connection has written can still be committed.
        """

    def _opened(self) -> AbstractContextManager[Connection]:
        """
        Open the connection of this thread's batch, or another one.

        Raises:
            StoreError: the engine has rolled back the batch, a parent process has begun it, or it is
                another task's.
        """
        batch = self._batches.current
        if batch is None:
            return self._connected()
        if batch.process == os.getpid() and self._is_in_transaction(batch.connection):
            return nullcontext(batch.connection)
        raise refusal(Code.STORE_FAILED)

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """
        Open a connection that reads everything from one picture, for a block of the caller's.
        """

    @abstractmethod
    def _run(self, connection: Connection, query: str, values: Mapping[str, Any]) -> list[Any]:
        """
        Run one query on a connection and return all its rows.
        """

    @abstractmethod
    def _rows(self, query: str, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """
        Run one query and return all its rows.
        """

    @abstractmethod
    def _asked(self, question: Callable[[Run], Answer]) -> Answer:
        """
        Answer a question of several queries from one picture.
        """

    @abstractmethod
    def _histories(self) -> Iterator[History]:
        """
        Yield the histories of all entries.
        """

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """
        Open a connection in a transaction that keeps other writers out until it ends.
        """

    @abstractmethod
    def _savepoint(self, connection: Connection) -> AbstractContextManager[None]:
        """
        Write all of a block inside a transaction, or nothing of it.
        """

    @abstractmethod
    def _scrub(self) -> None:
        """
        Leave nothing of what was erased in the files.
        """

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Keep other writers out for the whole block.
        """
        if self._batches.current:
            with self._opened() as connection, self._savepoint(connection):
                yield
            return
        with self._writing() as connection, self._batches.begin(connection) as batch:
            yield
        if batch.erased:
            self.scrub()

    def scrub(self) -> None:
        """
        Scrub the files, or leave it to the end of this thread's batch.

        Raises:
            StoreError: what was erased is gone from the register, but stays in the files
                (`traces_left`).
        """
        if batch := self._batches.current:
            batch.erased = True
            return
        try:
            self._scrub()
        except StoreError:
            raise refusal(StoreCode.TRACES_LEFT) from None

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records.
        """
        query = f"SELECT {self.dialect.record} FROM facts WHERE entry = :entry ORDER BY number"
        return tuple(map(record_of, self._rows(query, {"entry": id_text(entry_id)})))

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        """
        Return the entry on a day.
        """
        return self._one(_BY_ENTRY, entry_id, on, _ID)

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        """
        Return the provider's entry in the register on a day.
        """
        return self._one(_BY_IDENTIFIER, identifier, on, _IDENTIFIER)

    def _one(
        self, query: str, key: object, on: date, own_key: Callable[[RegistryEntry], object]
    ) -> RegistryEntry | None:
        rows = self._rows(query, {"key": str(key), "on": on.isoformat()})
        if not rows:
            return None
        entry = entry_of(rows[0])
        if own_key(entry) != key:
            raise refusal(Code.DAMAGED)
        return entry

    def entries_mentioning(self, name: str) -> tuple[UUID, ...]:
        """
        Return the entries that name it.
        """
        query = (
            f"SELECT CAST(entry AS text) FROM names WHERE name = :name ORDER BY {self.dialect.place}"
        )
        try:
            return tuple([UUID(entry) for (entry,) in self._rows(query, {"name": str(name)})])
        except ValueError:  # not the id of an entry
            raise refusal(Code.DAMAGED) from None

    def timelines_of(self, identifier: Identifier) -> list[tuple[Segment, ...]]:
        """
        Return the timelines of a provider.
        """
        return timelines_of(self._rows, self.dialect, identifier)

    @contextmanager
    def timelines(self) -> Iterator[Timelines]:
        """
        Open a picture of all timelines; in a batch, each question sees its commits.
        """
        with ExitStack() as opened:
            run: Run = self._rows
            if not self._batches.current:
                run = partial(self._run, opened.enter_context(self._reading()))
                run(_POSITION, {})  # the picture is taken by the first query
            yield Timelines(partial(timelines_of, run, self.dialect), partial(_identifiers, run))

    def position(self) -> int:
        """
        Return the last position.
        """
        ((position,),) = self._rows(_POSITION, {})
        return int(position)

    def notice(self, notice: str) -> Record | None:
        """
        Return the record that the notice brought.
        """
        query = f"SELECT {self.dialect.record} FROM facts WHERE notice_key = :key"
        rows = self._rows(query, {"key": key_of_notice(notice)})
        return record_of(rows[0]) if rows else None

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
        Return a page of what is looked for, its total read from the same picture.
        """
        return self._asked(
            lambda run: search(run, self.dialect, criteria, on, after=after, limit=limit, total=total)
        )

    def facets(self, criteria: Criteria, on: date) -> Facets:
        """
        Return the counts of what is looked for.
        """
        return self._asked(lambda run: count_facets(run, self.dialect, criteria, on))

    @abstractmethod
    def _picture(
        self, query: str, values: Mapping[str, Any], read: Read[Answer]
    ) -> AbstractContextManager[tuple[int, Iterator[Answer]]]:
        """
        Open the last position and the rows of a query in one picture; they are read as they come.
        """

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        """
        Open the entries of a day; in a batch, as they are at this moment.
        """
        query = f"SELECT {ENTRY} FROM segments WHERE {_of_a_day(view)} ORDER BY {self.dialect.keys}"
        with self._picture(query, {"on": on.isoformat()}, entry_of) as (position, entries):
            yield Snapshot(position, entries)

    @contextmanager
    def consenting(
        self, on: date, published_on: date, view: View = View.CURRENT
    ) -> Iterator[Iterator[tuple[RegistryEntry, RegistryEntry]]]:
        """
        Open the entries of a day that may be published.
        """
        query = f"{_LATEST} AND {_of_a_day(view)} ORDER BY {self.dialect.keys}"
        values = {"on": on.isoformat(), "made": published_on.isoformat()}
        with self._picture(query, values, _both) as (_, pairs):
            yield pairs

    def histories(self) -> Iterator[History]:
        """
        Yield the histories of all entries; in a batch, as it is now.
        """
        found = self._histories()
        return iter(list(found)) if self._batches.current else found

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """
        Return the records after a position; writers follow one another, so positions come in order.
        """
        query = f"""
            SELECT position, {self.dialect.record} FROM facts WHERE position > :after
            ORDER BY position LIMIT :limit
        """
        first = min(max(after, 0), _LAST)
        found = self._rows(query, {"after": first, "limit": limit})
        return tuple(Change(position, record_of(row)) for position, *row in found)


def _identifiers(run: Run) -> Iterator[Identifier]:
    found = run("SELECT DISTINCT identifier FROM segments ORDER BY identifier", {})
    try:
        yield from (identifier(number) for (number,) in found)
    except InvalidValue:
        raise refusal(Code.DAMAGED) from None


def read_within(
    errors: Callable[[], AbstractContextManager[None]], read: Read[Answer], rows: Iterable[Row]
) -> Iterator[Answer]:
    """
    Yield what rows hold that are read as they come; what the engine says of that is translated.
    """
    with errors():
        yield from map(read, rows)


def _of_a_day(view: View) -> str:
    return ON_DAY if view is View.FULL else f"in_register AND {ON_DAY}"


#: The entry on the day of publication next to each row; no data where it is the row itself.
_LATEST: Final = f"""
    SELECT {ENTRY}, CASE WHEN latest_starts <> starts THEN latest_data END, latest_digest
    FROM segments CROSS JOIN (
        SELECT entry AS same, starts AS latest_starts, data AS latest_data, digest AS latest_digest
        FROM segments WHERE starts <= :made AND until > :made
        AND consent_from <= :made AND consent_until >= :made
    ) AS latest WHERE same = entry AND consent_from <= :on AND consent_until >= :on
"""


def _both(row: Sequence[Any]) -> tuple[RegistryEntry, RegistryEntry]:
    data, digest, *latest = row
    entry = entry_of((data, digest))
    return entry, entry if latest[0] is None else entry_of(latest)
