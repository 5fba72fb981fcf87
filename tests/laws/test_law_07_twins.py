"""
Law 7 with twins: two registers that differ only in hidden data are indistinguishable to the public.

`KZ_REGISTRY_TWINS=10000` compares that many pairs. Each pair has its seed.
"""

import logging
import os
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import View
from kz_social_registry.form import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import canonical, to_plain
from support.twins import LATER, MARK, ON, twins

TWINS: Final = int(os.environ.get("KZ_REGISTRY_TWINS", "200"))
#: A page and a workbook take longer to write, so fewer pairs are compared in every format.
EVERY: Final = 25


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


def _files(registry: Registry, out: Path, seed: int) -> dict[str, bytes]:
    language, view = LANGUAGES[seed % 3], list(View)[seed % 2]
    formats = None if seed % EVERY == 0 else ("csv", "json", "jsonl")
    rows = registry.public_rows(on=ON, published_on=LATER, view=view)
    publish(out, rows, on=ON, published_on=LATER, language=language, view=view, formats=formats)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_twins_give_the_same_answers(caplog: pytest.LogCaptureFixture) -> None:
    """
    No row, count, order, feed, error, representation or log differs, and none holds the mark.
    """
    caplog.set_level(logging.DEBUG)
    for seed in range(TWINS):
        one, two = map(_answers, twins(seed))
        assert one == two, seed
        assert MARK not in repr(two), seed
        assert MARK.encode() not in b"".join(text for text in two if isinstance(text, bytes)), seed
    assert MARK not in caplog.text


def test_twins_publish_the_same_files(tmp_path: Path) -> None:
    """
    Every file is the same to the byte. Languages and views take turns; some pairs have every format.
    """
    for seed in range(TWINS):
        one, two = (
            _files(registry, tmp_path / f"{seed}-{number}", seed)
            for number, registry in enumerate(twins(seed))
        )
        assert one == two, seed
        assert not any(MARK.encode() in content for content in two.values()), seed


def test_twins_differ() -> None:
    """
    The hidden data are there: staff finds them in one register and not in the other.
    """
    found = [
        sum(MARK in str(to_plain(entry)) for entry in two.found(on=ON))
        for _, two in map(twins, range(20))
    ]
    assert sum(map(bool, found)) > 10
