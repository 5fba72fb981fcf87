"""
The connections of a store: threads borrow them, and inside a batch a thread works with the batch's own.

A connection belongs to the process that made it, and SQLite keeps even the locks on a file by process.
So before a process forks, connections that nobody uses are closed: parent and child then open new ones.
A connection that is in use at that moment stays the parent's. The child neither works with it nor ends
what it began, and its copy of the store is refused.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, local
from typing import Any, Final, Generic, Protocol, TypeVar
from weakref import WeakSet

from attrs import define

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.store_faults import refusal


class Closable(Protocol):
    """
    What a store talks to its engine through.
    """

    def close(self) -> None:
        """
        Let go of it.
        """
        ...


Connection = TypeVar("Connection", bound=Closable)

_LONGEST_WAIT: Final = 86_400.0
_SHORTEST_WAIT: Final = 0.001


def bounded(wait: float) -> float:
    """
    Return the seconds to wait for another writer as every engine takes them: some, not for ever.
    """
    return min(max(_SHORTEST_WAIT, wait), _LONGEST_WAIT)


def at_home(end: Callable[[], object]) -> Callable[[], None]:
    """
    Return what ends something in the process that began it; in a child it does nothing.
    """
    process = os.getpid()

    def end_here() -> None:
        if process == os.getpid():
            end()

    return end_here


@define
class Batch(Generic[Connection]):
    """
    The connection of a thread's batch, and what is to be done when it ends.
    """

    connection: Connection
    is_open: bool = True
    #: Whether something was erased inside.
    erased: bool = False


class Connections(Generic[Connection]):
    """
    Connections that nobody uses, and for each thread its batch.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        *,
        is_idle: Callable[[Connection], bool],
        is_writing: Callable[[Connection], bool],
    ) -> None:
        self._connect = connect
        self._is_idle = is_idle
        self._is_writing = is_writing
        self._idle: deque[Connection] = deque()
        self._thread: Any = local()
        self._lock = Lock()
        #: How many connections are in use, or about to be.
        self._lent = 0
        self._is_left_behind = False
        _EVERY.add(self)

    @property
    def batch(self) -> Batch[Connection] | None:
        """
        The batch that this thread is in.
        """
        batch: Batch[Connection] | None = getattr(self._thread, "batch", None)
        return batch if batch and batch.is_open else None

    @contextmanager
    def held(self, connection: Connection) -> Iterator[Batch[Connection]]:
        """
        Make a connection in a transaction this thread's own, for a batch.
        """
        batch = Batch(connection)
        try:
            self._thread.batch = batch
            yield batch
        finally:
            batch.is_open = False  # even if another thread leaves it than the one that entered it

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """
        Lend a connection, or the one of this thread's batch.

        Raises:
            StoreError: the engine has taken back the batch; or this is a copy of the store that was in
                use when its process forked.
        """
        if self._is_left_behind:
            raise refusal(Code.STORE_FAILED)
        if batch := self.batch:
            if not self._is_writing(batch.connection):
                raise refusal(Code.STORE_FAILED)
            yield batch.connection
            return
        connection = self._taken()
        try:
            yield connection
        finally:
            if not self._is_left_behind:
                self._give_back(connection)

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        while self._idle:
            self._idle.pop().close()

    def _taken(self) -> Connection:
        with self._lock:
            self._lent += 1
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            return self._connect()
        except BaseException:
            with self._lock:
                self._lent -= 1
            raise

    def _give_back(self, connection: Connection) -> None:
        if self._is_idle(connection):
            self._idle.append(connection)
        else:
            connection.close()
        with self._lock:
            self._lent -= 1

    # Around a fork ----------------------------------------------------------------------------------

    def before_fork(self) -> None:
        """
        Leave nothing open that nobody uses, and keep others from opening more until it is over.
        """
        self._lock.acquire()
        self.close()

    def after_fork(self) -> None:
        """
        Go on in the parent.
        """
        self._lock.release()

    def after_fork_in_child(self) -> None:
        """
        Go on in the child, or be left behind with what the parent was using.
        """
        self._lock = Lock()
        if self._lent:
            self._is_left_behind = True
            self._inherited, self._idle = self._idle, deque()  # closing them would end the parent's


#: All that there are; and those that wait for a fork to be over.
_EVERY: Final[WeakSet[Connections[Any]]] = WeakSet()
_FORKING: Final[list[Connections[Any]]] = []


def _before() -> None:
    _FORKING[:] = _EVERY
    for connections in _FORKING:
        connections.before_fork()


def _after(step: Callable[[Connections[Any]], None]) -> None:
    while _FORKING:
        step(_FORKING.pop())


if hasattr(os, "register_at_fork"):  # pragma: no branch  # Windows does not fork
    os.register_at_fork(
        before=_before,
        after_in_parent=lambda: _after(Connections.after_fork),
        after_in_child=lambda: _after(Connections.after_fork_in_child),
    )
