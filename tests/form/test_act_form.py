"""
The fields of an act on a page, and the texts in them.
"""

import pytest
from hypothesis import given, settings

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ActKind, TerminationGround
from kz_social_registry.domain.acts import Act, Exclude, GiveConsent
from kz_social_registry.form.act_form import act_fields, act_texts
from kz_social_registry.form.posted import act_from_texts
from kz_social_registry.testing.strategies import acts


@settings(max_examples=15)
@given(acts())
def test_an_act_is_read_from_its_own_texts(act: Act) -> None:
    """
    The texts of an act, in the words of its fields, give an equal act in each language.
    """
    texts = {language: act_texts(act, language) for language in ("kk", "ru", "en")}
    names = {field.name for field in act_fields(act.kind)}
    assert all(set(found) <= names | {"entry_id"} for found in texts.values())
    assert [act_from_texts(act.kind, found) for found in texts.values()] == [act] * 3


def test_a_text_that_looks_like_no_value_is_read_again() -> None:
    """
    A basis that is a sign is marked, as in the published form.
    """
    exclusion = act_from_texts("exclude", {"on": "12.05.2025", "basis": "'–"})
    assert isinstance(exclusion, Exclude)
    assert exclusion.basis == "–"
    assert act_from_texts("exclude", act_texts(exclusion, "ru")) == exclusion


def test_fields_are_those_that_the_verb_asks_for() -> None:
    """
    Required fields, choices and lists of some acts.
    """
    issue = {field.name: field for field in act_fields("issue")}
    required = [name for name, field in issue.items() if field.required]
    assert required == [
        "on", "name", "identifier", "address", "conditions", "categories", "capacity",
        "licence_issued_on", "licence_term",
    ]  # fmt: skip
    assert [name for name, field in issue.items() if field.is_day] == [
        "on", "licence_issued_on", "reissued_on", "contract_signed_on", "consent.given_on",
        "consent.until",
    ]  # fmt: skip
    assert (issue["consent.columns"].choices[0], issue["consent.columns"].many) == (Column.NAME, True)
    ground = act_fields(ActKind.TERMINATE)[1]
    assert (ground.choices, ground.many) == (tuple(TerminationGround), False)
    assert ground.label("ru") == f"{ground:ru}" == "Основание"


def test_a_consent_to_all_columns_is_one_word() -> None:
    """
    A consent without a list is to `all` columns; without a consent there is no such word.
    """
    consent = act_from_texts("give_consent", {"on": "12.05.2025", "columns": "all"})
    assert isinstance(consent, GiveConsent)
    assert consent.columns is None
    assert act_texts(consent, "kk")["columns"] == ["all"]


def test_the_day_of_an_act_is_named_by_what_it_becomes() -> None:
    """
    The day is labelled by its column of the form, where the entry keeps it; else as a date.
    """
    labels = {kind: act_fields(kind)[0].label("ru") for kind in ("issue", "terminate", "resume")}
    assert labels == {
        "issue": "Дата включения в регистр",
        "terminate": "Дата прекращения действия лицензии",
        "resume": "Дата",
    }


def test_an_unknown_act_is_refused() -> None:
    """
    There are no fields of an act that does not exist.
    """
    with pytest.raises(InvalidValue) as caught:
        act_fields("licence")
    assert [fault.code for fault in caught.value.faults] == [Code.UNKNOWN_CODE]
