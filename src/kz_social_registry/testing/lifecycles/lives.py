"""
Random lives in plain data: acts of every kind, lawful or not, on days where rules begin and end.

A life comes from its seed alone, so it is the same in every process, whatever else is imported.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.testing.draws.lives import an_act
from kz_social_registry.testing.draws.unlawful import an_unlawful_act
from kz_social_registry.testing.draws.values import FIRST_DAY, rarely
from kz_social_registry.testing.lifecycles.subjects import Plain, act_of

#: Two lives in which every value of a state appears, mostly by two acts, since one of them may lose it.
RICH: Final[tuple[list[Plain], ...]] = tuple(
    [
        {
            "act": "issue", "on": "2025-05-12", "entry_id": "00000000-0000-4000-8000-000000000001",
            "identifier": "940140000385", "name": "«Мейірім» орталығы", "address": "Астана қ.",
            "conditions": ["at_home"], "categories": ["elderly"], "capacity": 40,
            "licence": {"issued_on": "2025-05-10", "term": {"years": 3}, "number": "KZ1"},
            "contract": {"signed_on": "2025-05-11", "term": {"years": 1}}, "kato": "710000000",
            "phones": ["+77172000001"], "emails": ["info@example.kz"],
            "consent": {"columns": [2, 3], "given_on": "2025-05-11", "until": "2027-05-11"},
            "succession": {
                "kind": "merger", "predecessors": ["00000000-0000-4000-8000-000000000002"],
            },
        },
        {
            "act": "reissue", "on": "2025-06-02", "ground": "reorganised", "licence_number": "KZ2",
            "succession": {
                "kind": "merger", "predecessors": ["00000000-0000-4000-8000-000000000003"],
            },
        },
        {
            "act": "amend", "on": "2025-06-02", "kato": "750000000", "phones": ["1414"],
            "emails": ["a@example.kz"],
        },
        {"act": "sign_contract", "on": "2025-06-02", "term": {"years": 1}},
        {"act": "give_consent", "on": "2025-06-02", "columns": [2], "until": "2027-05-11"},
        {"act": "suspend", "on": "2025-06-03", "until": "2025-07-03"},
        *end,
    ]
    for end in (
        [{"act": "terminate", "on": "2025-06-04", "ground": "voluntary"}],
        [{"act": "exclude", "on": "2025-06-04", "basis": "өтініш"}],
    )
)  # fmt: skip


def life(seed: str, longest: int = 16) -> Iterator[tuple[RegistryEntry | None, Plain]]:
    """
    Yield the acts of a life, each with the entry before it; about a third of them are unlawful.
    """
    rng, entry, since = Random(seed), None, FIRST_DAY  # noqa: S311  # no secret depends on it
    for _ in range(longest):
        if rarely(rng, one_in=3 if entry else 40):
            act, _code = an_unlawful_act(rng, entry)
        else:
            act = an_act(rng, entry, since=since)
        yield entry, to_plain(act)
        try:
            entry, since = apply(entry, act), act.on
        except UnlawfulAct:
            if entry and not entry.in_register:
                return


def lawful(
    entry: RegistryEntry | None, act: Plain
) -> tuple[RegistryEntry | None, tuple[str, ...], Plain | None]:
    """
    Return the entry after an act, the codes with which the library refuses it, and the state after it.
    """
    codes: tuple[str, ...] = ()
    try:
        entry = apply(entry, act_of(act))
    except UnlawfulAct as error:
        codes = tuple(str(fault.code) for fault in error.faults)
    return entry, codes, None if entry is None else to_plain(entry)
