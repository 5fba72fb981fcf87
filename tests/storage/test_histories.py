"""
Random lives in every store equal a fold that does not use the library's lifecycle.

`KZ_REGISTRY_HISTORIES` is the number of lives; the usual run takes few.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.domain.acts import Act
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.strategies import histories
from support.plain_fold import plain_fold, shown
from support.samples import still_clock
from support.stores import MakeDatabase

_LIVES = int(os.environ.get("KZ_REGISTRY_HISTORIES", "20"))
_numbers = count()


@pytest.fixture
def registries(make_database: MakeDatabase, tmp_path: Any) -> Iterator[list[Registry]]:
    """
    Yield a registry over every store.
    """
    with ExitStack() as stack:
        stores: list[Any] = [
            MemoryStore(),
            stack.enter_context(SQLiteStore(tmp_path / "register.db")),
            stack.enter_context(PostgresStore(make_database())),
        ]
        yield [Registry(store, still_clock()) for store in stores]


@settings(max_examples=_LIVES)
@given(histories())
def test_every_store_answers_as_the_fold(registries: list[Registry], life: list[Act]) -> None:
    """
    The entry on the days around each act, by identifier and by id, is that of the fold.
    """
    entry_id = life[0].entry_id  # type: ignore[attr-defined]  # an issue
    verdicts = {_is_recorded(registry, life) for registry in registries}
    assert len(verdicts) == 1
    if verdicts == {False}:  # an earlier life holds its number on some day
        return
    for day in {act.on + timedelta(days=shift) for act in life for shift in (-1, 0, 1)}:
        expected = plain_fold(life, day)
        for registry in registries:
            entry = registry.get(entry_id, on=day)
            assert (entry and expected and shown(entry, day, expected)) == expected
    if next(_numbers) % 100 == 0:
        assert all(registry.verify() for registry in registries)


def _is_recorded(registry: Registry, life: list[Act]) -> bool:
    try:
        registry.record(life[0].entry_id, *life)  # type: ignore[attr-defined]  # an issue
    except RegistryError:
        return False
    return True
