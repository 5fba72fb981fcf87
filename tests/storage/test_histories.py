"""
Random lives in every store equal a fold that does not use the library's lifecycle.

`KZ_REGISTRY_HISTORIES` is the number of lives; the usual run takes few.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import count, product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.strategies import histories
from support.plain_fold import plain_fold, shown
from support.registers import Clock
from support.stores import MakeDatabase

_LIVES = int(os.environ.get("KZ_REGISTRY_HISTORIES", "20"))
_numbers = count()


@pytest.fixture
def clock() -> Clock:
    """
    Return the clock of all registries.
    """
    return Clock()


@pytest.fixture
def registries(make_database: MakeDatabase, tmp_path: Any, clock: Clock) -> Iterator[list[Registry]]:
    """
    Yield a registry over every store.
    """
    with ExitStack() as stack:
        stores: list[Any] = [
            MemoryStore(),
            stack.enter_context(SQLiteStore(tmp_path / "register.db")),
            stack.enter_context(PostgresStore(make_database())),
        ]
        yield [Registry(store, clock) for store in stores]


@settings(max_examples=_LIVES)
@given(histories(), st.data())
def test_every_store_answers_as_the_fold(
    clock: Clock, registries: list[Registry], life: list[Any], data: st.DataObject
) -> None:
    """
    The entry on the days around each act is that of the fold, as known at each of three moments.

    A life is recorded in two parts, and then its last act is annulled.
    """
    entry_id, first = life[0].entry_id, data.draw(st.integers(1, len(life)), "acts of the first part")
    steps: list[tuple[list[Any], Callable[[Registry], object]]] = [
        (life[:first], lambda registry: registry.record(entry_id, *life[:first])),
        (life, lambda registry: registry.record(entry_id, *life[first:])),
        (life[:-1], lambda registry: _annul_last(registry, entry_id)),
    ]
    known: list[tuple[datetime | None, list[Any]]] = []
    for acts, step in (steps[0], *steps[1 + (first == len(life)) :]):
        clock.turn(hours=1)
        verdicts = {_succeeds(step, registry) for registry in registries}
        assert len(verdicts) == 1
        if verdicts == {False}:  # another entry holds its number on some day
            break
        known.append((clock.now, acts))
    days = {act.on + timedelta(days=shift) for act in life for shift in (-1, 0, 1)}
    for moment, acts in (*known, *((None, acts) for _, acts in known[-1:])):
        for registry, day in product(registries, days):
            expected = plain_fold(acts, day)
            assert shown(registry.get(entry_id, on=day, known=moment)) == expected
            if expected and expected["status"] != "excluded":
                entry = registry.by_identifier(expected["identifier"], on=day, known=moment)
                assert shown(entry) == expected
    if next(_numbers) % 100 == 0:
        assert all(registry.verify() for registry in registries)


def _annul_last(registry: Registry, entry_id: UUID) -> None:
    # An earlier life of the same id, of which nothing stands, has numbers of its own.
    registry.annul(entry_id, len(registry.history(entry_id)), reason="қате")


def _succeeds(step: Callable[[Registry], object], registry: Registry) -> bool:
    try:
        step(registry)
    except RegistryError:
        return False
    return True
