"""
What a row of the form means for the register: the acts that would make the register say the same.

A row that the register does not have is an issue, with what followed it. A row that differs is nothing
until the operator says what the difference is: an amendment, a reissue, or a correction. The form knows
no ground of termination or reissue and no day of exclusion: those are what the operator supplies.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Note, Problem
from kz_social_registry.base.vocabulary import ActKind, ReissueGround, TerminationGround, offered
from kz_social_registry.domain import timeline
from kz_social_registry.domain.acts import (
    Act,
    Amend,
    Exclude,
    Issue,
    Reissue,
    SignContract,
    Terminate,
    issue_of,
)
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.domain.row import COLUMNS, PATHS_OF_ACT, Cell, values_of
from kz_social_registry.domain.timeline import Fact
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.terms import ONE_DAY, Term
from kz_social_registry.form.reading.rows import Values

# fmt: off


class Treatment(Word):
    """
    What a difference between form and register is.
    """

    AMEND = "amend", None, "мәліметтер өзгерген", "сведения изменились", "the data have changed"
    REISSUE = (
        "reissue", None, "лицензия қайта ресімделген", "лицензия переоформлена",
        "the licence was reissued",
    )
    CORRECT = (
        "correct", None, "тіркелімдегі қате түзетіледі", "исправляется ошибка регистра",
        "the register was wrong",
    )


# fmt: on


@frozen(kw_only=True)
class Supplied:
    """
    What the operator supplies, for the form does not know it.
    """

    #: What differences are; without it they are only shown.
    treatments: frozenset[Treatment] = frozenset()
    #: The day on which amendments take effect.
    amended_on: date
    ground: TerminationGround | None = None
    reissue_ground: ReissueGround | None = None
    excluded_on: date | None = None
    #: Why the register is corrected.
    reason: str = field(default="form", repr=False)


class Plan(NamedTuple):
    """
    What a row comes to.
    """

    acts: list[Act]
    #: What is to be noted of what the operator supplied to them.
    notes: list[Fault]
    #: What stands in the way, all of it to be told at once.
    faults: list[Fault]


_CONTRACT: Final = tuple(PATHS_OF_ACT[ActKind.SIGN_CONTRACT])
_REQUIRED: Final = (
    Column.NAME, Column.IDENTIFIER, Column.ADDRESS, Column.CONDITIONS, Column.CATEGORIES,
    Column.CAPACITY, Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM, Column.INCLUDED_ON,
)  # fmt: skip
_LISTS: Final = (Column.PHONES, Column.EMAILS)


def new_entry(values: Values, supplied: Supplied) -> tuple[Issue, Plan]:
    """
    Return the issue of a row that the register does not have, and what follows it.

    Raises:
        InvalidValue: values are missing or wrong, or the operator must supply something.
    """
    plan = Plan([], [], [])
    flat = _issue_values(values)
    if is_reissued := _after(values, Column.REISSUED_ON):
        del flat[Column.REISSUED_ON]
    if is_signed := _after(values, Column.CONTRACT_SIGNED_ON) and Column.CONTRACT_TERM in values:
        del flat[Column.CONTRACT_SIGNED_ON], flat[Column.CONTRACT_TERM]
    issue = _issue(plan, flat)
    if is_reissued:
        _reissue(plan, values[Column.REISSUED_ON], supplied, {})
    if is_signed:
        _sign(plan, values)
    _end(plan, values, supplied, issue.licence.valid_until if issue else None)
    if issue is None or plan.faults:
        raise InvalidValue(*plan.faults)
    return issue, plan


def _issue_values(values: Values) -> Any:  # noqa: ANN401  # what `issue_of` takes
    """
    Return the values that an issue takes, by the names of its parameters.
    """
    flat = {column.value: values[column] for column in PATHS_OF_ACT[ActKind.ISSUE] if column in values}
    if Column.INCLUDED_ON in flat:
        flat["on"] = flat.pop(Column.INCLUDED_ON)
    return flat


def _issue(plan: Plan, flat: Any) -> Issue | None:  # noqa: ANN401  # what `issue_of` takes
    try:
        return issue_of(**flat)
    except InvalidValue as error:
        plan.faults.extend(error.faults)
        return None


def lacking(values: Values) -> list[Column]:
    """
    Return the columns that an entry cannot do without; a contract has both of its columns or none.
    """
    contract = _CONTRACT if any(column in values for column in _CONTRACT) else ()
    return [column for column in (*_REQUIRED, *contract) if column not in values]


def _after(values: Values, column: Column) -> bool:
    """
    Whether a day of the row is after its inclusion, so that it needs an act of its own.
    """
    day, included_on = values.get(column), values.get(Column.INCLUDED_ON)
    return bool(day and included_on and day > included_on)


def _reissue(plan: Plan, on: date, supplied: Supplied, changed: dict[str, Any]) -> None:
    if supplied.reissue_ground is None:
        plan.faults.append(
            Fault(Problem.NEEDS_REISSUE_GROUND, Column.REISSUED_ON, allowed=offered(ReissueGround))
        )
        return
    plan.acts.append(Reissue(on=on, ground=supplied.reissue_ground, **changed))
    plan.notes.append(
        Fault(Note.REISSUE_GROUND_SUPPLIED, Column.REISSUED_ON, allowed=(supplied.reissue_ground,))
    )


def _sign(plan: Plan, values: Values) -> None:
    on, term = (values[column] for column in _CONTRACT)
    plan.acts.append(SignContract(on=on, term=term))


def _end(plan: Plan, values: Values, supplied: Supplied, valid_until: date | None) -> None:
    """
    Add termination and exclusion, as far as the row has them.
    """
    on, basis = values.get(Column.TERMINATED_ON), values.get(Column.EXCLUSION_BASIS)
    if on and supplied.ground:
        # Law on Permits, art. 35(1)(1): on the day after its term a licence ceases by expiry.
        expired = valid_until is not None and on == valid_until + ONE_DAY
        ground = TerminationGround.EXPIRED if expired else supplied.ground
        plan.acts.append(Terminate(on=on, ground=ground))
        plan.notes.append(Fault(Note.GROUND_SUPPLIED, Column.TERMINATED_ON, allowed=(ground,)))
    elif on:
        plan.faults.append(
            Fault(Problem.NEEDS_GROUND, Column.TERMINATED_ON, allowed=tuple(TerminationGround))
        )
    if basis and supplied.excluded_on:
        plan.acts.append(Exclude(on=supplied.excluded_on, basis=basis))
        allowed = (supplied.excluded_on.isoformat(),)
        plan.notes.append(Fault(Note.EXCLUSION_DAY_SUPPLIED, Column.EXCLUSION_BASIS, allowed=allowed))
    elif basis:
        plan.faults.append(Fault(Problem.NEEDS_EXCLUSION_DAY, Column.EXCLUSION_BASIS))


# Differences ----------------------------------------------------------------------------------------


def differences(entry: RegistryEntry, values: Values) -> list[tuple[Column, Cell]]:
    """
    Return the columns in which a row differs from an entry, each with what the entry has.
    """
    found = []
    for column, ours in zip(COLUMNS, values_of(entry), strict=True):
        theirs = values.get(column, () if column in _LISTS else None)
        if ours != theirs and not _same_term(column, ours, theirs, entry):
            found.append((column, ours))
    return found


def _same_term(column: Column, ours: Cell, theirs: Cell, entry: RegistryEntry) -> bool:
    """
    Whether two terms, one a length and one a last day perhaps, end on the same day.
    """
    if not isinstance(ours, Term) or not isinstance(theirs, Term):
        return False
    contract = column is Column.CONTRACT_TERM and entry.contract
    start = contract.signed_on if contract else entry.licence.issued_on
    try:
        return ours.last_day(start) == theirs.last_day(start)
    except InvalidValue:
        return False


def changes(
    entry: RegistryEntry, values: Values, differing: Sequence[Column], supplied: Supplied
) -> Plan:
    """
    Return the acts that bring an entry to what a row says, as far as the chosen treatments go.

    Raises:
        InvalidValue: a difference is beyond them, or the operator must supply something more.
    """
    plan = Plan([], [], [])
    left = set(differing)
    if Treatment.REISSUE in supplied.treatments and left & {Column.NAME, Column.REISSUED_ON}:
        changed = {
            column.value: values.get(column)
            for column in (Column.NAME, Column.ADDRESS)
            if column in left
        }
        on = values.get(Column.REISSUED_ON)
        if on is None or (entry.reissued_on and on <= entry.reissued_on):
            plan.faults.append(Fault(Problem.NO_REISSUE_DAY, Column.REISSUED_ON))
        else:
            _reissue(plan, on, supplied, changed)
        left -= {Column.NAME, Column.ADDRESS, Column.REISSUED_ON}
    if Treatment.AMEND in supplied.treatments:
        left -= _amended(plan, entry, values, left, supplied)
    allowed = tuple(one for one in Treatment if one not in supplied.treatments)
    first_to_last = sorted(left, key=COLUMNS.index)
    plan.faults.extend(Fault(Problem.BEYOND_ACT, column, allowed=allowed) for column in first_to_last)
    if plan.faults:
        raise InvalidValue(*plan.faults)
    return plan


def _amended(
    plan: Plan, entry: RegistryEntry, values: Values, left: set[Column], supplied: Supplied
) -> set[Column]:
    """
    Add what changes without a reissue, and return the columns that it covers.
    """
    amended: set[Column] = left.intersection(PATHS_OF_ACT[ActKind.AMEND])
    if amended:
        changed: Any = {c.value: values.get(c, () if c in _LISTS else None) for c in amended}
        plan.acts.append(Amend(on=supplied.amended_on, **changed))
    if left.intersection(_CONTRACT) and all(column in values for column in _CONTRACT):
        _sign(plan, values)
        amended.update(_CONTRACT)
    ends: Values = {
        column.value: values[column]
        for column in (Column.TERMINATED_ON, Column.EXCLUSION_BASIS)
        if column in left and column in values and getattr(entry, column) is None
    }
    _end(plan, ends, supplied, entry.licence.valid_until)
    return amended | {column for column in Column if column in ends}


#: The column that tells of an act: it is at fault where its day, its ground or its possibility is.
_TELLING: Final[dict[type[Act], Column]] = {
    Reissue: Column.REISSUED_ON,
    SignContract: Column.CONTRACT_SIGNED_ON,
    Terminate: Column.TERMINATED_ON,
    Exclude: Column.EXCLUSION_BASIS,
}
_OF_FACT: Final = re.compile(r"facts\[(\d+)\]\.?")


def blamed(fault: Fault, acts: Sequence[Act], known: int) -> Fault:
    """
    Return a fault of one of the acts, recorded behind so many known facts, at the column to blame.
    """
    of_fact = _OF_FACT.match(fault.path)  # none of the latest
    number = int(of_fact[1]) if of_fact else known + len(acts)
    path = fault.path[of_fact.end() if of_fact else 0 :]
    telling = _TELLING.get(type(acts[number - known - 1])) if number > known else None
    return evolve(fault, path=Column.of(path) or telling or path)


def correction(facts: Sequence[Fact], values: Values, differing: Sequence[Column]) -> tuple[int, Act]:
    """
    Return the number of the one fact that the differences come from, and the act that replaces it.

    Raises:
        InvalidValue: they come from several facts, or from none.
    """
    acts = timeline.in_effect(facts)
    sources = {
        next((fact.number for fact, act in reversed(acts) if _sets(act, column)), 0)
        for column in differing
    }
    if len(sources) != 1 or 0 in sources:
        raise InvalidValue(Fault(Problem.SEVERAL_FACTS))
    number = sources.pop()
    act = next(act for fact, act in acts if fact.number == number)
    return number, _replaced(act, {column: values.get(column) for column in differing})


def _sets(act: Act, column: Column) -> bool:
    """
    Whether an act says what stands in a column.
    """
    path = PATHS_OF_ACT.get(act.kind, {}).get(column)
    return path is not None and (isinstance(act, Issue) or getattr(act, path) is not None)


def _replaced(act: Act, changed: dict[Column, Any]) -> Act:
    if not isinstance(act, Issue):
        paths = PATHS_OF_ACT[act.kind]
        lists = {column: () for column in _LISTS if column in changed and changed[column] is None}
        named: Any = {paths[column]: value for column, value in (changed | lists).items()}
        replaced: Act = evolve(act, **named)
        return replaced
    values = {column.value: value for column, value in _cells(act) if column not in changed}
    values |= {column.value: value for column, value in changed.items() if value is not None}
    flat = _issue_values(values)
    return issue_of(
        **flat, entry_id=act.entry_id, kato=act.kato, succession=act.succession, document=act.document,
        licence_number=act.licence.number,
    )  # fmt: skip


def _cells(issue: Issue) -> Iterator[tuple[Column, Any]]:
    """
    Yield the columns that an issue fills, each with its value.
    """
    for column, value in zip(COLUMNS, values_of(apply(None, issue)), strict=True):
        if value not in (None, ()):
            yield column, value


def matching(
    entries: Sequence[RegistryEntry], provider: Identifier, values: Values
) -> RegistryEntry | None:
    """
    Return the entry that a row is about: included on the same day, or else the one in the register.
    """
    own = [entry for entry in entries if entry.identifier == provider]
    included = values.get(Column.INCLUDED_ON)
    for entry in own:
        if entry.included_on == included:
            return entry
    if Column.EXCLUSION_BASIS in values:
        return None
    return next((entry for entry in own if entry.in_register), None)
