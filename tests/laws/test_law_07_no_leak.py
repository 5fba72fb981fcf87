"""
Law 7: hidden entries and withheld values change no byte of the public output.

Two registers that differ only in them give equal files, feeds, counts, order and errors.
Retractions of data that were public before are the exception.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import RecipientCategory, View
from kz_social_registry.domain.acts import Act, GiveConsent, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import admit
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import canonical, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import entries, histories, issues
from support.histories import record_life
from support.public_files import altered, altered_issue, consenting, scopes
from support.samples import LATER, an_issue, still_clock

EARLY: Final = date(2026, 1, 1)
LATE: Final = date(2029, 1, 1)
#: An issue with the public scope of its entry, and another issue for the withheld values.
Shown = tuple[Issue, Issue, frozenset[Column]]


def outputs(registry: Registry) -> list[bytes]:
    """
    Return the public output: both views of two days, their answers, and the feed between them.
    """
    first = [registry.public(on=EARLY, view=view) for view in View]
    second = [registry.public(on=LATE, view=view) for view in View]
    feeds = [registry.public_diff(publication, on=LATE) for publication in first]
    answers = [
        (publication.search(text="а", categories=list(RecipientCategory)[::2]), publication.facets())
        for publication in (*first, *second)
    ]
    return [canonical(to_plain(value)) for value in (*first, *second, *feeds, *answers)]


@given(entries(), entries(), scopes)
def test_withheld_values_change_nothing_in_a_row(
    entry: RegistryEntry, other: RegistryEntry, scope: frozenset[Column]
) -> None:
    """
    Two entries that differ only in withheld columns have equal rows.
    """
    day = entry.included_on
    one = consenting(entry, scope)
    two = consenting(altered(entry, other, scope), scope)
    rows = [admit(e, on=day, latest=e, published_on=day) for e in (one, two)]
    assert to_plain(rows[0]) == to_plain(rows[1])


@st.composite
def registers(draw: st.DrawFn) -> tuple[Registry, Registry]:
    """
    Draw two registers that differ only in hidden entries and withheld values.
    """
    one, two = Registry(MemoryStore(), still_clock()), Registry(MemoryStore(), still_clock())
    alone = issues().map(without_consent)
    shown: list[Shown] = draw(st.lists(st.tuples(alone, alone, scopes), max_size=3))
    for issue, other, scope in shown:
        consent = GiveConsent(on=issue.on, columns=scope)
        accepted = [
            record_life(one, [issue, consent]),
            record_life(two, [altered_issue(issue, other, scope), consent]),
        ]
        assume(all(accepted))  # an altered number may be that of another entry
    hidden = st.lists(histories(longest=4), max_size=2)
    for registry in (one, two):
        for life in draw(hidden):
            first, *later = (act for act in life if not isinstance(act, GiveConsent))
            record_life(registry, [without_consent(first), *later])
    return one, two


def without_consent(act: Act) -> Act:
    """
    Return an issue without the consent that it brings; return any other act unchanged.
    """
    return evolve(act, consent=None) if isinstance(act, Issue) else act


@given(registers())
def test_registers_that_differ_in_hidden_data_have_the_same_public_output(
    pair: tuple[Registry, Registry],
) -> None:
    """
    Rows, counts, order and the feed are the same to the byte.
    """
    one, two = pair
    assert outputs(one) == outputs(two)


@settings(max_examples=10)
@given(registers())
def test_registers_that_differ_in_hidden_data_publish_the_same_files(
    tmp_path_factory: pytest.TempPathFactory, pair: tuple[Registry, Registry]
) -> None:
    """
    Every file of a publication is the same to the byte, in every format.
    """
    written = [_files(registry, tmp_path_factory.mktemp("out") / "p") for registry in pair]
    assert written[0] == written[1]


def _files(registry: Registry, folder: Path) -> dict[str, bytes]:
    rows = registry.public(on=EARLY, published_on=LATE)
    publish(folder, rows, on=EARLY, published_on=LATE, language="kk")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(issues())
def test_a_retraction_has_the_id_and_no_data(issue: Issue) -> None:
    """
    A row that the public may see no longer leaves its id in the feed, and nothing else.
    """
    registry, end = Registry(MemoryStore(), still_clock()), issue.on + timedelta(days=400)
    record_life(registry, [issue, GiveConsent(on=issue.on, columns=COLUMNS)])
    earlier = registry.public(on=issue.on, published_on=issue.on)
    registry.withdraw_consent(issue.entry_id, on=end)
    feed = registry.public_diff(earlier, on=issue.on, published_on=end)
    assert len(earlier) == 1
    assert feed.retracted == (issue.entry_id,)
    assert [value for value in (feed.included, feed.changed, feed.left) if value] == []


def test_an_error_of_a_public_question_shows_nothing_of_the_register() -> None:
    """
    A wrong question has the same answer whatever the register holds.
    """
    full, empty = Registry(MemoryStore(), still_clock()), Registry(MemoryStore(), still_clock())
    record_life(full, [an_issue(), GiveConsent(on=LATER)])
    errors = []
    for registry in (full, empty):
        with pytest.raises(ValueError, match="on") as caught:
            registry.public(on=date(1900, 1, 1))
        errors.append(str(caught.value))
    assert errors[0] == errors[1]
