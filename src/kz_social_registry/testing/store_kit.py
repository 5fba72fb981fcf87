"""
The store kit: each promise of `ports.Store` is a function of plain asserts.

`check_store` checks them all. A test runner that reports each promise by name reads `PROMISES`.
`DURABLE` holds the further promises of a store on disk: to several processes, and after crashes.
"""

from collections.abc import Callable, Iterator
from inspect import isfunction
from types import ModuleType
from typing import Any, Final

from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises import batches, blocks, commits, processes, questions, threads
from kz_social_registry.testing.promises.processes import Opener

Promise = Callable[[Store], None]
DurablePromise = Callable[[Opener], None]


def _promises(*modules: ModuleType) -> Iterator[Any]:
    """
    Yield the public functions of the modules: each of them is a promise.
    """
    for module in modules:
        for name, value in vars(module).items():
            if isfunction(value) and value.__module__ == module.__name__ and name[0] != "_":
                yield value


#: The promises of every store; each function takes a new, empty store.
PROMISES: Final[tuple[Promise, ...]] = tuple(_promises(commits, batches, blocks, questions, threads))
#: The further promises of a store on disk; each function takes a function that opens one new register.
DURABLE: Final[tuple[DurablePromise, ...]] = tuple(_promises(processes))


def check_store(
    make_store: Callable[[], Store], *, make_opener: Callable[[], Opener] | None = None
) -> None:
    """
    Check that a store keeps every promise of the protocol.

    `make_store` returns a new, empty store each time. For a store on disk, `make_opener` returns an
    opener of another new register each time, such as `functools.partial(SQLiteStore, path)`. An
    opener opens the same register at each call, and can be pickled for other processes.

    Raises:
        AssertionError: A promise is broken, a method is missing, or the store is not new.
    """
    for promise in PROMISES:
        store = make_store()
        _check_new(store)
        try:
            _keep(promise, store)
        finally:
            store.close()
    if make_opener:
        for durable in DURABLE:
            _keep(durable, make_opener())


def _check_new(store: Store) -> None:
    asked = (name for name in vars(Store) if not name.startswith("_"))
    lacking = ", ".join(name for name in asked if not hasattr(store, name))
    assert not lacking, f"the store lacks what ports.Store asks for: {lacking}"
    assert store.changes() == (), "make_store must return a new, empty store each time"


def _keep(promise: Callable[..., None], subject: object) -> None:
    try:
        promise(subject)
    except Exception as error:
        fact = " ".join((promise.__doc__ or "").split())
        broken = f"{promise.__name__}: {fact}"
        raise AssertionError(broken) from error
