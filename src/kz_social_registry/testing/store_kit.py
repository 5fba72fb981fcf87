"""
The kit that proves a store: every promise of `protocols.Store` by name, as functions of plain asserts.

`check_store` keeps them all. A test runner that wants to name each one reads `PROMISES`, and
`DURABLE` for what a store on disk promises besides: to several processes, and after crashes.
"""

from collections.abc import Callable
from typing import Final

from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises import batches, commits, lending, processes, questions, threads
from kz_social_registry.testing.promises.processes import Opener

Promise = Callable[[Store], None]
DurablePromise = Callable[[Opener], None]

#: What every store promises; each takes a new, empty store.
PROMISES: Final[tuple[Promise, ...]] = (
    *commits.PROMISES,
    *batches.PROMISES,
    *lending.PROMISES,
    *questions.PROMISES,
    *threads.PROMISES,
)
#: What a store on disk promises besides; each takes what opens a new register, again and again.
DURABLE: Final[tuple[DurablePromise, ...]] = processes.PROMISES


def check_store(
    make_store: Callable[[], Store], *, make_opener: Callable[[], Opener] | None = None
) -> None:
    """
    Check that a store keeps every promise of the protocol.

    `make_store` returns a new, empty store each time. A store on disk gives `make_opener` as well: it
    returns what opens one and the same register each time it is called, in other processes too, such
    as `functools.partial(SQLiteStore, path)`; each time another register.

    Raises:
        AssertionError: with the promise that is broken, with what the store lacks, or if it is not new.
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
    assert not lacking, f"the store lacks what protocols.Store asks for: {lacking}"
    assert store.changes() == (), "make_store must return a new, empty store each time"


def _keep(promise: Callable[..., None], subject: object) -> None:
    try:
        promise(subject)
    except Exception as error:
        fact = " ".join((promise.__doc__ or "").split())
        broken = f"{promise.__name__}: {fact}"
        raise AssertionError(broken) from error
