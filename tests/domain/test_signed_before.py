"""
Consents and contracts that were signed before the day from which they count.
"""

from datetime import date
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import given

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import Withholding
from kz_social_registry.domain.acts import (
    Act,
    GiveConsent,
    GivenConsent,
    Issue,
    Reissue,
    SignContract,
    WithdrawConsent,
)
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import admit, why_hidden
from kz_social_registry.domain.timeline import Annul, check_consents, segments
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.parts import Consent
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.testing.strategies import issues
from support.histories import facts_of
from support.refusals import refused
from support.samples import IIN, INCLUDED, ISSUED, LATER, OTHER_BIN, an_entry, an_issue

#: The day of the application, before the licence and the inclusion.
SIGNED: Final = date(2025, 4, 1)
ALL: Final = frozenset(Column)


class TestConsent:
    """
    Rules, paras 3 and 7: the data, and often the consent, come from the application for the licence.
    """

    @pytest.mark.parametrize(
        "entry",
        [
            an_entry(GiveConsent(on=INCLUDED, given_on=SIGNED)),
            an_entry(consent=GivenConsent(given_on=SIGNED)),
        ],
        ids=["act", "issue"],
    )
    def test_it_keeps_its_day_and_counts_from_inclusion(self, entry: Any) -> None:
        """
        Nothing is public by it on the day of signing, everything from the day of inclusion.
        """
        assert entry.consent == Consent(columns=ALL, given_on=SIGNED, counts_from=INCLUDED)
        days = (SIGNED, INCLUDED - ONE_DAY, INCLUDED)
        assert [entry.consent.covers(day) for day in days] == [False, False, True]
        assert admit(entry, on=INCLUDED, latest=entry, published_on=INCLUDED)

    def test_before_it_counts_the_public_sees_nothing(self) -> None:
        """
        A consent of April that was recorded for September hides the row until then.
        """
        entry = an_entry(GiveConsent(on=LATER, given_on=SIGNED))
        hidden = why_hidden(entry, on=LATER, latest=entry, published_on=LATER - ONE_DAY)
        assert [why.reason for why in hidden] == [Withholding.CONSENT_TO_COME]
        hidden = why_hidden(entry, on=INCLUDED, latest=entry, published_on=LATER)
        assert [why.reason for why in hidden] == [Withholding.NO_CONSENT]

    def test_without_a_day_of_signing_it_was_signed_on_the_day_of_the_act(self) -> None:
        """
        Both days are one, and only one of them is written.
        """
        for entry, day in (
            (an_entry(GiveConsent(on=LATER)), LATER),
            (an_entry(consent=GivenConsent()), INCLUDED),
        ):
            assert entry.consent == Consent(columns=ALL, given_on=day)
            assert entry.consent.counts_from == day

    @pytest.mark.parametrize(
        ("make", "path"),
        [
            (lambda: GiveConsent(on=INCLUDED, given_on=LATER), "given_on"),
            (lambda: an_issue(consent=GivenConsent(given_on=LATER)), "consent.given_on"),
            (lambda: an_issue(consent=GivenConsent(until=ISSUED)), "on"),
            (lambda: Consent(columns=ALL, given_on=LATER, counts_from=INCLUDED), "given_on"),
            (
                lambda: Consent(columns=ALL, given_on=SIGNED, counts_from=LATER, until=ISSUED),
                "counts_from",
            ),
        ],
    )  # fmt: skip
    def test_its_days_are_in_order(self, make: Any, path: str) -> None:
        """
        Signed ≤ counts from ≤ the last day.
        """
        faults = refused(make).faults
        assert [(fault.code, fault.path) for fault in faults] == [(Code.DAY_ORDER, path)]

    def test_the_day_from_which_it_counts_is_a_plausible_day(self) -> None:
        """
        The fault has the path of the attribute.
        """
        faults = refused(lambda: Consent(columns=ALL, given_on=SIGNED, counts_from=5)).faults  # type: ignore[arg-type]  # on purpose
        assert [(fault.code, fault.path) for fault in faults] == [(Code.WRONG_TYPE, "counts_from")]

    def test_a_natural_person_lists_columns_in_an_issue_too(self) -> None:
        """
        Law on Personal Data, art. 8(4): the consent names the list of data.
        """
        faults = refused(lambda: an_issue(identifier=IIN, consent=GivenConsent())).faults
        seen = [(fault.code, fault.path) for fault in faults]
        assert seen == [(Code.CONSENT_LISTS_COLUMNS, "consent.columns")]
        listed = an_entry(identifier=IIN, consent=GivenConsent(columns=[2]))
        assert listed.consent
        assert listed.consent.columns == {Column.NAME}

    @given(issues())
    def test_an_issue_with_consent_is_an_issue_and_its_consent(self, issue: Issue) -> None:
        """
        One act or two of one day leave the same entry.
        """
        entry = apply(None, issue)
        alone = apply(None, evolve(issue, consent=None))
        assert alone.consent is None
        if issue.consent:
            given = {name: getattr(issue.consent, name) for name in ("columns", "given_on", "until")}
            alone = apply(alone, GiveConsent(on=issue.on, **given))
        assert entry == alone

    def test_the_consent_of_an_issue_is_withdrawn_and_does_not_pass(self) -> None:
        """
        It is the supplier's own like any other, and ends by withdrawal or when the licence passes on.
        """
        passing = Reissue(on=LATER, ground="reorganised", new_identifier=Bin(OTHER_BIN))  # type: ignore[arg-type]  # a code
        entry = an_entry(passing, consent=GivenConsent(given_on=SIGNED))
        assert entry.consent
        assert (entry.consent.given_on, entry.consent.until) == (SIGNED, LATER - ONE_DAY)
        assert apply(entry, WithdrawConsent(on=LATER)).consent is None
        same_day = an_entry(evolve(passing, on=INCLUDED), consent=GivenConsent(given_on=SIGNED))
        assert same_day.consent is None

    def test_it_stays_with_its_supplier_when_the_past_changes(self) -> None:
        """
        A correction of the identifier brings its own statement of the consent.
        """
        before = facts_of(an_issue(consent=GivenConsent()))
        after = facts_of(
            an_issue(consent=GivenConsent()),
            Annul(of=1, reason="қате"),
            an_issue(identifier=OTHER_BIN, consent=GivenConsent()),
        )
        check_consents(before, after)
        assert segments(after)[0].entry.identifier == OTHER_BIN


class TestContract:
    """
    Rules, para. 5(10): the day of signing may precede inclusion.
    """

    def test_a_contract_of_before_inclusion_is_recorded_later(self) -> None:
        """
        The entry has the day of signing, and the term starts with it.
        """
        act = SignContract(on=INCLUDED, signed_on=date(2025, 4, 21), term=Term(years=1))
        entry = an_entry(act)
        assert entry.contract
        seen = (entry.contract.signed_on, entry.contract.valid_until)
        assert seen == (date(2025, 4, 21), date(2026, 4, 21))

    def test_it_is_not_signed_after_the_day_of_the_act(self) -> None:
        """
        A term that ends before the signing is refused as before.
        """
        faults = refused(lambda: SignContract(on=INCLUDED, signed_on=LATER, term=Term(years=1))).faults
        assert [(f.code, f.path) for f in faults] == [(Code.DAY_ORDER, "signed_on")]
        term = Term(until=ISSUED)
        faults = refused(lambda: SignContract(on=INCLUDED, signed_on=INCLUDED, term=term)).faults
        assert [(f.code, f.path) for f in faults] == [(Code.TERM_OUT_OF_RANGE, "term")]
        assert SignContract(on=INCLUDED, signed_on=SIGNED, term=term).signed_on == SIGNED

    def test_the_act_itself_still_needs_a_day_in_the_register(self) -> None:
        """
        The fault is at the day of the act, not at the day of signing.
        """
        act: Act = SignContract(on=SIGNED, term=Term(years=1))
        faults = refused(lambda: apply(an_entry(), act), UnlawfulAct).faults
        assert [(f.code, f.path) for f in faults] == [(Code.DAY_ORDER, "on")]
