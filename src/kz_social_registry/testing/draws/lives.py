"""
Draws of issues, later acts, whole lawful lives, entries, and acts that an entry forbids.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from attrs import evolve

from kz_social_registry.base.errors import InvalidValue, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    REORGANISATIONS,
    ActKind,
    ReissueGround,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import ACTS, Act, GivenConsent, Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, apply, possible
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.draws import values

#: The longest life that `histories` draws, in acts.
LONGEST_LIFE: Final = 10
#: Ids that a succession may name where no register is asked.
STRANGERS: Final = tuple(UUID(int=n << 120, version=4) for n in (253, 254, 255))


def a_succession(
    rng: Random,
    predecessors: Sequence[UUID] = STRANGERS,
    kinds: Sequence[SuccessionKind] = tuple(SuccessionKind),
) -> Succession:
    """
    Return successions of every kind to one to three of some entries.
    """
    first = rng.randrange(3 * len(predecessors))
    count = 1 + first // len(predecessors)
    ids = (predecessors[(first + n) % len(predecessors)] for n in range(count))
    return Succession(kind=rng.choice(kinds), predecessors=tuple(dict.fromkeys(ids)))


def an_issue(
    rng: Random,
    identifier: Identifier | None = None,
    first: date = values.FIRST_DAY,
    last: date = values.LAST_DAY,
    *,
    predecessors: Sequence[UUID] = (),
) -> Issue:
    """
    Draw an issue of a licence with an inclusion between two days.
    """
    included = values.a_day(rng, first, last)
    provider = identifier or values.an_identifier(rng)
    licence = values.a_licence(rng, included)
    signed = values.since_licence(rng, licence, included)
    number = rng.getrandbits(62)
    entry_id = UUID(int=number << 64 | number, version=4)
    consents, succeeds = values.rarely(rng, one_in=2), values.rarely(rng, one_in=2)
    others = [other for other in predecessors if other != entry_id]
    return Issue(
        on=included,
        entry_id=entry_id,
        name=values.a_name(rng),
        identifier=provider,
        address=values.a_name(rng),
        conditions=values.some_conditions(rng),
        categories=values.some_categories(rng),
        capacity=values.a_capacity(rng),
        contacts=values.some_contacts(rng),
        licence=licence,
        reissued_on=values.since_licence(rng, licence, included),
        contract=values.a_contract(rng, signed) if signed else None,
        consent=GivenConsent(**values.terms_of_consent(rng, included, provider)) if consents else None,
        kato=values.maybe(rng, values.KATOS),
        document=rng.choice(values.DOCUMENTS),
        succession=a_succession(rng, others) if others and succeeds else None,
    )


def latest_day(entry: RegistryEntry) -> date:
    """
    Return the last day that the entry holds.
    """
    held = (
        entry.included_on, entry.reissued_on, entry.suspended_on, entry.terminated_on,
        entry.excluded_on, entry.contract and entry.contract.signed_on,
        entry.consent and entry.consent.counts_from,
    )  # fmt: skip
    return max(day for day in held if day)


#: The kinds of acts that follow an issue.
LATER: Final = tuple(kind for kind in ActKind if kind is not ActKind.ISSUE)
#: The same with weights. Those that end a life are drawn less often, or lives would be short.
_WEIGHTED: Final[list[ActKind]] = [
    kind for kind in LATER for _ in range(1 if kind in {ActKind.TERMINATE, ActKind.EXCLUDE} else 3)
]


def an_act(
    rng: Random,
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
        return an_issue(rng, predecessors=predecessors)
    kind, suited = rng.choice(_WEIGHTED), _suited(entry)
    if kind not in suited and suited and not values.rarely(rng, one_in=10):
        kind = rng.choice(suited)
    return a_later(rng, kind, entry, _day(rng, entry, kind, since or latest_day(entry)), predecessors)


def _suited(entry: RegistryEntry) -> list[ActKind]:
    """
    Return the kinds of acts that an entry allows, without an end of a consent or contract it lacks.
    """
    lacks = {ActKind.WITHDRAW_CONSENT: not entry.consent, ActKind.END_CONTRACT: not entry.contract}
    return [kind for kind in possible(entry) if not lacks.get(kind)]


#: Days until the next act. No day stands for the last day of the licence's term.
_SOON: Final = (*range(4), *range(1, 400), *[0, 1, 2, 3] * 80, *[None] * 60)


def _day(rng: Random, entry: RegistryEntry, kind: ActKind, since: date) -> date:
    """
    Return a day soon after `since`, mostly within the term if the act needs a licence in force.
    """
    days, last = rng.choice(_SOON), entry.licence.valid_until
    soon = since + timedelta(days or 0)
    if last is None or last < since:
        return soon
    return last if days is None or (kind not in AFTER_EXPIRY and last < soon) else soon


def a_later(
    rng: Random, kind: ActKind, entry: RegistryEntry, day: date, predecessors: Sequence[UUID] = ()
) -> Act:
    """
    Draw an act of a kind, other than an issue, that takes effect on a day.
    """
    make = _MAKERS.get(kind)
    drawn = make(rng, entry, day) if make else {}
    if kind is ActKind.REISSUE and drawn["ground"] is ReissueGround.REORGANISED and predecessors:
        drawn["succession"] = a_succession(rng, predecessors, REORGANISATIONS)
    return ACTS[kind](**{"on": day, "document": rng.choice(values.DOCUMENTS), **drawn})


def grounds_of(provider: Identifier) -> tuple[ReissueGround, ...]:
    """
    Return the grounds of reissue of a kind of person: natural, a joint enterprise, or legal.
    """
    if isinstance(provider, Iin):
        kinds = ReissueGround.PERSON_RENAMED, ReissueGround.SOLE_TRADER_CHANGED
    elif provider.of_joint_enterprise:
        kinds = ReissueGround.NAME_OR_LOCATION, ReissueGround.SOLE_TRADER_CHANGED
    else:
        kinds = ReissueGround.NAME_OR_LOCATION, ReissueGround.REORGANISED
    return *kinds, ReissueGround.OTHER_LAW


_Values = dict[str, Any]
_Makers = dict[str, Callable[[Random], Any]]
_NAMES: Final[_Makers] = {"name": values.a_name, "licence_number": values.a_name}
_PLACE: Final[_Makers] = {"address": values.a_name, "kato": values.a_kato}


def _reissue(rng: Random, entry: RegistryEntry, _: date) -> _Values:
    ground = rng.choice(grounds_of(entry.identifier))
    makers = {**_NAMES, **({} if ground is ReissueGround.PERSON_RENAMED else _PLACE)}
    if isinstance(entry.identifier, Iin):
        makers["new_identifier"] = values.an_iin
    elif ground is ReissueGround.REORGANISED:
        makers["new_identifier"] = lambda rng: values.a_bin(rng, "45")
    return {"ground": ground, **values.some_of(rng, makers)}


_AMENDED: Final[_Makers] = {
    **_PLACE,
    "capacity": values.a_capacity,
    "conditions": values.some_conditions,
    "categories": values.some_categories,
    "phones": values.some_telephones,
    "emails": values.some_emails,
}
_NOT_EXPIRED: Final = [one for one in TerminationGround if one is not TerminationGround.EXPIRED]


def _terminate(rng: Random, entry: RegistryEntry, day: date) -> _Values:
    last = entry.licence.valid_until or day
    if last < day:
        return {"on": last + ONE_DAY, "ground": TerminationGround.EXPIRED}
    return {"ground": rng.choice(_NOT_EXPIRED)}


_MAKERS: Final[dict[ActKind, Callable[[Random, RegistryEntry, date], _Values]]] = {
    ActKind.REISSUE: _reissue,
    ActKind.SIGN_CONTRACT: lambda rng, _, day: {
        "term": values.a_term(rng, day), "signed_on": values.signed_before(rng, day)
    },
    ActKind.AMEND: lambda rng, *_: values.some_of(rng, _AMENDED) or {"capacity": 1},
    ActKind.SUSPEND: lambda rng, _, day: {"until": values.an_end(rng, day)},
    ActKind.TERMINATE: _terminate,
    ActKind.EXCLUDE: lambda rng, *_: {"basis": values.a_name(rng)},
    ActKind.GIVE_CONSENT: lambda rng, entry, day: values.terms_of_consent(rng, day, entry.identifier),
}  # fmt: skip


def a_life(
    rng: Random,
    identifier: Identifier | None = None,
    *,
    longest: int = LONGEST_LIFE,
    predecessors: Sequence[UUID] = (),
) -> tuple[list[Act], RegistryEntry]:
    """
    Draw the acts of a lawful life in the order of their days, and the entry after them.
    """
    life: list[Act] = [an_issue(rng, identifier, predecessors=predecessors)]
    entry = apply(None, life[0])
    for _ in range(rng.randrange(longest)):
        act = an_act(rng, entry, since=life[-1].on, predecessors=predecessors)
        with suppress(InvalidValue, UnlawfulAct):  # most acts that are drawn are lawful
            if act.on >= life[-1].on:
                entry = apply(entry, act)
                life.append(act)
    return life, entry


def an_entry(rng: Random) -> RegistryEntry:
    """
    Return entries at any moment of a lawful life.
    """
    return a_life(rng, longest=6, predecessors=STRANGERS)[1]


def an_act_of(rng: Random, kind: ActKind) -> Act:
    """
    Draw an act of one kind, for an entry that is not known.
    """
    entry = an_entry(rng)
    return a_later(rng, kind, entry, values.a_day(rng, entry.included_on), STRANGERS)


# Acts that an entry forbids -----------------------------------------------------------------------

#: A code, the kind of act that is refused with it, and a day. Without values the act is any of its
#: kind within a year after the day; with values it has those.
_Forbidden = tuple[Code, ActKind, date, dict[str, Any] | None]
_GROUNDS: Final = (
    ReissueGround.NAME_OR_LOCATION, ReissueGround.REORGANISED, ReissueGround.PERSON_RENAMED,
    ReissueGround.SOLE_TRADER_CHANGED,
)  # fmt: skip


def an_unlawful_act(rng: Random, entry: RegistryEntry | None = None) -> tuple[Act, Code]:
    """
    Return acts that an entry forbids, each with a code that the faults of the refusal have.

    Without an entry they are acts before the issue of a licence.
    """
    if entry is None:
        stranger = an_entry(rng)
        return a_later(rng, rng.choice(LATER), stranger, stranger.included_on), Code.NOT_ALLOWED
    code, kind, day, given = rng.choice([*_forbidden_by_rules(rng, entry), *_forbidden(entry)])
    if kind is ActKind.ISSUE:
        return evolve(an_issue(rng), entry_id=entry.id), code
    if given is not None:
        return ACTS[kind](on=day, **given), code
    return a_later(rng, kind, entry, day + timedelta(rng.randrange(366))), code


def _forbidden(entry: RegistryEntry) -> Iterator[_Forbidden]:
    """
    Yield the acts that are forbidden in the entry's status, before its inclusion or after its term.
    """
    day, last, open_ = latest_day(entry), entry.licence.valid_until, possible(entry)
    for kind in ActKind:
        if kind not in open_:
            yield Code.NOT_ALLOWED, kind, day, None
            continue
        yield Code.DAY_ORDER, kind, entry.included_on - timedelta(400), None
        if last and kind not in AFTER_EXPIRY:
            yield Code.AFTER_EXPIRY, kind, max(day, last + ONE_DAY), None


def _forbidden_by_rules(rng: Random, entry: RegistryEntry) -> Iterator[_Forbidden]:
    """
    Yield the acts that the rules of one kind of act forbid.
    """
    day, last, open_ = latest_day(entry), entry.licence.valid_until, possible(entry)
    if ActKind.END_CONTRACT in open_ and not entry.contract:
        yield Code.NO_CONTRACT, ActKind.END_CONTRACT, day, None
    if ActKind.WITHDRAW_CONSENT in open_ and not entry.consent:
        yield Code.NO_CONSENT, ActKind.WITHDRAW_CONSENT, day, None
    if ActKind.GIVE_CONSENT in open_ and isinstance(entry.identifier, Iin):
        yield Code.CONSENT_LISTS_COLUMNS, ActKind.GIVE_CONSENT, day, {}
    if ActKind.TERMINATE in open_ and (not last or day != last + ONE_DAY):
        yield Code.EXPIRY_DAY, ActKind.TERMINATE, day, {"ground": TerminationGround.EXPIRED}
    if ActKind.REISSUE in open_:
        for code, given in _forbidden_reissues(rng, entry):
            yield code, ActKind.REISSUE, day, given


def _forbidden_reissues(rng: Random, entry: RegistryEntry) -> Iterator[tuple[Code, dict[str, Any]]]:
    own = grounds_of(entry.identifier)
    yield from ((Code.GROUND_FOR_OTHERS, {"ground": one}) for one in _GROUNDS if one not in own)
    if isinstance(entry.identifier, Bin):
        number = values.an_iin(rng)
        yield Code.IS_AN_IIN, {"ground": ReissueGround.OTHER_LAW, "new_identifier": number}
    if ReissueGround.REORGANISED in own:
        itself = Succession(kind=SuccessionKind.MERGER, predecessors=(entry.id,))
        for code, name, value in (
            (Code.JOINT_ENTERPRISE, "new_identifier", values.a_bin(rng, "6")),
            (Code.PREDECESSOR, "succession", itself),
        ):
            yield code, {"ground": ReissueGround.REORGANISED, name: value}
