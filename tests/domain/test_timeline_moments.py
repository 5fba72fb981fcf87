"""
The timeline: the moment of knowledge, the day of an act to come, and the supplier of a consent.
"""

from datetime import date, timedelta

import pytest
from attrs import evolve

from kz_social_registry.base.vocabulary import ReissueGround
from kz_social_registry.domain.acts import GiveConsent, Reissue, Resume, Suspend
from kz_social_registry.domain.lifecycle import cause_of_status
from kz_social_registry.domain.timeline import Annul, Fact, allowed, at, consenting, segments
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY
from support.histories import RECORDED, facts_of
from support.samples import BIN, IIN, INCLUDED, LATER, OTHER_BIN, an_issue

ISSUE = an_issue()
PERSON = evolve(ISSUE, identifier=Iin(IIN))
SUSPENDED, RESUMED = Suspend(on=LATER), Resume(on=LATER)
ACTIVE = "reissue sign_contract amend suspend terminate exclude give_consent"
#: The corrected suspension stays before the resumption of its day.
CORRECTED = facts_of(ISSUE, SUSPENDED, RESUMED, Annul(of=2, reason="қате"), SUSPENDED, places={5: 2})


@pytest.mark.parametrize(
    ("facts", "on", "possible"),
    [
        (facts_of(ISSUE), INCLUDED - ONE_DAY, ""),
        (facts_of(ISSUE), LATER, ACTIVE),
        (facts_of(PERSON), LATER, ACTIVE),
        (facts_of(ISSUE, SUSPENDED), LATER, "reissue amend resume terminate exclude give_consent"),
        (CORRECTED, LATER, ACTIVE),
    ],
)
def test_a_possible_act_follows_the_others_of_its_day(
    facts: list[Fact], on: date, possible: str
) -> None:
    """
    An act could be recorded after the facts of its day, also after a correction among them.
    """
    assert [str(one.act.value) for one in allowed(facts, on) if one] == possible.split()


def test_a_fact_is_known_from_its_moment_on() -> None:
    """
    At the very moment of recording it is known; just before it is not.
    """
    facts = facts_of(ISSUE, SUSPENDED)
    second = RECORDED + timedelta(hours=2)
    before = second - timedelta(microseconds=1)
    found = [at(facts, on=LATER, known=moment) for moment in (before, second, None)]
    assert [entry and entry.status for entry in found] == ["active", "suspended", "suspended"]
    assert [len(segments(facts, known)) for known in (before, second, None)] == [1, 2, 2]


def test_a_consent_is_of_the_supplier_of_its_day() -> None:
    """
    Rules, para. 7: a consent belongs to the supplier who gave it, with the issue or later.
    """
    consent = GiveConsent(on=INCLUDED)
    to_another = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER_BIN))
    later = GiveConsent(on=LATER)
    with_issue = evolve(ISSUE, consent=consent)
    found = consenting(facts_of(with_issue, consent, to_another, later))
    assert found == {1: BIN, 2: BIN, 4: OTHER_BIN}
    assert consenting(facts_of(ISSUE, to_another)) == {}


def test_the_status_has_its_latest_cause() -> None:
    """
    The fact that changed the status last is named, with the status and its first day.
    """
    cause = cause_of_status([(1, ISSUE), (2, SUSPENDED), (3, GiveConsent(on=LATER + ONE_DAY))])
    assert cause
    assert (cause.fact, cause.fact_act, cause.fact_on) == (2, "suspend", LATER)
    assert (cause.status, cause.since) == ("suspended", LATER)
