"""
Fixtures of a publication: its folder, and its page, for which a browser is needed.
"""

from pathlib import Path

import pytest

from kz_social_registry.form.publishing.publish import publish
from support.pages import browser, folder, open_page
from support.publications import DAY, public_rows

__all__ = ["browser", "folder", "open_page"]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """
    Return a publication in every format.
    """
    publish(tmp_path / "out", public_rows(), on=DAY, published_on=DAY, language="ru")
    return tmp_path / "out"
