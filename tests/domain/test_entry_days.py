"""
The entry: the order of its days, its status, and the days on which it is in force.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.assumptions import AFTER_TERM, PRIMARY_DATE, SAME_TERM, Basis
from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import FORMATION
from kz_social_registry.base.vocabulary import (
    Status,
    TerminationGround,
)
from kz_social_registry.domain.entry import Particulars, RegistryEntry, unchecked
from kz_social_registry.domain.values.parts import Consent, Contract, Licence
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies as draws
from support.refusals import faults_of, only_fault, refused

ENTRY_ID = UUID(int=1)
ISSUED = date(2025, 4, 20)
INCLUDED = date(2025, 4, 22)
LICENCE = Licence(issued_on=ISSUED, term=Term(years=3))
LAST_DAY = date(2028, 4, 20)
TERMINATED = {
    "status": Status.TERMINATED,
    "terminated_on": date(2026, 3, 1),
    "termination_ground": TerminationGround.VOLUNTARY,
}
EXCLUDED = {
    **TERMINATED,
    "status": Status.EXCLUDED,
    "excluded_on": date(2026, 3, 5),
    "exclusion_basis": "бұйрық",
}
UNTERMINATED = {**EXCLUDED, "terminated_on": None, "termination_ground": None}
LATE = Contract(signed_on=date(2026, 3, 2), term=Term(years=1))
EARLY = Consent(columns=[Column.NAME], given_on=date(2025, 4, 21))
BEFORE_ISSUE = Consent(columns=[Column.NAME], given_on=date(2025, 4, 18))
SUSPENDED = {"status": Status.SUSPENDED, "suspended_on": date(2025, 9, 1)}


def _entry(**values: Any) -> RegistryEntry:
    return RegistryEntry(
        **{
            "id": ENTRY_ID,
            "name": "«Шапағат» орталығы",
            "identifier": "940140000385",
            "address": "Астана қ., Сығанақ к., 5",
            "conditions": ["at_home"],
            "categories": ["elderly"],
            "capacity": 40,
            "licence": LICENCE,
            "included_on": INCLUDED,
            **values,
        }
    )


#: Law 2: values that break the order of days, the two days and the source of their order.
DISORDER: list[tuple[dict[str, Any], tuple[str, str], Basis | None]] = [
    ({"included_on": date(2025, 4, 19)}, ("licence.issued_on", "included_on"), FORMATION),
    ({"included_on": date(2028, 4, 21)}, ("included_on", "valid_until"), AFTER_TERM),
    ({"reissued_on": date(2025, 4, 19)}, ("licence.issued_on", "reissued_on"), PRIMARY_DATE),
    ({"reissued_on": date(2028, 4, 21)}, ("reissued_on", "valid_until"), SAME_TERM),
    ({**SUSPENDED, "suspended_on": date(2025, 4, 21)}, ("included_on", "suspended_on"), None),
    ({**SUSPENDED, "suspended_until": date(2025, 8, 31)}, ("suspended_on", "suspended_until"), None),
    ({**TERMINATED, "terminated_on": date(2025, 4, 21)}, ("included_on", "terminated_on"), None),
    ({**UNTERMINATED, "excluded_on": date(2025, 4, 21)}, ("included_on", "excluded_on"), None),
    ({**EXCLUDED, "excluded_on": date(2026, 2, 28)}, ("terminated_on", "excluded_on"), None),
    ({**TERMINATED, "reissued_on": date(2026, 3, 2)}, ("reissued_on", "terminated_on"), None),
    ({**TERMINATED, "contract": LATE}, ("contract.signed_on", "terminated_on"), None),
    ({"consent": EARLY}, ("included_on", "consent.counts_from"), None),
]


class TestOrderOfDays:
    """
    The order of the days (law 2): issued, included, reissued, terminated, excluded.
    """

    @pytest.mark.parametrize(("values", "days", "clause"), DISORDER)
    def test_disorder(
        self, values: dict[str, Any], days: tuple[str, str], clause: Basis | None
    ) -> None:
        """
        Days in the wrong order are refused, with the clause or the assumption that gives the order.
        """
        fault = only_fault(lambda: _entry(**values))
        assert (fault.code, fault.path, fault.allowed) == (Code.DAY_ORDER, days[0], days)
        assert fault.clause is clause

    def test_every_disorder_is_reported(self) -> None:
        """
        An inclusion before the issue hides no other day in the wrong order.
        """
        early = {"included_on": date(2025, 4, 19)}
        suspended = {**SUSPENDED, "suspended_on": date(2025, 4, 18), "consent": BEFORE_ISSUE}
        ended = {**EXCLUDED, "terminated_on": date(2025, 4, 18), "excluded_on": date(2025, 4, 17)}
        found = [refused(lambda v=v: _entry(**v, **early)).faults for v in (suspended, ended)]
        assert [[fault.allowed[1] for fault in faults] for faults in found] == [
            ["included_on", "suspended_on", "consent.counts_from"],
            ["included_on", "terminated_on", "excluded_on", "excluded_on"],
        ]

    def test_all_on_one_day(self) -> None:
        """
        Equal days are in order, so a whole life may be on one day.
        """
        entry = _entry(
            **{**EXCLUDED, "terminated_on": ISSUED, "excluded_on": ISSUED},
            included_on=ISSUED,
            reissued_on=ISSUED,
            contract=Contract(signed_on=ISSUED, term=Term(years=1)),
            consent=Consent(columns=[Column.NAME], given_on=ISSUED),
        )
        assert entry.excluded_on == ISSUED

    def test_reissued_on_the_last_day(self) -> None:
        """
        On the last day of a licence, a reissue and an inclusion are lawful.
        """
        entry = _entry(included_on=LAST_DAY, reissued_on=LAST_DAY)
        assert (entry.included_on, entry.reissued_on) == (LAST_DAY, LAST_DAY)

    def test_reissued_before_inclusion(self) -> None:
        """
        A licence may have been reissued between its issue and inclusion in the register.
        """
        assert _entry(reissued_on=date(2025, 4, 21)).reissued_on == date(2025, 4, 21)

    @given(draws.entries())
    def test_every_lawful_life_keeps_the_order(self, entry: RegistryEntry) -> None:
        """
        The days of every entry are in order.
        """
        life = [entry.licence.issued_on, entry.included_on, entry.terminated_on, entry.excluded_on]
        known = [day for day in life if day]
        assert known == sorted(known)


MISMATCHES: list[tuple[dict[str, Any], list[str]]] = [
    ({**TERMINATED, "status": Status.ACTIVE}, ["terminated_on"]),
    ({**SUSPENDED, "status": Status.ACTIVE}, ["suspended_on"]),
    ({**EXCLUDED, "status": Status.TERMINATED}, ["excluded_on", "exclusion_basis"]),
    ({"status": Status.SUSPENDED}, ["suspended_on"]),
    ({"status": Status.TERMINATED}, ["terminated_on"]),
    ({"status": Status.EXCLUDED}, ["excluded_on", "exclusion_basis"]),
    ({**TERMINATED, "termination_ground": None}, ["termination_ground"]),
    ({"termination_ground": TerminationGround.VOLUNTARY}, ["termination_ground"]),
    ({**EXCLUDED, "exclusion_basis": None}, ["exclusion_basis"]),
    ({"excluded_on": date(2026, 3, 5)}, ["excluded_on"]),
    ({"exclusion_basis": "бұйрық"}, ["exclusion_basis"]),
    ({**EXCLUDED, "suspended_on": date(2025, 9, 1)}, ["suspended_on"]),
]


class TestStatus:
    """
    An entry has the values that its status requires, and no others.
    """

    @pytest.mark.parametrize(("values", "paths"), MISMATCHES)
    def test_mismatch(self, values: dict[str, Any], paths: list[str]) -> None:
        """
        A status without its values, and values without their status, are refused.
        """
        faults = refused(lambda: _entry(**values)).faults
        assert [fault.path for fault in faults] == paths
        status = values.get("status", Status.ACTIVE)
        assert {(f.code, f.allowed) for f in faults} == {(Code.STATUS_MISMATCH, (status,))}

    def test_suspended_and_terminated(self) -> None:
        """
        A terminated licence is not suspended.
        """
        values = {**TERMINATED, "suspended_on": date(2025, 9, 1)}
        paths = {path for _, path in faults_of(lambda: _entry(**values))}
        assert paths == {"suspended_on"}

    @pytest.mark.parametrize(
        ("day", "ground", "codes"),
        [
            (date(2028, 4, 21), TerminationGround.EXPIRED, []),
            (date(2028, 4, 20), TerminationGround.EXPIRED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 22), TerminationGround.EXPIRED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 20), TerminationGround.REVOKED, []),
            (date(2028, 4, 21), TerminationGround.REVOKED, [Code.EXPIRY_DAY]),
            (date(2028, 4, 22), TerminationGround.REVOKED, [Code.EXPIRY_DAY]),
        ],
    )
    def test_expiry(self, day: date, ground: TerminationGround, codes: list[Code]) -> None:
        """
        By expiry a licence ends on the day after its last day; on other grounds it ends no later.
        """
        values = {**TERMINATED, "terminated_on": day, "termination_ground": ground}
        found = refused(lambda: _entry(**values)).faults if codes else ()
        assert [(f.code, f.path, f.value) for f in found] == [(c, "terminated_on", day) for c in codes]

    @pytest.mark.parametrize(
        ("values", "in_register"),
        [({}, True), (SUSPENDED, True), (TERMINATED, True), (EXCLUDED, False)],
    )
    def test_in_register(self, values: dict[str, Any], in_register: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        Only an excluded entry is not in the register.
        """
        assert _entry(**values).in_register is in_register

    @pytest.mark.parametrize(
        ("values", "day", "in_force"),
        [
            ({}, date(2025, 4, 19), False),
            ({}, ISSUED, True),
            ({}, LAST_DAY, True),
            ({}, date(2028, 4, 21), False),
            (SUSPENDED, date(2025, 9, 2), False),
            (TERMINATED, date(2026, 3, 2), False),
            (EXCLUDED, date(2026, 3, 6), False),
        ],
    )
    def test_in_force(self, values: dict[str, Any], day: date, in_force: bool) -> None:  # noqa: FBT001  # a row of the table
        """
        A licence is in force from its issue to its last day, unless suspended or terminated.
        """
        assert _entry(**values).in_force(day) is in_force


@given(
    draws.entries(),
    st.sampled_from([*TERMINATED.items(), *EXCLUDED.items(), *SUSPENDED.items(), ("consent", EARLY)]),
    st.dates(date(2025, 4, 10), date(2028, 5, 1)),
)
def test_a_plain_entry_breaks_no_other_rule(
    entry: RegistryEntry, other: tuple[str, Any], day: date
) -> None:
    """
    The rules that are skipped for an active entry without an end would find nothing.
    """
    values = {field.name: getattr(entry, field.name) for field in fields(RegistryEntry)}
    for changes in ({}, {"included_on": day}, dict([other])):
        made = unchecked(RegistryEntry, {**values, **changes}.values())
        every = (
            *Particulars._rule_faults(made),
            *made._inclusion_faults("included_on", made.included_on),
            *made._order_faults(),
            *made._end_faults(),
            *made._status_faults(),
        )
        assert made._rule_faults() == every
