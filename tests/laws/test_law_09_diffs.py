"""
Law 9: a diff turns one publication into the next, metadata included.

`apply(diff(a, b), a) == b`; a retraction has no data but the id.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Conflict
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.acts import Act, GiveConsent
from kz_social_registry.domain.publication import Publication
from kz_social_registry.registry.answers.public_diff import Diff, apply_diff, diff
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import histories
from support.histories import record_life
from support.samples import ENTRY_ID, INCLUDED, LATER, an_issue, still_clock


@given(
    st.lists(histories(longest=6), min_size=1, max_size=3),
    st.tuples(*[st.dates(date(2024, 1, 1), date(2031, 1, 1))] * 4),
    st.sampled_from(View),
)
def test_a_diff_turns_one_publication_into_another(
    lives: list[list[Act]], days: tuple[date, date, date, date], view: View
) -> None:
    """
    The diff of any two publications, also when read from plain data, turns one into the other.
    """
    registry = Registry(MemoryStore(), still_clock())
    for life in lives:
        record_life(registry, life)
    a = registry.public(on=days[0], published_on=days[1], view=view)
    b = registry.public(on=days[2], published_on=days[3], view=view)
    difference = from_plain(Diff, to_plain(registry.public_diff(a, on=days[2], published_on=days[3])))
    assert apply_diff(difference, a) == b


def public(*columns: int) -> Registry:
    """
    Return a register of one provider that consented to the columns, or else to all.
    """
    registry = Registry(MemoryStore(), still_clock())
    consent = GiveConsent(on=INCLUDED, columns=columns or None)  # type: ignore[arg-type]  # numbers
    record_life(registry, [an_issue(), consent])
    return registry


def test_a_diff_has_only_new_values() -> None:
    """
    The diff has the changed cells of a changed row, and nothing of the other cells.
    """
    registry = public()
    earlier = registry.public(on=INCLUDED)
    registry.amend(ENTRY_ID, on=LATER, capacity=77)
    difference = registry.public_diff(earlier, on=LATER)
    assert apply_diff(difference, earlier) == registry.public(on=LATER)
    assert [row.cells for row in difference.changed] == [{Column.CAPACITY: 77}]
    assert (difference.included, difference.left, difference.retracted) == ((), (), ())


@pytest.mark.parametrize("columns", [(), (2, 3)])
def test_only_a_consent_to_column_17_makes_an_exclusion_public(columns: tuple[int, ...]) -> None:
    """
    With consent to column 17 an excluded entry has left; without, it is retracted.
    """
    registry = public(*columns)
    earlier = registry.public(on=INCLUDED)
    registry.exclude(ENTRY_ID, on=LATER, basis="таратылды")
    difference = registry.public_diff(earlier, on=LATER)
    ids = (ENTRY_ID,)
    assert apply_diff(difference, earlier) == registry.public(on=LATER)
    assert (difference.left, difference.retracted) == (((), ids) if columns else (ids, ()))


def test_a_diff_applies_only_to_its_own_base() -> None:
    """
    A diff refuses a publication other than the one that it was made from.
    """
    one = Publication(on=INCLUDED, published_on=INCLUDED)
    other = Publication(on=LATER, published_on=LATER)
    with pytest.raises(Conflict):
        apply_diff(diff(one, other), other)
