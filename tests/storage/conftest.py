"""
Fixtures of the tests of files.
"""

from pathlib import Path

import pytest

from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import begin, issue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Return the path of a register with one entry, closed.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        store.commit(begin(issue(1))[1])
    return path
