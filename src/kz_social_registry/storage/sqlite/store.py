"""
A register in one SQLite file, in WAL mode with full synchronous commits: the embedded default.

`facts` is the register itself and only grows; `segments` and `names` follow from it, and make "on that
day" an indexed look-up.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.errors import Conflict, Fault, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, View
from kz_social_registry.registry.ports import Commit, History, Snapshot
from kz_social_registry.storage.sql.connections import bounded
from kz_social_registry.storage.sql.queries import Dialect, Run
from kz_social_registry.storage.sql.relational import Answer, Relational, entries_of, entries_of_a_day
from kz_social_registry.storage.sql.rows import (
    RECORD,
    SEGMENT,
    day_text,
    readable,
    record_of,
    record_row,
    segment_of,
    segment_row,
    spans,
)
from kz_social_registry.storage.sqlite.connections import Connections
from kz_social_registry.storage.sqlite.file import (
    check_file,
    copy_to,
    errors,
    prepare,
    reading,
    transaction,
)
from kz_social_registry.storage.sqlite.schema import ADD_SEGMENT

_RECORD: Final = ", ".join(RECORD)
_ADD_RECORD: Final = f"INSERT INTO facts ({_RECORD}) VALUES ({', '.join('?' * len(RECORD))})"
_POSITION: Final = "SELECT coalesce(max(position), 0) FROM facts"
#: Enough for the inner pages of every index of a large register.
_CACHE_KIB: Final = 64 * 1024

_DIALECT: Final = Dialect(
    record=_RECORD,
    place="rowid",
    find="instr",
    order=(("name_key", ":name"), ("identifier", ":number"), ("entry", ":entry")),
)


class SQLiteStore(Relational[sqlite3.Connection]):
    """
    A store in one file; it is made if it does not exist.

    `wait` is how many seconds a commit waits for another writer.

    Raises:
        StoreError: the file is not a register, is read-only, comes from a newer library, or cannot be
            opened; it is left as it was.
    """

    dialect = _DIALECT

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 5.0) -> None:
        super().__init__()
        self._path = Path(path).absolute()
        self._wait = bounded(wait)
        self._connections = Connections(self._connect)
        check_file(self._path)
        try:
            with errors(), self._opened() as connection:
                prepare(connection, self._wait)
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
            connection = sqlite3.connect(
                f"{self._path.as_uri()}?mode=rw",  # a file that was removed is not silently made again
                uri=True,
                timeout=self._wait,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            return connection

    def _connected(self) -> AbstractContextManager[sqlite3.Connection]:
        """
        Open the connection of this thread.
        """
        return self._connections.of_thread()

    def _is_in_transaction(self, connection: sqlite3.Connection) -> bool:
        """
        Whether a transaction goes on: SQLite itself rolls back on a full disk.
        """
        return connection.in_transaction

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """
        Open a connection that holds the write lock.
        """
        with self._connected() as connection, transaction(connection):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """
        Open a connection for a block of the caller's, which may use the store meanwhile.
        """
        own = self._opened() if self._batches.current else self._connections.another()
        with own as connection, reading(connection):
            yield connection

    def _savepoint(self, connection: sqlite3.Connection) -> AbstractContextManager[None]:
        """
        Begin a savepoint.
        """
        return transaction(connection)

    def commit(self, *commits: Commit) -> None:
        """
        Check and write under the write lock.
        """
        with errors(), self._opened() as connection, transaction(connection):
            for commit in commits:
                _check(connection, commit)
                _write(connection, commit)
        if any(commit.erases for commit in commits):
            self.scrub()

    def _scrub(self) -> None:
        """
        Write the file anew, and empty its log.
        """
        with errors(), self._opened() as connection:
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:  # a reader still holds the old pages
                raise StoreError(Fault(Code.LOCKED, "store"))

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        """
        Open the entries of a day, read in one transaction; in a batch, as they are at this moment.
        """
        with self._reading() as connection:
            with errors():
                (position,) = connection.execute(_POSITION).fetchone()
                rows = connection.execute(entries_of_a_day(_DIALECT, view), {"on": on.isoformat()})
                found = iter(rows.fetchall()) if self._batches.current else rows
            with closing(rows):
                yield Snapshot(position, entries_of(found, errors))

    def _histories(self) -> Iterator[History]:
        """
        Yield the histories of all entries, after SQLite has checked its own file.
        """
        facts = f"SELECT {_RECORD} FROM facts ORDER BY entry, number"
        strays = "SELECT entry FROM segments EXCEPT SELECT entry FROM facts"
        with errors(), self._reading() as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise StoreError(Fault(Code.DAMAGED, "store"))
            connection.text_factory = _any_text
            try:
                with closing(connection.execute(facts)) as found:
                    for entry, rows in groupby(found, key=itemgetter(0)):
                        yield _history(connection, entry, list(rows))
                for (entry,) in connection.execute(strays).fetchall():
                    yield _history(connection, entry, [])
            finally:
                connection.text_factory = str

    def _asked(self, question: Callable[[Run], Answer]) -> Answer:
        """
        Answer in one transaction.
        """
        with errors(), self._opened() as connection, reading(connection):
            return question(lambda query, values: connection.execute(query, values).fetchall())

    def _rows(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        """
        Run one query.
        """
        with errors(), self._opened() as connection:
            return connection.execute(query, values).fetchall()


def _check(connection: sqlite3.Connection, commit: Commit) -> None:
    entry = str(commit.entry_id)
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
    for identifier, starts, until in spans(commit.segments):
        if connection.execute(query, (identifier, until, starts, entry)).fetchone():
            raise UnlawfulAct(Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,)))


def _write(connection: sqlite3.Connection, commit: Commit) -> None:
    entry = str(commit.entry_id)
    if commit.erases:
        connection.execute("UPDATE facts SET payload = NULL, salt = NULL WHERE entry = ?", (entry,))
        connection.execute("DELETE FROM names WHERE entry = ?", (entry,))
    connection.executemany(_ADD_RECORD, map(record_row, commit.records))
    if commit.after:
        query = "DELETE FROM segments WHERE entry = ? AND until >= ?"
        connection.execute(query, (entry, day_text(commit.since)))
    connection.executemany(ADD_SEGMENT, map(segment_row, commit.segments))
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
    if not entry.isascii():  # no entry's id: nothing can be asked about it
        shown = entry.encode("ascii", "backslashreplace").decode()
        return History(entry_id=shown, records=(), segments=(), sound=False)
    query = f"SELECT {', '.join(SEGMENT)} FROM segments WHERE entry = ? ORDER BY starts"
    records, all_records = readable(record_of, rows)
    segments, all_segments = readable(segment_of, connection.execute(query, (entry,)))
    return History(
        entry_id=entry, records=records, segments=segments, sound=all_records and all_segments
    )
