"""
The timeline: an entry's facts in order of effect, and the two clocks that ask about them.

A fact is an act as recorded. Facts are only ever added; nothing that was recorded is changed or lost.
To strike a fact out, another fact annuls it, with a reason. A correction is an annulment and its
replacement, recorded together; the replacement takes the place of what it replaces.

`on` is the day that a question is about; `known` is the moment of knowledge. To answer, the facts that
were recorded by `known` and not annulled by then are put in order of effect, (`on`, place), and folded
with `apply` as far as the day; a consent withdrawn already is not withdrawn again. Without `known`, all
that is known now counts.

An act may be recorded late, or long before its day. It is welcome as long as the whole timeline stays
lawful: every fact that stands must follow from those before it. `segments` proves that, and gives the
answer for every day at once: `[starts, until) → entry`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import Clause
from kz_social_registry.base.validation import Checked, tidied
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, TerminationGround
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply, steps, too_early
from kz_social_registry.domain.values.terms import Term


@frozen(kw_only=True, slots=False)
class Annul(Checked):
    """
    An earlier fact is struck out (Law on Permits, art. 44: errors are corrected on request).
    """

    CHECKS: ClassVar = {"of": validation.count, "reason": validation.text}

    #: The number of the fact that no longer counts.
    of: int
    reason: str = field(converter=tidied, repr=False)


@frozen(kw_only=True, slots=False)
class Erase(Checked):
    """
    The data of the entry were erased, as the law on personal data demands; nothing follows it.
    """

    CHECKS: ClassVar = {"basis": validation.text}

    #: The request or the decision that it rests on.
    basis: str = field(converter=tidied, repr=False)


Content = Act | Annul | Erase


@frozen(kw_only=True)
class Fact:
    """
    An act, an annulment or an erasure, as recorded.
    """

    entry_id: UUID
    #: Its number within the entry, from 1.
    number: int
    #: What orders it among facts of one day: its number, or that of the fact it replaces.
    place: int
    content: Content = field(repr=False)
    #: When it was recorded: an aware datetime in UTC.
    recorded_at: datetime
    #: Who recorded it, as the caller said.
    recorded_by: str | None = field(default=None, repr=False)
    #: The notice that brought it.
    notice: str | None = field(default=None, repr=False)
    #: What commits the record to this content and to all facts before it.
    digest: bytes = field(default=b"", repr=False)

    @property
    def on(self) -> date | None:
        """
        The day of effect; an annulment and an erasure have none.
        """
        return None if isinstance(self.content, (Annul, Erase)) else self.content.on

    @property
    def names(self) -> tuple[str, ...]:
        """
        What it names that its entry is found by: identifiers, and entries that came before.
        """
        content = self.content
        if isinstance(content, Issue):
            predecessors = content.succession.predecessors if content.succession else ()
            return (str(content.identifier), *map(str, predecessors))
        if isinstance(content, Reissue) and content.new_identifier:
            return (str(content.new_identifier),)
        return ()


@frozen
class Segment:
    """
    The entry as it stands from one day, inclusive, until another, exclusive.
    """

    starts: date
    #: None: for good, as far as is known.
    until: date | None
    entry: RegistryEntry

    def covers(self, day: date) -> bool:
        """
        Whether the segment tells of that day.
        """
        return self.starts <= day and (self.until is None or day < self.until)

    def borders(self, day: date | None) -> bool:
        """
        Whether what happens on a day may make another segment of it; without a day, whatever does.
        """
        return day is None or self.until is None or day <= self.until


def in_effect(facts: Iterable[Fact], known: datetime | None = None) -> list[tuple[Fact, Act]]:
    """
    Return the facts that count as known at a moment, inclusive, with their acts, in order of effect.
    """
    recorded = [fact for fact in facts if known is None or fact.recorded_at <= known]
    annulled = {fact.content.of for fact in recorded if isinstance(fact.content, Annul)}
    acts = [
        (fact, fact.content)
        for fact in recorded
        if not isinstance(fact.content, (Annul, Erase)) and fact.number not in annulled
    ]
    return [*_without_repeated(sorted(acts, key=_order_of_effect))]


def _without_repeated(acts: Iterable[tuple[Fact, Act]]) -> Iterator[tuple[Fact, Act]]:
    """
    Leave out each withdrawal of a consent that is withdrawn already: it changes nothing.

    A consent can be withdrawn at any time (Law on Personal Data, art. 8), and for an earlier day than
    was known. In whatever order two withdrawals are told, the consent ends on the earlier day; if that
    one is annulled, on the other.
    """
    withdrawn = False
    for fact, act in acts:
        repeated = withdrawn and isinstance(act, WithdrawConsent)
        if isinstance(act, (GiveConsent, WithdrawConsent)):
            withdrawn = isinstance(act, WithdrawConsent)
        if not repeated:
            yield fact, act


def _order_of_effect(act_of_fact: tuple[Fact, Act]) -> tuple[date, int]:
    fact, act = act_of_fact
    return act.on, fact.place


def at(facts: Iterable[Fact], *, on: date, known: datetime | None = None) -> RegistryEntry | None:
    """
    Return the entry as it stands on a day, as known at a moment; None before its inclusion.
    """
    entry = None
    for _, act in in_effect(facts, known):
        if act.on > on:
            break
        entry = apply(entry, act)
    return entry


def segments(facts: Sequence[Fact], known: datetime | None = None) -> tuple[Segment, ...]:
    """
    Return what the facts say of every day, as known at a moment: the proof that all is lawful.

    Raises:
        UnlawfulAct: a fact does not follow from those before it, or an annulment names no act that
            stands; the fault's path names the fact unless it is the latest.
    """
    _check_annulments(facts)
    days: list[date] = []
    entries: list[RegistryEntry] = []
    for fact, act in in_effect(facts, known):
        try:
            entry = apply(entries[-1] if entries else None, act)
        except UnlawfulAct as error:
            early = not entries and any(
                isinstance(later, Issue) for _, later in in_effect(facts, known)
            )
            told = UnlawfulAct(too_early(act)) if early else error
            raise told if fact is facts[-1] else told.under(f"facts[{fact.number}]") from None
        if days and days[-1] == act.on:
            entries[-1] = entry
        else:
            days.append(act.on)
            entries.append(entry)
    return tuple(map(Segment, days, [*days[1:], None], entries))


def _check_annulments(facts: Iterable[Fact]) -> None:
    """
    An annulment strikes out an earlier act that stands; annulments are not annulled.
    """
    acts: set[int] = set()
    for fact in facts:
        if not isinstance(fact.content, Annul):
            acts.add(fact.number)
        elif fact.content.of in acts:
            acts.remove(fact.content.of)
        else:
            raise UnlawfulAct(Fault(Code.NOT_ANNULLABLE, "of", value=fact.content.of))


def check_consents(before: Iterable[Fact], after: Iterable[Fact]) -> None:
    """
    A consent stays that of the supplier who gave it, whatever is recorded later (Rules, para. 7).

    What passes the licence to another person earlier than that, takes such a step back, or corrects
    whose licence it is would make it another's.

    Raises:
        UnlawfulAct: with every consent of the facts before that would be another's after.
    """
    now = consenting(after)
    earlier = consenting(before).items()
    others = [number for number, supplier in earlier if now.get(number, supplier) != supplier]
    if others:
        raise UnlawfulAct(
            *(Fault(Code.CONSENT_OF_ANOTHER, f"facts[{number}].act") for number in others)
        )


def consenting(facts: Iterable[Fact]) -> dict[int, str]:
    """
    Return whose licence it was when each consent that stands took effect, by the number of its fact.
    """
    supplier, found = "", {}
    for fact, act in in_effect(facts):
        if isinstance(act, GiveConsent):
            found[fact.number] = supplier
        elif isinstance(act, Issue):
            supplier = act.identifier
        elif isinstance(act, Reissue):
            supplier = act.new_identifier or supplier
    return found


# What is possible -----------------------------------------------------------------------------------


@frozen
class Possibility:
    """
    Whether an act of some kind could be recorded for a day, and why not.
    """

    act: ActKind
    #: The clause that allows it in the entry's state; None where no step of the lifecycle does.
    clause: Clause | None
    #: What forbids it; empty if it is possible.
    faults: tuple[Fault, ...] = ()

    def __bool__(self) -> bool:
        return not self.faults


def allowed(facts: Sequence[Fact], on: date) -> tuple[Possibility, ...]:
    """
    Return for every kind of act whether the timeline would stay lawful with it on that day.

    It asks the lifecycle itself, with an example of each act; what an act says beyond its kind, such
    as the ground of a reissue, may forbid it all the same.
    """
    entry = at(facts, on=on)
    clauses = {step.act: step.clause for step in steps(entry)}
    return tuple(
        Possibility(act.kind, clauses.get(act.kind), _objections(facts, act))
        for act in _examples(entry, on)
    )


def _examples(entry: RegistryEntry | None, on: date) -> Iterator[Act]:
    """
    Yield the mildest act of every kind but the first, which makes an entry of its own.
    """
    expired = entry is not None and entry.past_term(on)
    ground = TerminationGround.EXPIRED if expired else TerminationGround.VOLUNTARY
    yield Reissue(on=on, ground=ReissueGround.OTHER_LAW)
    yield SignContract(on=on, term=Term(open_ended=True))
    yield Amend(on=on, capacity=1)
    yield Suspend(on=on)
    yield Resume(on=on)
    yield Terminate(on=on, ground=ground)
    yield Exclude(on=on, basis=Column.EXCLUSION_BASIS)
    yield GiveConsent(on=on, columns=frozenset({Column.NAME}))
    yield WithdrawConsent(on=on)


def _objections(facts: Sequence[Fact], act: Act) -> tuple[Fault, ...]:
    last = facts[-1]
    number = last.number + 1
    try:
        segments([*facts, evolve(last, number=number, place=number, content=act)])
    except UnlawfulAct as error:
        return error.faults
    return ()
