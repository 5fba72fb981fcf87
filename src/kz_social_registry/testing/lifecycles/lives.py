"""
Random lives in plain data: acts of every kind, lawful or not, on days where rules begin and end.

A life comes from its seed alone, so it is the same in every process, whatever else is imported.
"""

from collections.abc import Iterator
from random import Random

from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.testing.draws.lives import an_act, an_unlawful_act
from kz_social_registry.testing.draws.values import FIRST_DAY, rarely
from kz_social_registry.testing.lifecycles.subjects import Plain, act_of


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
