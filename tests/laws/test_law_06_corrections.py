"""
Law 6: after a correction, entries on every day equal those of a history without the error.

Answers for a moment before the correction do not change.

Law on Permits, art. 44.
"""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.timeline import Annul, at, segments
from kz_social_registry.testing.strategies import histories
from support.histories import days_of, facts_of


@given(histories(), st.data())
def test_annul_and_replace_equals_the_replacement_from_the_start(
    life: list[Act], data: st.DataObject
) -> None:
    """
    On every day the corrected entry equals the entry of the right history.
    """
    index = data.draw(st.integers(0, len(life) - 1))
    replacement = evolve(life[index], document="түзету")
    right = [*life[:index], replacement, *life[index + 1 :]]
    number = len(life) + 2
    corrected = facts_of(
        *life, Annul(of=index + 1, reason="қате"), replacement, places={number: index + 1}
    )
    assert segments(corrected) == segments(facts_of(*right))


@given(histories(), st.data())
def test_answers_as_known_before_the_correction_do_not_change(
    life: list[Act], data: st.DataObject
) -> None:
    """
    Whatever is annulled later, the earlier question keeps its answer.
    """
    facts = facts_of(*life)
    of = data.draw(st.integers(1, len(life)))
    later = [*facts, *facts_of(*life, Annul(of=of, reason="қате"))[-1:]]
    known = facts[-1].recorded_at
    before = [at(facts, on=day) for day in days_of(life)]
    assert [at(later, on=day, known=known) for day in days_of(life)] == before
