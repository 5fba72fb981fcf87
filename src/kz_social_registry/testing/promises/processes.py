"""
Promises of a store on disk to several processes, and after one of them was killed.

`Opener` opens the register anew; it goes to other processes, so it can be pickled.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from typing import Final
from uuid import UUID

from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises.looking import LATER
from kz_social_registry.testing.samples import START, begin, bin_of, issue

Opener = Callable[[], Store]

_SPAWN: Final = get_context("spawn")
_WRITERS: Final = 3
_COMMITS: Final = 20
#: After how many commits a writer is killed.
_MOMENTS: Final = (1, 7)


def what_was_committed_is_there_after_a_restart(opener: Opener) -> None:
    """
    A register that was closed answers the same when it is opened again.
    """
    life, first = begin(issue(1), notice="L-1")
    with closing(opener()) as store:
        store.commit(first)
    with closing(opener()) as store:
        assert store.records(life.entry_id) == tuple(life.records)
        assert store.in_register(bin_of(1), LATER) == first.segments[0].entry
        assert store.notice("L-1") == life.records[0]
        assert verify(store)


def _amend(opener: Opener, entries: list[UUID], times: int) -> None:
    with closing(opener()) as store:
        registry = Registry(store)
        for number in range(times):
            registry.amend(entries[number % len(entries)], on=START + ONE_DAY, capacity=1 + number)


def processes_lose_and_double_nothing(opener: Opener) -> None:
    """
    Processes that write to the same entries at once lose nothing and double nothing.
    """
    with closing(opener()) as store:
        commits = [begin(issue(serial))[1] for serial in range(4)]
        store.commit(*commits)
        work = opener, [commit.entry_id for commit in commits], _COMMITS
        writers = [_SPAWN.Process(target=_amend, args=work) for _ in range(_WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0] * _WRITERS
        assert len(store.changes()) == len(commits) + _WRITERS * _COMMITS
        assert verify(store)


def _amend_until_killed(  # pragma: no cover  # a killed process reports no coverage
    opener: Opener, entry_id: UUID, reports: Connection
) -> None:
    registry = Registry(opener())
    for number in count(1):
        registry.amend(entry_id, on=START + ONE_DAY, capacity=number)
        reports.send(number)


def a_killed_writer_leaves_before_or_after(opener: Opener) -> None:
    """
    A process that is killed leaves every commit that returned, and at most one more.
    """
    life, first = begin(issue(1))
    with closing(opener()) as store:
        store.commit(first)
        for moment in _MOMENTS:
            before = len(store.records(life.entry_id))
            ours, theirs = Pipe(duplex=False)
            writer = _SPAWN.Process(target=_amend_until_killed, args=(opener, life.entry_id, theirs))
            writer.start()
            theirs.close()
            reports = _reports(ours.recv)
            reported = next(number for number in reports if number == moment)
            writer.kill()
            writer.join()
            reported = max(reports, default=reported)
            assert len(store.records(life.entry_id)) - before in (reported, reported + 1)
            assert verify(store)
        Registry(store).amend(life.entry_id, on=START + ONE_DAY, capacity=99)


def _reports(receive: Callable[[], int]) -> Iterator[int]:
    """
    Yield the reports of a writer until it has died.
    """
    with suppress(EOFError, OSError):
        while True:
            yield receive()


def _batch_until_killed(opener: Opener, reports: Connection) -> None:  # pragma: no cover  # likewise
    store = opener()
    with store.batch():
        for serial in range(1, 20):
            store.commit(begin(issue(serial))[1])
        reports.send(len(store.changes()))
        reports.recv()  # nothing comes


def a_killed_batch_leaves_nothing(opener: Opener) -> None:
    """
    Of a batch whose process is killed before its end nothing remains.
    """
    ours, theirs = Pipe()
    writer = _SPAWN.Process(target=_batch_until_killed, args=(opener, theirs))
    with closing(opener()) as store:
        writer.start()
        assert ours.recv() == 19  # noqa: PLR2004  # what it reads inside
        writer.kill()
        writer.join()
        assert store.changes() == ()
        store.commit(begin(issue(1))[1])
        assert verify(store)
