"""
A damaged file gives an answer or an error of the library, never another error.

`KZ_REGISTRY_DAMAGES=5000` tries that many damages of each kind of file.
"""

import json
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.feed.file import receive_file
from kz_social_registry.form import publish, read_publication
from kz_social_registry.form.reading.rows import read_form
from kz_social_registry.registry.answers.public_diff import Diff
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.transfer import export, load
from support.form_samples import cells, save_csv
from support.form_workbooks import save_workbook
from support.notices import a_notice, an_issue, received, write_feed
from support.publications import DAY, public_rows

#: How many damages of each kind of file are tried.
DAMAGES: Final = int(os.environ.get("KZ_REGISTRY_DAMAGES", "60"))

Make = Callable[[Path], Path]
Use = Callable[[Path], object]


def _publication(path: Path) -> Path:
    publish(path / "p", public_rows(), on=DAY, published_on=DAY, language="kk", formats=("json",))
    return path / "p" / "register.json"


def _register(path: Path) -> Path:
    with SQLiteStore(path / "register.db") as store:
        received(store, an_issue(), a_notice("N-2", "give_consent"))
    return path / "register.db"


def _facts(path: Path) -> Path:
    registry = received(MemoryStore(), an_issue(), a_notice("N-2", "give_consent"))
    (path / "facts.jsonl").write_text("".join(export(registry.store)), "utf-8")
    return path / "facts.jsonl"


def _ask(path: Path) -> None:
    with SQLiteStore(path) as store:
        registry = Registry(store)
        registry.verify()
        list(registry.public(on=DAY))
        registry.standing("940140000385", on=DAY)
        for history in list(store.histories()):
            registry.amend(UUID(history.entry_id), on=date(2025, 9, 1), capacity=41)


#: A kind of file: how it is made, and how it is read.
FILES: Final[dict[str, tuple[Make, Use]]] = {
    "CSV": (
        lambda path: save_csv(path / "form.csv", [cells(), cells()]),
        lambda path: list(read_form(path).rows),
    ),
    "XLSX": (
        lambda path: save_workbook(path / "form.xlsx", cells(), cells()),
        lambda path: list(read_form(path).rows),
    ),
    "feed": (
        lambda path: write_feed(path / "feed.jsonl", [an_issue(), a_notice("N-2", "suspend")]),
        lambda path: receive_file(Registry(MemoryStore()), path),
    ),
    "publication": (_publication, read_publication),
    "diff": (_publication, lambda path: from_plain(Diff, json.loads(path.read_bytes()))),
    "facts": (
        _facts,
        lambda path: load(MemoryStore(), path.read_text("utf-8").splitlines(keepends=True)),
    ),
    "SQLite": (_register, _ask),
}


def _damaged(content: bytes, draw: random.Random) -> bytes:
    """
    Return the content cut off, or with some bits, bytes or a stretch of bytes changed.
    """
    kind, at = draw.randrange(4), draw.randrange(len(content))
    if kind == 0:
        return content[:at]
    changed = bytearray(content)
    if kind == 1:
        length = draw.randrange(1, 200)
        changed[at : at + length] = draw.randbytes(draw.randrange(length))
    for _ in range(draw.randrange(1, 9)):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_reported(tmp_path: Path, name: str) -> None:
    """
    Each damage has its seed, so that a failure can be repeated.
    """
    make, use = FILES[name]
    path = make(tmp_path)
    content = path.read_bytes()
    failures = []
    for seed in range(DAMAGES):
        for other in path.parent.glob(f"{path.name}-*"):  # of a database
            other.unlink()
        path.write_bytes(_damaged(content, random.Random(seed)))  # noqa: S311  # no secret
        try:
            use(path)
        except (RegistryError, ValueError) as error:
            if not isinstance(error, (RegistryError, json.JSONDecodeError, UnicodeDecodeError)):
                failures.append((seed, repr(error)))
        except Exception as error:  # noqa: BLE001  # exactly these are looked for
            failures.append((seed, repr(error)))
    assert failures == []
