"""
Law 4: on any day at most one entry of an identifier is in the register.

The store keeps this law, also when several writers record at the same moment.

Rules, para. 2(1) speaks of a list of organisations; one entry for each is the assumption "one entry".
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from threading import Barrier
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.acts import Act
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.samples import bin_of
from kz_social_registry.testing.strategies import histories
from support.histories import days_of, record_life
from support.samples import INCLUDED, LATER, an_issue

#: The writers that record at the same moment.
WRITERS = 4
#: So few providers that lives of one provider meet.
FEW = st.sampled_from([bin_of(serial) for serial in range(3)])


@given(lives=st.lists(histories(FEW, longest=5), min_size=2, max_size=6))
def test_no_two_entries_of_an_identifier_are_in_the_register(lives: list[list[Act]]) -> None:
    """
    Whatever lives are recorded, accepted or refused, no identifier is in the register twice.
    """
    store = MemoryStore()
    for life in lives:
        record_life(Registry(store), life)
    for day in days_of(chain.from_iterable(lives)):
        with store.snapshot(day, View.CURRENT) as snapshot:
            counts = Counter(entry.identifier for entry in snapshot.entries)
        assert set(counts.values()) <= {1}


def test_of_many_writers_one_forms_the_entry(store: Store) -> None:
    """
    Of issues of one provider recorded in several threads at once, one is accepted.
    """
    registry, start = Registry(store), Barrier(WRITERS)

    def form(number: int) -> bool:
        issue = an_issue(entry_id=UUID(int=number))
        start.wait()
        with suppress(UnlawfulAct):
            registry.record(issue.entry_id, issue)
            return True
        return False

    with ThreadPoolExecutor(WRITERS) as threads:
        accepted = list(threads.map(form, range(WRITERS)))
    with store.snapshot(LATER) as snapshot:
        assert (accepted.count(True), len(list(snapshot.entries))) == (1, 1)
    assert registry.standing(an_issue().identifier, on=INCLUDED).in_register
    assert registry.verify()
