"""
The lifecycle: which act an entry allows in each status, and the entry that follows.

`TRANSITIONS` is the whole lifecycle as a table, with the source of each step. Code and documents read
the table; the tests compare it with a copy written by hand. `apply` interprets one act in three parts:
it finds the step, asks the rules that depend on the entry, and returns the next entry. It is a pure
function and changes no entry, so a timeline can be computed again for any day and moment.

To read the module, begin with the table. An entry begins with the issue of a licence. An active licence
allows every later act. A suspended licence is reissued and stays suspended; it allows no act that needs
its effect. Termination leads only to exclusion; an entry may be amended after its term, whether or not
its expiry was recorded. Exclusion is final, and a provider that is licensed again gets a new entry. The
Order names no return: the assumption "exclusion is final". A contract may end, and
consent may be given, in any status in the register. Consent is withdrawn even after exclusion.

The rules below the table forbid what a status alone cannot: `_RULES` for one kind of act, `_forbidden`
for all. `_CHANGES` has the values that each act changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import evolve, frozen

from kz_social_registry.base import Value, law
from kz_social_registry.base.assumptions import (
    AFTER_TERM,
    END_OF_CONTRACT,
    EXCLUSION_WITHOUT_TERMINATION,
    Basis,
)
from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Cause, Fault, InvalidValue, UnlawfulAct
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.validation import NO_FAULTS, Faults
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, Status, TerminationGround
from kz_social_registry.domain import acts
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry, changed, formed, replaced, unchecked
from kz_social_registry.domain.row import NAMES_IN_ACT
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.parts import Consent, Contract
from kz_social_registry.domain.values.terms import ONE_DAY, end_of

Changes = dict[str, Any]


@frozen(eq=False, repr=False)
class Transition(Value):
    """
    One step of the lifecycle, with the clause or the assumption that allows it.
    """

    #: The status before the act; None before there is an entry.
    source: Status | None
    act: ActKind
    target: Status
    clause: Basis
    #: The ground on which the licence must have been terminated; None for any.
    ground: TerminationGround | None = None

    def suits(self, entry: RegistryEntry | None) -> bool:
        """
        Return whether the step is open to an entry in its source status.
        """
        return self.ground is None or (entry is not None and entry.termination_ground is self.ground)


#: The whole lifecycle. An act without a step in this table is unlawful.
TRANSITIONS: Final = (
    Transition(None, ActKind.ISSUE, Status.ACTIVE, law.FORMATION),
    Transition(Status.ACTIVE, ActKind.REISSUE, Status.ACTIVE, law.REISSUE),
    Transition(Status.ACTIVE, ActKind.SIGN_CONTRACT, Status.ACTIVE, law.ITEM[10]),
    Transition(Status.ACTIVE, ActKind.END_CONTRACT, Status.ACTIVE, END_OF_CONTRACT),
    Transition(Status.ACTIVE, ActKind.AMEND, Status.ACTIVE, law.CONTENT),
    Transition(Status.ACTIVE, ActKind.SUSPEND, Status.SUSPENDED, law.SUSPENSION),
    Transition(Status.ACTIVE, ActKind.TERMINATE, Status.TERMINATED, law.TERMINATION),
    Transition(Status.ACTIVE, ActKind.EXCLUDE, Status.EXCLUDED, EXCLUSION_WITHOUT_TERMINATION),
    Transition(Status.ACTIVE, ActKind.GIVE_CONSENT, Status.ACTIVE, law.PUBLICITY),
    Transition(Status.ACTIVE, ActKind.WITHDRAW_CONSENT, Status.ACTIVE, law.PUBLICITY),
    Transition(Status.SUSPENDED, ActKind.RESUME, Status.ACTIVE, law.SUSPENSION),
    # Law on Permits, art. 33(4): the holder must apply; nothing exempts a suspended licence.
    Transition(Status.SUSPENDED, ActKind.REISSUE, Status.SUSPENDED, law.REISSUE),
    Transition(Status.SUSPENDED, ActKind.END_CONTRACT, Status.SUSPENDED, END_OF_CONTRACT),
    Transition(Status.SUSPENDED, ActKind.AMEND, Status.SUSPENDED, law.CONTENT),
    Transition(Status.SUSPENDED, ActKind.TERMINATE, Status.TERMINATED, law.TERMINATION),
    Transition(Status.SUSPENDED, ActKind.EXCLUDE, Status.EXCLUDED, EXCLUSION_WITHOUT_TERMINATION),
    Transition(Status.SUSPENDED, ActKind.GIVE_CONSENT, Status.SUSPENDED, law.PUBLICITY),
    Transition(Status.SUSPENDED, ActKind.WITHDRAW_CONSENT, Status.SUSPENDED, law.PUBLICITY),
    Transition(Status.TERMINATED, ActKind.END_CONTRACT, Status.TERMINATED, END_OF_CONTRACT),
    # A licence ceases by expiry at once (Law on Permits, art. 35(1)(1)), whether recorded or not. So
    # the same amendments are lawful before and after its termination is recorded.
    Transition(
        Status.TERMINATED, ActKind.AMEND, Status.TERMINATED, AFTER_TERM, TerminationGround.EXPIRED
    ),
    Transition(Status.TERMINATED, ActKind.EXCLUDE, Status.EXCLUDED, law.ITEM[13]),
    Transition(Status.TERMINATED, ActKind.GIVE_CONSENT, Status.TERMINATED, law.PUBLICITY),
    Transition(Status.TERMINATED, ActKind.WITHDRAW_CONSENT, Status.TERMINATED, law.PUBLICITY),
    # Exclusion is final, but a consent can always be withdrawn (Law on Personal Data, art. 8(7)).
    Transition(Status.EXCLUDED, ActKind.WITHDRAW_CONSENT, Status.EXCLUDED, law.PUBLICITY),
)

_STEPS: Final = {
    source: {step.act: step for step in TRANSITIONS if step.source is source}
    for source in (None, *Status)
}

#: The acts that are lawful after the term: they need no licence in force.
AFTER_EXPIRY: Final = (
    ActKind.END_CONTRACT,
    ActKind.AMEND,
    ActKind.TERMINATE,
    ActKind.EXCLUDE,
    ActKind.GIVE_CONSENT,
    ActKind.WITHDRAW_CONSENT,
)

#: Law on Permits, art. 33(1): the grounds of reissue for each kind of person; for a joint enterprise by
#: assumption "joint enterprise".
_NATURAL: Final = (ReissueGround.PERSON_RENAMED, ReissueGround.SOLE_TRADER_CHANGED)
_LEGAL: Final = (ReissueGround.REORGANISED, ReissueGround.NAME_OR_LOCATION)
_JOINT: Final = (ReissueGround.SOLE_TRADER_CHANGED, ReissueGround.NAME_OR_LOCATION)


def steps(entry: RegistryEntry | None) -> tuple[Transition, ...]:
    """
    Return the steps of the table that are open to an entry, or to no entry for None.
    """
    status = entry and entry.status
    return tuple(step for step in TRANSITIONS if step.source is status and step.suits(entry))


def possible(entry: RegistryEntry | None) -> tuple[ActKind, ...]:
    """
    Return the acts of the steps that are open to an entry, or to no entry for None.
    """
    return tuple(step.act for step in steps(entry))


def apply(entry: RegistryEntry | None, act: Act) -> RegistryEntry:
    """
    Return the entry after an act; before the issue of the licence there is no entry.

    Raises:
        UnlawfulAct: the table has no such step, or a rule forbids it.
    """
    kind = act.kind
    step = _STEPS[None if entry is None else entry.status].get(kind)
    if step is None or (step.ground and not step.suits(entry)):
        raise UnlawfulAct(Fault(Code.NOT_ALLOWED, "act", allowed=possible(entry)))
    if entry is None:
        assert isinstance(act, acts.Issue)  # noqa: S101  # for type checkers: no other step is open
        return _formed(act, step.target)
    if faults := _forbidden(entry, act):
        raise UnlawfulAct(*faults)
    try:
        changes = _CHANGES[kind](entry, act)
        changes["status"] = step.target
        return changed(entry, changes)
    except InvalidValue as error:  # the rules of the entry itself: the order of its days
        names = NAMES_IN_ACT.get(kind, {})
        raise UnlawfulAct(*(fault.renamed(names) for fault in error.faults)) from None


def _formed(act: acts.Issue, status: Status) -> RegistryEntry:
    """
    Form an entry; Rules, para. 4: "automatically after the licence is issued".
    """
    return formed(
        act,
        included_on=act.on,
        id=act.entry_id,
        status=status,
        consent=act.consent and _consent(act.consent, act.on),
        kato=act.kato,
        succession=act.succession,
    )


_ALL_COLUMNS: Final = frozenset(Column)


def _consent(given: acts.GivenConsent, on: date) -> Consent:
    """
    Return a consent that counts from a day, on which it was signed unless it says otherwise.
    """
    columns = _ALL_COLUMNS if given.columns is None else given.columns
    return unchecked(Consent, (columns, given.given_on or on, given.until, on))


def too_early(act: Act) -> Fault:
    """
    Return the fault of an act before the day of inclusion.
    """
    return Fault(Code.DAY_ORDER, "on", value=act.on, allowed=("included_on", "on"))


def _forbidden(entry: RegistryEntry, act: Act) -> Faults:
    kind, on, faults = act.kind, act.on, NO_FAULTS
    if on < entry.included_on:
        faults += (too_early(act),)
    if entry.past_term(on) and kind not in AFTER_EXPIRY:
        faults += (Fault(Code.AFTER_EXPIRY, "on", value=on, allowed=AFTER_EXPIRY),)
    if objects := _RULES.get(kind):
        faults += objects(entry, act)
    return faults


def _reissued_wrongly(entry: RegistryEntry, act: acts.Reissue) -> Faults:
    grounds, successor, faults = _grounds_for(entry.identifier), act.new_identifier, NO_FAULTS
    if act.ground not in grounds:
        return (Fault(Code.GROUND_FOR_OTHERS, "ground", value=act.ground, allowed=grounds),)
    # A person stays natural or legal, so a BIN never follows an IIN, nor an IIN a BIN.
    if isinstance(successor, Iin) and not isinstance(entry.identifier, Iin):
        faults += (Fault(Code.IS_AN_IIN, "new_identifier", value=successor),)
    # Law on Permits, art. 34: only legal persons are reorganised, so the successor is a legal person.
    if isinstance(successor, Bin) and successor.of_joint_enterprise:
        faults += (Fault(Code.JOINT_ENTERPRISE, "new_identifier", value=successor),)
    if act.succession and entry.id in act.succession.predecessors:
        faults += (Fault(Code.PREDECESSOR, "succession.predecessors"),)
    return faults


def _grounds_for(identifier: Bin | Iin) -> tuple[ReissueGround, ...]:
    if isinstance(identifier, Iin):
        return (*_NATURAL, ReissueGround.OTHER_LAW)
    return (*(_JOINT if identifier.of_joint_enterprise else _LEGAL), ReissueGround.OTHER_LAW)


def _consent_without_list(entry: RegistryEntry, act: acts.GiveConsent) -> Faults:
    # Law on Personal Data, art. 8(4): a natural person's consent names "the list of data".
    listed = act.columns is not None or not isinstance(entry.identifier, Iin)
    return NO_FAULTS if listed else (Fault(Code.CONSENT_LISTS_COLUMNS, "columns"),)


def _no_contract(entry: RegistryEntry, _: acts.EndContract) -> Faults:
    return NO_FAULTS if entry.contract else (Fault(Code.NO_CONTRACT, "act"),)


def _no_consent(entry: RegistryEntry, _: acts.WithdrawConsent) -> Faults:
    return NO_FAULTS if entry.consent else (Fault(Code.NO_CONSENT, "act"),)


#: The rules for one kind of act.
_RULES: Final[dict[ActKind, Callable[[RegistryEntry, Any], Faults]]] = {
    ActKind.REISSUE: _reissued_wrongly,
    ActKind.END_CONTRACT: _no_contract,
    ActKind.GIVE_CONSENT: _consent_without_list,
    ActKind.WITHDRAW_CONSENT: _no_consent,
}


def _reissued(entry: RegistryEntry, act: acts.Reissue) -> Changes:
    changes = _given(entry, act, ("name", "succession", "address", "kato"))
    changes["reissued_on"] = act.on
    if act.new_identifier and act.new_identifier != entry.identifier:
        changes["identifier"] = act.new_identifier
        # Rules, para. 7: "with the supplier's consent". Another supplier has to give its own.
        if isinstance(act.new_identifier, Bin):
            changes["consent"] = _ended(entry.consent, act.on)
    if act.licence_number:
        changes["licence"] = replaced(entry.licence, {"number": act.licence_number})
    return changes


def _ended(consent: Consent | None, on: date) -> Consent | None:
    """
    Return a consent that ends on the day before; a withdrawal recorded late still finds it.
    """
    if consent is None or consent.counts_from >= on:
        return None
    last = on - ONE_DAY
    return consent if consent.until and consent.until <= last else replaced(consent, {"until": last})


def _amended(entry: RegistryEntry, act: acts.Amend) -> Changes:
    changes = _given(entry, act, ("address", "kato", "conditions", "categories", "capacity"))
    if act.phones is not None or act.emails is not None:
        changes["contacts"] = replaced(entry.contacts, _named(act, ("phones", "emails")))
    return changes


def _given(entry: RegistryEntry, act: acts.Reissue | acts.Amend, names: tuple[str, ...]) -> Changes:
    """
    Return the new values; by assumption "code of an address" a new address may have none.
    """
    changes = _named(act, names)
    if act.address not in (None, entry.address):
        changes.setdefault("kato", None)
    return changes


def _named(act: Act, names: tuple[str, ...]) -> Changes:
    return {name: value for name in names if (value := getattr(act, name)) is not None}


def _contract(act: acts.SignContract) -> Contract:
    signed = act.signed_on or act.on
    return unchecked(Contract, (signed, act.term, end_of(act.term, signed)))


_NOT_SUSPENDED: Final[Changes] = {"suspended_on": None, "suspended_until": None}


#: The values of an entry that each act changes, apart from its status, in a new dictionary.
_CHANGES: Final[dict[ActKind, Callable[[RegistryEntry, Any], Changes]]] = {
    ActKind.REISSUE: _reissued,
    ActKind.SIGN_CONTRACT: lambda _, act: {"contract": _contract(act)},
    ActKind.END_CONTRACT: lambda *_: {"contract": None},
    ActKind.AMEND: _amended,
    ActKind.SUSPEND: lambda _, act: {"suspended_on": act.on, "suspended_until": act.until},
    ActKind.RESUME: lambda *_: {**_NOT_SUSPENDED},
    ActKind.TERMINATE: lambda _, act: {
        "terminated_on": act.on, "termination_ground": act.ground, **_NOT_SUSPENDED,
    },
    ActKind.EXCLUDE: lambda _, act: {"excluded_on": act.on, "exclusion_basis": act.basis},
    ActKind.GIVE_CONSENT: lambda _, act: {"consent": _consent(act, act.on)},
    ActKind.WITHDRAW_CONSENT: lambda *_: {"consent": None},
}  # fmt: skip


# The fact in the way -----------------------------------------------------------------------------

#: Whether a step of the entry, from its state before to that after, forbids a later act.
_Step = Callable[[RegistryEntry | None, RegistryEntry], bool]

#: The steps in the way, by the code of the fault; the latest is named.
_IN_THE_WAY: Final[Mapping[Word, _Step]] = {
    Code.NOT_ALLOWED: lambda before, after: before is None or before.status is not after.status,
    Code.AFTER_EXPIRY: lambda before, _: before is None,
    Code.EXPIRY_DAY: lambda before, _: before is None,
    Code.NO_CONTRACT: lambda before, after: bool(before and before.contract and not after.contract),
    Code.NO_CONSENT: lambda before, after: bool(before and before.consent and not after.consent),
}


def with_causes(
    faults: Iterable[Fault], ordered: Sequence[tuple[int, Act]], index: int, *, is_new: bool
) -> Iterator[Fault]:
    """
    Yield the faults of a refused fact with their causes, where there are any.

    `ordered` has the acts in order of effect, each with the number of its fact; the one at `index` is
    refused. A fact that is recorded already is in the way itself, of one that is recorded later.
    """
    for fault in faults:
        forbids = _IN_THE_WAY.get(fault.code) if is_new else None
        yield evolve(fault, cause=_cause(ordered, index, forbids, is_new=is_new))


def cause_of_status(ordered: Sequence[tuple[int, Act]]) -> Cause | None:
    """
    Return the latest fact that changed the status, of the acts in order of effect.
    """
    return _cause(ordered, len(ordered), _IN_THE_WAY[Code.NOT_ALLOWED], is_new=True)


def _cause(
    ordered: Sequence[tuple[int, Act]], index: int, forbids: _Step | None, *, is_new: bool
) -> Cause | None:
    entry: RegistryEntry | None = None
    since, found = None, None if is_new else ordered[index]
    for number, act in ordered[:index]:
        before, entry = entry, apply(entry, act)
        if before is None or before.status is not entry.status:
            since = act.on
        if forbids and forbids(before, entry):
            found = number, act
    if entry is None:  # before the issue, which is in the way
        found = next(((number, act) for number, act in ordered if isinstance(act, acts.Issue)), None)
    if found is None:
        return None
    number, act = found
    # Before a fact recorded already, the status would be that after the act that is refused.
    status, since = (entry.status, since) if entry and is_new else (None, None)
    return Cause(fact=number, fact_act=act.kind, fact_on=act.on, status=status, since=since)
