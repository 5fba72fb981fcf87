"""
The batch of each thread, and whose it is.

A batch belongs to the thread and the context (`contextvars`) that opened it. Every asyncio task has a
context of its own, and a thread started by `asyncio.to_thread` has a copy of its caller's. Neither may
use another's batch. A batch that the present context was copied with is in `_CARRIED`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from threading import local
from typing import Any, Final, Generic, TypeVar

from attrs import Factory, define, field

from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.registry.ports import refusal

Connection = TypeVar("Connection")


@define(eq=False)
class Batch(Generic[Connection]):
    """
    The connection of a thread's batch, and what to do when it ends.
    """

    connection: Connection
    #: The batches of its store.
    owner: "Batches[Connection]"
    process: int = Factory(os.getpid)
    is_open: bool = True
    #: Whether something was erased inside.
    erased: bool = False
    _token: Token[tuple["Batch[Any]", ...]] = field(init=False)

    def carry(self) -> None:
        """
        Put the batch into the present context, which becomes its own.
        """
        self._token = _CARRIED.set((*(one for one in _CARRIED.get() if one.is_open), self))

    def is_here(self) -> bool:
        """
        Return whether the present context is the batch's own, not a copy of it.
        """
        carried = _CARRIED.get()
        try:
            _CARRIED.reset(self._token)
        except ValueError:  # the token was made in another context
            return False
        self._token = _CARRIED.set(carried)
        return True


_CARRIED: Final[ContextVar[tuple[Batch[Any], ...]]] = ContextVar("kz_social_registry", default=())


class _Thread(local):
    """
    The batch of each thread. An attribute of the class is found sooner than a missing one.
    """

    batch: Batch[Any] | None = None


class Batches(Generic[Connection]):
    """
    The batches of one store.
    """

    def __init__(self) -> None:
        self._thread = _Thread()

    @property
    def current(self) -> Batch[Connection] | None:
        """
        The batch that this thread and context are in.

        Raises:
            StoreError: the batch of this thread, or of this context, is another task's (`other_task`).
        """
        batch: Batch[Connection] | None = self._thread.batch
        if batch and batch.is_open:
            if not batch.is_here():
                raise refusal(StoreCode.OTHER_TASK)
            return batch
        carried = _CARRIED.get()
        if carried and any(one.is_open and one.owner is self for one in carried):
            raise refusal(StoreCode.OTHER_TASK)
        return None

    @contextmanager
    def begin(self, connection: Connection) -> Iterator[Batch[Connection]]:
        """
        Make a connection in a transaction the one of this thread's batch.
        """
        batch = Batch(connection, self)
        try:
            self._thread.batch = batch
            batch.carry()
            yield batch
        finally:
            batch.is_open = False  # even if another thread leaves it than the one that entered it
