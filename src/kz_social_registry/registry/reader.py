"""
The questions of the registry: what was true, what was known and what is public, on any day.

A question takes `on`, by default today in Kazakhstan, and `known`, the moment of knowledge, by default
now. A question about one entry takes the entry or its id.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Erased, Fault, NotFound
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import REGISTER_TIME
from kz_social_registry.base.validation import checked, instance
from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain import publication, standing, timeline
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import Explanation
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page, as_cursor, rows
from kz_social_registry.domain.standing import Standing
from kz_social_registry.domain.timeline import Fact, Possibility, Segment
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.registry import answers, arguments, ports
from kz_social_registry.registry.answers.public_rows import admitted, left_publicly
from kz_social_registry.registry.arguments import EntryOrId
from kz_social_registry.registry.ports import Change, Clock, Snapshot, Store, system_clock
from kz_social_registry.registry.records import unsealed

#: How many entries `found` reads at once.
_PAGE: Final = 1000


class RegistryReader:
    """
    The reading half of a registry: every question about the register in a store, and no verb.

    Staff pages and other ministries' systems need nothing more.
    """

    def __init__(self, store: Store, clock: Clock = system_clock) -> None:
        self.store = store
        self._clock = clock

    def today(self) -> date:
        """
        Return the register's present day: the date in Kazakhstan.
        """
        return ports.present(self._clock).astimezone(REGISTER_TIME).date()

    def get(
        self, entry: EntryOrId, *, on: date | None = None, known: datetime | None = None
    ) -> RegistryEntry | None:
        """
        Return the entry as it stands on a day; None before its inclusion.

        Raises:
            NotFound: there is no such entry.
        """
        day, known = self._day(on), arguments.moment(known)
        if known is None and (found := self.store.entry(arguments.entry_id(entry), day)):
            return found
        return timeline.at(self.history(entry), on=day, known=known)

    def by_identifier(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> RegistryEntry | None:
        """
        Return the provider's entry that is in the register on a day, or None.
        """
        answer = self.standing(identifier, on=on, known=known)
        return answer.entry if answer.in_register else None

    def history(self, entry: EntryOrId, *, known: datetime | None = None) -> tuple[Fact, ...]:
        """
        Return an entry's facts in the order of recording, with annulments and annulled facts.

        Raises:
            NotFound: there is no such entry.
            StoreError: a fact does not fit the entry's chain: it was altered in the store.
        """
        facts = unsealed(self.store.records(arguments.entry_id(entry)))
        if not facts:
            raise NotFound(Fault(Code.UNKNOWN_ENTRY, "entry"))
        return _known(facts, arguments.moment(known))

    def journal(
        self, entry: EntryOrId, *, known: datetime | None = None
    ) -> "tuple[answers.journal.JournalLine, ...]":
        """
        Return for each fact of an entry who recorded it, when, on which paper, and what it changed.

        Raises:
            NotFound: there is no such entry.
        """
        return tuple(answers.journal.journal(self.history(entry, known=known)))

    def standing(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> Standing:
        """
        Return whether the provider was in the register with a licence in force on a day, and why not.

        Raises:
            InvalidValue: it is not an identifier. An unknown provider is an answer, not an error.
        """
        provider, day, known = arguments.identifier(identifier), self._day(on), arguments.moment(known)
        if known is not None:
            return standing.of_provider(provider, day, self._then(provider, known))
        if entry := self.store.in_register(provider, day):
            return standing.of_entry(provider, day, entry)
        return standing.of_provider(provider, day, self.store.timelines_of(provider))

    def _then(self, provider: Identifier, known: datetime | None) -> Iterator[tuple[Segment, ...]]:
        return (timeline.segments(_known(facts, known)) for facts in self._naming(provider))

    def mentioning(self, name: str) -> Iterator[UUID]:
        """
        Yield the entries whose facts name an identifier or a predecessor.
        """
        return (facts[0].entry_id for facts in self._naming(name))

    def _naming(self, name: str) -> Iterator[tuple[Fact, ...]]:
        for entry_id in self.store.entries_mentioning(name):
            with suppress(Erased, NotFound):  # a row of no entry; `verify` reports it
                facts = self.history(entry_id)
                if any(name in fact.names for fact in facts):
                    yield facts

    def standings(
        self, pairs: Iterable[tuple[Identifier | str, date]], *, known: datetime | None = None
    ) -> Iterator[Standing]:
        """
        Yield the standing of each pair of identifier and day, in the order of the pairs.

        All answers are of one picture, and each provider is read once, so memory does not grow with the
        pairs. The picture is open until the last answer: a store on disk keeps a connection for it.
        A wrong pair does not stop the others: the reason of its answer is `invalid`, with the faults.
        """
        if known is not None:
            moment = arguments.moment(known)
            yield from answers.standings.answers(pairs, lambda provider: self._then(provider, moment))
            return
        with self.store.timelines() as timelines:
            yield from answers.standings.answers(pairs, timelines.of)

    def periods(
        self, *, progress: ports.Progress = lambda _: None
    ) -> "Iterator[answers.standings.Period]":
        """
        Yield the periods of each provider that the register has known, in the order of identifiers.

        A provider's periods are all plausible days, each once; one without periods is unknown.
        `progress` takes how many providers are done.
        """
        with self.store.timelines() as timelines:
            for provider in ports.watched(timelines.identifiers(), progress):
                yield from answers.standings.periods(provider, timelines.of(provider))

    def timeline(self, entry: EntryOrId, *, known: datetime | None = None) -> tuple[Segment, ...]:
        """
        Return the entry's whole timeline: its segments, each from one day until another.

        Raises:
            NotFound: there is no such entry.
        """
        return timeline.segments(self.history(entry, known=known))

    def search(
        self, criteria: Criteria | None = None, *, on: date | None = None,
        after: Cursor | str | None = None, limit: int = 100, total: bool = False,
    ) -> Page:  # fmt: skip
        """
        Return a page of the entries that match on a day, in the order of their Kazakh names.

        The page starts after `after`: the `next` of an earlier page, or its text. Without criteria all
        entries in the register match. With `total` the page counts the matches on all pages.

        Raises:
            InvalidValue: the limit is not a whole number above zero, or too large; `after` is not the
                `next` of a page.
        """
        day, most, begin = self._day(on), checked(limit, rows, "limit"), as_cursor(after)
        return self.store.search(
            arguments.criteria(criteria), day, after=begin, limit=most, total=total
        )

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
        return self.store.facets(arguments.criteria(criteria), self._day(on))

    def public(
        self, *, on: date | None = None, published_on: date | None = None,
        view: View | str = View.CURRENT, progress: ports.Progress = lambda _: None,
    ) -> Publication:  # fmt: skip
        """
        Return the publication about a day (Rules, para. 7), made on `published_on`, by default today.
        """
        described, made, view = self._day(on), self._day(published_on), arguments.view(view)
        rows = ports.watched(self.public_rows(on=described, published_on=made, view=view), progress)
        return Publication(on=described, published_on=made, view=view, entries=tuple(rows))

    def public_rows(
        self, *, on: date, published_on: date, view: View | str = View.CURRENT
    ) -> Iterator[PublicEntry]:
        """
        Yield the rows of a publication one by one, for writers that do not hold all of them.
        """
        return publication.arrange(admitted(self.store, on, published_on, arguments.view(view)))

    def why_hidden(
        self, entry: EntryOrId, *, on: date | None = None, published_on: date | None = None,
        view: View | str = View.CURRENT,
    ) -> tuple[publication.Hidden, ...]:  # fmt: skip
        """
        Return why the public does not see an entry, or columns of it; for staff and the provider.

        Raises:
            NotFound: there is no such entry.
        """
        described, made = self._day(on), self._day(published_on)
        then, latest = self.get(entry, on=described), self.get(entry, on=made)
        return publication.why_hidden(
            then, latest=latest, view=arguments.view(view), on=described, published_on=made
        )

    def public_diff(
        self, earlier: Publication, *, on: date | None = None, published_on: date | None = None
    ) -> "answers.public_diff.Diff":
        """
        Return the diff that turns an earlier publication into today's.

        An entry that is gone is reported as having left the register only where the public may know
        it: its consent is in effect and covers column 17. The diff says nothing of the others.
        """
        later = self.public(on=on, published_on=published_on, view=earlier.view)
        gone = {row.id for row in earlier} - {row.id for row in later}
        left = [id_ for id_ in gone if left_publicly(self.store, id_, later)]
        return answers.public_diff.diff(earlier, later, left=left)

    # Looking back and ahead -------------------------------------------------------------------------

    def explain_change(
        self, entry: EntryOrId, *, on: date, known_then: datetime, known_now: datetime | None = None
    ) -> Explanation:
        """
        Return an entry on a day as it was known then, and as it is known now.

        Raises:
            NotFound: there is no such entry.
        """
        then, now = arguments.moment(known_then, "known_then"), arguments.moment(known_now, "known_now")
        return Explanation(self.get(entry, on=on, known=then), self.get(entry, on=on, known=now))

    def allowed(self, entry: EntryOrId, *, on: date | None = None) -> tuple[Possibility, ...]:
        """
        Return each act with its clause: whether it is possible on a day, or what forbids it.

        Raises:
            NotFound: there is no such entry.
        """
        return timeline.allowed(self.history(entry), self._day(on))

    def due(self, *, on: date | None = None, within: timedelta) -> "tuple[answers.due.Due, ...]":
        """
        Return the licences in force that expire within some time, and the suspensions that are overdue.
        """
        day = self._day(on)
        return answers.due.due(self.found, day, checked(within, instance(timedelta), "within"))

    def predecessors(self, entry: EntryOrId) -> tuple[UUID, ...]:
        """
        Return the entries that this one continues (Law on Permits, art. 34).

        Raises:
            NotFound: there is no such entry.
        """
        return timeline.predecessors(self.history(entry))

    def successors(self, entry: EntryOrId) -> tuple[UUID, ...]:
        """
        Return the entries that continue this one (Law on Permits, art. 34).
        """
        entry_id = arguments.entry_id(entry)
        found = self.mentioning(str(entry_id))
        return tuple(id_ for id_ in found if entry_id in self.predecessors(id_))

    def extract(
        self, identifier: Identifier | str, *, on: date | None = None, known: datetime | None = None
    ) -> "answers.extract.Extract":
        """
        Return the extract about one provider on one day, with the facts that prove it.

        Raises:
            NotFound: the provider has no entry on that day.
        """
        now = ports.present(self._clock)  # before the facts are read: later ones are not in the extract
        provider, day = arguments.identifier(identifier), self._day(on)
        answer = self.standing(provider, on=day, known=known)
        if answer.entry is None:
            raise NotFound(Fault(Code.UNKNOWN_PROVIDER, "identifier"))
        facts = self.history(answer.entry.id, known=known)
        latest = max(now, facts[-1].recorded_at)  # the clock may be late
        moment = min(known, latest) if known else latest  # nothing is known of a future moment
        return answers.extract.extracted(provider, day, facts, moment)

    def check_extract(self, extract: "answers.extract.Extract") -> "answers.extract.Agreement":
        """
        Return whether an extract and this register still agree.

        An extract was never right if its facts are not those of the register, or were recorded after
        its moment of knowledge, or if that moment is in the future. It is superseded if other facts
        changed the answer. These may carry an earlier moment, if they were being recorded just then.

        Raises:
            Erased: the entry's data are gone.
        """
        checked(extract, instance(answers.extract.Extract), "extract")
        records, now = self.store.records(extract.entry_id), ports.present(self._clock)
        return answers.extract.agreement(extract, records, self.standing, now=now)

    # The internal feed and the audit ----------------------------------------------------------------

    def snapshot(
        self, *, on: date | None = None, view: View | str = View.CURRENT
    ) -> AbstractContextManager[Snapshot]:
        """
        Open the entries of a day with the position of the last change that they show.

        `changes` after that position continue it without gap or repeat. For internal consumers.
        """
        return self.store.snapshot(self._day(on), arguments.view(view))

    def position(self) -> int:
        """
        Return the position of the last change: a key for caches of staff pages.

        It moves with every recorded fact, with those that the public may not see, too. So it never
        leaves the staff's side. A public page takes the digest of its bytes as its key.
        """
        return self.store.position()

    def changes(self, *, after: int = 0) -> Iterator[Change]:
        """
        Yield every record after a position, in an order that skips none; for internal consumers.
        """
        return ports.changes(self.store, after)

    def checkpoint(self) -> "answers.audit.Checkpoint":
        """
        Return the state of all chains: print, sign or deposit it, and `verify` against it later.
        """
        return answers.audit.checkpoint(self.store, self._clock())

    def verify(
        self,
        checkpoint: "answers.audit.Checkpoint | str | None" = None,
        *,
        progress: ports.Progress = lambda _: None,
    ) -> "answers.audit.Verification":
        """
        Check everything in the store against its seals, the clock and an earlier checkpoint.
        """
        return answers.audit.verify(
            self.store, checkpoint, now=ports.present(self._clock), progress=progress
        )

    def _day(self, on: date | None) -> date:
        return self.today() if on is None else checked(on, validation.day, "on")


def _known(facts: Iterable[Fact], moment: datetime | None) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if moment is None or fact.recorded_at <= moment)
