"""
Export and load: a register moves into a store of any kind, bit for bit.
"""

import json
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry import Registry
from kz_social_registry.base.errors import Conflict, Fault, InvalidValue, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, TransferCode
from kz_social_registry.base.vocabulary import ReissueGround, Status
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.timeline import Erase, Fact
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.registry.answers.audit import checkpoint, verify
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.registry.records import NO_DIGEST, seal
from kz_social_registry.storage import transfer
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.transfer import Load, export, load
from kz_social_registry.testing import strategies
from kz_social_registry.testing.samples import IIN, START, begin, bin_of, issue
from support.stores import MakeStore

_LATER = date(2026, 6, 1)


def _register(store: Store) -> Registry:
    """
    Fill a store with everything that a register can hold, an erased entry too.
    """
    seconds = count()
    registry = Registry(store, lambda: datetime(2026, 3, 1, 8, 0, next(seconds), tzinfo=UTC))
    for act in map(issue, range(1, 6)):
        registry.record(act.entry_id, act, by="оператор")
    entries = [change.record.entry_id for change in store.changes()]
    registry.give_consent(entries[0], on=START)
    registry.annul(entries[0], 2, reason="қате")
    registry.reissue(
        entries[1], on=START + ONE_DAY, ground=ReissueGround.REORGANISED, new_identifier=bin_of(50)
    )
    registry.exclude(entries[2], on=START + ONE_DAY, basis="өтініш")
    again = issue(3, on=START + ONE_DAY)
    registry.record(again.entry_id, again)
    natural = issue(9, identifier=IIN)
    registry.record(natural.entry_id, natural)
    registry.exclude(natural.entry_id, on=START + ONE_DAY, basis="өтініш")
    registry.erase(natural.entry_id, basis="өтініш")
    return registry


def _told(store: Store) -> object:
    """
    All that a store tells, but for positions, which may have gaps.
    """
    records = [change.record for change in store.changes(0, 1000)]
    with store.snapshot(_LATER) as snapshot:
        entries = list(snapshot.entries)
    names = [store.entries_mentioning(bin_of(serial)) for serial in (1, 2, 3, 50)]
    found = store.search(Criteria(statuses=tuple(Status), text="қамқорлық"), _LATER, total=True)
    heads = checkpoint(store, datetime.now(UTC)).heads
    return records, entries, names, found, heads, list(store.histories())


def test_an_export_that_an_erasure_overtakes_is_not_finished(store: Store) -> None:
    """
    Data erased while they are exported leave no whole file: an error says so, and it cannot be loaded.
    """
    registry = Registry(store)
    natural = issue(9, identifier=IIN)
    registry.record(natural.entry_id, natural)
    registry.exclude(natural.entry_id, on=START + ONE_DAY, basis="өтініш")
    store.commit(*(begin(issue(serial))[1] for serial in range(10, 1010)))
    lines = export(store)
    written = [next(lines) for _ in range(5)]
    registry.erase(natural.entry_id, basis="өтініш")
    with pytest.raises(Conflict) as caught:
        written += lines
    assert caught.value.faults[0].code is Code.STALE
    with pytest.raises(InvalidValue):
        load(MemoryStore(), written)


def test_data_of_an_erased_entry_are_not_loaded() -> None:
    """
    A file that has an erasure and yet what was erased is refused.
    """
    life, first = begin(issue(9, identifier=IIN))
    store = MemoryStore()
    store.commit(first, life.then(Erase(basis="өтініш")))
    with pytest.raises(InvalidValue) as caught:
        load(MemoryStore(), export(store))
    assert caught.value.faults[0].code is TransferCode.ALTERED


def test_a_loaded_register_is_the_same(store: Store) -> None:
    """
    A register loaded into a store of any kind answers like the one that was exported.
    """
    source = MemoryStore()
    _register(source)
    receipt = load(store, export(source))
    assert receipt == Load(facts=len(source.changes()), known=0)
    assert _told(store) == _told(source)
    assert verify(store)


def test_an_export_of_a_loaded_register_is_the_same_file(store: Store) -> None:
    """
    Exporting what was loaded gives the same bytes, whatever the stores.
    """
    source = MemoryStore()
    _register(source)
    lines = list(export(source))
    load(store, lines)
    assert list(export(store)) == lines


@given(lives=st.lists(strategies.histories(longest=5), max_size=4))
def test_every_lawful_register_moves(lives: list[list[Act]]) -> None:
    """
    Whatever lawful acts a register holds, its digests, segments and answers survive the move.
    """
    source, target = MemoryStore(), MemoryStore()
    registry = Registry(source)
    for life in lives:
        (issued,) = (act for act in life if isinstance(act, Issue))
        entry_id = issued.entry_id
        for act in life:
            try:
                registry.record(entry_id, act)
            except UnlawfulAct:  # another drawn life holds the same number on that day
                break
    load(target, export(source))
    assert list(target.histories()) == list(source.histories())


class _StopsMidway(MemoryStore):
    commits = 0

    def commit(self, *commits: Commit) -> None:
        self.commits += 1
        if self.commits == 3:
            raise StoreError(Fault(Code.STORE_FAILED, "store"))
        super().commit(*commits)


def test_an_interrupted_load_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Loading again after an interruption records the rest, and nothing twice.
    """
    monkeypatch.setattr(transfer, "TOGETHER", 4)
    source, target = MemoryStore(), _StopsMidway()
    _register(source)
    lines = list(export(source))
    with pytest.raises(StoreError):
        load(target, lines)
    there = len(target.changes())
    assert 0 < there < len(source.changes())
    assert load(target, lines) == Load(facts=len(lines) - 2, known=there)
    assert _told(target) == _told(source)


def test_loading_again_does_nothing() -> None:
    """
    A file that was loaded whole is known whole.
    """
    source, target = MemoryStore(), MemoryStore()
    _register(source)
    lines = list(export(source))
    load(target, lines)
    assert load(target, lines) == Load(facts=len(lines) - 2, known=len(lines) - 2)


def test_another_register_is_not_loaded_over(store: Store) -> None:
    """
    A store that has other facts is left as it was.
    """
    source = MemoryStore()
    _register(source)
    other = issue(77)
    Registry(store).record(other.entry_id, other)
    before = _told(store)
    assert _code(store, list(export(source))) == TransferCode.OTHER_FACTS
    assert _told(store) == before


def test_a_store_that_went_on_is_not_loaded_over() -> None:
    """
    A store that has all facts of the file and more is refused.
    """
    source, target = MemoryStore(), MemoryStore()
    registry = _register(source)
    lines = list(export(source))
    load(target, lines)
    other = issue(77)
    Registry(target).record(other.entry_id, other)
    assert registry.verify()
    assert _code(target, lines) == TransferCode.OTHER_FACTS


def _code(store: Store, lines: list[str]) -> str:
    with pytest.raises(InvalidValue) as caught:
        load(store, lines)
    return caught.value.faults[0].code


def _lines() -> list[str]:
    source = MemoryStore()
    _register(source)
    return list(export(source))


@pytest.mark.parametrize("kept", [0, 1, 5, -1])
def test_a_file_that_is_cut_off_is_found(kept: int) -> None:
    """
    A file without its end is found to be cut off, wherever it ends.
    """
    assert _code(MemoryStore(), _lines()[:kept]) == TransferCode.CUT_OFF


def test_a_file_that_ends_within_a_line_is_cut_off() -> None:
    """
    Half a line at the end is the mark of a file that was cut off.
    """
    lines = _lines()
    assert _code(MemoryStore(), [*lines[:4], lines[4][:50]]) == TransferCode.CUT_OFF


@pytest.mark.parametrize(
    "line",
    ["no JSON\n", "[]\n", "{}\n", '{"format": "something else"}\n', "[" * 100_000 + "\n", "NaN\n"],
)
def test_another_file_is_not_loaded(line: str) -> None:
    """
    A file that does not begin as an export does, or has a line that is no fact, is refused.
    """
    lines = _lines()
    assert _code(MemoryStore(), [line, *lines[1:]]) == TransferCode.NOT_FACTS
    assert _code(MemoryStore(), [*lines[:3], line, *lines[3:]]) == TransferCode.NOT_FACTS


def _changed(line: str, **values: object) -> str:
    return json.dumps({**json.loads(line), **values}) + "\n"


@pytest.mark.parametrize(
    "values",
    [
        {"number": 7},
        {"place": 7},
        {"notice_key": "00" * 32},
        {"recorded_at": "2020-01-01T00:00:00+00:00"},
        {"payload": {"by": None, "content": {}}},
        {"salt": "00"},
        {"commitment": "00" * 32},
        {"digest": "00" * 32},
    ],
)
def test_an_altered_fact_is_found(values: dict[str, object]) -> None:
    """
    A fact of which anything was altered does not fit its chain.
    """
    lines = _lines()
    altered = [*lines[:2], _changed(lines[2], **values), *lines[3:]]
    assert _code(MemoryStore(), altered) == TransferCode.ALTERED


def test_facts_out_of_order_are_found() -> None:
    """
    A fact that was taken out or moved before its predecessor does not fit.
    """
    lines = _lines()
    last = next(i for i, line in enumerate(lines) if json.loads(line).get("number") == 2)
    assert _code(MemoryStore(), [lines[0], lines[last], *lines[1:]]) == TransferCode.ALTERED


def test_a_wrong_end_is_found() -> None:
    """
    The last line must agree with the facts before it, and be the last.
    """
    lines = _lines()
    assert _code(MemoryStore(), [*lines[:-1], _changed(lines[-1], facts=1)]) == TransferCode.ALTERED
    assert _code(MemoryStore(), [*lines, lines[-1]]) == TransferCode.ALTERED
    assert _code(MemoryStore(), [lines[0], *lines[2:]]) == TransferCode.ALTERED


def test_garbage_with_right_digests_is_found() -> None:
    """
    A payload that makes no fact is refused even where somebody computed all digests anew.
    """
    entry_id = UUID(int=1)
    fact = Fact(
        entry_id=entry_id,
        number=1,
        place=1,
        content=Term(years=3),  # type: ignore[arg-type]  # no act, on purpose
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    source = MemoryStore()
    records = (seal(fact, previous=NO_DIGEST),)
    source.commit(Commit(entry_id=entry_id, after=0, records=records, segments=()))
    assert _code(MemoryStore(), list(export(source))) == TransferCode.ALTERED


def test_an_unreadable_fact_is_not_exported(tmp_path: Path) -> None:
    """
    An export never contains what would not load: a damaged payload stops it.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        _register(store)
        with store._opened() as connection:
            connection.execute("UPDATE facts SET payload = x'FF' WHERE position = 2")
        with pytest.raises(InvalidValue) as caught:
            list(export(store))
    assert str(caught.value.faults[0].code) == TransferCode.UNREADABLE


def test_segments_are_those_of_the_facts(make_store: MakeStore) -> None:
    """
    Loading in small steps and at once gives the same segments.
    """
    lines = _lines()
    one, other = make_store(), make_store()
    load(one, lines)
    load(other, iter(lines))
    assert _told(one) == _told(other)
