"""
Intake: each notice exactly once, whatever its order, its portions and its company.
"""

import json
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.acts import Act, GiveConsent
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.feed.notices import BATCH, outcomes, receive
from kz_social_registry.registry.ports import Commit, Store
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import histories
from support.make_feed import feed
from support.notices import Plain, a_notice, an_issue, counts, faults, picture, received

MakeStore = Callable[[], Store]


def told(life: Sequence[Act], name: str) -> list[Plain]:
    """
    Return the notices that tell of one provider's life.
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
    threads = [told(life, f"L-{number}") for number, life in enumerate(lives)]
    turns = draw(st.permutations([n for n, thread in enumerate(threads) for _ in thread]))
    queues = [iter(thread) for thread in threads]
    mixed: list[Plain] = []
    for turn in turns:
        mixed.append(next(queues[turn]))
        if draw(st.booleans()):
            mixed.append(draw(st.sampled_from(mixed)))
    return [notice for thread in threads for notice in thread], mixed


class Raced(MemoryStore):
    """
    A store in which another process records its notices just before ours.
    """

    def __init__(self) -> None:
        super().__init__()
        self.theirs: list[Plain] = []

    def commit(self, *commits: Commit) -> None:
        """
        Let the other process go first.
        """
        if self.theirs:
            received(self, self.theirs.pop())
        super().commit(*commits)


class Full(MemoryStore):
    """
    A store on a full disk.
    """

    def commit(self, *_: Commit) -> None:
        """
        Refuse everything.
        """
        raise StoreError(Fault(Code.STORE_FAILED, "store"))


class TestLaw13:
    """
    Receiving the same notice twice equals receiving it once.
    """

    @pytest.mark.parametrize("make_opener", ["memory", "sqlite"], indirect=True)
    @given(feeds=feeds(), data=st.data())
    def test_order_repetition_and_portions_do_not_matter(
        self, make_store: MakeStore, feeds: tuple[list[Plain], list[Plain]], data: st.DataObject
    ) -> None:
        """
        Sent in order at one go, or mixed, repeated and in portions: the register is the same.
        """
        straight, mixed = feeds
        once, again = received(MemoryStore(), *straight), Registry(make_store())
        cut = data.draw(st.integers(0, len(mixed)))
        receipts = [receive(again, mixed[:cut]), receive(again, mixed[cut:]), receive(again, mixed)]
        assert picture(again.store) == picture(once.store)
        assert [r.rejected for r in receipts] == [0, 0, 0]
        assert sum(r.accepted for r in receipts) == len(straight)

    def test_a_whole_feed_again_changes_nothing(self, store: Store) -> None:
        """
        The example feed, received again, is known but for what is rejected again.
        """
        lines = feed().splitlines()
        registry = Registry(store)
        first = receive(registry, lines)
        before = picture(store)
        second = receive(registry, lines)
        assert counts(second) == (0, first.accepted, first.rejected)
        assert picture(store) == before
        assert registry.verify()

    def test_the_order_of_fields_and_spaces_do_not_matter(self, store: Store) -> None:
        """
        A notice is its content: written otherwise it is still the same one.
        """
        registry = received(store, an_issue())
        turned = dict(reversed(an_issue().items()))
        assert counts(receive(registry, [json.dumps(turned, indent=1)])) == (0, 1, 0)

    def test_other_content_under_a_known_id_is_refused(self, store: Store) -> None:
        """
        An id that was accepted with other content is a conflict, and nothing changes.
        """
        registry = received(store, an_issue())
        before = picture(store)
        receipt = receive(registry, [an_issue(capacity=41)])
        assert (faults(receipt), picture(store)) == ([(1, Code.NOTICE_CONFLICT, "notice")], before)

    @pytest.mark.parametrize("name", ['"\\ud800"', "1e999"])
    def test_a_conflict_may_have_any_content(self, store: Store, name: str) -> None:
        """
        What canonical JSON cannot hold is a conflict like any other content.
        """
        line = json.dumps(an_issue(name="?")).replace('"?"', name)
        receipt = receive(received(store, an_issue()), [line, a_notice("N-2", "suspend")])
        assert faults(receipt)[0][:2] == (1, Code.NOTICE_CONFLICT)
        assert counts(receipt) == (1, 0, 1)

    def test_only_accepted_notices_are_remembered(self, store: Store) -> None:
        """
        A rejected notice comes again, mended, under its own id.
        """
        registry = Registry(store)
        assert receive(registry, [an_issue(capacity=0)]).rejected == 1
        assert counts(receive(registry, [an_issue()])) == (1, 0, 0)

    def test_a_notice_that_came_too_early_may_come_again(self, store: Store) -> None:
        """
        What was unlawful for want of another notice is accepted behind that.
        """
        registry = Registry(store)
        early = a_notice("N-2", "suspend")
        receipt = receive(registry, [early, an_issue(), early])
        assert (counts(receipt), receipt.rejects[0].line) == ((2, 0, 1), 1)

    def test_two_processes_may_receive_the_same_notice_at_the_same_time(self) -> None:
        """
        Who loses the race finds that the notice is known, even if its act is unlawful by then.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "suspend"))
        assert counts(receive(registry, [a_notice("N-2", "suspend")])) == (0, 1, 0)

    def test_a_lost_race_against_other_content_is_a_conflict(self) -> None:
        """
        Who loses the race to a notice of the same id and other content is told so.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "amend", capacity=50))
        receipt = receive(registry, [a_notice("N-2", "amend", capacity=60)])
        assert faults(receipt) == [(1, Code.NOTICE_CONFLICT, "notice")]

    def test_an_act_that_others_made_unlawful_is_refused(self) -> None:
        """
        Who loses the race to another notice is told what that one leaves possible.
        """
        store = Raced()
        registry = received(store, an_issue())
        store.theirs.append(a_notice("N-2", "suspend"))
        receipt = receive(registry, [a_notice("N-3", "suspend")])
        assert faults(receipt) == [(1, Code.NOT_ALLOWED, "act")]

    def test_a_dry_run_tells_all_and_records_nothing(self, store: Store) -> None:
        """
        A trial judges each notice as if those before it were recorded.
        """
        registry = received(store, an_issue())
        before, position = picture(store), registry.checkpoint()
        trial = [an_issue(), a_notice("N-2", "suspend"), a_notice("N-3", "resume"), {}]
        assert counts(receive(registry, trial, dry_run=True)) == (2, 1, 1)
        assert (picture(store), registry.checkpoint()) == (before, position)

    def test_a_dry_run_takes_back_nothing_of_others(self, store: Store) -> None:
        """
        Between its outcomes no transaction is open: what the same thread records stays recorded.
        """
        registry = Registry(store)
        trial = outcomes(registry, [{"x": 1}, {"x": 2}], dry_run=True)
        next(trial)
        received(store, an_issue())
        trial.close()
        assert store.notice("N-1") is not None

    def test_a_dry_run_holds_what_it_would_reject(self, store: Store) -> None:
        """
        Of what it would accept or knows it tells no more than the line.
        """
        registry = received(store, an_issue())
        trial = [an_issue(), a_notice("N-2", "suspend"), {"x": 1}]
        found = [(one.line, one.raw) for one in outcomes(registry, trial, dry_run=True)]
        assert found == [(1, None), (2, None), (3, {"x": 1})]

    def test_outcomes_come_batch_by_batch(self, store: Store) -> None:
        """
        An outcome is told when its batch is durable, long before the feed is read to its end.
        """
        read: list[int] = []

        def lines() -> Iterator[Plain]:
            for number in range(3 * BATCH):
                read.append(number)
                yield an_issue() if number % 2 else {}

        told_first = next(outcomes(Registry(store), lines()))
        assert (told_first.line, len(read)) == (1, BATCH)
        assert store.notice("N-1") is not None

    def test_a_store_that_fails_stops_the_feed(self) -> None:
        """
        The failure of a store is no fault of a notice: it is raised.
        """
        with pytest.raises(StoreError):
            receive(Registry(Full()), [an_issue()])
