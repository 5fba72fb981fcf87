"""
Private values are never served by accident: encoders that take any object apart refuse them.
"""

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from attrs import astuple

from kz_social_registry.base.validation import Checked
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.row import Explanation
from kz_social_registry.domain.search import Page
from kz_social_registry.domain.timeline import segments
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.storage.memory import MemoryStore
from support.plain_values import ISSUE
from support.registers import LATER

PERSONAL: Final = ("Шапағат", "940140000385", "Сығанақ", "+77013141592", "info@example.kz", "KZ31")


def encoded(value: Any) -> Any:
    """
    Encode a value as web frameworks do that know nothing of it: as a mapping, else by its `__dict__`.
    """
    if isinstance(value, (str, int, type(None))):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [encoded(one) for one in value]
    try:
        data = dict(value)
    except Exception as error:  # noqa: BLE001  # as FastAPI's encoder does
        try:
            data = vars(value)
        except Exception as other:
            raise ValueError([error, other]) from other
    return {name: encoded(one) for name, one in data.items()}


WAYS: Final[list[Callable[[Any], object]]] = [
    encoded, dict, list, vars, json.dumps, dataclasses.asdict,
    lambda value: json.dumps(value, default=vars),
    lambda value: json.dumps(value, default=dict),
    lambda value: json.dumps(value, default=lambda one: one.__dict__),
    lambda value: json.dumps(value, default=str),
    lambda value: f"{value} {value!r} {value:}",
]  # fmt: skip


def private_values() -> Iterator[Any]:
    """
    Yield an entry, everything that holds it, and its parts.
    """
    registry = Registry(MemoryStore())
    act = from_plain(Act, {name: value for name, value in ISSUE.items() if name != "succession"})
    entry = registry.record(act.entry_id, act)
    consent = registry.give_consent(entry, on=LATER).consent
    facts = registry.history(entry)
    yield from (entry, entry.contacts, entry.licence, entry.contract, consent)
    yield from (facts, act, segments(facts), registry.standing(entry.identifier, on=LATER))
    yield from (registry.extract(entry.identifier, on=LATER), registry.search(on=LATER))
    yield from (*registry.store.histories(), Explanation(None, entry))


@pytest.mark.parametrize("value", [*private_values()], ids=lambda value: type(value).__name__)
def test_nothing_serialises_it_by_accident(value: Any) -> None:
    """
    Every way is refused or shows no personal data, and neither do the errors; `to_plain` has them.
    """
    for way in WAYS:
        try:
            found = way(value)
        except (TypeError, ValueError, AttributeError) as error:
            found = repr(error)
        if not isinstance(value, (Page, tuple)) or way is not list:  # a list of entries is no text yet
            assert [text for text in PERSONAL if text in f"{found}"] == []


def test_the_refusal_says_what_to_do() -> None:
    """
    The error of an encoder is a sentence that names `to_plain` and the publication.
    """
    entry, *parts = (value for value in private_values() if isinstance(value, Checked))
    for value in (entry, *parts):
        named = f"{type(value).__name__} may hold personal data"
        with pytest.raises(
            ValueError, match=rf"{named}.*: call to_plain\(value\) .*Registry\.public\(\)"
        ):
            encoded(value)
        assert not hasattr(value, "__dict__")
    assert all(text in json.dumps(to_plain(entry), ensure_ascii=False) for text in PERSONAL)


def test_copies_stay_in_python() -> None:
    """
    Copies and pickles are for the program itself and its processes; they keep every attribute.
    """
    for value in private_values():
        copies = [copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))]  # noqa: S301  # our own bytes
        assert copies == [value] * 3
        assert not isinstance(value, Checked) or astuple(copies[2]) == astuple(value)
