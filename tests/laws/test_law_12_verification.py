"""
Law 12: `verify` finds an altered, inserted or reordered fact, and data that do not follow from facts.

A comparison with a checkpoint finds a dropped tail and a rewritten chain.
An erasure leaves the rest provable.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import RegistryError, StoreError
from kz_social_registry.domain.acts import Act, Exclude
from kz_social_registry.registry.answers.audit import FlawKind, checkpoint, verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import History
from kz_social_registry.registry.records import NO_DIGEST, Record, seal, unseal
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.strategies import histories, iins
from support.histories import record_life
from support.samples import BIN, IIN, LATER, an_issue, still_clock
from support.tampering import Tampered, found

Records = tuple[Record, ...]

#: A change of each part of a record.
ALTERATIONS: Final[dict[str, Callable[[Record], object]]] = {
    "entry_id": lambda record: UUID(int=record.entry_id.int ^ 1),
    "number": lambda record: record.number + 1,
    "place": lambda record: record.place + 1,
    "recorded_at": lambda _: datetime(2020, 1, 1, tzinfo=UTC),
    "notice_key": lambda record: b"1" + (record.notice_key or b""),
    "notice_digest": lambda _: b"1" * 32,
    "payload": lambda record: (record.payload or b"") + b" ",
    "salt": lambda record: (record.salt or b"") + b"0",
    "commitment": lambda record: record.commitment[::-1] + b"0",
    "digest": lambda record: record.digest[::-1] + b"0",
}


def recorded(life: list[Act]) -> MemoryStore:
    """
    Return a store that holds a life.
    """
    store = MemoryStore()
    assert record_life(Registry(store, still_clock()), life)
    return store


@given(histories(longest=5), st.data())
def test_a_recorded_life_verifies(life: list[Act], data: st.DataObject) -> None:
    """
    A register without changes is sound, alone and against its checkpoint.
    """
    store = recorded(life)
    at = data.draw(
        st.sampled_from(
            [checkpoint(store, still_clock()()), str(checkpoint(store, still_clock()())), None]
        )
    )
    assert (verify(store, at).flaws, verify(store).facts) == ((), len(life))


@given(histories(longest=5), st.sampled_from(sorted(ALTERATIONS)), st.data())
def test_an_altered_fact_is_found(life: list[Act], path: str, data: st.DataObject) -> None:
    """
    No part of any record can be changed without a broken chain.
    """
    index = data.draw(st.integers(0, len(life) - 1))

    def alter(records: Records) -> Records:
        record = records[index]
        changes: dict[str, Any] = {path: ALTERATIONS[path](record)}
        return (*records[:index], evolve(record, **changes), *records[index + 1 :])

    assert FlawKind.BROKEN_CHAIN in found(recorded(life), alter)


@given(histories(longest=5).filter(lambda life: len(life) > 1), st.data())
def test_a_reordered_inserted_or_missing_fact_is_found(life: list[Act], data: st.DataObject) -> None:
    """
    The chain seals the order and the completeness of the facts before its end.
    """
    store, index = recorded(life), data.draw(st.integers(0, len(life) - 2))
    twice = slice(index, index + 2)
    changes: list[Callable[[Records], Records]] = [
        lambda r: (*r[:index], *reversed(r[twice]), *r[index + 2 :]),
        lambda r: (*r[: index + 1], *r[index:]),
        lambda r: (*r[:index], *r[index + 1 :]),
    ]
    assert all(FlawKind.BROKEN_CHAIN in found(store, change) for change in changes)


@given(histories(longest=5), st.data())
def test_a_dropped_or_altered_segment_is_found(life: list[Act], data: st.DataObject) -> None:
    """
    Segments that do not follow from the facts are flaws.
    """
    store = recorded(life)
    (history,) = store.histories()
    index = data.draw(st.integers(0, len(history.segments) - 1))
    one = history.segments[index]
    other = evolve(one, entry=evolve(one.entry, capacity=one.entry.capacity % 1000 + 1))

    def replaced(*segments: Any) -> Callable[[History], History]:
        changed = (*history.segments[:index], *segments, *history.segments[index + 1 :])
        return lambda history: evolve(history, segments=changed)

    for change in (replaced(), replaced(other), replaced(one, one)):
        flaws = verify(Tampered(store, change)).flaws  # type: ignore[arg-type]  # enough of a store
        assert FlawKind.FOREIGN_SEGMENT in {flaw.finding for flaw in flaws}


@given(histories(longest=5), st.data())
def test_a_dropped_tail_is_found_by_a_checkpoint(life: list[Act], data: st.DataObject) -> None:
    """
    The checkpoint names the entry and the last fact of the missing tail.
    """
    store, rest = recorded(life), data.draw(st.integers(0, len(life) - 1))
    tampered = Tampered(store, lambda history: evolve(history, records=history.records[:rest]))
    flaws = verify(tampered, checkpoint(store, still_clock()())).flaws  # type: ignore[arg-type]  # enough of a store
    assert (FlawKind.DROPPED, len(life)) in {(flaw.finding, flaw.number) for flaw in flaws}


@given(histories(longest=5))
def test_a_rewritten_chain_is_found_by_a_checkpoint(life: list[Act]) -> None:
    """
    A chain that is sealed again from its beginning agrees with itself and not with the checkpoint.
    """
    store = recorded(life)

    def rewritten(history: History) -> History:
        records: list[Record] = []
        for record in history.records:
            previous = records[-1].digest if records else NO_DIGEST
            records.append(seal(unseal(record), previous=previous))
        return evolve(history, records=tuple(records))

    tampered: Any = Tampered(store, rewritten)
    assert verify(tampered)
    flaws = verify(tampered, checkpoint(store, still_clock()())).flaws
    assert {flaw.finding for flaw in flaws} == {FlawKind.REWRITTEN}


@given(histories(iins(), longest=4), histories(longest=4))
def test_an_erasure_leaves_the_rest_provable(erased: list[Act], other: list[Act]) -> None:
    """
    After an erasure the register verifies, also against a checkpoint from before.
    """
    store = recorded(other)
    registry = Registry(store, still_clock(datetime(2060, 1, 1, tzinfo=UTC)))  # after every act
    entry_id = record_life(registry, erased)
    if entry_id is None:
        return  # both lives had the same identifier
    if not any(isinstance(act, Exclude) for act in erased):
        registry.exclude(entry_id, on=erased[-1].on, basis="өтініш")
    before = checkpoint(store, still_clock()())
    registry.erase(entry_id, basis="сұрау")
    checked = verify(store, before)
    assert (checked.flaws, len(checked.erasures)) == ((), 1)
    flawed = {flaw.entry_id for flaw in verify(Tampered(store, _without_segments)).flaws}  # type: ignore[arg-type]  # enough of a store
    assert flawed == {history.entry_id for history in store.histories() if history.segments}


def _without_segments(history: History) -> History:
    return evolve(history, segments=())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    Return the only file of a register of two entries.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        registry = Registry(store, still_clock())
        for serial, provider in enumerate((BIN, IIN), 1):
            formed = an_issue(identifier=provider, entry_id=UUID(int=serial))
            registry.record(formed.entry_id, formed)
            registry.give_consent(formed.entry_id, on=formed.on, columns=[2, 3])
            registry.amend(formed.entry_id, on=LATER, capacity=41)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.mark.parametrize("column", ["payload", "salt", "commitment", "digest"])
def test_one_changed_byte_of_any_fact_is_found(file: Path, column: str) -> None:
    """
    Each fact's payload, salt, commitment and digest is sealed, in the file itself.
    """
    whole = file.read_bytes()
    connection = sqlite3.connect(file)
    values = [value for (value,) in connection.execute(f"SELECT {column} FROM facts")]  # noqa: S608  # a name above
    connection.close()
    assert len(values) == 6
    for value in values:
        place = whole.index(value) + len(value) // 2
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert unsound(file)


@settings(max_examples=150)
@given(st.data())
def test_any_changed_byte_of_a_file_is_found_or_means_nothing(file: Path, data: st.DataObject) -> None:
    """
    Wherever a byte changes, the register answers as before, or the flaw is found.
    """
    whole = file.read_bytes()
    place = data.draw(st.integers(100, len(whole) - 1))
    answers = content(file)
    file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    try:
        assert unsound(file) or content(file) == answers
    finally:
        for other in file.parent.iterdir():
            other.unlink()
        file.write_bytes(whole)


def unsound(file: Path) -> bool:
    """
    Report whether the file is refused, or `verify` finds a flaw in it.
    """
    try:
        with SQLiteStore(file) as store:
            return not verify(store)
    except StoreError:
        return True


def content(file: Path) -> list[object]:
    """
    Return the register's answers, as far as anybody can ask.
    """
    with SQLiteStore(file) as store:
        registry = Registry(store, still_clock())
        try:
            return [
                list(registry.changes()),
                [registry.standing(number, on=LATER) for number in (BIN, IIN)],
                registry.public(on=LATER),
            ]
        except RegistryError as error:
            return [fault.code for fault in error.faults]
