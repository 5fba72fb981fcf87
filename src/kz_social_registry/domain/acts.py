"""
The acts: a frozen value for each kind of event in the life of an entry.

Every act has `on`, the day on which it takes effect, and may name its `document`. An act checks its own
values when it is made. The lifecycle decides whether an entry allows the act.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final, get_args

from attrs import converters, field, frozen

from kz_social_registry.base import validation
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
    wrong_type,
)
from kz_social_registry.base.vocabulary import (
    REORGANISATIONS,
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.domain.issue import ON_PAPER, GivenConsent, Issue, issue_of
from kz_social_registry.domain.values.contacts import as_emails, as_telephones, emails, telephones
from kz_social_registry.domain.values.identifiers import Identifier, Iin, as_identifier, identified
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
from kz_social_registry.domain.values.terms import Term, end_of

__all__ = [
    "ACTS", "Act", "Amend", "Consent", "Contract", "EndContract", "Exclude", "GiveConsent",
    "GivenConsent", "Issue", "Licence", "Reissue", "Resume", "SignContract", "Succession", "Suspend",
    "Terminate", "WithdrawConsent", "issue_of",
]  # fmt: skip


@frozen(kw_only=True, eq=False, repr=False)
class _Paper(Checked):
    """
    The attributes of all later acts.
    """

    CHECKS: ClassVar = ON_PAPER

    on: date
    document: str | None = field(default=None, converter=converters.optional(tidied), repr=False)


def _reissue_ground(code: ReissueGround | str) -> ReissueGround:
    return word_of(ReissueGround, code)


def _termination_ground(code: TerminationGround | str) -> TerminationGround:
    return word_of(TerminationGround, code)


def _kind_of_reorganisation(succession: object) -> Faults:
    if not isinstance(succession, Succession):
        return wrong_type(succession, Succession.__name__)
    if succession.kind in REORGANISATIONS:
        return NO_FAULTS
    return (Fault(Code.UNKNOWN_CODE, "kind", value=succession.kind, allowed=REORGANISATIONS),)


@frozen(kw_only=True, eq=False, repr=False)
class Reissue(_Paper):
    """
    The licence was reissued (Law on Permits, art. 33(1)); None leaves an attribute as it was.
    """

    kind: ClassVar = ActKind.REISSUE
    CHECKS: ClassVar = {
        **ON_PAPER,
        "ground": validation.word(ReissueGround),
        "name": optional(published),
        "address": optional(published),
        "kato": optional(kato),
        "new_identifier": optional(identified),
        "licence_number": optional(validation.text),
        "succession": optional(_kind_of_reorganisation),
    }

    ground: ReissueGround = field(converter=_reissue_ground)
    name: str | None = field(default=None, converter=converters.optional(as_public_text), repr=False)
    address: str | None = field(default=None, converter=converters.optional(as_public_text), repr=False)
    kato: str | None = field(default=None, repr=False)
    #: After a reorganisation the licence may pass to another legal person (art. 34). A natural person
    #: whose IIN changed stays the same person.
    new_identifier: Identifier | None = field(
        default=None, converter=converters.optional(as_identifier), repr=False
    )
    licence_number: str | None = field(default=None, converter=converters.optional(tidied), repr=False)
    #: The other entries that took part in a reorganisation, such as that of B if A and B became C.
    succession: Succession | None = field(default=None, repr=False)

    def _rule_faults(self) -> Iterator[Fault]:
        if self.ground not in _CHANGES:
            yield Fault(Code.GROUND_NEVER_HERE, "ground", allowed=_CHANGES)
            return
        allowed = _CHANGES[self.ground]
        if isinstance(self.new_identifier, Iin):
            allowed = _CHANGES_WITH_IIN.get(self.ground, ("name", *_ADDRESS))
        for path in ("name", "address", "kato", "new_identifier", "succession"):
            if getattr(self, path) is not None and path not in allowed:
                yield Fault(Code.CHANGE_NEEDS_GROUND, path, allowed=allowed)


_ADDRESS: Final = ("address", "kato")
#: The attributes that a reissue may change, by its ground. Alienation and the change of an object's
#: address (Law on Permits, art. 33(1)(5)–(6)) concern licences of another class, so they
#: are missing here.
_CHANGES: Final = {
    ReissueGround.PERSON_RENAMED: ("name",),
    ReissueGround.SOLE_TRADER_CHANGED: ("name", *_ADDRESS),
    ReissueGround.REORGANISED: ("name", *_ADDRESS, "new_identifier", "succession"),
    ReissueGround.NAME_OR_LOCATION: ("name", *_ADDRESS),
    ReissueGround.OTHER_LAW: ("name", *_ADDRESS),
}
#: The same with a new IIN, which is possible on the grounds of natural persons.
_CHANGES_WITH_IIN: Final = {
    ground: (*_CHANGES[ground], "new_identifier")
    for ground in (
        ReissueGround.PERSON_RENAMED,
        ReissueGround.SOLE_TRADER_CHANGED,
        ReissueGround.OTHER_LAW,
    )
}


@frozen(kw_only=True, eq=False, repr=False)
class Suspend(_Paper):
    """
    The licence was suspended (Law on Permits, art. 45); the form has no column for it.
    """

    kind: ClassVar = ActKind.SUSPEND
    CHECKS: ClassVar = {**ON_PAPER, "until": optional(validation.day)}

    #: The last day of the suspension, inclusive, if the decision states one. Nothing ends by itself on
    #: that day: the licence is resumed, or terminated, by another act (art. 45(3)–(4)).
    until: date | None = None

    def _rule_faults(self) -> Faults:
        return days_in_order("on", self.on, "until", self.until)


@frozen(kw_only=True, eq=False, repr=False)
class Resume(_Paper):
    """
    The suspension ended (Law on Permits, art. 45).
    """

    kind: ClassVar = ActKind.RESUME


@frozen(kw_only=True, eq=False, repr=False)
class Terminate(_Paper):
    """
    The licence ceased (Rules, para. 6); `on` is the first day on which it has no effect.
    """

    kind: ClassVar = ActKind.TERMINATE
    CHECKS: ClassVar = {**ON_PAPER, "ground": validation.word(TerminationGround)}

    #: One of the eight grounds of the Law on Permits, art. 35(1).
    ground: TerminationGround = field(converter=_termination_ground)


@frozen(kw_only=True, eq=False, repr=False)
class Exclude(_Paper):
    """
    The provider was excluded from the register (assumption "exclusion is final").
    """

    kind: ClassVar = ActKind.EXCLUDE
    CHECKS: ClassVar = {**ON_PAPER, "basis": published}

    #: Rules, para. 5(13), column 17.
    basis: str = field(converter=as_public_text, repr=False)


@frozen(kw_only=True, eq=False, repr=False)
class SignContract(_Paper):
    """
    A contract on services was signed (Rules, para. 5(10)).
    """

    kind: ClassVar = ActKind.SIGN_CONTRACT
    CHECKS: ClassVar = {
        **ON_PAPER,
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


@frozen(kw_only=True, eq=False, repr=False)
class EndContract(_Paper):
    """
    The contract on services ended before its term, or was dissolved; it does not count on `on`.
    """

    kind: ClassVar = ActKind.END_CONTRACT


@frozen(kw_only=True, eq=False, repr=False)
class Amend(_Paper):
    """
    Data of the entry changed without a reissue; None leaves an attribute as it was.

    A street or settlement that was renamed changes the address and is no ground of the Law on Permits,
    art. 33(1).
    """

    kind: ClassVar = ActKind.AMEND
    CHECKS: ClassVar = {
        **ON_PAPER,
        "address": optional(published),
        "kato": optional(kato),
        "conditions": optional(validation.words(ServiceCondition)),
        "categories": optional(validation.words(RecipientCategory)),
        "capacity": optional(validation.count),
        "phones": optional(telephones),
        "emails": optional(emails),
    }

    address: str | None = field(default=None, converter=converters.optional(as_public_text), repr=False)
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
        changes = [path for path in self.CHECKS if path not in ON_PAPER]
        if all(getattr(self, path) is None for path in changes):
            yield Fault(Code.NOTHING_TO_CHANGE, allowed=changes)


@frozen(kw_only=True, eq=False, repr=False)
class GiveConsent(GivenConsent):
    """
    The provider consents to publication (Rules, para. 7); giving again replaces the scope.
    """

    kind: ClassVar = ActKind.GIVE_CONSENT
    CHECKS: ClassVar = {**ON_PAPER, **GivenConsent.CHECKS}

    on: date
    document: str | None = field(default=None, converter=converters.optional(tidied), repr=False)

    def _rule_faults(self) -> Faults:
        return self.order_faults(self.on)


@frozen(kw_only=True, eq=False, repr=False)
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
