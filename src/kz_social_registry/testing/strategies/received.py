"""
Strategies for whole registers: notices, facts with corrections, registers, publications, cells.

A register is filled by its verbs, which refuse what is unlawful, so everything in it was accepted.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

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
from kz_social_registry.testing.strategies import lives, values

#: The moment of the first commit. All days that are drawn lie before it.
RECORDED: Final = datetime(2040, 1, 1, tzinfo=UTC)
_ONE_IN_FOUR: Final = st.sampled_from((False, False, False, True))
_REASON: Final = "қате"


def empty() -> Registry:
    """
    Return an empty register, whose clock goes on by a minute whenever it is read.
    """
    moments = count()
    return Registry(MemoryStore(), lambda: RECORDED + timedelta(minutes=next(moments)))


def _record_life(draw: DrawFn, registry: Registry, longest: int, known: list[UUID]) -> None:
    """
    Record the life of one more provider, with corrections, and add its entry to those known.
    """
    life = lives.a_history(draw, longest=longest, predecessors=known)
    assert isinstance(life[0], Issue)  # for type checkers: a life begins with it
    entry_id = life[0].entry_id
    for act in life:
        try:
            registry.record(entry_id, act)
        except RegistryError:  # of a provider or a predecessor that is in the register
            continue
        if act is not life[0] and draw(_ONE_IN_FOUR):
            with suppress(RegistryError):  # the acts that follow may need it
                _strike_out(draw, registry, entry_id, act)
    if registry.store.records(entry_id):
        known.append(entry_id)


def _strike_out(draw: DrawFn, registry: Registry, entry_id: UUID, act: Act) -> None:
    """
    Annul the latest fact of an entry, or replace it by another act.
    """
    of = len(registry.store.records(entry_id))
    if draw(st.booleans()):
        registry.correct(
            entry_id, of, _instead(draw, registry.get(entry_id, on=act.on), act), reason=_REASON
        )
    else:
        registry.annul(entry_id, of, reason=_REASON)


def _instead(draw: DrawFn, entry: RegistryEntry | None, act: Act) -> Act:
    return lives.an_act(draw, entry, since=act.on) if entry else act


def a_register(draw: DrawFn, *, providers: int = 3) -> Registry:
    """
    Return registers in memory with several providers; their clock is later than every day drawn.
    """
    registry, known = empty(), list[UUID]()
    for _ in range(draw(values.NUMBERS) % (providers + 1)):
        _record_life(draw, registry, 6, known)
    return registry


def some_facts(draw: DrawFn) -> tuple[Fact, ...]:
    """
    Return the facts of one entry, with annulments and corrections.
    """
    registry, known = empty(), list[UUID]()
    _record_life(draw, registry, lives.LONGEST_LIFE, known)
    return registry.history(known[0])


def an_answer(draw: DrawFn, ask: Callable[[Registry, UUID], Iterable[Any]]) -> Any:  # noqa: ANN401  # of any type
    """
    Return one of the answers of a register to a question about its only entry.
    """
    registry, known = empty(), list[UUID]()
    _record_life(draw, registry, 6, known)
    found = list(ask(registry, known[0]))
    assume(found)
    return values.pick(draw, found)


def some_notices(draw: DrawFn, *, providers: int = 3) -> list[dict[str, Any]]:
    """
    Return notices as plain data that an empty register accepts in their order.
    """
    registry, accepted = empty(), list[dict[str, Any]]()

    def receive(plain: dict[str, Any]) -> bool:
        notice = {"notice": f"N-{len(accepted) + 1}", **plain}
        (outcome,) = outcomes(registry, [notice])
        accepted.extend([notice] * (outcome.verdict is Verdict.ACCEPTED))
        return outcome.verdict is Verdict.ACCEPTED

    for _ in range(draw(values.NUMBERS) % providers + 1):
        entry: RegistryEntry | None = None
        for act in lives.a_history(draw, longest=6):
            before = entry
            entry = apply(before, act)
            address = {"identifier": str(before.identifier)} if before else {}
            plain = {name: value for name, value in to_plain(act).items() if name != "entry_id"}
            if receive({**plain, **address}) and before and draw(_ONE_IN_FOUR):
                receive({"act": "annul", "of": accepted[-1]["notice"], "reason": _REASON})
    return accepted


def a_publication(draw: DrawFn) -> Publication:
    """
    Return publications of registers with several providers.
    """
    registry, on = a_register(draw), values.a_day(draw)
    return registry.public(on=on, published_on=values.a_day(draw, on))


def some_criteria(draw: DrawFn) -> Criteria:
    """
    Return criteria of a search; any of them may be absent.
    """
    makers: dict[str, Callable[[DrawFn], Any]] = {
        "identifier": values.an_identifier,
        "text": lambda draw: values.a_text(draw, 8),
        "conditions": lambda draw: draw(values.CONDITIONS),
        "categories": lambda draw: draw(values.CATEGORIES),
        "regions": lambda draw: frozenset({values.pick(draw, tuple(Region))}),
        "statuses": lambda draw: frozenset({values.pick(draw, tuple(Status))}),
        "standing": lambda draw: draw(st.booleans()),
        "consent": lambda draw: draw(st.booleans()),
        "capacity_from": lambda draw: draw(values.CAPACITIES),
        "expires_before": values.a_day,
    }
    return Criteria(**lives.some_of(draw, makers, tuple(makers)))


def a_row(draw: DrawFn) -> PublicEntry:
    """
    Return rows that the public may see, with columns withheld for either reason.
    """
    entry = lives.an_entry(draw)
    day, needed = entry.included_on, () if entry.in_register else (Column.EXCLUSION_BASIS,)
    scopes = (frozenset((*(values.a_scope(draw) or Column), *needed)) for _ in range(2))
    then, now = (evolve(entry, consent=Consent(columns=scope, given_on=day)) for scope in scopes)
    row = admit(then, on=day, latest=now, published_on=day)
    assert row is not None  # for type checkers: there is consent on both days
    return row


def a_standing(draw: DrawFn) -> Standing:
    """
    Return answers on providers that have an entry, and on others.
    """
    on = values.a_day(draw)
    if draw(_ONE_IN_FOUR):
        return of_provider(values.an_identifier(draw), on, ())
    entry = lives.an_entry(draw)
    return of_entry(entry.identifier, on, entry)
