"""
The lifecycle: the values that an act changes, and those that it leaves.
"""

from datetime import date
from typing import Any

import pytest

from kz_social_registry.base.vocabulary import ReissueGround
from kz_social_registry.domain.acts import Amend, GiveConsent, Reissue, SignContract
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.parts import Consent, Contract
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from support.samples import INCLUDED, ISSUED, LATER, OTHER_BIN, an_entry

PHONES, EMAILS = ("1414",), ("a@example.kz",)


@pytest.mark.parametrize(
    ("amended", "phones", "emails"),
    [
        ({"phones": ("1415",)}, ("1415",), EMAILS),
        ({"emails": ("b@example.kz",)}, PHONES, ("b@example.kz",)),
        ({"phones": (), "emails": ()}, (), ()),
        ({"capacity": 5}, PHONES, EMAILS),
    ],
)
def test_an_amendment_leaves_the_contacts_that_it_does_not_name(
    amended: dict[str, Any], phones: tuple[str, ...], emails: tuple[str, ...]
) -> None:
    """
    Telephones and addresses change apart from each other.
    """
    entry = an_entry(Amend(on=LATER, **amended), phones=PHONES, emails=EMAILS)
    assert (entry.contacts.phones, entry.contacts.emails) == (phones, emails)


@pytest.mark.parametrize(
    ("moved", "kato"),
    [
        ({"address": "Шымкент қаласы"}, None),
        ({"address": "Шымкент қаласы", "kato": "791010000"}, "791010000"),
        ({"address": "Астана қаласы"}, "711010000"),
        ({"kato": "711310000"}, "711310000"),
        ({}, "711010000"),
    ],
)
def test_a_new_address_has_no_old_code(moved: dict[str, Any], kato: str | None) -> None:
    """
    The code of the old address is not that of the new one (assumption "code of an address").
    """
    acts = (
        Reissue(on=LATER, ground=ReissueGround.OTHER_LAW, **moved),
        Amend(on=LATER, capacity=5, **moved),
    )
    assert [an_entry(act, kato="711010000").kato for act in acts] == [kato, kato]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (None, LATER - ONE_DAY),
        (LATER, LATER - ONE_DAY),
        (LATER - ONE_DAY, LATER - ONE_DAY),
        (INCLUDED, INCLUDED),
    ],
)
def test_a_consent_ends_when_the_licence_passes_or_earlier(until: date | None, last: date) -> None:
    """
    Rules, para. 7: another supplier has to give its own; an earlier end of the consent stays.
    """
    passed = Reissue(on=LATER, ground=ReissueGround.REORGANISED, new_identifier=Bin(OTHER_BIN))
    consent = an_entry(GiveConsent(on=INCLUDED, until=until), passed).consent
    assert consent
    assert consent.until == last


def test_a_record_made_by_an_act_equals_a_constructed_one() -> None:
    """
    Contract and consent count from the day of the act, and have the day of signing that it names.
    """
    term = Term(years=1)
    entry = apply(an_entry(), SignContract(on=LATER, term=term, signed_on=ISSUED))
    assert entry.contract == Contract(signed_on=ISSUED, term=term)
    assert entry.contract.valid_until == date(2026, 4, 20)
    given = apply(entry, GiveConsent(on=LATER, columns=[2], given_on=ISSUED, until=LATER)).consent
    assert given == Consent(columns=["name"], given_on=ISSUED, until=LATER, counts_from=LATER)  # type: ignore[list-item]  # a code is welcome
