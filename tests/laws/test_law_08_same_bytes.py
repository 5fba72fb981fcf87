"""
Law 8: publications are deterministic.

Equal facts, days and language give equal bytes in every process, hash seed and store.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.domain.acts import Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import PublicEntry, admit, arrange, sort_key
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.testing.strategies import issues
from support.prose import ROOT
from support.public_files import consenting
from support.stores import MakeDatabase

WRITE: Final = """
import sys
from pathlib import Path
from support.public_files import write_publications
write_publications(sys.argv[1], Path(sys.argv[2]))
"""


def _row(entry: RegistryEntry) -> PublicEntry | None:
    return admit(entry, on=entry.included_on, latest=entry, published_on=entry.included_on)


def _by_name(pair: tuple[RegistryEntry, PublicEntry]) -> object:
    """
    Sort an entry by its name, whether its row shows the name or not.
    """
    row = _row(consenting(pair[0], frozenset(COLUMNS)))
    assert row
    return sort_key(row)


@given(st.lists(issues(), max_size=6))
def test_rows_are_sorted_by_the_values_that_they_show(some: list[Issue]) -> None:
    """
    A publication sorts rows whatever their order in the register; rows without a name come last.
    """
    rows = []
    for number, issue in enumerate(some):
        entry = consenting(apply(None, issue), frozenset(COLUMNS[number % 3 :]))
        if row := _row(entry):
            rows.append((entry, row))
    arranged = list(arrange(row for _, row in sorted(rows, key=_by_name)))
    assert arranged == sorted((row for _, row in rows), key=sort_key)


def test_every_process_and_store_writes_the_same_bytes(
    tmp_path: Path, make_database: MakeDatabase
) -> None:
    """
    Three stores, each in a process with its own hash seed, give equal files in three languages.
    """
    written = []
    stores = ("memory", str(tmp_path / "register.db"), make_database())
    for seed, address in enumerate(stores, 1):
        folder = tmp_path / f"out{seed}"
        environment = os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT / "tests")}
        command = [sys.executable, "-c", WRITE, address, str(folder)]
        subprocess.run(command, check=True, env=environment)  # noqa: S603  # our own interpreter
        files = {path.relative_to(folder): path.read_bytes() for path in folder.glob("*/*")}
        written.append(files)
    assert len(written[0]) == 18
    assert written[0] == written[1] == written[2]
