"""
`st.from_type` knows every public type, and costs nothing where nobody asks.
"""

import subprocess
import sys
from enum import Enum
from typing import Any, get_args

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

import kz_social_registry
from kz_social_registry import acts, feed, form, registry
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.testing.strategies.types import TYPES

#: What Hypothesis makes of annotations, and protocols.
_BY_ITSELF = {
    "Clock", "Commit", "Dictionary", "Due", "FeedReceipt", "Flaw", "Guards", "Snapshot", "Store",
    "Supplied", "Timelines",
}  # fmt: skip
_NAMED = [
    getattr(module, name)
    for module in (kz_social_registry, acts, registry, feed, form)
    for name in module.__all__
    if name not in _BY_ITSELF
]
#: Every public type; `Act` and `Identifier` are unions of them, `Language` is a literal.
PUBLIC = list(dict.fromkeys(kind for kind in _NAMED if isinstance(kind, type) or get_args(kind)))
_QUICK = settings(max_examples=5, database=None, phases=[Phase.generate])


@pytest.mark.parametrize("kind", PUBLIC, ids=str)
def test_every_public_type_has_a_strategy(kind: Any) -> None:
    """
    The value drawn for a type is an instance of it, from a strategy of the table or of a closed list.
    """
    found = find(st.from_type(kind), lambda _: True, settings=_QUICK)
    members = get_args(kind) or (kind,)
    assert found in members or isinstance(found, kind)
    assert all(one in TYPES or isinstance(one, str) or issubclass(one, Enum) for one in members)


def test_every_strategy_is_for_a_public_type() -> None:
    """
    The table has no other types than the public ones, and contact details.
    """
    assert set(TYPES) - set(PUBLIC) == {Contacts}


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import hypothesis; register()", "1 0"),
        ("import kz_social_registry, hypothesis; register()", "1 0"),
    ],
)
def test_registering_imports_no_strategies(program: str, expected: str) -> None:
    """
    In whichever order they are imported, the strategies are left until a type is asked for.
    """
    code = f"""
import sys
from kz_social_registry.testing.from_type import register
{program}
from hypothesis.strategies._internal.types import _global_type_lookup as known
found = [kind.__name__ for kind in known]
print(found.count("RegistryEntry"), int("kz_social_registry.testing.strategies" in sys.modules))
"""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == expected
