"""
Law 5: the entry on a day, as known now, equals the fold of the acts until that day.

Two orders of recording that are both accepted give the same entries on every day.
"""

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain.acts import Act, Exclude, Terminate
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.timeline import at, in_effect, segments
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.strategies import histories
from support.histories import RECORDED, days_of, facts_of, folded


@given(histories())
def test_the_entry_on_a_day_equals_the_folded_prefix(life: list[Act]) -> None:
    """
    `at` returns the entry that the acts until the day make.
    """
    facts = facts_of(*life)
    expected = [folded(life, day) for day in days_of(life)]
    assert [at(facts, on=day) for day in days_of(life)] == expected


@given(histories())
def test_the_segment_of_a_day_holds_the_folded_prefix(life: list[Act]) -> None:
    """
    A day's segment holds the entry of that day; segments follow each other without a gap.
    """
    timeline = segments(facts_of(*life))
    held = [next((s.entry for s in timeline if s.covers(d)), None) for d in days_of(life)]
    assert held == [folded(life, day) for day in days_of(life)]
    assert all(one.until == two.starts for one, two in pairwise(timeline))


@given(histories(), st.randoms(use_true_random=False))
def test_two_accepted_orders_of_recording_give_the_same_entries(
    life: list[Act], random: Random
) -> None:
    """
    Acts of different days may be recorded in any order that is accepted, with one result.
    """
    distinct = [act for i, act in enumerate(life) if i == 0 or act.on != life[i - 1].on]
    issue, *rest = distinct
    random.shuffle(rest)
    try:
        one, other = segments(facts_of(*distinct)), segments(facts_of(issue, *rest))
    except UnlawfulAct:
        return  # without the acts of a shared day, a later act may not be lawful
    assert one == other


@given(histories(), st.data())
def test_an_expiry_may_be_recorded_late(life: list[Act], data: st.DataObject) -> None:
    """
    An end by expiry gives the same segments whether it is recorded in time or after later acts.
    """
    last = apply(None, life[0]).licence.valid_until
    assume(last is not None)
    assert last
    ended = last + ONE_DAY
    lived = [
        act
        for act in life
        if not isinstance(act, (Terminate, Exclude)) or (isinstance(act, Exclude) and act.on > ended)
    ]
    end = Terminate(on=ended, ground=TerminationGround.EXPIRED)
    place = data.draw(st.integers(1, len(lived)))
    early, late = [*lived[:place], end, *lived[place:]], [*lived, end]
    assert segments(facts_of(*early)) == segments(facts_of(*late))


@given(histories(), st.integers(0, 15))
def test_an_answer_as_known_leaves_out_later_facts(life: list[Act], count: int) -> None:
    """
    Only facts recorded by the moment count; the moment is inclusive.
    """
    facts = facts_of(*life)
    known = RECORDED + timedelta(hours=count)
    assert in_effect(facts, known) == in_effect(facts[:count])
