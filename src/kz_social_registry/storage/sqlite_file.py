"""
The file under an SQLite register: whose it is, its schema, its transactions and its errors.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kz_social_registry.errors import Fault, StoreError
from kz_social_registry.messages import Code

#: Marks a file as ours (the header's application id): "KZSR".
APPLICATION_ID: Final = 0x4B5A5352
SCHEMA_VERSION: Final = 1

SCHEMA: Final = """
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

_CODES: Final = {
    sqlite3.SQLITE_BUSY: Code.LOCKED,
    sqlite3.SQLITE_LOCKED: Code.LOCKED,
    sqlite3.SQLITE_READONLY: Code.READ_ONLY,
    sqlite3.SQLITE_NOTADB: Code.NOT_A_REGISTER,
    sqlite3.SQLITE_CORRUPT: Code.DAMAGED,
}


def check_file(path: Path) -> None:
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


def prepare(connection: sqlite3.Connection) -> None:
    """
    Make the tables of a new register, all of them or none; then let readers and a writer coexist.
    """
    with transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def errors() -> Iterator[None]:
    """
    Turn what SQLite says into what the library says.
    """
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise StoreError(Fault(_CODES.get(primary, Code.STORE_FAILED), "store")) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
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


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """
    Read all of the block from one picture; inside a transaction, from that.
    """
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
