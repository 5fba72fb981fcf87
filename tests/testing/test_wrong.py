"""
The wrong lifecycles: the kit names every mistake with its law.
"""

import pytest

from kz_social_registry import Registry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.feed import receive
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import LAWS, WRONG, LawBroken, WrongLifecycle, check_lifecycle


def test_our_lifecycle_keeps_every_law() -> None:
    """
    `apply` passes the whole check.
    """
    check_lifecycle(apply)


def test_there_are_many_mistakes_of_every_law() -> None:
    """
    Each law has a mistake that breaks it.
    """
    assert len({wrong.__name__ for wrong in WRONG}) == len(WRONG) >= 30
    assert {wrong.law for wrong in WRONG} == {law.__name__ for law in LAWS}


@pytest.mark.parametrize("wrong", WRONG)
def test_every_mistake_is_named_with_its_law(wrong: WrongLifecycle) -> None:
    """
    The report names the law, and a few notices: a register refuses the last one if the law does.
    """
    with pytest.raises(LawBroken) as caught:
        check_lifecycle(wrong.apply)
    notices = caught.value.notices
    assert (caught.value.law, 1 <= len(notices) <= 5) == (wrong.law, True)
    rejects = receive(Registry(MemoryStore()), notices).rejects
    unlawful = "refused" in (caught.value.expected or {})
    strangers = "predecessors" in str(notices)  # an empty register knows no other entries
    assert strangers or [one.line for one in rejects] == [len(notices)] * unlawful
