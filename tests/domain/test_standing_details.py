"""
Standing: the texts of a wrong question, an answer on another day, and the entry of an answer.
"""

from datetime import date
from typing import Any
from uuid import UUID

from attrs import evolve, fields

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import ReissueGround
from kz_social_registry.domain.acts import Exclude, Reissue, Suspend, Terminate
from kz_social_registry.domain.standing import (
    Reason,
    Standing,
    invalid,
    of_entry,
    of_provider,
    on_another_day,
)
from kz_social_registry.domain.timeline import segments
from kz_social_registry.domain.values.identifiers import Bin
from support.histories import facts_of
from support.samples import BIN, INCLUDED, LATER, OTHER_BIN, an_entry, an_issue

ISSUE = an_issue()
PASSED = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER_BIN))
NEXT_YEAR = date(2026, 9, 1)


def test_a_wrong_question_keeps_its_values_as_texts() -> None:
    """
    Plain data have only texts, so the answer has only texts.
    """
    number: Any = 94014
    day: Any = 5
    answer = invalid(number, day)
    assert (answer.identifier, answer.on, answer.reasons) == ("94014", "5", (Reason.INVALID,))
    assert isinstance(invalid(Bin(BIN), day).identifier, Bin)
    assert invalid(number, INCLUDED).on == INCLUDED


def test_the_fault_of_a_question_is_said_in_its_language() -> None:
    """
    It follows the reason, on the last line.
    """
    answer = invalid("94014", INCLUDED)
    said = {language: answer.describe(language).splitlines()[-1] for language in LANGUAGES}
    assert said == {language: answer.faults[0].describe(language) for language in LANGUAGES}


def test_an_answer_is_the_same_on_another_day() -> None:
    """
    All but the day is kept, also the faults of a wrong question.
    """
    entry = an_entry(Suspend(on=INCLUDED), Terminate(on=LATER, ground="delicensed"))
    for answer in (of_entry(entry.identifier, LATER, entry), invalid("94014", LATER)):
        moved = on_another_day(answer, NEXT_YEAR)
        names = [field.name for field in fields(Standing) if field.name != "on"]
        assert [getattr(moved, name) for name in names] == [getattr(answer, name) for name in names]
        assert moved.on == NEXT_YEAR


def test_reasons_are_listed_in_its_repr() -> None:
    """
    With commas between them.
    """
    entry = an_entry(Suspend(on=INCLUDED), Exclude(on=LATER, basis="өтініш"))
    answer = of_entry(entry.identifier, LATER, entry)
    assert repr(answer) == "<Standing 2025-09-01: excluded, suspended>"


def test_who_passed_a_licence_on_is_answered_with_the_entry() -> None:
    """
    The entry is that which has passed to another provider.
    """
    passed = segments(facts_of(ISSUE, PASSED))
    answer = of_provider(Bin(BIN), NEXT_YEAR, [passed])
    assert answer.reasons == (Reason.PASSED_ON,)
    assert (answer.entry, answer.entry_id) == (passed[-1].entry, ISSUE.entry_id)


def test_of_excluded_entries_that_which_was_excluded_last_counts() -> None:
    """
    An entry that passed to a provider may be older than one that the provider had before.
    """
    ended = Exclude(on=date(2026, 1, 1), basis="таратылды")
    own = evolve(ISSUE, entry_id=UUID(int=2), identifier=Bin(OTHER_BIN), on=date(2025, 5, 1))
    timelines = [
        segments(facts_of(ISSUE, PASSED, ended)),
        segments(facts_of(own, Exclude(on=date(2025, 6, 1), basis="өтініш"))),
    ]
    for order in (timelines, timelines[::-1]):
        assert of_provider(Bin(OTHER_BIN), NEXT_YEAR, order).entry_id == ISSUE.entry_id
