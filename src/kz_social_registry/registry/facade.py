"""
The registry: the acts as verbs, over any store and any clock. Its questions are in `reader`.

It holds no state of its own. Each verb takes an entry or its id, and:

- `on`: the day on which the act takes effect;
- `document`: the paper that the act rests on;
- `by`: who records it;
- `expect`: how many facts of the entry the caller saw; the verb refuses if others wrote since.

A parameter of a closed list takes the word or its code. Each verb returns the entry as the act leaves
it on that day, and raises the errors of `Registry.record`.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Final
from uuid import UUID

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, NotFound, RegistryError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import NO_FAULTS, Faults, checked, wrong_type
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain import acts, timeline
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.standing import Reason
from kz_social_registry.domain.timeline import Annul, Content, Erase, Fact
from kz_social_registry.domain.values.identifiers import Identifier, Iin
from kz_social_registry.domain.values.parts import Succession
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.registry import recorder
from kz_social_registry.registry.arguments import EntryOrId, id_of, naming
from kz_social_registry.registry.arguments import identifier as identifier_of
from kz_social_registry.registry.ports import after_commits, log
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.recorder import Draft, Notice

#: The statuses of a licence that nothing has ended yet.
_UNENDED: Final = (Status.ACTIVE, Status.SUSPENDED)


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
        Record everything that this thread does inside the block in one transaction, or nothing.

        The batch belongs to the thread and the asyncio task that opened it. Never await inside: the
        store refuses other tasks meanwhile (`other_task`). Other threads wait until it ends.
        """
        return self.store.batch()

    def issue(
        self, *, on: date, identifier: Identifier | str, name: str, address: str,
        conditions: Iterable[ServiceCondition | str], categories: Iterable[RecipientCategory | str],
        capacity: int, phones: Iterable[str] = (), emails: Iterable[str] = (),
        licence_issued_on: date, licence_term: Term, licence_number: str | None = None,
        reissued_on: date | None = None, contract_signed_on: date | None = None,
        contract_term: Term | None = None, consent: acts.GivenConsent | None = None,
        kato: str | None = None, succession: Succession | None = None,
        entry_id: UUID | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Form an entry after a licence was issued (Rules, paras 3 and 4).

        Without `entry_id` the entry gets a random id. A provider that was excluded before gets a new
        entry that names the old one, unless `succession` says otherwise. A consent that was signed with
        the application counts from `on`.

        Raises:
            InvalidValue: with every value that is wrong.
            UnlawfulAct: the provider has an entry in the register; the fault names the missing acts.
        """
        act = acts.issue_of(
            on=on, identifier=identifier, name=name, address=address, conditions=conditions,
            categories=categories, capacity=capacity, phones=phones, emails=emails,
            licence_issued_on=licence_issued_on, licence_term=licence_term,
            licence_number=licence_number, reissued_on=reissued_on,
            contract_signed_on=contract_signed_on, contract_term=contract_term, consent=consent,
            kato=kato, succession=succession, document=document, entry_id=entry_id,
        )  # fmt: skip
        return self._of_verb(act.entry_id, act, by, expect)

    def reissue(
        self, entry: EntryOrId, *, on: date, ground: ReissueGround | str,
        name: str | None = None, address: str | None = None, kato: str | None = None,
        new_identifier: Identifier | str | None = None, licence_number: str | None = None,
        succession: Succession | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Reissue the licence on a ground of the Law on Permits, art. 33(1); its term does not change.

        On reorganisation the licence may pass to another BIN, and `succession` names the other entries
        that took part. A natural person's reissue may carry its new IIN.
        """
        act = acts.Reissue(
            on=on, ground=ground, name=name, address=address, kato=kato,
            new_identifier=new_identifier, licence_number=licence_number,
            succession=succession, document=document,
        )  # fmt: skip
        return self._of_verb(entry, act, by, expect)

    def sign_contract(
        self, entry: EntryOrId, *, on: date, term: Term, signed_on: date | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Record the contract on services (Rules, para. 5(10)), signed on a day or before it.
        """
        act = acts.SignContract(on=on, term=term, signed_on=signed_on, document=document)
        return self.record(entry, act, by=by, expect=expect)

    def end_contract(
        self, entry: EntryOrId, *, on: date,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Record that the contract on services ended before its term; from `on` the entry has none.
        """
        return self.record(entry, acts.EndContract(on=on, document=document), by=by, expect=expect)

    def amend(
        self, entry: EntryOrId, *, on: date, address: str | None = None,
        kato: str | None = None, conditions: Iterable[ServiceCondition | str] | None = None,
        categories: Iterable[RecipientCategory | str] | None = None, capacity: int | None = None,
        phones: Iterable[str] | None = None, emails: Iterable[str] | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Change data that need no reissue: contacts, capacity, conditions, categories, a renamed street.
        """
        act = acts.Amend(
            on=on, address=address, kato=kato, conditions=conditions, categories=categories,
            capacity=capacity, phones=phones, emails=emails, document=document,
        )  # fmt: skip
        return self.record(entry, act, by=by, expect=expect)

    def suspend(
        self, entry: EntryOrId, *, on: date, until: date | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Suspend the licence (Law on Permits, art. 45), until a last day if the decision states one.

        Nothing ends by itself: `due` lists the suspensions whose last day is past.
        """
        return self.record(
            entry, acts.Suspend(on=on, until=until, document=document), by=by, expect=expect
        )

    def resume(
        self, entry: EntryOrId, *, on: date,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Resume the suspended licence (Law on Permits, art. 45).
        """
        return self.record(entry, acts.Resume(on=on, document=document), by=by, expect=expect)

    def terminate(
        self, entry: EntryOrId, *, on: date, ground: TerminationGround | str,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Terminate the licence on one of eight grounds; `on` is the first day without it.
        """
        act = acts.Terminate(on=on, ground=ground, document=document)
        return self.record(entry, act, by=by, expect=expect)

    def exclude(
        self, entry: EntryOrId, *, on: date, basis: str,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Exclude the provider from the register for good; `basis` is column 17 of the form.
        """
        return self.record(
            entry, acts.Exclude(on=on, basis=basis, document=document), by=by, expect=expect
        )

    def give_consent(
        self, entry: EntryOrId, *, on: date,
        columns: Iterable[Column | str | int] | None = None, given_on: date | None = None,
        until: date | None = None,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Record the provider's consent to publication (Rules, para. 7), to all columns or to some.

        Columns may also be given by their numbers. A natural person's consent must list its columns.
        `given_on` is the day of signing, which may be before inclusion; the consent counts from `on`.
        """
        act = acts.GiveConsent(
            on=on, columns=columns, given_on=given_on, until=until, document=document
        )
        return self.record(entry, act, by=by, expect=expect)

    def withdraw_consent(
        self, entry: EntryOrId, *, on: date,
        document: str | None = None, by: str | None = None, expect: int | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Record that the provider withdrew its consent; on that day it no longer counts.
        """
        return self.record(entry, acts.WithdrawConsent(on=on, document=document), by=by, expect=expect)

    def record(
        self, entry: EntryOrId, act: Act, *more: Act,
        by: str | None = None, expect: int | None = None, notice: Notice | None = None,
    ) -> RegistryEntry:  # fmt: skip
        """
        Record one act, or several of one entry together; return the entry on the last one's day.

        The verbs call this method. Several acts are recorded all or none. An earlier life of a provider
        is recorded so, from its issue to its exclusion: its issue alone is refused while the provider
        has a later entry.

        Raises:
            UnlawfulAct: the lifecycle refuses an act, or the timeline would not be lawful with it.
            NotFound: there is no such entry.
            Conflict: the entry has another number of facts than `expect`, or the notice's id is known.
        """
        contents = tuple([self._complete(one, "act") for one in (act, *more)])
        try:
            recorded = self._record(entry, contents, by, expect, notice)
        except RegistryError as error:
            error.of_fields = True  # parts of acts have several fields
            raise
        return recorded.on(max([one.on for one in contents]))

    def addressees(self, act: Act, identifier: Identifier | str) -> tuple[UUID, ...]:
        """
        Return the entries of an act that names the provider by its number; mostly there is one.

        It is the provider's entry in the register on the day of the act. For consent it may also be its
        latest one, excluded. An entry that another person holds on that day is never found.

        Consent is the provider's own (Rules, para. 7). Withdrawn by its number, it also ends for
        earlier excluded entries, and does not return when another withdrawal is annulled (assumption
        "withdrawn by number").

        Raises:
            InvalidValue: it is not an identifier.
            NotFound: the provider has no such entry.
        """
        provider = identifier_of(identifier)
        answer = self.standing(provider, on=act.on)
        reached = answer.in_register or isinstance(act, (acts.GiveConsent, acts.WithdrawConsent))
        if not reached or not answer.entry or Reason.PASSED_ON in answer.reasons:
            raise NotFound(Fault(Code.UNKNOWN_PROVIDER, "identifier"))
        found = answer.entry.id
        if not isinstance(act, acts.WithdrawConsent):
            return (found,)
        own = [e for e in self.mentioning(provider) if _consented(self.history(e), provider, act.on)]
        return tuple(sorted(own, key=lambda one: one != found)) or (found,)

    def annul(
        self, entry: EntryOrId, number: int, *, reason: str,
        by: str | None = None, expect: int | None = None, notice: Notice | None = None,
    ) -> tuple[Fact, ...]:  # fmt: skip
        """
        Strike out a fact, as if it had never been; everything else must stay lawful without it.

        Raises:
            UnlawfulAct: no act in effect has that number, or the rest would not be lawful.
            NotFound: there is no such entry.
            Conflict: the entry has another number of facts than `expect`, or the notice's id is known.
        """
        with naming(number=not notice):
            return self._record(entry, (Annul(of=number, reason=reason),), by, expect, notice).facts

    def correct(
        self, entry: EntryOrId, number: int, replacement: Act, *, reason: str,
        by: str | None = None, expect: int | None = None, notice: Notice | None = None,
    ) -> tuple[Fact, ...]:  # fmt: skip
        """
        Put an act in the place of one that was recorded wrongly: a correction is not a reissue.

        Questions about an earlier moment of knowledge keep their answers (Law on Permits, art. 44).

        Raises:
            UnlawfulAct: no act in effect has that number, or the timeline would not be lawful.
            NotFound: there is no such entry.
            Conflict: the entry has another number of facts than `expect`, or the notice's id is known.
        """
        replacement = self._complete(replacement, "replacement")
        with naming(number=not notice):
            contents = (Annul(of=number, reason=reason), replacement)
            return self._record(entry, contents, by, expect, notice).facts

    def sweep(self, *, on: date | None = None, by: str | None = None) -> tuple[UUID, ...]:
        """
        Terminate every licence past its term, on the day after it; return the ids of the entries.

        Excluded entries stay as they are. The ground is `expired` (Law on Permits, art. 35(1)(1)). A
        second sweep of the same day changes nothing.

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
        log("licences past their term terminated: %d", len(swept))
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

    def erase(self, entry: EntryOrId, *, basis: str, by: str | None = None) -> None:
        """
        Erase the data of a natural person's entry for good; the proof that facts were recorded stays.

        Only an entry that is excluded, or whose issue was annulled, can be erased.

        Raises:
            UnlawfulAct: the entry is in the register, or is not a natural person's.
            NotFound: there is no such entry.
            Erased: it was erased already.
        """
        draft = Draft(entry=id_of(entry), contents=(Erase(basis=basis),), by=by)
        recorder.erase(self.store, self._clock, draft)

    def _of_verb(
        self, entry: EntryOrId, act: Act, by: str | None, expect: int | None
    ) -> RegistryEntry:  # fmt: skip
        try:
            return self.record(entry, act, by=by, expect=expect)
        except RegistryError as error:
            error.of_fields = False  # a verb's parameters are flat
            raise

    def _complete(self, act: Act, path: str) -> Act:
        """
        Return an act; an issue of a provider that was excluded before names its earlier entry.
        """
        return recorder.with_predecessor(self.store, checked(act, _act, path))

    def _record(
        self, entry: EntryOrId, contents: tuple[Content, ...],
        by: str | None, expect: int | None, notice: Notice | None,
    ) -> recorder.Recorded:  # fmt: skip
        draft = Draft(entry=id_of(entry), contents=contents, by=by, expect=expect, notice=notice)
        return recorder.record(self.store, self._clock, draft)


def _act(act: object) -> Faults:
    return NO_FAULTS if isinstance(act, Act) else wrong_type(act, "act")


def _consented(facts: Sequence[Fact], provider: Identifier, on: date) -> bool:
    """
    Return whether an entry is the provider's on a day and has had its consent by then.
    """
    held = timeline.held_by(provider, timeline.segments(facts))
    if not any(segment.covers(on) for segment in held):
        return False
    by_then = (fact for fact in facts if fact.on is None or fact.on <= on)  # annulments have no day
    suppliers = timeline.consenting(by_then).values()
    return provider in suppliers or (isinstance(provider, Iin) and bool(suppliers))
