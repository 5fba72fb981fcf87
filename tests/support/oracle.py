"""
The oracle: the simplest possible register, with which the state machine compares every store.

It keeps a list of everything that was ever said. It answers each question from the beginning: it
filters and sorts the list, and folds it by hand (`plain_fold`), without the library's lifecycle.
"""

from datetime import date, datetime
from uuid import UUID

from attrs import Factory, define, frozen

from kz_social_registry.domain.acts import Act, GiveConsent, Issue, Reissue, WithdrawConsent
from kz_social_registry.domain.values.identifiers import Bin, Identifier
from support.plain_fold import RefusedError, State, plain_fold


@frozen
class Said:
    """
    An act as said at a moment; or the striking out of an earlier one.
    """

    entry_id: UUID
    number: int
    place: int
    at: datetime
    act: Act | None
    strikes_out: int | None = None


@define
class Oracle:
    """
    Everything that was said.
    """

    said: list[Said] = Factory(list)

    def entries(self) -> list[UUID]:
        """
        Return the ids of all entries of which anything was said.
        """
        return sorted({said.entry_id for said in self.said})

    def count(self, entry_id: UUID) -> int:
        """
        Return how many facts an entry has.
        """
        return sum(said.entry_id == entry_id for said in self.said)

    def acts(self, entry_id: UUID, known: datetime | None) -> list[tuple[int, Act]]:
        """
        Return the acts that stand as known at a moment, in order of effect, with their numbers.
        """
        heard = [s for s in self.said if s.entry_id == entry_id and (known is None or s.at <= known)]
        struck = {said.strikes_out for said in heard}
        standing = [
            (s.act.on, s.place, s.number, s.act) for s in heard if s.act and s.number not in struck
        ]
        ordered = [(number, act) for _, _, number, act in sorted(standing, key=lambda said: said[:2])]
        return [said for place, said in enumerate(ordered) if not _repeated(said, ordered[:place])]

    def at(self, entry_id: UUID, on: date, known: datetime | None = None) -> State | None:
        """
        Return the entry on a day.
        """
        return plain_fold([act for _, act in self.acts(entry_id, known)], on)

    def all_at(self, on: date, known: datetime | None = None) -> list[State]:
        """
        Return all entries on a day.
        """
        return [state for id_ in self.entries() if (state := self.at(id_, on, known))]

    def holder(self, identifier: Identifier, on: date, known: datetime | None = None) -> State | None:
        """
        Return the provider's entry in the register on a day.
        """
        own = [state for state in self.all_at(on, known) if state["identifier"] == identifier]
        in_register = [state for state in own if state["status"] != "excluded"]
        assert len(in_register) <= 1, "law 4"
        return in_register[0] if in_register else None

    def keeps_consents(self, entry_id: UUID) -> bool:
        """
        Return whether every consent still belongs to the supplier that gave it.
        """
        heard = [said for said in self.said if said.entry_id == entry_id]
        for number, act in self.acts(entry_id, None):
            if isinstance(act, GiveConsent) or (isinstance(act, Issue) and act.consent):
                then = Oracle([said for said in heard if said.number <= number])
                if then.supplier(entry_id, number) != self.supplier(entry_id, number):
                    return False
        return True

    def supplier(self, entry_id: UUID, before: int) -> object:
        """
        Return the identifier of the licence's holder when a fact takes effect.
        """
        names: list[object] = []
        for number, act in self.acts(entry_id, None):
            if number == before:
                break
            names += [name for name in (_named(act),) if name]
        return names[-1] if names else None

    def lawful(self, days: list[date]) -> bool:
        """
        Return whether every timeline is lawful, and no provider is in the register twice.
        """
        try:
            ends = [self.at(entry_id, date.max) for entry_id in self.entries()]
            if not all(map(self.keeps_consents, self.entries())):
                return False
            providers = {state["identifier"] for state in ends if state}
            providers |= {state["identifier"] for day in days for state in self.all_at(day)}
            for provider in providers:
                for day in days:
                    self.holder(provider, day)
        except (RefusedError, AssertionError):
            return False
        return True


def _repeated(said: tuple[int, Act], before: list[tuple[int, Act]]) -> bool:
    """
    Return whether the act withdraws a consent that was withdrawn already.
    """
    consents = [act for _, act in (*before, said) if isinstance(act, (GiveConsent, WithdrawConsent))]
    return [type(act) for act in consents[-2:]] == 2 * [WithdrawConsent] and consents[-1] is said[1]


def _named(act: Act) -> object:
    if isinstance(act, Issue):
        return act.identifier
    number = act.new_identifier if isinstance(act, Reissue) else None
    return number if isinstance(number, Bin) else None  # a person whose IIN changed is the same one
