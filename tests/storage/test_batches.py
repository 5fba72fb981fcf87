"""
Batches and asyncio: a batch belongs to one task, in every store.
"""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from time import monotonic

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.testing.samples import bin_of
from support.registers import BIN, LATER, OTHER, issued

REFUSED = StoreCode.OTHER_TASK


async def _code(work: Callable[[], Awaitable[object]]) -> object:
    try:
        await work()
    except RegistryError as error:
        return error.faults[0].code
    return None


class TestTasks:
    """
    Of two tasks on one thread only the one that opened a batch uses the store until the batch ends.
    """

    def test_another_task_is_refused_at_once(self, store: Store) -> None:
        """
        Tasks begun before and inside the batch, and threads that carry its context, record nothing.
        """
        registry = Registry(store)
        entry = issued(registry)
        began = asyncio.Event()
        works: list[Callable[[], object]] = [
            partial(registry.amend, entry.id, on=LATER, capacity=1),
            partial(registry.standing, BIN, on=LATER),
            partial(registry.verify),
            partial(_in_a_batch, registry),
        ]

        async def wait_and(work: Callable[[], object]) -> object:
            await began.wait()
            return work()

        async def main() -> list[object]:
            early = [asyncio.create_task(_code(partial(wait_and, work))) for work in works]
            with suppress(ZeroDivisionError), registry.batch():
                registry.amend(entry.id, on=LATER, capacity=2)
                began.set()
                late = [asyncio.create_task(_code(partial(wait_and, work))) for work in works]
                threads = [_code(partial(asyncio.to_thread, work)) for work in works]
                codes = await asyncio.gather(*early, *late, *threads)
                registry.amend(entry.id, on=LATER, capacity=3)
                raise ZeroDivisionError
            registry.amend(entry.id, on=LATER, capacity=4)
            return [*codes, await _code(partial(asyncio.to_thread, works[0]))]

        started = monotonic()
        assert asyncio.run(main()) == [REFUSED] * 3 * len(works) + [None]
        assert monotonic() - started < 4  # a store waits five seconds for a writer
        capacities = [getattr(fact.content, "capacity", None) for fact in registry.history(entry)]
        assert capacities == [40, 4, 1]

    def test_a_cancelled_task_records_nothing(self, store: Store) -> None:
        """
        The batch of a task that is cancelled inside is rolled back, and others may write then.
        """
        registry = Registry(store)

        async def hang() -> None:
            with registry.batch():
                issued(registry)
                await asyncio.sleep(60)

        async def main() -> None:
            task = asyncio.create_task(hang())
            await asyncio.sleep(0)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            issued(registry, OTHER)

        asyncio.run(main())
        assert [bool(registry.by_identifier(one, on=LATER)) for one in (BIN, OTHER)] == [False, True]

    def test_one_task_uses_several_batches(self, store: Store, make_store: Callable[[], Store]) -> None:
        """
        Inner batches, batches of two stores and batches in worker threads go together in one task.
        """
        registry, second = Registry(store), Registry(make_store())

        async def main() -> None:
            with registry.batch(), second.batch(), registry.batch():
                issued(registry)
                issued(second)
                assert registry.standing(BIN, on=LATER)
                await asyncio.sleep(0)
                issued(registry, OTHER)
            await asyncio.gather(*(asyncio.to_thread(_in_a_batch, registry) for _ in range(2)))

        asyncio.run(main())
        assert len(store.changes()) == 2

    def test_a_generator_keeps_its_batch(self, store: Store) -> None:
        """
        A generator that pauses inside a batch goes on in the same task; another task may not step it.
        """
        registry = Registry(store)

        def steps() -> Iterator[None]:
            with registry.batch():
                for number in (BIN, OTHER, bin_of(1)):
                    issued(registry, number)
                    yield

        async def main() -> object:
            generator = steps()
            next(generator)
            next(generator)

            async def go_on() -> object:
                return next(generator)

            return await asyncio.create_task(_code(go_on))

        assert (asyncio.run(main()), store.changes()) == (REFUSED, ())
        issued(registry)
        assert len(store.changes()) == 1


def _in_a_batch(registry: Registry) -> None:
    with registry.batch():
        registry.standing(BIN, on=LATER)


def test_asyncio_is_not_imported() -> None:
    """
    Neither the package nor its own stores import asyncio; the driver of PostgreSQL does.
    """
    program = (
        "import sys; from kz_social_registry import Registry; import kz_social_registry.feed; "
        "from kz_social_registry.storage import memory, sqlite; print('asyncio' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert found.stdout == "False\n"
