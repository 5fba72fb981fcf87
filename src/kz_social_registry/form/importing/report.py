"""
The report of an import, and its two sidecar files: rejected rows, and findings.

The rejects file has the source's columns, and one more with the reasons; it can be mended and imported
like a form. The file of findings has one JSON object a line. A dry run keeps no rejects, and its
findings replace those of the dry run before.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Note, Repair
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form.description import REASON
from kz_social_registry.form.findings import Finding, FormError, Reason, Severity, reasons_of
from kz_social_registry.form.importing.plan import RowOutcome, RowVerdict, Survey
from kz_social_registry.form.importing.questions import QUESTION_HEADINGS, Question, kept_table
from kz_social_registry.form.reading.delimited import Formula
from kz_social_registry.form.reading.header import Header
from kz_social_registry.form.reading.rows import Form, FormRow
from kz_social_registry.form.safety import NO_VALUE
from kz_social_registry.serialization.cell_text import cell_text
from kz_social_registry.serialization.files import DRY_RUN, SidecarFile, sidecar_file


@frozen(kw_only=True)
class FormReport:
    """
    The result of an import.
    """

    #: How many rows have each outcome.
    verdicts: Counter[RowVerdict]
    #: How many rows were repaired.
    repaired: int
    survey: Survey
    #: The reasons for which rows were rejected or differ, and the notes about the file and its rows.
    reasons: tuple[Reason, ...] = field(default=(), repr=False)
    notes: tuple[Reason, ...] = field(default=(), repr=False)
    #: The guard that would stop the file, of a dry run.
    refusal: FormError | None = field(default=None, repr=False)
    #: The first findings that stopped a row, for a person to read at once.
    first: tuple[Finding, ...] = field(default=(), repr=False)
    #: The file of rejected rows; None if there are none, or if they cannot be kept.
    rejects: Path | None = None
    #: The file of all findings; None if there are none, or if they cannot be kept.
    findings: Path | None = None
    #: The file of open questions of a dry run, and their number.
    questions: Path | None = None
    asked: int = 0
    #: The error for which a file cannot be kept.
    unkept: OSError | None = field(default=None, repr=False)


#: How many findings a person reads at once.
_FIRST: Final = 20
_STOPPING: Final = (Severity.REJECTED, Severity.DIFFERING)
#: The note that alone is no reason for a report. A sheet or a column that was not read is one.
_USUAL: Final = Note.ENCODING


def report_on(  # noqa: PLR0917  # as many parts has a report
    outcomes: Iterable[RowOutcome],
    form: Form,
    survey: Survey,
    language: Language,
    keep_in: Path | None,
    questions: Sequence[Question] | None = None,
    refusal: FormError | None = None,
) -> FormReport:
    """
    Count the outcomes of a form's rows, and keep rejected rows and findings in sidecar files.

    A dry run, which has `questions`, keeps no rejected rows.
    """
    table, mark = _RejectsTable(form, language), "report" if questions is None else DRY_RUN
    head = [_line(note, language) for note in form.notes if note.fault.code is _USUAL]
    notes = [note for note in form.notes if note.fault.code is not _USUAL]
    verdicts, repaired, stopping, combined = Counter[RowVerdict](), 0, list[Finding](), list[Finding]()
    with (
        kept_table(form, "rejects", table.head(), keep_in) as (kept, rejects),
        kept_table(form, "questions", QUESTION_HEADINGS[language], keep_in) as (asked, asking),
        sidecar_file(form.path, mark, ".jsonl", folder=keep_in, head=head) as findings,
    ):
        _write(findings, (*notes, *form.totals), language)
        for result in outcomes:
            rows = (result.row, *result.row.branches) if result.verdict is RowVerdict.REJECTED else ()
            verdicts[result.verdict] += len(rows) or 1
            repaired += any(one.severity is Severity.REPAIRED for one in result.findings)
            _write(findings, result.findings, language)
            stopping += [one for one in result.findings if one.severity in _STOPPING]
            combined += [one for one in result.findings if one.fault.code is Note.BRANCHES]
            kept.extend(table.line(row, result.findings) for row in rows if questions is None)
        asked.extend(question.cells(language) for question in questions or ())
    return FormReport(
        verdicts=verdicts, repaired=repaired, survey=survey, refusal=refusal,
        reasons=reasons_of(stopping), first=tuple(stopping[:_FIRST]), findings=findings.path,
        notes=(*reasons_of(notes), *reasons_of(combined), *reasons_of(form.totals)),
        rejects=rejects.path, questions=asking.path, asked=len(questions or ()),
        unkept=rejects.failure or findings.failure or asking.failure,
    )  # fmt: skip


def _write(file: SidecarFile, findings: Iterable[Finding], language: Language) -> None:
    for finding in findings:
        file.write(_line(finding, language))


def _line(finding: Finding, language: Language) -> str:
    """
    Return a finding as a line: its message in all languages, the register's value in one.
    """
    column = finding.column
    plain = {
        "severity": finding.severity.value,
        "code": finding.fault.code.value,
        "sheet": finding.address.sheet,
        "cell": finding.address.cell,
        "column": column.number if column else None,
        "raw": finding.raw,
        "register": cell_text(column, finding.registered, language) if column else "",
        "messages": {language: finding.message(language) for language in LANGUAGES},
    }
    return json.dumps({key: value for key, value in plain.items() if value}, ensure_ascii=False) + "\n"


# Rejects --------------------------------------------------------------------------------------------

#: A column of the rejects file: one of the form's, or another by its heading and index.
_KeptColumn = Column | tuple[str, int]


def _kept_columns(header: Header) -> dict[int, _KeptColumn]:
    """
    Return the columns of a sheet by index, without the reasons of an earlier import.
    """
    return {
        index: column or (header.extra.get(index, ""), index)
        for index, column in enumerate(header.columns)
        if index not in header.reasons
    }


class _RejectsTable:
    """
    The lines of the rejects file: the columns of all sheets in their order, then the reasons.
    """

    def __init__(self, form: Form, language: Language) -> None:
        self._form = form
        self._language: Language = language
        kept = [_kept_columns(header).values() for header in form.headers]
        self._columns = list(dict.fromkeys(chain.from_iterable(kept)))

    def head(self) -> list[str]:
        headings = [
            one.heading(self._language) if isinstance(one, Column) else self._form.plain(one[0])
            for one in self._columns
        ]
        return [*headings, REASON[self._language]]

    def line(self, row: FormRow, findings: Sequence[Finding]) -> list[str]:
        """
        Return a row: its raw cells, the reasons, and cells to the right of the last column.
        """
        header = row.header
        cells = [self._form.plain(cell) for cell in _raw_cells(row)]
        own = {column: cells[index] for index, column in _kept_columns(header).items() if cells[index:]}
        stopping = (one for one in findings if one.severity in _STOPPING)
        reason = "; ".join(f"{one.address}: {one.message(self._language)}" for one in stopping)
        known = [own.get(column, "") for column in self._columns]
        return [*known, reason, *cells[len(header.columns) :]]


def _raw_cells(row: FormRow) -> list[str]:
    """
    Return the raw cells, but a day for a workbook's serial number.

    A formula without a value becomes a spreadsheet's error, so that the row stays rejected until
    somebody mends it.
    """
    cells = [NO_VALUE if isinstance(cell, Formula) else cell for cell in row.raw]
    for finding in row.findings:
        is_own = finding.address.row == row.number  # a combined row has the findings of all
        if is_own and finding.fault.code is Repair.SERIAL_DAY and finding.column in row.values:
            value = row.values[finding.column]
            cells[finding.address.column - 1] = cell_text(Column.INCLUDED_ON, value, "en")
    return cells
