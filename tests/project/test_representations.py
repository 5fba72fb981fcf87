"""
Representations of records: each attribute that one shows is pinned, since a log may hold it.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs

from kz_social_registry import feed, form, registry
from kz_social_registry.base import Value
from kz_social_registry.form.importing.questions import Question
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.memory import MemoryStore
from support.registers import BIN, IIN, issued
from support.source import PACKAGE, classes

#: One line a class: its module and name, then the attributes that it shows. "own" stands for a method
#: of its own, which `tests/domain/test_reprs.py` calls.
PINNED: Final = Path(__file__).parents[1] / "data/shown.txt"


def _shown(kind: Any) -> list[str]:
    """
    Return the attributes that a record shows: all of a named tuple, and of others those with `repr`.
    """
    way: Callable[..., str] = kind.__repr__
    if not attrs.has(kind):
        return [*getattr(kind, "_fields", ())]
    if way is object.__repr__:
        return []
    if way is not Value.__repr__ and not way.__code__.co_filename.startswith("<attrs"):
        return ["own"]
    return [one.name for one in attrs.fields(kind) if one.repr]


def test_an_attribute_that_is_shown_is_pinned() -> None:
    """
    A record shows the attributes of its line and no other: a new one has `repr=False`, or is no secret.
    """
    public = {getattr(module, name) for module in (feed, form, registry) for name in module.__all__}
    records = [kind for kind in classes() if issubclass(kind, Value) or kind in public]
    shown = {f"{kind.__module__}.{kind.__qualname__}": _shown(kind) for kind in records}
    lines = [f"{name.removeprefix(PACKAGE + '.')}: {' '.join(of)}" for name, of in shown.items() if of]
    assert sorted(lines) == PINNED.read_text("utf-8").splitlines()


def test_what_holds_many_values_shows_none() -> None:
    """
    A picture of timelines, its functions and the question about a cell show no provider and no text.
    """
    store = MemoryStore()
    for number in (BIN, IIN):
        issued(Registry(store), number)
    with store.timelines() as picture:
        values = [picture, picture.of, picture.identifiers, store]
    values.append(Question(column=None, text=f"«Үй» {date.max}", rows=1, example=IIN))
    assert [text for text in (BIN, IIN, "Үй") if text in f"{values}"] == []
