"""
`act`, `record` and `receive`: acts into the register.

The commands and options of `act` follow the acts' own description.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import click
from attrs import evolve

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fields import FieldName
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.cli import options, output, usage
from kz_social_registry.domain.acts import Act, Issue
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.feed.file import receive_file
from kz_social_registry.form.act_form import ActField, act_fields
from kz_social_registry.form.cells.choices import ALL
from kz_social_registry.form.importing.plan import RowVerdict
from kz_social_registry.form.posted import KINDS, Kind, content_from_texts
from kz_social_registry.form.recording.effects import Effect, entries_of, perform
from kz_social_registry.form.recording.recorder import record_acts
from kz_social_registry.registry.answers.journal import JournalWord
from kz_social_registry.registry.ports import on_trial
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.serialization.files import sidecar_folder

_AGREED: Final = frozenset(("иә", "и", "да", "д", "yes", "y"))
#: The field that the argument BIN fills.
_PROVIDER: Final = Column.IDENTIFIER.value

#: The dot of a name such as `consent.until`, for click takes no dots.
_INNER: Final = "__"
#: A text that is a day; `content_from_texts` reads it.
_DAY: Final = options.Parsed(options.DAY.name, str)
_TYPES: Final = {FieldName.ENTRY_ID: options.ID, FieldName.EXPECT: options.WHOLE}


def _name(field: str) -> str:
    return "--" + field.replace("_", "-").replace(".", "-")


def _option(field: ActField) -> usage.Option:
    codes = [f"{one.number}" if isinstance(one, Column) else one.value for one in field.choices]
    codes += [ALL["en"]] if field.choices and isinstance(field.choices[0], Column) else []
    choices = f" [{', '.join(codes)}]" if codes else ""
    texts: dict[str, Any] = {
        language: field.label(language)
        + choices
        + (f" ({output.phrase('required', language=language)})" if field.required else "")
        for language in LANGUAGES
    }
    names = [_name(field.name), field.name.replace(".", _INNER)]
    return usage.Option(names, multiple=field.many, type=_DAY if field.is_day else None, texts=texts)


def _command(kind: Kind) -> usage.Command:
    given: list[click.Parameter] = [_option(one) for one in act_fields(kind) if one.name != _PROVIDER]
    words = (FieldName.BY,) if kind is ActKind.ISSUE else (FieldName.BY, *_TYPES)
    given += [usage.Option([_name(one)], type=_TYPES.get(one), texts=one.labels) for one in words]
    texts = {language: f"{text[:1].upper()}{text[1:]}." for language, text in kind.labels.items()}
    new: Any = click.command(kind.value, cls=usage.Command, params=given, texts=texts, help=texts["en"])
    run = options.with_store(partial(_act, kind))
    confirmed = usage.option("--yes", "confirmed", is_flag=True)
    return cast("usage.Command", new(options.bin_argument(confirmed(run))))


def _act(
    kind: Kind, *, provider: Identifier, confirmed: bool, store: str,
    by: str | None, entry_id: UUID | None = None, expect: int | None = None, **fields: Any,  # noqa: ANN401  # as click has it
) -> None:  # fmt: skip
    content = _content(kind, provider, fields)
    is_new = isinstance(content, Issue)
    with options.open_registry(store, new=is_new, trial=True) as registry:
        entries = (entry_id,) if entry_id else entries_of(registry, content, provider)
        with on_trial(registry.store):
            effects = perform(registry, content, entries, expect=expect)
    lines = [output.folded(line) for one in effects for line in one.lines(output.run_language())]
    if not confirmed and not output.is_json():
        click.echo("\n".join(lines))
    if not confirmed and not _is_agreed():
        output.complain(output.phrase("unconfirmed"))
    else:
        with options.open_registry(store, new=is_new) as registry:
            seen = effects[0].known if len(effects) == 1 else None
            perform(registry, content, entries, by=by, expect=seen)
        lines = [*(lines if confirmed else ()), JournalWord.RECORDED.label(output.run_language())]
        confirmed = True
    plain = {"recorded": confirmed, "act": to_plain(content), "effects": [*map(_plain, effects)]}
    if confirmed or output.is_json():
        output.print_answer(plain, "\n".join(lines))
    raise SystemExit(0 if confirmed else 1)


def _content(kind: Kind, provider: Identifier, fields: Mapping[str, Any]) -> Act | Annul:
    """
    Return what the options describe; each fault names its option.
    """
    given = {name.replace(_INNER, "."): value for name, value in fields.items()}
    if kind is ActKind.ISSUE:
        given[_PROVIDER] = provider
    try:
        content: Act | Annul = content_from_texts(kind, given)
    except InvalidValue as error:
        sentences = _faults(error, given, output.run_language())
        raise usage.WrongUsage("\n".join(sentences), click.get_current_context()) from None
    return content


def _faults(error: InvalidValue, fields: Iterable[str], language: Language) -> Iterator[str]:
    for fault in error.faults:
        field = max((one for one in fields if fault.path.startswith(one)), key=len, default="")
        rest = evolve(fault, path=fault.path.removeprefix(field))
        sentence = rest.describe(language) if rest.path else rest.message(language)
        yield f"{_name(field)}: {sentence}" if field else fault.describe(language)


def _is_agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    click.echo(output.phrase("ask") + " ", nl=False, err=True)
    return sys.stdin.readline().strip().casefold() in _AGREED


def _plain(effect: Effect) -> dict[str, Any]:
    found = effect.explanation
    statuses = [one.status.value if one else None for one in (found.then, found.now)]
    columns = to_plain(found.columns)
    return {"entry_id": str(effect.entry_id), "status": statuses, "columns": columns}


act = options.lang_option(
    usage.Commands(
        "act",
        help="Record one act of a provider: show what changes, and ask.",
        invoke_without_command=True,
        callback=click.pass_context(usage.show_help_alone),
        commands=[_command(kind) for kind in KINDS],
    )
)


@usage.command()
@click.argument("feed", type=options.FILE)
@options.dry_run_option
@options.keep_option
@options.with_store
def receive(feed: Path, *, dry_run: bool, keep_in: Path | None, store: str) -> None:
    """
    Record the notices of FEED, a file of JSON Lines; each of them once.
    """
    with (
        options.open_registry(store, new=True, trial=dry_run) as registry,
        output.progress_bar(feed.name) as progress,
        output.about(feed),
    ):
        size = feed.stat().st_size
        receipt = receive_file(
            registry, feed, language=output.run_language(), dry_run=dry_run, keep_in=keep_in,
            progress=lambda done: progress(done, size),
        )  # fmt: skip
    counts = {name: getattr(receipt, name) for name in ("accepted", "known", "rejected")}
    _tell(counts, {"rejects": receipt.rejects}, dry_run=dry_run)
    output.report_unkept(receipt.unkept, sidecar_folder(feed, keep_in))
    raise SystemExit(1 if receipt.rejected else 0)


#: The verdicts on rows, by the names of their counts.
_VERDICTS: Final = {
    "accepted": RowVerdict.ACCEPTED,
    "known": RowVerdict.UNCHANGED,
    "rejected": RowVerdict.REJECTED,
}


@usage.command()
@click.argument("table", metavar="ACTS", type=options.FILE)
@usage.option("--by", texts=FieldName.BY.labels)
@options.dry_run_option
@options.keep_option
@options.with_store
def record(table: Path, *, by: str | None, dry_run: bool, keep_in: Path | None, store: str) -> None:
    """
    Record the acts of ACTS, a CSV file or a workbook, one act a row.

    The columns are Act, BIN or IIN, Date and what else the act needs; headings are in Kazakh, Russian
    or English, or codes. An act that is recorded already, equal in all, is not repeated.
    """
    folder, language = sidecar_folder(table, keep_in), output.run_language()
    with (
        options.open_registry(store, new=True, trial=dry_run) as registry,
        output.progress_bar(table.name) as progress,
        options.at_hand(table) as path,
    ):
        report = record_acts(
            registry, path, by=by, dry_run=dry_run, language=language, keep_in=folder,
            progress=progress,
        )  # fmt: skip
    for finding in () if output.is_json() else report.first:
        output.complain(finding.describe(language))
    counts = {name: report.verdicts[verdict] for name, verdict in _VERDICTS.items()}
    kept = {"rejects": report.rejects, "report": report.findings}
    _tell(counts, kept, dry_run=dry_run)
    output.report_unkept(report.unkept, folder)
    raise SystemExit(1 if counts["rejected"] or report.unkept else 0)


def _tell(counts: Mapping[str, int], kept: Mapping[str, Path | None], *, dry_run: bool) -> None:
    lines = [output.counted({output.phrase(name): number for name, number in counts.items()})]
    lines += [output.phrase("dry_run")] if dry_run else []
    lines += [output.phrase(name, path) for name, path in kept.items() if path]
    files = {name: str(path) if path else None for name, path in kept.items()}
    output.print_answer({**counts, **files}, "\n".join(lines))
