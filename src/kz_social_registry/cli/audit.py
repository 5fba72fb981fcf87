"""
`changes`, `sweep`, `checkpoint` and `verify`: the recorded facts and their proof; for staff.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from kz_social_registry.base.law import REGISTER_TIME, Language
from kz_social_registry.base.validation import checked
from kz_social_registry.cli import options
from kz_social_registry.cli.output import Phrase, print_answer, print_json
from kz_social_registry.registry.audit import Checkpoint, Verification, printed
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import from_plain, to_plain


@click.command()
@click.option("--after", type=options.WHOLE, default=0, help="The last position you have.")
@options.with_registry
def changes(*, registry: Registry, after: int, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print every fact after a position as JSON Lines; for internal consumers, not for the public.
    """
    for change in registry.changes(after=after):
        record = change.record
        erased = {"entry_id": str(record.entry_id), "number": record.number, "erased": True}
        fact = erased if record.payload is None else to_plain(unseal(record))
        print_json({"position": change.position, **fact})


@click.command()
@options.on_option
@click.option("--by", help="Who records it.")
@options.json_option
@options.with_registry
def sweep(
    *, registry: Registry, on: date | None, by: str | None, as_json: bool, language: Language
) -> None:
    """
    Terminate licences past their term, each on the day after it; doing it twice is doing it once.
    """
    swept = registry.sweep(on=on, by=by)
    text = Phrase.SWEPT.label(language).format(len(swept))
    print_answer({"swept": [*map(str, swept)]}, text, as_json=as_json)


@click.command()
@options.json_option
@options.with_registry
def checkpoint(*, registry: Registry, as_json: bool, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print one value over all chains of facts, to print, sign or deposit; with --json the heads too.
    """
    made = registry.checkpoint()
    print_answer(to_plain(made), str(made), as_json=as_json)


@click.command()
@click.option(
    "--checkpoint",
    "text",
    # An empty or misspelt one is wrong usage, not tampering.
    type=options.Parsed("text", lambda text: checked(text, printed, "")),
    help="An earlier checkpoint, as it was printed.",
)
@click.option(
    "--checkpoint-file",
    "file",
    type=options.FilePath(exists=True, dir_okay=False),
    help="An earlier checkpoint in JSON: it also shows which entry and fact.",
)
@options.json_option
@options.with_registry
def verify(
    *, registry: Registry, text: str | None, file: Path | None, as_json: bool, language: Language
) -> None:
    """
    Check everything in the register against its seals, and against an earlier checkpoint.
    """
    earlier = from_plain(Checkpoint, options.read_json(file, "checkpoint --json")) if file else text
    found = registry.verify(earlier)
    plain = {"sound": bool(found), **to_plain(found)}
    print_answer(plain, "\n".join(_lines(found, language)), as_json=as_json)
    raise SystemExit(0 if found else 1)


def _lines(found: Verification, language: Language) -> Iterator[str]:
    yield Phrase.VERIFIED.label(language).format(found.entries, found.facts, len(found.flaws))
    for erasure in found.erasures:
        day = f"{erasure.erased_at.astimezone(REGISTER_TIME):%d.%m.%Y}"
        yield Phrase.ERASED_ON.label(language).format(erasure.entry_id, day, erasure.basis)
    for flaw in found.flaws:
        number = f" № {flaw.number}" if flaw.number else ""
        where = f"{flaw.entry_id}{number}: " if flaw.entry_id else ""
        yield f"{where}{flaw.finding.label(language)}"
