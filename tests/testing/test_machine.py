"""
`LifecycleMachine` passes a right lifecycle, and names the law that a wrong one breaks.
"""

from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kz_social_registry.domain import lifecycle
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.testing import LawBroken, LifecycleMachine
from kz_social_registry.testing.lifecycles.subjects import Apply


class _Right(LifecycleMachine):
    def make_lifecycle(self) -> Apply:
        return lifecycle.apply


class _Wrong(LifecycleMachine):
    """
    Its lifecycle accepts an act that is refused, and changes nothing.
    """

    def make_lifecycle(self) -> Apply:
        return _indulgent


def _indulgent(entry: RegistryEntry | None, act: Any) -> RegistryEntry:
    try:
        return lifecycle.apply(entry, act)
    except lifecycle.UnlawfulAct:
        if entry is None:
            raise
        return entry


def test_a_right_lifecycle_passes() -> None:
    """
    Every act has the lawful outcome.
    """
    run_state_machine_as_test(_Right, settings=settings(max_examples=5, stateful_step_count=10))  # type: ignore[no-untyped-call]  # of Hypothesis


def test_a_wrong_lifecycle_is_caught() -> None:
    """
    The error has the history as notices; the last of them is the unlawful act.
    """
    quick = settings(max_examples=20, stateful_step_count=5, database=None, phases=[Phase.generate])
    with pytest.raises(LawBroken) as broken:
        run_state_machine_as_test(_Wrong, settings=quick)  # type: ignore[no-untyped-call]  # likewise
    assert (broken.value.got, len(broken.value.notices)) == ({"accepted": True}, 2)


def test_a_machine_needs_a_lifecycle() -> None:
    """
    A subclass says which lifecycle it checks.
    """
    with pytest.raises(NotImplementedError):
        LifecycleMachine()
