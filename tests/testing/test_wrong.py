"""
The wrong lifecycles: the kit names every mistake with its law.
"""

import pytest

from kz_social_registry.domain.lifecycle import apply
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
    The report names the law of the mistake, and a history of a few notices.
    """
    with pytest.raises(LawBroken) as caught:
        check_lifecycle(wrong.apply)
    assert caught.value.law == wrong.law
    assert 1 <= len(caught.value.notices) <= 5
