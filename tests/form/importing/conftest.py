"""
Fixtures of the tests of an import.
"""

from pathlib import Path

import pytest

from kz_social_registry.registry.facade import Registry
from support.form_importer import Importer, a_registry


@pytest.fixture
def registry() -> Registry:
    """
    Return an empty register.
    """
    return a_registry()


@pytest.fixture
def importer(registry: Registry, tmp_path: Path) -> Importer:
    """
    Return an importer into the empty register.
    """
    return Importer(registry, tmp_path)
