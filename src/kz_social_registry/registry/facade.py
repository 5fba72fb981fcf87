"""
The registry: acts as verbs here, questions as nouns in `questions`, over any store and any clock.

It holds no state of its own. Each verb takes `on`, the day of effect; `document`, what the act rests
on; `by`, who records it; and `expect`, how many facts the caller saw, if it minds what others wrote.
Each returns the entry as the act leaves it on that day.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import Final, TypedDict, Unpack
from uuid import UUID

from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import UnlawfulAct
from kz_social_registry.base.validation import NO_FAULTS, Faults, checked, wrong_type
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
)
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import (
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
from kz_social_registry.domain.entry import RegistryEntry, Succession
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.timeline import Annul, Erase, Fact
from kz_social_registry.domain.values.identifiers import Bin
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.recorder import Draft, Notice, record
from kz_social_registry.registry.recorder import erase as erase_entry
from kz_social_registry.registry.store_faults import after_commits

#: The statuses of a licence that nothing has ended yet.
_UNENDED: Final = (Status.ACTIVE, Status.SUSPENDED)


class Recording(TypedDict, total=False):
    """
    What every verb takes about the recording itself.
    """

    #: Who records the act.
    by: str | None
    #: How many facts of the entry the caller saw; refuses if others wrote meanwhile.
    expect: int | None


class Registry(RegistryReader):
    """
    A register of organisations that provide special social services, over a store.

    >>> from kz_social_registry.storage.memory import MemoryStore
    >>> registry = Registry(MemoryStore())
    >>> bool(registry.standing("940140000385", on=date(2026, 1, 15)))
    False
    """

    def batch(self) -> AbstractContextManager[None]:
        """
        Record what this thread does inside the block in one transaction, or none of it.
        """
        return self.store.batch()

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
        return self.record(entry_id, Terminate(on=on, ground=ground, document=document), **recording)

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
        *more: Act,
        by: str | None = None,
        expect: int | None = None,
        notice: Notice | None = None,
    ) -> RegistryEntry:
        """
        Record any act, or several of one entry together; return the entry on the last one's day.

        The verbs are this method under the acts' own names. Several acts are recorded all or none, so
        that an earlier life of a provider can be, from its issue to its exclusion: alone its issue is
        refused while the provider has a later entry.

        Raises:
            UnlawfulAct: the lifecycle refuses an act, or the timeline would not be lawful with it.
            NotFound: there is no such entry.
            Conflict: `expect` is not what is there, or the notice's id is known.
        """
        acts = tuple(map(self._with_succession, (act, *more)))
        draft = Draft(entry_id=entry_id, contents=acts, by=by, expect=expect, notice=notice)
        last = max(act.on for act in acts)
        entry = timeline.at(record(self.store, self._clock, draft), on=last)
        assert entry is not None  # noqa: S101  # for type checkers: the acts are in effect by then
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

    def correct(
        self,
        entry_id: UUID,
        number: int,
        replacement: Act,
        *,
        reason: str,
        by: str | None = None,
        expect: int | None = None,
        notice: Notice | None = None,
    ) -> tuple[Fact, ...]:
        """
        Put an act in the place of one that was recorded wrongly: a correction is not a reissue.

        Questions about what was known before still get the old answers (Law on Permits, art. 44).

        Raises:
            UnlawfulAct: no such act stands, or the timeline would not be lawful.
            NotFound: there is no such entry.
            Conflict: `expect` is not what is there, or the notice's id is known.
        """
        replacement = self._with_succession(replacement, "replacement")
        contents = (Annul(of=number, reason=reason), replacement)
        draft = Draft(entry_id=entry_id, contents=contents, by=by, expect=expect, notice=notice)
        return record(self.store, self._clock, draft)

    def sweep(self, *, on: date | None = None, by: str | None = None) -> tuple[UUID, ...]:
        """
        Terminate every licence past its term, on the day after it; what is excluded is left alone.

        Ground 1 of the Law on Permits, art. 35(1). Doing it twice is doing it once.

        Raises:
            UnlawfulAct: a licence that nobody ended meanwhile cannot be terminated.
        """
        day = self._day(on)
        overdue = Criteria(statuses=_UNENDED, expires_before=day)
        expired = [(e.id, e.licence.valid_until) for e in self.found(overdue, on=day)]
        swept: list[UUID] = []
        for entry_id, last in expired:
            with after_commits(swept):
                swept += [entry_id] if last and self._expire(entry_id, last, by) else []
        return tuple(swept)

    def _expire(self, entry_id: UUID, last: date, by: str | None) -> bool:
        """
        Terminate an expired licence; not if somebody else ended it, or its entry, meanwhile.
        """
        day = last + ONE_DAY
        try:
            self.terminate(entry_id, on=day, ground=TerminationGround.EXPIRED, by=by)
        except UnlawfulAct:
            entry = self.get(entry_id, on=day)
            if entry and entry.status in _UNENDED:
                raise
            return False
        return True

    def erase(self, entry_id: UUID, *, basis: str, by: str | None = None) -> None:
        """
        Erase the data of a natural person's entry for good; the proof that facts were stays.

        Only an entry that is excluded, or whose issue was annulled, can be erased.

        Raises:
            UnlawfulAct: the entry is in the register, or is not a natural person's.
            NotFound: there is no such entry.
            Erased: it was erased already.
        """
        draft = Draft(entry_id=entry_id, contents=(Erase(basis=basis),), by=by)
        erase_entry(self.store, self._clock, draft)

    def _with_succession(self, act: Act, path: str = "act") -> Act:
        """
        Return an issue with the entry that it continues, unless it says so itself; others as they are.
        """
        act = checked(act, _act, path)
        if isinstance(act, Issue) and act.succession is None:
            return evolve(act, succession=self._licensed_before(act))
        return act

    def _licensed_before(self, issue: Issue) -> Succession | None:
        """
        Return the succession of a provider that was excluded and is licensed again.
        """
        others = (
            id_ for id_ in self.store.entries_mentioning(issue.identifier) if id_ != issue.entry_id
        )
        found = (self.store.entry(id_, issue.on) for id_ in others)
        excluded = [e for e in found if e and not e.in_register and e.identifier == issue.identifier]
        if not excluded:
            return None
        latest = max(excluded, key=lambda entry: entry.excluded_on or entry.included_on)
        return Succession(kind=SuccessionKind.LICENSED_AGAIN, predecessors=(latest.id,))


def _act(act: object) -> Faults:
    return NO_FAULTS if isinstance(act, Act) else wrong_type(act, "act")
