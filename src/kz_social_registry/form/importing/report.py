"""
An import of a form with its report: what was rejected and what was found are kept beside the file.

The rejects file has the columns of the form as the source has them, and one more with the reasons; it
can be mended and imported like a form. The report has one finding a line.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, filterfalse
from pathlib import Path
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.columns import Column
from kz_social_registry.base.fault_codes import Note, Repair
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form.description import REASON
from kz_social_registry.form.findings import Finding, Severity
from kz_social_registry.form.importing.importer import FormIntake, RowOutcome, RowVerdict, Survey
from kz_social_registry.form.publishing.csv_json import csv_line
from kz_social_registry.form.reading.delimited import Unread
from kz_social_registry.form.reading.header import Header
from kz_social_registry.form.reading.rows import Form, open_form
from kz_social_registry.form.safety import NO_VALUE
from kz_social_registry.serialization.cell_text import cell_text
from kz_social_registry.serialization.files import SidecarFile, sidecar_file


@frozen(kw_only=True)
class FormReport:
    """
    What became of a form.
    """

    #: Rows by what became of them.
    verdicts: Counter[RowVerdict]
    #: Rows in which something was repaired.
    repaired: int
    survey: Survey
    #: The first findings that stopped a row, for a person to read at once.
    first: tuple[Finding, ...] = field(default=(), repr=False)
    #: Where rejected rows are kept; None if there are none, or if they cannot be kept.
    rejects: Path | None = None
    #: Where all findings are kept; None if there are none, or if they cannot be kept.
    findings: Path | None = None
    #: Why either cannot be kept.
    unkept: OSError | None = field(default=None, repr=False)


#: How many findings a person reads at once.
_FIRST: Final = 20
_STOPPING: Final = (Severity.REJECTED, Severity.DIFFERING)


def import_form(
    intake: FormIntake, *, language: Language = "en", keep_in: Path | None = None
) -> FormReport:
    """
    Record a form, and keep rejected rows and findings beside its file, or in the folder `keep_in`.

    Where they cannot be kept the report tells why, and the other rows are recorded all the same.

    Raises:
        FormError: the file is not the form, or a guard stops it; nothing was recorded.
        OSError: the file cannot be read.
        StoreError: the store failed; rows up to the last full batch are recorded.
    """
    survey, path = intake.survey(), intake.path
    with (
        open_form(path, intake.sheet) as form,
        _tally(path, keep_in, form, language) as tally,
    ):
        for outcome in intake.outcomes(form):
            tally.add(outcome)
    return FormReport(
        verdicts=tally.verdicts,
        repaired=tally.repaired,
        survey=survey,
        first=tuple(tally.first),
        rejects=tally.rejects.path,
        findings=tally.findings.path,
        unkept=tally.rejects.failure or tally.findings.failure,
    )


@contextmanager
def _tally(path: Path, folder: Path | None, form: Form, language: Language) -> Iterator["_Tally"]:
    """
    Lend what counts the rows of a form, and keeps what is to be kept beside its file.
    """
    lines = _Rejects(form, language)
    usual = [_line(note, language) for note in form.notes if _is_usual(note)]
    with (
        sidecar_file(
            path, "rejects", ".csv", folder=folder, encoding="utf-8-sig", head=[lines.head()]
        ) as rejects,
        sidecar_file(path, "report", ".jsonl", folder=folder, head=usual) as findings,
    ):
        tally = _Tally(lines, rejects, findings, language)
        tally.keep(filterfalse(_is_usual, form.notes))
        known = len(form.notes)
        yield tally
        tally.keep(form.notes[known:])  # of rows, as they came by


def _is_usual(note: Finding) -> bool:
    """
    Whether a note is no reason for a report; that something was left unread is one.
    """
    return note.fault.code is Note.ENCODING


class _Tally:
    """
    Counts what becomes of the rows, and writes down what is to be kept of them.
    """

    def __init__(
        self, lines: "_Rejects", rejects: SidecarFile, findings: SidecarFile, language: Language
    ) -> None:
        self.verdicts: Counter[RowVerdict] = Counter()
        self.repaired = 0
        self.first: list[Finding] = []
        self._lines, self.rejects, self.findings = lines, rejects, findings
        self._language: Language = language

    def keep(self, findings: Iterable[Finding]) -> None:
        """
        Write findings into the report.
        """
        for finding in findings:
            self.findings.write(_line(finding, self._language))

    def add(self, outcome: RowOutcome) -> None:
        """
        Count a row, and keep its findings; if it is rejected, keep the row.
        """
        self.verdicts[outcome.verdict] += 1
        self.repaired += any(one.severity is Severity.REPAIRED for one in outcome.findings)
        self.keep(outcome.findings)
        stopped = [one for one in outcome.findings if one.severity in _STOPPING]
        self.first += stopped[: _FIRST - len(self.first)]
        if outcome.verdict is RowVerdict.REJECTED:
            self.rejects.write(self._lines.line(outcome, stopped))


def _line(finding: Finding, language: Language) -> str:
    """
    Return a finding as a line of the report: its message in all languages, values in that of the run.
    """
    column = finding.column
    told = {
        "severity": finding.severity.value,
        "code": finding.fault.code.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "column": column.number if column else None,
        "raw": finding.raw,
        "register": cell_text(column, finding.beside, language) if column else "",
        "messages": {language: finding.message(language) for language in LANGUAGES},
    }
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False) + "\n"


# Rejects --------------------------------------------------------------------------------------------

#: What a column of the rejects file holds: one of the form's, or another by its heading and place.
_KeptColumn = Column | tuple[str, int]


def _kept_columns(header: Header) -> dict[int, _KeptColumn]:
    """
    Return what is kept of a sheet, by place; the reasons of an earlier time are not.
    """
    return {
        place: column or (header.extra.get(place, ""), place)
        for place, column in enumerate(header.columns)
        if place not in header.reasons
    }


class _Rejects:
    """
    Lines of the rejects file: the columns of all sheets, those of the first one first, and the reasons.
    """

    def __init__(self, form: Form, language: Language) -> None:
        self._form = form
        self._language: Language = language
        kept = [_kept_columns(header).values() for header in form.headers.values()]
        self._columns = list(dict.fromkeys(chain.from_iterable(kept)))

    def head(self) -> str:
        """
        Return the headings.
        """
        headings = [
            column.heading(self._language)
            if isinstance(column, Column)
            else self._form.plain(column[0])
            for column in self._columns
        ]
        return csv_line([*headings, REASON[self._language]])

    def line(self, outcome: RowOutcome, stopped: Sequence[Finding]) -> str:
        """
        Return a row: its cells as they came, why it was rejected, and what stands behind the columns.
        """
        header = self._form.headers[outcome.row.sheet]
        cells = [self._form.plain(cell) for cell in _as_came(outcome)]
        own = {column: cells[place] for place, column in _kept_columns(header).items() if cells[place:]}
        reason = "; ".join(f"{one.place}: {one.message(self._language)}" for one in stopped)
        return csv_line(
            [*(own.get(column, "") for column in self._columns), reason, *cells[header.width :]]
        )


def _as_came(outcome: RowOutcome) -> list[str]:
    """
    Return the raw cells, but a day for a workbook's serial number.

    A formula that has no value is told as spreadsheets do, so that the row stays rejected until
    somebody mends it.
    """
    cells = [NO_VALUE if isinstance(cell, Unread) else cell for cell in outcome.row.raw]
    for finding in outcome.findings:
        if finding.fault.code is Repair.SERIAL_DAY and finding.column in outcome.row.values:
            value = outcome.row.values[finding.column]
            cells[finding.place.column - 1] = cell_text(Column.INCLUDED_ON, value, "en")
    return cells
