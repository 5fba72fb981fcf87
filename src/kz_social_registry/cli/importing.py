"""
`import`: the form into the register; `internal-form`: the whole register as the form, for staff.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround, View, offered
from kz_social_registry.cli import options
from kz_social_registry.cli.output import Phrase, about, print_json, progress_bar, report_unkept
from kz_social_registry.form.importing.importer import import_form
from kz_social_registry.form.importing.plan import Guards, RowVerdict
from kz_social_registry.form.importing.report import FormReport
from kz_social_registry.form.importing.row_acts import Supplied, Treatment
from kz_social_registry.form.publishing.internal import write_internal_form
from kz_social_registry.serialization.files import is_stream, sidecar_folder

# fmt: off


class FormPhrase(Word):
    """
    The messages of these commands.
    """

    REPAIRED = "repaired", None, "түзетулері бар жолдар", "строк с исправлениями", "rows with repairs"
    MISSING = (
        "missing", None, "тіркелімде бар, файлда жоқ жазбалар", "есть в регистре, но нет в файле",
        "in the register but not in the file",
    )
    REPORT = (
        "report", None, "есеп мына файлда: {}", "отчет сохранен в файле: {}",
        "the report is kept in {}",
    )
    INTERNAL = (
        "internal", None, "{}: барлығы {} жазба; бұл файлды жариялауға болмайды",
        "{}: всего записей {}; публиковать этот файл нельзя",
        "{}: {} entries in all; this file is not for publication",
    )


# fmt: on


def _words(words: Iterable[Word]) -> options.Choice:
    return options.Choice([word.value for word in words])


@click.command("import")
@click.argument("form", type=options.FilePath(exists=True, dir_okay=False))
@options.on_option
@click.option("--sheet", help="The only sheet of a workbook to read.")
@click.option("--dry-run", is_flag=True, help="Try everything, record nothing.")
@click.option(
    "--as", "treatments", multiple=True, type=_words(Treatment),
    help="The meaning of differences from the register; by default they are only shown.",
)  # fmt: skip
@click.option(
    "--ground", type=_words(TerminationGround),
    help="The ground of termination of rows that have column 16.",
)  # fmt: skip
@click.option(
    "--reissue-ground", type=_words(offered(ReissueGround)),
    help="The ground of reissue of rows whose column 12 is after inclusion.",
)  # fmt: skip
@click.option(
    "--excluded-on", type=options.DAY, help="The day of exclusion of rows that have column 17."
)
@click.option("--reason", help="The reason of a correction; by default the file's name.")
@click.option(
    "--min-rows", type=options.WHOLE, default=1, show_default=True,
    help="Stop if the form has fewer rows.",
)  # fmt: skip
@click.option("--allow-unreadable", is_flag=True, help="Go on though most rows are unreadable.")
@click.option("--allow-changes", "allow_changed", is_flag=True, help="Go on though many rows differ.")
@click.option("--allow-missing", is_flag=True, help="Go on though many entries are missing.")
@options.keep_option
@options.json_option
@options.with_store
def import_(
    form: Path,
    *,
    on: date | None,
    sheet: str | None,
    dry_run: bool,
    keep_in: Path | None,
    as_json: bool,
    store: str,
    language: Language,
    **given: Any,  # noqa: ANN401  # as click has it
) -> None:
    """
    Record the official form in FORM, a CSV or XLSX file; amendments take effect on the day `--on`.
    """
    folder = sidecar_folder(form, keep_in)
    with (
        options.open_registry(store, new=True, trial=dry_run) as registry,
        progress_bar(form.name) as progress,
        about(form),
        _at_hand(form) as path,
    ):
        report = import_form(
            registry, path, supplied=_supplied(on or registry.today(), form, given),
            guards=_guards(given), sheet=sheet, dry_run=dry_run, language=language, keep_in=folder,
            progress=progress,
        )  # fmt: skip
    if as_json:
        print_json(_plain(report))
    else:
        _tell(report, language, dry_run=dry_run)
    if report.unkept:
        report_unkept(report.unkept, folder, language)
    stopped = report.verdicts[RowVerdict.REJECTED] + report.verdicts[RowVerdict.DIFFERING]
    raise SystemExit(1 if stopped or report.unkept else 0)


@contextmanager
def _at_hand(form: Path) -> Iterator[Path]:
    """
    Yield a form that can be opened again; the content of a pipe is copied first.
    """
    if not is_stream(form):
        yield form
        return
    with TemporaryDirectory() as folder:  # its owner alone can read it
        copy = Path(folder, form.name)
        with form.open("rb") as pipe, copy.open("wb") as file:
            copyfileobj(pipe, file)
        yield copy


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
    }


def _tell(report: FormReport, language: Language, *, dry_run: bool) -> None:
    for finding in report.first:
        click.echo(finding.describe(language), err=True)
    counts = {verdict.label(language): report.verdicts[verdict] for verdict in RowVerdict}
    counts[FormPhrase.REPAIRED.label(language)] = report.repaired
    counts[FormPhrase.MISSING.label(language)] = report.survey.missing
    click.echo(", ".join(f"{label}: {n}" for label, n in counts.items()))
    if dry_run:
        click.echo(Phrase.DRY_RUN.label(language))
    if report.rejects:
        click.echo(Phrase.REJECTS.label(language).format(report.rejects))
    if report.findings:
        click.echo(FormPhrase.REPORT.label(language).format(report.findings))


@click.command("internal-form")
@click.argument("path", metavar="FILE", type=options.FilePath(dir_okay=False))
@options.on_option
@click.option("--full", is_flag=True, help="With excluded entries, and column 17.")
@options.with_store
def internal_form(path: Path, *, on: date | None, full: bool, store: str, language: Language) -> None:
    """
    Write all entries, whatever their consent, into FILE as CSV: for staff, not for the public.
    """
    with options.open_registry(store) as registry, about(path):
        view = View.FULL if full else View.CURRENT
        with registry.store.snapshot(on or registry.today(), view) as snapshot:
            count = write_internal_form(path, snapshot.entries, language)
    click.echo(FormPhrase.INTERNAL.label(language).format(path, count))
