"""
Helpers of the promises: a refusal's code, and all answers of a store.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Conflict, UnlawfulAct
from kz_social_registry.base.vocabulary import Status, View
from kz_social_registry.domain.search import Criteria
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.storage.memory import FullScan

#: A day on which everything that the kit records has happened.
LATER: Final = date(2026, 6, 1)
#: Finds what is excluded as well.
ALL: Final = Criteria(statuses=tuple(Status))


class RolledBackError(Exception):
    """
    Ends a batch that must leave nothing.
    """


def refusal(store: Store, *commits: Commit) -> Word | None:
    """
    Commit, and return the code of the refusal; None if there was none.
    """
    try:
        store.commit(*commits)
    except (Conflict, UnlawfulAct) as error:
        return error.faults[0].code
    return None


def picture(store: Store, *entries: UUID) -> object:
    """
    Return all answers of a store, to compare before and after.
    """
    with store.snapshot(LATER, View.FULL) as snapshot:
        shown = snapshot.position, tuple(snapshot.entries)
    found = store.search(ALL, LATER, limit=1000, total=True)
    kept = [store.records(entry) for entry in entries]
    return shown, found, kept, store.changes(0, 1000), tuple(store.histories())


class Searching(FullScan):
    """
    A store with the search and the counts that it lacks.
    """

    def __init__(self, store: Any) -> None:  # noqa: ANN401  # a `Store` without a search
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a method of the store
        return getattr(self._store, name)
