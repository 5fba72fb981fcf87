"""
The two clocks: the day of effect and the moment of knowledge, over every store.
"""

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import (
    InvalidValue,
    UnlawfulAct,
)
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Amend,
    Issue,
)
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.registry.facade import Registry
from support.registers import BIN, INCLUDED, LAST, LATER, OTHER, Clock, issued


class TestTwoClocks:
    """
    Answers about a day, as known at a moment.
    """

    def test_a_future_act_takes_effect_on_its_day_without_anybody(self, registry: Registry) -> None:
        """
        A back-dated act changes the entry from its day on, and not what was known before.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=date(2027, 1, 1), ground=TerminationGround.VOLUNTARY)
        days = (date(2026, 12, 31), date(2027, 1, 1))
        assert [bool(registry.standing(BIN, on=day)) for day in days] == [True, False]

    @pytest.mark.parametrize("days", [-10, 10])
    def test_a_correction_moves_an_act_to_another_day(self, registry: Registry, days: int) -> None:
        """
        A replacement on another day changes every day in between.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=77)
        moved = LATER + timedelta(days=days)
        registry.correct(entry.id, 2, Amend(on=moved, capacity=77), reason="күні қате")
        days = [LATER + timedelta(days=n) for n in (-11, -10, -1, 0, 9, 10)]
        found = [getattr(registry.get(entry.id, on=day), "capacity", None) for day in days]
        assert found == [77 if day >= moved else entry.capacity for day in days]
        assert registry.verify()

    def test_a_correction_of_one_day_keeps_its_place(self, registry: Registry) -> None:
        """
        A replacement takes the place of the wrong act among the acts of its day.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=1)
        registry.amend(entry.id, on=LATER, capacity=3)
        facts = registry.correct(entry.id, 2, Amend(on=LATER, capacity=2), reason="қате")
        found = registry.get(entry.id, on=LATER)
        assert found
        assert (found.capacity, [fact.place for fact in facts]) == (3, [1, 2, 3, 4, 2])

    def test_believed_then_true_now_column_by_column(self, registry: Registry, clock: Clock) -> None:
        """
        An explanation names the columns that a correction changed, with both values.
        """
        entry = issued(registry)
        registry.amend(entry.id, on=LATER, capacity=50)
        then = clock.now
        clock.turn(days=1)
        registry.correct(entry.id, 2, Amend(on=LATER, capacity=5), reason="артық нөл")
        explanation = registry.explain_change(entry.id, on=LATER, known_then=then)
        before = registry.explain_change(entry.id, on=LATER, known_then=then - timedelta(days=1))
        assert [(c.column, c.then, c.now) for c in explanation.columns] == [(Column.CAPACITY, 50, 5)]
        assert (before.then, len(before.columns)) == (None, 11)

    @pytest.mark.parametrize("name", ["known_then", "known_now"])
    def test_a_moment_without_a_zone_is_told_by_its_own_name(
        self, registry: Registry, clock: Clock, name: str
    ) -> None:
        """
        The fault names the wrong one of two moments.
        """
        moments = {"known_then": clock.now, name: clock.now.replace(tzinfo=None)}
        with pytest.raises(InvalidValue) as caught:
            registry.explain_change(issued(registry).id, on=LATER, **moments)
        assert [fault.path for fault in caught.value.faults] == [name]

    def test_annulment_gives_the_day_back(self, registry: Registry, clock: Clock) -> None:
        """
        After the annulment of a termination the licence is in force; as known before, it is not.
        """
        entry = issued(registry)
        registry.terminate(entry.id, on=LATER, ground=TerminationGround.REVOKED)
        known = clock.now
        clock.turn(days=1)
        registry.annul(entry.id, 2, reason="сот шешімі")
        assert registry.standing(BIN, on=LATER)
        assert registry.standing(BIN, on=LATER, known=known).reasons == (Reason.TERMINATED,)

    def test_a_correction_leaves_a_consent_with_who_gave_it(self, registry: Registry) -> None:
        """
        Para. 7: if a correction gives the licence to another provider, the first consent ends.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=INCLUDED)
        issue = registry.history(entry.id)[0].content
        assert isinstance(issue, Issue)
        with pytest.raises(UnlawfulAct) as caught:
            registry.correct(entry.id, 1, evolve(issue, identifier=OTHER), reason="қате")
        assert [str(row.identifier) for row in registry.public(on=LATER, published_on=LATER)] == [BIN]
        assert caught.value.faults[0].code is Code.CONSENT_OF_ANOTHER

    def test_a_licence_that_passed_before_a_consent_can_be_told_late(self, registry: Registry) -> None:
        """
        Consent and withdrawal are annulled and recorded again in one batch.
        """
        entry = issued(registry)
        registry.give_consent(entry.id, on=LATER)
        registry.withdraw_consent(entry.id, on=LAST)
        with registry.batch():
            registry.annul(entry.id, 3, reason="қате")
            registry.annul(entry.id, 2, reason="қате")
            registry.reissue(
                entry.id, on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER)
            )
            registry.give_consent(entry.id, on=LATER)
            registry.withdraw_consent(entry.id, on=LAST)
        assert [str(row.identifier) for row in registry.public(on=LATER, published_on=LATER)] == [OTHER]
        assert registry.verify()

    def test_a_store_holds_law_4_after_annulments(self, registry: Registry) -> None:
        """
        The annulment of an exclusion is refused while the provider has a next entry.
        """
        entry = issued(registry)
        registry.exclude(entry.id, on=LATER, basis="өтініш")
        issued(registry, on=LATER)
        with pytest.raises(UnlawfulAct) as caught:
            registry.annul(entry.id, 2, reason="қате")
        assert caught.value.faults[0].code is Code.ALREADY_IN_REGISTER

    @pytest.mark.parametrize("known", [datetime(2026, 1, 1), "2026-01-01"])  # noqa: DTZ001  # naive
    def test_the_moment_of_knowledge_is_aware(self, registry: Registry, known: datetime) -> None:
        """
        A moment without a time zone is refused.
        """
        with pytest.raises(InvalidValue) as caught:
            registry.standing(BIN, on=LATER, known=known)
        assert (caught.value.faults[0].code, caught.value.faults[0].path) == (
            Code.NOT_A_MOMENT, "known",
        )  # fmt: skip

    def test_allowed_tells_of_an_entry_what_the_timeline_allows(self, registry: Registry) -> None:
        """
        An active entry can be terminated or suspended, but not resumed.
        """
        entry = issued(registry)
        possible = {p.act for p in registry.allowed(entry.id, on=LATER) if p}
        assert {ActKind.TERMINATE, ActKind.SUSPEND} <= possible
        assert ActKind.RESUME not in possible
