"""
The registry's questions: what was true, what was known and what is public, on any day.

Each takes `on`, by default today in Kazakhstan, and `known`, the moment of knowledge, by default now.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from kz_social_registry import checks, standing, timeline
from kz_social_registry.clock import system_clock
from kz_social_registry.entry import RegistryEntry
from kz_social_registry.errors import Fault, InvalidValue, NotFound
from kz_social_registry.identifiers import Identifier
from kz_social_registry.identifiers import identifier as identifier_of
from kz_social_registry.law import REGISTER_TIME
from kz_social_registry.messages import Code
from kz_social_registry.proof import unseal
from kz_social_registry.protocols import Clock, Store
from kz_social_registry.publication import Publication, PublicEntry, admit, arrange
from kz_social_registry.standing import Standing
from kz_social_registry.timeline import Fact, Segment
from kz_social_registry.vocabulary import (
    View,
)


class Questions:
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
        with self.store.snapshot(on, view) as snapshot:
            for entry in snapshot.entries:
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
