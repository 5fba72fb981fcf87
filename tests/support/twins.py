"""
Twins: two registers that differ only in data that the public may not see.
"""

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from kz_social_registry.base.columns import Column
from kz_social_registry.domain.acts import Exclude, GiveConsent, Suspend
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.samples import START, issue
from support.public_files import altered_issue
from support.samples import still_clock

ON: Final = START + timedelta(days=60)
LATER: Final = START + timedelta(days=120)
#: A text that only hidden data hold.
MARK: Final = "құпиябелгі"


def twins(seed: int, stores: Iterable[Store] = ()) -> tuple[Registry, Registry]:
    """
    Return two registers with equal public data, and hidden data of their own: in memory, or in stores.
    """
    draw = random.Random(seed)  # noqa: S311  # no secret
    one, two = (Registry(store, still_clock()) for store in stores or (MemoryStore(), MemoryStore()))
    for serial in range(draw.randrange(4)):
        scope = frozenset(draw.sample(COLUMNS, draw.randrange(1, len(COLUMNS) + 1)))
        number, other = serial, 100 + serial + draw.randrange(20) * 10
        entry_id = UUID(int=draw.getrandbits(128))
        plain = issue(number, entry_id=entry_id)
        hidden = issue(other, entry_id=entry_id, name=f"{MARK} {other}", address=f"{MARK} {seed}")
        for registry, act in ((one, plain), (two, altered_issue(plain, hidden, scope))):
            registry.record(entry_id, act)
            registry.record(entry_id, GiveConsent(on=plain.on, columns=scope))
            if seed % 3 == 0 and Column.EXCLUSION_BASIS not in scope:
                basis = MARK if registry is two else "өтініш"
                registry.record(entry_id, Exclude(on=LATER, basis=basis))
    for registry in (one, two):
        for serial in range(draw.randrange(4)):
            entry_id = UUID(int=draw.getrandbits(128))
            number = 500 + 10 * serial + draw.randrange(10)
            registry.record(entry_id, issue(number, entry_id=entry_id, name=f"{MARK} {number}"))
            if draw.randrange(2):
                registry.record(entry_id, Suspend(on=ON))
    return one, two
