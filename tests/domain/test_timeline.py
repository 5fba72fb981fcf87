"""
The timeline: acts that are refused because a later act would not stay lawful.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    EndContract,
    Exclude,
    GiveConsent,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.timeline import (
    Annul,
    Content,
    Erase,
    allowed,
    at,
    check_consents,
    segments,
)
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.testing.strategies import histories
from support.histories import days_of, facts_of
from support.samples import INCLUDED, LATER, an_issue

ISSUE = an_issue()
PASSING = Reissue(
    on=LATER - ONE_DAY, ground=ReissueGround.REORGANISED, new_identifier=Bin("950341000052")
)
NEXT = LATER + ONE_DAY
PAST = date(2028, 4, 21)
SUSPENDED, RESUMED = Suspend(on=LATER), Resume(on=NEXT)
SIGNED = SignContract(on=LATER, term=Term(years=1))
ENDED, AMENDED = EndContract(on=NEXT), Amend(on=LATER, capacity=2)
EXCLUDED = Exclude(on=LATER, basis="сот шешімі")
EARLY = Terminate(on=LATER, ground=TerminationGround.EXPIRED)
REVOKED = Terminate(on=LATER, ground=TerminationGround.REVOKED)
EXPIRED = Terminate(on=PAST, ground=TerminationGround.EXPIRED)
LATE = SignContract(on=PAST + ONE_DAY, term=Term(years=1))
RENAMED = Reissue(on=NEXT, ground=ReissueGround.NAME_OR_LOCATION, name="«Жаңа» ЖШС")
OTHER_ISSUE = evolve(ISSUE, identifier=PASSING.new_identifier)
STRUCK = Annul(of=2, reason="қате")


class TestWithdrawnTwice:
    """
    A consent whose earlier withdrawal is recorded later ends on the earlier day.

    That is the assumption "withdrawn twice".
    """

    GIVEN = (ISSUE, GiveConsent(on=INCLUDED), WithdrawConsent(on=INCLUDED + 9 * ONE_DAY))
    EARLIER = WithdrawConsent(on=INCLUDED + 4 * ONE_DAY)

    def last_day(self, *contents: Content) -> date | None:
        """
        Return the last day on which the consent counts.
        """
        ends = [segment for segment in segments(facts_of(*contents)) if segment.entry.consent]
        return ends[-1].until and ends[-1].until - ONE_DAY

    def test_a_later_withdrawal_for_an_earlier_day_counts(self) -> None:
        """
        The withdrawal recorded first has no effect any more, and begins no segment.
        """
        assert self.last_day(*self.GIVEN, self.EARLIER) == self.EARLIER.on - ONE_DAY
        assert len(segments(facts_of(*self.GIVEN, self.EARLIER))) == 2
        known_before = facts_of(*self.GIVEN, self.EARLIER)[-1].recorded_at - timedelta(hours=1)
        then = at(facts_of(*self.GIVEN, self.EARLIER), on=self.EARLIER.on, known=known_before)
        assert then is not None
        assert then.consent

    def test_annulled_it_leaves_the_other_in_its_place(self) -> None:
        """
        Either withdrawal can be annulled; the other one counts.
        """
        both = (*self.GIVEN, self.EARLIER)
        assert self.last_day(*both, Annul(of=4, reason="қате")) == INCLUDED + 8 * ONE_DAY
        assert self.last_day(*both, Annul(of=3, reason="қате")) == INCLUDED + 3 * ONE_DAY

    def test_a_consent_given_between_them_is_withdrawn_by_the_later(self) -> None:
        """
        Only a withdrawal without effect is left out.
        """
        again = GiveConsent(on=INCLUDED + 6 * ONE_DAY)
        assert self.last_day(*self.GIVEN, again, self.EARLIER) == INCLUDED + 8 * ONE_DAY
        assert self.last_day(*self.GIVEN, again, self.EARLIER, Annul(of=4, reason="қате")) == (
            INCLUDED + 3 * ONE_DAY
        )

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_the_order_of_telling_does_not_matter(self, order: tuple[int, int]) -> None:
        """
        If one withdrawal is annulled, the other counts; either can be corrected.
        """
        both = (self.GIVEN[2], self.EARLIER)
        recorded = (*self.GIVEN[:2], both[order[0]], both[order[1]])
        assert self.last_day(*recorded) == INCLUDED + 3 * ONE_DAY
        for number, act in ((3, both[order[1]]), (4, both[order[0]])):
            assert self.last_day(*recorded, Annul(of=number, reason="қате")) == act.on - ONE_DAY
        later = recorded.index(self.GIVEN[2]) + 1
        replacement = WithdrawConsent(on=INCLUDED + 8 * ONE_DAY)
        corrected = (*recorded, Annul(of=later, reason="қате"), replacement)
        assert segments(facts_of(*corrected, places={6: later}))

    def test_what_was_never_given_is_not_withdrawn(self) -> None:
        """
        A consent that does not exist cannot be withdrawn, once or twice.
        """
        for count in (1, 2):
            with pytest.raises(UnlawfulAct) as refused:
                segments(facts_of(ISSUE, *[WithdrawConsent(on=LATER)] * count))
            assert refused.value.faults[0].code is Code.NO_CONSENT


class TestRefusals:
    """
    An act that makes the timeline unlawful is refused, and nothing changes.
    """

    def test_a_late_act_that_makes_a_later_one_unlawful_is_refused_naming_it(self) -> None:
        """
        A back-dated termination would leave the amendment after it without ground.
        """
        late = Terminate(on=INCLUDED, ground=TerminationGround.REVOKED)
        with pytest.raises(UnlawfulAct) as caught:
            segments(facts_of(ISSUE, Amend(on=LATER, capacity=2), late))
        assert caught.value.faults[0].path == "facts[2].act"

    def test_an_act_before_the_inclusion_is_refused_for_its_day(self) -> None:
        """
        An act before inclusion is refused for its day, not for the entry's status.
        """
        early = Suspend(on=ISSUE.on - timedelta(days=1))
        with pytest.raises(UnlawfulAct) as caught:
            segments(facts_of(ISSUE, early))
        (fault,) = caught.value.faults
        assert (fault.code, fault.path, fault.allowed) == (
            Code.DAY_ORDER, "on", ("included_on", "on"),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("life", "code", "cause"),
        [
            ((ISSUE, SUSPENDED, SIGNED), "not_allowed", (2, "suspend", LATER, "suspended", LATER)),
            ((ISSUE, SUSPENDED, RESUMED, RESUMED), "not_allowed", (3, "resume", NEXT, "active", NEXT)),
            ((ISSUE, EXCLUDED, AMENDED), "not_allowed", (2, "exclude", LATER, "excluded", LATER)),
            ((ISSUE, EXPIRED, LATE), "not_allowed", (2, "terminate", PAST, "terminated", PAST)),
            ((ISSUE, LATE), "after_expiry", (1, "issue", INCLUDED, "active", INCLUDED)),
            ((ISSUE, EARLY), "expiry_day", (1, "issue", INCLUDED, "active", INCLUDED)),
            ((ISSUE, SIGNED, ENDED, ENDED), "no_contract",
             (3, "end_contract", NEXT, "active", INCLUDED)),
            ((ISSUE, ENDED), "no_contract", None),
            ((ISSUE, WithdrawConsent(on=LATER)), "no_consent", None),
            ((ISSUE, RENAMED, REVOKED), "not_allowed", (2, "reissue", NEXT, None, None)),
            ((ISSUE, Suspend(on=ISSUE.on - ONE_DAY)), "day_order", (1, "issue", INCLUDED, None, None)),
            ((ISSUE, evolve(RENAMED, ground="person_renamed")), "ground_for_others", None),
            # the amendment was recorded before the exclusion, and is in its way
            ((ISSUE, evolve(AMENDED, on=NEXT), EXCLUDED), "not_allowed",
             (2, "amend", NEXT, None, None)),
        ],
    )  # fmt: skip
    def test_the_fact_in_the_way_is_named(
        self, life: tuple[Any, ...], code: str, cause: tuple[Any, ...] | None
    ) -> None:
        """
        A refusal has the fact that forbids the act, with the status and its first day.
        """
        with pytest.raises(UnlawfulAct) as caught:
            segments(facts_of(*life))
        (fault,) = caught.value.faults
        found = fault.cause and (
            fault.cause.fact, fault.cause.fact_act, fault.cause.fact_on, fault.cause.status,
            fault.cause.since,
        )  # fmt: skip
        assert (fault.code, found) == (code, cause)

    def test_the_latest_fact_is_named_without_a_number(self) -> None:
        """
        The path of a fault in the latest fact has no number.
        """
        with pytest.raises(UnlawfulAct) as caught:
            segments(facts_of(ISSUE, WithdrawConsent(on=LATER)))
        assert caught.value.faults[0].path == "act"

    @pytest.mark.parametrize("of", [2, 3, 4, 9])
    def test_only_an_act_that_stands_is_annulled(self, of: int) -> None:
        """
        Annulled acts, annulments and unknown facts cannot be annulled.
        """
        life = (ISSUE, Suspend(on=LATER), Annul(of=2, reason="қате"))
        with pytest.raises(UnlawfulAct) as caught:
            segments(facts_of(*life, Annul(of=of, reason="тағы")))
        assert caught.value.faults[0].code is Code.NOT_ANNULLABLE

    def test_an_issue_is_annulled_only_when_nothing_else_stands(self) -> None:
        """
        The issue can be annulled only if no other act counts.
        """
        alone = segments(facts_of(ISSUE, Annul(of=1, reason="қате")))
        with pytest.raises(UnlawfulAct):
            segments(facts_of(ISSUE, Suspend(on=LATER), Annul(of=1, reason="қате")))
        assert alone == ()

    def test_an_act_that_makes_the_timeline_unlawful_can_be_annulled(self) -> None:
        """
        A timeline that is unlawful only because of one act is lawful after its annulment.

        No such act is recorded while the rules stay the same; this lets a register survive a new rule.
        """
        unlawful = facts_of(ISSUE, Resume(on=LATER), Suspend(on=LATER))
        with pytest.raises(UnlawfulAct):
            segments(unlawful)
        annulled = facts_of(ISSUE, Resume(on=LATER), Suspend(on=LATER), STRUCK)
        assert segments(annulled) == segments(facts_of(ISSUE, Suspend(on=LATER)))

    def test_order_within_a_day_is_that_of_places(self) -> None:
        """
        A replacement takes the place of the act that it replaces, also among acts of one day.
        """
        wrong, right = Amend(on=LATER, capacity=1), Amend(on=LATER, capacity=2)
        after = Amend(on=LATER, capacity=3)
        facts = facts_of(ISSUE, wrong, after, Annul(of=2, reason="қате"), right, places={5: 2})
        entry = at(facts, on=LATER)
        assert entry
        assert entry.capacity == 3

    @pytest.mark.parametrize(
        "contents",
        [
            (GiveConsent(on=LATER), PASSING),
            (PASSING, GiveConsent(on=LATER), STRUCK),
            (PASSING, GiveConsent(on=LATER), STRUCK, evolve(PASSING, on=LATER + ONE_DAY)),
            (GiveConsent(on=LATER), Annul(of=1, reason="қате"), OTHER_ISSUE),
        ],
        ids=["passed earlier", "never passed", "passed later", "issued to another"],
    )
    def test_a_consent_never_becomes_that_of_another_supplier(
        self, contents: tuple[Content, ...]
    ) -> None:
        """
        Para. 7: an act that would give a recorded consent to another supplier is refused.
        """
        facts = facts_of(ISSUE, *contents, places={5: 2})
        given = next(fact.number for fact in facts if isinstance(fact.content, GiveConsent))
        with pytest.raises(UnlawfulAct) as caught:
            check_consents(facts[:given], facts)
        (fault,) = caught.value.faults
        assert (fault.code, fault.path) == (Code.CONSENT_OF_ANOTHER, f"facts[{given}].act")

    @pytest.mark.parametrize(
        "contents",
        [
            (PASSING, GiveConsent(on=LATER), STRUCK, evolve(PASSING, name="«Шапағат» орталығы")),
            (GiveConsent(on=LATER), evolve(PASSING, on=LATER + ONE_DAY)),
            (GiveConsent(on=LATER), Annul(of=2, reason="қате"), PASSING, GiveConsent(on=LATER)),
            (GiveConsent(on=INCLUDED), WithdrawConsent(on=LATER + ONE_DAY), PASSING),
        ],
        ids=["named otherwise", "passed later", "given anew", "withdrawn before it was recorded"],
    )
    def test_a_consent_stays_that_of_its_supplier(self, contents: tuple[Content, ...]) -> None:
        """
        Acts that leave each consent with its supplier are recorded in any order.
        """
        facts = facts_of(ISSUE, *contents, places={5: 2})
        for fact in facts:
            if isinstance(fact.content, GiveConsent):
                check_consents(facts[: fact.number], facts)
        entry = at(facts, on=LATER + 2 * ONE_DAY)
        assert entry
        assert entry.identifier == PASSING.new_identifier

    def test_every_consent_of_another_is_named(self) -> None:
        """
        Every affected consent is reported.
        """
        facts = facts_of(ISSUE, GiveConsent(on=LATER), GiveConsent(on=LATER + ONE_DAY), PASSING)
        with pytest.raises(UnlawfulAct) as caught:
            check_consents(facts[:3], facts)
        assert [fault.path for fault in caught.value.faults] == ["facts[2].act", "facts[3].act"]

    def test_whose_consent_it_is_does_not_keep_facts_from_being_read(self) -> None:
        """
        The check is made when an act is recorded, not when facts are read.
        """
        facts = facts_of(ISSUE, GiveConsent(on=LATER), PASSING)
        assert segments(facts)[-1].entry.identifier == PASSING.new_identifier
        check_consents(facts, facts_of(ISSUE, GiveConsent(on=LATER), PASSING, Suspend(on=LATER)))

    def test_an_erasure_is_no_act(self) -> None:
        """
        An erasure changes no day.
        """
        facts = facts_of(ISSUE, Erase(basis="өтініш"))
        assert ([fact.on for fact in facts], len(segments(facts))) == ([INCLUDED, None], 1)


class TestAllowed:
    """
    `allowed` asks the lifecycle itself.
    """

    @given(histories(longest=5), st.data())
    def test_what_is_impossible_has_a_coded_reason_and_what_is_possible_none(
        self, life: list[Act], data: st.DataObject
    ) -> None:
        """
        On any day each kind of act has an answer; before inclusion none is possible.
        """
        facts = facts_of(*life)
        day = data.draw(st.sampled_from(days_of(life)))
        found = allowed(facts, day)
        assert [p.act for p in found] == [kind for kind in ActKind if kind is not ActKind.ISSUE]
        assert all(bool(p) or all(fault.code for fault in p.faults) for p in found)
        assert day >= life[0].on or not any(found)

    @pytest.mark.parametrize(
        ("ground", "on", "amended"),
        [("expired", date(2028, 4, 21), True), ("revoked", LATER, False)],
    )
    def test_the_ground_of_an_end_decides_what_may_change_after_it(
        self, ground: TerminationGround, on: date, *, amended: bool
    ) -> None:
        """
        Without a step in the table, no clause allows the act.
        """
        facts = facts_of(ISSUE, Terminate(on=on, ground=ground))
        amend = next(p for p in allowed(facts, date(2028, 5, 1)) if p.act is ActKind.AMEND)
        assert (bool(amend), amend.clause is not None) == (amended, amended)

    def test_each_possible_act_cites_the_clause_of_its_step(self) -> None:
        """
        An excluded entry allows only a withdrawal, by the clause of the table.
        """
        facts = facts_of(ISSUE, Exclude(on=LATER, basis="таратылды"))
        clauses = {p.act: p.clause for p in allowed(facts, LATER) if p.clause}
        assert list(clauses) == [ActKind.WITHDRAW_CONSENT]

    def test_after_expiry_termination_by_expiry_is_possible_on_its_day_alone(self) -> None:
        """
        On the day after the term, expiry is possible; a day later the fault has the right day.
        """
        facts = facts_of(ISSUE)
        on_time, too_late = (
            next(p for p in allowed(facts, day) if p.act is ActKind.TERMINATE)
            for day in (date(2028, 4, 21), date(2028, 4, 22))
        )
        assert (bool(on_time), [f.code for f in too_late.faults]) == (True, [Code.EXPIRY_DAY])

    def test_a_later_fact_can_forbid_an_earlier_act(self) -> None:
        """
        An act that would make a later act unlawful is not possible.
        """
        facts = facts_of(ISSUE, Amend(on=LATER, capacity=5))
        possible = {p.act for p in allowed(facts, INCLUDED) if p}
        assert ActKind.TERMINATE not in possible
        assert ActKind.AMEND in possible
