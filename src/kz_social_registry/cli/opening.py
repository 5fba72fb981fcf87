"""
How the commands open a register.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any, cast

from kz_social_registry.base.errors import Conflict, Fault, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.storage import open_store
from kz_social_registry.storage.memory import MemoryStore


@contextmanager
def open_registry(address: str, *, new: bool = False, trial: bool = False) -> Iterator[Registry]:
    """
    Open the register at an address for a while.

    Only a command that records makes a `new` one, a slip in the path must not look like an answer;
    a `trial` of such a command makes none.
    """
    with closing(_store(address, new=new, trial=trial)) as store:
        yield Registry(store)


def _store(address: str, *, new: bool, trial: bool) -> Store:
    try:
        return open_store(address, new=False)
    except StoreError as error:
        if not new or error.faults[0].code is not StoreCode.NO_REGISTER:
            raise
    return MemoryStore() if trial else cast("Store", _NotYet(address))


class _NotYet:
    """
    A register that is not there yet: it answers like an empty one, and is made by the first commit.

    So a command that records nothing leaves no empty register behind, of which later questions would be
    asked. What was made is never removed: others may have it open, and record in it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._store: Store = MemoryStore()
        #: Batches that begin when the register is made, from the outermost on.
        self._waiting: list[ExitStack] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a store has
        return getattr(self._store, name)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Begin a batch of the store, as soon as there is one.
        """
        if isinstance(self._store, MemoryStore):  # others may have made it by now
            self._store = _store(self._address, new=True, trial=True)
        with ExitStack() as batch:
            if isinstance(self._store, MemoryStore):
                self._waiting.append(batch)
                batch.callback(self._waiting.pop)
            else:
                batch.enter_context(self._store.batch())
            yield

    def commit(self, *commits: Commit) -> None:
        """
        Make the register, if that was not done, and record in it.

        Raises:
            Conflict: others made it meanwhile, and recorded what was not seen here.
        """
        if isinstance(self._store, MemoryStore):
            self._store = open_store(self._address)
            for batch in self._waiting:
                batch.enter_context(self._store.batch())
            if self._store.changes(limit=1):
                raise Conflict(Fault(Code.STALE))
        self._store.commit(*commits)
