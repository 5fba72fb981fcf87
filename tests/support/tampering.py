"""
Tampering: a store whose histories were changed, and the flaws that `verify` finds in it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from kz_social_registry.registry.answers.audit import FlawKind, verify
from kz_social_registry.registry.ports import History, Store
from kz_social_registry.registry.records import Record


class Tampered:
    """
    A store with changed histories; all other questions go to the store itself.
    """

    def __init__(self, store: Store, change: Callable[[History], History]) -> None:
        self._store = store
        self._change = change

    def histories(self) -> Iterator[History]:
        """
        Yield the changed histories.
        """
        yield from map(self._change, self._store.histories())

    def __getattr__(self, question: str) -> Any:
        """
        Ask the store itself.
        """
        return getattr(self._store, question)


def found(store: Store, change: Callable[[tuple[Record, ...]], tuple[Record, ...]]) -> set[FlawKind]:
    """
    Return the kinds of flaws that `verify` finds after a change of every entry's records.
    """
    tampered = Tampered(store, lambda history: evolve(history, records=change(history.records)))
    return {flaw.finding for flaw in verify(tampered).flaws}  # type: ignore[arg-type]  # enough of a store
