"""
Many processes that write to the same providers at once, and what they must leave: every commit, once.
"""

from multiprocessing import get_context
from random import Random
from time import perf_counter
from typing import Final
from uuid import UUID

from kz_social_registry import Registry
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage import is_server, open_store
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import START, begin, issue

PROCESSES: Final = 8
COMMITS: Final = 2000
PROVIDERS: Final = 200


def contend(address: str) -> float:
    """
    Let eight processes make 2,000 commits each to the same 200 providers; return commits a second.
    """
    store = open_store(address)
    lives = [begin(issue(serial)) for serial in range(PROVIDERS)]
    store.commit(*(commit for _, commit in lives))
    entries = [life.entry_id for life, _ in lives]
    context = get_context("spawn")
    writers = [
        context.Process(target=_amend, args=(address, entries, seed)) for seed in range(PROCESSES)
    ]
    begun = perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    seconds = perf_counter() - begun
    assert [writer.exitcode for writer in writers] == [0] * PROCESSES
    found = verify(store)
    assert found
    assert found.facts == PROVIDERS + PROCESSES * COMMITS
    assert len(store.changes(0, 1_000_000)) == found.facts
    store.close()
    return PROCESSES * COMMITS / seconds


def _amend(address: str, entries: list[UUID], seed: int) -> None:
    random = Random(seed)  # noqa: S311  # who is amended next
    store = open_store(address) if is_server(address) else _patient(address)
    registry = Registry(store)
    for number in range(COMMITS):
        registry.amend(random.choice(entries), on=START + ONE_DAY, capacity=1 + number)
    store.close()


def _patient(path: str) -> Store:
    """
    Open a file for a writer that waits its turn among seven others, however long.
    """
    return SQLiteStore(path, wait=120)
