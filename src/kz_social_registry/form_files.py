"""
An import of a form with its report: what was rejected and what was found are kept beside the file.

The rejects file has the columns of the form as the source has them, and one more with the reasons; it
can be mended and imported like a form. The report has one finding a line. Neither overwrites what is
there, for somebody may be mending it; both hold personal data, so nobody but their owner reads them.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import IO, Final

from attrs import field, frozen

from kz_social_registry.columns import Column
from kz_social_registry.form_intake import FormIntake, RowOutcome, RowVerdict, Survey
from kz_social_registry.forms.cells import cell_text
from kz_social_registry.forms.description import REASON
from kz_social_registry.forms.findings import Finding, Severity
from kz_social_registry.forms.header import Header
from kz_social_registry.forms.messages import Repair
from kz_social_registry.forms.reading import Form, open_form
from kz_social_registry.forms.tables import Unread
from kz_social_registry.forms.text_files import csv_line
from kz_social_registry.law import LANGUAGES, Language


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
    #: Where rejected rows are kept; None if there are none.
    rejects: Path | None = None
    #: Where all findings are kept; None if there are none.
    findings: Path | None = None


#: How many findings a person reads at once.
_FIRST: Final = 20


def import_form(intake: FormIntake, *, language: Language = "en") -> FormReport:
    """
    Record a form, and keep rejected rows and findings beside its file.

    Raises:
        FormError: the file is not the form, or a guard stops it; nothing was recorded.
        OSError: the file cannot be read, or what is to be kept cannot be written.
        StoreError: the store failed; rows up to the last full batch are recorded.
    """
    survey = intake.survey()
    with ExitStack() as stack:
        form = stack.enter_context(open_form(intake.path, intake.sheet))
        rejects = stack.enter_context(_kept(intake.path, "rejects", ".csv", "utf-8-sig"))
        report = stack.enter_context(_kept(intake.path, "report", ".jsonl", "utf-8"))
        tally = _Tally(form, rejects, report, language)
        for outcome in intake.outcomes(form):
            tally.add(outcome)
    return FormReport(
        verdicts=tally.verdicts,
        repaired=tally.repaired,
        survey=survey,
        first=tuple(tally.first),
        rejects=rejects.path,
        findings=report.path,
    )


class _Tally:
    """
    Counts what becomes of the rows, and writes down what is to be kept of them.
    """

    def __init__(self, form: Form, rejects: "_Kept", report: "_Kept", language: Language) -> None:
        self.verdicts: Counter[RowVerdict] = Counter()
        self.repaired = 0
        self.first: list[Finding] = []
        self._headers = form.headers
        self._header = next(iter(form.headers.values()))
        self._rejects, self._report = rejects, report
        self._language: Language = language
        rejects.file.write(csv_line([*_headings(self._header, language), REASON[language]]))
        report.file.writelines(map(_line, form.notes))

    def add(self, outcome: RowOutcome) -> None:
        """
        Count a row, and keep its findings; if it is rejected, keep the row.
        """
        self.verdicts[outcome.verdict] += 1
        self.repaired += any(one.severity is Severity.REPAIRED for one in outcome.findings)
        self._report.file.writelines(map(_line, outcome.findings))
        self._report.wanted = self._report.wanted or bool(outcome.findings)
        stopped = [one for one in outcome.findings if one.severity is Severity.REJECTED]
        self.first += stopped[: _FIRST - len(self.first)]
        if outcome.verdict is RowVerdict.REJECTED:
            self._rejects.wanted = True
            headers = (self._header, self._headers[outcome.row.sheet])
            self._rejects.file.write(_reject(outcome, stopped, headers, self._language))


def _line(finding: Finding) -> str:
    """
    Return a finding as a line of the report.
    """
    told = {
        "severity": finding.severity.value,
        "code": finding.fault.code.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "column": finding.column.number if finding.column else None,
        "raw": finding.raw,
        "register": finding.beside,
        "messages": {language: finding.message(language) for language in LANGUAGES},
    }
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False) + "\n"


# Rejects --------------------------------------------------------------------------------------------


def _headings(header: Header, language: Language) -> list[str]:
    return [
        column.heading(language) if column else header.extra.get(place, "")
        for place, column in enumerate(header.columns)
    ]


def _reject(
    outcome: RowOutcome, stopped: Sequence[Finding], headers: tuple[Header, Header], language: Language
) -> str:
    """
    Return a rejected row as a line: its cells as they came, and why.
    """
    kept, own = headers
    reason = "; ".join(f"{one.place.cell}: {one.message(language)}" for one in stopped)
    cells = _as_came(outcome)
    if own.columns != kept.columns:
        by_column = dict(zip(own.columns, cells, strict=False))
        cells = [by_column.get(column, "") if column else "" for column in kept.columns]
    padded = [*cells, *[""] * (kept.width - len(cells))]
    return csv_line([*padded[: kept.width], reason, *padded[kept.width :]])


def _as_came(outcome: RowOutcome) -> list[str]:
    """
    Return the raw cells, but a day for a workbook's serial number, and nothing for a formula.
    """
    cells = ["" if isinstance(cell, Unread) else cell for cell in outcome.row.raw]
    for finding in outcome.findings:
        if finding.fault.code is Repair.SERIAL_DAY and finding.column in outcome.row.values:
            value = outcome.row.values[finding.column]
            cells[finding.place.column - 1] = cell_text(Column.INCLUDED_ON, value, "en")
    return cells


class _Kept:
    """
    A file that may be kept.
    """

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.wanted = False
        self.path: Path | None = None


@contextmanager
def _kept(form: Path, mark: str, suffix: str, encoding: str) -> Iterator[_Kept]:
    """
    Lend a file beside the form; if it is wanted it gets a free name at the end, else it goes.
    """
    fresh = form.with_name(f".{form.stem}.{mark}.{os.getpid()}")
    try:
        with fresh.open("w", encoding=encoding, errors="backslashreplace", newline="") as file:
            fresh.chmod(0o600)
            kept = _Kept(file)
            yield kept
        if kept.wanted:
            kept.path = _free_name(form, mark, suffix, fresh.read_bytes())
            fresh.replace(kept.path)
    finally:
        fresh.unlink(missing_ok=True)


def _free_name(form: Path, mark: str, suffix: str, content: bytes) -> Path:
    """
    Return a name that is free, or that of a file with the same content.
    """
    marks: Iterator[str] = chain([mark], (f"{mark}-{number}" for number in count(2)))
    paths = (form.with_name(f"{form.stem}.{one}{suffix}") for one in marks)
    return next(path for path in paths if not path.exists() or path.read_bytes() == content)
