"""
The lifecycle as the design states it: a copy of its table, and rules about suspension and contracts.

The table here is written by hand, so that a wrong step in `TRANSITIONS` fails.
"""

from datetime import date
from typing import Final

import pytest
from attrs import evolve

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
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
)
from kz_social_registry.domain.lifecycle import TRANSITIONS, apply
from kz_social_registry.domain.values.terms import Term
from support.refusals import refused
from support.samples import INCLUDED, LAST, LATER, an_entry

#: From each status, the acts and the status after them.
DESIGN: Final = {
    "": "issue>active",
    "active": """
        reissue>active sign_contract>active end_contract>active amend>active suspend>suspended
        terminate>terminated exclude>excluded give_consent>active withdraw_consent>active
    """,
    "suspended": """
        resume>active reissue>suspended end_contract>suspended amend>suspended
        terminate>terminated exclude>excluded give_consent>suspended withdraw_consent>suspended
    """,
    "terminated": """
        end_contract>terminated amend>terminated exclude>excluded give_consent>terminated
        withdraw_consent>terminated
    """,
    "excluded": "withdraw_consent>excluded",
}
#: The day after the last day of the licence.
PAST: Final = date(2028, 4, 21)
CONTRACT: Final = SignContract(on=INCLUDED, term=Term(years=1))


def test_the_table_is_that_of_the_design() -> None:
    """
    The steps are those that the design lists, and no others.
    """
    designed = {
        (source, *step.split(">")) for source, steps in DESIGN.items() for step in steps.split()
    }
    assert {(str(s.source or ""), str(s.act), str(s.target)) for s in TRANSITIONS} == designed


class TestSuspendedLicence:
    """
    Law on Permits, arts 33(4) and 45.
    """

    def test_it_is_reissued_and_stays_suspended(self) -> None:
        """
        Law on Permits, art. 33(4): the holder must apply; no paragraph refuses it for a suspension.
        """
        suspended = an_entry(Suspend(on=date(2025, 6, 1)))
        act = Reissue(on=date(2025, 6, 15), ground=ReissueGround.NAME_OR_LOCATION, name="Жаңа атау")
        entry = apply(suspended, act)
        seen = (entry.status, entry.suspended_on, entry.reissued_on, entry.name)
        assert seen == ("suspended", date(2025, 6, 1), date(2025, 6, 15), "Жаңа атау")
        assert apply(entry, Resume(on=LATER)).status == "active"

    def test_its_last_day_is_kept_until_the_suspension_ends(self) -> None:
        """
        Resumption and termination remove it; exclusion keeps what was.
        """
        suspended = an_entry(Suspend(on=INCLUDED, until=LATER))
        assert suspended.suspended_until == LATER
        ends = (
            Resume(on=LATER),
            Terminate(on=LATER, ground=TerminationGround.REVOKED),
            Exclude(on=LATER, basis="өтініш"),
        )
        assert [apply(suspended, end).suspended_until for end in ends] == [None, None, LATER]

    def test_its_days_are_in_order(self) -> None:
        """
        It ends no earlier than it begins; an entry that is not suspended has no such day.
        """
        error = refused(lambda: Suspend(on=LATER, until=INCLUDED))
        assert [(fault.code, fault.path) for fault in error.faults] == [(Code.DAY_ORDER, "on")]
        suspended = an_entry(Suspend(on=LATER))
        for entry, until, code, path in (
            (suspended, INCLUDED, Code.DAY_ORDER, "suspended_on"),
            (an_entry(), LATER, Code.STATUS_MISMATCH, "suspended_until"),
        ):
            faults = refused(lambda e=entry, u=until: evolve(e, suspended_until=u)).faults
            assert [(fault.code, fault.path) for fault in faults] == [(code, path)]

    def test_it_is_not_reissued_past_its_term(self) -> None:
        """
        Art. 35(1)(1): after its last day there is no licence to reissue.
        """
        act = Reissue(on=PAST, ground=ReissueGround.OTHER_LAW)
        faults = refused(lambda: apply(an_entry(Suspend(on=LAST)), act), UnlawfulAct).faults
        assert [fault.code for fault in faults] == [Code.AFTER_EXPIRY]

    def test_suspension_ends_with_resumption_or_termination(self) -> None:
        """
        Resumption and termination end a suspension; exclusion does not.
        """
        suspended = an_entry(Suspend(on=LATER))
        resumed = apply(suspended, Resume(on=LATER))
        terminated = apply(suspended, Terminate(on=LATER, ground=TerminationGround.REVOKED))
        excluded = apply(suspended, Exclude(on=LATER, basis="өтініш"))
        days = (resumed.suspended_on, terminated.suspended_on, excluded.suspended_on)
        assert days == (None, None, LATER)


class TestEndOfContract:
    """
    Rules, para. 5(10): the register has the contract; a provider may be in it without one.

    Assumption "end of a contract": the Rules do not speak of its end.
    """

    @pytest.mark.parametrize(
        ("before", "on"),
        [
            ([], LATER),
            ([], PAST),
            ([Suspend(on=INCLUDED)], LATER),
            ([Suspend(on=INCLUDED)], PAST),
            ([Terminate(on=INCLUDED, ground=TerminationGround.REVOKED)], LATER),
            ([Terminate(on=PAST, ground=TerminationGround.EXPIRED)], PAST),
        ],
    )
    def test_it_is_lawful_in_any_status_in_the_register(self, before: list[Act], on: date) -> None:
        """
        It removes the contract, past the term too, and changes no status.
        """
        entry = an_entry(CONTRACT, *before)
        ended = apply(entry, EndContract(on=on))
        assert (ended.contract, ended.status) == (None, entry.status)

    def test_another_contract_may_follow(self) -> None:
        """
        A provider whose contract ended may sign the next one.
        """
        entry = an_entry(CONTRACT, EndContract(on=LATER), SignContract(on=LATER, term=Term(years=2)))
        assert entry.contract
        assert entry.contract.signed_on == LATER

    def test_without_a_contract_there_is_nothing_to_end(self) -> None:
        """
        The fault says so; a second end of one contract has it too.
        """
        for entry in (an_entry(), an_entry(CONTRACT, EndContract(on=LATER))):
            fault = refused(lambda e=entry: apply(e, EndContract(on=LATER)), UnlawfulAct).faults[0]
            assert (fault.code, fault.path) == (Code.NO_CONTRACT, "act")

    def test_after_exclusion_none_is_ended(self) -> None:
        """
        Exclusion is final, so the contract stays as it was.
        """
        excluded = an_entry(CONTRACT, Exclude(on=LATER, basis="өтініш"))
        fault = refused(lambda: apply(excluded, EndContract(on=LATER)), UnlawfulAct).faults[0]
        assert fault.code is Code.NOT_ALLOWED

    def test_other_data_stay(self) -> None:
        """
        Capacity and consent are those of before.
        """
        entry = an_entry(CONTRACT, Amend(on=LATER, capacity=41), GiveConsent(on=LATER))
        ended = apply(entry, EndContract(on=LATER))
        assert (ended.capacity, ended.consent) == (41, entry.consent)
