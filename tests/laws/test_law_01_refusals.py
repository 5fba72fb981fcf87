"""
Law 1: an unlawful act raises an error and changes nothing.
"""

from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import RegistryError, UnlawfulAct
from kz_social_registry.base.vocabulary import Status, TerminationGround
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import acts, entries, histories
from support.histories import record_life

#: The acts that the lifecycle knows in each status, copied from the Order and not from the code.
LAWFUL: Final = {
    Status.ACTIVE: {
        "reissue", "sign_contract", "end_contract", "amend", "suspend", "terminate", "exclude",
        "give_consent", "withdraw_consent",
    },
    Status.SUSPENDED: {
        "resume", "reissue", "end_contract", "amend", "terminate", "exclude",
        "give_consent", "withdraw_consent",
    },
    Status.TERMINATED: {"end_contract", "exclude", "give_consent", "withdraw_consent"},
    Status.EXCLUDED: {"withdraw_consent"},
}  # fmt: skip


def known(entry: RegistryEntry) -> set[str]:
    """
    Return the acts that the lifecycle knows for an entry.
    """
    expired = entry.termination_ground is TerminationGround.EXPIRED
    amendable = entry.status is Status.TERMINATED and expired
    return LAWFUL[entry.status] | ({"amend"} if amendable else set())


@given(st.data(), entries(), entries())
def test_an_act_that_the_lifecycle_does_not_know_is_refused(
    data: st.DataObject, entry: RegistryEntry, other: RegistryEntry
) -> None:
    """
    An act outside the lifecycle's table raises `UnlawfulAct`, whatever its day and content.
    """
    act = data.draw(acts(other))
    if act.kind not in known(entry):
        with pytest.raises(UnlawfulAct):
            apply(entry, act)


@given(st.data(), entries())
def test_no_act_changes_the_entry_to_which_it_is_applied(
    data: st.DataObject, entry: RegistryEntry
) -> None:
    """
    The earlier entry has the same values before and after each act, lawful or not.
    """
    act = data.draw(acts(entry))
    before = hash(entry)
    with suppress(UnlawfulAct):
        apply(entry, act)
    assert hash(entry) == before


@given(histories(longest=4), st.data())
def test_a_refused_act_leaves_the_register_as_it_was(life: list[Act], data: st.DataObject) -> None:
    """
    A register records an act as one fact, or raises and keeps every fact and segment.
    """
    store = MemoryStore()
    registry = Registry(store)
    entry_id = record_life(registry, life)
    assert entry_id
    act = data.draw(acts(registry.get(entry_id), since=life[0].on).filter(_is_later))
    before, count = list(store.histories()), len(life)
    try:
        registry.record(entry_id, act)
    except RegistryError:
        assert list(store.histories()) == before
    else:
        assert len(registry.history(entry_id)) == count + 1


def _is_later(act: Act) -> bool:
    return not isinstance(act, Issue)
