"""
The entry: one provider's data in the register, as they stand on one day.

`RegistryEntry` is a frozen value. The thirteen items of Rules, para. 5 are its first attributes, in the
Order's words. `id`, `status` and `consent` follow, then the attributes that have no column in the form.
An entry that exists is lawful: the constructor refuses any other, and reports every fault.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import compress, starmap
from operator import attrgetter, not_
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID

from attrs import NOTHING, converters, field, fields, frozen

from kz_social_registry.base import Value, validation
from kz_social_registry.base.assumptions import AFTER_TERM, PRIMARY_DATE, SAME_TERM
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import FORMATION
from kz_social_registry.base.validation import (
    NO_FAULTS,
    Checked,
    Faults,
    days_in_order,
    instance,
    optional,
)
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ServiceCondition,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Identifier, as_identifier, identified
from kz_social_registry.domain.values.parts import (
    Consent,
    Contract,
    Licence,
    Succession,
    as_categories,
    as_conditions,
    kato,
)
from kz_social_registry.domain.values.public_text import as_public_text, published
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.domain.values.warnings import warnings_of

Record = TypeVar("Record", bound=Value)


@frozen(kw_only=True, eq=False, repr=False)
class Particulars(Checked):
    """
    The ten items that come from the licence (Rules, para. 3): an `Issue` brings them to an entry.
    """

    CHECKS: ClassVar = {
        "name": published,
        "identifier": identified,
        "address": published,
        "conditions": validation.words(ServiceCondition),
        "categories": validation.words(RecipientCategory),
        "capacity": validation.count,
        "contacts": instance(Contacts),
        "licence": instance(Licence),
        "reissued_on": optional(validation.day),
        "contract": optional(instance(Contract)),
    }

    #: Rules, para. 5(1), column 2: the name of the organisation.
    name: str = field(converter=as_public_text, repr=False)
    #: Rules, para. 5(2), column 3: the BIN; a natural person's IIN.
    identifier: Identifier = field(converter=as_identifier, repr=False)
    #: Rules, para. 5(3), column 4: the legal address.
    address: str = field(converter=as_public_text, repr=False)
    #: Rules, para. 5(4), column 5: the service conditions.
    conditions: frozenset[ServiceCondition] = field(converter=as_conditions, repr=False)
    #: Rules, para. 5(5), column 6: the categories of recipients.
    categories: frozenset[RecipientCategory] = field(converter=as_categories, repr=False)
    #: Rules, para. 5(6), column 7: total capacity, the sum over all branches.
    capacity: int = field(repr=False)
    #: Rules, para. 5(7), columns 8 and 9: contact details.
    contacts: Contacts = field(default=Contacts(), repr=False)
    #: Rules, para. 5(8), columns 10 and 11: licensing.
    licence: Licence = field(repr=False)
    #: Rules, para. 5(9), column 12: the day of a reissue; by assumption "latest reissue" the
    #: latest.
    reissued_on: date | None = field(default=None, repr=False)
    #: Rules, para. 5(10), columns 13 and 14; a provider may be in the register without one.
    contract: Contract | None = field(default=None, repr=False)

    def _rule_faults(self) -> Iterable[Fault]:
        licence, reissued = self.licence, self.reissued_on
        if reissued is None:
            return NO_FAULTS
        issued, last = licence.issued_on, licence.valid_until
        return (
            *days_in_order("licence.issued_on", issued, "reissued_on", reissued, PRIMARY_DATE),
            *days_in_order("reissued_on", reissued, "valid_until", last, SAME_TERM),
        )

    def _inclusion_faults(self, name: str, day: date) -> Faults:
        """
        Check that the day of inclusion, which the attribute `name` has, is a day of the licence's term.
        """
        issued, last = self.licence.issued_on, self.licence.valid_until
        if issued <= day and (last is None or day <= last):
            return NO_FAULTS
        # Rules, para. 4: the register is formed "after the licence is issued".
        return (
            *days_in_order("licence.issued_on", issued, name, day, FORMATION),
            *days_in_order(name, day, "valid_until", last, AFTER_TERM),
        )


@frozen(kw_only=True, eq=False)
class RegistryEntry(Particulars):
    """
    One provider's entry as it stands on one day; `repr` shows no personal data.

    Raises:
        InvalidValue: with every value that is wrong, or every rule that the values break.
    """

    CHECKS: ClassVar = {
        **Particulars.CHECKS,
        "included_on": validation.day,
        "terminated_on": optional(validation.day),
        "exclusion_basis": optional(published),
        "id": instance(UUID),
        "status": validation.word(Status),
        "consent": optional(instance(Consent)),
        "kato": optional(kato),
        "succession": optional(instance(Succession)),
        "suspended_on": optional(validation.day),
        "suspended_until": optional(validation.day),
        "termination_ground": optional(validation.word(TerminationGround)),
        "excluded_on": optional(validation.day),
    }

    #: Rules, para. 5(11), column 15: the date of inclusion.
    included_on: date = field(repr=False)
    #: Rules, para. 5(12), column 16: the first day on which the licence no longer has effect.
    terminated_on: date | None = field(default=None, repr=False)
    #: Rules, para. 5(13), column 17: the basis for exclusion.
    exclusion_basis: str | None = field(
        default=None, converter=converters.optional(as_public_text), repr=False
    )
    #: The entry's own random id, the same through all its life.
    id: UUID
    #: As recorded; whether the licence is in force depends on the day as well.
    status: Status = Status.ACTIVE
    #: Rules, para. 7: the consent to publication; None if none was given or it was withdrawn.
    consent: Consent | None = field(default=None, repr=False)
    #: The form has no columns for this attribute and the following ones.
    kato: str | None = field(default=None, repr=False)
    succession: Succession | None = field(default=None, repr=False)
    suspended_on: date | None = field(default=None, repr=False)
    suspended_until: date | None = field(default=None, repr=False)
    termination_ground: TerminationGround | None = field(default=None, repr=False)
    excluded_on: date | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return f"<RegistryEntry {self.id}: {self.status}>"

    def _rule_faults(self) -> Faults:
        faults = self._inclusion_faults("included_on", self.included_on)
        if self.reissued_on or self.consent or self.suspended_on:
            faults = (*super()._rule_faults(), *faults, *self._order_faults())
        if _STATE(self) == _ACTIVE:  # as most entries: no other rule is left
            return faults
        return (*faults, *self._end_faults(), *self._status_faults())

    def _order_faults(self) -> list[Fault]:
        """
        Check the order of the entry's days: included, suspended, consented.
        """
        included = self.included_on
        faults: list[Fault] = []
        if suspended := self.suspended_on:
            faults += days_in_order("included_on", included, "suspended_on", suspended)
            until = self.suspended_until
            faults += days_in_order("suspended_on", suspended, "suspended_until", until)
        if consent := self.consent:
            counts = consent.counts_from
            faults += days_in_order("included_on", included, "consent.counts_from", counts)
        return faults

    def _end_faults(self) -> Faults:
        """
        Check that neither the licence nor the entry ends before another of the entry's days.
        """
        included, end, faults = self.included_on, self.terminated_on, NO_FAULTS
        if end:
            signed = self.contract.signed_on if self.contract else None
            faults += days_in_order("included_on", included, "terminated_on", end)
            faults += days_in_order("reissued_on", self.reissued_on, "terminated_on", end)
            faults += days_in_order("contract.signed_on", signed, "terminated_on", end)
        if excluded := self.excluded_on:
            faults += days_in_order("included_on", included, "excluded_on", excluded)
            faults += days_in_order("terminated_on", end, "excluded_on", excluded)
        return faults

    def _status_faults(self) -> Iterable[Fault]:
        """
        Check that the entry has the attributes that its status requires, and no others.
        """
        excluded = self.status is Status.EXCLUDED
        terminated = self.terminated_on is not None
        suspended = self.suspended_on is not None
        right = (
            excluded or terminated is (self.status is Status.TERMINATED),
            excluded or suspended is (self.status is Status.SUSPENDED),
            suspended or self.suspended_until is None,
            excluded is (self.excluded_on is not None),
            excluded is (self.exclusion_basis is not None),
            terminated is (self.termination_ground is not None),
            not (terminated and suspended),
        )
        if all(right):
            return self._expiry_faults()
        wrong = compress(_OF_STATUS, map(not_, right))
        faults = [Fault(Code.STATUS_MISMATCH, path, allowed=(self.status,)) for path in wrong]
        return (*faults, *self._expiry_faults())

    def _expiry_faults(self) -> Faults:
        """
        Check that a licence ends by expiry on the day after its term, and that nothing ends it later.

        Law on Permits, art. 35(1)(1): a licence ceases by "expiry of its term", at once.
        """
        day, ground = self.terminated_on, self.termination_ground
        if day is None or ground is None:
            return NO_FAULTS
        if ground is TerminationGround.EXPIRED:
            right = self.licence.valid_until == day - ONE_DAY
        else:
            right = not self.past_term(day)
        return NO_FAULTS if right else (Fault(Code.EXPIRY_DAY, "terminated_on", value=day),)

    @property
    def in_register(self) -> bool:
        """
        Whether the entry is in the register: it was included and is not excluded.
        """
        return self.status is not Status.EXCLUDED

    def past_term(self, day: date) -> bool:
        """
        Return whether the licence's term is over on a day.
        """
        last = self.licence.valid_until
        return last is not None and day > last

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """
        The unusual values of the entry, each with its code and path; none is a reason to refuse it.
        """
        return tuple(warnings_of(self.identifier, self.licence, self.contract, self.included_on))

    def in_force(self, day: date) -> bool:
        """
        Return whether the licence has effect on a day: within its term, not suspended, not terminated.
        """
        return (
            self.licence.issued_on <= day
            and not self.past_term(day)
            and self.suspended_on is None
            and self.terminated_on is None
        )


#: The attributes that depend on the status, in the sequence of the rules.
_OF_STATUS: Final = (
    "terminated_on", "suspended_on", "suspended_until", "excluded_on", "exclusion_basis",
    "termination_ground", "suspended_on",
)  # fmt: skip


class _Names(dict[type[Any], tuple[str, ...]]):
    """
    The names of the attributes of each kind of record, in their sequence.
    """

    def __missing__(self, kind: type[Any]) -> tuple[str, ...]:
        names = self[kind] = tuple([attribute.name for attribute in fields(kind)])
        return names


_NAMES: Final = _Names()
#: The attributes that the rules of end and status concern, and their values in an active entry.
_STATE: Final = attrgetter("status", *_OF_STATUS)
_ACTIVE: Final = (Status.ACTIVE, *(None,) * len(_OF_STATUS))
#: How to read all attributes of a record of each kind.
_VALUES: Final[dict[type[Any], "attrgetter[tuple[Any, ...]]"]] = {
    kind: attrgetter(*_NAMES[kind]) for kind in (RegistryEntry, Contacts, Licence, Consent)
}
#: How to read the ten items that an issue brings. They are the first attributes of an entry.
_ITEMS: Final = attrgetter(*Particulars.CHECKS)
#: The other attributes of an entry, each with its default, or None.
_ABSENT: Final = {
    each.name: None if each.default is NOTHING else each.default
    for each in fields(RegistryEntry)
    if each.name not in Particulars.CHECKS
}


def unchecked(
    kind: type[Record], values: Iterable[object], changes: Collection[tuple[str, object]] = ()
) -> Record:
    """
    Return an entry, a part of one or a standing, without converting or checking its attributes.

    `values` has the value of each attribute, in their sequence; `changes` has names with other values.

    Only three users may call it, since their values are lawful already. One is a step of the lifecycle,
    also by `formed`, `replaced` and `changed`. Another is the reading of segments that a store wrote.
    The third is a standing that is the same on another plausible day.
    """
    record = object.__new__(kind)
    # A frozen class has no faster way than to set each slot. Half of the time of an act goes here.
    # Since `put` returns None, `any` sets all of them. `map` would make a new tuple for each, and to
    # read `strict` takes as long as two slots.
    put = super(Value, record).__setattr__
    any(starmap(put, zip(_NAMES[kind], values)))  # noqa: B905, RUF058  # as said
    if changes:
        any(starmap(put, changes))
    return record


def formed(issue: Particulars, **others: object) -> RegistryEntry:
    """
    Return a new entry with the items of an issue, which has checked them and the order of its days.
    """
    return unchecked(RegistryEntry, (*_ITEMS(issue), *{**_ABSENT, **others}.values()))


def replaced(part: Record, changes: Mapping[str, object]) -> Record:
    """
    Return a part of an entry with other values, which an act has checked.
    """
    return unchecked(type(part), _VALUES[type(part)](part), changes.items())


def changed(entry: RegistryEntry, changes: Mapping[str, object]) -> RegistryEntry:
    """
    Return the entry with other values, among them its status, after a step of the lifecycle.

    An act checks its own values. The lifecycle compares its day with the days of inclusion and expiry.
    One check is left: the end of a licence or entry must not precede another of its days.

    Raises:
        InvalidValue: the entry would break a rule.
    """
    new = unchecked(RegistryEntry, _VALUES[RegistryEntry](entry), changes.items())
    if new.terminated_on is None and new.excluded_on is None:
        return new
    if faults := (*new._end_faults(), *new._expiry_faults()):  # noqa: SLF001  # of the class above
        raise InvalidValue(*faults)
    return new
