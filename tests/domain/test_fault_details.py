"""
The details of faults: the faulty value for programs, and the accepted values for people.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kz_social_registry.base.assumptions import AFTER_TERM, Basis
from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import FORMATION
from kz_social_registry.base.vocabulary import Region, ReissueGround, SuccessionKind
from kz_social_registry.domain.acts import (
    Act,
    Exclude,
    GiveConsent,
    Reissue,
    SignContract,
    Succession,
    Suspend,
    issue_of,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import gated, rebuilt
from kz_social_registry.domain.row import COLUMNS, Cell
from kz_social_registry.domain.search import Cursor
from kz_social_registry.domain.timeline import Annul, segments
from kz_social_registry.domain.values.contacts import Contacts, email, telephone
from kz_social_registry.domain.values.identifiers import Bin, identified
from kz_social_registry.domain.values.parts import Consent, kato
from kz_social_registry.domain.values.terms import Term
from support.histories import facts_of
from support.refusals import only_fault, refused
from support.samples import (
    ENTRY_ID,
    IIN,
    INCLUDED,
    ISSUED,
    JOINT_BIN,
    LATER,
    an_entry,
    an_issue,
    issue_values,
)

SELF = Succession(kind=SuccessionKind.MERGER, predecessors=(ENTRY_ID,))
LICENSED_AGAIN = Succession(kind=SuccessionKind.LICENSED_AGAIN, predecessors=(UUID(int=2),))
PAST = date(2028, 4, 21)
#: Law on Permits, art. 34.
WAYS = ("merger", "transformation", "accession", "spin_off", "division")


def reissue(ground: str = "reorganised", **values: Any) -> Reissue:
    """
    Return a reissue, by default on the ground of a reorganisation.
    """
    return Reissue(**{"on": LATER, "ground": ground, **values})


def after(act: Act, **changes: Any) -> RegistryEntry:
    """
    Return the sample entry after an act.
    """
    return apply(an_entry(**changes), act)


def cell(column: Any) -> Cell:
    """
    Return a cell of a public row.
    """
    row: dict[str, Any] = {one.value: None for one in COLUMNS}
    return rebuilt(ENTRY_ID, row).cell(column)


#: Refused calls: the code and path of the only fault, the faulty value and the accepted ones.
DETAILS: list[tuple[Callable[[], object], tuple[Code, str, object, tuple[str, ...]]]] = [
    (lambda: reissue(succession="x"), (Code.WRONG_TYPE, "succession", "x", ("Succession",))),
    (
        lambda: reissue(succession=LICENSED_AGAIN),
        (Code.UNKNOWN_CODE, "succession.kind", SuccessionKind.LICENSED_AGAIN, WAYS),
    ),
    (
        lambda: reissue(new_identifier=IIN),
        (Code.CHANGE_NEEDS_GROUND, "new_identifier", None, ("name", "address", "kato")),
    ),
    (
        lambda: reissue("person_renamed", address="Ә"),
        (Code.CHANGE_NEEDS_GROUND, "address", None, ("name",)),
    ),
    (lambda: Bin(5), (Code.WRONG_TYPE, "", 5, ("text",))),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: Bin("9401"), (Code.NOT_TWELVE_DIGITS, "", "9401", ())),
    (lambda: Bin("940140000386"), (Code.CONTROL_DIGIT, "", "940140000386", ())),
    (lambda: Bin(IIN), (Code.IS_AN_IIN, "", IIN, ())),
    (lambda: reissue(new_identifier=5), (Code.WRONG_TYPE, "new_identifier", 5, ("text",))),
    (lambda: telephone(5), (Code.WRONG_TYPE, "", 5, ("text",))),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: telephone("12"), (Code.TELEPHONE, "", "12", ())),
    (lambda: email(5), (Code.WRONG_TYPE, "", 5, ("text",))),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: email("a@b"), (Code.EMAIL, "", "a@b", ())),
    (lambda: Contacts(phones="1414"), (Code.WRONG_TYPE, "phones", "1414", ("list",))),
    (lambda: Term(years="3"), (Code.WRONG_TYPE, "years", "3", ("whole number",))),  # type: ignore[arg-type]  # wrong on purpose
    (
        lambda: Term(until=ISSUED).last_day(INCLUDED),
        (Code.TERM_OUT_OF_RANGE, "", ISSUED, ()),
    ),
    (
        lambda: Succession(kind=SuccessionKind.MERGER, predecessors=5),  # type: ignore[arg-type]  # wrong on purpose
        (Code.WRONG_TYPE, "predecessors", 5, ("list of entry ids",)),
    ),
    (
        lambda: Exclude(on=LATER, basis="Тел. 8 701 314 15 92"),
        (Code.TELEPHONE_IN_TEXT, "basis", "Тел. 8 701 314 15 92", ()),
    ),
    (
        lambda: after(reissue("person_renamed")),
        (
            Code.GROUND_FOR_OTHERS, "ground", ReissueGround.PERSON_RENAMED,
            ("reorganised", "name_or_location", "other_law"),
        ),
    ),
    (
        lambda: after(reissue("other_law", new_identifier=IIN)),
        (Code.IS_AN_IIN, "new_identifier", IIN, ()),
    ),
    (
        lambda: after(reissue(new_identifier=JOINT_BIN)),
        (Code.JOINT_ENTERPRISE, "new_identifier", JOINT_BIN, ()),
    ),
    (lambda: after(reissue(succession=SELF)), (Code.PREDECESSOR, "succession.predecessors", None, ())),
    (
        lambda: after(Suspend(on=ISSUED)),
        (Code.DAY_ORDER, "on", ISSUED, ("included_on", "on")),
    ),
    (
        lambda: after(Suspend(on=PAST)),
        (
            Code.AFTER_EXPIRY, "on", PAST,
            ("end_contract", "amend", "terminate", "exclude", "give_consent", "withdraw_consent"),
        ),
    ),
    (lambda: cell("colour"), (Code.UNKNOWN_CODE, "column", "colour", COLUMNS)),
    (lambda: [*gated([5])], (Code.WRONG_TYPE, "rows[0]", 5, ("PublicEntry",))),  # type: ignore[list-item]  # wrong on purpose
    (lambda: Cursor.parse("x"), (Code.WRONG_TYPE, "", "x", ("end of a page",))),
    (
        lambda: segments(facts_of(an_issue(), Annul(of=7, reason="қате"))),
        (Code.NOT_ANNULLABLE, "of", 7, ()),
    ),
]  # fmt: skip


def test_a_fault_has_its_value_and_what_is_accepted() -> None:
    """
    A program can read the faulty value, and a message names the accepted ones.
    """
    faults = [only_fault(call) for call, _ in DETAILS]
    found = [(fault.code, fault.path, fault.value, fault.allowed) for fault in faults]
    assert found == [details for _, details in DETAILS]


def test_checks_alone_have_their_details_too() -> None:
    """
    The check of an address code names the type, or the regions. Right digits are a text still.
    """
    faults = (*kato(5), *kato("13"), *identified("940140000385"))
    regions = tuple(region.value for region in Region)
    assert [(one.code, one.value, one.allowed) for one in faults] == [
        (Code.WRONG_TYPE, 5, ("text",)),
        (Code.KATO, None, regions),
        (Code.WRONG_TYPE, "940140000385", ("BIN or IIN",)),
    ]


#: Acts with two days in the wrong order, the days' names, and the source of the order.
DISORDER: list[tuple[Callable[[], object], tuple[str, str], Basis | None]] = [
    (lambda: Suspend(on=LATER, until=INCLUDED), ("on", "until"), None),
    (
        lambda: SignContract(on=INCLUDED, term=Term(years=1), signed_on=LATER),
        ("signed_on", "on"),
        None,
    ),
    (lambda: GiveConsent(on=INCLUDED, given_on=LATER), ("given_on", "on"), None),
    (lambda: GiveConsent(on=LATER, until=INCLUDED), ("on", "until"), None),
    (
        lambda: Consent(columns=[Column.NAME], given_on=LATER, counts_from=INCLUDED),
        ("given_on", "counts_from"),
        None,
    ),
    (
        lambda: Consent(columns=[Column.NAME], given_on=LATER, until=INCLUDED),
        ("counts_from", "until"),
        None,
    ),
    (lambda: issue(licence_issued_on=LATER), ("licence_issued_on", "on"), FORMATION),
    (lambda: issue(licence_term=Term(days=1)), ("on", "valid_until"), AFTER_TERM),
    (lambda: issue(reissued_on=LATER), ("reissued_on", "on"), None),
    (
        lambda: issue(contract_signed_on=LATER, contract_term=Term(years=1)),
        ("contract_signed_on", "on"),
        None,
    ),
    (lambda: issue(consent=GiveConsent(on=LATER, given_on=LATER)), ("consent.given_on", "on"), None),
    (lambda: issue(consent=GiveConsent(on=ISSUED, until=ISSUED)), ("on", "consent.until"), None),
]


def issue(**changes: Any) -> Act:
    """
    Return the issue of the sample licence with other values.
    """
    return issue_of(**issue_values(**changes))


@pytest.mark.parametrize(("call", "days", "clause"), DISORDER)
def test_days_in_the_wrong_order_are_both_named(
    call: Callable[[], object], days: tuple[str, str], clause: Basis | None
) -> None:
    """
    The fault is at the first of the two days, and cites the source of their order.
    """
    fault = only_fault(call)
    assert (fault.code, fault.path, fault.allowed) == (Code.DAY_ORDER, days[0], days)
    assert fault.clause is clause


def test_every_fault_of_a_reissue_is_reported() -> None:
    """
    A successor that is no legal person does not hide that an entry is its own predecessor.
    """
    faults = refused(lambda: after(reissue(new_identifier=JOINT_BIN, succession=SELF))).faults
    assert [fault.code for fault in faults] == [Code.JOINT_ENTERPRISE, Code.PREDECESSOR]
