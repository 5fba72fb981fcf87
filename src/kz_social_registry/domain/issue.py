"""
The issue of a licence: the act that forms an entry, and the consent that it may bring.
"""

from collections.abc import Callable, Iterable
from datetime import date
from sys import intern
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from attrs import converters, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import (
    Checked,
    Faults,
    assemble,
    days_in_order,
    instance,
    optional,
    tidied,
)
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.entry import Particulars
from kz_social_registry.domain.row import PARAMETERS_OF_ISSUE
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Iin
from kz_social_registry.domain.values.parts import Contract, Licence, Succession, as_columns, kato

#: The checks that every act has.
ON_PAPER: Final = {"on": validation.day, "document": optional(validation.text)}


def _columns(columns: Iterable[Column | str | int] | None) -> frozenset[Column] | None:
    if not isinstance(columns, (list, tuple, set, frozenset)):
        return columns  # type: ignore[return-value]  # None, or a value for the check to report
    named: list[Any] = [NUMBERED.get(c, c) if type(c) is int else c for c in columns]
    return as_columns(named)


@frozen(kw_only=True, eq=False, repr=False)
class GivenConsent(Checked):
    """
    A consent to publication as the provider signed it (Rules, para. 7).
    """

    CHECKS: ClassVar = {
        "columns": optional(validation.words(Column)),
        "given_on": optional(validation.day),
        "until": optional(validation.day),
    }

    #: The columns that may be published, as words, codes or numbers; None for all of them.
    columns: frozenset[Column] | None = field(default=None, converter=_columns)
    #: The day of signing, if it was before the day of the act; the consent counts from the act's day.
    given_on: date | None = None
    #: The last day on which the consent counts, inclusive; None if it has no end.
    until: date | None = None

    def order_faults(self, on: date, at: str = "") -> Faults:
        """
        Check that it was signed by the day of its act and ends no earlier; `at` precedes its paths.
        """
        return (
            *days_in_order(f"{at}given_on", self.given_on, "on", on),
            *days_in_order("on", on, f"{at}until", self.until),
        )


@frozen(kw_only=True, eq=False, repr=False)
class Issue(Particulars):
    """
    A licence was issued, so an entry is formed (Rules, paras 3 and 4).

    It brings the ten items of the licence, and the consent if it was signed with the application. If
    the provider was licensed before the register began, the latest reissue and the contract may have
    days before inclusion.
    """

    kind: ClassVar = ActKind.ISSUE
    CHECKS: ClassVar = {
        **Particulars.CHECKS,
        **ON_PAPER,
        "entry_id": instance(UUID),
        "consent": optional(instance(GivenConsent)),
        "kato": optional(kato),
        "succession": optional(instance(Succession)),
    }

    #: Rules, para. 5(11): the day of inclusion.
    on: date
    document: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    #: The id of the new entry.
    entry_id: UUID
    #: Rules, para. 7; it counts from the day of inclusion.
    consent: GivenConsent | None = field(default=None, repr=False)
    kato: str | None = field(default=None, repr=False)
    succession: Succession | None = field(default=None, repr=False)

    def _rule_faults(self) -> list[Fault]:
        on, contract = self.on, self.contract
        faults = [*super()._rule_faults(), *self._inclusion_faults("on", on)]
        if self.reissued_on:
            faults += days_in_order("reissued_on", self.reissued_on, "on", on)
        if contract:
            faults += days_in_order("contract.signed_on", contract.signed_on, "on", on)
        if consent := self.consent:
            faults += consent.order_faults(on, "consent.")
            # Law on Personal Data, art. 8(4): a natural person's consent names "the list of data".
            if consent.columns is None and isinstance(self.identifier, Iin):
                faults.append(Fault(Code.CONSENT_LISTS_COLUMNS, "consent.columns"))
        if self.succession and self.entry_id in self.succession.predecessors:
            faults.append(Fault(Code.PREDECESSOR, "succession.predecessors"))
        return faults


#: The path of each flat value in an issue.
_PATHS: Final = {name: path for path, name in PARAMETERS_OF_ISSUE.items()}
#: The record of each group of flat values, and the attribute for each parameter; Python finds interned
#: names of arguments sooner.
_GROUPS: Final[dict[str, tuple[Callable[..., Checked], dict[str, str]]]] = {
    group: (
        kind,
        {n: intern(p.partition(".")[2]) for n, p in _PATHS.items() if p.startswith(f"{group}.")},
    )
    for group, kind in (("contacts", Contacts), ("licence", Licence), ("contract", Contract))
}
#: In the form's order, which is the same in every process.
_REQUIRED: Final = (
    "on", "identifier", "name", "address", "conditions", "categories", "capacity",
    "licence_issued_on", "licence_term",
)  # fmt: skip
_CONTRACT: Final = ("contract_signed_on", "contract_term")
#: Where None says that the value is absent; elsewhere a check reports it.
_ABSENT: Final = (*_CONTRACT, "entry_id")


def issue_of(**flat: Any) -> Issue:  # noqa: ANN401  # `Registry.issue` spells the parameters out
    """
    Return an `Issue` from the parameters of `Registry.issue`; without `entry_id` it gets a random one.

    Raises:
        InvalidValue: with every value that is wrong or missing, at the parameter's name.
    """
    for name in _ABSENT:
        if name in flat and flat[name] is None:
            del flat[name]
    # A contract has both values.
    required = _REQUIRED if flat.keys().isdisjoint(_CONTRACT) else (*_REQUIRED, *_CONTRACT)
    missing = [name for name in required if name not in flat]
    faults = [Fault(Code.MISSING, _PATHS[name]) for name in missing]
    flat |= dict.fromkeys(missing)
    if "entry_id" not in flat:
        flat["entry_id"] = uuid4()
    for group, (kind, members) in _GROUPS.items():
        given = {own: flat.pop(name) for name, own in members.items() if name in flat}
        if not given:
            continue
        try:
            flat[group] = kind(**given)
        except InvalidValue as error:
            reported = {_PATHS[name] for name in missing}
            faults += (fault for fault in error.under(group).faults if fault.path not in reported)
            flat[group] = None
    try:
        return assemble(Issue, flat, tuple(faults))
    except InvalidValue as error:
        raise InvalidValue(*(one.renamed(PARAMETERS_OF_ISSUE) for one in error.faults)) from None
