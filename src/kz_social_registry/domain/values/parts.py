"""
The parts of an entry: licence, contract, consent and succession, and the converters of its codes.
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from attrs import Factory, converters, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import (
    NO_FAULTS,
    Checked,
    Faults,
    days_in_order,
    instance,
    optional,
    tidied,
    word_of,
    words_of,
    wrong_type,
)
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    Region,
    ServiceCondition,
    SuccessionKind,
)
from kz_social_registry.domain.values.terms import Term, end_of

_KATO_LENGTH: Final = 9
_REGIONS: Final = frozenset(region.value for region in Region)


def as_conditions(codes: Iterable[ServiceCondition | str]) -> frozenset[ServiceCondition]:
    """
    Return a set of service conditions from words or codes.
    """
    return words_of(ServiceCondition, codes)


def as_categories(codes: Iterable[RecipientCategory | str]) -> frozenset[RecipientCategory]:
    """
    Return a set of recipient categories from words or codes.
    """
    return words_of(RecipientCategory, codes)


def as_columns(columns: Iterable[Column | str]) -> frozenset[Column]:
    """
    Return a set of columns from words or codes.
    """
    return words_of(Column, columns)


def kato(value: object) -> Faults:
    """
    Check a code of the address classifier KATO: nine digits, of which the first two name a region.
    """
    if not isinstance(value, str):
        return wrong_type(value, "text")
    right = len(value) == _KATO_LENGTH and value.isascii() and value.isdigit()
    return NO_FAULTS if right and value[:2] in _REGIONS else (Fault(Code.KATO, allowed=Region),)


@frozen(kw_only=True, eq=False, repr=False)
class Licence(Checked):
    """
    The licence of an entry.

    Raises:
        InvalidValue: with every attribute that is wrong, and a term that ends out of range.
    """

    CHECKS: ClassVar = {
        "issued_on": validation.day,
        "term": instance(Term),
        "number": optional(validation.text),
    }

    #: Rules, para. 5(8), column 10: the day of issue; by assumption "primary date" no reissue
    #: changes it.
    issued_on: date
    #: Rules, para. 5(8), column 11.
    term: Term
    #: The form has no column for the number.
    number: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    #: The last day of the term, inclusive; None if the licence is open-ended.
    valid_until: date | None = field(init=False, repr=False)

    def _rule_faults(self) -> Faults:
        object.__setattr__(self, "valid_until", end_of(self.term, self.issued_on))
        return NO_FAULTS


@frozen(kw_only=True, eq=False, repr=False)
class Contract(Checked):
    """
    The contract on services with the local executive body.

    Raises:
        InvalidValue: with every attribute that is wrong, and a term that ends out of range.
    """

    CHECKS: ClassVar = {"signed_on": validation.day, "term": instance(Term)}

    #: Rules, para. 5(10), column 13.
    signed_on: date
    #: Rules, para. 5(10), column 14.
    term: Term
    #: The last day of the term, inclusive; None if the contract is open-ended.
    valid_until: date | None = field(init=False, repr=False)

    def _rule_faults(self) -> Faults:
        object.__setattr__(self, "valid_until", end_of(self.term, self.signed_on))
        return NO_FAULTS


@frozen(kw_only=True, eq=False, repr=False)
class Consent(Checked):
    """
    A provider's consent to publication (Rules, para. 7).
    """

    CHECKS: ClassVar = {
        "columns": validation.words(Column),
        "given_on": validation.day,
        "until": optional(validation.day),
    }

    #: The columns that may be published.
    columns: frozenset[Column] = field(converter=as_columns)
    #: The day of signing. It may be before inclusion, since the data come from the application for the
    #: licence (Rules, para. 3).
    given_on: date
    #: The last day on which it counts, inclusive; None if it has no end.
    until: date | None = None
    #: The first day on which it counts; by default the day of signing.
    counts_from: date = field(default=Factory(lambda self: self.given_on, takes_self=True))

    def _rule_faults(self) -> Faults:
        counts = self.counts_from
        if faults := validation.day(counts):
            return tuple(fault.under("counts_from") for fault in faults)
        return (
            *days_in_order("given_on", self.given_on, "counts_from", counts),
            *days_in_order("counts_from", counts, "until", self.until),
        )

    def covers(self, day: date) -> bool:
        """
        Return whether the consent counts on a day (assumption "days of consent").
        """
        return self.counts_from <= day and (self.until is None or day <= self.until)


def _ids(values: object) -> Faults:
    if not isinstance(values, tuple) or not all(isinstance(value, UUID) for value in values):
        return wrong_type(values, "list of entry ids")
    if len(set(values)) < len(values):
        return (Fault(Code.PREDECESSOR_TWICE),)
    return NO_FAULTS if values else (Fault(Code.EMPTY),)


def _succession_kind(code: SuccessionKind | str) -> SuccessionKind:
    return word_of(SuccessionKind, code)


def _tuple(values: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(values) if isinstance(values, (list, tuple)) else values  # type: ignore[return-value]  # for the check


@frozen(kw_only=True, eq=False, repr=False)
class Succession(Checked):
    """
    The earlier entries that an entry continues, and why (Law on Permits, art. 34).
    """

    CHECKS: ClassVar = {"kind": validation.word(SuccessionKind), "predecessors": _ids}

    kind: SuccessionKind = field(converter=_succession_kind)
    #: The ids of the earlier entries.
    predecessors: tuple[UUID, ...] = field(converter=_tuple)
