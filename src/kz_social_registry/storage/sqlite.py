"""
A register in one SQLite file, in WAL mode with full synchronous commits: the embedded default.

`facts` is the register itself and only grows; `segments`, `names` and `words` follow from it and make
"on that day" an indexed look-up, and `tallies` counts the segments.
"""

import json
import os
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import local
from typing import Any, Final, Self
from uuid import UUID

from kz_social_registry.entry import RegistryEntry
from kz_social_registry.errors import Conflict, Fault, StoreError, UnlawfulAct
from kz_social_registry.identifiers import Identifier
from kz_social_registry.messages import Code
from kz_social_registry.proof import Record
from kz_social_registry.protocols import MISCOUNTED, Change, Commit, History, Snapshot
from kz_social_registry.search import Criteria, Facets, Page, Place
from kz_social_registry.storage import tallies
from kz_social_registry.storage.queries import Dialect, Run, count_facets, search
from kz_social_registry.storage.rows import (
    RECORD,
    SEGMENT,
    day_text,
    entry_of,
    readable,
    record_of,
    record_row,
    segment_of,
    segment_row,
    spans,
    word_rows,
)
from kz_social_registry.storage.sqlite_file import (
    ADD_SEGMENT,
    ADD_WORD,
    FUNCTIONS,
    check_file,
    copy_to,
    errors,
    prepare,
    reading,
    transaction,
)
from kz_social_registry.timeline import Segment
from kz_social_registry.vocabulary import ActKind, View

_RECORD: Final = ", ".join(RECORD)
_ADD_RECORD: Final = f"INSERT INTO facts ({_RECORD}) VALUES ({', '.join('?' * len(RECORD))})"
_ADD_TALLY: Final = tallies.add(f"VALUES ({', '.join('?' * len(tallies.KEY + tallies.COUNTS))})")
_MARKS: Final = tallies.marks(
    FUNCTIONS, "JOIN json_each(?) ON entry = value ->> 0 AND until >= value ->> 1"
)
#: Enough for the inner pages of every index of a large register.
_CACHE_KIB: Final = 64 * 1024

_DIALECT: Final = Dialect(
    "instr", (("name_key", ":{}_name"), ("identifier", ":{}_number"), ("entry", ":{}_entry"))
)
_ON_DAY: Final = "starts <= :on AND until > :on"


class SQLiteStore:
    """
    A store in one file; it is made if it does not exist.

    `wait` is how many seconds a commit waits for another writer.

    Raises:
        StoreError: the file is not a register, is read-only, comes from a newer library, or cannot be
            opened; it is left as it was.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 5.0) -> None:
        self._path = Path(path)
        self._wait = wait
        self._idle: deque[sqlite3.Connection] = deque()
        self._batch = local()
        check_file(self._path)
        with errors(), self._connection() as connection:
            prepare(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        while self._idle:
            self._idle.pop().close()

    def backup(self, path: str | os.PathLike[str]) -> None:
        """
        Copy the register to another file, while others read and write it; what is there is kept.

        The copy is a register of its own: open it like any other.

        Raises:
            StoreError: there is a file of that name already, or no room or right to write one.
        """
        with errors(), self._connection() as connection:
            copy_to(connection, Path(path))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._wait, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """
        Lend a connection of the pool, or the one of this thread's batch.
        """
        current = getattr(self._batch, "connection", None)
        if current is not None:
            if not current.in_transaction:  # SQLite has taken back the batch, for want of space
                raise StoreError(Fault(Code.STORE_FAILED, "store"))
            yield current
            return
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Hold the write lock for the whole block.
        """
        if getattr(self._batch, "connection", None) is not None:
            yield
            return
        with errors(), self._connection() as connection:
            with transaction(connection):
                self._batch.connection = connection
                try:
                    yield
                finally:
                    self._batch.connection = None
            if getattr(self._batch, "erased", False):
                self._scrub(connection)

    def commit(self, *commits: Commit) -> None:
        """
        Check and write under the write lock.
        """
        with errors(), self._connection() as connection:
            with transaction(connection), _tallied(connection, commits):
                for commit in commits:
                    _check(connection, commit)
                    _write(connection, commit)
            if any(commit.erases for commit in commits):
                self._scrub(connection)

    def _scrub(self, connection: sqlite3.Connection) -> None:
        """
        Leave nothing of what was erased in the file or beside it; after a batch, if there is one.
        """
        if connection.in_transaction:
            self._batch.erased = True
            return
        self._batch.erased = False
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:  # a reader still holds the old pages
            raise StoreError(Fault(Code.LOCKED, "store"))

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records.
        """
        query = f"SELECT {_RECORD} FROM facts WHERE entry = ? ORDER BY number"
        return tuple(record_of(row) for row in self._rows(query, (str(entry_id),)))

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        """
        Return the entry on a day.
        """
        query = f"SELECT data FROM segments WHERE entry = :entry AND {_ON_DAY}"
        return self._one_entry(query, {"entry": str(entry_id), "on": on.isoformat()})

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        """
        Return the provider's entry in the register on a day.
        """
        query = f"SELECT data FROM segments WHERE identifier = :id AND in_register AND {_ON_DAY}"
        return self._one_entry(query, {"id": str(identifier), "on": on.isoformat()})

    def naming(self, name: str) -> tuple[UUID, ...]:
        """
        Return the entries that name it.
        """
        query = "SELECT entry FROM names WHERE name = ? ORDER BY rowid"
        return tuple(UUID(entry) for (entry,) in self._rows(query, (name,)))

    def notice(self, notice: str) -> Record | None:
        """
        Return the record that the notice brought.
        """
        rows = self._rows(f"SELECT {_RECORD} FROM facts WHERE notice = ?", (notice,))
        return record_of(rows[0]) if rows else None

    def search(
        self,
        criteria: Criteria,
        on: date,
        *,
        after: Place | None = None,
        limit: int = 100,
        total: bool = False,
    ) -> Page:
        """
        Return a page of what is looked for, its total read from the same picture.
        """
        with self._reader() as run:
            return search(run, _DIALECT, criteria, on, after=after, limit=limit, total=total)

    def facets(self, criteria: Criteria, on: date) -> Facets:
        """
        Return the counts of what is looked for.
        """
        with self._reader() as run:
            return count_facets(run, _DIALECT, criteria, on)

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        """
        Lend the entries of a day, read in one transaction.
        """
        condition = _ON_DAY if view is View.FULL else f"in_register AND {_ON_DAY}"
        query = f"SELECT data FROM segments WHERE {condition} ORDER BY name_key, identifier, entry"
        with errors(), self._connection() as connection, reading(connection):
            (position,) = connection.execute("SELECT coalesce(max(position), 0) FROM facts").fetchone()
            rows = connection.execute(query, {"on": on.isoformat()})
            yield Snapshot(position, (entry_of(data) for (data,) in rows))

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        """
        Return the records behind a position; there is one writer, so positions come in order.
        """
        query = f"SELECT position, {_RECORD} FROM facts WHERE position > ? ORDER BY position LIMIT ?"
        found = self._rows(query, (after, limit))
        return tuple(Change(position, record_of(row)) for position, *row in found)

    def histories(self) -> Iterator[History]:
        """
        Yield all that is kept, after SQLite has checked its own file.
        """
        facts = f"SELECT {_RECORD} FROM facts ORDER BY entry, number"
        strays = "SELECT DISTINCT entry FROM segments WHERE entry NOT IN (SELECT entry FROM facts)"
        with errors(), self._connection() as connection, reading(connection):
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise StoreError(Fault(Code.DAMAGED, "store"))
            connection.text_factory = _any_text
            try:
                for entry, rows in groupby(connection.execute(facts), key=itemgetter(0)):
                    yield _history(connection, entry, list(rows))
                for (entry,) in connection.execute(strays).fetchall():
                    yield _history(connection, entry, [])
                if connection.execute(tallies.astray(FUNCTIONS)).fetchone():
                    yield MISCOUNTED
            finally:
                connection.text_factory = str

    @contextmanager
    def _reader(self) -> Iterator[Run]:
        with errors(), self._connection() as connection, reading(connection):
            yield lambda query, values: connection.execute(query, values).fetchall()

    def _one_entry(self, query: str, values: dict[str, str]) -> RegistryEntry | None:
        rows = self._rows(query, values)
        return entry_of(rows[0][0]) if rows else None

    def _rows(self, query: str, values: Any) -> list[Any]:  # noqa: ANN401  # as sqlite3 has it
        with errors(), self._connection() as connection:
            return connection.execute(query, values).fetchall()


@contextmanager
def _tallied(connection: sqlite3.Connection, commits: Sequence[Commit]) -> Iterator[None]:
    """
    Bring the tallies up to date with what the block does to the segments of some entries.
    """
    before = _marks(connection, (commit for commit in commits if commit.after))
    yield
    after = _marks(connection, commits)
    connection.executemany(_ADD_TALLY, tallies.changes(before, after))
    if any(commit.erases for commit in commits):
        connection.execute(tallies.SWEEP)


def _marks(connection: sqlite3.Connection, commits: Iterable[Commit]) -> list[Any]:
    """
    Return the marks of the segments that commits replace, or have put in their place.
    """
    parts = [(str(commit.entry_id), day_text(commit.since)) for commit in commits]
    return connection.execute(_MARKS, (json.dumps(parts),)).fetchall() if parts else []


def _check(connection: sqlite3.Connection, commit: Commit) -> None:
    entry = str(commit.entry_id)
    query = "SELECT coalesce(max(number), 0) FROM facts WHERE entry = ?"
    if connection.execute(query, (entry,)).fetchone() != (commit.after,):
        raise Conflict(Fault(Code.STALE))
    for record in commit.records:
        query = "SELECT 1 FROM facts WHERE notice = ?"
        if record.notice and connection.execute(query, (record.notice,)).fetchone():
            raise Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
    query = """
        SELECT 1 FROM segments
        WHERE identifier = ? AND starts < ? AND until > ? AND in_register AND entry <> ?
        """
    for identifier, starts, until in spans(commit.segments):
        if connection.execute(query, (identifier, until, starts, entry)).fetchone():
            raise UnlawfulAct(Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,)))


def _write(connection: sqlite3.Connection, commit: Commit) -> None:
    entry = str(commit.entry_id)
    if commit.erases:
        connection.execute("UPDATE facts SET payload = NULL, salt = NULL WHERE entry = ?", (entry,))
        for table in ("names", "words"):
            connection.execute(f"DELETE FROM {table} WHERE entry = ?", (entry,))
    connection.executemany(_ADD_RECORD, map(record_row, commit.records))
    if commit.after:
        query = "DELETE FROM segments WHERE entry = ? AND until >= ?"
        connection.execute(query, (entry, day_text(commit.since)))
    rows = list(map(segment_row, commit.segments))
    connection.executemany(ADD_SEGMENT, rows)
    connection.executemany(ADD_WORD, word_rows(rows))
    names = [(name, entry) for name in commit.names]
    connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", names)


def _any_text(raw: bytes) -> str:
    """
    Read a text even where it is no UTF-8 any more, for `verify` to tell of it.
    """
    return raw.decode(errors="surrogateescape")


def _history(connection: sqlite3.Connection, entry: str, rows: list[Any]) -> History:
    """
    Read what there is of an entry as far as it can be read.
    """
    query = f"SELECT {', '.join(SEGMENT)} FROM segments WHERE entry = ? ORDER BY starts"
    records, all_records = readable(record_of, rows)
    segments, all_segments = readable(segment_of, connection.execute(query, (entry,)))
    sound = all_records and all_segments and _has_words(connection, segments)
    return History(entry_id=entry, records=records, segments=segments, sound=sound)


def _has_words(connection: sqlite3.Connection, segments: Sequence[Segment]) -> bool:
    """
    Whether the index has every word that the segments are found by.
    """
    query = "SELECT 1 FROM words WHERE word = ? AND entry = ?"
    words = word_rows(map(segment_row, segments))
    return all(connection.execute(query, row).fetchone() for row in words)
