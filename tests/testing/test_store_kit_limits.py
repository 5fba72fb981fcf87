"""
The kit ends in time, and names the promise, whatever a store does in its threads.
"""

from threading import Event, current_thread, main_thread
from typing import Any

import pytest

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.ports import Commit, refusal
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import check_store
from kz_social_registry.testing.promises import threads


class _FailsInThreads(MemoryStore):
    """
    Its commits raise in a worker of a pool.
    """

    def commit(self, *commits: Commit) -> None:
        """
        Record, or raise in a worker.
        """
        if current_thread().name.startswith("ThreadPoolExecutor"):
            raise refusal(Code.STORE_FAILED)
        super().commit(*commits)


class _Waits(MemoryStore):
    """
    Its first commit waits until the test has ended.
    """

    ended = Event()

    def commit(self, *commits: Commit) -> None:
        """
        Wait, and then record.
        """
        self.ended.wait()
        super().commit(*commits)


def test_a_commit_that_raises_in_a_thread() -> None:
    """
    The promise about threads is named at once.
    """
    assert current_thread() is main_thread()
    with pytest.raises(AssertionError, match="a_batch_is_of_one_context: Another context"):
        check_store(_FailsInThreads, limit=60)


def test_a_reader_does_not_wait_for_writers_that_failed() -> None:
    """
    The error of a writer ends the promise that follows the changes.
    """
    store: Any = _FailsInThreads()
    with pytest.raises(Exception, match="store"):
        threads.changes_skip_nothing_while_others_write(store)


def test_a_store_that_waits_for_ever() -> None:
    """
    The promise that was not kept in time is named.
    """
    with pytest.raises(AssertionError, match=r"\w+: .+ \(not done after 0.2 seconds\)"):
        check_store(_Waits, limit=0.2)
    _Waits.ended.set()


class _Bare:
    """
    A store of one thread, without a search.
    """

    def __init__(self) -> None:
        self._store, self._thread = MemoryStore(), current_thread()

    def __getattr__(self, name: str) -> Any:
        if name in {"search", "facets"} or current_thread() is not self._thread:
            raise AttributeError(name)
        return getattr(self._store, name)


class _Forgetful(_Bare):
    """
    Such a store that also breaks a promise.
    """

    def notice(self, notice: str) -> None:
        """
        Find nothing.
        """
        del notice


def test_a_store_declares_what_it_lacks() -> None:
    """
    Nothing is asked that it lacks, and the result says what each lack costs.
    """
    make: Any = _Bare
    costs = check_store(make, lacks=("search", "threads"))
    assert [cost.partition(":")[0] for cost in costs] == ["search", "threads", "processes"]


def test_a_lack_is_no_excuse_for_other_promises() -> None:
    """
    A store without a search is still held to the promise that it breaks.
    """
    make: Any = _Forgetful
    with pytest.raises(AssertionError, match="notice"):
        check_store(make, lacks=("search", "threads"))
