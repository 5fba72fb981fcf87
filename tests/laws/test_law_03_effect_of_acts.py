"""
Law 3: no act changes an excluded entry but a withdrawal of consent; each lawful act does what it says.
"""

from datetime import date, timedelta
from functools import reduce
from typing import Any, Final

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.acts import Act, Exclude, WithdrawConsent
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.timeline import Annul, segments
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.testing.strategies import acts, histories
from support.histories import facts_of

#: The attributes of an entry that each act may change, and no others.
CHANGES: Final[dict[ActKind, set[str]]] = {
    ActKind.REISSUE: {
        "reissued_on",
        "name",
        "address",
        "kato",
        "identifier",
        "consent",
        "licence",
        "succession",
    },
    ActKind.SIGN_CONTRACT: {"contract"},
    ActKind.END_CONTRACT: {"contract"},
    ActKind.AMEND: {"address", "kato", "conditions", "categories", "capacity", "contacts"},
    ActKind.SUSPEND: {"status", "suspended_on", "suspended_until"},
    ActKind.RESUME: {"status", "suspended_on", "suspended_until"},
    ActKind.TERMINATE: {
        "status",
        "terminated_on",
        "termination_ground",
        "suspended_on",
        "suspended_until",
    },
    ActKind.EXCLUDE: {"status", "excluded_on", "exclusion_basis"},
    ActKind.GIVE_CONSENT: {"consent"},
    ActKind.WITHDRAW_CONSENT: {"consent"},
}


@st.composite
def excluded_lives(draw: st.DrawFn) -> list[Act]:
    """
    Draw lives in which the provider is excluded, at the latest by the last act.
    """
    life = draw(histories())
    if any(isinstance(act, Exclude) for act in life):
        return life
    return [*life, Exclude(on=life[-1].on, basis="өтініш")]


@given(excluded_lives(), st.data())
def test_an_exclusion_is_final(life: list[Act], data: st.DataObject) -> None:
    """
    Only a withdrawal of consent is lawful for an excluded entry, and it changes only the consent.
    """
    entry = reduce(apply, life, None)
    assert entry
    act = data.draw(acts(entry))
    if isinstance(act, WithdrawConsent) and entry.consent:
        assert changed(entry, apply(entry, act)) == {"consent"}
    else:
        with pytest.raises(UnlawfulAct):
            apply(entry, act)


@given(excluded_lives())
def test_an_annulled_exclusion_leaves_the_entry_as_before(life: list[Act]) -> None:
    """
    An annulment of the exclusion gives the timeline of a life without it.
    """
    number = next(number for number, act in enumerate(life, 1) if isinstance(act, Exclude))
    without = [*life[: number - 1], *life[number:]]
    annulled = facts_of(*life, Annul(of=number, reason="қате"))
    assert segments(annulled) == segments(facts_of(*without))


@given(histories())
def test_each_act_changes_only_what_it_names(life: list[Act]) -> None:
    """
    An act changes no attribute of an entry outside its own list.
    """
    entry = apply(None, life[0])
    for act in life[1:]:
        before, entry = entry, apply(entry, act)
        assert changed(before, entry) <= CHANGES[act.kind]


@given(histories())
def test_each_act_has_the_effect_that_it_states(life: list[Act]) -> None:
    """
    Day, ground, basis, scope, term and new values are those of the act.
    """
    entry = apply(None, life[0])
    for act in life[1:]:
        entry = apply(entry, act)
        for path, value in effects(act).items():
            assert read(entry, path) == value, path


def effects(act: Any) -> dict[str, object]:
    """
    Return the values that an entry has after an act, by their paths.
    """
    stated: dict[ActKind, dict[str, object]] = {
        ActKind.RESUME: {"status": "active", "suspended_on": None, "suspended_until": None},
        ActKind.WITHDRAW_CONSENT: {"consent": None},
        ActKind.END_CONTRACT: {"contract": None},
    }
    if act.kind is ActKind.REISSUE:
        return {"reissued_on": act.on, **named(act, "name", "address", "kato"),
                **({"identifier": act.new_identifier} if act.new_identifier else {}),
                **({"licence.number": act.licence_number} if act.licence_number else {})}  # fmt: skip
    if act.kind is ActKind.SUSPEND:
        return {"status": "suspended", "suspended_on": act.on, "suspended_until": act.until}
    if act.kind is ActKind.SIGN_CONTRACT:
        return {"contract.signed_on": act.signed_on or act.on, "contract.term": act.term}
    if act.kind is ActKind.AMEND:
        simple = named(act, "address", "kato", "conditions", "categories", "capacity")
        return simple | {f"contacts.{k}": v for k, v in named(act, "phones", "emails").items()}
    if act.kind is ActKind.TERMINATE:
        return {
            "status": "terminated", "terminated_on": act.on, "termination_ground": act.ground,
            "suspended_on": None, "suspended_until": None,
        }  # fmt: skip
    if act.kind is ActKind.EXCLUDE:
        return {"status": "excluded", "excluded_on": act.on, "exclusion_basis": act.basis}
    if act.kind is ActKind.GIVE_CONSENT:
        columns = frozenset(Column) if act.columns is None else act.columns
        return {
            "consent.columns": columns, "consent.until": act.until, "consent.counts_from": act.on,
            "consent.given_on": act.given_on or act.on,
        }  # fmt: skip
    return stated[act.kind]


def named(act: Any, *names: str) -> dict[str, object]:
    """
    Return the values that an act names.
    """
    return {name: value for name in names if (value := getattr(act, name)) is not None}


def read(entry: RegistryEntry, path: str) -> object:
    """
    Return the value of an entry at a path.
    """
    value: object = entry
    for name in path.split("."):
        value = getattr(value, name)
    return value


def changed(before: RegistryEntry, after: RegistryEntry) -> set[str]:
    """
    Return the attributes in which two entries differ.
    """
    names = [attribute.name for attribute in fields(RegistryEntry)]
    return {name for name in names if getattr(before, name) != getattr(after, name)}


@given(histories(), st.data())
def test_in_every_life_another_supplier_begins_without_consent(
    life: list[Act], data: st.DataObject
) -> None:
    """
    From the day on which the licence passes to another supplier, no earlier consent counts.

    A natural person whose IIN changed stays the same supplier.
    """
    entry = apply(None, life[0])
    for act in life[1:]:
        before, entry = entry, apply(entry, act)
        passed = isinstance(entry.identifier, Bin) and entry.identifier != before.identifier
        if passed and entry.consent:
            day: date = act.on + timedelta(days=data.draw(st.integers(0, 1000)))
            assert not entry.consent.covers(day)
