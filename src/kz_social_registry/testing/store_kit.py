"""
The store kit: each promise of `ports.Store` is a function of plain asserts.

`check_store` checks them all. A test runner that reports each promise by name reads `PROMISES`.
`DURABLE` holds the further promises of a store on disk: to several processes, and after crashes.
"""

from collections.abc import Callable, Iterable, Iterator
from inspect import isfunction
from threading import Thread
from types import ModuleType
from typing import Any, Final

from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises import batches, commits, processes, questions, threads
from kz_social_registry.testing.promises.looking import Searching
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
PROMISES: Final[tuple[Promise, ...]] = tuple(_promises(commits, batches, questions, threads))
#: The further promises of a store on disk; each function takes a function that opens one new register.
DURABLE: Final[tuple[DurablePromise, ...]] = tuple(_promises(processes))


#: Abilities that a store may lack, each with what that costs.
LACKS: Final = {
    "search": "Registry.search, found and facets do not work",
    "threads": "one thread uses the register, and a promise that waits for ever is not noticed",
    "processes": "one process uses the register, and nothing is known of it after a crash",
}


def check_store(
    make_store: Callable[[], Store],
    *,
    make_opener: Callable[[], Opener] | None = None,
    limit: float = 120.0,
    lacks: Iterable[str] = (),
) -> tuple[str, ...]:
    """
    Check that a store keeps every promise of the protocol.

    `make_store` returns a new, empty store each time. For a store on disk, `make_opener` returns an
    opener of another new register each time, such as `functools.partial(SQLiteStore, path)`. An
    opener opens the same register at each call, and can be pickled for other processes. Each promise
    runs in a thread of its own, and has at most `limit` seconds.

    `lacks` names the abilities in `LACKS` that the store does not have. Promises that need them are not
    checked. The result says what each lack costs; a store without an opener lacks `processes`.

    Raises:
        AssertionError: A promise is broken or takes too long, a method is missing, or the store is not
            new.
        KeyError: `LACKS` has no such ability.
    """
    lacking = {**dict.fromkeys(lacks), **({} if make_opener else {"processes": None})}
    costs = tuple(f"{ability}: {LACKS[ability]}" for ability in lacking)
    alone = "threads" in lacking
    for promise in PROMISES:
        if alone and promise.__module__ == threads.__name__:
            continue
        store: Any = Searching(make_store()) if "search" in lacking else make_store()
        _check_new(store)
        _keep(promise, store, None if alone else limit)
        store.close()
    if make_opener and "processes" not in lacking:
        for durable in DURABLE:
            _keep(durable, make_opener(), limit)
    return costs


def _check_new(store: Store) -> None:
    asked = (name for name in vars(Store) if not name.startswith("_"))
    lacking = ", ".join(name for name in asked if not hasattr(store, name))
    assert not lacking, f"the store lacks what ports.Store asks for: {lacking}"
    assert store.changes() == (), "make_store must return a new, empty store each time"


def _keep(promise: Callable[..., None], subject: object, limit: float | None) -> None:
    """
    Check a promise; a store that waits for ever is left alone in its thread.

    Without a limit the promise is checked in this thread.
    """
    errors: list[BaseException] = []

    def check() -> None:
        try:
            promise(subject)
        except BaseException as error:  # noqa: BLE001  # raised below, with the name of the promise
            errors.append(error)

    thread = Thread(target=check, daemon=True)
    if limit is None:
        check()
    else:
        thread.start()
        thread.join(limit)
    if thread.is_alive() or errors:
        fact = " ".join((promise.__doc__ or "").split())
        late = "" if errors else f" (not done after {limit:g} seconds)"
        broken = f"{promise.__name__}: {fact}{late}"
        raise AssertionError(broken) from next(iter(errors), None)
