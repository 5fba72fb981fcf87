"""
The drawing of the lifecycle has every arrow of the law, and its words.
"""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from kz_social_registry import LANGUAGES, Language
from tools.lifecycle_drawing import lifecycle

#: Rules, paras. 4 to 6, and Law on Permits, arts. 35 and 45: the acts that change the status.
ARROWS = (
    "issue → active", "active → suspension → suspended", "active → termination → terminated",
    "active → exclusion → excluded", "suspended → resumption → active",
    "suspended → termination → terminated", "suspended → exclusion → excluded",
    "terminated → exclusion → excluded",
)  # fmt: skip


def test_the_lifecycle_is_said_in_words() -> None:
    """
    The description has each act that changes the status, for those who do not see the drawing.
    """
    found = re.search(r'<desc id="desc">(.*)\.</desc>', lifecycle("en"))
    assert found
    assert sorted(found[1].split(". ")) == sorted(ARROWS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_lifecycle_covers_another(language: Language) -> None:
    """
    It is well-formed; its lines have room for their letters, and an arrow for each change of status.
    """
    root = ET.fromstring(lifecycle(language))  # noqa: S314  # our own drawing
    lines = sorted({float(text.get("y", 0)) for text in root.findall("{*}text")})
    assert min(below - above for above, below in pairwise(lines)) >= 14
    assert len(root.findall("{*}path[@class='head']")) == len(ARROWS)
