"""
Draws of what registers hold and answer: notices, facts with corrections, publications, standings.

A register is filled by its verbs, which refuse what is unlawful, so everything in it was accepted.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Final
from uuid import UUID

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.vocabulary import Region, Status
from kz_social_registry.domain.acts import Act, Consent, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.publication import Publication, PublicEntry, admit
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.standing import Standing, of_entry, of_provider
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.feed.notices import Verdict, outcomes
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.draws import lives, values

#: The moment of the first commit. All days that are drawn lie before it.
RECORDED: Final = datetime(2040, 1, 1, tzinfo=UTC)
_REASON: Final = "қате"


def empty() -> Registry:
    """
    Return an empty register, whose clock goes on by a minute whenever it is read.
    """
    moments = count()
    return Registry(MemoryStore(), lambda: RECORDED + timedelta(minutes=next(moments)))


def _record_life(rng: Random, registry: Registry, longest: int, known: list[UUID]) -> None:
    """
    Record the life of one more provider, with corrections, and add its entry to those known.
    """
    life, _ = lives.a_life(rng, longest=longest, predecessors=known)
    assert isinstance(life[0], Issue)  # for type checkers: a life begins with it
    entry_id = life[0].entry_id
    for act in life:
        try:
            registry.record(entry_id, act)
        except RegistryError:  # of a provider or a predecessor that is in the register
            continue
        if act is not life[0] and values.rarely(rng, one_in=4):
            with suppress(RegistryError):  # the acts that follow may need it
                _strike_out(rng, registry, entry_id, act)
    if registry.store.records(entry_id):
        known.append(entry_id)


def _strike_out(rng: Random, registry: Registry, entry_id: UUID, act: Act) -> None:
    """
    Annul the latest fact of an entry, or replace it by another act.
    """
    of, entry = len(registry.store.records(entry_id)), registry.get(entry_id, on=act.on)
    if entry and values.rarely(rng, one_in=2):
        instead = lives.an_act(rng, entry, since=act.on)
        registry.correct(entry_id, of, instead, reason=_REASON)
    else:
        registry.annul(entry_id, of, reason=_REASON)


def a_register(rng: Random, *, providers: int = 3) -> Registry:
    """
    Return registers in memory with several providers; their clock is later than every day drawn.
    """
    registry, known = empty(), list[UUID]()
    for _ in range(rng.randrange(providers + 1)):
        _record_life(rng, registry, 6, known)
    return registry


def some_facts(rng: Random) -> tuple[Fact, ...]:
    """
    Return the facts of one entry, with annulments and corrections.
    """
    return tuple(answers(rng, Registry.history, lives.LONGEST_LIFE))


def answers(rng: Random, ask: Callable[[Registry, UUID], Iterable[Any]], longest: int = 6) -> list[Any]:
    """
    Return the answers of a register to a question about its only entry.
    """
    registry, known = empty(), list[UUID]()
    _record_life(rng, registry, longest, known)
    return list(ask(registry, known[0]))


def some_notices(rng: Random, *, providers: int = 3) -> list[dict[str, Any]]:
    """
    Return notices as plain data that an empty register accepts in their order.
    """
    registry, accepted = empty(), list[dict[str, Any]]()

    def receive(plain: dict[str, Any]) -> bool:
        notice = {"notice": f"N-{len(accepted) + 1}", **plain}
        (outcome,) = outcomes(registry, [notice])
        accepted.extend([notice] * (outcome.verdict is Verdict.ACCEPTED))
        return outcome.verdict is Verdict.ACCEPTED

    for _ in range(rng.randrange(providers) + 1):
        entry: RegistryEntry | None = None
        for act in lives.a_life(rng, longest=6)[0]:
            before = entry
            entry = apply(before, act)
            address = {"identifier": str(before.identifier)} if before else {}
            plain = {name: value for name, value in to_plain(act).items() if name != "entry_id"}
            if receive({**plain, **address}) and before and values.rarely(rng, one_in=4):
                receive({"act": "annul", "of": accepted[-1]["notice"], "reason": _REASON})
    return accepted


def a_publication(rng: Random) -> Publication:
    """
    Return publications of registers with several providers.
    """
    registry, on = a_register(rng), values.a_day(rng)
    return registry.public(on=on, published_on=values.a_day(rng, on))


_CRITERIA: Final[dict[str, Callable[[Random], Any]]] = {
    "identifier": values.an_identifier,
    "text": lambda rng: values.a_text(rng, 8),
    "conditions": values.some_conditions,
    "categories": values.some_categories,
    "regions": lambda rng: {rng.choice(tuple(Region))},
    "statuses": lambda rng: {rng.choice(tuple(Status))},
    "standing": lambda rng: rng.choice((False, True)),
    "consent": lambda rng: rng.choice((False, True)),
    "capacity_from": values.a_capacity,
    "expires_before": values.a_day,
}


def some_criteria(rng: Random) -> Criteria:
    """
    Return criteria of a search; any of them may be absent.
    """
    return Criteria(**values.some_of(rng, _CRITERIA))


def a_row(rng: Random) -> PublicEntry:
    """
    Return rows that the public may see, with columns withheld for either reason.
    """
    entry = lives.an_entry(rng)
    day, needed = entry.included_on, () if entry.in_register else (Column.EXCLUSION_BASIS,)
    scopes = (frozenset((*(values.a_scope(rng) or Column), *needed)) for _ in range(2))
    then, now = (evolve(entry, consent=Consent(columns=scope, given_on=day)) for scope in scopes)
    row = admit(then, on=day, latest=now, published_on=day)
    assert row is not None  # for type checkers: there is consent on both days
    return row


def a_standing(rng: Random) -> Standing:
    """
    Return answers on providers that have an entry, and on others.
    """
    on = values.a_day(rng)
    if values.rarely(rng, one_in=4):
        return of_provider(values.an_identifier(rng), on, ())
    entry = lives.an_entry(rng)
    return of_entry(entry.identifier, on, entry)
