"""
Strategies for issues, later acts, whole lawful lives, and entries.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import cycle
from typing import Any, Final
from uuid import UUID

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kz_social_registry.base.errors import InvalidValue, UnlawfulAct
from kz_social_registry.base.vocabulary import (
    REORGANISATIONS,
    ActKind,
    ReissueGround,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    EndContract,
    Exclude,
    GiveConsent,
    GivenConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, apply, possible
from kz_social_registry.domain.values.identifiers import Identifier, Iin
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.strategies import values

#: The longest life that `histories` draws, in acts.
LONGEST_LIFE: Final = 10


_IDS: Final = st.sampled_from(range(2**62))


def an_id(draw: DrawFn) -> UUID:
    """
    Draw the random id of an entry.
    """
    number = draw(_IDS)
    return UUID(int=number << 64 | number, version=4)


#: Ids that a succession may name where no register is asked.
STRANGERS: Final = tuple(UUID(int=n << 120, version=4) for n in (253, 254, 255))


def a_succession(
    draw: DrawFn,
    predecessors: Sequence[UUID] = STRANGERS,
    kinds: Sequence[SuccessionKind] = tuple(SuccessionKind),
) -> Succession:
    """
    Return successions of every kind to one to three of some entries.
    """
    first = draw(values.NUMBERS)
    count = 1 + first // len(predecessors) % 3
    ids = [predecessors[(first + n) % len(predecessors)] for n in range(count)]
    return Succession(kind=values.pick(draw, kinds), predecessors=tuple(dict.fromkeys(ids)))


_EITHER: Final[SearchStrategy[Any]] = st.booleans()


def an_issue(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    first: date = values.FIRST_DAY,
    last: date = values.LAST_DAY,
    *,
    predecessors: Sequence[UUID] = (),
) -> Issue:
    """
    Return issues of licences with an inclusion between two days.

    Some continue entries among `predecessors`; a register refuses those that it does not have.
    """
    included = values.a_day(draw, first, last)
    provider = values.an_identifier(draw) if identifier is None else draw(identifier)
    licence = values.a_licence(draw, included)
    signed = values.since_licence(draw, licence, included)
    entry_id = an_id(draw)
    conditions, categories = draw(values.SERVICES)
    others = [other for other in predecessors if other != entry_id]
    return Issue(
        on=included,
        entry_id=entry_id,
        name=values.a_name(draw),
        identifier=provider,
        address=values.a_name(draw),
        conditions=conditions,
        categories=categories,
        capacity=draw(values.CAPACITIES),
        contacts=values.some_contacts(draw),
        licence=licence,
        reissued_on=values.since_licence(draw, licence, included),
        contract=values.a_contract(draw, signed) if signed else None,
        consent=GivenConsent(**values.terms_of_consent(draw, included, provider))
        if draw(_EITHER)
        else None,
        kato=draw(values.KATOS),
        document=draw(values.DOCUMENTS),
        succession=a_succession(draw, others) if others and draw(_EITHER) else None,
    )


def latest_day(entry: RegistryEntry) -> date:
    """
    Return the last day that the entry holds.
    """
    signed = entry.contract and entry.contract.signed_on
    given = entry.consent and entry.consent.counts_from
    held = (
        entry.included_on, entry.reissued_on, entry.suspended_on, entry.terminated_on,
        entry.excluded_on, signed, given,
    )  # fmt: skip
    return max(day for day in held if day)


#: The kinds of acts that follow an issue.
LATER: Final = tuple(kind for kind in ActKind if kind is not ActKind.ISSUE)
#: The same with weights. Those that end a life are drawn less often, or lives would be short.
_WEIGHTED: Final[list[ActKind]] = [
    kind for kind in LATER for _ in range(1 if kind in {ActKind.TERMINATE, ActKind.EXCLUDE} else 3)
]
#: A number that chooses the kind of an act. One in ten acts is of any kind.
_KINDS: Final = st.sampled_from(range(1000))
_ANY_KIND: Final = 900


def an_act(
    draw: DrawFn,
    entry: RegistryEntry | None = None,
    *,
    since: date | None = None,
    predecessors: Sequence[UUID] = (),
) -> Act:
    """
    Return acts for an entry, or issues without one; most of them are lawful.

    They take effect on `since` or later; the default is the last day that the entry holds.
    """
    if entry is None:
        return an_issue(draw, predecessors=predecessors)
    return _later(draw, entry, draw(_KINDS), since or latest_day(entry), predecessors)


def _later(
    draw: DrawFn, entry: RegistryEntry, number: int, since: date, predecessors: Sequence[UUID]
) -> Act:
    """
    Draw an act of a kind that a number chooses, sometimes with a document.
    """
    kind, suited = _WEIGHTED[number % len(_WEIGHTED)], _suited(entry)
    if number < _ANY_KIND and kind not in suited and suited:
        kind = suited[number % len(suited)]
    days, document = draw(_SOON)
    act = a_later(draw, kind, entry, _day(entry, kind, since, days), predecessors)
    return evolve(act, document=document) if document else act


def a_later(
    draw: DrawFn,
    kind: ActKind,
    entry: RegistryEntry,
    day: date,
    predecessors: Sequence[UUID] = (),
) -> Act:
    """
    Draw an act of a kind, other than an issue, that takes effect on a day.
    """
    return _MAKERS[kind](draw, entry, day, predecessors) if kind in _MAKERS else _PLAIN[kind](on=day)


def _suited(entry: RegistryEntry) -> list[ActKind]:
    """
    Return the kinds of acts that an entry allows, without an end of a consent or contract it lacks.
    """
    lacks = [ActKind.WITHDRAW_CONSENT] * (not entry.consent) + [ActKind.END_CONTRACT] * (
        not entry.contract
    )
    return [kind for kind in possible(entry) if kind not in lacks]


#: Days until the next act, and its document. No day stands for the last day of the licence's term.
_SOON: Final = st.sampled_from(
    list(
        zip(
            (*range(4), *range(1, 400), *[0, 1, 2, 3] * 80, *[None] * 60),
            cycle((None, None, *values.PAPERS)),
            strict=False,
        )
    )
)


def _day(entry: RegistryEntry, kind: ActKind, since: date, days: int | None) -> date:
    """
    Return a day soon after `since`, mostly within the term if the act needs a licence in force.
    """
    last = entry.licence.valid_until
    if last is None or last < since:
        return since + timedelta(days or 0)
    if days is None:
        return last
    soon = since + timedelta(days)
    return last if kind not in AFTER_EXPIRY and last < soon else soon


_PLAIN: Final[dict[ActKind, type[EndContract | Resume | WithdrawConsent]]] = {
    kind.kind: kind for kind in (EndContract, Resume, WithdrawConsent)
}
_ANYBODY: Final = ("name", "address", "kato", "licence_number")
_SAME_PLACE: Final = ("name", "licence_number")
#: The grounds of reissue of each kind of person, with the values that a reissue on each may change.
_GROUNDS: Final = {
    "natural": (
        (ReissueGround.PERSON_RENAMED, (*_SAME_PLACE, "new_identifier")),
        (ReissueGround.SOLE_TRADER_CHANGED, (*_ANYBODY, "new_identifier")),
        (ReissueGround.OTHER_LAW, (*_ANYBODY, "new_identifier")),
    ),
    "joint": (
        (ReissueGround.NAME_OR_LOCATION, _ANYBODY),
        (ReissueGround.SOLE_TRADER_CHANGED, _ANYBODY),
        (ReissueGround.OTHER_LAW, _ANYBODY),
    ),
    "legal": (
        (ReissueGround.NAME_OR_LOCATION, _ANYBODY),
        (ReissueGround.REORGANISED, (*_ANYBODY, "new_identifier", "succession")),
        (ReissueGround.OTHER_LAW, _ANYBODY),
    ),
}


def person_of(provider: Identifier) -> str:
    """
    Return the kind of person: natural, a joint enterprise, or legal.
    """
    if isinstance(provider, Iin):
        return "natural"
    return "joint" if provider.of_joint_enterprise else "legal"


def some_of(
    draw: DrawFn, makers: dict[str, Callable[[DrawFn], Any]], paths: Sequence[str]
) -> dict[str, Any]:
    """
    Draw new values for some of the attributes of an act, by the bits of one number.
    """
    bits = draw(values.NUMBERS)
    return {path: makers[path](draw) for n, path in enumerate(paths) if bits >> n & 1}


def _reissue(draw: DrawFn, entry: RegistryEntry, day: date, predecessors: Sequence[UUID]) -> Act:
    ground, paths = values.pick(draw, _GROUNDS[person_of(entry.identifier)])
    natural = isinstance(entry.identifier, Iin)
    makers: dict[str, Callable[[DrawFn], Any]] = {
        "name": values.a_name,
        "address": values.a_name,
        "kato": values.a_kato,
        "licence_number": values.a_name,
        "new_identifier": values.an_iin if natural else lambda draw: values.a_bin(draw, "45"),
        "succession": lambda draw: a_succession(draw, predecessors, REORGANISATIONS),
    }
    others = [path for path in paths if predecessors or path != "succession"]
    return Reissue(on=day, ground=ground, **some_of(draw, makers, others))


_AMENDED: Final[dict[str, Callable[[DrawFn], Any]]] = {
    "capacity": lambda draw: draw(values.CAPACITIES),
    "address": values.a_name,
    "kato": values.a_kato,
    "conditions": lambda draw: draw(values.CONDITIONS),
    "categories": lambda draw: draw(values.CATEGORIES),
    "phones": values.some_telephones,
    "emails": values.some_emails,
}


def _amend(draw: DrawFn, _: RegistryEntry, day: date, __: Sequence[UUID]) -> Act:
    changes = some_of(draw, _AMENDED, tuple(_AMENDED))
    return Amend(on=day, **changes or {"capacity": 1})


def _terminate(draw: DrawFn, entry: RegistryEntry, day: date, _: Sequence[UUID]) -> Act:
    last = entry.licence.valid_until or day
    if last < day:
        return Terminate(on=last + ONE_DAY, ground=TerminationGround.EXPIRED)
    return Terminate(on=day, ground=draw(_NOT_EXPIRED))


_NOT_EXPIRED: Final = st.sampled_from(
    [TerminationGround.VOLUNTARY, *(g for g in TerminationGround if g is not TerminationGround.EXPIRED)]
)


def _sign_contract(draw: DrawFn, _: RegistryEntry, day: date, __: Sequence[UUID]) -> Act:
    return SignContract(
        on=day,
        term=values.a_term(draw, day),
        signed_on=values.signed_before(draw, day),
    )


_MAKERS: Final[dict[ActKind, Callable[[DrawFn, RegistryEntry, date, Sequence[UUID]], Act]]] = {
    ActKind.REISSUE: _reissue,
    ActKind.SIGN_CONTRACT: _sign_contract,
    ActKind.AMEND: _amend,
    ActKind.SUSPEND: lambda draw, _, day, __: Suspend(on=day, until=values.an_end(draw, day)),
    ActKind.TERMINATE: _terminate,
    ActKind.EXCLUDE: lambda draw, _, day, __: Exclude(on=day, basis=values.a_name(draw)),
    ActKind.GIVE_CONSENT: lambda draw, entry, day, _: GiveConsent(
        on=day, **values.terms_of_consent(draw, day, entry.identifier)
    ),
}


def a_history(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None = None,
    *,
    longest: int = LONGEST_LIFE,
    predecessors: Sequence[UUID] = (),
) -> list[Act]:
    """
    Return the acts of one lawful life in the order of their days; the first is an issue.

    Some continue entries among `predecessors`; a register refuses those that it does not have.
    """
    return _life(draw, identifier, longest, predecessors)[0]


def _life(
    draw: DrawFn,
    identifier: SearchStrategy[Identifier] | None,
    longest: int,
    predecessors: Sequence[UUID],
) -> tuple[list[Act], RegistryEntry]:
    """
    Draw the acts of a life, and the entry after them.
    """
    life: list[Act] = [an_issue(draw, identifier, predecessors=predecessors)]
    entry = apply(None, life[0])
    for _ in range(draw(values.NUMBERS) % longest):
        number = draw(_KINDS)
        if number == 0:  # no act; so an example shrinks to the acts that it needs
            continue
        act = _later(draw, entry, number, life[-1].on, predecessors)
        with suppress(InvalidValue, UnlawfulAct):  # most acts that are drawn are lawful
            if act.on >= life[-1].on:
                entry = apply(entry, act)
                life.append(act)
    return life, entry


def an_entry(draw: DrawFn) -> RegistryEntry:
    """
    Return entries at any moment of a lawful life.
    """
    return _life(draw, None, 6, STRANGERS)[1]


def an_act_of(draw: DrawFn, kind: ActKind) -> Act:
    """
    Draw an act of one kind, for an entry that is not known.
    """
    entry = an_entry(draw)
    return a_later(draw, kind, entry, values.a_day(draw, entry.included_on), STRANGERS)
