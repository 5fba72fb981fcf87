"""
Draws of acts that an entry forbids, each with the fault code of its refusal.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from attrs import evolve

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import ACTS, Act, Succession
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, possible
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.draws import lives, values

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
        stranger = lives.an_entry(rng)
        return lives.a_later(rng, rng.choice(lives.LATER), stranger, stranger.included_on), (
            Code.NOT_ALLOWED
        )
    code, kind, day, given = rng.choice([*_forbidden(entry), *_forbidden_by_rules(rng, entry)])
    if kind is ActKind.ISSUE:
        return evolve(lives.an_issue(rng), entry_id=entry.id), code
    if given is not None:
        return ACTS[kind](on=day, **given), code
    return lives.a_later(rng, kind, entry, day + timedelta(rng.randrange(366))), code


def _forbidden(entry: RegistryEntry) -> Iterator[_Forbidden]:
    """
    Yield the acts that are forbidden in the entry's status, before its inclusion or after its term.
    """
    day, last, open_ = lives.latest_day(entry), entry.licence.valid_until, possible(entry)
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
    day, last, open_ = lives.latest_day(entry), entry.licence.valid_until, possible(entry)
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
    own = lives.grounds_of(entry.identifier)
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
