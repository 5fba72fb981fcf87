"""
The plan of an import: the verdict on each row, and the acts that its row calls for.

The whole form is compared with the register before anything is recorded, and the guards stop a file
that was cut, shifted or mixed up. A row that the register has already is unchanged: importing a file
twice equals importing it once. Nothing is ever removed because a file lacks it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue, RegistryError
from kz_social_registry.base.fault_codes import Note, Problem, Refusal
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.acts import Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS, PATHS_OF_ACT, Cell, values_of
from kz_social_registry.domain.search import region_code
from kz_social_registry.domain.values.parts import Contract, Licence
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.domain.values.warnings import warnings_of
from kz_social_registry.form.description import CONSENT, MAY_LACK, REGIONS
from kz_social_registry.form.findings import Finding, FormError, Reason, Severity, reasons_of
from kz_social_registry.form.importing import row_acts
from kz_social_registry.form.importing.branches import is_branch
from kz_social_registry.form.reading.rows import Form, FormRow, Values
from kz_social_registry.registry.facade import Registry


class RowVerdict(Word):
    """
    The outcome of a row.
    """

    ACCEPTED = "accepted", None
    UNCHANGED = "unchanged", None
    APPLIED = "applied", None
    DIFFERING = "differing", None
    REJECTED = "rejected", None


@frozen(kw_only=True)
class RowOutcome:
    """
    The outcome of one row, planned or recorded, with all its findings.
    """

    row: FormRow
    verdict: RowVerdict
    findings: tuple[Finding, ...] = ()
    #: Whether the register has the entry that the row is about.
    is_known: bool = False
    #: The acts to record, of a row that is accepted or applied.
    change: row_acts.Change | None = None

    @property
    def is_recorded(self) -> bool:
        """
        Whether the row adds to the register.
        """
        return self.verdict in (RowVerdict.ACCEPTED, RowVerdict.APPLIED)


#: How many reasons a guard gives.
_COMMONEST: Final = 3


@frozen(kw_only=True)
class Guards:
    """
    Limits that stop a whole file before anything is recorded. Shares are of 1; None lifts a guard.
    """

    #: The fewest rows that a file may have.
    rows: int | None = 1
    #: The share of rows that may be unreadable or lack a required column. With more, columns shifted.
    unreadable: float | None = 0.5
    #: The share of rows known to the register that may differ from it.
    changed: float | None = 0.2
    #: The share of the register's entries that the file may lack.
    missing: float | None = 0.1
    #: No share stops a file in which so few rows or entries are counted.
    few: int = 10


@frozen(kw_only=True)
class Survey:
    """
    A form compared with the register, in numbers.
    """

    rows: int
    unreadable: int
    known: int = 0
    differing: int = 0
    #: Entries in the register that the file does not name.
    missing: int = 0
    #: Entries in the register.
    registered: int = 0
    #: The reasons for which rows are rejected, and the columns in which they differ.
    reasons: tuple[Reason, ...] = field(default=(), repr=False)

    def refusal(self, guards: Guards | None = None) -> FormError | None:
        """
        Return why a file differs too much from the register: the counts, the limit and the reasons.
        """
        guards = guards or Guards()
        if guards.rows is not None and self.rows < guards.rows:
            return FormError(Fault(Refusal.FEW_ROWS, allowed=(f"{self.rows}", f"{guards.rows}")))
        for share, count, of, refusal in (
            (guards.unreadable, self.unreadable, self.rows, Refusal.ODD_ROWS),
            (guards.changed, self.differing, self.known, Refusal.MANY_CHANGES),
            (guards.missing, self.missing, self.registered, Refusal.MANY_MISSING),
        ):
            if share is not None and count > max(guards.few, share * of):
                error = FormError(Fault(refusal, allowed=(f"{count}", f"{of}", f"{share:.0%}")))
                is_change = refusal is Refusal.MANY_CHANGES
                own = [
                    one
                    for one in self.reasons
                    if is_change == (one.first.fault.code is Problem.DIFFERS)
                ]
                if refusal is not Refusal.MANY_MISSING:  # entries, not rows
                    error.reasons = tuple(own[:_COMMONEST])
                return error
        return None


def survey_of(
    outcomes: Sequence[RowOutcome],
    form: Form,
    registry: Registry,
    supplied: row_acts.Supplied,
    *,
    part: bool,
) -> Survey:
    """
    Count the planned outcomes of a form's rows, and the entries that the form does not name.

    Of a `part` of the register none is missing.
    """
    known = [one for one in outcomes if one.is_known]
    named = {row.values.get(Column.IDENTIFIER) for row in form.rows}
    # A rejects file lacks most entries.
    is_part = part or any(header.reasons for header in form.headers)
    with registry.store.snapshot(supplied.amended_on) as snapshot:
        lacks = [] if is_part else [entry.identifier not in named for entry in snapshot.entries]
    return Survey(
        rows=len(outcomes),
        unreadable=sum(
            (row.is_rejected or _is_lacking(row.values)) and not is_branch(row) for row in form.rows
        ),
        known=len(known),
        differing=sum(one.verdict is not RowVerdict.UNCHANGED for one in known),
        missing=sum(lacks),
        registered=len(lacks),
        reasons=reasons_of(
            one
            for outcome in outcomes
            for one in outcome.findings
            if one.severity is Severity.REJECTED or one.fault.code is Problem.DIFFERS
        ),
    )


def plan_row(row: FormRow, registry: Registry, supplied: row_acts.Supplied) -> RowOutcome:
    """
    Return the outcome of a row as the register is now.

    Raises:
        StoreError: the store failed.
    """
    if row.is_rejected:
        return RowOutcome(row=row, verdict=RowVerdict.REJECTED, findings=row.findings)
    entry = _entry(row, registry, supplied)
    try:
        if entry:
            return _compared(row, entry, registry, supplied)
        change = row_acts.new_entry(row.values, supplied)
        findings = (*row.findings, *_notes(row, change))
    except InvalidValue as error:
        return rejected(row, error, is_known=entry is not None)
    return RowOutcome(row=row, verdict=RowVerdict.ACCEPTED, findings=findings, change=change)


def _entry(row: FormRow, registry: Registry, supplied: row_acts.Supplied) -> RegistryEntry | None:
    """
    Return the entry that a row is about: included on the row's day, or else the one in the register.

    The register is read on the day of the import, or on that of a later inclusion.
    """
    provider, included = (row.values.get(c) for c in (Column.IDENTIFIER, Column.INCLUDED_ON))
    if provider is None:
        return None
    store, today = registry.store, supplied.amended_on
    day = max(today, included or today)
    entries = [store.entry(entry_id, day) for entry_id in store.entries_mentioning(provider)]
    own = [entry for entry in entries if entry and entry.identifier == provider]
    for entry in own:
        if entry.included_on == included:
            return entry
    if Column.EXCLUSION_BASIS in row.values:
        return None
    return next((entry for entry in own if entry.in_register), None)


def _compared(
    row: FormRow, entry: RegistryEntry, registry: Registry, supplied: row_acts.Supplied
) -> RowOutcome:
    """
    Return the outcome of a row that the register has: unchanged, differing, or to be applied.
    """
    differing = _differences(entry, row)
    shown = [_difference(column, ours, row) for column, ours in differing.items()]
    verdict = RowVerdict.DIFFERING if differing else RowVerdict.UNCHANGED
    change = None
    if differing and supplied.treatments:
        verdict = RowVerdict.APPLIED
        facts = registry.history(entry.id)
        if row_acts.Treatment.CORRECT in supplied.treatments:
            change = row_acts.correction(entry.id, facts, row.values, differing)
        else:
            change = row_acts.changes(entry, len(facts), row.values, differing, supplied)
        shown = [evolve(finding, severity=Severity.NOTED) for finding in shown]
        shown += _notes(row, change)
    findings = (*row.findings, *_unlike(entry, row), *shown)
    return RowOutcome(row=row, verdict=verdict, findings=findings, is_known=True, change=change)


def _notes(row: FormRow, change: row_acts.Change) -> list[Finding]:
    """
    Return the notes of a change, and the warnings about the entry; a row with acts has all it needs.
    """
    values = row.values
    number, issued, term, included = [values[column] for column in _WARNED]
    signed, length = [values.get(column) for column in row_acts.CONTRACT]
    # A new entry's issue has made the same licence and contract, and checked them.
    first = None if change.known else change.acts[0]
    issue = first if isinstance(first, Issue) else None
    licence = issue.licence if issue else Licence(issued_on=issued, term=term)
    contract = issue.contract if issue else None
    if not contract and signed and length:
        contract = Contract(signed_on=signed, term=length)
    notes = (*change.notes, *warnings_of(number, licence, contract, included))
    return [_finding(Severity.NOTED, note, row) for note in notes]


def rejected(row: FormRow, error: RegistryError, *, is_known: bool) -> RowOutcome:
    """
    Return the outcome of a row that an error rejects.
    """
    found = (_finding(Severity.REJECTED, fault, row) for fault in error.faults)
    findings = (*row.findings, *found)
    return RowOutcome(row=row, verdict=RowVerdict.REJECTED, findings=findings, is_known=is_known)


# Comparison -----------------------------------------------------------------------------------------

_WARNED: Final = (
    Column.IDENTIFIER, Column.LICENCE_ISSUED_ON, Column.LICENCE_TERM, Column.INCLUDED_ON,
)  # fmt: skip
_REQUIRED: Final = frozenset(COLUMNS) - MAY_LACK - {Column.PHONES, Column.EMAILS}


def _is_lacking(values: Values) -> bool:
    """
    Whether a row lacks a required column; a contract has both of its columns or none.
    """
    contract = values.keys() & row_acts.CONTRACT
    return not values.keys() >= _REQUIRED or len(contract) == 1


def _differences(entry: RegistryEntry, row: FormRow) -> dict[Column, Cell]:
    """
    Return the columns in which a row differs from an entry, each with the entry's value.
    """
    return {
        column: ours
        for column, ours in zip(COLUMNS, values_of(entry), strict=True)
        if column in row.header.columns
        and (theirs := row_acts.value_of(row.values, column)) != ours
        and not _same_term(column, ours, theirs, entry)
    }


def _unlike(entry: RegistryEntry, row: FormRow) -> Iterator[Finding]:
    """
    Yield a note if a row has another consent than its entry, or another region.
    """
    given = row.values.get(CONSENT)
    ours = entry.consent.columns if entry.consent else frozenset[Column]()
    theirs = frozenset(Column if given.columns is None else given.columns) if given else frozenset()
    if given is not None and ours != theirs:
        yield _finding(Severity.NOTED, Fault(Note.CONSENT_DIFFERS, CONSENT), row)
    for name in REGIONS:
        if name in row.values and row.values[name][:2] != region_code(entry):
            yield _finding(Severity.NOTED, Fault(Note.REGION_DIFFERS, name), row)


def _same_term(column: Column, ours: Cell, theirs: Cell, entry: RegistryEntry) -> bool:
    """
    Whether two terms end on the same day, such as a length and a last day.
    """
    if not isinstance(ours, Term) or not isinstance(theirs, Term):
        return False
    contract = column is Column.CONTRACT_TERM and entry.contract
    start = contract.signed_on if contract else entry.licence.issued_on
    try:
        return ours.last_day(start) == theirs.last_day(start)
    except InvalidValue:
        return False


# Findings -------------------------------------------------------------------------------------------


def _difference(column: Column, ours: Cell, row: FormRow) -> Finding:
    fault = Fault(Problem.DIFFERS, column, allowed=tuple(row_acts.Treatment))
    return evolve(_finding(Severity.DIFFERING, fault, row), registered=ours)


#: The column of each path in an issue, and of two paths in other acts that are refused.
_COLUMNS: Final = {
    **{path: column for column, path in PATHS_OF_ACT[ActKind.ISSUE].items()},
    "ground": Column.REISSUED_ON,
    "basis": Column.EXCLUSION_BASIS,
}


def _finding(severity: Severity, fault: Fault, row: FormRow) -> Finding:
    """
    Return a finding about a row, at the cell of the column that the fault names, if it names one.
    """
    path = fault.path.partition("[")[0]
    column = _COLUMNS.get(path) or Column.of(path.removeprefix("contacts."))
    return row.finding(severity, evolve(fault, path=column.value) if column else fault)
