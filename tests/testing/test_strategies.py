"""
The strategies draw invented values that are valid, and acts that are mostly lawful.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from kz_social_registry.base import validation
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue, MissingExtra, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import tidy
from kz_social_registry.base.validation import LONGEST_TEXT, MOST_PLACES
from kz_social_registry.base.vocabulary import Status
from kz_social_registry.domain.acts import Act, Issue, Reissue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.timeline import Annul, Fact
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.feed import receive
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.description import FIELDS
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
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


@given(st.data(), strategies.entries())
def test_unlawful_acts_are_refused_with_their_code(data: Any, entry: RegistryEntry) -> None:
    """
    The faults of the refusal have the code that comes with the act.
    """
    act, code = data.draw(strategies.unlawful_acts(entry))
    with pytest.raises(UnlawfulAct) as refused:
        apply(entry, act)
    assert code in {fault.code for fault in refused.value.faults}


@given(strategies.unlawful_acts())
def test_nothing_happens_before_the_issue(refused: tuple[Act, Code]) -> None:
    """
    Without an entry each act except an issue is unlawful.
    """
    act, code = refused
    assert (code, only_fault(partial(apply, None, act), UnlawfulAct).code) == (Code.NOT_ALLOWED,) * 2


@settings(max_examples=12)
@given(strategies.notices())
def test_notices_are_accepted(notices: list[dict[str, Any]]) -> None:
    """
    An empty register accepts the notices in their order.
    """
    assert receive(Registry(MemoryStore()), notices).accepted == len(notices)


@given(strategies.registers())
def test_registers_are_sound(registry: Registry) -> None:
    """
    A register that is drawn verifies.
    """
    assert registry.verify()


@pytest.mark.parametrize("column", [column for column, one in FIELDS.items() if one.read])
@settings(max_examples=15)
@given(data=st.data())
def test_cells_are_read_as_they_are_meant(data: Any, column: Column) -> None:
    """
    The form's reader of a column finds the value that comes with a cell.
    """
    text, value = data.draw(strategies.cells(column))
    read = FIELDS[column].read
    assert read is not None
    assert read(text, Notes()) == value


def _is_annulment(fact: Fact) -> bool:
    return isinstance(fact.content, Annul)


def _is_passing(act: Act) -> bool:
    return isinstance(act, Reissue) and isinstance(act.new_identifier, Bin)


def _has(status: Status, entry: RegistryEntry) -> bool:
    return entry.status is status


#: What a register can hold, each with the strategy that must draw it.
_HELD: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], bool]]] = {
    "extension": (strategies.telephones(), lambda phones: any(";ext=" in one for one in phones)),
    "short telephone": (strategies.telephones(), lambda phones: any(len(one) < 5 for one in phones)),
    "Kazakh domain": (strategies.emails(), lambda emails: any(one.endswith("қаз") for one in emails)),
    "longest address": (strategies.emails(), lambda emails: any(len(one) == 254 for one in emails)),
    "29 February": (strategies.issues(), lambda act: (act.on.month, act.on.day) == (2, 29)),
    "most places": (strategies.issues(), lambda act: act.capacity == MOST_PLACES),
    "short licence number": (strategies.licences(), lambda one: one.number == "7"),
    "longest text": (strategies.texts(LONGEST_TEXT), lambda text: len(text) == LONGEST_TEXT),
    "born this century": (strategies.iins(), lambda iin: iin.born_on.year >= 2000),
    "joint enterprise": (strategies.identifiers(), lambda one: one[4] == "6"),
    "consent to one column": (strategies.consents(), lambda one: len(one.columns) == 1),
    "consent with an end": (strategies.consents(), lambda one: one.until == one.counts_from),
    "open-ended term": (strategies.terms(), lambda term: term.open_ended),
    "last day of a term": (strategies.terms(), lambda term: term.until == strategies.LAST_DAY),
    "spin-off": (strategies.entries(), lambda e: e.succession and e.succession.kind == "spin_off"),
    "two predecessors": (strategies.successions(), lambda one: len(one.predecessors) == 2),
    "on the last day": (
        strategies.histories(),
        lambda life: any(act.on == life[0].licence.valid_until for act in life[1:]),
    ),
    "passed on": (strategies.histories(), lambda life: any(_is_passing(act) for act in life)),
    "unknown provider": (strategies.standings(), lambda standing: standing.entry is None),
    "known provider": (strategies.standings(), lambda standing: standing.entry is not None),
    "last of three days": (
        strategies.days(strategies.FIRST_DAY, date(2024, 1, 3)),
        lambda day: day == date(2024, 1, 3),
    ),
    "extension in a cell": (strategies.cells(Column.PHONES), lambda cell: "вн." in cell[0]),
    "short number in a cell": (strategies.cells(Column.PHONES), lambda cell: "1414" in cell[1]),
    "addresses in a cell": (strategies.cells(Column.EMAILS), lambda cell: len(cell[1]) == 2),
    "row number": (strategies.cells(Column.NUMBER), lambda cell: cell == ("1", 1)),
    "annulment": (strategies.facts(), lambda facts: any(map(_is_annulment, facts))),
    **{status.value: (strategies.entries(), partial(_has, status)) for status in Status},
}


@pytest.mark.parametrize("held", _HELD)
def test_whatever_a_register_can_hold_is_drawn(held: str) -> None:
    """
    Two thousand examples are enough to meet the rare values; most are met at once.
    """
    strategy, has = _HELD[held]
    quick = settings(max_examples=2000, database=None, phases=[Phase.generate], derandomize=True)
    assert find(strategy, has, settings=quick) is not None


def test_the_plainest_entry_has_nothing_optional() -> None:
    """
    Examples shrink to first words, one place, and a licence of three years without a number.
    """
    entry = find(strategies.entries(), lambda _: True, settings=settings(max_examples=3, database=None))
    assert to_plain(entry) == {
        "id": str(UUID(int=0, version=4)),
        "name": "Қамқорлық",
        "address": "Қамқорлық",
        "identifier": entry.identifier,
        "conditions": ["inpatient"],
        "categories": ["children_psychoneurological"],
        "capacity": 1,
        "licence": {"issued_on": "2024-01-01", "term": {"years": 3}},
        "included_on": "2024-01-01",
    }


@settings(max_examples=5, suppress_health_check=[])
@given(st.lists(strategies.entries(), min_size=5, max_size=5))
def test_lists_of_entries_pass_the_health_checks(entries: list[RegistryEntry]) -> None:
    """
    Five entries at once are neither too slow nor too large for Hypothesis.
    """
    assert len(entries) == 5


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
