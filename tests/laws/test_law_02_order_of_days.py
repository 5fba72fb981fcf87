"""
Law 2: the days of an entry keep their order.

The licence is issued before the inclusion or on its day, and every later act follows the inclusion.
A reissue falls within the term. Only an exclusion, an amendment or a consent follows a termination.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.vocabulary import ActKind, Status
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.testing.strategies import acts, entries, histories


@given(histories())
def test_the_days_of_every_entry_are_in_order(life: list[Act]) -> None:
    """
    After each act of a life the entry's days are in order.
    """
    entry = None
    for act in life:
        entry = apply(entry, act)
        last = entry.licence.valid_until or date.max
        assert entry.licence.issued_on <= entry.included_on <= last
        assert entry.licence.issued_on <= (entry.reissued_on or entry.included_on) <= last
        ends = [day for day in (entry.terminated_on, entry.excluded_on) if day]
        assert [entry.included_on, *ends] == sorted([entry.included_on, *ends])


@given(entries(), st.data())
def test_no_act_precedes_the_inclusion(entry: RegistryEntry, data: st.DataObject) -> None:
    """
    An act that would take effect before the inclusion is refused.
    """
    early = entry.included_on - timedelta(days=500)
    act = data.draw(acts(entry, since=early).filter(lambda act: act.on < entry.included_on))
    with pytest.raises(UnlawfulAct):
        apply(entry, act)


@given(histories())
def test_a_termination_is_followed_by_few_acts(life: list[Act]) -> None:
    """
    No reissue, contract, suspension or resumption follows, and no act revives the licence.
    """
    statuses, entry = [], None
    for act in life:
        entry = apply(entry, act)
        statuses.append(entry.status)
    kinds = [act.kind for act in life]
    ended = kinds.index(ActKind.TERMINATE) if ActKind.TERMINATE in kinds else len(kinds)
    assert set(statuses[ended:]) <= {Status.TERMINATED, Status.EXCLUDED}
    assert set(kinds[ended + 1 :]) <= {
        ActKind.EXCLUDE, ActKind.AMEND, ActKind.END_CONTRACT, ActKind.GIVE_CONSENT,
        ActKind.WITHDRAW_CONSENT,
    }  # fmt: skip
