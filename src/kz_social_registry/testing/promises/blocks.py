"""
Promises to the caller's block inside a batch or a snapshot.
"""

import sqlite3
from contextlib import AbstractContextManager

from kz_social_registry.domain.acts import Amend
from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.promises.looking import LATER
from kz_social_registry.testing.samples import START, Life, begin, bin_of, issue


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
