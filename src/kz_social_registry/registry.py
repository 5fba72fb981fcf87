"""
The registry: acts as verbs, questions as nouns, over any store and any clock.

It holds no state of its own. Every verb takes `on`, the day of effect; `document`, what the act rests
on; `by`, who records it; and `expect`, how many facts the caller saw, if it minds what others wrote. It
returns the entry as the act leaves it on that day.

Every question about a day takes `on`, by default today in Kazakhstan, and `known`, the moment of
knowledge, by default now.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from attrs import evolve

from kz_social_registry import checks, standing, timeline
from kz_social_registry.acts import (
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    NewEntry,
    Reissue,
    Resume,
    SignContract,
    Suspend,
    Terminate,
    WithdrawConsent,
    issue_of,
)
from kz_social_registry.columns import Column
from kz_social_registry.entry import RegistryEntry, Succession
from kz_social_registry.errors import Fault, InvalidValue, NotFound
from kz_social_registry.identifiers import Bin, Identifier, identifier as identifier_of
from kz_social_registry.law import REGISTER_TIME
from kz_social_registry.messages import Code
from kz_social_registry.proof import unseal
from kz_social_registry.protocols import Clock, Store
from kz_social_registry.publication import Publication, PublicEntry, admit, arrange
from kz_social_registry.recording import Draft, Notice, record
from kz_social_registry.standing import Standing
from kz_social_registry.terms import Term
from kz_social_registry.timeline import Annul, Fact, Segment
from kz_social_registry.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    SuccessionKind,
    TerminationGround,
    View,
)


def system_clock() -> datetime:
    """
    Return the computer's present moment.
    """
    return datetime.now(UTC)


class Recording(TypedDict, total=False):
    """
    What every verb takes about the recording itself.
    """

    #: Who records the act.
    by: str | None
    #: How many facts of the entry the caller saw; refuses if others wrote meanwhile.
    expect: int | None


class Registry:
    """
    A register of organisations that provide special social services, over a store.

    >>> from kz_social_registry.storage.memory import MemoryStore
    >>> registry = Registry(MemoryStore())
    >>> bool(registry.standing("940140000385", on=date(2026, 1, 15)))
    False
    """

    def __init__(self, store: Store, clock: Clock = system_clock) -> None:
        self.store = store
        self._clock = clock

    def today(self) -> date:
        """
        Return the register's present day: the date in Kazakhstan.
        """
        return self._clock().astimezone(REGISTER_TIME).date()

    def batch(self) -> AbstractContextManager[None]:
        """
        Record what this thread does inside the block in one transaction, or none of it.
        """
        return self.store.batch()

    # Verbs ------------------------------------------------------------------------------------------

    def issue(
        self, *, by: str | None = None, expect: int | None = None, **values: Unpack[NewEntry]
    ) -> RegistryEntry:
        """
        Form an entry after a licence was issued (Rules, paras 3 and 4); it gets a random id.

        The values are those of `NewEntry`. A provider that was excluded before gets a new entry that
        names the old one, unless `succession` says otherwise.

        Raises:
            InvalidValue: with every value that is wrong.
            UnlawfulAct: the provider has an entry in the register; the fault names what is missing.
        """
        issue = issue_of(**values)
        return self.record(issue.entry_id, issue, by=by, expect=expect)

    def reissue(
        self,
        entry_id: UUID,
        *,
        on: date,
        ground: ReissueGround,
        name: str | None = None,
        address: str | None = None,
        kato: str | None = None,
        new_identifier: Bin | None = None,
        licence_number: str | None = None,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Reissue the licence, on a ground of art. 33; the term goes on as it was.
        """
        act = Reissue(
            on=on, ground=ground, name=name, address=address, kato=kato,
            new_identifier=new_identifier, licence_number=licence_number, document=document,
        )  # fmt: skip
        return self.record(entry_id, act, **recording)

    def sign_contract(
        self,
        entry_id: UUID,
        *,
        on: date,
        term: Term,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Note the contract on services that was signed (Rules, para. 5(10)).
        """
        return self.record(entry_id, SignContract(on=on, term=term, document=document), **recording)

    def amend(
        self,
        entry_id: UUID,
        *,
        on: date,
        address: str | None = None,
        kato: str | None = None,
        conditions: Iterable[ServiceCondition] | None = None,
        categories: Iterable[RecipientCategory] | None = None,
        capacity: int | None = None,
        phones: Iterable[str] | None = None,
        emails: Iterable[str] | None = None,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Change what needs no reissue: contacts, capacity, conditions, categories, a renamed street.
        """
        act = Amend(
            on=on, address=address, kato=kato, conditions=conditions, categories=categories,
            capacity=capacity, phones=phones, emails=emails, document=document,
        )  # fmt: skip
        return self.record(entry_id, act, **recording)

    def suspend(
        self,
        entry_id: UUID,
        *,
        on: date,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Suspend the licence (Law on Permits, art. 45).
        """
        return self.record(entry_id, Suspend(on=on, document=document), **recording)

    def resume(
        self,
        entry_id: UUID,
        *,
        on: date,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Resume the suspended licence (Law on Permits, art. 45).
        """
        return self.record(entry_id, Resume(on=on, document=document), **recording)

    def terminate(
        self,
        entry_id: UUID,
        *,
        on: date,
        ground: TerminationGround,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Terminate the licence on one of eight grounds; `on` is the first day without it.
        """
        return self.record(
            entry_id, Terminate(on=on, ground=ground, document=document), **recording
        )

    def exclude(
        self,
        entry_id: UUID,
        *,
        on: date,
        basis: str,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Exclude the provider from the register for good; the form's column 17 tells why.
        """
        return self.record(entry_id, Exclude(on=on, basis=basis, document=document), **recording)

    def give_consent(
        self,
        entry_id: UUID,
        *,
        on: date,
        columns: Iterable[Column | int] | None = None,
        until: date | None = None,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Note the provider's consent to publication (Rules, para. 7), to all columns or to some.

        A natural person's consent must list its columns.
        """
        act = GiveConsent(on=on, columns=columns, until=until, document=document)
        return self.record(entry_id, act, **recording)

    def withdraw_consent(
        self,
        entry_id: UUID,
        *,
        on: date,
        document: str | None = None,
        **recording: Unpack[Recording],
    ) -> RegistryEntry:
        """
        Note that the provider withdrew its consent; on that day it no longer counts.
        """
        return self.record(entry_id, WithdrawConsent(on=on, document=document), **recording)

    def record(
        self,
        entry_id: UUID,
        act: Act,
        *,
        by: str | None = None,
        expect: int | None = None,
        notice: Notice | None = None,
    ) -> RegistryEntry:
        """
        Record any act; the verbs are this method under the acts' own names.

        Raises:
            UnlawfulAct: the lifecycle refuses it, or the timeline would not be lawful with it.
            NotFound: there is no such entry.
            Conflict: `expect` is not what is there, or the notice's id is known.
        """
        if isinstance(act, Issue) and act.succession is None:
            act = evolve(act, succession=self._licensed_before(act))
        draft = Draft(entry_id=entry_id, contents=(act,), by=by, expect=expect, notice=notice)
        entry = timeline.at(record(self.store, self._clock, draft), on=act.on)
        assert entry is not None  # noqa: S101  # for type checkers: the act itself is in effect
        return entry

    def annul(
        self,
        entry_id: UUID,
        number: int,
        *,
        reason: str,
        by: str | None = None,
        expect: int | None = None,
        notice: Notice | None = None,
    ) -> tuple[Fact, ...]:
        """
        Strike out a fact, as if it had never been; everything else must stay lawful without it.

        Raises:
            UnlawfulAct: no such act stands, or what remains would not be lawful.
            NotFound: there is no such entry.
            Conflict: `expect` is not what is there, or the notice's id is known.
        """
        contents = (Annul(of=number, reason=reason),)
        draft = Draft(entry_id=entry_id, contents=contents, by=by, expect=expect, notice=notice)
        return record(self.store, self._clock, draft)

    def _licensed_before(self, issue: Issue) -> Succession | None:
        """
        Return the succession of a provider that was excluded and is licensed again.
        """
        found = (self.store.entry(id_, issue.on) for id_ in self.store.naming(issue.identifier))
        excluded = [
            e for e in found if e and not e.in_register and e.identifier == issue.identifier
        ]
        if not excluded:
            return None
        latest = max(excluded, key=lambda entry: entry.excluded_on or entry.included_on)
        return Succession(kind=SuccessionKind.LICENSED_AGAIN, predecessors=(latest.id,))

    # Questions --------------------------------------------------------------------------------------

    def get(
        self, entry_id: UUID, *, on: date | None = None, known: datetime | None = None
    ) -> RegistryEntry | None:
        """
        Return the entry as it stands on a day; None before its inclusion.

        Raises:
            NotFound: there is no such entry.
        """
        day, known = self._day(on), _moment(known)
        if known is None and (entry := self.store.entry(entry_id, day)):
            return entry
        return timeline.at(self.history(entry_id), on=day, known=known)

    def by_identifier(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> RegistryEntry | None:
        """
        Return the provider's entry that is in the register on a day, or None.
        """
        answer = self.standing(identifier, on=on, known=known)
        return answer.entry if answer.in_register else None

    def history(self, entry_id: UUID, *, known: datetime | None = None) -> tuple[Fact, ...]:
        """
        Return an entry's facts in the order of recording, annulled ones and annulments among them.

        Raises:
            NotFound: there is no such entry.
        """
        facts = tuple(map(unseal, self.store.records(entry_id)))
        if not facts:
            raise NotFound(Fault(Code.UNKNOWN_ENTRY, "entry_id"))
        moment = _moment(known)
        return tuple(fact for fact in facts if moment is None or fact.recorded_at <= moment)

    def standing(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> Standing:
        """
        Return whether the provider may be reimbursed for a service on a day, and why not.

        Raises:
            InvalidValue: the identifier is none; a provider that is unknown is an answer.
        """
        provider, day, known = _identified(identifier), self._day(on), _moment(known)
        if known is None and (entry := self.store.in_register(provider, day)):
            return standing.of_entry(provider, day, entry)
        timelines = (self.timeline(id_, known=known) for id_ in self.store.naming(provider))
        return standing.of_provider(provider, day, timelines)

    def standings(
        self, pairs: Iterable[tuple[Identifier | str, date]], *, known: datetime | None = None
    ) -> Iterator[Standing]:
        """
        Yield the standing of each (identifier, day), in their order, as they are asked for.
        """
        return (self.standing(identifier, on=on, known=known) for identifier, on in pairs)

    def timeline(self, entry_id: UUID, *, known: datetime | None = None) -> tuple[Segment, ...]:
        """
        Return the entry's whole timeline: what it says from which day until which.

        Raises:
            NotFound: there is no such entry.
        """
        return timeline.segments(self.history(entry_id, known=known))

    def public(
        self,
        *,
        on: date | None = None,
        published_on: date | None = None,
        view: View = View.CURRENT,
    ) -> Publication:
        """
        Return what the public may see of a day (Rules, para. 7), as published today.
        """
        described, made = self._day(on), self._day(published_on)
        rows = tuple(self.public_rows(on=described, published_on=made, view=view))
        return Publication(on=described, published_on=made, view=view, entries=rows)

    def public_rows(
        self, *, on: date, published_on: date, view: View = View.CURRENT
    ) -> Iterator[PublicEntry]:
        """
        Yield the rows of a publication, for writers that do not hold it whole.
        """
        return arrange(self._admitted(on, published_on, view))

    def _admitted(self, on: date, published_on: date, view: View) -> Iterator[PublicEntry]:
        for entry in self.store.entries(on, view):
            same_day = on == published_on
            latest = entry if same_day else self.store.entry(entry.id, published_on)
            if row := admit(entry, on=on, latest=latest, published_on=published_on):
                yield row

    def _day(self, on: date | None) -> date:
        if on is None:
            return self.today()
        if faults := checks.day(on):
            raise InvalidValue(*(fault.under("on") for fault in faults))
        return on


def _moment(known: datetime | None) -> datetime | None:
    if known is not None and (not isinstance(known, datetime) or known.tzinfo is None):
        raise InvalidValue(Fault(Code.NOT_A_MOMENT, "known", value=known))
    return known


def _identified(identifier: Identifier | str) -> Identifier:
    try:
        return identifier_of(identifier)
    except InvalidValue as error:
        raise error.under("identifier") from None
