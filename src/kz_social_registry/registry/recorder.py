"""
Recording: the steps by which an act becomes a fact in a store.

Read the entry's facts, add the new ones, prove that the whole timeline stays lawful, and commit. If a
step fails, nothing is recorded. If somebody else wrote to the entry meanwhile, all steps are repeated,
unless the caller stated which facts it had seen.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from attrs import converters, evolve, field, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.errors import Conflict, Fault, NotFound, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import REGISTER_TIME
from kz_social_registry.base.validation import Checked, Faults, optional, tidied, wrong_type
from kz_social_registry.base.vocabulary import REORGANISATIONS, ActKind, SuccessionKind
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import Act, Issue, Reissue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import cause_of_status
from kz_social_registry.domain.timeline import Annul, Content, Fact, Segment
from kz_social_registry.domain.values.identifiers import Iin
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.registry.ports import Clock, Commit, Store, log, present
from kz_social_registry.registry.records import LAG, NO_DIGEST, Record, seal, unseal

#: How often an act is tried again while others keep writing to the same entry.
_TRIES: Final = 100


@frozen(eq=False, repr=False)
class Notice(Value):
    """
    The notice that an act comes from: its id, and its content as plain data.
    """

    id: str = field(repr=False)
    content: Any = field(repr=False)


def _notice(notice: object) -> Faults:
    return validation.text(notice.id) if isinstance(notice, Notice) else wrong_type(notice, "object")


@frozen(kw_only=True, eq=False, repr=False)
class Draft(Checked):
    """
    The acts to be recorded together for one entry; usually one.

    Raises:
        InvalidValue: the entry's id is not a UUID, or the recorder or the notice's id is not a text.
    """

    CHECKS: ClassVar = {
        "entry": validation.instance(UUID),
        "by": optional(validation.text),
        "notice": optional(_notice),
    }

    entry: UUID
    contents: tuple[Content, ...]
    by: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    #: How many facts the caller saw; None to accept facts that others recorded meanwhile.
    expect: int | None = None
    notice: Notice | None = None


@frozen(eq=False, repr=False)
class Recorded(Value):
    """
    All facts of an entry after a draft was recorded, and the lawful timeline that they make.
    """

    facts: tuple[Fact, ...]
    segments: tuple[Segment, ...]

    def on(self, day: date) -> RegistryEntry:
        """
        Return the entry on a day on which it exists.
        """
        return next(segment.entry for segment in self.segments if segment.covers(day))


def record(store: Store, clock: Clock, draft: Draft) -> Recorded:
    """
    Record the draft and return all facts of its entry, with their timeline.

    Raises:
        UnlawfulAct: the timeline would not be lawful, or the provider has another entry.
        NotFound: there is no such entry.
        Conflict: others wrote meanwhile, the notice's id is known, or the entry's last moment lies more
            than five minutes ahead of the clock.
        InvalidValue: the clock has no time zone.
    """
    first = draft.contents[0]
    # An issue alone is taken for a new entry's without asking; if it is not, the store says so.
    if isinstance(first, Issue) and not first.succession and len(draft.contents) == 1:
        try:
            return _record_once(store, clock, draft, ())
        except Conflict:
            pass
    # Two successions recorded at the same time could make each entry a predecessor of the other.
    names_others = any(getattr(act, "succession", None) for act in draft.contents)
    for _ in range(_TRIES):
        try:
            with store.batch() if names_others else nullcontext():
                return _record_once(store, clock, draft, store.records(draft.entry))
        except Conflict as error:
            if draft.expect is not None or error.faults[0].code is not Code.STALE:
                raise
            log("others wrote to the entry meanwhile; it is recorded again")
    raise Conflict(Fault(Code.STALE))


def _record_once(store: Store, clock: Clock, draft: Draft, known: Sequence[Record]) -> Recorded:
    issued = [act.entry_id for act in draft.contents if isinstance(act, Issue)]
    if issued.count(draft.entry) < len(issued):
        raise UnlawfulAct(Fault(Code.UNKNOWN_ENTRY, "entry"))
    if not known and not isinstance(draft.contents[0], Issue):
        raise NotFound(Fault(Code.UNKNOWN_ENTRY, "entry"))
    if draft.expect not in (None, len(known)):
        raise Conflict(Fault(Code.STALE, "expect"))
    old = [unseal(record) for record in known]
    new = _facts(draft, old, clock)
    facts = [*old, *new]
    segments = timeline.segments(facts)
    if old:
        timeline.check_consents(old, facts)
    _check_predecessors(store, draft)
    since = _first_day(old, new) if old else None  # a new entry has no earlier segments
    commit = Commit(
        entry_id=draft.entry,
        after=len(known),
        records=tuple(_sealed(new, known[-1].digest if known else NO_DIGEST, draft.notice)),
        segments=tuple([segment for segment in segments if segment.borders(since)]),
        since=since,
        names=tuple([name for fact in new for name in fact.names]),
    )
    try:
        store.commit(commit)
    except UnlawfulAct:
        raise UnlawfulAct(_missing_acts(store, draft.contents[-1], segments)) from None
    return Recorded(tuple(facts), segments)


def _check_predecessors(store: Store, draft: Draft) -> None:
    """
    Check that the entries that a succession names are in the store, and none of them follows this one.

    Raises:
        UnlawfulAct: with every entry named that may not come before this one.
    """
    faults: list[Fault] = []
    for act in draft.contents:
        if isinstance(act, (Issue, Reissue)) and act.succession:
            kind, ids = act.succession.kind, act.succession.predecessors
            found = [(f"succession.predecessors[{i}]", id_) for i, id_ in enumerate(ids)]
            for path, id_ in found:
                if not store.records(id_):
                    faults.append(Fault(Code.UNKNOWN_PREDECESSOR, path))
                elif _comes_before(store, draft.entry, id_):
                    faults.append(Fault(Code.PREDECESSOR_CYCLE, path))
                elif isinstance(act, Issue) and kind not in REORGANISATIONS:
                    earlier = store.entry(id_, act.on)
                    if not (earlier and _left(earlier, act)):
                        faults.append(Fault(Code.PREDECESSOR_REMAINS, path))
    if faults:
        raise UnlawfulAct(*faults)


def _comes_before(store: Store, entry_id: UUID, later: UUID) -> bool:
    seen, left = set[UUID](), [later]
    while left:
        one = left.pop()
        if one == entry_id:
            return True
        if one not in seen:
            seen.add(one)
            facts = (unseal(record) for record in store.records(one) if record.payload)
            left.extend(timeline.predecessors(facts))
    return False


def _left(entry: RegistryEntry, issue: Issue) -> bool:
    return not entry.in_register and entry.identifier == issue.identifier


def _facts(draft: Draft, old: Sequence[Fact], clock: Clock) -> list[Fact]:
    """
    Number the contents and date them: one commit, one moment, never before the entry's last.

    If the entry's last moment is far ahead of the clock, one of the two is wrong. A new fact with that
    moment would be hidden from every question about what is known until then.
    """
    moment = present(clock)
    if old:
        latest = old[-1].recorded_at
        if latest > moment + LAG:
            raise Conflict(Fault(Code.RECORDED_AHEAD, "recorded_at"))
        moment = max(moment, latest)
    last = len(draft.contents) - 1
    return [
        Fact(
            entry_id=draft.entry,
            number=len(old) + 1 + index,
            place=(index == last and _replaced_place(draft, old)) or len(old) + 1 + index,
            content=content,
            recorded_at=moment,
            recorded_by=draft.by,
            notice=draft.notice.id if draft.notice and index == last else None,
        )
        for index, content in enumerate(draft.contents)
    ]


def _first_day(old: Sequence[Fact], new: Sequence[Fact]) -> date | None:
    """
    Return the first day on which the new facts may change the entry; None if there is no such day.
    """
    annulled = {fact.content.of for fact in new if isinstance(fact.content, Annul)}
    touched = [*new, *[fact for fact in old if fact.number in annulled]]
    return min([fact.on for fact in touched if fact.on], default=None)


def _replaced_place(draft: Draft, old: Sequence[Fact]) -> int | None:
    first, *replacement = draft.contents
    if not replacement or not isinstance(first, Annul):
        return None
    return next((fact.place for fact in old if fact.number == first.of), None)


def _sealed(facts: Sequence[Fact], previous: bytes, notice: Notice | None) -> Iterator[Record]:
    for fact in facts:
        content = notice.content if notice and fact.notice else None
        record = seal(fact, previous=previous, notice=content)
        previous = record.digest
        yield record


def _missing_acts(store: Store, last: Content, segments: Sequence[Segment]) -> Fault:
    """
    Return a fault with the acts that the provider's other entry needs before this one is lawful.

    Its cause is the fact of that entry which gave it its status.
    """
    path = {Issue: "identifier", Reissue: "new_identifier"}.get(type(last), "")
    acts: tuple[ActKind, ...] = (ActKind.EXCLUDE,)
    cause = None
    for segment in segments:
        other = store.in_register(segment.entry.identifier, segment.starts)
        if other and other.id != segment.entry.id:
            expired = other.past_term(segment.starts) and other.terminated_on is None
            acts = (ActKind.TERMINATE, ActKind.EXCLUDE) if expired else acts
            facts = [unseal(record) for record in store.records(other.id)]
            until = [
                (f.number, act) for f, act in timeline.in_effect(facts) if act.on <= segment.starts
            ]
            cause = cause_of_status(until)
    return Fault(Code.ALREADY_IN_REGISTER, path, allowed=acts, cause=cause)


def with_predecessor(store: Store, act: Act) -> Act:
    """
    Return an issue with the provider's excluded entry as its predecessor; any other act unchanged.
    """
    if not isinstance(act, Issue) or act.succession:
        return act
    mentioning = store.entries_mentioning(act.identifier)
    found = (store.entry(id_, act.on) for id_ in mentioning if id_ != act.entry_id)
    excluded = [entry for entry in found if entry and _left(entry, act)]
    if not excluded:
        return act
    latest = max(excluded, key=lambda entry: entry.excluded_on or entry.included_on)
    succession = Succession(kind=SuccessionKind.LICENSED_AGAIN, predecessors=(latest.id,))
    return evolve(act, succession=succession)


def erase(store: Store, clock: Clock, draft: Draft) -> None:
    """
    Record an erasure, and remove the payloads and salts of all earlier facts.

    If the entry was erased already, the store's files are scrubbed again before the error is raised.

    Raises:
        UnlawfulAct: the entry is in the register, or is not a natural person's.
        NotFound: there is no such entry.
        Erased: it was erased already.
        Conflict: others wrote meanwhile.
    """
    known = store.records(draft.entry)
    if not known:
        raise NotFound(Fault(Code.UNKNOWN_ENTRY, "entry"))
    if known[0].payload is None:  # a reader may have kept traces in the files the first time
        store.scrub()
    old = [unseal(record) for record in known]
    new = _facts(draft, old, clock)
    today = new[0].recorded_at.astimezone(REGISTER_TIME).date()
    present = [segment for segment in timeline.segments(old) if segment.entry.in_register]
    natural = any(isinstance(f.content, Issue) and isinstance(f.content.identifier, Iin) for f in old)
    if not natural or any(segment.until is None or segment.until > today for segment in present):
        raise UnlawfulAct(Fault(Code.NOT_ERASABLE, "entry"))
    sealed = tuple(_sealed(new, known[-1].digest, None))
    store.commit(
        Commit(entry_id=draft.entry, after=len(known), records=sealed, segments=(), erases=True)
    )
    log("the data of an entry were erased")
