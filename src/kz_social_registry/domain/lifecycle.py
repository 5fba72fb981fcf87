"""
The lifecycle: what may happen to an entry in which state, and what it becomes.

`TRANSITIONS` is the whole lifecycle as a table; code, documents and tests read it and nothing repeats
it. `apply` interprets one act: it looks the step up, asks the rules that depend on the entry, and
returns the next entry. It is pure: the entry it was given is as before, whatever happens.

What the table says in prose: an entry begins with the issue of a licence. While the licence is active
everything may happen to it; while it is suspended, nothing that presupposes its effect. Termination
leads only to exclusion; what may change once the term is over may change whether or not the termination
by expiry was recorded yet. Exclusion is final: a provider that is licensed again gets a new entry. The
Order names no way back, so that is our assumption [A].

Consent stands beside the lifecycle: it is given while the entry is in the register, in any status,
and withdrawn even after exclusion.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from attrs import evolve, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import (
    CONTENT,
    FORMATION,
    ITEM,
    PUBLICITY,
    REISSUE,
    SUSPENSION,
    TERMINATION,
    Clause,
)
from kz_social_registry.base.validation import NO_FAULTS, Faults
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, Status, TerminationGround
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    Exclude,
    GiveConsent,
    Issue,
    Reissue,
    SignContract,
    Terminate,
    WithdrawConsent,
)
from kz_social_registry.domain.entry import Consent, Contract, RegistryEntry, changed
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import ONE_DAY

Changes = dict[str, Any]


@frozen
class Transition:
    """
    One step of the lifecycle, and the clause that allows it.
    """

    #: None: there is no entry yet.
    source: Status | None
    act: ActKind
    target: Status
    clause: Clause
    #: The ground on which the licence must have been terminated; None: whatever it was.
    ground: TerminationGround | None = None

    def suits(self, entry: RegistryEntry | None) -> bool:
        """
        Whether an entry in the step's status can take it.
        """
        return self.ground is None or (entry is not None and entry.termination_ground is self.ground)


#: The whole lifecycle. What is not in this table is unlawful.
TRANSITIONS: Final = (
    Transition(None, ActKind.ISSUE, Status.ACTIVE, FORMATION),
    Transition(Status.ACTIVE, ActKind.REISSUE, Status.ACTIVE, REISSUE),
    Transition(Status.ACTIVE, ActKind.SIGN_CONTRACT, Status.ACTIVE, ITEM[10]),
    Transition(Status.ACTIVE, ActKind.AMEND, Status.ACTIVE, CONTENT),
    Transition(Status.ACTIVE, ActKind.SUSPEND, Status.SUSPENDED, SUSPENSION),
    Transition(Status.ACTIVE, ActKind.TERMINATE, Status.TERMINATED, TERMINATION),
    Transition(Status.ACTIVE, ActKind.EXCLUDE, Status.EXCLUDED, ITEM[13]),
    Transition(Status.ACTIVE, ActKind.GIVE_CONSENT, Status.ACTIVE, PUBLICITY),
    Transition(Status.ACTIVE, ActKind.WITHDRAW_CONSENT, Status.ACTIVE, PUBLICITY),
    Transition(Status.SUSPENDED, ActKind.RESUME, Status.ACTIVE, SUSPENSION),
    Transition(Status.SUSPENDED, ActKind.AMEND, Status.SUSPENDED, CONTENT),
    Transition(Status.SUSPENDED, ActKind.TERMINATE, Status.TERMINATED, TERMINATION),
    Transition(Status.SUSPENDED, ActKind.EXCLUDE, Status.EXCLUDED, ITEM[13]),
    Transition(Status.SUSPENDED, ActKind.GIVE_CONSENT, Status.SUSPENDED, PUBLICITY),
    Transition(Status.SUSPENDED, ActKind.WITHDRAW_CONSENT, Status.SUSPENDED, PUBLICITY),
    # By expiry a licence ceases at once (Law on Permits, art. 35(1)(1)), recorded or not: what may be
    # amended past its term may be in either case.
    Transition(Status.TERMINATED, ActKind.AMEND, Status.TERMINATED, CONTENT, TerminationGround.EXPIRED),
    Transition(Status.TERMINATED, ActKind.EXCLUDE, Status.EXCLUDED, ITEM[13]),
    Transition(Status.TERMINATED, ActKind.GIVE_CONSENT, Status.TERMINATED, PUBLICITY),
    Transition(Status.TERMINATED, ActKind.WITHDRAW_CONSENT, Status.TERMINATED, PUBLICITY),
    # Final, but a consent can always be withdrawn (Law on Personal Data, art. 8).
    Transition(Status.EXCLUDED, ActKind.WITHDRAW_CONSENT, Status.EXCLUDED, PUBLICITY),
)

_STEPS: Final = {(step.source, step.act): step for step in TRANSITIONS}

#: What may still happen when the term is over: the licence has no effect left to change.
AFTER_EXPIRY: Final = (
    ActKind.AMEND,
    ActKind.TERMINATE,
    ActKind.EXCLUDE,
    ActKind.GIVE_CONSENT,
    ActKind.WITHDRAW_CONSENT,
)

#: Law on Permits, art. 33: whom each ground of reissue can concern.
_NATURAL: Final = (ReissueGround.PERSON_RENAMED, ReissueGround.SOLE_TRADER_CHANGED)
_LEGAL: Final = (ReissueGround.REORGANISED, ReissueGround.NAME_OR_LOCATION)
_JOINT: Final = (ReissueGround.SOLE_TRADER_CHANGED, ReissueGround.NAME_OR_LOCATION)


def steps(entry: RegistryEntry | None) -> tuple[Transition, ...]:
    """
    Return the steps that the table knows for an entry; None stands for no entry.
    """
    status = entry and entry.status
    return tuple(step for step in TRANSITIONS if step.source is status and step.suits(entry))


def possible(entry: RegistryEntry | None) -> tuple[ActKind, ...]:
    """
    Return the acts that the table knows for an entry; None stands for no entry.
    """
    return tuple(step.act for step in steps(entry))


def apply(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Return the entry as the act leaves it; `entry` is None before the issue of the licence.

    Raises:
        UnlawfulAct: the table has no such step, or a rule forbids it; nothing changes.
    """
    status = None if entry is None else entry.status
    step = _STEPS.get((status, act.kind))
    if step is None or not step.suits(entry):
        raise UnlawfulAct(Fault(Code.NOT_ALLOWED, "act", allowed=possible(entry)))
    if isinstance(act, Issue):
        return _formed(act, step.target)
    assert entry is not None  # noqa: S101  # for type checkers: only Issue starts from nothing
    if faults := _forbidden(entry, act):
        raise UnlawfulAct(*faults)
    try:
        return changed(entry, step.target, _CHANGES[act.kind](entry, act))
    except InvalidValue as error:  # the rules of the entry itself: the order of its days
        raise UnlawfulAct(*error.faults) from None


def _formed(act: Issue, status: Status) -> RegistryEntry:
    """
    Rules, para. 4: the entry is formed "automatically after the licence is issued".
    """
    return RegistryEntry(
        name=act.name,
        identifier=act.identifier,
        address=act.address,
        conditions=act.conditions,
        categories=act.categories,
        capacity=act.capacity,
        contacts=act.contacts,
        licence=act.licence,
        reissued_on=act.reissued_on,
        contract=act.contract,
        included_on=act.on,
        id=act.entry_id,
        status=status,
        kato=act.kato,
        succession=act.succession,
    )


def too_early(act: Act) -> Fault:
    """
    Return the fault of an act whose day is before the inclusion.
    """
    return Fault(Code.DAY_ORDER, "on", value=act.on, allowed=("included_on ≤ on",))


def _forbidden(entry: RegistryEntry, act: Act) -> list[Fault]:
    """
    What the entry forbids although its status allows the act.
    """
    faults: list[Fault] = []
    if act.on < entry.included_on:
        faults.append(too_early(act))
    if entry.past_term(act.on) and act.kind not in AFTER_EXPIRY:
        faults.append(Fault(Code.AFTER_EXPIRY, "on", value=act.on, allowed=AFTER_EXPIRY))
    if objects := _RULES.get(act.kind):
        faults += objects(entry, act)
    return faults


def _reissued_wrongly(entry: RegistryEntry, act: Reissue) -> Faults:
    grounds, successor = _grounds_for(entry.identifier), act.new_identifier
    if act.ground not in grounds:
        return (Fault(Code.GROUND_FOR_OTHERS, "ground", value=act.ground, allowed=grounds),)
    # Law on Permits, art. 34: a legal person is reorganised, and so the licence passes to such a one.
    if successor and successor.of_joint_enterprise:
        return (Fault(Code.JOINT_ENTERPRISE, "new_identifier", value=successor),)
    return NO_FAULTS


def _grounds_for(identifier: Bin | Iin) -> tuple[ReissueGround, ...]:
    if isinstance(identifier, Iin):
        return (*_NATURAL, ReissueGround.OTHER_LAW)
    return (*(_JOINT if identifier.of_joint_enterprise else _LEGAL), ReissueGround.OTHER_LAW)


def _consent_without_list(entry: RegistryEntry, act: GiveConsent) -> Faults:
    # Law on Personal Data, art. 8(4): a natural person's consent names "the list of data".
    listed = act.columns is not None or not isinstance(entry.identifier, Iin)
    return NO_FAULTS if listed else (Fault(Code.CONSENT_LISTS_COLUMNS, "columns"),)


def _no_consent(entry: RegistryEntry, _: WithdrawConsent) -> Faults:
    return NO_FAULTS if entry.consent else (Fault(Code.NO_CONSENT, "act"),)


#: What an entry may object to in an act of one kind only.
_RULES: Final[dict[ActKind, Callable[[RegistryEntry, Any], Faults]]] = {
    ActKind.REISSUE: _reissued_wrongly,
    ActKind.GIVE_CONSENT: _consent_without_list,
    ActKind.WITHDRAW_CONSENT: _no_consent,
}


def _reissued(entry: RegistryEntry, act: Reissue) -> Changes:
    changes = {"reissued_on": act.on, **_named(act, ("name", "address", "kato"))}
    if act.new_identifier and act.new_identifier != entry.identifier:
        # Rules, para. 7: "with the supplier's consent". Another supplier has to give its own.
        changes |= {"identifier": act.new_identifier, "consent": _ended(entry.consent, act.on)}
    if act.licence_number:
        changes["licence"] = evolve(entry.licence, number=act.licence_number)
    return changes


def _ended(consent: Consent | None, on: date) -> Consent | None:
    """
    Return a consent that counts until the day before; it can still be withdrawn, told late perhaps.
    """
    if consent is None or consent.given_on >= on:
        return None
    last = on - ONE_DAY
    return consent if consent.until and consent.until <= last else evolve(consent, until=last)


def _amended(entry: RegistryEntry, act: Amend) -> Changes:
    changes = _named(act, ("address", "kato", "conditions", "categories", "capacity"))
    if act.phones is not None or act.emails is not None:
        changes["contacts"] = evolve(entry.contacts, **_named(act, ("phones", "emails")))
    return changes


def _named(act: Act, names: tuple[str, ...]) -> Changes:
    """
    Return those of the values that the act names; the others stay as they are.
    """
    values = vars(act)
    return {name: values[name] for name in names if values[name] is not None}


def _consented(_: RegistryEntry, act: GiveConsent) -> Changes:
    columns = frozenset(Column) if act.columns is None else act.columns
    return {"consent": Consent(columns=columns, given_on=act.on, until=act.until)}


def _contracted(_: RegistryEntry, act: SignContract) -> Changes:
    return {"contract": Contract(signed_on=act.on, term=act.term)}


def _terminated(_: RegistryEntry, act: Terminate) -> Changes:
    return {"terminated_on": act.on, "termination_ground": act.ground, "suspended_on": None}


def _excluded(_: RegistryEntry, act: Exclude) -> Changes:
    return {"excluded_on": act.on, "exclusion_basis": act.basis}


#: What each act changes of an entry, besides its status.
_CHANGES: Final[dict[ActKind, Callable[[RegistryEntry, Any], Changes]]] = {
    ActKind.REISSUE: _reissued,
    ActKind.SIGN_CONTRACT: _contracted,
    ActKind.AMEND: _amended,
    ActKind.SUSPEND: lambda _, act: {"suspended_on": act.on},
    ActKind.RESUME: lambda *_: {"suspended_on": None},
    ActKind.TERMINATE: _terminated,
    ActKind.EXCLUDE: _excluded,
    ActKind.GIVE_CONSENT: _consented,
    ActKind.WITHDRAW_CONSENT: lambda *_: {"consent": None},
}
