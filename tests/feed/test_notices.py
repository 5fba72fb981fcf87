"""
Notices: repeated, conflicting and corrected ones, dry runs and batches.
"""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.feed.notices import BATCH, outcomes, receive
from kz_social_registry.registry.ports import Commit
from kz_social_registry.storage.memory import MemoryStore
from support.notices import Plain, a_notice, an_issue, counts, faults, picture, received


@pytest.fixture
def registry() -> Registry:
    """
    Return a register that received one issue.
    """
    return received(MemoryStore(), an_issue())


class Full(MemoryStore):
    """
    A store on a full disk.
    """

    def commit(self, *_: Commit) -> None:
        """
        Refuse everything.
        """
        raise StoreError(Fault(Code.STORE_FAILED, "store"))


class TestIds:
    """
    The id of a notice makes it idempotent.
    """

    def test_the_order_of_fields_and_spaces_do_not_matter(self, registry: Registry) -> None:
        """
        A notice is its content: spelt differently it is still the same one.
        """
        turned = dict(reversed(an_issue().items()))

        assert counts(receive(registry, [json.dumps(turned, indent=1)])) == (0, 1, 0)

    def test_other_content_under_a_known_id_is_refused(self, registry: Registry) -> None:
        """
        It is a conflict, also with content that canonical JSON cannot hold; nothing is recorded.
        """
        before = picture(registry.store)
        line = json.dumps(an_issue(name="?"))
        others = [an_issue(capacity=41), line.replace('"?"', '"\\ud800"'), an_issue(name=None)]

        receipt = receive(registry, others)

        assert [fault[:2] for fault in faults(receipt)] == [
            (number, Code.NOTICE_CONFLICT) for number in (1, 2, 3)
        ]
        assert picture(registry.store) == before

    def test_only_accepted_notices_are_remembered(self) -> None:
        """
        A rejected notice may come again, corrected, under its own id.
        """
        registry = Registry(MemoryStore())

        assert receive(registry, [an_issue(capacity=0)]).rejected == 1
        assert counts(receive(registry, [an_issue()])) == (1, 0, 0)

    def test_an_expiry_that_sweep_recorded_is_already_known(self) -> None:
        """
        The licensing system's own notice of it adds nothing; another ground or day is refused.
        """
        registry = Registry(MemoryStore())
        receive(registry, [an_issue()])
        registry.sweep(on=date(2028, 6, 1))
        before = picture(registry.store)
        same = a_notice("N-2", "terminate", "2028-04-21", ground="expired")
        others = [
            a_notice("N-3", "terminate", "2028-04-21", ground="revoked"),
            a_notice("N-4", "terminate", "2028-04-22", ground="expired"),
            a_notice("N-5", "suspend", "2028-04-21"),
        ]

        assert counts(receive(registry, [same, same])) == (0, 2, 0)
        assert counts(receive(registry, others)) == (0, 0, 3)
        assert picture(registry.store) == before

    def test_an_expiry_that_another_notice_brought_is_refused(self) -> None:
        """
        The register holds it by a notice, so another id for it is not known already.
        """
        first, second = (
            a_notice(number, "terminate", "2028-04-21", ground="expired") for number in ("N-2", "N-3")
        )

        assert counts(receive(Registry(MemoryStore()), [an_issue(), first, second])) == (2, 0, 1)

    def test_a_notice_that_came_too_early_may_come_again(self) -> None:
        """
        An act that another notice makes lawful is accepted after that notice.
        """
        early = a_notice("N-2", "suspend")

        receipt = receive(Registry(MemoryStore()), [early, an_issue(), early])

        assert (counts(receipt), receipt.rejects[0].line) == ((2, 0, 1), 1)


class TestDryRun:
    """
    A dry run tries all notices and records none.
    """

    def test_it_tries_all_and_records_nothing(self, registry: Registry) -> None:
        """
        Each notice is tried as if those before it were recorded.
        """
        before, position = picture(registry.store), registry.checkpoint().heads
        trial = [an_issue(), a_notice("N-2", "suspend"), a_notice("N-3", "resume"), {}]

        assert counts(receive(registry, trial, dry_run=True)) == (2, 1, 1)
        assert (picture(registry.store), registry.checkpoint().heads) == (before, position)

    def test_it_rolls_back_nothing_else(self) -> None:
        """
        No transaction is open between its outcomes: acts recorded by the same thread stay.
        """
        store = MemoryStore()
        trial = outcomes(Registry(store), [{"x": 1}, {"x": 2}], dry_run=True)
        next(trial)
        received(store, an_issue())
        trial.close()

        assert store.notice("N-1") is not None

    def test_it_keeps_only_rejected_notices(self, registry: Registry) -> None:
        """
        The outcomes of accepted and known notices have their line alone.
        """
        trial = [an_issue(), a_notice("N-2", "suspend"), {"x": 1}]

        found = [(one.line, one.raw) for one in outcomes(registry, trial, dry_run=True)]

        assert found == [(1, None), (2, None), (3, {"x": 1})]


def test_outcomes_come_batch_by_batch() -> None:
    """
    The outcome of a notice comes when its batch is durable, long before the end of the feed.
    """
    store, read = MemoryStore(), list[int]()

    def lines() -> Iterator[Plain]:
        for number in range(3 * BATCH):
            read.append(number)
            yield an_issue() if number % 2 else {}

    first = next(outcomes(Registry(store), lines()))

    assert (first.line, len(read)) == (1, BATCH)
    assert store.notice("N-1") is not None


def test_a_store_that_fails_stops_the_feed() -> None:
    """
    The error of a store is not a fault of a notice: it is raised.
    """
    with pytest.raises(StoreError):
        receive(Registry(Full()), [an_issue()])
