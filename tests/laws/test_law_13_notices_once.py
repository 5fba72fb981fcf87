"""
Law 13: receiving the same notice twice equals receiving it once.

A crash at any moment leaves the register as before or after a batch, never between.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kz_social_registry import Registry
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Act, GiveConsent, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.feed.file import receive_file
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.strategies import histories
from soak.crashes import killed_bulk, killed_singles
from support.make_feed import feed
from support.notices import Plain, a_notice, an_issue, counts, faults, picture, received
from support.stores import MakeOpener

MakeStore = Callable[[], Store]


def notices_of(life: Sequence[Act], name: str) -> list[Plain]:
    """
    Return one provider's life as notices.
    """
    notices: list[Plain] = []
    entry: RegistryEntry | None = None
    for number, act in enumerate(life, 1):
        plain = {"notice": f"{name}-{number:02}", **to_plain(act)}
        if entry is None:
            del plain["entry_id"]
        else:
            plain["identifier"] = str(entry.identifier)
        if isinstance(act, GiveConsent) and act.columns is None:
            plain["columns"] = "all"
        if isinstance(act, Issue) and act.consent and act.consent.columns is None:
            plain["consent"]["columns"] = "all"
        notices.append(plain)
        entry = apply(entry, act)
    return notices


def names(life: Sequence[Act]) -> set[str]:
    """
    Return the identifiers that a life ever had.
    """
    numbers = (getattr(act, "identifier", None) or getattr(act, "new_identifier", None) for act in life)
    return {str(number) for number in numbers if number}


@st.composite
def feeds(draw: st.DrawFn) -> tuple[list[Plain], list[Plain]]:
    """
    Return a feed about independent providers, and the same mixed, with notices sent again.
    """
    lives = draw(st.lists(histories(longest=5), min_size=1, max_size=3))
    known = [names(life) for life in lives]
    assume(sum(map(len, known)) == len(set().union(*known)))
    threads = [notices_of(life, f"L-{number}") for number, life in enumerate(lives)]
    turns = draw(st.permutations([n for n, thread in enumerate(threads) for _ in thread]))
    queues = [iter(thread) for thread in threads]
    mixed: list[Plain] = []
    for turn in turns:
        mixed.append(next(queues[turn]))
        if draw(st.booleans()):
            mixed.append(draw(st.sampled_from(mixed)))
    return [notice for thread in threads for notice in thread], mixed


class TestOnce:
    """
    Neither repetition nor the size of portions changes the register.
    """

    @pytest.mark.parametrize("make_opener", ["memory", "sqlite"], indirect=True)
    @given(feeds=feeds(), data=st.data())
    def test_order_repetition_and_portions_do_not_matter(
        self, make_store: MakeStore, feeds: tuple[list[Plain], list[Plain]], data: st.DataObject
    ) -> None:
        """
        A feed in order, and the same mixed, repeated and in portions, give the same register.
        """
        straight, mixed = feeds
        once, again = received(MemoryStore(), *straight), Registry(make_store())
        cut = data.draw(st.integers(0, len(mixed)))
        receipts = [receive(again, mixed[:cut]), receive(again, mixed[cut:]), receive(again, mixed)]
        assert picture(again.store) == picture(once.store)
        assert [r.rejected for r in receipts] == [0, 0, 0]
        assert sum(r.accepted for r in receipts) == len(straight)

    def test_a_feed_again_changes_nothing(self, store: Store) -> None:
        """
        A part of the example feed, received again, is known, except for what is rejected again.
        """
        whole = feed().splitlines()
        lines = [*whole[:300], *whole[-40:]]  # wrong notices are at the end
        registry = Registry(store)
        first = receive(registry, lines)
        assert first.rejected
        before = picture(store)
        second = receive(registry, lines)
        assert counts(second) == (0, first.accepted, first.rejected)
        assert picture(store) == before
        assert registry.verify()


class Raced(MemoryStore):
    """
    A store in which another process records its notice just before each of our commits.
    """

    def __init__(self) -> None:
        super().__init__()
        self.theirs: list[Plain] = []

    def commit(self, *commits: Commit) -> None:
        """
        Commit after the other process.
        """
        if self.theirs:
            received(self, self.theirs.pop())
        super().commit(*commits)


class TestRace:
    """
    Two processes may receive the same notices at the same time.
    """

    def test_the_same_notice_is_known(self) -> None:
        """
        The notice of the slower process is known, even if its act is no longer lawful.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "suspend"))
        assert counts(receive(registry, [a_notice("N-2", "suspend")])) == (0, 1, 0)

    def test_other_content_is_a_conflict(self) -> None:
        """
        The same id with other content is refused.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "amend", capacity=50))
        receipt = receive(registry, [a_notice("N-2", "amend", capacity=60)])
        assert faults(receipt) == [(1, Code.NOTICE_CONFLICT, "notice")]

    def test_an_act_that_is_no_longer_lawful_is_refused(self) -> None:
        """
        After another notice the lifecycle may forbid ours.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "suspend"))
        receipt = receive(registry, [a_notice("N-3", "suspend")])
        assert faults(receipt) == [(1, Code.NOT_ALLOWED, "act")]


#: A program that receives a feed in small transactions, so that a crash can fall between many.
RECEIVER: Final = """
import sys
from pathlib import Path
from kz_social_registry import Registry
from kz_social_registry.feed import notices
from kz_social_registry.feed.file import receive_file
from kz_social_registry.storage.sqlite import SQLiteStore
notices.BATCH = 7
receive_file(Registry(SQLiteStore(sys.argv[1])), Path(sys.argv[2]))
"""


class TestCrash:
    """
    A process that is killed leaves whole batches only.
    """

    @pytest.mark.parametrize("share", [0.4, 0.8])
    def test_receiving_again_completes_the_work(self, tmp_path: Path, share: float) -> None:
        """
        A feed that was killed and received again gives the same register as one that was not.
        """
        path = tmp_path / "feed.jsonl"
        path.write_text("".join(feed().splitlines(keepends=True)[:250]))
        began = monotonic()
        kill_after(None, tmp_path / "whole.db", path)
        whole = monotonic() - began
        kill_after(share * whole, tmp_path / "killed.db", path)
        with SQLiteStore(tmp_path / "whole.db") as one, SQLiteStore(tmp_path / "killed.db") as other:
            registry = Registry(other)
            assert registry.verify()
            receive_file(registry, path)
            assert registry.verify()
            assert picture(other) == picture(one)


def kill_after(seconds: float | None, store: Path, path: Path) -> None:
    """
    Receive a feed in a process of its own, and kill it after some time.
    """
    command = [sys.executable, "-c", RECEIVER, str(store), str(path)]
    receiver = subprocess.Popen(command)  # noqa: S603  # ourselves
    with suppress(subprocess.TimeoutExpired):
        receiver.wait(seconds)
    receiver.kill()
    receiver.wait()


@pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
class TestKilledWriter:
    """
    A process that is killed while it writes; the soak suite does the same two hundred times.
    """

    def test_between_single_commits(self, make_opener: MakeOpener) -> None:
        """
        Every commit that was reported as durable is there, and at most one more.
        """
        killed_singles(make_opener(), [0, 3, 10])

    def test_during_a_bulk_load(self, make_opener: MakeOpener) -> None:
        """
        Of many entries that are recorded together all are there, or none.
        """
        killed_bulk(make_opener(), [0, 2, 5])
