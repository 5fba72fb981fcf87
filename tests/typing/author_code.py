# pyright: reportUnnecessaryTypeIgnoreComment=true
"""
A program of a test author, for type checkers: a lifecycle, a store and strategies held to the laws.

A wrong call carries a comment that ignores its error.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry import (
    Publication,
    RegistryEntry,
    UnlawfulAct,
    acts,
    from_plain,
    lifecycle,
    to_plain,
)
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing import (
    DURABLE,
    LAWS,
    PROMISES,
    REGISTER_VECTORS,
    VECTORS,
    WRONG,
    LawBroken,
    Lifecycle,
    LifecycleMachine,
    Refused,
    RegisterService,
    check_lifecycle,
    check_store,
)
from kz_social_registry.testing import strategies as lawful


class Portal:
    """
    A lifecycle in plain dicts.
    """

    def __init__(self) -> None:
        self.row: dict[str, Any] | None = None

    def reset(self) -> None:
        """
        Forget everything.
        """
        self.row = None

    def do(self, act: dict[str, Any]) -> None:
        """
        Perform an act.
        """
        if self.row is None:
            raise Refused("not_allowed")
        self.row = {**self.row, "status": act["act"]}

    def state(self) -> dict[str, Any] | None:
        """
        Return the row.
        """
        return self.row


class Service:
    """
    A register as a service, which knows nobody.
    """

    def receive(self, notice: dict[str, Any], at: str) -> list[str]:
        """
        Refuse a notice.
        """
        return [at, str(notice["act"])]

    def standing(self, identifier: str, on: str, known: str) -> dict[str, Any]:
        """
        Know nobody.
        """
        return {"in_register": False, "in_force": False, "reasons": [identifier, on, known]}

    def columns(self, on: str, published_on: str) -> Iterable[Iterable[int]]:
        """
        Show the columns of no row.
        """
        return [[int(on[:4]), int(published_on[:4])]]


def renamed(entry: RegistryEntry | None, act: acts.Act) -> RegistryEntry:
    """
    Apply an act as the library does.
    """
    return lifecycle.apply(entry, act)


class PortalMachine(LifecycleMachine):
    """
    The portal under Hypothesis.
    """

    def make_lifecycle(self) -> Lifecycle:
        """
        Return a new portal.
        """
        return Portal()


def hold(folder: Path) -> list[str]:
    """
    Check everything in one go.
    """
    try:
        check_lifecycle(Portal(), lives=10, seconds=1.0, seed=None)
        check_lifecycle(renamed)
    except LawBroken as broken:
        notices: list[dict[str, Any]] = broken.notices
        return [broken.law, str(broken.clause), str(broken.day), *map(str, notices)]
    for law in LAWS:
        law(Portal(), lives=5)
    for vector in VECTORS:
        vector(lifecycle.apply)
    for scenario in REGISTER_VECTORS:
        scenario(MemoryStore)
        scenario(Service)
    service: RegisterService = Service()
    for promise in PROMISES:
        promise(MemoryStore())
    for durable in DURABLE:
        durable(partial(SQLiteStore, folder / "one.db"))
    service.columns("2025-05-12", "2025-05-12")
    costs: tuple[str, ...] = check_store(MemoryStore, limit=5.0, lacks=["processes"])
    return [*costs, *(f"{wrong.mistake}: {wrong.law}" for wrong in WRONG)]


@given(lawful.entries(), st.data())
def test_unlawful_acts(entry: RegistryEntry, data: st.DataObject) -> None:
    """
    An unlawful act is refused with its code.
    """
    act, code = data.draw(lawful.unlawful_acts(entry))
    with pytest.raises(UnlawfulAct) as caught:
        renamed(entry, act)
    assert code in {fault.code for fault in caught.value.faults}


@given(lawful.histories(longest=3), lawful.publications(), st.from_type(acts.Suspend))
def test_values(history: list[acts.Act], publication: Publication, act: acts.Suspend) -> None:
    """
    Drawn values have their types.
    """
    days: list[date] = [one.on for one in history]
    again = from_plain(Publication, to_plain(publication))
    assert (days, again, act.until) == (sorted(days), publication, act.until)


def mistakes() -> None:
    """
    Make calls that checkers refuse.
    """
    check_lifecycle(Portal)  # type: ignore[arg-type]  # a class, not a subject
    check_lifecycle(Portal(), live=3)  # type: ignore[call-arg]  # misspelt
    check_store(MemoryStore())  # type: ignore[arg-type]  # a store, not what makes one
