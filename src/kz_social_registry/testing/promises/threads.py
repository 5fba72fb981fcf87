"""
Promises of a store to threads that share it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from threading import Barrier, Event, Thread

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.acts import Amend
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.testing.promises.looking import LATER, RolledBackError, refusal
from kz_social_registry.testing.samples import START, begin, bin_of, issue


def _at_once(*works: Callable[[], object]) -> list[object]:
    """
    Do all works at the same time, each in a thread; return what each returned.
    """
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def others_never_see_what_was_rolled_back(store: Store) -> None:
    """
    A thread that reads while a batch is under way never sees a commit that the batch rolls back.
    """
    seen: list[object] = []
    reader = Thread(target=lambda: seen.append(store.in_register(bin_of(1), LATER)))
    with suppress(RolledBackError), store.batch():
        store.commit(begin(issue(1))[1])
        reader.start()
        raise RolledBackError
    reader.join()
    assert seen == [None]


def a_batch_is_of_one_context(store: Store) -> None:
    """
    Another context of the thread, and a thread with a copy of the context, are refused at once.
    """
    before, (life, first), other = copy_context(), begin(issue(1)), begin(issue(2))[1]
    with store.batch():
        store.commit(first)
        inside = copy_context()
        for work in (partial(store.commit, other), partial(store.entry, first.entry_id, LATER)):
            run = partial(inside.run, work)
            for start in (partial(before.run, work), run, partial(_at_once, run)):
                assert _code(start) == StoreCode.OTHER_TASK
        assert store.records(first.entry_id) == tuple(life.records)
    inside.run(store.commit, other)
    assert [change.record.entry_id for change in store.changes()] == [first.entry_id, other.entry_id]


def _code(work: Callable[[], object]) -> Word | None:
    try:
        work()
    except StoreError as error:
        return error.faults[0].code
    return None


def one_of_many_writers_wins(store: Store) -> None:
    """
    Of commits that were made after the same records one is recorded, the others are stale.
    """
    issued = issue(1)
    store.commit(begin(issued)[1])
    changes = (Amend(on=START + ONE_DAY, capacity=capacity) for capacity in range(10, 16))
    rivals = [begin(issued)[0].then(change) for change in changes]
    codes = _at_once(*(partial(refusal, store, rival) for rival in rivals))
    assert codes.count(None) == 1
    assert codes.count(Code.STALE) == len(rivals) - 1
    assert [record.number for record in store.records(issued.entry_id)] == [1, 2]


def one_of_many_entries_wins(store: Store) -> None:
    """
    Of entries of one provider that are recorded at the same time one comes into the register.
    """
    rivals = [begin(issue(1))[1] for _ in range(6)]
    codes = _at_once(*(partial(refusal, store, rival) for rival in rivals))
    assert codes.count(None) == 1
    assert codes.count(Code.ALREADY_IN_REGISTER) == len(rivals) - 1


def changes_skip_nothing_while_others_write(store: Store) -> None:
    """
    A reader that goes on from the last position it saw misses no record of concurrent writers.
    """
    commits = [[begin(issue(10 * writer + n))[1] for n in range(8)] for writer in range(4)]
    expected = {record.digest for group in commits for commit in group for record in commit.records}
    seen: list[bytes] = []
    failed = Event()

    def follow() -> None:
        position = 0
        while len(seen) < len(expected) and not failed.is_set():
            page = store.changes(position, 3)
            seen.extend(change.record.digest for change in page)
            position = page[-1].position if page else position

    def write(group: Sequence[Commit]) -> None:
        try:
            for commit in group:
                store.commit(commit)
        except BaseException:
            failed.set()  # or the reader would wait for ever
            raise

    results = _at_once(follow, *(partial(write, group) for group in commits))
    assert results == [None] * (1 + len(commits))
    assert len(seen) == len(set(seen))
    assert set(seen) == expected
