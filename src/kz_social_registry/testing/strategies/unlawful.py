"""
A strategy for acts that an entry forbids, each with the fault code of its refusal.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from attrs import evolve
from hypothesis.strategies import DrawFn

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import (
    ActKind,
    ReissueGround,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain.acts import Act, GiveConsent, Reissue, Succession, Terminate
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import AFTER_EXPIRY, possible
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.strategies import lives, values

Maker = Callable[[DrawFn], Act]
_OTHERS_GROUNDS: Final = {
    "natural": (ReissueGround.NAME_OR_LOCATION, ReissueGround.REORGANISED),
    "joint": (ReissueGround.REORGANISED, ReissueGround.PERSON_RENAMED),
    "legal": (ReissueGround.PERSON_RENAMED, ReissueGround.SOLE_TRADER_CHANGED),
}


def an_unlawful_act(draw: DrawFn, entry: RegistryEntry | None = None) -> tuple[Act, Code]:
    """
    Return acts that an entry forbids, each with a code that the faults of the refusal have.

    Without an entry they are acts before the issue of a licence.
    """
    if entry is None:
        stranger = lives.an_entry(draw)
        return lives.a_later(draw, values.pick(draw, lives.LATER), stranger, stranger.included_on), (
            Code.NOT_ALLOWED
        )
    code, make = values.pick(draw, [*_forbidden(entry), *_forbidden_by_rules(entry)])
    return make(draw), code


def _forbidden(entry: RegistryEntry) -> Iterator[tuple[Code, Maker]]:
    """
    Yield the acts that are forbidden in the entry's status, before its inclusion or after its term.
    """
    day, last, open_ = lives.latest_day(entry), entry.licence.valid_until, possible(entry)
    yield Code.NOT_ALLOWED, lambda draw: evolve(lives.an_issue(draw), entry_id=entry.id)
    for kind in lives.LATER:
        on_day = partial(_of_kind, kind, entry)
        if kind not in open_:
            yield Code.NOT_ALLOWED, partial(on_day, day)
            continue
        yield Code.DAY_ORDER, partial(on_day, entry.included_on - timedelta(400))
        if last and kind not in AFTER_EXPIRY:
            yield Code.AFTER_EXPIRY, partial(on_day, max(day, last + ONE_DAY))


def _of_kind(kind: ActKind, entry: RegistryEntry, soonest: date, draw: DrawFn) -> Act:
    """
    Draw an act of a kind that takes effect within a year after a day.
    """
    return lives.a_later(draw, kind, entry, soonest + timedelta(draw(values.NUMBERS) % 366))


def _forbidden_by_rules(entry: RegistryEntry) -> Iterator[tuple[Code, Maker]]:
    """
    Yield the acts that the rules of one kind of act forbid.
    """
    person, day, open_ = lives.person_of(entry.identifier), lives.latest_day(entry), possible(entry)
    last = entry.licence.valid_until
    if ActKind.END_CONTRACT in open_ and not entry.contract:
        yield Code.NO_CONTRACT, partial(_of_kind, ActKind.END_CONTRACT, entry, day)
    if ActKind.WITHDRAW_CONSENT in open_ and not entry.consent:
        yield Code.NO_CONSENT, partial(_of_kind, ActKind.WITHDRAW_CONSENT, entry, day)
    if ActKind.GIVE_CONSENT in open_ and person == "natural":
        yield Code.CONSENT_LISTS_COLUMNS, lambda _: GiveConsent(on=day)
    if ActKind.TERMINATE in open_ and (not last or day != last + ONE_DAY):
        yield Code.EXPIRY_DAY, lambda _: Terminate(on=day, ground=TerminationGround.EXPIRED)
    if ActKind.REISSUE not in open_:
        return
    for ground in _OTHERS_GROUNDS[person]:
        yield Code.GROUND_FOR_OTHERS, partial(_reissue, day, ground, None)
    if person == "legal":
        itself = Succession(kind=SuccessionKind.MERGER, predecessors=(entry.id,))
        yield (
            Code.JOINT_ENTERPRISE,
            partial(_reissue, day, ReissueGround.REORGANISED, lambda draw: values.a_bin(draw, "6")),
        )
        yield (
            Code.PREDECESSOR,
            lambda _: Reissue(on=day, ground=ReissueGround.REORGANISED, succession=itself),
        )
    if person != "natural":
        yield Code.IS_AN_IIN, partial(_reissue, day, ReissueGround.OTHER_LAW, values.an_iin)


def _reissue(
    day: date, ground: ReissueGround, successor: Callable[[DrawFn], Identifier] | None, draw: DrawFn
) -> Act:
    return Reissue(on=day, ground=ground, new_identifier=successor(draw) if successor else None)
