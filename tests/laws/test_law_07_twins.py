"""
Law 7 with twins: two registers that differ only in hidden data are indistinguishable to the public.

`KZ_REGISTRY_TWINS=10000` compares that many pairs. Each pair has its seed.
"""

import logging
import os
import random
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain.acts import Exclude, GiveConsent, Suspend
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.form import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import canonical, to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.samples import START, issue
from support.public_files import altered_issue
from support.samples import still_clock

TWINS: Final = int(os.environ.get("KZ_REGISTRY_TWINS", "200"))
#: A page and a workbook take longer to write, so fewer pairs are compared in every format.
EVERY: Final = 20
ON: Final = START + timedelta(days=60)
LATER: Final = START + timedelta(days=120)
#: A text that only hidden data hold.
MARK: Final = "құпиябелгі"


def _twins(seed: int) -> tuple[Registry, Registry]:
    """
    Return two registers with equal public data, and hidden data of their own.
    """
    draw = random.Random(seed)  # noqa: S311  # no secret
    one, two = (Registry(MemoryStore(), still_clock()) for _ in range(2))
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


def _answers(registry: Registry) -> list[object]:
    """
    Return every answer to the public: rows, counts, feeds, texts of errors, and representations.
    """
    found: list[object] = []
    earlier = [registry.public(on=ON, published_on=ON, view=view) for view in View]
    later = [registry.public(on=LATER, published_on=LATER, view=view) for view in View]
    for publication in chain(earlier, later):
        found += [
            canonical(to_plain(publication)),
            repr(publication),
            len(publication),
            *map(repr, publication),
        ]
    for publication in earlier:
        diff = registry.public_diff(publication, on=LATER, published_on=LATER)
        found += [canonical(to_plain(diff)), repr(diff)]
    with pytest.raises(RegistryError) as caught:
        registry.public(on=date(1900, 1, 1))
    found += [str(caught.value), *map(caught.value.describe, LANGUAGES)]
    return found


def _files(registry: Registry, folder: Path, formats: tuple[str, ...] | None) -> dict[str, bytes]:
    found = {}
    for language in LANGUAGES:
        for view in View:
            out = folder / f"{language}-{view.value}"
            rows = registry.public_rows(on=ON, published_on=LATER, view=view)
            publish(out, rows, on=ON, published_on=LATER, language=language, view=view, formats=formats)
            found |= {f"{out.name}/{path.name}": path.read_bytes() for path in out.iterdir()}
    return found


def test_twins_give_the_same_answers(caplog: pytest.LogCaptureFixture) -> None:
    """
    No row, count, order, feed, error, representation or log differs, and none holds the mark.
    """
    caplog.set_level(logging.DEBUG)
    for seed in range(TWINS):
        one, two = map(_answers, _twins(seed))
        assert one == two, seed
        assert MARK not in repr(two), seed
        assert MARK.encode() not in b"".join(text for text in two if isinstance(text, bytes)), seed
    assert MARK not in caplog.text


def test_twins_publish_the_same_files(tmp_path: Path) -> None:
    """
    Every file is the same to the byte, in every language and view; some pairs in every format.
    """
    for seed in range(0, TWINS, 4):
        formats = None if seed % (4 * EVERY) == 0 else ("csv", "json", "jsonl")
        one, two = (
            _files(registry, tmp_path / f"{seed}-{number}", formats)
            for number, registry in enumerate(_twins(seed))
        )
        assert one == two, seed
        assert not any(MARK.encode() in content for content in two.values()), seed


def test_twins_differ() -> None:
    """
    The hidden data are there: staff finds them in one register and not in the other.
    """
    found = [
        sum(MARK in str(to_plain(entry)) for entry in two.found(on=ON))
        for _, two in map(_twins, range(20))
    ]
    assert sum(map(bool, found)) > 10
