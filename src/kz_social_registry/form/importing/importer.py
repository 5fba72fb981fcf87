"""
The official form into a register: read twice, first to see what it would do, then to do it.

The first reading counts, and compares the whole file with the register: a file that was cut, shifted or
mixed up is stopped before anything of it is recorded. The second one records, in batches, each row
wholly or not at all. A row that the register has already is unchanged, so importing a file twice equals
importing it once. Nothing is ever removed because a file lacks it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Conflict, Fault, RegistryError, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Problem, Refusal
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.domain.acts import Act
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import PATHS_OF_ACT, Cell
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.findings import CellAddress, Finding, FormError, Severity
from kz_social_registry.form.importing.plan import (
    Supplied,
    Treatment,
    blamed,
    changes,
    correction,
    differences,
    lacking,
    matching,
    new_entry,
)
from kz_social_registry.form.reading.header import Header
from kz_social_registry.form.reading.rows import Form, FormRow, open_form
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.store_faults import after_commits

#: Rows a transaction.
BATCH: Final = 500

# fmt: off


class RowVerdict(Word):
    """
    What became of a row.
    """

    ACCEPTED = "accepted", None, "қабылданды", "принято", "accepted"
    UNCHANGED = "unchanged", None, "өзгеріссіз", "без изменений", "unchanged"
    APPLIED = "applied", None, "өзгеріс енгізілді", "изменено", "applied"
    DIFFERING = "differing", None, "тіркелімнен өзгеше", "расходится с регистром", "differing"
    REJECTED = "rejected", None, "қабылданбады", "отклонено", "rejected"


# fmt: on

_RECORDED: Final = (RowVerdict.ACCEPTED, RowVerdict.APPLIED)


@frozen(kw_only=True)
class Guards:
    """
    What stops a whole file before anything is recorded. Shares are of 1; None lifts a guard.
    """

    #: The fewest rows that a file may have.
    rows: int | None = 1
    #: How many rows may be unreadable, or lack what every entry has: with more, columns have shifted.
    unreadable: float | None = 0.5
    #: How many of the rows that the register has may differ from it.
    changed: float | None = 0.2
    #: How many of the register's entries the file may lack.
    missing: float | None = 0.1
    #: So few are no accident, whatever their share.
    few: int = 10


@frozen(kw_only=True)
class RowOutcome:
    """
    What became of one row, with all that was found in it.
    """

    row: FormRow
    verdict: RowVerdict
    findings: tuple[Finding, ...] = ()


@frozen(kw_only=True)
class Survey:
    """
    What a file would do, as the first reading has it.
    """

    rows: int
    unreadable: int
    known: int
    differing: int
    #: Entries in the register that the file does not name.
    missing: int
    #: Entries in the register.
    registered: int


@frozen
class Progress:
    """
    How far an import has come: its reading, 1 or 2, and how much of how much was read.
    """

    reading: int
    done: int
    total: int


class _DryRunOverError(Exception):
    """
    Takes back all that a dry run recorded.
    """


def _no_progress(_: Progress) -> None:
    """
    Tell nobody.
    """


@frozen(kw_only=True)
class FormIntake:
    """
    One import of a file: the register, the file, and what the operator says.
    """

    registry: Registry
    path: Path
    supplied: Supplied
    guards: Guards = field(factory=Guards)
    #: Of a workbook, the only sheet to read.
    sheet: str | None = None
    by: str | None = field(default=None, repr=False)
    #: Try everything, record nothing.
    dry_run: bool = False
    progress: Callable[[Progress], None] = field(default=_no_progress, repr=False)

    def survey(self) -> Survey:
        """
        Read the file, compare it with the register, and record nothing.

        Raises:
            FormError: the file is not the form, or a guard stops it.
        """
        counts = dict.fromkeys(("rows", "unreadable", "known", "differing"), 0)
        named: set[Identifier] = set()
        with open_form(self.path, self.sheet) as form:
            for row in form:
                counts["rows"] += 1
                provider = row.values.get(Column.IDENTIFIER)
                if provider is not None:
                    named.add(provider)
                counts["unreadable"] += row.is_rejected or bool(lacking(row.values))
                if not row.is_rejected and (entry := self._entry(row)):
                    counts["known"] += 1
                    counts["differing"] += bool(differences(entry, row.values))
                self.progress(Progress(1, *form.position()))
            is_part = any(header.is_part for header in form.headers.values())
            registered, missing = (0, 0) if is_part else self._missing(named)
        found = Survey(**counts, registered=registered, missing=missing)
        self._guard(found)
        return found

    def outcomes(self, form: Form) -> Iterator[RowOutcome]:
        """
        Record the rows of the opened file and yield what becomes of each, once its batch is durable.
        """
        rows = iter(form)
        if not self.dry_run:
            earlier = False
            while chunk := list(islice(rows, BATCH)):
                with after_commits(earlier), self.registry.batch():
                    found = [self._outcome(row, form.headers[row.sheet]) for row in chunk]
                earlier = earlier or any(one.verdict in _RECORDED for one in found)
                yield from found
                self.progress(Progress(2, *form.position()))
            return
        try:
            with self.registry.batch():
                for row in rows:
                    yield self._outcome(row, form.headers[row.sheet])
                raise _DryRunOverError  # noqa: TRY301  # the way out of a transaction
        except _DryRunOverError:
            return

    # Guards -----------------------------------------------------------------------------------------

    def _missing(self, named: set[Identifier]) -> tuple[int, int]:
        """
        Count the entries in the register, and those of them that the file does not name.
        """
        registered = missing = 0
        with self.registry.store.snapshot(self.supplied.amended_on) as snapshot:
            for entry in snapshot.entries:
                registered += 1
                missing += entry.identifier not in named
        return registered, missing

    def _guard(self, found: Survey) -> None:
        guards = self.guards
        if guards.rows is not None and found.rows < guards.rows:
            raise FormError(Fault(Refusal.FEW_ROWS, allowed=(f"{found.rows}", f"{guards.rows}")))
        for share, count, of, refusal in (
            (guards.unreadable, found.unreadable, found.rows, Refusal.ODD_ROWS),
            (guards.changed, found.differing, found.known, Refusal.MANY_CHANGES),
            (guards.missing, found.missing, found.registered, Refusal.MANY_MISSING),
        ):
            if share is not None and count > max(guards.few, share * of):
                raise FormError(Fault(refusal, allowed=(f"{count}", f"{of}", f"{share:.0%}")))

    # Rows -------------------------------------------------------------------------------------------

    def _entry(self, row: FormRow) -> RegistryEntry | None:
        """
        Return the entry that a row is about, as it stands on the day of the import.
        """
        provider = row.values.get(Column.IDENTIFIER)
        if provider is None:
            return None
        store = self.registry.store
        day = max(
            self.supplied.amended_on, row.values.get(Column.INCLUDED_ON, self.supplied.amended_on)
        )
        entries = [store.entry(entry_id, day) for entry_id in store.entries_mentioning(provider)]
        return matching([entry for entry in entries if entry], provider, row.values)

    def _outcome(self, row: FormRow, header: Header) -> RowOutcome:
        if row.is_rejected:
            return RowOutcome(row=row, verdict=RowVerdict.REJECTED, findings=row.findings)
        try:
            verdict, found = self._taken(row, header)
        except StoreError:
            raise
        except RegistryError as error:
            verdict = RowVerdict.REJECTED
            found = [_finding(Severity.REJECTED, fault, row, header) for fault in error.faults]
        return RowOutcome(row=row, verdict=verdict, findings=(*row.findings, *found))

    def _taken(self, row: FormRow, header: Header) -> tuple[RowVerdict, list[Finding]]:
        """
        Take a row that was understood: a new entry, one that is unchanged, or one that differs.
        """
        entry = self._entry(row)
        if entry is None:
            issue, plan = new_entry(row.values, self.supplied)
            try:
                self._record(issue.entry_id, [issue, *plan.acts])
            except Conflict:  # others have just made the register, and recorded what was not seen
                return self._taken(row, header)
            noted = [_finding(Severity.NOTED, note, row, header) for note in plan.notes]
            return RowVerdict.ACCEPTED, noted
        differing = differences(entry, row.values)
        if not differing:
            return RowVerdict.UNCHANGED, []
        shown = [_differs(column, ours, row, header) for column, ours in differing]
        if not self.supplied.treatments:
            return RowVerdict.DIFFERING, shown
        notes = self._changed(entry, row, [column for column, _ in differing])
        noted = [evolve(finding, severity=Severity.NOTED) for finding in shown]
        return RowVerdict.APPLIED, [*noted, *(_finding(Severity.NOTED, n, row, header) for n in notes)]

    def _changed(self, entry: RegistryEntry, row: FormRow, columns: Sequence[Column]) -> list[Fault]:
        if Treatment.CORRECT in self.supplied.treatments:
            number, act = correction(self.registry.history(entry.id), row.values, columns)
            self.registry.correct(entry.id, number, act, reason=self.supplied.reason, by=self.by)
            return []
        plan = changes(entry, row.values, columns, self.supplied)
        self._record(entry.id, plan.acts, known=len(self.registry.history(entry.id)))
        return plan.notes

    def _record(self, entry_id: UUID, acts: Sequence[Act], known: int = 0) -> None:
        """
        Record acts behind so many known facts.
        """
        try:
            self.registry.record(entry_id, *acts, by=self.by, expect=known)
        except UnlawfulAct as error:
            raise UnlawfulAct(*(blamed(fault, acts, known) for fault in error.faults)) from None


def _differs(column: Column, ours: Cell, row: FormRow, header: Header) -> Finding:
    fault = Fault(Problem.DIFFERS, column, allowed=tuple(Treatment))
    finding = _finding(Severity.DIFFERING, fault, row, header)
    return evolve(finding, beside=ours)


#: The column of each path in an issue, and of two paths in acts that refuse themselves.
_COLUMNS: Final = {
    **{path: column for column, path in PATHS_OF_ACT[ActKind.ISSUE].items()},
    "ground": Column.REISSUED_ON,
    "basis": Column.EXCLUSION_BASIS,
}


def _finding(severity: Severity, fault: Fault, row: FormRow, header: Header) -> Finding:
    """
    Return a finding about a row, at the cell of the column that the fault names, if it names one.
    """
    path = fault.path.partition("[")[0]
    column = _COLUMNS.get(path) or Column.of(path.removeprefix("contacts."))
    place = header.columns.index(column) if column in header.columns and column else -1
    raw = row.raw[place] if 0 <= place < len(row.raw) else ""
    at = CellAddress(row.sheet, row.number, place + 1)
    named = evolve(fault, path=column.value) if column else fault
    return Finding(severity=severity, fault=named, place=at, raw=raw)
