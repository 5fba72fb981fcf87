"""
Data of an entry on which the library and its peers must agree: wrong ones, and right but untidy ones.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any
from unicodedata import normalize

import msgspec
from pydantic import BaseModel

from kz_social_registry import RegistryEntry
from kz_social_registry.serialization.codec import to_plain

_WRONG: tuple[dict[str, Any], ...] = (
    {"name": ""}, {"name": None}, {"name": 5}, {"name": "\u200b"}, {"name": "а\u202eб"},
    {"name": "x" * 4001}, {"name": "Үй a@b.kz"}, {"address": "\x07 көше"}, {"address": []},
    {"identifier": "940140000386"},
    {"identifier": "94014000038"}, {"identifier": 940140000385}, {"conditions": []},
    {"conditions": ["at_work"]}, {"categories": []}, {"categories": ["all"]}, {"capacity": 0},
    {"capacity": 1_000_001}, {"capacity": "5"}, {"phones": ["+77172"]}, {"emails": ["a@b"]},
    {"licence": {}}, {"licence": {"issued_on": "2025-04-31", "term": {"years": 3}}},
    {"licence": {"issued_on": "2025-04-20", "term": {}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": 3, "open_ended": True}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": -1}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"until": "2025-04-19"}}},
    {"licence": {"issued_on": "2025-04-20", "term": {"years": 3, "weeks": 1}}},
    {"licence": {"issued_on": "1891-04-20", "term": {"years": 300}}},
    {"included_on": "2025-04-19"}, {"included_on": "2028-04-21"}, {"included_on": "22.04.2025"},
    {"id": "17"}, {"status": "lost"}, {"status": "suspended"}, {"status": "terminated"},
    {"kato": "99"}, {"kato": "990000000"}, {"suspended_on": "2025-05-01"},
    {"terminated_on": "2025-05-01"}, {"reissued_on": "2025-04-19"}, {"excluded_on": "2025-05-01"},
    {"exclusion_basis": "Бұйрық"}, {"colour": "red"}, {"included_on": 1745280000},
    {"included_on": "2025-04-22T00:00:00"}, {"kato": "71000000٠"}, {"phones": ["+7717274365٤"]},
    {"name": "Үй, тел. 55-00-14-2"}, {"name": "ИП 791028302728"},
    {"name": "Үй ８ ７１７２ ５５００１４"},
    {"termination_ground": "whim"}, {"suspended_until": "2025-05-01"}, {"contract": {}},
    {"consent": {"columns": [], "given_on": "2025-04-22"}}, {"contract": {"signed_on": "2025-04-22"}},
    {"consent": {"columns": [2], "given_on": "2025-04-21"}}, {"succession": {"kind": "whim"}},
    {"status": "terminated", "terminated_on": "2025-05-01", "termination_ground": "expired"},
)  # fmt: skip

_TERM: dict[str, Any] = {"issued_on": "2025-04-20", "term": {"years": 3}}
_ID = "b655ec83-1969-40da-9400-486b2644c7a2"
_ENDED = {"status": "terminated", "terminated_on": "2025-05-01", "termination_ground": "voluntary"}
_OUT = {"status": "excluded", "excluded_on": "2025-06-01"}
#: Most are right, but not as the register writes them; the others nearly look right.
_UNTIDY: tuple[dict[str, Any], ...] = (
    *({"name": text} for text in (
        "  Үй  ", "Үй  орталығы", "Үй\tорталығы", "Үй\nорталығы", "Үй\u00a0орталығы", "Үй\u200b",
        "\ufeffҮй", "Үй\u00adлер", normalize("NFD", "Йод үйі"), "Café «Үй»", "Œuvre ★", "中心",
        "Үй тел.", "Үй @ Алматы", "Үй (ат)", "Үй info (at) example.kz", "Үй ٣", "Үй²", "\u2800",
        "№ 5", "…", "Үй\ufe0f", "ТОО «Пример», БИН 940140000385", "ИП 791028 302728", "Үй 12345",
        "Үй a\u0308", "Ү" * 4000,
    )),
    *({"address": text} for text in (
        "010000, Астана қ., Женіс, 15", "Абай 15, тел. 8 (727) 255-00-14", "Астана — Есіл ауданы ",
        "г. Алматы, ул. Абая, 15/2, кв. 7 (вход со двора)", "8-700-123-45-67",
    )),
    *({"phones": texts} for texts in (
        ["8 701 234 56 78"], ["8 (7172) 74-36-54", "+77172743654"], ["+77172743654"] * 2, ["1414"],
        ["8 727 357 42 84 (вн. 241)"], ["+77273574284;ext=241"], ["112"], ["727"], ["7172"], [],
        ["7012345678"], [" +77172743654"], "+77172743654", ["800 080 77 77"], ["8 701 234 56 78", "x"],
    )),
    *({"emails": texts} for texts in (
        ["Info@Example.KZ"], [" info@example.kz "], ["i@e.kz", "I@E.kz", "i@E.kz"], ["a..b@example.kz"],
        ["info@xn--80awbu3c.xn--80ao21a"], ["info@мысал.қаз"], ["info@exаmple.kz"], ["a+b@b.kz"],
        ["a" * 64 + "@b.kz"], ["a" * 65 + "@b.kz"], ["a@" + "b." * 126 + "kz"], ["a@-b.kz"],
        ["a@b-.kz"], ["a@b--c.kz"], ["үй@example.kz"], ["a@example.kz\u200b"], ["a@b_c.kz"], ["a@b.k2"],
    )),
    *({"licence": {**_TERM, "number": text}} for text in ("  KZ 12 ", "8 7172 55 00 14", None)),
    *({"licence": {**_TERM, "term": term}} for term in (
        {"open_ended": True}, {"until": "2026-04-20"}, {"months": 6}, {"days": 2}, {"days": 1},
        {"years": True}, {"years": 3, "until": None},
    )),
    *({"licence": {"issued_on": day, "term": term}, "included_on": "2025-12-01"} for day, term in (
        ("2024-02-29", {"years": 2}), ("2025-11-30", {"months": 3}),
        ("2025-10-31", {"months": 1, "days": 9}),
    )),
    {"conditions": ["at_home", "at_home"]}, {"conditions": "at_home"}, {"conditions": ["At_home"]},
    {"categories": ["homeless", "elderly", "homeless"]}, {"identifier": "791028302728"},
    {"identifier": " 940140000385"}, {"capacity": 40.0}, {"capacity": True}, {"kato": "710000000 "},
    {"kato": None}, {"id": _ID.upper()}, {"id": _ID.replace("-", "")}, {"included_on": "20250422"},
    {"included_on": "2025-W17-2"}, {"included_on": "1745280000"},
    {"contract": {"signed_on": "2025-01-31", "term": {"months": 1}}},
    {"contract": {"signed_on": "2025-01-31", "term": {"until": "2025-01-30"}}},
    {"consent": {"columns": [1, 2, 2], "given_on": "2025-04-20", "counts_from": "2025-04-22"}},
    {"consent": {"columns": [2], "given_on": "2025-04-22", "until": "2025-04-21"}},
    {"consent": {"columns": [2], "given_on": "2025-04-23", "counts_from": "2025-04-22"}},
    {"succession": {"kind": "merger", "predecessors": [_ID]}},
    {"succession": {"kind": "merger", "predecessors": [_ID, _ID]}},
    _ENDED, {**_ENDED, "terminated_on": "2028-04-21"}, {**_OUT, "exclusion_basis": " Бұйрық  № 5 "},
    {**_OUT, "exclusion_basis": "тел. 55-00-14"},
)  # fmt: skip


#: What is a set in the peers, and a list in plain data.
_SETS = ("conditions", "categories", "columns")
#: The defaults, which plain data leave out.
_ABSENT = (None, 0, False, (), [])


def refused(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield plain data of an entry with one wrong value each.
    """
    return ({**plain, **change} for change in _WRONG)


def untidy(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    Yield plain data of an entry with a value each that is not as the register writes it.
    """
    return ({**plain, **change} for change in _UNTIDY)


def outcome(read: Callable[[Any], object], plain: dict[str, Any]) -> object:
    """
    Return the values that a reader makes of plain data, or None if it refuses them.
    """
    try:
        made = read(plain)
    except ValueError:  # each package's own error is one
        return None
    if isinstance(made, RegistryEntry):
        made = to_plain(made)
        made.pop("warnings", None)  # which the values imply
    return {"status": "active", **_values(made)}


def _values(made: Any) -> Any:
    """
    Return a value as texts, numbers, tuples and dictionaries without what is absent.
    """
    if isinstance(made, BaseModel):
        made = dict(made)
    elif isinstance(made, msgspec.Struct):
        made = msgspec.structs.asdict(made)
    if isinstance(made, Mapping):
        found = {
            name: _values(sorted(value) if name in _SETS else value) for name, value in made.items()
        }
        return {name: value for name, value in found.items() if value not in (None, 0, False, ())}
    if isinstance(made, list | tuple):
        return tuple(map(_values, made))
    made = made.value if isinstance(made, Enum) else made
    return made if made is None or isinstance(made, int) else str(made)
