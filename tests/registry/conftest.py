"""
Fixtures: an empty register over each kind of store, and its clock.
"""

import pytest

from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from support.registers import Clock


@pytest.fixture
def clock() -> Clock:
    """
    Return a clock that the test sets.
    """
    return Clock()


@pytest.fixture
def registry(store: Store, clock: Clock) -> Registry:
    """
    Return an empty register over each kind of store.
    """
    return Registry(store, clock)
