"""
The registry's questions: what was true, what was known and what is public, on any day.

Each takes `on`, by default today in Kazakhstan, and `known`, the moment of knowledge, by default now.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Final
from uuid import UUID

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue, NotFound
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LATEST_DAY, REGISTER_TIME
from kz_social_registry.base.validation import checked, instance
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain import standing, timeline
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import (
    Hidden,
    Publication,
    PublicEntry,
    admit,
    arrange,
    why_hidden,
)
from kz_social_registry.domain.row import Explanation
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page, place, rows
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Fact, Possibility, Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry import audit
from kz_social_registry.registry.audit import Checkpoint, Verification
from kz_social_registry.registry.extract import Agreement, Extract, backed, steps
from kz_social_registry.registry.ports import Change, Clock, Snapshot, Store, system_clock
from kz_social_registry.registry.public_diff import Diff, diff
from kz_social_registry.registry.records import unseal

#: How many entries are looked up at once where all are asked for.
_PAGE: Final = 1000


class RegistryReader:
    """
    What can be asked of the register of a store.
    """

    def __init__(self, store: Store, clock: Clock = system_clock) -> None:
        self.store = store
        self._clock = clock

    def today(self) -> date:
        """
        Return the register's present day: the date in Kazakhstan.
        """
        return self._clock().astimezone(REGISTER_TIME).date()

    def get(
        self, entry_id: UUID, *, on: date | None = None, known: datetime | None = None
    ) -> RegistryEntry | None:
        """
        Return the entry as it stands on a day; None before its inclusion.

        Raises:
            NotFound: there is no such entry.
        """
        day, known = self._day(on), _moment(known)
        if known is None and (entry := self.store.entry(_id(entry_id), day)):
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
        facts = tuple(map(unseal, self.store.records(_id(entry_id))))
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
        timelines = (self.timeline(id_, known=known) for id_ in self.store.entries_mentioning(provider))
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

    def search(
        self,
        criteria: Criteria | None = None,
        *,
        on: date | None = None,
        after: Cursor | str | None = None,
        limit: int = 100,
        total: bool = False,
    ) -> Page:
        """
        Return a page of what matches on a day, by Kazakh name, behind `after`: a `next`, or its text.

        Without criteria that is what is in the register. With `total` the page says how many match on
        all pages, which reads all of them.

        Raises:
            InvalidValue: the limit is no whole number above zero, or too large; `after` is no end.
        """
        day, most, begin = self._day(on), checked(limit, rows, "limit"), place(after)
        return self.store.search(_criteria(criteria), day, after=begin, limit=most, total=total)

    def found(
        self, criteria: Criteria | None = None, *, on: date | None = None
    ) -> Iterator[RegistryEntry]:
        """
        Yield all entries that match on a day, page by page and without a limit.
        """
        page = self.search(criteria, on=on, limit=_PAGE)
        yield from page
        while page.next:
            page = self.search(criteria, on=on, after=page.next, limit=_PAGE)
            yield from page

    def facets(self, criteria: Criteria | None = None, *, on: date | None = None) -> Facets:
        """
        Return how many entries match on a day, with their capacity, by condition, category and region.

        The time grows with the register: a portal that shows them often keeps them for the day.
        """
        return self.store.facets(_criteria(criteria), self._day(on))

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
        return arrange(self._admitted(on, published_on, checked(view, instance(View), "view")))

    def _admitted(self, on: date, published_on: date, view: View) -> Iterator[PublicEntry]:
        with self.store.snapshot(on, view) as snapshot:
            for entry in snapshot.entries:
                latest = entry if on == published_on else self.store.entry(entry.id, published_on)
                if row := admit(entry, on=on, latest=latest, published_on=published_on):
                    yield row

    def why_hidden(
        self,
        entry_id: UUID,
        *,
        on: date | None = None,
        published_on: date | None = None,
        view: View = View.CURRENT,
    ) -> tuple[Hidden, ...]:
        """
        Return why the public does not see an entry, or columns of it; for staff and the provider.

        Raises:
            NotFound: there is no such entry.
        """
        described, made = self._day(on), self._day(published_on)
        days = {"on": described, "published_on": made}
        entry, latest = self.get(entry_id, on=described), self.get(entry_id, on=made)
        return why_hidden(entry, latest=latest, view=checked(view, instance(View), "view"), **days)

    def public_diff(
        self, earlier: Publication, *, on: date | None = None, published_on: date | None = None
    ) -> Diff:
        """
        Return what leads from an earlier publication to today's.

        That an entry left the register is told where the public may know it: its consent stands and
        covers column 17. Of all others that are gone nothing is told.
        """
        later = self.public(on=on, published_on=published_on, view=earlier.view)
        gone = {row.id for row in earlier} - {row.id for row in later}
        left = [id_ for id_ in gone if self._left_publicly(id_, later)]
        return diff(earlier, later, left=left)

    def _left_publicly(self, entry_id: UUID, later: Publication) -> bool:
        entry, latest = (self.store.entry(entry_id, day) for day in (later.on, later.published_on))
        if entry is None or entry.in_register:
            return False
        return admit(entry, on=later.on, latest=latest, published_on=later.published_on) is not None

    # Looking back and ahead -------------------------------------------------------------------------

    def explain_change(
        self,
        entry_id: UUID,
        *,
        on: date,
        known_then: datetime,
        known_now: datetime | None = None,
    ) -> Explanation:
        """
        Return what was believed then of an entry on a day, and what is known now.

        Raises:
            NotFound: there is no such entry.
        """
        then, now = _moment(known_then, "known_then"), _moment(known_now, "known_now")
        return Explanation(self.get(entry_id, on=on, known=then), self.get(entry_id, on=on, known=now))

    def allowed(self, entry_id: UUID, *, on: date | None = None) -> tuple[Possibility, ...]:
        """
        Return which acts are possible on a day, with their clauses, and what forbids the others.

        Raises:
            NotFound: there is no such entry.
        """
        return timeline.allowed(self.history(entry_id), self._day(on))

    def due(self, *, on: date | None = None, within: timedelta) -> tuple[RegistryEntry, ...]:
        """
        Return the entries whose licences, in force on a day, expire within some time, soonest first.
        """
        day = self._day(on)
        span = max(checked(within, instance(timedelta), "within"), -ONE_DAY)
        last = day + min(span, LATEST_DAY - day)
        before = last + ONE_DAY if last < LATEST_DAY else None
        expiring = [
            (entry.licence.valid_until, str(entry.id), entry)
            for entry in self.found(Criteria(standing=True, expires_before=before), on=day)
            if entry.licence.valid_until is not None
        ]
        return tuple(entry for _, _, entry in sorted(expiring, key=itemgetter(0, 1)))

    def predecessors(self, entry_id: UUID) -> tuple[UUID, ...]:
        """
        Return the entries that this one continues (Law on Permits, art. 34).

        Raises:
            NotFound: there is no such entry.
        """
        segments = self.timeline(entry_id)
        succession = segments[-1].entry.succession if segments else None
        return succession.predecessors if succession else ()

    def successors(self, entry_id: UUID) -> tuple[UUID, ...]:
        """
        Return the entries that continue this one: what was registered anew was not closed.
        """
        naming = self.store.entries_mentioning(str(_id(entry_id)))
        return tuple(id_ for id_ in naming if entry_id in self.predecessors(id_))

    def extract(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> Extract:
        """
        Return what the register says of one provider on one day, with what backs it.

        Raises:
            NotFound: the provider has no entry on that day.
        """
        now = self._clock()  # before the facts are read: what comes later is not in the extract
        answer = self.standing(identifier, on=on, known=known)
        if answer.entry is None:
            raise NotFound(Fault(Code.UNKNOWN_PROVIDER, "identifier"))
        facts = self.history(answer.entry.id, known=known)
        latest = max(now, facts[-1].recorded_at)  # a clock may lag behind the last fact
        moment = min(known, latest) if known else latest  # of a moment to come nothing is known
        return Extract(known=moment, **backed(answer.identifier, answer.on, facts))

    def check_extract(self, extract: Extract) -> Agreement:
        """
        Return whether an extract and this register still agree.

        It was never right if its facts are not those of the register, if they were recorded after its
        moment of knowledge, or if that is yet to come. What was recorded before that moment may have
        been on its way: then the extract is superseded.

        Raises:
            Erased: the entry's data are gone.
        """
        provider = checked(extract, instance(Extract), "extract").standing.identifier
        records = self.store.records(extract.entry_id)
        if not audit.was_right(extract, records, now=self._clock()):
            return Agreement.DISAGREES
        now = self.standing(provider, on=extract.on)
        same = now == extract.standing
        told = steps(self.history(extract.entry_id), extract.on) if same else ()
        return Agreement.AGREES if told == extract.history else Agreement.SUPERSEDED

    # The internal feed and the audit ----------------------------------------------------------------

    def snapshot(
        self, *, on: date | None = None, view: View = View.CURRENT
    ) -> AbstractContextManager[Snapshot]:
        """
        Lend the entries of a day and the position of the last change that they show.

        `changes` behind that position continue it without gap or repeat. For internal consumers.
        """
        return self.store.snapshot(self._day(on), checked(view, instance(View), "view"))

    def changes(self, *, after: int = 0) -> Iterator[Change]:
        """
        Yield every record behind a position, in an order that skips none; for internal consumers.
        """
        return audit.changes(self.store, after)

    def checkpoint(self) -> Checkpoint:
        """
        Return the state of all chains: print, sign or deposit it, and `verify` against it later.
        """
        return audit.checkpoint(self.store)

    def verify(self, checkpoint: Checkpoint | str | None = None) -> Verification:
        """
        Check all that is kept against its seals, and against an earlier checkpoint.
        """
        return audit.verify(self.store, checkpoint)

    def _day(self, on: date | None) -> date:
        return self.today() if on is None else checked(on, validation.day, "on")


def _moment(known: datetime | None, path: str = "known") -> datetime | None:
    return None if known is None else checked(known, validation.moment, path)


def _id(entry_id: UUID) -> UUID:
    return checked(entry_id, instance(UUID), "entry_id")


def _criteria(criteria: Criteria | None) -> Criteria:
    return Criteria() if criteria is None else checked(criteria, instance(Criteria), "criteria")


def _identified(identifier: Identifier | str) -> Identifier:
    try:
        return identifier_of(identifier)
    except InvalidValue as error:
        raise error.under("identifier") from None
