"""
The connections of a store: threads borrow them, and inside a batch a thread works with the batch's own.

A connection belongs to the process that made it. Whoever forks goes on in the child with connections of
its own; those that it inherited are kept, for closing them would disturb the parent.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, Final, Generic, Protocol, TypeVar

from attrs import define

from kz_social_registry.messages import Code
from kz_social_registry.storage.codes import refusal


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


@define
class Batch(Generic[Connection]):
    """
    The connection of a thread's batch, and what is to be done when it ends.
    """

    connection: Connection
    process: int
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
        self._process = os.getpid()
        self._inherited: list[Connection] = []
        self._thread: Any = local()

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
        batch = self._thread.batch = Batch(connection, os.getpid())
        try:
            yield batch
        finally:
            batch.is_open = False  # even if another thread leaves it than the one that entered it

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """
        Lend a connection, or the one of this thread's batch.

        Raises:
            StoreError: the engine has taken back the batch, or it is the parent process's.
        """
        if batch := self.batch:
            if batch.process != os.getpid() or not self._is_writing(batch.connection):
                raise refusal(Code.STORE_FAILED)
            yield batch.connection
            return
        connection = self._taken()
        try:
            yield connection
        finally:
            if self._is_idle(connection):
                self._idle.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        self._leave_parent()
        while self._idle:
            self._idle.pop().close()

    def _taken(self) -> Connection:
        self._leave_parent()
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _leave_parent(self) -> None:
        if self._process != os.getpid():
            self._process = os.getpid()
            self._inherited += self._idle
            self._idle = deque()
