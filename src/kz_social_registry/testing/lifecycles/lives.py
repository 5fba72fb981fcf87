"""
Random lives in plain data: acts of every kind, lawful or not, on days where rules begin and end.

A life comes from its seed alone, so it is the same in every process, whatever else is imported.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from kz_social_registry.base.errors import InvalidValue, UnlawfulAct
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.acts import ACTS
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply, possible
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.testing.lifecycles.subjects import Plain, act_of

_FIRST: Final = date(2025, 5, 12)
#: A legal person, a joint enterprise and a natural person; a legal person comes more often.
_PROVIDERS: Final = ("940140000385", "940140000385", "180360000014", "791028302728")
_OTHERS: Final = ("950341000052", "961141000023", "940160000007", "061211600012")
_NAMES: Final = ("«Мейірім» орталығы", "«Қамқорлық» үйі", "Центр «Надежда»")
_PLACES: Final = ("Астана қ., Абай даңғылы, 1-үй", "Алматы қ., Сәтбаев к-сі, 7")
_TERMS: Final = (
    {"years": 3},
    {"years": 3},
    {"months": 6},
    {"until": "2026-12-31"},
    {"open_ended": True},
)

#: Acts that end a life; they are drawn less often, or lives would be short.
_FINAL: Final = (ActKind.TERMINATE, ActKind.EXCLUDE)
#: The grounds of reissue for licences of this class.
_GROUNDS: Final = (
    "person_renamed", "sole_trader_changed", "reorganised", "name_or_location", "other_law",
)  # fmt: skip

#: Two lives in which every value of a state appears, mostly by two acts, since one of them may lose it.
RICH: Final[tuple[list[Plain], ...]] = tuple(
    [
        {
            "act": "issue", "on": "2025-05-12", "entry_id": "00000000-0000-4000-8000-000000000001",
            "identifier": "940140000385", "name": _NAMES[0], "address": _PLACES[0],
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
    rng, entry, since = Random(seed), None, _FIRST  # noqa: S311  # no secret depends on it
    for _ in range(longest):
        plain = _drawn(rng, entry, since)
        try:
            act = act_of(plain)
        except InvalidValue:  # not well-formed, such as a consent that ends before it begins
            continue
        yield entry, plain
        since = max(since, act.on)
        try:
            entry = apply(entry, act)
        except UnlawfulAct:
            if entry and not entry.in_register:
                return


def _drawn(rng: Random, entry: RegistryEntry | None, since: date) -> Plain:
    lawful_kinds = [kind for kind in possible(entry) if kind not in _FINAL or rng.random() < 1 / 3]
    kind = str(rng.choice(lawful_kinds * (3 if entry else 40) + [*ACTS]))
    on = _day(rng, entry, since)
    if kind == "exclude" and entry and entry.terminated_on and rng.random() < 1 / 3:
        on = entry.terminated_on - ONE_DAY  # the only late act that no order of recording makes lawful
    more = _issue(rng, on) if kind == "issue" else _MORE[kind](rng, on)
    if kind == "terminate" and entry and entry.past_term(on) and rng.random() < 3 / 4:
        more = {"ground": "expired"}
    return {"act": kind, "on": str(on), **more}


def _day(rng: Random, entry: RegistryEntry | None, since: date) -> date:
    """
    Return a day not before the latest act, often the first or last one of a rule.
    """
    if entry is None:
        return since
    last = entry.licence.valid_until or since
    ends = [day for day in (last, last + ONE_DAY, last + 2 * ONE_DAY) if day >= since]
    chance = rng.random()
    if chance < 1 / 20:
        return entry.included_on - ONE_DAY
    if chance < 1 / 5 and ends:
        return rng.choice(ends)
    return since + timedelta(days=rng.choice((0, 0, 1, rng.randrange(120))))


def _maybe(rng: Random, **values: object) -> Plain:
    """
    Return some of the values.
    """
    return {name: value for name, value in values.items() if rng.random() < 1 / 2}


def _issue(rng: Random, on: date) -> Plain:
    issued = str(on - timedelta(days=rng.randrange(40)))
    return {
        "entry_id": f"00000000-0000-4000-8000-{rng.getrandbits(48):012x}",
        "identifier": rng.choice(_PROVIDERS),
        "name": rng.choice(_NAMES),
        "address": rng.choice(_PLACES),
        "conditions": _words(rng, ServiceCondition),
        "categories": _words(rng, RecipientCategory),
        "capacity": rng.randrange(1, 200),
        "licence": {"issued_on": issued, "term": rng.choice(_TERMS)},
        **_maybe(
            rng,
            kato="710000000",
            phones=["+77172000001"],
            emails=["info@example.kz"],
            contract={"signed_on": issued, "term": rng.choice(_TERMS)},
            consent=_consent(rng, on),
        ),
    }


def _words(rng: Random, words: type) -> list[str]:
    codes = [str(word) for word in words]  # type: ignore[attr-defined]  # a closed list
    return rng.sample(codes, rng.randrange(1, 4))


def _consent(rng: Random, on: date) -> Plain:
    return _maybe(
        rng,
        columns=sorted(rng.sample(range(1, 18), rng.randrange(1, 9))),
        until=str(on + timedelta(days=rng.randrange(400))),
        given_on=str(on - timedelta(days=rng.randrange(30))),
    )


def _reissue(rng: Random, _: date) -> Plain:
    ground = rng.choice(_GROUNDS)
    passing = rng.random() < (1 / 2 if ground == "reorganised" else 1 / 8)
    number = {"new_identifier": rng.choice(_OTHERS)} if passing else {}
    more = _maybe(rng, name=rng.choice(_NAMES), licence_number=f"KZ{rng.randrange(9)}")
    return {"ground": ground, **number, **more}


def _terminate(rng: Random, _: date) -> Plain:
    return {"ground": str(rng.choice([*TerminationGround]))}


def _amend(rng: Random, _: date) -> Plain:
    some = _maybe(
        rng,
        address=rng.choice(_PLACES),
        kato="750000000",
        conditions=_words(rng, ServiceCondition),
        categories=_words(rng, RecipientCategory),
        phones=["1414"],
        emails=["a@example.kz"],
    )
    return some or {"capacity": rng.randrange(1, 200)}


def _contract(rng: Random, on: date) -> Plain:
    signed = _maybe(rng, signed_on=str(on - timedelta(days=rng.randrange(30))))
    return {"term": rng.choice(_TERMS), **signed}


def _suspend(rng: Random, on: date) -> Plain:
    return _maybe(rng, until=str(on + timedelta(days=rng.randrange(90))))


_MORE: Final[dict[str, Callable[[Random, date], Plain]]] = {
    "reissue": _reissue,
    "sign_contract": _contract,
    "end_contract": lambda *_: {},
    "amend": _amend,
    "suspend": _suspend,
    "resume": lambda *_: {},
    "terminate": _terminate,
    "exclude": lambda *_: {"basis": "өтініш"},
    "give_consent": _consent,
    "withdraw_consent": lambda *_: {},
}


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
