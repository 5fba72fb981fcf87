"""
The acts of a row: those that would make the register say what the row says.

A row of a provider that the register does not have becomes an issue, and the acts that followed it. A
row that differs from the register becomes nothing until the operator says what the difference is: an
amendment, a reissue or a correction. The form has no ground of termination, no ground of reissue and no
day of exclusion; the operator supplies them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Note, Problem
from kz_social_registry.base.law import LATEST_DAY
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, TerminationGround, offered
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    EndContract,
    Exclude,
    GiveConsent,
    GivenConsent,
    Issue,
    Reissue,
    SignContract,
    Terminate,
    issue_of,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.row import COLUMNS, PARAMETERS_OF_ISSUE, PATHS_OF_ACT, values_of
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.domain.values.regions import region_of
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.form.description import (
    CONSENT,
    CONSENT_DAY,
    EXCLUDED_ON,
    REGIONS,
    REISSUE_GROUND,
    TERMINATION_GROUND,
)
from kz_social_registry.form.reading.rows import Values


class Treatment(Word):
    """
    The meaning of a difference between form and register.
    """

    AMEND = "amend", None
    REISSUE = "reissue", None
    CORRECT = "correct", None


@frozen(kw_only=True)
class Supplied:
    """
    Values that the operator supplies, for the form does not have them.
    """

    #: The meaning of differences; without any they are only reported.
    treatments: frozenset[Treatment] = frozenset()
    #: The day on which amendments take effect.
    amended_on: date
    ground: TerminationGround | None = None
    reissue_ground: ReissueGround | None = None
    excluded_on: date | None = None
    #: The reason of a correction.
    reason: str = field(default="form", repr=False)


@frozen(kw_only=True)
class Change:
    """
    The acts that make the register say what a row says.
    """

    entry_id: UUID
    acts: tuple[Act, ...]
    #: Notes on the values that the operator supplied to the acts.
    notes: tuple[Fault, ...] = ()
    #: The number of facts of the entry to which the acts are added; 0 for a new entry.
    known: int = 0
    #: The number of the fact that the only act replaces, if it is a correction.
    replaces: int | None = None


_PARAMETERS: Final = {c: PARAMETERS_OF_ISSUE[path] for c, path in PATHS_OF_ACT[ActKind.ISSUE].items()}
CONTRACT: Final = tuple(PATHS_OF_ACT[ActKind.SIGN_CONTRACT])
_ENDS: Final = (Column.TERMINATED_ON, Column.EXCLUSION_BASIS)
#: Columns in which an entry has a list, empty if the row has nothing.
_LISTS: Final = (Column.PHONES, Column.EMAILS)


def value_of(values: Values, column: Column) -> Any:  # noqa: ANN401  # whatever the column holds
    """
    Return a row's value of a column, as an entry would have it.
    """
    return values.get(column, () if column in _LISTS else None)


class _Draft:
    """
    The acts of one row in the making, with all the faults that prevent them.
    """

    def __init__(self, supplied: Supplied, values: Values) -> None:
        self.supplied = supplied
        self._values = values
        self.acts: list[Act] = []
        self.notes: list[Fault] = []
        self.faults: list[Fault] = []

    def add_reissue(self, on: date, changed: dict[str, Any]) -> None:
        own, column = self._values.get(REISSUE_GROUND), Column.REISSUED_ON
        ground = own or self.supplied.reissue_ground
        if ground is None:
            allowed = offered(ReissueGround)
            self.faults.append(Fault(Problem.NEEDS_REISSUE_GROUND, column, allowed=allowed))
            return
        self.acts.append(Reissue(on=on, ground=ground, **changed))
        if not own:
            self.notes.append(Fault(Note.REISSUE_GROUND_SUPPLIED, column, allowed=(ground,)))

    def add_consent(self, included_on: date) -> GivenConsent | None:
        """
        Return the consent that the issue brings, or add one that was given after inclusion.
        """
        own: GivenConsent | None = self._values.get(CONSENT)
        day = self._values.get(CONSENT_DAY)
        if not own:
            if day and own is None:
                self.faults.append(Fault(Code.MISSING, CONSENT))
            return None
        if day and own.given_on not in (None, day):
            self.faults.append(Fault(Problem.SEVERAL_DAYS, CONSENT_DAY))
        # Rules, para. 7: "with the supplier's consent"; without a day it counts from inclusion.
        given = evolve(own, given_on=own.given_on or day)
        if given.given_on and given.given_on > included_on:
            self.acts.append(GiveConsent(on=given.given_on, columns=given.columns))
            return None
        return given

    def kato(self) -> str | None:
        """
        Return the code of the region; None, with a note, if columns and address name several.
        """
        code = _kato(self._values)
        if code is None and not self._values.keys().isdisjoint(REGIONS):
            self.notes.append(Fault(Note.REGION_DIFFERS, REGIONS[1]))
        return code

    def add_contract(self, values: Values, included_on: date) -> None:
        signed, term = (values[column] for column in CONTRACT)
        self.acts.append(SignContract(term=term, **_signing(signed, included_on)))

    def add_end(self, values: Values, valid_until: date | None) -> None:
        if on := values.get(Column.TERMINATED_ON):
            self._add_termination(on, valid_until)
        if basis := values.get(Column.EXCLUSION_BASIS):
            self._add_exclusion(basis)

    def _add_termination(self, on: date, valid_until: date | None) -> None:
        own, column = self._values.get(TERMINATION_GROUND), Column.TERMINATED_ON
        ground = own or self.supplied.ground
        if ground is None:
            allowed = tuple(TerminationGround)
            self.faults.append(Fault(Problem.NEEDS_GROUND, column, allowed=allowed))
            return
        # Law on Permits, art. 35(1)(1): on the day after its term a licence ceases by expiry.
        if not own and valid_until is not None and on == valid_until + ONE_DAY:
            ground = TerminationGround.EXPIRED
        self.acts.append(Terminate(on=on, ground=ground))
        if not own:
            self.notes.append(Fault(Note.GROUND_SUPPLIED, column, allowed=(ground,)))

    def _add_exclusion(self, basis: str) -> None:
        own, column = self._values.get(EXCLUDED_ON), Column.EXCLUSION_BASIS
        on = own or self.supplied.excluded_on
        if on is None:
            self.faults.append(Fault(Problem.NEEDS_EXCLUSION_DAY, column))
            return
        self.acts.append(Exclude(on=on, basis=basis))
        if not own:
            self.notes.append(Fault(Note.EXCLUSION_DAY_SUPPLIED, column, allowed=(on.isoformat(),)))

    def change(self, entry_id: UUID | None, known: int = 0) -> Change:
        """
        Return the acts as a change of an entry.

        Raises:
            InvalidValue: there is a fault; all of them are reported at once.
        """
        if self.faults or entry_id is None:
            raise InvalidValue(*self.faults)
        return Change(entry_id=entry_id, acts=tuple(self.acts), notes=tuple(self.notes), known=known)


def _signing(signed: date, earliest: date) -> Any:  # noqa: ANN401  # parameters of `SignContract`
    """
    Return the days of a contract's act: the day of signing, or a later one on which it may count.
    """
    return {"on": max(signed, earliest), "signed_on": signed if signed < earliest else None}


def new_entry(values: Values, supplied: Supplied) -> Change:
    """
    Return the issue of a row that the register does not have, and the acts that follow it.

    Raises:
        InvalidValue: values are missing or wrong, or the operator must supply something.
    """
    draft = _Draft(supplied, values)
    reissued = {Column.REISSUED_ON} if _is_later(values, Column.REISSUED_ON) else set()
    is_signed = _is_later(values, Column.CONTRACT_SIGNED_ON) and Column.CONTRACT_TERM in values
    later = reissued.union(CONTRACT if is_signed else ())
    issue = None
    try:
        consent = draft.add_consent(values.get(Column.INCLUDED_ON, LATEST_DAY))
        flat = _issue_values({c: v for c, v in values.items() if c not in later} if later else values)
        issue = issue_of(**flat, consent=consent, kato=draft.kato())
        draft.acts.insert(0, issue)
    except InvalidValue as error:
        draft.faults.extend(error.faults)
    if reissued:
        draft.add_reissue(values[Column.REISSUED_ON], {})
    if is_signed:
        draft.add_contract(values, values[Column.INCLUDED_ON])
    draft.add_end(values, issue.licence.valid_until if issue else None)
    return draft.change(issue.entry_id if issue else None)


def _is_later(values: Values, column: Column) -> bool:
    """
    Whether a day of the row is after its inclusion, so that it needs an act of its own.
    """
    day, included_on = values.get(column), values.get(Column.INCLUDED_ON)
    return bool(day and included_on and day > included_on)


def _issue_values(values: Values) -> Any:  # noqa: ANN401  # the arguments of `issue_of`
    return {name: values[column] for column, name in _PARAMETERS.items() if column in values}


def _kato(values: Values) -> str | None:
    if not (codes := [values[name] for name in REGIONS if name in values]):
        return None
    named = {code[:2] for code in codes} | {region_of(values.get(Column.ADDRESS, ""))}
    return codes[0] if len(named - {None}) == 1 else None


def _new_code(changed: Iterable[Column], values: Values) -> Values:
    """
    Return the row's code for a new address, which no longer has the old one's.
    """
    return {"kato": _kato(values)} if Column.ADDRESS in changed else {}


# Changes --------------------------------------------------------------------------------------------


def changes(
    entry: RegistryEntry, known: int, values: Values, differing: Iterable[Column], supplied: Supplied
) -> Change:
    """
    Return the acts that give an entry the values of a row; `known` counts its facts.

    Raises:
        InvalidValue: the treatments do not cover a difference, or the operator must supply more.
    """
    draft = _Draft(supplied, values)
    left = set(differing)
    if Treatment.REISSUE in supplied.treatments:
        left -= _reissue(draft, entry, values, left)
    if Treatment.AMEND in supplied.treatments:
        left -= _amend(draft, entry, values, left)
    others = tuple(one for one in Treatment if one not in supplied.treatments)
    draft.faults.extend(
        Fault(Problem.BEYOND_ACT, column, allowed=others) for column in COLUMNS if column in left
    )
    return draft.change(entry.id, known)


def _reissue(draft: _Draft, entry: RegistryEntry, values: Values, left: set[Column]) -> set[Column]:
    """
    Add a reissue if the name or its day differs; return the columns that it covers.
    """
    if not left & {Column.NAME, Column.REISSUED_ON}:
        return set()
    on = values.get(Column.REISSUED_ON)
    if on is None or (entry.reissued_on and on <= entry.reissued_on):
        draft.faults.append(Fault(Problem.NO_REISSUE_DAY, Column.REISSUED_ON))
    else:
        renamed = left & {Column.NAME, Column.ADDRESS}
        changed = {one.value: values.get(one) for one in renamed} | _new_code(renamed, values)
        draft.add_reissue(on, changed)
    return {Column.NAME, Column.ADDRESS, Column.REISSUED_ON}


def _amend(draft: _Draft, entry: RegistryEntry, values: Values, left: set[Column]) -> set[Column]:
    """
    Add the changes that need no reissue; return the columns that they cover.
    """
    paths = PATHS_OF_ACT[ActKind.AMEND]
    covered = left & paths.keys()
    if covered:
        changed: Any = {paths[one]: value_of(values, one) for one in covered}
        changed |= _new_code(covered, values)
        draft.acts.append(Amend(on=draft.supplied.amended_on, **changed))
    if left.intersection(CONTRACT) and all(column in values for column in CONTRACT):
        draft.add_contract(values, entry.included_on)
        covered.update(CONTRACT)
    elif left.issuperset(CONTRACT) and values.keys().isdisjoint(CONTRACT):
        draft.acts.append(EndContract(on=draft.supplied.amended_on))
        covered.update(CONTRACT)
    ends = {one for one in _ENDS if one in left and one in values and getattr(entry, one) is None}
    draft.add_end({column: values[column] for column in ends}, entry.licence.valid_until)
    return covered | ends


# Corrections ----------------------------------------------------------------------------------------


def correction(
    entry_id: UUID, facts: Sequence[Fact], values: Values, differing: Iterable[Column]
) -> Change:
    """
    Return the replacement of the one fact that brought all values in which a row differs.

    Raises:
        InvalidValue: several facts brought them, or none did.
    """
    changed = {column: value_of(values, column) for column in differing}
    by_number = {fact.number: act for fact, act in timeline.in_effect(facts)}
    latest = list(reversed(by_number.items()))
    sources = {next((n for n, act in latest if _sets(act, column)), 0) for column in changed}
    included_on = next(act.on for act in by_number.values())
    if len(sources) != 1 or 0 in sources:
        raise InvalidValue(Fault(Problem.SEVERAL_FACTS))
    (number,) = sources
    replacement = _replacement(by_number[number], changed, included_on, _new_code(changed, values))
    return Change(entry_id=entry_id, acts=(replacement,), known=len(facts), replaces=number)


def _sets(act: Act, column: Column) -> bool:
    """
    Whether an act brings the value of a column; of an issue, also an empty value.
    """
    if isinstance(act, EndContract):
        return column in CONTRACT
    path = PATHS_OF_ACT.get(act.kind, {}).get(column)
    return path is not None and (isinstance(act, Issue) or getattr(act, path) is not None)


def _replacement(act: Act, changed: dict[Column, Any], included_on: date, code: Values) -> Act:
    if isinstance(act, EndContract):  # the contract did not end, says the row
        if absent := [column for column in CONTRACT if not changed.get(column)]:
            raise InvalidValue(*(Fault(Code.MISSING, column) for column in absent))
        signed, term = (changed[column] for column in CONTRACT)
        return SignContract(term=term, document=act.document, **_signing(signed, act.on))
    if not isinstance(act, Issue):
        paths = PATHS_OF_ACT[act.kind]
        named: Any = {paths[column]: value for column, value in changed.items()} | code
        if isinstance(act, SignContract) and (signed := named.get("on")):
            named |= _signing(signed, act.on if act.signed_on else included_on)
        replacement: Act = evolve(act, **named)
        return replacement
    cells = dict(zip(COLUMNS, values_of(apply(None, act)), strict=True)) | changed
    flat = _issue_values({one.value: value for one, value in cells.items() if value not in (None, ())})
    return issue_of(
        **({"kato": act.kato} | flat | code), entry_id=act.entry_id, consent=act.consent,
        succession=act.succession, document=act.document, licence_number=act.licence.number,
    )  # fmt: skip
