"""
The strategies draw invented values that are valid, and acts that are mostly lawful.
"""

import sys
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base import validation
from kz_social_registry.base.errors import InvalidValue, MissingExtra, UnlawfulAct
from kz_social_registry.base.text import tidy
from kz_social_registry.base.vocabulary import Status
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.testing import strategies
from support.refusals import only_fault


@given(strategies.bins(), strategies.iins(), strategies.identifiers())
def test_numbers_are_valid(number: Bin, natural: Iin, either: Bin | Iin) -> None:
    """
    Identifiers have correct control digits and no warnings.
    """
    assert (number.warnings, natural.warnings, either.warnings) == ((), (), ())


@given(strategies.texts())
def test_texts_are_tidy(text: str) -> None:
    """
    A text is a lawful name in its tidied form.
    """
    assert (validation.text(text), tidy(text)) == ((), text)


@given(st.data(), strategies.days())
def test_terms_fit_their_start(data: Any, start: date) -> None:
    """
    A term that begins on a day does not end before it.
    """
    term: Term = data.draw(strategies.terms(start))
    assert (term.last_day(start) or start) >= start


@given(strategies.acts())
def test_the_first_act_is_an_issue(act: Act) -> None:
    """
    Without an entry the strategy draws an issue, which forms one.
    """
    assert isinstance(act, Issue)
    assert apply(None, act).status is Status.ACTIVE


@given(strategies.histories())
def test_lives_are_lawful(life: list[Act]) -> None:
    """
    The acts of a life can be applied one after the other, on days in order.
    """
    entry = None
    for act in life:
        entry = apply(entry, act)
    assert [act.on for act in life] == sorted(act.on for act in life)


@given(st.data(), strategies.entries())
def test_acts_take_effect_late_enough(data: Any, entry: RegistryEntry) -> None:
    """
    An act takes effect after the inclusion, or it is an expiry.
    """
    act: Act = data.draw(strategies.acts(entry))
    last = entry.licence.valid_until
    expiry = last and last + timedelta(days=1)
    assert act.on >= entry.included_on or act.on == expiry


@given(st.data(), strategies.entries())
def test_an_act_is_applied_or_refused(data: Any, entry: RegistryEntry) -> None:
    """
    The lifecycle accepts each act or reports its faults, and raises nothing else.
    """
    act: Act = data.draw(strategies.acts(entry))
    try:
        assert apply(entry, act).id == entry.id
    except (InvalidValue, UnlawfulAct) as error:
        assert error.faults  # noqa: PT017  # either way is right


def test_most_acts_are_lawful() -> None:
    """
    More than half of the acts for entries in the register are lawful.
    """
    lawful = []

    @given(st.data(), strategies.entries().filter(lambda entry: entry.in_register))
    def draw(data: Any, entry: RegistryEntry) -> None:
        act = data.draw(strategies.acts(entry))
        try:
            apply(entry, act)
        except (InvalidValue, UnlawfulAct):
            lawful.append(False)
        else:
            lawful.append(True)

    draw()
    assert sum(lawful) > len(lawful) / 2


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without hypothesis the error names the extra to install.
    """
    module = "kz_social_registry.testing.strategies"
    monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    call = partial(import_module, module)
    assert only_fault(call, MissingExtra).allowed == ("kz-social-registry[testing]",)
