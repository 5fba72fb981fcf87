"""
Asking: one provider, many pairs, counts, searches and checks, as a register grows.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from random import Random
from time import perf_counter, process_time
from typing import Any

from attrs import frozen
from engines import MOST_IN_MEMORY, plain_sqlite, postgres, room_for
from measuring import MANY_ROUNDS, Measured, compared, each, note, rounds_of
from psycopg import sql

from kz_social_registry import Criteria, Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from soak.providers import bin_of, commits

DAY = date(2026, 6, 1)
#: No provider is in the register yet.
EARLY = date(2025, 1, 1)
_GROUP_BY = f"""
    SELECT conditions, categories, region, count(*), sum(capacity) FROM segments
    WHERE starts <= '{DAY}' AND until > '{DAY}' AND status IN ('active', 'suspended', 'terminated')
    GROUP BY conditions, categories, region
"""  # noqa: S608  # a constant day
#: The row by which the answer is found, with all that it holds; number and day are values.
_BARE = "SELECT * FROM segments WHERE identifier = ? AND starts <= ? AND until > ? AND in_register"
#: The rows that say why a provider is not in the register.
_BARE_LIFE = "SELECT * FROM segments WHERE identifier = ?"


@frozen
class Size:
    """
    The measurements of a register of one size.
    """

    entries: int
    lines: tuple[Measured, ...]


def load(store: Store, loaded: int, size: int) -> None:
    """
    Load the providers from one number up to another one.
    """
    for first in range(loaded, size, 5000):
        if first % 50_000 == 0:
            note(f"{first:,} of {size:,} entries are loaded")
        store.commit(*commits(min(5000, size - first), first))


def on_sqlite(sizes: tuple[int, ...]) -> Iterator[Size]:
    """
    Measure a register in a file in memory, a large one in a file on the disk, in CPU time.
    """
    with room_for(max(sizes)) as folder, SQLiteStore(folder / "grown.db") as store:
        loaded = 0
        for size in sizes:
            load(store, loaded, size)
            loaded = size
            with closing(plain_sqlite(folder / "grown.db")) as plain:
                lines = (
                    *_standing(store, size, partial(_rows_by_key, plain, _BARE, _BARE_LIFE)),
                    _facets(store, lambda c=plain: c.execute(_GROUP_BY).fetchall()),
                    _search(store, plain),
                    _standings(store, "SQLite", size),
                    _verify(store, plain, size),
                )
            yield Size(size, lines)


def _standing(
    store: Store,
    size: int,
    bare: Callable[[str, date], object],
    clock: Callable[[], float] = process_time,
) -> Iterator[Measured]:
    """
    Ask for the standing of 300 providers on a past day, and on a day before their inclusion.
    """
    note(f"questions about {size:,} entries")
    registry = Registry(store)
    asked = [bin_of(number) for number in range(0, size, max(1, size // 300))]
    for what, peer, day in (
        ("standing on a past day", "a bare row by its key", DAY),
        ("standing before inclusion", "two queries by the key", EARLY),
    ):
        pair = rounds_of(
            lambda day=day: [registry.standing(number, on=day) for number in asked],
            lambda day=day: [bare(str(number), day) for number in asked],
            rounds=MANY_ROUNDS,
            clock=clock,
        )
        yield compared(what, peer, [each(times, len(asked)) for times in pair], 4.0)


def _facets(
    store: Store, engine: Callable[[], object], clock: Callable[[], float] = process_time
) -> Measured:
    pair = rounds_of(lambda: store.facets(Criteria(), DAY), engine, clock=clock)
    return compared("facets of a day", "the engine's own `GROUP BY`", pair, 3.0)


def _search(store: Store, plain: sqlite3.Connection) -> Measured:
    """
    Look for a word that many names have: a page of a hundred.
    """
    query = f"""
        SELECT data FROM segments WHERE instr(folded, ' умит') AND starts <= '{DAY}' AND until > '{DAY}'
        ORDER BY name_key, identifier, entry LIMIT 101
    """  # noqa: S608  # a constant day
    criteria = Criteria(text="Үміт")
    pair = rounds_of(lambda: store.search(criteria, DAY), lambda: plain.execute(query).fetchall())
    return compared("a page of a search by a word", "the rows of the same query", pair)


def _standings(store: Store, name: str, size: int) -> Measured:
    """
    Ask for 100,000 pairs of 2,000 providers in a month at once, and for some of them singly.
    """
    registry, random = Registry(store), Random(1)  # noqa: S311  # no secret
    pairs = [
        (bin_of(random.randrange(min(size, 2_000))), DAY + timedelta(random.randrange(30)))
        for _ in range(100_000)
    ]
    some = pairs[::500]
    bulk, single = rounds_of(
        lambda: deque(registry.standings(pairs), 0),
        lambda: [registry.standing(number, on=day) for number, day in some],
    )
    what = f"a pair of `standings`, {name}"
    return compared(what, "`standing`", (each(bulk, 100_000), each(single, len(some))), 0.1)


def _verify(store: Store, plain: sqlite3.Connection, size: int) -> Measured:
    """
    Verify three times; a large register once, since a million entries take minutes.
    """
    note("verify")
    pair = rounds_of(
        lambda: Registry(store).verify(),
        lambda: plain.execute("PRAGMA integrity_check").fetchall(),
        rounds=3 if size <= MOST_IN_MEMORY else 1,
    )
    return compared("`verify`", "SQLite's own check", pair)


def on_postgres(sizes: tuple[int, ...]) -> Iterator[Size]:
    """
    Measure a register on a server: wall time, but for `standings`, whose work is in this process.
    """
    with postgres() as (address, plain), PostgresStore(address) as store:
        loaded = 0
        for size in sizes:
            load(store, loaded, size)
            loaded = size
            plain.execute("VACUUM (ANALYZE)")  # the server does it a minute later
            bare = (query.replace("?", "%s").encode() for query in (_BARE, _BARE_LIFE))
            lines = (
                *_standing(store, size, partial(_rows_by_key, plain, *bare), perf_counter),
                _facets(store, lambda: plain.execute(sql.SQL(_GROUP_BY)).fetchall(), perf_counter),
                _standings(store, "PostgreSQL", size),
            )
            yield Size(size, lines)


def _rows_by_key(plain: Any, query: Any, life: Any, number: str, day: date) -> object:
    found = plain.execute(query, (number, str(day), str(day))).fetchone()
    return found or plain.execute(life, (number,)).fetchall()
