"""
Law 11: memory, SQLite and PostgreSQL give equal answers in the same order to every question.

`test_machine.py` holds the stores to this law through random acts and corrections.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.vocabulary import Status, View
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry.answers.audit import checkpoint
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from kz_social_registry.testing.strategies import histories
from support.stores import MakeDatabase, MakeStores, emptied

ALL = Criteria(statuses=tuple(Status))
#: So few providers that lives of one provider meet.
FEW = st.sampled_from([bin_of(serial) for serial in range(3)])


@pytest.fixture
def make_stores(tmp_path: Path, make_database: MakeDatabase) -> Iterator[MakeStores]:
    """
    Yield a function that opens an empty store of each kind.
    """
    database, paths = make_database(), (tmp_path / f"{n}.db" for n in range(1000))
    with ExitStack() as stack:

        def make() -> list[Store]:
            stack.pop_all().close()
            stores: list[Store] = [MemoryStore(), SQLiteStore(next(paths)), emptied(database)]
            for store in stores:
                stack.callback(store.close)
            return stores

        yield make


def _refusal(store: Store, commit: Commit) -> tuple[object, ...]:
    try:
        store.commit(commit)
    except RegistryError as error:
        return type(error), error.faults
    return ()


def _answers(store: Store, days: list[date], commits: list[Commit]) -> object:
    """
    Return a store's answer to every question; positions have no gaps, as no commit was lost.
    """
    entries = [commit.entry_id for commit in commits]
    numbers: set[Identifier] = {s.entry.identifier for c in commits for s in c.segments}
    pictures = []
    for on in days:
        with store.snapshot(on, View.FULL) as snapshot:
            pictures.append((snapshot.position, tuple(snapshot.entries)))
    with store.timelines() as picture:
        timelines = [list(map(tuple, picture.of(number))) for number in sorted(numbers)]
        held = list(picture.identifiers())
    return (
        pictures,
        (timelines, held, store.position()),
        [store.entry(entry, on) for entry in entries for on in days],
        [store.in_register(number, on) for number in sorted(numbers) for on in days],
        [store.entries_mentioning(number) for number in sorted(numbers)],
        [list(map(tuple, store.timelines_of(number))) for number in sorted(numbers)],
        [store.records(entry) for entry in entries],
        [store.search(ALL, on, limit=3, total=True) for on in days],
        [store.facets(ALL, on) for on in days],
        store.changes(0, 1000),
        list(store.histories()),
        checkpoint(store, datetime(2030, 1, 1, tzinfo=UTC)),
    )


@settings(max_examples=15)
@given(lives=st.lists(histories(FEW, longest=5), min_size=3, max_size=8))
def test_all_stores_answer_alike(make_stores: MakeStores, lives: list[list[Act]]) -> None:
    """
    After the same commits, accepted or refused, every store gives the same answers in the same order.
    """
    memory, *others = make_stores()
    commits = [begin(*life)[1] for life in lives]  # type: ignore[arg-type]  # lives begin with issues
    for commit in commits:
        refusals = [_refusal(store, commit) for store in (memory, *others)]
        assert refusals == [refusals[0]] * 3
    days = sorted({segment.starts for commit in commits for segment in commit.segments})[:6]
    days = [days[0] - timedelta(days=1), *days, date(2035, 1, 1)]
    expected = _answers(memory, days, commits)
    assert [_answers(store, days, commits) for store in others] == [expected] * 2


def test_every_store_orders_entries_alike(make_stores: MakeStores) -> None:
    """
    Names with Kazakh, Russian and Latin letters, digits and signs have one order in every store.
    """
    names = ("Әділет", "әділет", "Адал", "Ёлка", "Елка", "I", "İ", "ß", "№ 7", "10", "9", "«Я»", "Z")
    commits = [begin(issue(serial, name=name))[1] for serial, name in enumerate(names)]
    orders = []
    for store in make_stores():
        store.commit(*commits)
        found = store.search(ALL, START, limit=100).entries
        with store.snapshot(START, View.FULL) as snapshot:
            shown = [entry.name for entry in snapshot.entries]
        orders.append(([entry.name for entry in found], shown))
    assert orders == [orders[0]] * 3
