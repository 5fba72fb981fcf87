"""
The lifecycle: the table and the rules.
"""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import CESSATION
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    ACTS,
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
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, TRANSITIONS, apply, possible, steps
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.parts import Licence
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.testing.strategies import acts, entries
from support.refusals import refused
from support.samples import INCLUDED, ISSUED, JOINT_BIN, LAST, LATER, OTHER_BIN, an_entry, an_issue


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


SHORT = Licence(issued_on=date(2025, 4, 10), term=Term(until=date(2025, 5, 1)))
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


class TestTable:
    """
    Every step is in TRANSITIONS.
    """

    def test_every_status_and_every_act_stand_in_the_table(self) -> None:
        """
        Every status can be reached, and every act has a step.
        """
        assert {step.target for step in TRANSITIONS} == set(Status)
        assert {step.act for step in TRANSITIONS} == set(ActKind) == set(ACTS)

    @pytest.mark.parametrize("entry", [*IN_STATUS.values(), EXPIRED], ids=str)
    def test_an_act_does_what_the_table_says_or_is_refused(self, entry: RegistryEntry | None) -> None:
        """
        From each status each act leads to the target of its step, or is refused.
        """
        for kind, act in EXAMPLES.items():
            targets = [step.target for step in steps(entry) if step.act is kind]
            if targets:
                assert [apply(entry, act).status] == targets, kind
            else:
                assert refusal(entry, act) == (Code.NOT_ALLOWED, "act", possible(entry)), kind

    @pytest.mark.parametrize("ground", TerminationGround)
    def test_only_an_expired_licence_is_amended_after_its_termination(
        self, ground: TerminationGround
    ) -> None:
        """
        Art. 35(1)(1): an amendment after the term is lawful whether or not the expiry was recorded.
        """
        expired = ground is TerminationGround.EXPIRED
        terminated = EXPIRED if expired else an_entry(Terminate(on=INCLUDED, ground=ground))
        amend = EXAMPLES[ActKind.AMEND]
        if expired:
            after = apply(terminated, amend)
            assert (after.status, after.capacity) == (Status.TERMINATED, 41)
            assert ActKind.AMEND in possible(terminated)
        else:
            allowed = (
                ActKind.END_CONTRACT,
                ActKind.EXCLUDE,
                ActKind.GIVE_CONSENT,
                ActKind.WITHDRAW_CONSENT,
            )
            assert refusal(terminated, amend) == (Code.NOT_ALLOWED, "act", allowed)

    def test_every_step_cites_a_clause(self) -> None:
        """
        Each step cites an act that the library implements.

        An exclusion may rest on the assumption "exclusion without termination".
        """
        assert [step for step in TRANSITIONS if not step.clause.cite("kk")] == []

    @given(
        entries().flatmap(
            lambda entry: acts(entry, since=entry.licence.issued_on).map(lambda act: (entry, act))
        )
    )
    def test_an_act_leaves_what_a_constructor_would_make(self, case: tuple[RegistryEntry, Act]) -> None:
        """
        A step checks only some rules, and the entry after it obeys all of them.
        """
        entry, act = case
        with suppress(UnlawfulAct):
            after = apply(entry, act)
            assert (
                RegistryEntry(**{name: getattr(after, name) for name in RegistryEntry.CHECKS}) == after
            )


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

    def test_a_reorganisation_may_pass_the_licence_to_another_bin(self) -> None:
        """
        Art. 34: the licence, and so the BIN, may pass to another legal person.
        """
        act = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin("950341000052"))
        assert apply(an_entry(), act).identifier == "950341000052"

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

    @pytest.mark.parametrize("ground", ["person_renamed", "name_or_location", "other_law"])
    def test_other_grounds_pass_it_to_nobody(self, ground: Any) -> None:
        """
        The fault is the ground, whoever the other person is.
        """
        with pytest.raises(InvalidValue) as caught:
            Reissue(on=LATER, ground=ground, new_identifier=Bin(JOINT_BIN))
        (fault,) = caught.value.faults
        assert (fault.code, fault.path) == (Code.CHANGE_NEEDS_GROUND, "new_identifier")

    @pytest.mark.parametrize(
        ("identifier", "grounds"),
        [
            ("791028302728", {"person_renamed", "sole_trader_changed", "other_law"}),
            ("940140000385", {"reorganised", "name_or_location", "other_law"}),
            (JOINT_BIN, {"sole_trader_changed", "name_or_location", "other_law"}),
        ],
    )
    def test_a_ground_fits_the_kind_of_provider(self, identifier: str, grounds: set[str]) -> None:
        """
        Natural persons, legal persons and joint enterprises have different grounds.

        For a joint enterprise that is the assumption "joint enterprise".
        """
        accepted = set()
        for ground in ReissueGround:
            if ground in {ReissueGround.ALIENATED, ReissueGround.OBJECT_ADDRESS}:
                continue
            with suppress(UnlawfulAct):
                apply(an_entry(identifier=identifier), Reissue(on=LATER, ground=ground))
                accepted.add(ground.value)
        assert accepted == grounds


class TestTerm:
    """
    The end of a licence's term.
    """

    @pytest.mark.parametrize("kind", [kind for kind in ActKind if kind is not ActKind.ISSUE])
    def test_after_the_last_day_little_is_lawful(self, kind: ActKind) -> None:
        """
        After its term, a licence has no effect that an act could change (assumption "after expiry").
        """
        day = date(2028, 4, 11)
        examples = {
            ActKind.REISSUE: Reissue(on=day, ground=ReissueGround.OTHER_LAW),
            ActKind.SIGN_CONTRACT: SignContract(on=day, term=Term(years=1)),
            ActKind.END_CONTRACT: EndContract(on=day),
            ActKind.AMEND: Amend(on=day, capacity=2),
            ActKind.SUSPEND: Suspend(on=day),
            ActKind.RESUME: Resume(on=day),
            ActKind.TERMINATE: Terminate(on=day, ground=TerminationGround.EXPIRED),
            ActKind.EXCLUDE: Exclude(on=day, basis="x"),
            ActKind.GIVE_CONSENT: GiveConsent(on=day),
            ActKind.WITHDRAW_CONSENT: WithdrawConsent(on=day),
        }
        status = Status.SUSPENDED if kind is ActKind.RESUME else Status.ACTIVE
        if kind in AFTER_EXPIRY:
            assert apply(IN_STATUS[status], examples[kind]).id == UUID(int=1)
        else:
            expected = (Code.AFTER_EXPIRY, "on", AFTER_EXPIRY)
            assert refusal(IN_STATUS[status], examples[kind]) == expected

    @pytest.mark.parametrize(
        ("day", "ground"),
        [
            (date(2028, 4, 10), TerminationGround.EXPIRED),
            (date(2028, 4, 12), TerminationGround.EXPIRED),
            (date(2028, 4, 11), TerminationGround.VOLUNTARY),
            (date(2028, 5, 11), TerminationGround.REVOKED),
        ],
    )
    def test_expiry_has_one_day(self, day: date, ground: TerminationGround) -> None:
        """
        Art. 35(1)(1): by expiry a licence ends on the day after its last day, otherwise no later.

        That is the assumption "expiry".
        """
        code, path, _ = refusal(an_entry(), Terminate(on=day, ground=ground))
        assert (code, path) == (Code.EXPIRY_DAY, "terminated_on")
        assert CESSATION.article == 35

    def test_the_contract_may_outlive_nothing_but_itself(self) -> None:
        """
        A contract is signed while the licence is active, and replaces the earlier contract.
        """
        entry = an_entry(
            SignContract(on=INCLUDED, term=Term(years=1)),
            SignContract(on=LATER, term=Term(months=6)),
        )
        assert entry.contract
        assert (entry.contract.signed_on, entry.contract.valid_until) == (LATER, date(2026, 3, 1))

    def test_nothing_happens_before_inclusion(self) -> None:
        """
        Law 2: inclusion precedes every later act.
        """
        active = IN_STATUS[Status.ACTIVE]
        early = [evolve(EXAMPLES[kind], on=date(2025, 4, 11)) for kind in possible(active)]
        assert {refusal(active, act)[0] for act in early} == {Code.DAY_ORDER}


class TestConsent:
    """
    Rules, para. 7, and the Law on Personal Data, art. 8(4).
    """

    def test_consent_of_a_legal_person_covers_all_columns_by_default(self) -> None:
        """
        Para. 7: a legal person's consent needs no list of columns.
        """
        entry = apply(an_entry(), GiveConsent(on=LATER))
        assert entry.consent
        assert entry.consent.columns == frozenset(Column)

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

    def test_giving_again_replaces_the_scope(self) -> None:
        """
        Only the latest consent counts.
        """
        entry = an_entry(GiveConsent(on=INCLUDED), GiveConsent(on=LATER, columns=[2]))
        assert entry.consent
        assert entry.consent.columns == {Column.NAME}

    def test_what_was_not_given_is_not_withdrawn(self) -> None:
        """
        Withdrawing needs a consent.
        """
        assert refusal(an_entry(), WithdrawConsent(on=LATER))[0] is Code.NO_CONSENT

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


class TestAmend:
    """
    Amendments.
    """

    def test_it_changes_what_it_names_and_nothing_else(self) -> None:
        """
        Telephones change and e-mail addresses stay.
        """
        entry = apply(an_entry(), Amend(on=LATER, phones=["1414"]))
        entry = apply(entry, Amend(on=LATER, emails=["info@example.kz"], capacity=7))
        seen = (entry.contacts.phones, entry.contacts.emails, entry.capacity, entry.name)
        assert seen == (("1414",), ("info@example.kz",), 7, "«Мейірім» орталығы")
