"""
The connections of an SQLite store: one for each thread, and one for each open snapshot.

SQLite keeps the locks on a file by process. A child that inherited an open connection would take its
parent's locks for its own, and its commits could be lost. So connections that are not in use are closed
before a process forks. If one is in use then, the child's copy of the store is refused.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import RLock, local
from typing import Any, Final
from weakref import WeakSet

from attrs import define

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.ports import refusal
from kz_social_registry.storage.sql.connections import in_this_process


@define(eq=False)
class _Opened(AbstractContextManager[sqlite3.Connection]):
    connection: sqlite3.Connection
    #: How many blocks are open; one thread counts them.
    users: int = 0

    def __enter__(self) -> sqlite3.Connection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.users -= 1


class _OfThread:
    def __init__(self, opened: _Opened, end: Callable[[], None]) -> None:
        self.opened = opened
        self._end = end

    def __del__(self) -> None:
        self._end()


class Connections:
    """
    The open connections of one store.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._here: Any = local()
        self._lock = RLock()  # a connection may end while another one is opened
        self._opened: set[_Opened] = set()
        self._is_inherited = False
        _EVERY.add(self)

    def of_thread(self) -> AbstractContextManager[sqlite3.Connection]:
        """
        Open the connection of this thread for the block that follows at once.

        Raises:
            StoreError: the process was forked while the store was in use, and this is the child.
        """
        with self._lock:
            self._check_process()
            mine: _OfThread | None = getattr(self._here, "mine", None)
            if mine is None or mine.opened not in self._opened:
                opened = self._open()
                mine = self._here.mine = _OfThread(opened, self._ending(opened))
            mine.opened.users += 1
        return mine.opened

    @contextmanager
    def another(self) -> Iterator[sqlite3.Connection]:
        """
        Open a connection of its own for a block.
        """
        with self._lock:
            self._check_process()
            opened = self._open()
            opened.users += 1
        end = self._ending(opened)
        try:
            yield opened.connection
        finally:
            end()

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        with self._lock:
            self._close_unused()

    def _check_process(self) -> None:
        if self._is_inherited:
            raise refusal(Code.STORE_FAILED)

    def _open(self) -> _Opened:
        opened = _Opened(self._connect())
        self._opened.add(opened)
        return opened

    def _ending(self, opened: _Opened) -> Callable[[], None]:
        return in_this_process(partial(self._end, opened))

    def _end(self, opened: _Opened) -> None:
        with self._lock:
            self._opened.discard(opened)
            opened.connection.close()

    def _close_unused(self) -> None:
        for opened in [opened for opened in self._opened if not opened.users]:
            self._end(opened)

    # Around a fork ----------------------------------------------------------------------------------

    def before_fork(self) -> None:
        """
        Close what is not in use, and let nobody open more until the process has forked.
        """
        self._lock.acquire()
        self._close_unused()

    def after_fork(self) -> None:
        """
        Go on in the parent.
        """
        self._lock.release()

    def after_fork_in_child(self) -> None:
        """
        Go on in the child; connections that the parent was using are kept open and never used.
        """
        self._lock = RLock()
        self._is_inherited = bool(self._opened)


#: The connections of all stores, and of those that wait until the process has forked.
_EVERY: Final[WeakSet[Connections]] = WeakSet()
_FORKING: Final[list[Connections]] = []


def _before() -> None:
    _FORKING[:] = _EVERY
    for connections in _FORKING:
        connections.before_fork()


def _after(step: Callable[[Connections], None]) -> None:
    while _FORKING:
        step(_FORKING.pop())


if hasattr(os, "register_at_fork"):  # pragma: no branch  # Windows does not fork
    os.register_at_fork(
        before=_before,
        after_in_parent=lambda: _after(Connections.after_fork),
        after_in_child=lambda: _after(Connections.after_fork_in_child),
    )
