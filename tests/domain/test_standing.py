"""
Standing: whether a provider was in the register with a licence in force on a day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pytest
from attrs import astuple, evolve
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Clause, Language
from kz_social_registry.base.vocabulary import TerminationGround
from kz_social_registry.domain import standing
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.standing import Reason, Remark, Standing, invalid, of_entry, of_provider
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.domain.values.identifiers import identifier
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import bins, days, entries, histories
from support.notices import HOUSE, OTHER, PERSON, Plain, a_notice, an_issue, received
from support.refusals import faults_of

#: The licence of `an_issue` is in force from 12 April 2025 in the register, until this day.
LAST: Final = date(2028, 4, 20)
BEFORE, DAY, AFTER = date(2025, 4, 21), date(2025, 12, 1), date(2028, 4, 21)


def asked(on: date, *notices: Plain, provider: str = HOUSE) -> Standing:
    """
    Return the standing of a provider in a register with the notices.
    """
    return received(MemoryStore(), *notices).standing(provider, on=on)


SUSPEND: Final = a_notice("N-2", "suspend", "2025-09-01")
RESUME: Final = a_notice("N-3", "resume", "2025-10-01")
REVOKE: Final = a_notice("N-4", "terminate", "2025-11-01", ground="revoked")
EXPIRE: Final = a_notice("N-5", "terminate", f"{AFTER}", ground="expired")
EXCLUDE: Final = a_notice("N-6", "exclude", "2025-11-15", basis="өтініш")
EXCLUDE_LATE: Final = a_notice("N-7", "exclude", "2028-05-01", basis="мерзімі өтті")
ANNUL_ISSUE: Final = {"notice": "N-9", "act": "annul", "of": "N-1", "reason": "қате"}


class TestReasons:
    """
    The two conditions: in the register, and a licence in force.
    """

    @pytest.mark.parametrize(
        ("on", "later", "reasons"),
        [
            (date(2025, 4, 22), [], []),
            (LAST, [], []),
            (DAY, [SUSPEND, RESUME], []),
            (BEFORE, [], [Reason.NOT_YET_INCLUDED]),
            (date(2025, 9, 1), [SUSPEND, RESUME], [Reason.SUSPENDED]),
            (date(2025, 9, 30), [SUSPEND, RESUME], [Reason.SUSPENDED]),
            (AFTER, [], [Reason.EXPIRED]),
            (AFTER, [SUSPEND], [Reason.EXPIRED, Reason.SUSPENDED]),
            (AFTER, [EXPIRE], [Reason.EXPIRED, Reason.TERMINATED]),
            (DAY, [REVOKE], [Reason.TERMINATED]),
            (DAY, [SUSPEND, REVOKE], [Reason.TERMINATED]),
            # Revoked long before its term was over, the licence did not expire.
            (AFTER, [REVOKE], [Reason.TERMINATED]),
            (DAY, [EXCLUDE], [Reason.EXCLUDED]),
            (DAY, [SUSPEND, EXCLUDE], [Reason.EXCLUDED, Reason.SUSPENDED]),
            (DAY, [REVOKE, EXCLUDE], [Reason.EXCLUDED, Reason.TERMINATED]),
            (AFTER, [EXCLUDE], [Reason.EXCLUDED, Reason.EXPIRED]),
            (AFTER, [SUSPEND, EXCLUDE], [Reason.EXCLUDED, Reason.EXPIRED, Reason.SUSPENDED]),
            (date(2028, 6, 1), [EXPIRE, EXCLUDE_LATE],
             [Reason.EXCLUDED, Reason.EXPIRED, Reason.TERMINATED]),
            (DAY, [ANNUL_ISSUE], [Reason.UNKNOWN]),
        ],
    )  # fmt: skip
    def test_each_reason(self, on: date, later: list[Plain], reasons: list[Reason]) -> None:
        """
        All failed conditions of a day are reported as codes, in their order.
        """
        answer = asked(on, an_issue(), *later)
        assert ([*answer.reasons], bool(answer)) == (reasons, not reasons)

    @pytest.mark.parametrize(
        ("on", "later", "in_register", "in_force"),
        [
            (DAY, [], True, True),
            (DAY, [EXCLUDE], False, True),
            (DAY, [REVOKE], True, False),
            (DAY, [REVOKE, EXCLUDE], False, False),
        ],
    )
    def test_both_must_hold(
        self, on: date, later: list[Plain], *, in_register: bool, in_force: bool
    ) -> None:
        """
        Either condition may fail without the other.
        """
        answer = asked(on, an_issue(), *later)
        assert (answer.in_register, answer.in_force) == (in_register, in_force)

    def test_an_unknown_provider_is_an_answer(self) -> None:
        """
        An unknown provider is an answer, and the question is not an error.
        """
        expected = Standing(identifier=identifier(OTHER), on=DAY, in_register=False, in_force=False,
                            reasons=(Reason.UNKNOWN,))  # fmt: skip
        assert asked(DAY, an_issue(), provider=OTHER) == expected

    def test_a_wrong_number_is_answered_with_its_fault(self) -> None:
        """
        The answer is no, keeps what was asked, and names what is wrong.
        """
        answer = invalid("94014", DAY)
        assert (answer.identifier, answer.on, answer.reasons) == ("94014", DAY, (Reason.INVALID,))
        assert (answer.in_register, answer.in_force, answer.entry) == (False, False, None)
        assert [(f.path, f.code) for f in answer.faults] == [("identifier", Code.NOT_TWELVE_DIGITS)]

    @pytest.mark.parametrize(("on", "in_force"), [(date(2025, 4, 19), False), (BEFORE, True)])
    def test_a_licence_may_be_in_force_before_inclusion(self, on: date, *, in_force: bool) -> None:
        """
        Between issue and inclusion the licence has effect, but the provider is not in the register.
        """
        answer = asked(on, an_issue())
        assert (answer.reasons, answer.in_force, answer.entry) == (
            (Reason.NOT_YET_INCLUDED,), in_force, None,
        )  # fmt: skip


class TestPlainData:
    """
    A standing as plain data: the entry's id, and nothing else of the entry.
    """

    @pytest.mark.parametrize("ground", ["delicensed", "voluntary"])
    def test_the_entry_is_neither_written_nor_compared_nor_restored(self, ground: str) -> None:
        """
        An answer read from plain data equals the original, and says the same, without its entry.
        """
        answer = asked(DAY, an_issue(), a_notice("N-4", "terminate", "2025-11-01", ground=ground))
        assert answer.entry
        plain = {
            "identifier": HOUSE, "on": "2025-12-01", "in_register": True, "in_force": False,
            "reasons": ["terminated"], "entry_id": str(answer.entry.id),
        }  # fmt: skip
        assert to_plain(answer) == plain | ({"activity_may_go_on": True} if ground[0] == "d" else {})
        again = from_plain(Standing, to_plain(answer))
        assert (again, hash(again), again.entry) == (answer, hash(answer), None)
        assert [*map(again.describe, LANGUAGES)] == [*map(answer.describe, LANGUAGES)]
        assert evolve(answer, entry=evolve(answer.entry, capacity=1)) == answer

    @pytest.mark.parametrize(
        ("change", "faults"),
        [
            ({"entry": {}}, [(Code.UNEXPECTED, "entry")]),
            ({"identifier": "x"}, [(Code.NOT_TWELVE_DIGITS, "identifier")]),
            ({"on": "2025-13-01"}, [(Code.WRONG_TYPE, "on")]),
            ({"on": 5}, [(Code.NOT_A_DAY, "on")]),
            ({"reasons": ["invalid"]}, [(Code.MISSING, "faults")]),
            ({"faults": [{"code": "empty"}]}, [(Code.UNEXPECTED, "faults")]),
        ],
        ids=str,
    )
    def test_only_a_wrong_question_keeps_its_texts(
        self, change: dict[str, Any], faults: list[tuple[Code, str]]
    ) -> None:
        """
        A text in the place of an identifier or a day is a fault, unless the reason is `invalid`.
        """
        plain = to_plain(asked(DAY, an_issue())) | change
        assert faults_of(lambda: from_plain(Standing, plain)) == faults


class TestSeveralEntries:
    """
    A provider may have had several entries, and an entry several identifiers.
    """

    PASSED = a_notice("N-2", "reissue", "2025-06-01", ground="reorganised", new_identifier=OTHER)

    def test_a_licence_that_passed_on_is_the_others(self) -> None:
        """
        After a reorganisation the new number has the standing, and the old one has not.
        """
        registry = received(MemoryStore(), an_issue(), self.PASSED)
        answers = {
            (day.month, number): registry.standing(number, on=day).reasons
            for day in (date(2025, 5, 31), date(2025, 6, 1))
            for number in (HOUSE, OTHER)
        }
        assert answers == {
            (5, HOUSE): (),
            (5, OTHER): (Reason.NOT_YET_INCLUDED,),
            (6, HOUSE): (Reason.PASSED_ON,),
            (6, OTHER): (),
        }

    def test_a_licence_is_not_in_force_for_whom_it_has_not_passed_to_yet(self) -> None:
        """
        A provider has no licence in force while another provider holds it, or before its inclusion.
        """
        registry = received(
            MemoryStore(),
            an_issue(),
            a_notice("N-3", "suspend", "2025-05-01"),
            a_notice("N-4", "resume", "2025-05-10"),
            self.PASSED,
        )
        days_asked = (BEFORE, date(2025, 4, 22), date(2025, 5, 5), date(2025, 5, 20))
        answers = [registry.standing(OTHER, on=day) for day in days_asked]
        assert [(a.reasons, a.in_force) for a in answers] == [
            ((Reason.NOT_YET_INCLUDED,), False)
        ] * len(days_asked)
        assert registry.standing(HOUSE, on=BEFORE).in_force

    def test_who_passed_a_licence_on_may_get_another(self) -> None:
        """
        A provider's own entry precedes an entry that passed to another provider.
        """
        again = an_issue("N-3", on="2025-08-01")
        registry = received(MemoryStore(), an_issue(), self.PASSED, again)
        days_asked = (date(2025, 7, 31), date(2025, 8, 1))
        found = [registry.standing(HOUSE, on=day).reasons for day in days_asked]
        assert found == [(Reason.PASSED_ON,), ()]

    def test_the_entry_in_the_register_goes_before_excluded_ones(self) -> None:
        """
        A provider licensed again has the standing of its new entry, and earlier that of the old one.
        """
        exclude = a_notice("N-2", "exclude", "2025-06-01", basis="өтініш")
        registry = received(MemoryStore(), an_issue(), exclude, an_issue("N-3", on="2025-08-01"))
        days_asked = (date(2025, 5, 1), date(2025, 7, 1), date(2025, 9, 1))
        found = [registry.standing(HOUSE, on=day) for day in days_asked]
        assert [answer.reasons for answer in found] == [(), (Reason.EXCLUDED,), ()]
        assert [answer.entry and answer.entry.included_on.month for answer in found] == [4, 4, 8]

    @pytest.mark.parametrize(
        ("on", "reasons", "included_on"),
        [
            (DAY, (Reason.EXCLUDED,), date(2025, 8, 1)),
            (date(2025, 7, 1), (Reason.EXCLUDED,), date(2025, 4, 22)),
            (BEFORE, (Reason.NOT_YET_INCLUDED,), None),
        ],
    )
    def test_the_order_in_which_entries_are_found_does_not_matter(
        self, on: date, reasons: tuple[Reason, ...], included_on: date | None
    ) -> None:
        """
        Of excluded entries the latest counts, and of future entries the first.
        """
        registry = received(
            MemoryStore(),
            an_issue("N-1"),
            a_notice("N-2", "exclude", "2025-06-01", basis="бірінші"),
            an_issue("N-3", on="2025-08-01", licence={"issued_on": "2025-07-30", "term": {"years": 3}}),
            a_notice("N-4", "exclude", "2025-09-01", basis="екінші"),
        )
        timelines = [
            registry.timeline(entry_id) for entry_id in registry.store.entries_mentioning(HOUSE)
        ]
        for found in (timelines, timelines[::-1]):
            answer = of_provider(identifier(HOUSE), on, found)
            assert (answer.reasons, answer.entry and answer.entry.included_on) == (reasons, included_on)
            assert answer.in_force  # of the first licence, on each of the days


class TestWords:
    """
    The answer in words, each with its clause.
    """

    @pytest.mark.parametrize(
        "ground", [g for g in TerminationGround if g is not TerminationGround.EXPIRED]
    )
    def test_under_two_grounds_the_activity_may_go_on(self, ground: TerminationGround) -> None:
        """
        Law on Permits, art. 35(3): after termination it is forbidden, except under grounds 6 and 7.
        """
        answer = asked(DAY, an_issue(), {**REVOKE, "ground": ground})
        free = (Remark.ACTIVITY_MAY_GO_ON,) if ground in ("delicensed", "not_subject") else ()
        assert answer.remarks == (Remark.DOES_NOT_HOLD, *free)

    def test_a_condition_that_holds_has_one_remark(self) -> None:
        """
        A standing without reasons is described by the answer alone.
        """
        assert asked(DAY, an_issue()).remarks == (Remark.HOLDS,)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_has_its_clause(self, language: Language) -> None:
        """
        The answer is first, then the reasons, then the Law's addition, each with its clause.
        """
        notices = [an_issue(), {**REVOKE, "ground": "delicensed"}, EXCLUDE]
        words = [Remark.DOES_NOT_HOLD, Reason.EXCLUDED, Reason.TERMINATED,
                 Remark.ACTIVITY_MAY_GO_ON]  # fmt: skip
        answer, *lines = asked(DAY, *notices).describe(language).splitlines()
        assert answer == words[0].label(language)
        cited = [f"{w.label(language)} ({w.clause.cite(language)})" for w in words[1:] if w.clause]
        assert lines == cited

    def test_every_reason_has_a_clause(self) -> None:
        """
        Every reason of an answer cites a clause, and so does the addition; the answer rests on them.
        """
        assert [w for w in (*Reason, *Remark) if not isinstance(w.clause, Clause)] == [
            Reason.INVALID,
            Remark.HOLDS,
            Remark.DOES_NOT_HOLD,
        ]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_money_is_neither_promised_nor_denied(self, language: Language) -> None:
        """
        No answer speaks of payment (assumption "condition of payment").

        Social Code, art. 141(3) is about the choice of a provider, and Social Code, art. 142(2) leaves
        the procedure of payment to an order.
        """
        words = " ".join(word.label(language) for word in (*Reason, *Remark)).lower()
        money = {"kk": ("өтеу", "төле", "негіз жоқ"), "ru": ("возмещ", "оплат", "основани"),
                 "en": ("reimburs", "pay", "basis")}  # fmt: skip
        assert [stem for stem in money[language] if stem in words] == []

    def test_the_addition_is_for_the_holder_of_the_licence(self) -> None:
        """
        A provider that passed its licence on hears nothing of what ended the licence later.
        """
        passed_on = a_notice("N-2", "reissue", "2025-06-01", ground="reorganised", new_identifier=OTHER)
        ended = {**REVOKE, "identifier": OTHER, "ground": "delicensed"}
        assert asked(DAY, an_issue(), passed_on, ended).remarks == (Remark.DOES_NOT_HOLD,)
        free = asked(DAY, an_issue(), passed_on, ended, provider=OTHER).remarks
        assert free == (Remark.DOES_NOT_HOLD, Remark.ACTIVITY_MAY_GO_ON)

    def test_its_repr_shows_no_number(self) -> None:
        """
        The representation does not show the number of a natural person.
        """
        assert PERSON not in repr(asked(DAY, an_issue(identifier=PERSON), provider=PERSON))

    @pytest.mark.parametrize(("provider", "later"), [(HOUSE, []), (HOUSE, [EXCLUDE]), (OTHER, [])])
    def test_as_plain_data_it_always_has_reasons(self, provider: str, later: list[Plain]) -> None:
        """
        Plain data have a list of codes, also an empty one.
        """
        answer = asked(DAY, an_issue(), *later, provider=provider)
        plain = to_plain(answer)
        assert plain["reasons"] == [reason.value for reason in answer.reasons]
        assert (plain["in_register"], plain["in_force"]) == (answer.in_register, answer.in_force)


def timeline(life: Sequence[Act]) -> tuple[Segment, ...]:
    """
    Return the days of a life, one entry after the other.
    """
    entry: RegistryEntry | None = None
    last: dict[date, RegistryEntry] = {}
    for act in life:
        entry = last[act.on] = apply(entry, act)
    ends = [*list(last)[1:], None]
    return tuple(map(Segment, last, ends, last.values()))


class TestLaws:
    """
    Properties of every answer.
    """

    @given(entry=entries(), on=days())
    def test_the_answer_is_true_just_if_nothing_is_missing(
        self, entry: RegistryEntry, on: date
    ) -> None:
        """
        For an entry on a day, there are reasons if and only if the answer is no.
        """
        answer = of_entry(entry.identifier, on, entry)
        assert bool(answer) is (not answer.reasons) or on < entry.included_on

    @given(life=histories(), on=days(), another=days(), data=st.data())
    def test_every_provider_of_a_life_has_an_answer(
        self, life: list[Act], on: date, another: date, data: st.DataObject
    ) -> None:
        """
        On any day and for any number, the answer is true if and only if there are no reasons.

        What is made of it for another day without checks equals the constructor's result.
        """
        segments = timeline(life)
        known = st.sampled_from([segment.entry.identifier for segment in segments])
        provider = data.draw(known | bins())
        answer = of_provider(provider, on, [segments])
        assert bool(answer) is (not answer.reasons)
        assert answer.entry in (None, *(s.entry for s in segments if s.covers(on)))
        made, constructed = standing.on_another_day(answer, another), evolve(answer, on=another)
        assert astuple(made, recurse=False) == astuple(constructed, recurse=False)
