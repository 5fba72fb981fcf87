"""
Acts from the texts that a browser posts, and their faults at the fields of the form.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
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

OTHER: Final = "00000000-0000-4000-8000-000000000007"
DAY: Final = date(2025, 5, 12)
#: Right fields of each act, as a browser posts them.
RIGHT: Final[dict[str, dict[str, Any]]] = {
    "issue": {
        "on": "12.05.2025", "identifier": "9401 4000 0385", "name": " «Мейірім» ЖШС ",
        "address": "Астана, Абай даңғылы, 12", "conditions": ["at_home", "стационар"],
        "categories": "elderly", "capacity": "1 200", "phones": ["8 (7172) 31-62-14", ""],
        "emails": "info@example.kz", "licence_issued_on": "2025-05-10", "licence_term": "3 года",
        "licence_number": "SSS-1", "reissued_on": "", "contract_signed_on": "10.05.2025",
        "contract_term": "1 жыл",
        "kato": "710000000", "document": "№ 5", "entry_id": OTHER, "consent.columns": ["2", "3"],
        "consent.given_on": "01.05.2025", "consent.until": "31.12.2025",
        "succession.kind": "licensed_again", "succession.predecessors": [str(UUID(int=3))],
    },
    "reissue": {
        "on": "12.05.2025", "ground": "reorganised", "name": "«Қамқор» ЖШС", "address": "", "kato": "",
        "new_identifier": "950341000052", "licence_number": "SSS-2", "document": "",
        "succession.kind": "merger", "succession.predecessors": OTHER,
    },
    "sign_contract": {
        "on": "12.05.2025", "signed_on": "10.05.2025", "term": "с 10.05.2025 по 31.12.2025",
        "document": "",
    },
    "end_contract": {"on": "12.05.2025", "document": "№ 5"},
    "amend": {
        "on": "12.05.2025", "address": "Астана", "kato": "710000000", "conditions": ["1", "3"],
        "categories": ["жертвы бытового насилия"], "capacity": "12 мест", "phones": "+77172003654",
        "emails": ["info@example.kz"], "document": "",
    },
    "suspend": {"on": "12.05.2025", "until": "12.06.2025", "document": "№ 5"},
    "resume": {"on": "12.05.2025", "document": "№ 5"},
    "terminate": {"on": "12.05.2025", "ground": "Лишение (отзыв) лицензии", "document": ""},
    "exclude": {"on": "12.05.2025", "basis": "лицензиаттың өтініші", "document": ""},
    "give_consent": {
        "on": "12.05.2025", "columns": "all", "given_on": "01.05.2025", "until": "", "document": "",
    },
    "withdraw_consent": {"on": "12.05.2025", "document": ""},
}  # fmt: skip
#: Wrong texts of every field, and the codes of their faults; an act has those that it takes.
WRONG: Final[dict[str, list[tuple[Any, Any]]]] = {
    "on": [("31.02.2025", Problem.NO_SUCH_DAY), ("", Code.MISSING), ("1/2/2025", "ambiguous_day")],
    "identifier": [("940140000386", Code.CONTROL_DIGIT), ("12", Code.NOT_TWELVE_DIGITS)],
    "new_identifier": [("940140000386", Code.CONTROL_DIGIT)],
    "name": [("тел. 87017654321", Code.TELEPHONE_IN_TEXT), ("a\x00b", Code.CONTROL_CHARACTER)],
    "address": [("info@example.kz", Code.EMAIL_IN_TEXT), ("а" * 4002, Problem.CELL_TOO_LONG)],
    "basis": [("  ", Code.MISSING), ("не публикуется", Problem.WITHHELD)],
    "conditions": [(["at_home", "на луне"], Problem.UNKNOWN_WORDING)],
    "categories": [("все", Problem.UNKNOWN_WORDING)],
    "capacity": [("много", "not_a_number"), ("0", "out_of_range"), ("1, 2", "several_numbers")],
    "phones": [(["+77172003654", "", "31-62-14"], Problem.AREA_CODE_MISSING)],
    "emails": [("info.kz", Code.EMAIL)],
    "licence_issued_on": [("10.05.25", Problem.SHORT_YEAR), ("31.12.1890", Problem.NO_SUCH_DAY)],
    "licence_term": [("3", Problem.TERM_WITHOUT_UNIT), ("с 01.05.2025 по 01.05.2028", "term_start")],
    "contract_signed_on": [("позже", Problem.UNREADABLE_DAY)],
    "contract_term": [("долго", Problem.NOT_A_TERM)],
    "reissued_on": [("01.05.2025 и 02.05.2025", Problem.SEVERAL_DAYS)],
    "term": [("с 11.05.2025 по 31.12.2025", Problem.TERM_START), ("", Code.MISSING)],
    "signed_on": [("45787", Problem.NUMBER_FOR_DAY)],
    "given_on": [("завтра", Problem.UNREADABLE_DAY)],
    "until": [("завтра", Problem.UNREADABLE_DAY)],
    "ground": [("каприз", Problem.UNKNOWN_WORDING), ("", Code.MISSING)],
    "columns": [(["2", "18"], Problem.UNKNOWN_WORDING), ([], Code.MISSING)],
    "kato": [("99", Code.KATO)],
    "document": [("\u202e", Code.CONTROL_CHARACTER), (["№ 1", "№ 2"], Code.DUPLICATE)],
    "licence_number": [("а" * 4001, Code.TOO_LONG)],
    "entry_id": [("7", Code.WRONG_TYPE)],
    "consent.columns": [("", Code.MISSING)],
    "consent.given_on": [("завтра", Problem.UNREADABLE_DAY)],
    "consent.until": [("завтра", Problem.UNREADABLE_DAY)],
    "succession.kind": [("дружба", Problem.UNKNOWN_WORDING)],
    "succession.predecessors": [([OTHER, "x y"], Code.WRONG_TYPE)],
    "nickname": [("x", Code.UNEXPECTED)],
}  # fmt: skip


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
            root = field.partition(".")[0]
            assert [fault.code for fault in error.faults] == [code], (field, text)
            for language in LANGUAGES:
                (found,) = error.by_field(language).items()
                assert found[0] == root
                assert len(found[1]) == 1
                assert len(text) < 5 or str(text) not in found[1][0]


def test_all_faults_are_reported_together() -> None:
    """
    Every field that is wrong is reported, and the right ones are not.
    """
    fields = {**RIGHT["issue"], **{name: WRONG[name][0][0] for name in RIGHT["issue"] if name in WRONG}}
    error = _refused("issue", fields)
    expected = {name.partition(".")[0] for name in RIGHT["issue"]}
    assert set(error.by_field("kk")) == expected - {"consent"} | {"consent"}


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
