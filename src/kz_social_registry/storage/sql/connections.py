"""
The connection of a thread's batch, and how connections and processes go together.

A connection belongs to the process that made it. A child that was forked may inherit a block that its
parent entered: it neither uses the connection nor ends the transaction.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, Final, Generic, TypeVar

from attrs import Factory, define

Connection = TypeVar("Connection")

_LONGEST_WAIT: Final = 86_400.0
_SHORTEST_WAIT: Final = 0.001


def bounded(wait: float) -> float:
    """
    Return the seconds to wait for another writer, within the bounds of every engine.
    """
    return min(max(_SHORTEST_WAIT, wait), _LONGEST_WAIT)


def in_this_process(end: Callable[[], object]) -> Callable[[], None]:
    """
    Return a function that ends something; in a child of the present process it does nothing.
    """
    process = os.getpid()

    def end_here() -> None:
        if process == os.getpid():
            end()

    return end_here


@define
class Batch(Generic[Connection]):
    """
    The connection of a thread's batch, and what to do when it ends.
    """

    connection: Connection
    process: int = Factory(os.getpid)
    is_open: bool = True
    #: Whether something was erased inside.
    erased: bool = False


class Batches(Generic[Connection]):
    """
    The batch of each thread.
    """

    def __init__(self) -> None:
        self._thread: Any = local()

    @property
    def current(self) -> Batch[Connection] | None:
        """
        The batch that this thread is in.
        """
        batch: Batch[Connection] | None = getattr(self._thread, "batch", None)
        return batch if batch and batch.is_open else None

    @contextmanager
    def begin(self, connection: Connection) -> Iterator[Batch[Connection]]:
        """
        Make a connection in a transaction the one of this thread's batch.
        """
        batch = Batch(connection)
        try:
            self._thread.batch = batch
            yield batch
        finally:
            batch.is_open = False  # even if another thread leaves it than the one that entered it
