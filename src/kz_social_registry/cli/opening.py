"""
How the commands open a register.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

from kz_social_registry.errors import StoreError
from kz_social_registry.protocols import Store
from kz_social_registry.registry import Registry
from kz_social_registry.storage.codes import StoreCode
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.opening import is_server, open_store
from kz_social_registry.storage.sqlite_file import remove_unused


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
    A register that is not there yet: it answers like an empty one, and is made when it is written to.

    So a command that could record nothing leaves no empty register behind, of which later questions
    would be asked.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._store: Store = MemoryStore()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever a store has
        if name in {"batch", "commit"} and isinstance(self._store, MemoryStore):
            self._store = open_store(self._address)
        return getattr(self._store, name)

    def close(self) -> None:
        """
        Let go of it, and of its file if nothing is in it.
        """
        self._store.close()
        if not is_server(self._address):
            remove_unused(Path(self._address))
