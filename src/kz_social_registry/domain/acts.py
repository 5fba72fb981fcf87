"""
The acts: a frozen value for each kind of event in the life of an entry.

Every act has `on`, the day on which it takes effect, and may name its `document`. An act checks its own
values when it is made. The lifecycle decides whether an entry allows the act.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, Final, get_args
from uuid import UUID, uuid4

from attrs import converters, field, frozen

from kz_social_registry.base import validation
from kz_social_registry.base.assumptions import AFTER_TERM
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import FORMATION
from kz_social_registry.base.validation import (
    Checked,
    Faults,
    assemble,
    days_in_order,
    instance,
    optional,
    parsed,
    tidied,
    word_of,
)
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.entry import (
    Consent,
    Contract,
    Licence,
    Particulars,
    Succession,
    as_categories,
    as_columns,
    as_conditions,
    kato,
)
from kz_social_registry.domain.row import PATHS_OF_ACT
from kz_social_registry.domain.values.contacts import (
    Contacts,
    as_emails,
    as_telephones,
    emails,
    telephones,
)
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term, end_of

__all__ = [
    "ACTS", "Act", "Amend", "Consent", "Contract", "EndContract", "Exclude", "GiveConsent",
    "GivenConsent", "Issue", "Licence", "Reissue", "Resume", "SignContract", "Succession", "Suspend",
    "Terminate", "WithdrawConsent", "issue_of",
]  # fmt: skip

_ON_PAPER: Final = {"on": validation.day, "document": optional(validation.text)}


def _columns(columns: Iterable[Column | str | int] | None) -> frozenset[Column] | None:
    if not isinstance(columns, (list, tuple, set, frozenset)):
        return columns  # type: ignore[return-value]  # None, or a value for the check to report
    named: list[Any] = [NUMBERED.get(c, c) if type(c) is int else c for c in columns]
    return as_columns(named)


@frozen(kw_only=True, slots=False)
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


@frozen(kw_only=True, slots=False)
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
        **_ON_PAPER,
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

    def _rule_faults(self) -> Iterator[Fault]:
        yield from super()._rule_faults()
        on, licence, contract = self.on, self.licence, self.contract
        yield from days_in_order("licence.issued_on", licence.issued_on, "on", on, FORMATION)
        yield from days_in_order("on", on, "valid_until", licence.valid_until, AFTER_TERM)
        yield from days_in_order("reissued_on", self.reissued_on, "on", on)
        if contract:
            yield from days_in_order("contract.signed_on", contract.signed_on, "on", on)
        if consent := self.consent:
            yield from consent.order_faults(on, "consent.")
            # Law on Personal Data, art. 8(4): a natural person's consent names "the list of data".
            if consent.columns is None and isinstance(self.identifier, Iin):
                yield Fault(Code.CONSENT_LISTS_COLUMNS, "consent.columns")
        if self.succession and self.entry_id in self.succession.predecessors:
            yield Fault(Code.PREDECESSOR, "succession")


#: The path of each flat value in an issue.
_PATHS: Final = {
    **{column.value: path for column, path in PATHS_OF_ACT[ActKind.ISSUE].items()},
    "licence_number": "licence.number",
}
_GROUPS: Final[dict[str, Callable[..., Checked]]] = {
    "contacts": Contacts,
    "licence": Licence,
    "contract": Contract,
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
        InvalidValue: with every value that is wrong or missing.
    """
    flat = {name: value for name, value in flat.items() if value is not None or name not in _ABSENT}
    has_contract = any(name in flat for name in _CONTRACT)  # a contract has both values
    missing = [name for name in (*_REQUIRED, *_CONTRACT * has_contract) if name not in flat]
    values: dict[str, Any] = {"entry_id": uuid4(), **dict.fromkeys(missing), **flat}
    faults = [Fault(Code.MISSING, _PATHS.get(name, name)) for name in missing]
    reported = {fault.path for fault in faults}
    for group, kind in _GROUPS.items():
        given = {}
        for name, path in _PATHS.items():
            if path.startswith(f"{group}.") and name in values:
                given[path.removeprefix(f"{group}.")] = values.pop(name)
        if not given:
            continue
        try:
            values[group] = kind(**given)
        except InvalidValue as error:
            faults += (fault for fault in error.under(group).faults if fault.path not in reported)
            values[group] = None
    return assemble(Issue, values, tuple(faults))


@frozen(kw_only=True, slots=False)
class _Paper(Checked):
    """
    The attributes of all later acts.
    """

    CHECKS: ClassVar = _ON_PAPER

    on: date
    document: str | None = field(default=None, converter=converters.optional(tidied), repr=False)


def _reissue_ground(code: ReissueGround | str) -> ReissueGround:
    return word_of(ReissueGround, code)


def _termination_ground(code: TerminationGround | str) -> TerminationGround:
    return word_of(TerminationGround, code)


def _bin(digits: Bin | str | None) -> Bin | None:
    return parsed(Bin, digits) if type(digits) is str else digits  # type: ignore[return-value]  # for the check


@frozen(kw_only=True, slots=False)
class Reissue(_Paper):
    """
    The licence was reissued (Law on Permits, art. 33(1)); None leaves an attribute as it was.
    """

    kind: ClassVar = ActKind.REISSUE
    CHECKS: ClassVar = {
        **_ON_PAPER,
        "ground": validation.word(ReissueGround),
        "name": optional(validation.text),
        "address": optional(validation.text),
        "kato": optional(kato),
        "new_identifier": optional(instance(Bin, "BIN")),
        "licence_number": optional(validation.text),
    }

    ground: ReissueGround = field(converter=_reissue_ground)
    name: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    address: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    kato: str | None = field(default=None, repr=False)
    #: After a reorganisation the licence may pass to another legal person (art. 34).
    new_identifier: Bin | None = field(default=None, converter=_bin, repr=False)
    licence_number: str | None = field(default=None, converter=converters.optional(tidied), repr=False)

    def _rule_faults(self) -> Iterator[Fault]:
        if self.ground not in _CHANGES:
            yield Fault(Code.GROUND_NEVER_HERE, "ground", allowed=_CHANGES)
            return
        allowed = _CHANGES[self.ground]
        for path in ("name", "address", "kato", "new_identifier"):
            if getattr(self, path) is not None and path not in allowed:
                yield Fault(Code.CHANGE_NEEDS_GROUND, path, allowed=allowed)


_ADDRESS: Final = ("address", "kato")
#: The attributes that a reissue may change, by its ground. Alienation and the change of an object's
#: address (Law on Permits, art. 33(1)(5)–(6)) concern licences of another class, so they
#: are missing here.
_CHANGES: Final = {
    ReissueGround.PERSON_RENAMED: ("name",),
    ReissueGround.SOLE_TRADER_CHANGED: ("name", *_ADDRESS),
    ReissueGround.REORGANISED: ("name", *_ADDRESS, "new_identifier"),
    ReissueGround.NAME_OR_LOCATION: ("name", *_ADDRESS),
    ReissueGround.OTHER_LAW: ("name", *_ADDRESS),
}


@frozen(kw_only=True, slots=False)
class Suspend(_Paper):
    """
    The licence was suspended (Law on Permits, art. 45); the form has no column for it.
    """

    kind: ClassVar = ActKind.SUSPEND


@frozen(kw_only=True, slots=False)
class Resume(_Paper):
    """
    The suspension ended (Law on Permits, art. 45).
    """

    kind: ClassVar = ActKind.RESUME


@frozen(kw_only=True, slots=False)
class Terminate(_Paper):
    """
    The licence ceased (Rules, para. 6); `on` is the first day on which it has no effect.
    """

    kind: ClassVar = ActKind.TERMINATE
    CHECKS: ClassVar = {**_ON_PAPER, "ground": validation.word(TerminationGround)}

    #: One of the eight grounds of the Law on Permits, art. 35(1).
    ground: TerminationGround = field(converter=_termination_ground)


@frozen(kw_only=True, slots=False)
class Exclude(_Paper):
    """
    The provider was excluded from the register (assumption "exclusion is final").
    """

    kind: ClassVar = ActKind.EXCLUDE
    CHECKS: ClassVar = {**_ON_PAPER, "basis": validation.text}

    #: Rules, para. 5(13), column 17.
    basis: str = field(converter=tidied, repr=False)


@frozen(kw_only=True, slots=False)
class SignContract(_Paper):
    """
    A contract on services was signed (Rules, para. 5(10)).
    """

    kind: ClassVar = ActKind.SIGN_CONTRACT
    CHECKS: ClassVar = {
        **_ON_PAPER,
        "term": instance(Term),
        "signed_on": optional(validation.day),
    }

    #: The term starts on the day of signing.
    term: Term
    #: The day of signing, if it was before `on`; it may be before inclusion.
    signed_on: date | None = None

    def _rule_faults(self) -> Faults:
        end_of(self.term, self.signed_on or self.on)
        return days_in_order("signed_on", self.signed_on, "on", self.on)


@frozen(kw_only=True, slots=False)
class EndContract(_Paper):
    """
    The contract on services ended before its term, or was dissolved; it does not count on `on`.
    """

    kind: ClassVar = ActKind.END_CONTRACT


@frozen(kw_only=True, slots=False)
class Amend(_Paper):
    """
    Data of the entry changed without a reissue; None leaves an attribute as it was.

    A street or settlement that was renamed changes the address and is no ground of the Law on Permits,
    art. 33(1).
    """

    kind: ClassVar = ActKind.AMEND
    CHECKS: ClassVar = {
        **_ON_PAPER,
        "address": optional(validation.text),
        "kato": optional(kato),
        "conditions": optional(validation.words(ServiceCondition)),
        "categories": optional(validation.words(RecipientCategory)),
        "capacity": optional(validation.count),
        "phones": optional(telephones),
        "emails": optional(emails),
    }

    address: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    kato: str | None = field(default=None, repr=False)
    conditions: frozenset[ServiceCondition] | None = field(
        default=None, converter=converters.optional(as_conditions), repr=False
    )
    categories: frozenset[RecipientCategory] | None = field(
        default=None, converter=converters.optional(as_categories), repr=False
    )
    capacity: int | None = field(default=None, repr=False)
    phones: tuple[str, ...] | None = field(
        default=None, converter=converters.optional(as_telephones), repr=False
    )
    emails: tuple[str, ...] | None = field(
        default=None, converter=converters.optional(as_emails), repr=False
    )

    def _rule_faults(self) -> Iterator[Fault]:
        changes = [path for path in self.CHECKS if path not in _ON_PAPER]
        if all(getattr(self, path) is None for path in changes):
            yield Fault(Code.NOTHING_TO_CHANGE, allowed=changes)


@frozen(kw_only=True, slots=False)
class GiveConsent(_Paper, GivenConsent):
    """
    The provider consents to publication (Rules, para. 7); giving again replaces the scope.
    """

    kind: ClassVar = ActKind.GIVE_CONSENT
    CHECKS: ClassVar = {**_ON_PAPER, **GivenConsent.CHECKS}

    def _rule_faults(self) -> Faults:
        return self.order_faults(self.on)


@frozen(kw_only=True, slots=False)
class WithdrawConsent(_Paper):
    """
    The provider withdraws its consent, which does not count on that day any more.
    """

    kind: ClassVar = ActKind.WITHDRAW_CONSENT


#: Any of the acts.
Act = (
    Issue | Reissue | SignContract | EndContract | Amend | Suspend | Resume | Terminate | Exclude
    | GiveConsent | WithdrawConsent
)  # fmt: skip

#: The class of each kind of act.
ACTS: Final[dict[ActKind, type[Act]]] = {kind.kind: kind for kind in get_args(Act)}
