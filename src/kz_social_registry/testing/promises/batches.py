"""
Promises of batches and of other blocks: a batch is one transaction, and errors come out as they are.
"""

import sqlite3
from contextlib import AbstractContextManager, suppress

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Amend
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises.looking import ALL, LATER, RolledBackError, picture, refusal
from kz_social_registry.testing.samples import START, Life, begin, bin_of, issue


def a_batch_is_all_or_nothing(store: Store) -> None:
    """
    A commit inside a batch is read inside, stays if the batch ends well, and is gone if it raises.
    """
    life, first = begin(issue(1), notice="L-1")
    before = picture(store, life.entry_id)
    with suppress(RolledBackError), store.batch():
        store.commit(first)
        assert store.in_register(bin_of(1), LATER) == first.segments[0].entry
        assert store.notice("L-1") == life.records[0]
        assert store.search(ALL, LATER).entries == (first.segments[0].entry,)
        assert [change.record for change in store.changes()] == life.records
        with store.snapshot(LATER) as snapshot:
            assert list(snapshot.entries) == [first.segments[0].entry]
        assert verify(store)
        raise RolledBackError
    assert picture(store, life.entry_id) == before
    with store.batch():
        store.commit(first)
    assert store.records(life.entry_id) == tuple(life.records)


def a_refusal_inside_a_batch_rolls_back_nothing_else(store: Store) -> None:
    """
    A commit that is refused inside a batch leaves what was committed before it, and what follows.
    """
    first, second = begin(issue(1))[1], begin(issue(2))[1]
    with store.batch():
        store.commit(first)
        assert refusal(store, begin(issue(1))[1]) is Code.ALREADY_IN_REGISTER
        assert refusal(store, first) is Code.STALE
        assert refusal(store, begin(issue(3))[1], first) is Code.STALE
        store.commit(second)
    assert [change.record.entry_id for change in store.changes()] == [first.entry_id, second.entry_id]


def a_batch_inside_a_batch_belongs_to_it(store: Store) -> None:
    """
    The commits of an inner batch are rolled back with the outer one.
    """
    with suppress(RolledBackError), store.batch():
        with store.batch():
            store.commit(begin(issue(1))[1])
        raise RolledBackError
    assert store.changes() == ()


def a_batch_inside_a_batch_rolls_back_its_own(store: Store) -> None:
    """
    An inner batch whose block raises leaves what the outer one committed before it, and what follows.
    """
    first, second, third = (begin(issue(serial))[1] for serial in range(3))
    with store.batch():
        store.commit(first)
        with suppress(RolledBackError), store.batch():
            store.commit(second)
            raise RolledBackError
        store.commit(third)
    assert [change.record.entry_id for change in store.changes()] == [first.entry_id, third.entry_id]
    assert verify(store)


def errors_of_the_block_come_out_as_they_are(store: Store) -> None:
    """
    An error of the caller's code inside a batch or a snapshot is not taken for a fault of the store.
    """
    errors = sqlite3.IntegrityError(), UnicodeDecodeError("utf-8", b"\xff", 0, 1, ""), OSError()
    for error in errors:
        for block in (store.batch(), store.snapshot(LATER)):
            assert _what_comes_out(block, error) is error


def _what_comes_out(block: AbstractContextManager[object], error: Exception) -> Exception | None:
    out = None
    try:
        with block:
            raise error  # noqa: TRY301  # by the block itself
    except Exception as caught:  # noqa: BLE001  # any other one is the defect
        out = caught
    return out


def a_half_read_snapshot_ends_with_its_block(store: Store) -> None:
    """
    A snapshot that is kept half read neither holds back writers nor shows others an old state.
    """
    lives = _several(store)
    with store.snapshot(LATER) as snapshot:
        next(snapshot.entries)
    changed = lives[0].then(Amend(on=START, capacity=99))
    store.commit(changed)
    assert store.in_register(bin_of(0), LATER) == changed.segments[-1].entry
    with store.batch():
        store.commit(lives[1].then(Amend(on=START, capacity=99)))
        del snapshot
        store.commit(lives[2].then(Amend(on=START, capacity=99)))
    assert len(store.changes()) == len(lives) + 3


def a_snapshot_inside_a_batch_does_not_follow_it(store: Store) -> None:
    """
    A snapshot does not show what its own batch writes meanwhile: each entry comes once.
    """
    lives = {life.entry_id: life for life in _several(store)}
    seen = []
    with store.batch(), store.snapshot(LATER) as snapshot:
        for entry in snapshot.entries:
            seen.append(entry.id)
            assert len(seen) <= len(lives), seen
            renamed = issue(len(lives) + len(seen), name=f"Я {len(seen)}")
            store.commit(begin(renamed)[1])
            store.commit(lives[entry.id].then(Amend(on=START, capacity=99)))
    assert sorted(seen) == sorted(lives)


def _several(store: Store) -> list[Life]:
    pairs = [begin(issue(serial)) for serial in range(5)]
    store.commit(*(first for _, first in pairs))
    return [life for life, _ in pairs]
