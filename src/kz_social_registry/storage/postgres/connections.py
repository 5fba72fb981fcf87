"""
The pool of connections of a PostgreSQL store.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.ports import refusal
from kz_social_registry.storage.postgres.server import Connection, ConnectionPool, PoolTimeout, connect
from kz_social_registry.storage.sql.connections import in_this_process

#: Seconds to wait for a connection, however short the wait for a lock is.
_PATIENCE: Final = 5.0
#: Every so many seconds the pool closes one of the connections that nobody used meanwhile.
_IDLE: Final = 10.0


class _Connector(Connection):
    """
    Connects for the pool, which logs errors: those of the library hold no address.
    """

    @classmethod
    def connect(cls, conninfo: str, *, wait: float) -> Connection:  # type: ignore[override]  # for the pool
        return connect(conninfo, wait)


class Connections:
    """
    The pool of one store; a process that was forked makes another one.
    """

    def __init__(self, address: str, wait: float, most: int) -> None:
        self._address = address
        self._wait = wait
        self._most = most
        self._pools: dict[int, ConnectionPool[Connection]] = {}

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """
        Take a connection from the pool for a block.

        Raises:
            StoreError: the server gives none, with the cause; or all were in use for too long.
        """
        pool = self._pool()
        try:
            connection = pool.getconn()
        except PoolTimeout:
            connect(self._address, self._wait).close()  # raises the cause, if it is the server's
            raise refusal(Code.LOCKED) from None
        give_back = in_this_process(lambda: pool.putconn(connection))
        try:
            yield connection
        finally:
            give_back()

    def check(self) -> None:
        """
        Replace the connections that were lost while nobody used them.
        """
        self._pool().check()

    def close(self) -> None:
        """
        Close the connections that are not in use now, and the others when they are given back.
        """
        if pool := self._pools.pop(os.getpid(), None):
            pool.close()

    def _pool(self) -> ConnectionPool[Connection]:
        made = self._pools.get(os.getpid())
        if made is None:  # the pool of a parent process is neither used nor closed
            new: ConnectionPool[Connection] = ConnectionPool(
                self._address,
                connection_class=_Connector,
                kwargs={"wait": self._wait},
                min_size=0,
                max_size=self._most,
                timeout=max(self._wait, _PATIENCE),
                max_idle=_IDLE,
                num_workers=1,
                open=False,
            )
            made = self._pools.setdefault(os.getpid(), new)
            made.open()
        return made
