"""
The lifecycle: a table written by hand, and the rules.

The table here has each step with its source. It is compared with `TRANSITIONS` and with what `apply`
does, and no expectation comes from `TRANSITIONS`.
"""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from kz_social_registry.base.assumptions import Assumption
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import CESSATION
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, Status, TerminationGround
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
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import TRANSITIONS, Transition, apply, possible
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.parts import Licence
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.testing.lifecycles.lives import life
from support.refusals import refused
from support.samples import INCLUDED, ISSUED, JOINT_BIN, LAST, LATER, OTHER_BIN, an_entry, an_issue

#: From each status, the acts, the status after them and their source: a clause or an assumption.
STEPS = """
-          | issue            | active     | Rules, para. 4
active     | reissue          | active     | Law on Permits, art. 33(1)
active     | sign_contract    | active     | Rules, para. 5(10)
active     | end_contract     | active     | "end of a contract"
active     | amend            | active     | Rules, para. 5
active     | suspend          | suspended  | Law on Permits, art. 45
active     | terminate        | terminated | Rules, para. 6
active     | exclude          | excluded   | "exclusion without termination"
active     | give_consent     | active     | Rules, para. 7
active     | withdraw_consent | active     | Rules, para. 7
suspended  | resume           | active     | Law on Permits, art. 45
suspended  | reissue          | suspended  | Law on Permits, art. 33(1)
suspended  | end_contract     | suspended  | "end of a contract"
suspended  | amend            | suspended  | Rules, para. 5
suspended  | terminate        | terminated | Rules, para. 6
suspended  | exclude          | excluded   | "exclusion without termination"
suspended  | give_consent     | suspended  | Rules, para. 7
suspended  | withdraw_consent | suspended  | Rules, para. 7
terminated | end_contract     | terminated | "end of a contract"
terminated | amend            | terminated | "after expiry"
terminated | exclude          | excluded   | Rules, para. 5(13)
terminated | give_consent     | terminated | Rules, para. 7
terminated | withdraw_consent | terminated | Rules, para. 7
excluded   | withdraw_consent | excluded   | Rules, para. 7
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in STEPS.strip().splitlines()]
#: The only step that asks for a ground of termination.
AMEND_EXPIRED = ("terminated", "amend")


def refusal(entry: RegistryEntry | None, act: Act) -> tuple[Code, str, tuple[str, ...]]:
    """
    Return code, path and accepted values of the first fault of a refused act.
    """
    fault = refused(lambda: apply(entry, act), UnlawfulAct).faults[0]
    return Code(fault.code), fault.path, fault.allowed


EXAMPLES: dict[ActKind, Act] = {
    ActKind.ISSUE: an_issue(on=LATER, identifier=OTHER_BIN),
    ActKind.REISSUE: Reissue(on=LATER, ground=ReissueGround.OTHER_LAW),
    ActKind.SIGN_CONTRACT: SignContract(on=LATER, term=Term(years=1)),
    ActKind.END_CONTRACT: EndContract(on=LATER),
    ActKind.AMEND: Amend(on=LATER, capacity=41),
    ActKind.SUSPEND: Suspend(on=LATER),
    ActKind.RESUME: Resume(on=LATER),
    ActKind.TERMINATE: Terminate(on=LATER, ground=TerminationGround.REVOKED),
    ActKind.EXCLUDE: Exclude(on=LATER, basis="өтініш"),
    ActKind.GIVE_CONSENT: GiveConsent(on=LATER),
    ActKind.WITHDRAW_CONSENT: WithdrawConsent(on=LATER),
}


def full_entry(*acts: Act) -> RegistryEntry:
    """
    Return the sample entry with contract and consent, after the acts.
    """
    contract: dict[str, Any] = {"contract_signed_on": ISSUED, "contract_term": Term(years=1)}
    return an_entry(GiveConsent(on=INCLUDED), *acts, **contract)


#: The day after the last day of the licence.
PAST = date(2028, 4, 21)
CONTRACT = SignContract(on=INCLUDED, term=Term(years=1))
SHORT = Licence(issued_on=date(2025, 4, 20), term=Term(until=date(2025, 5, 1)))
#: An entry whose licence expired, and was terminated for that, with consent.
EXPIRED = apply(
    evolve(full_entry(), licence=SHORT),
    Terminate(on=date(2025, 5, 2), ground=TerminationGround.EXPIRED),
)
#: An entry in each status, with contract and consent, so that only the table decides.
IN_STATUS: dict[Status | None, RegistryEntry | None] = {
    None: None,
    Status.ACTIVE: full_entry(),
    Status.SUSPENDED: full_entry(Suspend(on=INCLUDED)),
    Status.TERMINATED: full_entry(Terminate(on=INCLUDED, ground=TerminationGround.VOLUNTARY)),
    Status.EXCLUDED: full_entry(Exclude(on=INCLUDED, basis="таратылды")),
}


def last_days(entry: RegistryEntry) -> list[date | None]:
    """
    Return the days that the terms of licence and contract end on, which equality ignores.
    """
    return [part.valid_until for part in (entry.licence, entry.contract) if part]


def source(step: Transition) -> str:
    """
    Return the source of a step: a citation, or the name of an assumption in quotes.
    """
    return f'"{step.clause.name}"' if isinstance(step.clause, Assumption) else str(step.clause)


class TestTable:
    """
    Every step of the table, and no other.
    """

    def test_the_steps_are_those_of_the_table(self) -> None:
        """
        With their sources; one of them asks for the ground "expired".
        """
        stated = [(s.source or "-", s.act, s.target, source(s)) for s in TRANSITIONS]
        assert stated == ROWS
        grounds = {(s.source, s.act): s.ground for s in TRANSITIONS if s.ground}
        assert grounds == {AMEND_EXPIRED: TerminationGround.EXPIRED}

    @pytest.mark.parametrize("entry", [*IN_STATUS.values(), EXPIRED], ids=str)
    def test_an_act_does_what_the_table_says_or_is_refused(self, entry: RegistryEntry | None) -> None:
        """
        Without a row an act is refused.

        Two rows of an exclusion are the assumption "exclusion without termination".
        """
        status = entry.status if entry else "-"
        lacking = {("terminated", "amend")} if entry is not EXPIRED else set()
        targets = {act: to for of, act, to, _ in ROWS if of == status and (of, act) not in lacking}
        assert possible(entry) == tuple(targets)
        found = {}
        for kind, act in EXAMPLES.items():
            if kind in targets:
                found[kind] = apply(entry, act).status
            else:
                assert refusal(entry, act) == (Code.NOT_ALLOWED, "act", tuple(targets))
        assert found == targets

    @pytest.mark.parametrize("ground", TerminationGround)
    def test_only_an_expired_licence_is_amended_after_its_termination(
        self, ground: TerminationGround
    ) -> None:
        """
        Art. 35(1)(1): an amendment after the term is lawful whether or not the expiry was recorded.
        """
        expired = ground is TerminationGround.EXPIRED
        terminated = EXPIRED if expired else an_entry(Terminate(on=INCLUDED, ground=ground))
        assert (ActKind.AMEND in possible(terminated)) is expired

    def test_an_act_leaves_what_a_constructor_would_make(self) -> None:
        """
        A step checks only some rules, and the entry after it, with its parts, obeys all of them.
        """
        for number in range(40):
            for entry, _ in life(f"constructor/{number}"):
                if entry:
                    made = from_plain(RegistryEntry, to_plain(entry))
                    assert (made, last_days(made)) == (entry, last_days(entry))


class TestReissue:
    """
    Law on Permits, arts 33(1) and 34.
    """

    def test_it_changes_what_it_names_and_its_day(self) -> None:
        """
        Name, address and licence number change; the term and the day of issue do not.

        Assumptions hold here: assumption "primary date", assumption "term unchanged", and
        assumption "latest reissue".
        """
        act = Reissue(
            on=LATER,
            ground=ReissueGround.NAME_OR_LOCATION,
            name="Жаңа атау",
            kato="750000000",
            licence_number="KZ1",
        )
        entry = apply(an_entry(), act)
        seen = (entry.name, entry.kato, entry.licence.number, entry.reissued_on, entry.address)
        assert seen == ("Жаңа атау", "750000000", "KZ1", LATER, "Астана қаласы")
        assert entry.licence.valid_until == LAST

    @pytest.mark.parametrize("digits", [JOINT_BIN, "940160000007"])
    def test_by_reorganisation_a_licence_passes_to_a_legal_person(self, digits: str) -> None:
        """
        Art. 34 reorganises legal persons; a joint enterprise is not a legal person.
        """
        act = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(digits))
        with pytest.raises(UnlawfulAct) as caught:
            apply(an_entry(), act)
        (fault,) = caught.value.faults
        assert (fault.code, fault.path) == (Code.JOINT_ENTERPRISE, "new_identifier")


class TestTerm:
    """
    The end of a licence's term.
    """

    def test_after_the_last_day_little_is_lawful(self) -> None:
        """
        After its term, a licence has no effect that an act could change (assumption "after expiry").
        """
        lawful = {
            "end_contract", "amend", "terminate", "exclude", "give_consent", "withdraw_consent",
        }  # fmt: skip
        for kind, act in list(EXAMPLES.items())[1:]:
            after = evolve(act, on=PAST, **{"ground": "expired"} if kind == "terminate" else {})
            entry = IN_STATUS[Status.SUSPENDED if kind == "resume" else Status.ACTIVE]
            if kind in lawful:
                assert apply(entry, after)
            else:
                code, path, allowed = refusal(entry, after)
                assert (code, path, {*allowed}) == (Code.AFTER_EXPIRY, "on", lawful)

    @pytest.mark.parametrize(
        ("day", "ground"),
        [
            (date(2028, 4, 20), TerminationGround.EXPIRED),
            (date(2028, 4, 22), TerminationGround.EXPIRED),
            (date(2028, 4, 21), TerminationGround.VOLUNTARY),
            (date(2028, 5, 11), TerminationGround.REVOKED),
        ],
    )
    def test_expiry_has_one_day(self, day: date, ground: TerminationGround) -> None:
        """
        Art. 35(1)(1): by expiry a licence ends on the day after its last day, otherwise no later.

        That is the assumption "expiry".
        """
        code, path, _ = refusal(an_entry(), Terminate(on=day, ground=ground))
        assert (code, path) == (Code.EXPIRY_DAY, "on")
        assert CESSATION.article == 35


class TestConsent:
    """
    Rules, para. 7, and the Law on Personal Data, art. 8(4).
    """

    def test_a_natural_person_lists_its_columns(self) -> None:
        """
        Art. 8(4): a natural person's consent names the list of data.
        """
        entry = an_entry(identifier="791028302728")
        assert refusal(entry, GiveConsent(on=LATER))[:2] == (
            Code.CONSENT_LISTS_COLUMNS,
            "columns",
        )
        listed = apply(entry, GiveConsent(on=LATER, columns=[2, 5]))
        assert listed.consent
        assert listed.consent.columns == {Column.NAME, Column.CONDITIONS}

    def test_consent_does_not_pass_with_the_licence(self) -> None:
        """
        Para. 7: the consent belongs to the supplier; the next holder of the licence gives its own.

        That is the assumption "consent of one supplier".
        """
        passing = Reissue(
            on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin("950341000052")
        )
        given = an_entry(GiveConsent(on=INCLUDED))
        passed = apply(given, passing)
        assert passed.consent == evolve(given.consent, until=LATER - ONE_DAY)
        assert apply(passed, WithdrawConsent(on=LATER)).consent is None
        assert apply(passed, GiveConsent(on=LATER)).consent is not None

    @pytest.mark.parametrize("new_identifier", [None, Bin("940140000385")])
    def test_consent_stays_with_the_supplier(self, new_identifier: Bin | None) -> None:
        """
        A reissue to the same person keeps the consent.
        """
        given = an_entry(GiveConsent(on=INCLUDED))
        act = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=new_identifier)
        assert apply(given, act).consent == given.consent

    def test_consent_is_withdrawn_even_after_exclusion(self) -> None:
        """
        An excluded entry does not change, but its consent can be withdrawn.

        Law on Personal Data, art. 8(7) and the assumption "exclusion is final".
        """
        excluded = IN_STATUS[Status.EXCLUDED]
        assert apply(excluded, WithdrawConsent(on=LATER)).consent is None


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

    def test_without_a_contract_there_is_nothing_to_end(self) -> None:
        """
        The fault says so; a second end of one contract has it too.
        """
        for entry in (an_entry(), an_entry(CONTRACT, EndContract(on=LATER))):
            fault = refused(lambda e=entry: apply(e, EndContract(on=LATER)), UnlawfulAct).faults[0]
            assert (fault.code, fault.path) == (Code.NO_CONTRACT, "act")
