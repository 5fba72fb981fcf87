"""
Recording: verbs, commits and notices against the engines that keep them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from engines import (
    Rows,
    in_memory,
    insert,
    insert_all,
    insert_as_a_verb,
    insert_with_psycopg,
    on_disk,
    postgres,
    rows_in,
    rows_of,
    two_files,
)
from measuring import MANY_ROUNDS, ROUNDS, Measured, Work, compared, each, in_turn

from kz_social_registry import Registry
from kz_social_registry.domain.acts import Issue
from kz_social_registry.feed import receive
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.postgres import PostgresStore
from soak.providers import commit, commits, issue

SINGLES = 100
_PAIRS = "sqlite3, the same rows ready, the same refusals"


def verbs() -> Iterator[Measured]:
    """
    Measure verbs and ready commits on SQLite, in CPU time on a file system in memory.
    """
    with in_memory() as folder, two_files(folder) as (store, plain):
        registry = Registry(store)
        registry.issue(**_parameters(issue(999_999)))  # it imports what the first verb needs
        ours = [_verbs(registry, n) for n in range(MANY_ROUNDS)]
        raw = [_inserts(plain, 1_000_000 + n * SINGLES, insert_as_a_verb) for n in range(MANY_ROUNDS)]
        yield compared("a verb, `registry.issue`, SQLite", _PAIRS, _one(in_turn(ours, raw)), 4.0)
        ours = [_commits(store, 2_000_000 + n * SINGLES) for n in range(MANY_ROUNDS)]
        raw = [_inserts(plain, 3_000_000 + n * SINGLES) for n in range(MANY_ROUNDS)]
        yield compared("`store.commit`, ready, SQLite", _PAIRS, _one(in_turn(ours, raw)), 2.0)
    with on_disk() as folder, two_files(folder) as (store, plain):
        ours = [_commits(store, n * SINGLES) for n in range(MANY_ROUNDS)]
        raw = [_inserts(plain, 1_000_000 + n * SINGLES) for n in range(MANY_ROUNDS)]
        pair = _one(in_turn(ours, raw, clock=perf_counter))
        yield compared("the same on the disk, wall time", _PAIRS, pair)


def _one(pair: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    return [each(times, SINGLES) for times in pair]


def _verbs(registry: Registry, round_: int) -> Work:
    given = [_parameters(issue(n)) for n in range(round_ * SINGLES, (round_ + 1) * SINGLES)]
    return lambda: [registry.issue(**parameters) for parameters in given]


def _parameters(act: Issue) -> dict[str, Any]:
    """
    Return what `Registry.issue` takes for an issue.
    """
    return {
        "on": act.on, "identifier": act.identifier, "name": act.name, "address": act.address,
        "conditions": act.conditions, "categories": act.categories, "capacity": act.capacity,
        "phones": act.contacts.phones, "emails": act.contacts.emails,
        "licence_issued_on": act.licence.issued_on, "licence_term": act.licence.term, "kato": act.kato,
    }  # fmt: skip


def _commits(store: Any, first: int) -> Work:
    made = [_issued(n) for n in range(first, first + SINGLES)]
    return lambda: [store.commit(one) for one in made]


def _inserts(plain: Any, first: int, write: Callable[[Any, Rows], None] = insert) -> Work:
    ready = [rows_of([_issued(n)]) for n in range(first, first + SINGLES)]
    return lambda: [write(plain, rows) for rows in ready]


def _issued(number: int) -> Any:
    """
    Return the commit of an issue alone: every third provider has no other act.
    """
    return commit(number * 3)


def bulk(count: int) -> Iterator[Measured]:
    """
    Measure many entries in one transaction, and notices end to end, against `executemany`.
    """
    peer = "`executemany` of the final rows"
    with in_memory() as folder:
        made = list(commits(count))
        ready = rows_of(made)
        pair = _in_new_files(folder, lambda store: store.commit(*made), ready)
        yield compared(f"bulk load of {count:,} entries, SQLite", peer, pair)
        notices = [_notice(n) for n in range(count)]
        ready = _final_rows(folder, notices)
        pair = _in_new_files(folder, lambda store: _received(store, notices), ready)
        yield compared(f"{count:,} notices end to end, SQLite", peer, pair, 20.0)


def _in_new_files(folder: Path, ours: Any, ready: Any) -> list[tuple[float, ...]]:
    taken: list[list[tuple[float, ...]]] = []
    for _ in range(ROUNDS):
        with two_files(folder) as (store, plain):
            pair = in_turn([lambda s=store: ours(s)], [lambda p=plain: insert_all(p, ready)])
            taken.append(pair)
    return [tuple(pair[side][0] for pair in taken) for side in (0, 1)]


def _notice(number: int) -> dict[str, Any]:
    plain = to_plain(issue(number * 3))
    return {"notice": f"N-{number}"} | {name: plain[name] for name in plain if name != "entry_id"}


def _final_rows(folder: Path, notices: list[dict[str, Any]]) -> Rows:
    """
    Return the rows of a register that has received notices, with the keys that make these idempotent.
    """
    with two_files(folder) as (store, _):
        _received(store, notices)
        with store._opened() as connection:
            return rows_in(connection)


def _received(store: Any, notices: list[dict[str, Any]]) -> None:
    receipt = receive(Registry(store), notices)
    assert not receipt.rejects, receipt.rejects[:1]


def server() -> Iterator[Measured]:
    """
    Measure verbs and ready commits on PostgreSQL in wall time.
    """
    peer = "psycopg, the same rows"
    with postgres() as (address, plain), PostgresStore(address) as store:
        registry = Registry(store)
        ours = [_commits(store, n * SINGLES) for n in range(MANY_ROUNDS)]
        raw = [_plain_commits(plain, 1_000_000 + n * SINGLES) for n in range(MANY_ROUNDS)]
        pair = _one(in_turn(ours, raw, clock=perf_counter))
        yield compared("`store.commit`, ready, PostgreSQL, wall time", peer, pair, 1.0)
        ours = [_verbs(registry, 50_000 + n) for n in range(MANY_ROUNDS)]
        raw = [_plain_commits(plain, 7_000_000 + n * SINGLES) for n in range(MANY_ROUNDS)]
        pair = _one(in_turn(ours, raw, clock=perf_counter))
        yield compared("a verb, `registry.issue`, PostgreSQL, wall time", peer, pair, 1.2)


def _plain_commits(plain: Any, first: int) -> Work:
    made = [_issued(n) for n in range(first, first + SINGLES)]
    return lambda: [insert_with_psycopg(plain, one) for one in made]
