"""
The file under an SQLite register: whose it is, its version, its transactions and its errors.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.ports import refusal
from kz_social_registry.serialization.files import new_file, open_private
from kz_social_registry.storage.sql.connections import in_this_process
from kz_social_registry.storage.sqlite.schema import STEPS, TABLES, VERSION

#: Marks a file as ours (the header's application id): "KZSR".
APPLICATION_ID: Final = 0x4B5A5352

_CODES: Final[dict[int, Word]] = {
    sqlite3.SQLITE_BUSY: Code.LOCKED,
    sqlite3.SQLITE_LOCKED: Code.LOCKED,
    sqlite3.SQLITE_READONLY: Code.READ_ONLY,
    sqlite3.SQLITE_NOTADB: Code.NOT_A_REGISTER,
    sqlite3.SQLITE_CORRUPT: Code.DAMAGED,
    sqlite3.SQLITE_FULL: StoreCode.DISK_FULL,
}


def check_file(path: Path) -> bool:
    """
    Look at the file's header, so that a stranger is left untouched; create a file that is missing.

    Return whether the file and its folder may be written.
    A new file is readable for its owner alone, and SQLite gives `-wal` and `-shm` the same rights.

    SQLite itself reads it. If this process opened and closed the file, the system would release the
    locks of all its connections to the file.
    """
    log = Path(f"{path}-wal")
    try:
        if not path.exists():
            with suppress(FileExistsError):  # others may be making it just now
                open_private(path, encoding="utf-8").close()
            return True
        if not (path.is_file() or path.is_dir()):  # SQLite would wait for the writer of a pipe
            raise refusal(Code.NOT_A_REGISTER)
        is_empty = _is_empty(path)
        if is_empty and log.exists() and log.stat().st_size:
            is_empty = _is_empty(path)  # others may have been making it just then
            if is_empty:  # SQLite would take the log away
                raise refusal(Code.DAMAGED)
    except (OSError, ValueError):
        raise refusal(Code.STORE_FAILED) from None
    mark, version = (APPLICATION_ID, 0) if is_empty else _header(path)
    if mark != APPLICATION_ID:
        raise refusal(Code.NOT_A_REGISTER)
    if version > VERSION:
        raise refusal(Code.NEWER_SCHEMA)
    writable = _writable(path) and _writable(path.parent)
    if is_empty and not writable:
        raise refusal(Code.READ_ONLY)
    if not is_empty and _is_short(path):
        _check_pages(path)
    return writable


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def _header(path: Path) -> tuple[int, int]:
    """
    Return whose a file says that it is, and its version; nothing is written, nor any lock taken.
    """
    with errors(), closing(_as_it_is(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")  # even if the file is shorter than it says
        return _pragma(connection, "application_id"), _pragma(connection, "user_version")


def check_version(connection: sqlite3.Connection) -> None:
    """
    Check that a register that must not be written needs no step to the present version.
    """
    if _pragma(connection, "user_version") != VERSION:
        raise refusal(Code.READ_ONLY)


def log_size(path: Path) -> int:
    """
    Return the size of a register's log in bytes; -1 if there is no log.
    """
    try:
        return Path(f"{path}-wal").stat().st_size
    except FileNotFoundError:
        return -1


def _as_it_is(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def _is_short(path: Path) -> bool:
    """
    Whether the file lacks pages, or a part of one, that its header counts.
    """
    try:
        with closing(_as_it_is(path)) as connection:
            pages, size = (_pragma(connection, name) for name in ("page_count", "page_size"))
            return pages * size > path.stat().st_size
    except (OSError, UnicodeDecodeError, sqlite3.Error):
        return True


def _check_pages(path: Path) -> None:
    """
    Check that the log has what a file lacks: then a checkpoint broke off, else the file was cut.
    """
    with errors(), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise refusal(Code.DAMAGED)


#: Seconds before the next try.
_PAUSE: Final = 0.01


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def prepare(connection: sqlite3.Connection, wait: float) -> None:
    """
    Make the tables of a new register, or bring those of an older library up to date: all or nothing.

    Then set the mode in which readers and a writer do not wait for each other.
    """
    if _pragma(connection, "user_version") != VERSION:
        with transaction(connection):
            _migrate(connection, _pragma(connection, "user_version"))
    end = monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:  # here SQLite does not wait for others by itself
            if monotonic() > end:
                raise
            sleep(_PAUSE)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return value


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """
    Make the tables, or take every step to the present version; the header may be older than the log.
    """
    if version > VERSION:
        raise refusal(Code.NEWER_SCHEMA)
    for statement in chain.from_iterable(STEPS[version - 1 :]) if version else TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


class errors:  # noqa: N801  # a context manager, named as those made of functions; they cost more
    """
    Turn what SQLite says into what the library says.
    """

    def __enter__(self) -> None:
        """
        Begin the block.
        """

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """
        Raise the library's error for one of SQLite.
        """
        if isinstance(error, sqlite3.Error):
            found = getattr(error, "sqlite_errorcode", None)
            # Python's own error, without a code, says that a text cannot be decoded.
            if found is None and isinstance(error, sqlite3.OperationalError):
                raise refusal(Code.DAMAGED) from None
            raise refusal(_CODES.get((found or 0) & 0xFF, Code.STORE_FAILED)) from error
        if isinstance(error, UnicodeDecodeError):  # sqlite3 quotes a schema that is no text any more
            raise refusal(Code.DAMAGED) from error


class transaction:  # noqa: N801  # a context manager, as above
    """
    Write all of the block or nothing; inside another transaction, up to a savepoint.

    What the block itself raises comes out as it is. A child process that leaves a block which its
    parent entered ends nothing.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._process = os.getpid()
        self._inside = connection.in_transaction

    def __enter__(self) -> None:
        """
        Begin the transaction, or set the savepoint.
        """
        with errors():
            self._connection.execute("SAVEPOINT inner" if self._inside else "BEGIN IMMEDIATE")

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """
        Commit, or roll back what the block has written if it or the commit raises.
        """
        if self._process != os.getpid():
            return
        with errors():
            if error is None:
                try:
                    self._connection.execute("RELEASE inner" if self._inside else "COMMIT")
                except BaseException:
                    _roll_back(self._connection, inside=self._inside)
                    raise
            else:
                _roll_back(self._connection, inside=self._inside)


def _roll_back(connection: sqlite3.Connection, *, inside: bool) -> None:
    if not connection.in_transaction:  # SQLite itself rolls back when the disk is full
        return
    if inside:
        connection.execute("ROLLBACK TO inner")
        connection.execute("RELEASE inner")
    else:
        connection.execute("ROLLBACK")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """
    Read all of the block from one picture; inside a transaction, from that.

    Whoever reads in the block must close its cursors: an open one keeps the picture.
    """
    if connection.in_transaction:
        yield
        return
    end = in_this_process(lambda: connection.execute("ROLLBACK"))
    with errors():
        connection.execute("BEGIN")
    try:
        yield
    finally:
        with errors():
            end()


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """
    Copy the whole file while others read and write it; under its name it appears complete, or never.

    Raises:
        StoreError: there is a file of that name already, or no room or right to write one.
    """
    try:
        with new_file(path) as fresh:
            _copy(connection, fresh)
    except FileExistsError:
        raise refusal(StoreCode.FILE_EXISTS) from None
    except (OSError, ValueError):  # that is no name of a file, or there is no way to make one
        raise refusal(Code.STORE_FAILED) from None


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as target:
            connection.backup(target)
            if target.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise refusal(Code.DAMAGED)
    finally:
        Path(f"{path}-journal").unlink(missing_ok=True)  # which SQLite leaves on a full disk
