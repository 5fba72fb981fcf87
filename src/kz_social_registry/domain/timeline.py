"""
The timeline: an entry's facts in order of effect, and questions with two clocks.

A fact is an act as recorded. Facts are only added; none is changed or removed. Another fact may annul a
fact, with a reason. A correction is an annulment and its replacement, recorded together; the
replacement takes the place of the fact that it replaces.

Every question has two clocks. `on` is the day that the question is about; `known` is the moment of
knowledge, by default now. `in_effect` selects the facts that were recorded by `known` and not annulled
by then, and sorts them by day and place. `at` applies them in turn, up to the day `on`.

An act may be recorded late, or long before its day. It is accepted if the whole timeline stays lawful,
so that each fact follows from the facts before it. `segments` checks that, and returns the entry for
every day: `[starts, until) → entry`. Stores keep those segments, so a question about now needs no fold.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.assumptions import Basis
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import Checked, Private, tidied
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, TerminationGround
from kz_social_registry.domain import acts
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply, steps, too_early, with_causes
from kz_social_registry.domain.values.identifiers import Bin, Identifier, Iin
from kz_social_registry.domain.values.terms import Term


@frozen(kw_only=True, eq=False, repr=False)
class Annul(Checked):
    """
    An earlier fact is annulled (Law on Permits, art. 44: errors are corrected on request).
    """

    CHECKS: ClassVar = {"of": validation.count, "reason": validation.text}

    #: The number of the annulled fact.
    of: int
    reason: str = field(converter=tidied, repr=False)


@frozen(kw_only=True, eq=False, repr=False)
class Erase(Checked):
    """
    The entry's data were erased under the law on personal data; no fact may follow.
    """

    CHECKS: ClassVar = {"basis": validation.text}

    #: The request or the decision that is the reason.
    basis: str = field(converter=tidied, repr=False)


Content = Act | Annul | Erase


@frozen(kw_only=True, eq=False)
class Fact(Private):
    """
    An act, an annulment or an erasure, as recorded.
    """

    entry_id: UUID
    #: Its number within the entry, from 1.
    number: int
    #: Its order among facts of one day: its own number, or the number of the fact that it replaces.
    place: int
    content: Content = field(repr=False)
    #: When it was recorded: an aware datetime in UTC.
    recorded_at: datetime
    #: Who recorded it, as the caller said.
    recorded_by: str | None = field(default=None, repr=False)
    #: The id of the notice that brought it.
    notice: str | None = field(default=None, repr=False)
    #: A digest of this fact and all facts before it.
    digest: bytes = field(default=b"", repr=False)

    def __repr__(self) -> str:
        match self.content:
            case Annul(of=number):
                content = f"annul, of={number}"
            case Erase():
                content = "erase"
            case act:
                content = f"{act.kind}, on={act.on}"
        return f"Fact({self.number}, {content})"

    @property
    def on(self) -> date | None:
        """
        The day of effect; an annulment and an erasure have none.
        """
        return None if isinstance(self.content, (Annul, Erase)) else self.content.on

    @property
    def names(self) -> tuple[str, ...]:
        """
        The names by which its entry is found: identifiers, and ids of predecessors.
        """
        content = self.content
        if not isinstance(content, (acts.Issue, acts.Reissue)):
            return ()
        identifier = content.identifier if isinstance(content, acts.Issue) else content.new_identifier
        predecessors = content.succession.predecessors if content.succession else ()
        return tuple(map(str, filter(None, (identifier, *predecessors))))


@frozen(eq=False, repr=False)
class Segment(Private):
    """
    The entry as it stands from one day, inclusive, until another, exclusive.
    """

    starts: date
    #: The first day after the segment; None if no end is known.
    until: date | None
    entry: RegistryEntry

    def covers(self, day: date) -> bool:
        """
        Return whether a day is in the segment.
        """
        return self.starts <= day and (self.until is None or day < self.until)

    def borders(self, day: date | None) -> bool:
        """
        Return whether an act on a day may change the segment; an act without a day may.
        """
        return day is None or self.until is None or day <= self.until


def held_by(provider: Identifier, timeline: Sequence[Segment]) -> Sequence[Segment]:
    """
    Return the segments in which a provider holds the licence; a natural person's under any of its IINs.
    """
    own = [segment for segment in timeline if segment.entry.identifier == provider]
    return timeline if own and isinstance(provider, Iin) else own


def in_effect(facts: Iterable[Fact], known: datetime | None = None) -> list[tuple[Fact, Act]]:
    """
    Return the facts that count as known at a moment, inclusive, each with its act, in order of effect.
    """
    counting: list[tuple[Fact, Act]] = []
    annulled: set[int] = set()
    for fact in facts:
        content = fact.content
        if known is not None and fact.recorded_at > known:
            continue
        if isinstance(content, Annul):
            annulled.add(content.of)
        elif not isinstance(content, Erase):
            counting.append((fact, content))
    counting.sort(key=lambda one: (one[1].on, one[0].place))
    return _without_repeated([one for one in counting if one[0].number not in annulled])


def _without_repeated(ordered: list[tuple[Fact, Act]]) -> list[tuple[Fact, Act]]:
    """
    Leave out each withdrawal of a consent that is already withdrawn.

    A consent can be withdrawn at any time (Law on Personal Data, art. 8(7)), also for an earlier day.
    In whatever order two withdrawals are recorded, the consent ends on the earlier day. If that
    withdrawal is annulled, the consent ends on the later one (assumption "withdrawn twice").
    """
    withdrawn, found = False, []
    for one in ordered:
        ends = isinstance(one[1], acts.WithdrawConsent)
        if not (ends and withdrawn):
            found.append(one)
        if ends or isinstance(one[1], acts.GiveConsent):
            withdrawn = ends
    return found


def at(facts: Iterable[Fact], *, on: date, known: datetime | None = None) -> RegistryEntry | None:
    """
    Return the entry on a day as known at a moment, or None before its inclusion.
    """
    entry = None
    for _, act in in_effect(facts, known):
        if act.on > on:
            break
        entry = apply(entry, act)
    return entry


def segments(facts: Sequence[Fact], known: datetime | None = None) -> tuple[Segment, ...]:
    """
    Return the entry of every day as known at a moment, if the whole timeline is lawful.

    Raises:
        UnlawfulAct: a fact does not follow from the facts before it, or an annulment names no act in
            effect. The fault's path names the fact unless it is the latest; its cause is the fact in
            the way.
    """
    _check_annulments(facts)
    days: list[date] = []
    entries: list[RegistryEntry] = []
    ordered = in_effect(facts, known)
    for index, (fact, act) in enumerate(ordered):
        try:
            entry = apply(entries[-1] if entries else None, act)
        except UnlawfulAct as error:
            faults = error.faults
            if not entries and any(isinstance(later, acts.Issue) for _, later in ordered):
                faults = (too_early(act),)
            is_new = fact is facts[-1]
            numbered = [(one.number, its_act) for one, its_act in ordered]
            refusal = UnlawfulAct(*with_causes(faults, numbered, index, is_new=is_new))
            raise refusal if is_new else refusal.under(f"facts[{fact.number}]") from None
        if days and days[-1] == act.on:
            entries[-1] = entry
        else:
            days.append(act.on)
            entries.append(entry)
    return tuple(map(Segment, days, [*days[1:], None], entries))


def _check_annulments(facts: Iterable[Fact]) -> None:
    """
    Check that every annulment names an earlier act in effect; annulments are not annulled.
    """
    numbers: set[int] = set()
    for fact in facts:
        if not isinstance(fact.content, Annul):
            numbers.add(fact.number)
        elif fact.content.of in numbers:
            numbers.remove(fact.content.of)
        else:
            raise UnlawfulAct(Fault(Code.NOT_ANNULLABLE, "of", value=fact.content.of))


def check_consents(before: Iterable[Fact], after: Iterable[Fact]) -> None:
    """
    Check that every consent stays with the supplier who gave it (Rules, para. 7).

    A later fact could give a consent to another supplier. Examples are a reissue to another person on
    an earlier day, the annulment of one, and a correction of the identifier.

    Raises:
        UnlawfulAct: with every consent that would change its supplier.
    """
    if not (earlier := consenting(before)):
        return
    now = consenting(after)
    others = [number for number, own in earlier.items() if now.get(number, own) != own]
    if others:
        raise UnlawfulAct(
            *(Fault(Code.CONSENT_OF_ANOTHER, f"facts[{number}].act") for number in others)
        )


def predecessors(facts: Iterable[Fact]) -> tuple[UUID, ...]:
    """
    Return the entries that the acts in effect name as predecessors, each once.
    """
    named = (act for _, act in in_effect(facts) if isinstance(act, (acts.Issue, acts.Reissue)))
    ids = (id_ for act in named if act.succession for id_ in act.succession.predecessors)
    return tuple(dict.fromkeys(ids))


def consenting(facts: Iterable[Fact]) -> dict[int, str]:
    """
    Return the supplier of each consent in effect, by the number of its fact.

    A natural person has the IIN of its issue here, whatever IIN followed.
    """
    supplier, found = "", {}
    for fact, act in in_effect(facts):
        if isinstance(act, acts.GiveConsent):
            found[fact.number] = supplier
        elif isinstance(act, acts.Issue):
            supplier = act.identifier
            if act.consent:
                found[fact.number] = supplier
        elif isinstance(act, acts.Reissue) and isinstance(act.new_identifier, Bin):
            supplier = act.new_identifier
    return found


# Possible acts --------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Possibility(Value):
    """
    An answer whether an act of some kind could be recorded for a day; true if it could.
    """

    act: ActKind
    #: The clause or assumption that allows it in the entry's status; None if no step does.
    clause: Basis | None
    #: The faults that forbid it; empty if it is possible.
    faults: tuple[Fault, ...] = ()

    def __bool__(self) -> bool:
        return not self.faults


def allowed(facts: Sequence[Fact], on: date) -> tuple[Possibility, ...]:
    """
    Return for every kind of act whether the timeline would stay lawful with it on a day.

    The function tries an example of each act. The values of a real act, such as the ground of a
    reissue, may still forbid it.
    """
    entry = at(facts, on=on)
    clauses = {step.act: step.clause for step in steps(entry)}
    return tuple(
        Possibility(act.kind, clauses.get(act.kind), _objections(facts, act))
        for act in _examples(entry, on)
    )


def _examples(entry: RegistryEntry | None, on: date) -> Iterator[Act]:
    """
    Yield the act with the fewest demands of every kind but the issue, which forms another entry.
    """
    expired = entry is not None and entry.past_term(on)
    ground = TerminationGround.EXPIRED if expired else TerminationGround.VOLUNTARY
    yield acts.Reissue(on=on, ground=ReissueGround.OTHER_LAW)
    yield acts.SignContract(on=on, term=Term(open_ended=True))
    yield acts.EndContract(on=on)
    yield acts.Amend(on=on, capacity=1)
    yield acts.Suspend(on=on)
    yield acts.Resume(on=on)
    yield acts.Terminate(on=on, ground=ground)
    yield acts.Exclude(on=on, basis=Column.EXCLUSION_BASIS)
    yield acts.GiveConsent(on=on, columns=frozenset({Column.NAME}))
    yield acts.WithdrawConsent(on=on)


def _objections(facts: Sequence[Fact], act: Act) -> tuple[Fault, ...]:
    last = facts[-1]
    try:
        segments([*facts, evolve(last, place=last.number + 1, content=act)])
    except UnlawfulAct as error:
        return error.faults
    return ()
