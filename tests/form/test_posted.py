"""
Acts from the texts that a browser posts, and their faults at the fields of the form.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, Problem
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ServiceCondition,
    SuccessionKind,
)
from kz_social_registry.domain import acts
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form import act_from_texts
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.forms import OTHER, RIGHT, WRONG

DAY: Final = date(2025, 5, 12)


def _refused(kind: str, fields: Mapping[str, Any]) -> InvalidValue:
    registry = Registry(MemoryStore())
    with pytest.raises(InvalidValue) as caught:
        registry.record(UUID(int=1), act_from_texts(kind, fields))
    assert [*registry.changes()] == []
    return caught.value


@pytest.mark.parametrize("kind", ActKind)
def test_every_wrong_field_has_a_sentence_at_the_field(kind: ActKind) -> None:
    """
    Whatever field is wrong, its own sentence says so in each language, and no other field is blamed.
    """
    for field in (*RIGHT[kind], "nickname"):
        for text, code in WRONG[field]:
            error = _refused(kind, {**RIGHT[kind], field: text})
            assert [fault.code for fault in error.faults] == [code], (field, text)
            for language in LANGUAGES:
                (found,) = error.by_field(language).items()
                assert found[0] == field
                assert len(found[1]) == 1
                assert len(text) < 5 or str(text) not in found[1][0]


def test_all_faults_are_reported_together() -> None:
    """
    Every field that is wrong is reported, and the right ones are not.
    """
    fields = {**RIGHT["issue"], **{name: WRONG[name][0][0] for name in RIGHT["issue"] if name in WRONG}}
    error = _refused("issue", fields)
    assert set(error.by_field("kk")) == {*RIGHT["issue"]}


def test_faults_of_recording_are_at_the_fields_too() -> None:
    """
    A fault that only the register can know is at the field of the form, too.
    """
    with pytest.raises(UnlawfulAct) as caught:
        Registry(MemoryStore()).record(UUID(OTHER), act_from_texts("issue", RIGHT["issue"]))
    assert caught.value.by_field("en") == {
        "succession.predecessors": ["№ 1: the earlier entry named is not in the register"]
    }


def _issue() -> Act:
    return acts.issue_of(
        on=DAY, identifier="940140000385", name="«Мейірім» ЖШС", address="Астана, Абай даңғылы, 12",
        conditions={ServiceCondition.AT_HOME, ServiceCondition.INPATIENT},
        categories={RecipientCategory.ELDERLY}, capacity=1200, phones=["+77172316214"],
        emails=["info@example.kz"], licence_issued_on=date(2025, 5, 10), licence_term=Term(years=3),
        contract_signed_on=date(2025, 5, 10), contract_term=Term(years=1),
        licence_number="SSS-1", kato="710000000", document="№ 5", entry_id=UUID(OTHER),
        consent=acts.GivenConsent(
            columns=[Column.NAME, Column.IDENTIFIER], given_on=date(2025, 5, 1),
            until=date(2025, 12, 31),
        ),
        succession=acts.Succession(kind=SuccessionKind.LICENSED_AGAIN, predecessors=[UUID(int=3)]),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # a code
    )  # fmt: skip


def test_right_fields_are_the_act() -> None:
    """
    Days, numbers, lists and words are read as people write them; empty fields are absent.
    """
    made = {kind: act_from_texts(kind, fields) for kind, fields in RIGHT.items()}
    assert made == {
        "issue": made["issue"],
        "reissue": acts.Reissue(
            on=DAY, ground="reorganised", name="«Қамқор» ЖШС", new_identifier="950341000052",
            licence_number="SSS-2",
            succession=acts.Succession(kind=SuccessionKind.MERGER, predecessors=[UUID(OTHER)]),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # a code
        ),
        "sign_contract": acts.SignContract(
            on=DAY, signed_on=date(2025, 5, 10), term=Term(until=date(2025, 12, 31))
        ),
        "end_contract": acts.EndContract(on=DAY, document="№ 5"),
        "amend": acts.Amend(
            on=DAY, address="Астана", kato="710000000", conditions={"inpatient", "at_home"},
            categories={"domestic_violence_victims"}, capacity=12, phones=["+77172003654"],
            emails=["info@example.kz"],
        ),
        "suspend": acts.Suspend(on=DAY, until=date(2025, 6, 12), document="№ 5"),
        "resume": acts.Resume(on=DAY, document="№ 5"),
        "terminate": acts.Terminate(on=DAY, ground="revoked"),
        "exclude": acts.Exclude(on=DAY, basis="лицензиаттың өтініші"),
        "give_consent": acts.GiveConsent(on=DAY, columns=None, given_on=date(2025, 5, 1)),
        "withdraw_consent": acts.WithdrawConsent(on=DAY),
    }  # fmt: skip
    assert made["issue"] == _issue()


def test_values_that_are_no_texts_are_taken_as_they_are() -> None:
    """
    A framework may have read a day or a number already.
    """
    fields = {"on": DAY, "capacity": 12, "phones": ("+77172003654",), "emails": None}
    assert act_from_texts(ActKind.AMEND, fields) == acts.Amend(
        on=DAY, capacity=12, phones=["+77172003654"]
    )


def test_a_form_without_a_tick_is_no_consent_to_all() -> None:
    """
    Rules, para. 7: "with the supplier's consent". Nothing ticked is a fault, never a consent to all.
    """
    error = _refused("give_consent", {"on": "12.05.2025"})
    assert error.faults == (Fault(Code.MISSING, "columns"),)


def test_what_is_empty_is_absent() -> None:
    """
    Empty fields and parts without a value leave out a value.
    """
    fields = {"on": "12.05.2025", "ground": "other_law", "name": "", "succession.kind": " "}
    assert act_from_texts("reissue", fields) == acts.Reissue(on=DAY, ground="other_law")


@pytest.mark.parametrize("text", ["–", "x", "жоқ"])
def test_a_word_for_nothing_is_not_dropped(text: str) -> None:
    """
    Else an amendment would be recorded without the value that somebody meant to change.
    """
    error = _refused("amend", {"on": "12.05.2025", "address": "Астана", "capacity": text})
    assert error.faults == (Fault(Problem.NO_VALUE, "capacity"),)


def test_an_unknown_act_is_refused() -> None:
    """
    The kind of an act is a word of the list.
    """
    (fault,) = _refused("dance", {}).faults
    assert (fault.code, fault.path) == (Code.UNKNOWN_CODE, "act")
