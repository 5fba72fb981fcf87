"""
A register in one SQLite file, in WAL mode with full synchronous commits: the embedded default.

`facts` is the register itself and only grows; `segments` and `names` follow from it and make "on that
day" an indexed look-up. Days are ISO texts, whose order is the order of days.
"""

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from json import loads
from pathlib import Path
from threading import local
from typing import Any, Final, Self
from uuid import UUID

from kz_social_registry.codec import canonical, from_plain, to_plain
from kz_social_registry.entry import RegistryEntry
from kz_social_registry.errors import Conflict, Fault, StoreError, UnlawfulAct
from kz_social_registry.identifiers import Identifier
from kz_social_registry.messages import Code
from kz_social_registry.proof import Record
from kz_social_registry.protocols import Commit
from kz_social_registry.text import kazakh_key
from kz_social_registry.timeline import Segment
from kz_social_registry.vocabulary import ActKind, View

#: Marks a file as ours (the header's application id): "KZSR".
APPLICATION_ID: Final = 0x4B5A5352
SCHEMA_VERSION: Final = 1

_SCHEMA: Final = """
CREATE TABLE facts (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    notice TEXT UNIQUE,
    notice_digest BLOB,
    payload BLOB,
    salt BLOB,
    commitment BLOB NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (entry, number)
) STRICT;
CREATE TABLE segments (
    entry TEXT NOT NULL,
    starts TEXT NOT NULL,
    until TEXT NOT NULL,
    identifier TEXT NOT NULL,
    in_register INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (entry, starts)
) STRICT;
CREATE INDEX segments_by_identifier ON segments (identifier, starts);
CREATE INDEX segments_by_name ON segments (name_key, identifier, entry);
CREATE TABLE names (
    name TEXT NOT NULL,
    entry TEXT NOT NULL,
    UNIQUE (name, entry)
) STRICT;
"""

#: An open end: greater than every ISO day.
_FOREVER: Final = "forever"

_RECORD: Final = (
    "entry, number, place, recorded_at, notice, notice_digest, payload, salt, commitment, digest"
)
_ADD_RECORD: Final = f"INSERT INTO facts ({_RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_SEGMENT: Final = "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)"
_ON_DAY: Final = "starts <= :on AND until > :on"

_CODES: Final = {
    sqlite3.SQLITE_BUSY: Code.LOCKED,
    sqlite3.SQLITE_LOCKED: Code.LOCKED,
    sqlite3.SQLITE_READONLY: Code.READ_ONLY,
    sqlite3.SQLITE_NOTADB: Code.NOT_A_REGISTER,
    sqlite3.SQLITE_CORRUPT: Code.DAMAGED,
}


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
        _check_file(self._path)
        with _errors(), self._connection() as connection:
            _prepare(connection)

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

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._wait, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """
        Lend a connection of the pool, or the one of this thread's batch.
        """
        current = getattr(self._batch, "connection", None)
        if current is not None:
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
        with _errors(), self._connection() as connection, _transaction(connection):
            self._batch.connection = connection
            try:
                yield
            finally:
                self._batch.connection = None

    def commit(self, *commits: Commit) -> None:
        """
        Check and write under the write lock.
        """
        with _errors(), self._connection() as connection, _transaction(connection):
            for commit in commits:
                _check(connection, commit)
                _write(connection, commit)

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        """
        Return an entry's records.
        """
        query = f"SELECT {_RECORD} FROM facts WHERE entry = ? ORDER BY number"
        return tuple(_record(row) for row in self._rows(query, (str(entry_id),)))

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        """
        Return the entry on a day.
        """
        query = f"SELECT data FROM segments WHERE entry = :entry AND {_ON_DAY}"
        return _entry(self._rows(query, {"entry": str(entry_id), "on": on.isoformat()}))

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        """
        Return the provider's entry in the register on a day.
        """
        query = f"SELECT data FROM segments WHERE identifier = :id AND in_register AND {_ON_DAY}"
        return _entry(self._rows(query, {"id": str(identifier), "on": on.isoformat()}))

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
        return _record(rows[0]) if rows else None

    def entries(self, on: date, view: View = View.CURRENT) -> Iterator[RegistryEntry]:
        """
        Yield the entries of a day, from a connection of its own.
        """
        condition = _ON_DAY if view is View.FULL else f"in_register AND {_ON_DAY}"
        query = f"SELECT data FROM segments WHERE {condition} ORDER BY name_key, identifier, entry"
        with _errors(), self._connection() as connection:
            for (data,) in connection.execute(query, {"on": on.isoformat()}):
                yield from_plain(RegistryEntry, loads(data))

    def _rows(self, query: str, values: Any) -> list[Any]:  # noqa: ANN401  # as sqlite3 has it
        with _errors(), self._connection() as connection:
            return connection.execute(query, values).fetchall()


# The file -------------------------------------------------------------------------------------------


def _check_file(path: Path) -> None:
    """
    Look at the file's header without opening it as a database, so that a stranger is left untouched.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError:
        raise StoreError(Fault(Code.STORE_FAILED, "store")) from None
    if header and not (header.startswith(b"SQLite format 3\0") and header[68:72] == _OUR_MARK):
        raise StoreError(Fault(Code.NOT_A_REGISTER, "store"))
    if int.from_bytes(header[60:64]) > SCHEMA_VERSION:
        raise StoreError(Fault(Code.NEWER_SCHEMA, "store"))
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError(Fault(Code.READ_ONLY, "store"))


_OUR_MARK: Final = APPLICATION_ID.to_bytes(4)


def _prepare(connection: sqlite3.Connection) -> None:
    """
    Make the tables of a new register, all of them or none; then let readers and a writer coexist.
    """
    with _transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _errors() -> Iterator[None]:
    """
    Turn what SQLite says into what the library says.
    """
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise StoreError(Fault(_CODES.get(primary, Code.STORE_FAILED), "store")) from error


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """
    Write all of the block or nothing; inside another transaction, as a part of it.
    """
    inside = connection.in_transaction
    connection.execute("SAVEPOINT part" if inside else "BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("RELEASE part" if inside else "COMMIT")
    except BaseException:
        if inside:
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        elif connection.in_transaction:  # SQLite itself rolls back when the disk is full
            connection.execute("ROLLBACK")
        raise


# Commits --------------------------------------------------------------------------------------------


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
    for identifier, starts, until in _spans(commit.segments):
        if connection.execute(query, (identifier, until, starts, entry)).fetchone():
            raise UnlawfulAct(Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,)))


def _spans(segments: tuple[Segment, ...]) -> Iterator[tuple[str, str, str]]:
    """
    Yield the day ranges in which an entry is in the register, each under one identifier.
    """
    present = (segment for segment in segments if segment.entry.in_register)
    for identifier, same in groupby(present, key=_identifier):
        first, *rest = same
        last = rest[-1] if rest else first
        yield identifier, first.starts.isoformat(), _until(last)


def _identifier(segment: Segment) -> str:
    return str(segment.entry.identifier)


def _until(segment: Segment) -> str:
    return segment.until.isoformat() if segment.until else _FOREVER


def _write(connection: sqlite3.Connection, commit: Commit) -> None:
    entry = str(commit.entry_id)
    connection.executemany(_ADD_RECORD, map(_record_row, commit.records))
    if commit.after:
        connection.execute("DELETE FROM segments WHERE entry = ?", (entry,))
    connection.executemany(_ADD_SEGMENT, map(_segment_row, commit.segments))
    names = [(name, entry) for name in commit.names]
    connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", names)


def _record_row(record: Record) -> tuple[object, ...]:
    return (
        str(record.entry_id),
        record.number,
        record.place,
        record.recorded_at.isoformat(timespec="microseconds"),
        record.notice,
        record.notice_digest,
        record.payload,
        record.salt,
        record.commitment,
        record.digest,
    )


def _record(row: tuple[Any, ...]) -> Record:
    entry, number, place, recorded_at, notice, notice_digest, payload, salt, commitment, digest = row
    return Record(
        entry_id=UUID(entry),
        number=number,
        place=place,
        recorded_at=datetime.fromisoformat(recorded_at),
        notice=notice,
        notice_digest=notice_digest,
        payload=payload,
        salt=salt,
        commitment=commitment,
        digest=digest,
    )


def _segment_row(segment: Segment) -> tuple[object, ...]:
    entry = segment.entry
    return (
        str(entry.id),
        segment.starts.isoformat(),
        _until(segment),
        str(entry.identifier),
        entry.in_register,
        kazakh_key(entry.name),
        canonical(to_plain(entry)),
    )


def _entry(rows: list[Any]) -> RegistryEntry | None:
    return from_plain(RegistryEntry, loads(rows[0][0])) if rows else None
