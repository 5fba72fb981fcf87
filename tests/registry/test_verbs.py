"""
The parameters of the registry's verbs: named ones, an entry or its id, a word or its code.
"""

from collections.abc import Callable
from datetime import date
from inspect import Parameter, signature
from typing import Any, Final

import pytest

from kz_social_registry import (
    Column,
    RecipientCategory,
    Registry,
    RegistryEntry,
    ReissueGround,
    ServiceCondition,
    Term,
    TerminationGround,
    View,
    acts,
)
from kz_social_registry.base.errors import Conflict
from kz_social_registry.storage.memory import MemoryStore
from support.samples import BIN, IIN, INCLUDED, LATER, issue_values

#: The verbs that record an act of an entry that is there, with the parameters that each needs.
VERBS: Final[dict[str, dict[str, Any]]] = {
    "reissue": {"ground": "name_or_location", "name": "«Үміт» орталығы"},
    "sign_contract": {"term": Term(years=1)},
    "amend": {"capacity": 50},
    "suspend": {},
    "terminate": {"ground": "voluntary"},
    "exclude": {"basis": "өтініш"},
    "give_consent": {},
}

Issued = tuple[Registry, RegistryEntry]


@pytest.fixture
def issued() -> Issued:
    """
    Return a registry and its only entry.
    """
    registry = Registry(MemoryStore())
    return registry, registry.issue(**issue_values())


def test_verbs_spell_out_their_parameters() -> None:
    """
    No verb takes arbitrary keywords; each verb of an act has `document`, `by` and `expect`.
    """
    verbs = ("issue", *VERBS, "end_contract", "resume", "withdraw_consent")
    parameters = {name: signature(getattr(Registry, name)).parameters for name in verbs}
    kinds = {p.kind for each in parameters.values() for p in each.values()}
    assert kinds == {Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY}
    assert [n for n, each in parameters.items() if not {"by", "document", "expect"} <= set(each)] == []


def test_a_missing_or_misspelt_parameter_names_the_verb(issued: Issued) -> None:
    """
    Python's own error names the verb and the parameter.
    """
    registry, entry = issued
    lacking = {name: value for name, value in issue_values().items() if name != "capacity"}
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: registry.issue(**lacking), r"Registry.issue\(\) missing .* 'capacity'"),
        (lambda: registry.issue(**issue_values(licence="1")), r"Registry.issue\(\) .* 'licence'"),
        (
            lambda: registry.terminate(entry, on=LATER),  # type: ignore[call-arg]  # on purpose
            r"Registry.terminate\(\) missing .* 'ground'",
        ),
        (
            lambda: registry.suspend(entry, on=LATER, untill=LATER),  # type: ignore[call-arg]  # on purpose
            r"Registry.suspend\(\) .* 'untill'",
        ),
    ]
    for call, message in calls:
        with pytest.raises(TypeError, match=message):
            call()


@pytest.mark.parametrize("name", VERBS)
def test_verbs_take_an_entry_or_its_id(issued: Issued, name: str) -> None:
    """
    A verb takes an entry or its id; the fact has the recorder and the document.
    """
    registry, entry = issued
    other = Registry(MemoryStore())
    same = other.issue(**issue_values(entry_id=entry.id))
    given = {"on": LATER, **VERBS[name], "by": "registrar", "document": "№ 1", "expect": 1}
    assert getattr(registry, name)(entry, **given) == getattr(other, name)(same.id, **given)
    fact = registry.history(entry)[-1]
    assert isinstance(fact.content, acts.Act)
    assert (fact.recorded_by, fact.content.document) == ("registrar", "№ 1")
    with pytest.raises(Conflict):
        getattr(registry, name)(entry, **given)


def test_other_verbs_and_questions_take_an_entry_too(issued: Issued) -> None:
    """
    Questions, corrections and erasure take an entry or its id.
    """
    registry, entry = issued
    asked = ("get", "history", "timeline", "allowed", "predecessors", "successors", "why_hidden")
    differing = [n for n in asked if getattr(registry, n)(entry) != getattr(registry, n)(entry.id)]
    assert differing == []
    registry.suspend(entry, on=LATER)
    registry.resume(entry, on=LATER)
    registry.give_consent(entry, on=LATER)
    registry.withdraw_consent(entry, on=LATER)
    registry.sign_contract(entry, on=LATER, term=Term(years=1))
    registry.end_contract(entry, on=LATER)
    registry.annul(entry, 5, reason="қате")
    registry.correct(entry, 2, acts.Suspend(on=LATER), reason="қате")
    assert registry.record(entry, acts.Amend(on=LATER, capacity=1)).capacity == 1
    person = registry.issue(**issue_values(identifier=IIN))
    registry.exclude(person, on=LATER, basis="өтініш")
    registry.erase(person, basis="өтініш")


def test_codes_stand_for_words() -> None:
    """
    A parameter of a closed list takes words and codes alike; columns also by their numbers.
    """
    in_codes, in_words = Registry(MemoryStore()), Registry(MemoryStore())
    one = in_codes.issue(**issue_values())
    two = in_words.issue(
        **issue_values(
            entry_id=one.id,
            conditions={ServiceCondition.AT_HOME},
            categories=[RecipientCategory.ELDERLY],
        )
    )
    assert one == two
    for columns in (["name", "capacity"], [2, 7]):
        in_codes.give_consent(one, on=LATER, columns=columns)
    in_words.give_consent(two, on=LATER, columns={Column.NAME, Column.CAPACITY})
    in_codes.reissue(one, on=LATER, ground="name_or_location", name="«Үміт»")
    in_words.reissue(two, on=LATER, ground=ReissueGround.NAME_OR_LOCATION, name="«Үміт»")
    ended = in_codes.terminate(one, on=LATER, ground="voluntary")
    assert ended == in_words.terminate(two, on=LATER, ground=TerminationGround.VOLUNTARY)
    full = in_codes.public(on=LATER, published_on=LATER, view="full")
    assert full == in_words.public(on=LATER, published_on=LATER, view=View.FULL)


def test_a_new_identifier_may_be_text(issued: Issued) -> None:
    """
    A reissue after a reorganisation takes the other BIN as text.
    """
    registry, entry = issued
    other = "950341000052"
    assert (
        registry.reissue(entry, on=LATER, ground="reorganised", new_identifier=other).identifier
        == other
    )


def test_an_issue_may_bring_its_contract(issued: Issued) -> None:
    """
    The two parameters of a contract make one; None for both makes none.
    """
    registry, entry = issued
    assert entry.contract is None
    registry.exclude(entry, on=INCLUDED, basis="өтініш")
    signed = issue_values(
        identifier=BIN, contract_signed_on=date(2025, 4, 21), contract_term=Term(years=1), on=LATER
    )
    contract = registry.issue(**signed).contract
    assert contract == acts.Contract(signed_on=date(2025, 4, 21), term=Term(years=1))
