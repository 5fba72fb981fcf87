"""
Processes that are killed while they write, and what they must leave: all of a commit or nothing of it.

A writer reports each step over a pipe. It is killed after a number of reports, hence somewhere in its
next step. Tests kill a few times, `python tests/soak` two hundred times.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import sleep
from typing import Final

import psycopg

from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.postgres.schema import SCHEMA
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.schema import VERSION
from kz_social_registry.testing.samples import begin, issue

Opener = Callable[[], Store]
Work = Callable[..., None]

_SPAWN: Final = get_context("spawn")
#: New entries in each commit of a bulk load.
_TOGETHER: Final = 40
#: Steps of SQLite's virtual machine between two reports of progress.
_STEPS: Final = 200


def load_singly(reports: Connection, opener: Opener, first: int) -> None:
    """
    Record one entry after the other, and report each.
    """
    store = opener()
    for serial in count(first):
        store.commit(begin(issue(serial))[1])
        reports.send(serial)


def load_in_bulk(reports: Connection, opener: Opener, first: int) -> None:
    """
    Record many entries at a time, and report each time.
    """
    store = opener()
    for start in count(first, _TOGETHER):
        store.commit(*(begin(issue(start + n))[1] for n in range(_TOGETHER)))
        reports.send(start)


class _ReportingStore(SQLiteStore):
    """
    A store that reports its progress within a statement.
    """

    def __init__(self, path: Path, reports: Connection) -> None:
        self._reports = reports
        super().__init__(path)

    def _connect(self) -> sqlite3.Connection:
        connection = super()._connect()
        connection.set_progress_handler(lambda: self._reports.send(0) or 0, _STEPS)  # type: ignore[func-returns-value]  # None is 0
        return connection


def make(reports: Connection, path: Path) -> None:
    """
    Make a register, and report every few steps.
    """
    _ReportingStore(path, reports).close()


def kill_at(moment: int, work: Work, *arguments: object, delay: float = 0.0) -> int:
    """
    Run the work in a process, kill it after so many reports, and return their number.

    A process that ends before is not killed; one that is to be killed may get some seconds more.
    """
    ours, theirs = Pipe(duplex=False)
    process = _SPAWN.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    for reported in count():
        if reported == moment:
            sleep(delay)
            process.kill()
        try:
            ours.recv()
        except (EOFError, OSError):
            process.join()
            process.close()
            return reported
    raise AssertionError


def killed_loads(opener: Opener, work: Work, together: int, moments: list[int]) -> None:
    """
    Kill a load at each of the moments; each time the register must be as before or after a commit.
    """
    store = opener()
    try:
        for moment in moments:
            before = len(store.changes(0, 1_000_000))
            reported = kill_at(moment, work, opener, before)
            grown = len(store.changes(0, 1_000_000)) - before
            assert grown in (reported * together, (reported + 1) * together)
        assert verify(store)
        store.commit(begin(issue(len(store.changes(0, 1_000_000))))[1])
    finally:
        store.close()


def killed_singles(opener: Opener, moments: list[int]) -> None:
    """
    Kill a process that commits one entry after the other.
    """
    killed_loads(opener, load_singly, 1, moments)


def killed_bulk(opener: Opener, moments: list[int]) -> None:
    """
    Kill a process that commits many entries at a time.
    """
    killed_loads(opener, load_in_bulk, _TOGETHER, moments)


def killed_openings(path: Path, kills: int, random: Random) -> list[int]:
    """
    Kill processes that make a register; return the versions in which they left the file.
    """
    versions = []
    for _ in range(kills):
        path.unlink(missing_ok=True)
        steps = kill_at(-1, make, path)
        path.unlink()
        kill_at(random.randrange(steps + 1), make, path)
        with closing(sqlite3.connect(path)) as connection:
            ((version,),) = connection.execute("PRAGMA user_version").fetchall()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        assert (tables > 0) == (version == VERSION)  # all tables, or none
        versions.append(version)
        with SQLiteStore(path) as store:
            store.commit(begin(issue(1))[1])
            assert verify(store)
    return versions


def make_on_server(reports: Connection, address: str) -> None:
    """
    Report that it begins, and make a register on a server.
    """
    reports.send(0)
    PostgresStore(address).close()


_OTHERS: Final = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def killed_server_openings(address: str, kills: int, random: Random) -> list[bool]:
    """
    Kill processes that make a register on a server; return whether each time there was one.
    """
    made = []
    with psycopg.connect(address, autocommit=True) as admin:
        for _ in range(kills):
            admin.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            kill_at(1, make_on_server, address, delay=random.uniform(0, 0.06))
            while admin.execute(_OTHERS).fetchall():  # the server has not noticed yet
                sleep(0.01)
            ((found,),) = admin.execute("SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,)).fetchall()
            made.append(bool(found))
            with PostgresStore(address) as store:
                store.commit(begin(issue(1))[1])
                assert verify(store)
    return made
