"""
Recording in batches, each in one transaction; or on trial, which records nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from kz_social_registry.form.importing.plan import RowOutcome
from kz_social_registry.form.reading.rows import Progress
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import after_commits, on_trial

#: Rows a transaction.
BATCH: Final = 500

Item = TypeVar("Item")


def recorded(
    registry: Registry, items: Sequence[Item], record: Callable[[Item], RowOutcome],
    progress: Progress | None,
) -> Iterator[RowOutcome]:  # fmt: skip
    """
    Record items and yield the outcome of each, once its batch is committed; without progress, on trial.

    A trial records all in one transaction, and rolls it back.
    """
    if progress is None:
        with on_trial(registry.store):
            yield from map(record, items)
        return
    earlier = False
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        with after_commits(earlier), registry.batch():
            outcomes = [record(one) for one in batch]
        earlier = earlier or any(one.is_recorded for one in outcomes)
        yield from outcomes
        progress(start + len(batch), len(items))
