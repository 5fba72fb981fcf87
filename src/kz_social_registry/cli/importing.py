"""
`import`: the form into the register; `internal-form`: the whole register as the form, for staff.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround, View, offered
from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command, option
from kz_social_registry.form.description import Dictionary
from kz_social_registry.form.findings import FormError, Reason
from kz_social_registry.form.importing.importer import import_form
from kz_social_registry.form.importing.plan import Guards, RowVerdict
from kz_social_registry.form.importing.questions import joined, read_dictionary
from kz_social_registry.form.importing.report import FormReport
from kz_social_registry.form.importing.row_acts import Supplied, Treatment
from kz_social_registry.form.publishing.internal import write_internal_form
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.serialization.files import sidecar_folder


def _codes(words: Iterable[Word]) -> list[str]:
    return [word.value for word in words]


@command("import")
@click.argument("form", type=options.FILE)
@options.on_option
@option("--sheet")
@option("--branches", is_flag=True)
@option("--part", is_flag=True)
@option("--dictionary", "dictionaries", multiple=True, type=options.FILE)
@options.dry_run_option
@option("--as", "treatments", multiple=True, type=click.Choice(_codes(Treatment)))
@option("--ground", type=click.Choice(_codes(TerminationGround)))
@option("--reissue-ground", type=click.Choice(_codes(offered(ReissueGround))))
@option("--excluded-on", type=options.DAY)
@option("--reason")
@option("--min-rows", type=options.WHOLE, default=1, show_default=True)
@option("--allow-unreadable", is_flag=True)
@option("--allow-changes", "allow_changed", is_flag=True)
@option("--allow-missing", is_flag=True)
@options.keep_option
@options.with_store
def import_(
    form: Path,
    *,
    on: date | None,
    sheet: str | None,
    dry_run: bool,
    keep_in: Path | None,
    store: str,
    **given: Any,  # noqa: ANN401  # as click has it
) -> None:
    """
    Record the official form in FORM; amendments take effect on the day `--on`.

    FORM is a CSV file, or a workbook XLSX, XLSB, XLS or ODS.
    """
    folder = sidecar_folder(form, keep_in)
    dictionary = _dictionary(given["dictionaries"])
    with (
        options.open_registry(store, new=True, trial=dry_run) as registry,
        output.progress_bar(form.name) as progress,
        options.at_hand(form) as path,
    ):
        report = import_form(
            registry, path, supplied=_supplied(on or registry.today(), form, given),
            guards=_guards(given), sheet=sheet, branches=given["branches"], part=given["part"],
            dictionary=dictionary,
            dry_run=dry_run, language=output.run_language(), keep_in=folder,
            progress=progress,
        )  # fmt: skip
    if output.is_json():
        output.print_json(_plain(report))
    else:
        _tell(report, dry_run=dry_run)
    output.report_unkept(report.unkept, folder)
    stopped = report.verdicts[RowVerdict.REJECTED] + report.verdicts[RowVerdict.DIFFERING]
    raise SystemExit(1 if stopped or report.refusal or report.unkept else 0)


def _dictionary(paths: Iterable[Path]) -> Dictionary:
    """
    Read answers; an error names the file of answers, not the form.
    """
    answers = []
    for path in paths:
        with options.at_hand(path) as file:
            try:
                answers.append(read_dictionary(file))
            except FormError as error:
                output.leave(f"{path}: {error.describe(output.run_language())}")
    return joined(answers)


def _supplied(on: date, form: Path, given: Mapping[str, Any]) -> Supplied:
    return Supplied(
        amended_on=on,
        treatments=frozenset(map(Treatment, given["treatments"])),
        ground=TerminationGround.of(given["ground"]),
        reissue_ground=ReissueGround.of(given["reissue_ground"]),
        excluded_on=given["excluded_on"],
        reason=form.name if given["reason"] is None else given["reason"],
    )


def _guards(given: Mapping[str, Any]) -> Guards:
    names = (name for name in ("unreadable", "changed", "missing") if given[f"allow_{name}"])
    lifted: dict[str, Any] = dict.fromkeys(names)
    return Guards(rows=given["min_rows"], **lifted)


def _plain(report: FormReport) -> dict[str, object]:
    return {
        **{verdict.value: report.verdicts[verdict] for verdict in RowVerdict},
        "repaired": report.repaired,
        "missing": report.survey.missing,
        "rejects": str(report.rejects) if report.rejects else None,
        "report": str(report.findings) if report.findings else None,
        "questions": str(report.questions) if report.questions else None,
    }


def _tell(report: FormReport, *, dry_run: bool) -> None:
    language = output.run_language()
    if report.refusal:
        output.complain(report.refusal.faults[0].describe(language))
    for finding in () if dry_run else report.first:
        output.complain(finding.describe(language))
    counts = {verdict.label(language): report.verdicts[verdict] for verdict in RowVerdict}
    counts[output.phrase("repaired")] = report.repaired
    counts[output.phrase("missing")] = report.survey.missing
    click.echo(output.counted(counts))
    _tell_reasons(report.notes, _NOTES if not report.refusal else _FEWER)
    if dry_run:
        _tell_reasons(report.reasons, _REASONS)
        click.echo(output.phrase("dry_run"))
    if report.questions:
        text = output.phrase("unanswered", report.asked, report.questions)
        click.echo(output.folded(text))
    if report.rejects:
        click.echo(output.phrase("rejects", report.rejects))
    if report.findings:
        click.echo(output.phrase("report", report.findings))


#: The lines of notes, of notes where a guard is in the way, and of reasons, so that a plan fits on a
#: screen.
_NOTES: Final = 8
_FEWER: Final = 3
_REASONS: Final = 8


def _tell_reasons(reasons: Sequence[Reason], left: int) -> None:
    """
    Print reasons with their numbers of rows, on `left` lines; of each reason the first two.
    """
    for number, one in enumerate(reasons):
        lines = output.folded(f"{one.rows:>5} × {one.describe(output.run_language())}", 8).splitlines()
        shown = [lines[0], f"{lines[1]:.77} …"] if lines[2:] else lines
        if len(shown) > left - bool(reasons[number + 1 :]):
            more = output.phrase("more", len(reasons) - number)
            click.echo(f"        {more}")
            return
        left -= len(shown)
        click.echo("\n".join(shown))


@command("internal-form")
@click.argument("path", metavar="FILE", type=options.FilePath(dir_okay=False))
@options.on_option
@option("--full", is_flag=True)
@options.with_registry
def internal_form(path: Path, *, on: date | None, full: bool, registry: RegistryReader) -> None:
    """
    Write all entries, whatever their consent, into FILE as CSV: for staff, not for the public.
    """
    view = View.FULL if full else View.CURRENT
    is_printed = path == options.STANDARD_OUTPUT
    with output.about(path), registry.store.snapshot(on or registry.today(), view) as snapshot:
        if is_printed and output.is_json():
            output.print_json({"entries": [*map(to_plain, snapshot.entries)]})
            return
        count = write_internal_form(path, snapshot.entries, output.run_language())
    if is_printed:
        return
    text = output.phrase("internal", path, count)
    output.print_answer({"file": str(path), "entries": count}, text)
