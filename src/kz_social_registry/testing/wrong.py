"""
Wrong lifecycles: one-line mistakes, each with the law that it breaks.

The tests of the library hold `check_lifecycle` to them: it names every one with its law. Use them to
see what a mistake looks like, or to prove a kit of your own.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Final

from attrs import evolve, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import Status, TerminationGround
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.testing.lifecycles.subjects import Apply

Condition = Callable[[Any, Any], bool]
Changes = Callable[[Any, Any, Any], dict[str, Any]]


@frozen
class WrongLifecycle:
    """
    A lifecycle with one mistake.
    """

    mistake: str
    #: The name of the law that it breaks.
    law: str
    apply: Apply

    @property
    def __name__(self) -> str:
        """
        The mistake, for the reports of test runners.
        """
        return self.mistake


def _with(entry: RegistryEntry, **values: object) -> RegistryEntry:
    """
    Return an entry with other values, lawful or not.
    """
    wrong = copy(entry)
    for name, value in values.items():
        object.__setattr__(wrong, name, value)  # an entry is frozen
    return wrong


def _refuses(when: Condition, code: Word = Code.NOT_ALLOWED) -> Apply:
    """
    Return a lifecycle that also refuses lawful acts.
    """

    def wrong(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
        if entry and when(entry, act):
            raise UnlawfulAct(Fault(code, "act"))
        return apply(entry, act)

    return wrong


def _accepts(when: Condition, **values: object) -> Apply:
    """
    Return a lifecycle that accepts unlawful acts, with some effect or none.
    """

    def wrong(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
        try:
            return apply(entry, act)
        except UnlawfulAct:
            if entry and when(entry, act):
                return _with(entry, **values)
            raise

    return wrong


def _altering(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    after = apply(entry, act)
    if entry:
        object.__setattr__(entry, "capacity", entry.capacity + 1)
    return after


def _refusing(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    raise UnlawfulAct(Fault(Code.NOT_ALLOWED, f"{act.kind}" if entry else "act"))


def _reissuing_for_joint(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    try:
        return apply(entry, act)
    except UnlawfulAct as error:
        if entry and error.faults[0].code is Code.JOINT_ENTERPRISE:
            return _with(entry, identifier=getattr(act, "new_identifier", None), reissued_on=act.on)
        raise


def _is(kind: str, *statuses: str) -> Condition:
    """
    Return whether an act is of a kind, and the entry in one of the statuses, if there are any.
    """
    return lambda e, a: a.kind == kind and (not statuses or e.status in statuses)


def _late(kind: str) -> Condition:
    return lambda e, a: a.kind == kind and e.past_term(a.on) and e.status == "active"


def _consent(change: Callable[[Any, Any], dict[str, Any]]) -> Apply:
    """
    Return a lifecycle that leaves wrong values in a consent; `change` takes the old and the new one.
    """
    return _after(
        "give_consent", lambda e, n, _: {"consent": evolve(n.consent, **change(e.consent, n.consent))}
    )


def _loses(kind: str, *names: str) -> Apply:
    return _after(kind, lambda *_: dict.fromkeys(names))


def _keeps(kind: str, name: str) -> Apply:
    return _after(kind, lambda e, *_: {name: getattr(e, name)})


def _after(kind: str, changes: Changes) -> Apply:
    """
    Return a lifecycle that leaves wrong values after one kind of act.
    """

    def wrong(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
        after = apply(entry, act)
        return _with(after, **changes(entry, after, act)) if act.kind == kind else after

    return wrong


def _ground(number: type, ground: str) -> Condition:
    return lambda e, a: (
        a.kind == "reissue" and isinstance(e.identifier, number) and a.ground == ground
        and e.status == "active" and e.included_on <= a.on and not e.past_term(a.on)
    )  # fmt: skip


_ACTIVE: Final = {"status": Status.ACTIVE, "suspended_on": None, "suspended_until": None}
_REVIVED: Final = {"status": Status.ACTIVE, "terminated_on": None, "termination_ground": None}

#: The wrong lifecycles.
WRONG: Final = tuple(
    WrongLifecycle(mistake, law, wrong)
    for law, mistake, wrong in (
        ("issue", "everything is refused", _refusing),
        ("issue", "a licence is issued twice", _accepts(_is("issue"))),
        ("issue", "the inclusion is on the day of issue of the licence",
         _after("issue", lambda _, n, __: {"included_on": n.licence.issued_on})),
        ("issue", "the consent of the application is lost", _loses("issue", "consent")),
        ("issue", "the contract of the application is lost", _loses("issue", "contract")),
        ("issue", "the former entry is lost", _loses("issue", "succession")),
        ("issue", "the number of the licence is lost",
         _after("issue", lambda _, n, __: {"licence": evolve(n.licence, number=None)})),
        ("unchanged", "an act alters the entry before it", _altering),
        ("nothing_else", "an exclusion ends the consent", _loses("exclude", "consent")),
        ("nothing_else", "an exclusion wipes the termination",
         _loses("exclude", "terminated_on", "termination_ground")),
        ("nothing_else", "a termination ends the consent", _loses("terminate", "consent")),
        ("nothing_else", "a suspension ends the contract", _loses("suspend", "contract")),
        ("nothing_else", "a reissue ends the consent of the same person",
         _after("reissue", lambda e, n, _: {"consent": None} if e.identifier == n.identifier else {})),
        ("inclusion", "acts on the day of inclusion are too early",
         _refuses(lambda e, a: a.on == e.included_on and e.status == "active", Code.DAY_ORDER)),
        ("termination", "the last day of a suspension outlasts the termination",
         _keeps("terminate", "suspended_until")),
        ("inclusion", "acts before the inclusion count",
         _accepts(lambda e, a: a.on < e.included_on and e.status == "active")),
        ("order", "an exclusion precedes the termination",
         _accepts(lambda e, a: a.kind == "exclude" and e.status == "terminated"
                  and a.on >= e.included_on, status=Status.EXCLUDED)),
        ("suspension", "an active licence is resumed", _accepts(_is("resume", "active"))),
        ("suspension", "a suspended licence is suspended", _accepts(_is("suspend", "suspended"))),
        ("suspension", "a contract is signed during a suspension",
         _accepts(_is("sign_contract", "suspended"))),
        ("suspension", "a suspension ends on its last day by itself",
         _after("suspend", lambda _, __, a: _ACTIVE if a.until else {})),
        ("suspension", "the day of a suspension stays", _keeps("resume", "suspended_on")),
        ("suspension", "a suspension cannot be lifted", _refuses(_is("resume"))),
        ("term", "a licence is reissued after its term", _accepts(_late("reissue"))),
        ("term", "a contract is signed after the term", _accepts(_late("sign_contract"))),
        ("term", "a licence is suspended after its term", _accepts(_late("suspend"))),
        ("reissue", "the last day is past the term",
         _refuses(lambda e, a: a.kind == "reissue" and a.on == e.licence.valid_until)),
        ("expiry", "a licence expires on any day",
         _accepts(lambda e, a: a.kind == "terminate" and a.ground == "expired"
                  and e.status in ("active", "suspended") and a.on >= e.included_on)),
        ("expiry", "a licence is revoked after its term",
         _accepts(lambda e, a: a.kind == "terminate" and a.ground == "revoked" and e.past_term(a.on)
                  and e.status != "terminated")),
        ("expiry", "the expiry is not recorded",
         _refuses(lambda _, a: a.kind == "terminate" and a.ground == "expired")),
        ("termination", "a terminated licence is resumed",
         _accepts(_is("resume", "terminated"), **_REVIVED)),
        ("termination", "a terminated licence is reissued",
         _accepts(_is("reissue", "terminated"), **_REVIVED)),
        ("termination", "a terminated licence is terminated", _accepts(_is("terminate", "terminated"))),
        ("termination", "a revoked licence is amended", _accepts(_is("amend", "terminated"))),
        ("termination", "the licence ends on the day before",
         _after("terminate", lambda _, n, __: {"terminated_on": n.terminated_on - ONE_DAY})),
        ("termination", "a suspension outlasts the termination", _keeps("terminate", "suspended_on")),
        ("termination", "a revocation is kept as the licensee's own wish",
         _after("terminate", lambda _, n, a: {"termination_ground": TerminationGround.VOLUNTARY
                if a.ground == "revoked" else n.termination_ground})),
        ("exclusion", "an excluded entry is amended", _accepts(_is("amend", "excluded"))),
        ("exclusion", "an excluded entry gives consent", _accepts(_is("give_consent", "excluded"))),
        ("exclusion", "an excluded entry is reissued",
         _accepts(_is("reissue", "excluded"), status=Status.ACTIVE)),
        ("exclusion", "an exclusion needs a termination", _refuses(_is("exclude", "active"))),
        ("reissue", "a suspended licence is not reissued", _refuses(_is("reissue", "suspended"))),
        ("reissue", "a reissue ends a suspension", _after("reissue", lambda *_: _ACTIVE)),
        ("first_term", "a reissue restarts the term",
         _after("reissue", lambda e, _, a: {"licence": evolve(e.licence, issued_on=a.on)})),
        ("reissue", "the first reissue stays",
         _after("reissue", lambda e, n, _: {"reissued_on": e.reissued_on or n.reissued_on})),
        ("grounds", "a ground is refused that the provider has",
         _refuses(lambda _, a: getattr(a, "ground", "") == "other_law", Code.GROUND_FOR_OTHERS)),
        ("succession", "an entry succeeds itself",
         _accepts(lambda e, a: a.kind == "reissue" and a.succession
                  and e.id in a.succession.predecessors)),
        ("grounds", "a natural person is reorganised", _accepts(_ground(Iin, "reorganised"))),
        ("grounds", "a legal person changes its name as a natural one",
         _accepts(_ground(Bin, "person_renamed"))),
        ("passing", "a licence passes to a joint enterprise", _reissuing_for_joint),
        ("own_consent", "a consent passes with the licence",
         _after("reissue", lambda e, n, _: {"consent": e.consent or n.consent})),
        ("passing", "the old number stays", _keeps("reissue", "identifier")),
        ("contract_end", "an absent contract is ended",
         _accepts(lambda e, a: a.kind == "end_contract" and e.in_register and not e.contract
                  and a.on >= e.included_on)),
        ("contract_end", "a contract ends only with its licence in force",
         _refuses(_is("end_contract", "suspended", "terminated"))),
        ("contract", "the first contract stays",
         _after("sign_contract", lambda e, n, _: {"contract": e.contract or n.contract})),
        ("contract", "the day of the act is the day of signing",
         _after("sign_contract", lambda _, n, a: {"contract": evolve(n.contract, signed_on=a.on)})),
        ("amendment", "an amendment ends a suspension", _after("amend", lambda *_: _ACTIVE)),
        ("amendment", "a suspended entry is not amended", _refuses(_is("amend", "suspended"))),
        ("amendment", "an expired entry is not amended", _refuses(_is("amend", "terminated"))),
        ("amendment", "new telephones wipe the e-mail addresses",
         _after("amend", lambda _, n, a: {"contacts": evolve(n.contacts, emails=a.emails or ())})),
        ("consent", "every consent covers all columns",
         _consent(lambda *_: {"columns": frozenset(Column)})),
        ("consent_days", "a consent has no end", _consent(lambda *_: {"until": None})),
        ("consent_days", "a consent counts from its signing",
         _consent(lambda _, n: {"counts_from": n.given_on})),
        ("consent", "a new consent adds to the old one",
         _consent(lambda o, n: {"columns": n.columns | (o.columns if o else frozenset())})),
        ("consent_list", "a natural person need not list columns",
         _accepts(lambda e, a: a.kind == "give_consent" and isinstance(e.identifier, Iin)
                  and e.in_register and a.on >= e.included_on)),
        ("consent", "no consent is given after the termination",
         _refuses(_is("give_consent", "terminated"))),
        ("withdrawal", "a withdrawal does nothing", _keeps("withdraw_consent", "consent")),
        ("withdrawal", "a withdrawal is refused after the exclusion",
         _refuses(_is("withdraw_consent", "excluded"))),
        ("withdrawal", "an absent consent is withdrawn",
         _accepts(lambda e, a: a.kind == "withdraw_consent" and not e.consent
                  and a.on >= e.included_on)),
    )
)  # fmt: skip
