"""
A register in one SQLite file, in WAL mode with full synchronous commits: the embedded default.

`facts` is the register itself and only grows; `segments` and `names` follow from it, and make "on that
day" an indexed look-up.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.errors import Conflict, Fault, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import Commit, History, refusal
from kz_social_registry.serialization.scalars import id_text
from kz_social_registry.storage.sql.connections import bounded
from kz_social_registry.storage.sql.queries import Dialect, Run
from kz_social_registry.storage.sql.relational import Answer, Read, Relational, read_within
from kz_social_registry.storage.sql.rows import (
    CONTRADICTIONS,
    RECORD,
    SEGMENT,
    flawed,
    histories,
    record_values,
    segment_values,
    start_text,
)
from kz_social_registry.storage.sqlite.connections import Connections
from kz_social_registry.storage.sqlite.file import (
    check_file,
    check_version,
    copy_to,
    errors,
    log_size,
    prepare,
    reading,
    transaction,
)
from kz_social_registry.storage.sqlite.schema import ADD_SEGMENT, TABLES

_RECORD: Final = ", ".join(RECORD)
_ADD_RECORD: Final = f"INSERT INTO facts ({_RECORD}) VALUES ({', '.join('?' * len(RECORD))})"
_POSITION: Final = "SELECT coalesce(max(position), 0) FROM facts"
#: All rows for `verify`, in the order of entries.
_ALL: Final = (
    f"SELECT {_RECORD} FROM facts ORDER BY entry, number",
    f"SELECT {', '.join(SEGMENT)} FROM segments ORDER BY entry, starts",
    "SELECT entry, name FROM names ORDER BY entry, rowid",
)
#: SQLite counts the next position from the last one that it gave.
_OTHER_LAST: Final = f"SELECT 1 FROM sqlite_sequence WHERE seq <> ({_POSITION})"
#: What ANALYZE gathers is not the schema.
_OBJECTS: Final = """
    SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_stat[0-9]'
    ORDER BY type, name
"""
#: Enough for the inner pages of every index of a large register.
_CACHE_KIB: Final = 64 * 1024
#: Bytes of the log that stay when nobody needs it any more.
_LONGEST_LOG: Final = 2**20

_DIALECT: Final = Dialect(
    record=_RECORD,
    place="rowid",
    find="instr",
    order=(("name_key", ":name"), ("identifier", ":number"), ("entry", ":entry")),
)


class SQLiteStore(Relational[sqlite3.Connection]):
    """
    A store in one file; it is made if it does not exist.

    `wait` is how many seconds a commit waits for another writer. A file that may only be read answers
    every question, also while others write it, and refuses to record.

    Raises:
        StoreError: the file is not a register, comes from a newer library, or cannot be opened; it is
            left as it was.
    """

    dialect = _DIALECT

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 5.0) -> None:
        super().__init__()
        self._path = Path(path).absolute()
        self._wait = bounded(wait)
        self._connections = Connections(self._connect)
        self._writable = check_file(self._path)
        try:
            with errors(), self._opened() as connection:
                if self._writable:
                    prepare(connection, self._wait)
                else:
                    check_version(connection)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        self._connections.close()

    def backup(self, path: str | os.PathLike[str]) -> None:
        """
        Copy the register to another file, while others read and write it; what is there is kept.

        The copy is a register of its own: open it like any other.

        Raises:
            StoreError: there is a file of that name already, or no room or right to write one.
        """
        with errors(), self._connections.another() as connection:  # a batch's own cannot be copied
            copy_to(connection, Path(path))

    def _connect(self) -> sqlite3.Connection:
        with errors():
            mode = "rw"  # a file that was removed is not silently made again
            if not self._writable:  # a reader must not make a log: its owner could not write it
                mode = "ro&immutable=1" if log_size(self._path) < 0 else "ro"
            connection = sqlite3.connect(
                f"{self._path.as_uri()}?mode={mode}",
                uri=True,
                timeout=self._wait,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute(f"PRAGMA journal_size_limit = {_LONGEST_LOG}")
            return connection

    def _connected(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._connections.of_thread() if self._writable else self._another()

    @contextmanager
    def _another(self) -> Iterator[sqlite3.Connection]:
        """
        Open a connection of its own for a block.

        Raises:
            StoreError: a file without a log was written meanwhile, which SQLite does not notice.
        """
        unguarded = not self._writable and log_size(self._path) < 0
        before = self._path.stat().st_mtime_ns if unguarded else 0
        with self._connections.another() as connection:
            yield connection
        if unguarded and (log_size(self._path) > 0 or self._path.stat().st_mtime_ns != before):
            raise refusal(Code.LOCKED)

    def _is_in_transaction(self, connection: sqlite3.Connection) -> bool:
        """
        Whether a transaction goes on: SQLite itself rolls back on a full disk.
        """
        return connection.in_transaction

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if not self._writable:  # SQLite itself would notice at the first row
            raise refusal(Code.READ_ONLY)
        with self._connected() as connection, transaction(connection):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if self._batches.current:
            with self._opened() as connection:
                yield connection
            return
        with self._another() as connection:
            with reading(connection):
                yield connection
            if self._writable and log_size(self._path) > _LONGEST_LOG:  # this reader held it back
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _savepoint(self, connection: sqlite3.Connection) -> AbstractContextManager[None]:
        return transaction(connection)

    def commit(self, *commits: Commit) -> None:
        """
        Check and write under the write lock.
        """
        prepared = [_Rows(commit) for commit in commits]  # before the lock: other writers need not wait
        with errors(), self._opened() as connection:
            # One commit in a batch needs no savepoint, which would copy every page that it changes.
            alone = len(prepared) == 1 and connection.in_transaction
            with nullcontext() if alone else transaction(connection):
                for rows in prepared:
                    _check(connection, rows)
                    _write(connection, rows)
        if any(commit.erases for commit in commits):
            self.scrub()

    def _scrub(self) -> None:
        with errors(), self._opened() as connection:
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:  # a reader still holds the old pages
                raise StoreError(Fault(Code.LOCKED, "store"))

    @contextmanager
    def _picture(
        self, query: str, values: Mapping[str, Any], read: Read[Answer]
    ) -> Iterator[tuple[int, Iterator[Answer]]]:
        with self._reading() as connection:
            with errors():
                (position,) = connection.execute(_POSITION).fetchone()
                rows = connection.execute(query, values)
                found = iter(rows.fetchall()) if self._batches.current else rows
            with closing(rows):
                yield position, read_within(errors, read, found)

    def _histories(self) -> Iterator[History]:
        with errors(), self._reading() as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise refusal(Code.DAMAGED)
            connection.text_factory = _any_text
            try:
                with ExitStack() as opened:
                    tables = (opened.enter_context(closing(connection.execute(q))) for q in _ALL)
                    yield from histories(tables)
                yield from _contradictions(connection)
            finally:
                connection.text_factory = str

    def _asked(self, question: Callable[[Run], Answer]) -> Answer:
        with errors(), self._opened() as connection, reading(connection):
            return question(partial(self._run, connection))

    def _run(self, connection: sqlite3.Connection, query: str, values: Mapping[str, Any]) -> list[Any]:
        with errors():
            return connection.execute(query, values).fetchall()

    def _rows(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        with errors(), self._opened() as connection:
            return connection.execute(query, values).fetchall()


class _Rows:
    def __init__(self, commit: Commit) -> None:
        self.commit = commit
        self.entry = entry = id_text(commit.entry_id)
        self.records = [(entry, *record_values(record)) for record in commit.records]
        self.segments = [(entry, *segment_values(segment)) for segment in commit.segments]

    @property
    def spans(self) -> list[list[object]]:
        """
        The identifiers under which the entry is in the register, each with its first day and its end.
        """
        found: list[list[object]] = []
        for row in self.segments:
            starts, until, identifier, in_register = row[1:5]
            if in_register and found and found[-1][0] == identifier:
                found[-1][2] = until
            elif in_register:
                found.append([identifier, starts, until])
        return found


def _check(connection: sqlite3.Connection, rows: _Rows) -> None:
    commit, entry = rows.commit, rows.entry
    query = "SELECT coalesce(max(number), 0) FROM facts WHERE entry = ?"
    if connection.execute(query, (entry,)).fetchone() != (commit.after,):
        raise Conflict(Fault(Code.STALE))
    for record in commit.records:
        query = "SELECT 1 FROM facts WHERE notice_key = ?"
        if record.notice_key and connection.execute(query, (record.notice_key,)).fetchone():
            raise Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
    query = """
        SELECT 1 FROM segments
        WHERE identifier = ? AND starts < ? AND until > ? AND in_register AND entry <> ?
        """
    for identifier, starts, until in rows.spans:
        if connection.execute(query, (identifier, until, starts, entry)).fetchone():
            raise UnlawfulAct(Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,)))


def _write(connection: sqlite3.Connection, rows: _Rows) -> None:
    """
    Write what was checked; if the engine fails, roll back all that it has not committed.
    """
    try:
        _replace(connection, rows)
    except BaseException:
        connection.rollback()
        raise


def _replace(connection: sqlite3.Connection, rows: _Rows) -> None:
    commit, entry = rows.commit, rows.entry
    names = dict.fromkeys(commit.names)
    if commit.erases:
        query = "UPDATE facts SET payload = NULL, salt = NULL WHERE entry = ?"
        _check_count(connection.execute(query, (entry,)), commit.after)
        connection.execute("DELETE FROM names WHERE entry = ?", (entry,))
    elif commit.after and names:
        found = connection.execute("SELECT name FROM names WHERE entry = ?", (entry,))
        for (name,) in found:
            names.pop(name, None)
    _add(connection, _ADD_RECORD, rows.records)
    if commit.after:
        query = "DELETE FROM segments WHERE entry = ? AND until >= ?"
        connection.execute(query, (entry, start_text(commit.since)))
    _add(connection, ADD_SEGMENT, rows.segments)
    _add(connection, "INSERT INTO names VALUES (?, ?)", [(name, entry) for name in names])


def _add(connection: sqlite3.Connection, query: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        _check_count(connection.executemany(query, rows), len(rows))


def _check_count(done: sqlite3.Cursor, rows: int) -> None:
    """
    Check that a statement changed as many rows as it should: a foreign trigger may swallow them.
    """
    if done.rowcount != rows:
        raise refusal(StoreCode.NOT_STORED)


def _any_text(raw: bytes) -> str:
    """
    Read a text even where it is no UTF-8 any more, for `verify` to tell of it.
    """
    return raw.decode(errors="surrogateescape")


def _contradictions(connection: sqlite3.Connection) -> Iterator[History]:
    """
    Yield what contradicts the rules of the store, and a schema that is not the store's own.
    """
    for query, kind in CONTRADICTIONS:
        for (entry,) in connection.execute(query).fetchall():
            yield flawed(kind, entry)
    if connection.execute(_OTHER_LAST).fetchall():
        yield flawed(FlawKind.MISPLACED)
    with closing(sqlite3.connect(":memory:")) as own:
        for statement in TABLES:
            own.execute(statement)
        if connection.execute(_OBJECTS).fetchall() != own.execute(_OBJECTS).fetchall():
            yield flawed(FlawKind.FOREIGN_OBJECT)
