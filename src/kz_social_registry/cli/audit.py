"""
`changes`, `sweep`, `checkpoint` and `verify`: the recorded facts and their proof; for staff.
"""

from datetime import date
from pathlib import Path

import click

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import REGISTER_TIME, Language
from kz_social_registry.cli.options import (
    WHOLE,
    FilePath,
    Parsed,
    json_option,
    on_option,
    read_json,
    with_registry,
)
from kz_social_registry.cli.output import Phrase, print_json
from kz_social_registry.registry.audit import Checkpoint, printed
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Change
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import from_plain, to_plain


@click.command()
@click.option("--after", type=WHOLE, default=0, help="The last position you have.")
@with_registry
def changes(*, registry: Registry, after: int, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print every fact after a position as JSON Lines; for internal consumers, not for the public.
    """
    for change in registry.changes(after=after):
        print_json({"position": change.position, **_plain(change)})


def _plain(change: Change) -> dict[str, object]:
    record = change.record
    if record.payload is None:
        return {"entry_id": str(record.entry_id), "number": record.number, "erased": True}
    plain: dict[str, object] = to_plain(unseal(record))
    return plain


@click.command()
@on_option
@click.option("--by", help="Who records it.")
@json_option
@with_registry
def sweep(
    *, registry: Registry, on: date | None, by: str | None, as_json: bool, language: Language
) -> None:
    """
    Terminate licences past their term, each on the day after it; doing it twice is doing it once.
    """
    swept = registry.sweep(on=on, by=by)
    if as_json:
        print_json({"swept": [str(entry_id) for entry_id in swept]})
    else:
        click.echo(Phrase.SWEPT.label(language).format(len(swept)))


@click.command()
@json_option
@with_registry
def checkpoint(*, registry: Registry, as_json: bool, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print one value over all chains of facts, to print, sign or deposit; with --json the heads too.
    """
    made = registry.checkpoint()
    if as_json:
        print_json(to_plain(made))
    else:
        click.echo(made)


def _printed(text: str) -> str:
    """
    Return a checkpoint as it was printed; an empty or misspelt one is wrong usage, not tampering.
    """
    if faults := printed(text):
        raise InvalidValue(*faults)
    return text


@click.command()
@click.option(
    "--checkpoint",
    "text",
    type=Parsed("text", _printed),
    help="An earlier checkpoint, as it was printed.",
)
@click.option(
    "--checkpoint-file",
    "file",
    type=FilePath(exists=True, dir_okay=False),
    help="An earlier checkpoint in JSON: it also shows which entry and fact.",
)
@json_option
@with_registry
def verify(
    *, registry: Registry, text: str | None, file: Path | None, as_json: bool, language: Language
) -> None:
    """
    Check everything in the register against its seals, and against an earlier checkpoint.
    """
    earlier = from_plain(Checkpoint, read_json(file, "checkpoint --json")) if file else text
    found = registry.verify(earlier)
    if as_json:
        print_json({"sound": bool(found), **to_plain(found)})
    else:
        counts = (found.entries, found.facts, len(found.flaws))
        click.echo(Phrase.VERIFIED.label(language).format(*counts))
        for erasure in found.erasures:
            day = f"{erasure.erased_at.astimezone(REGISTER_TIME):%d.%m.%Y}"
            erased = Phrase.ERASED_ON.label(language)
            click.echo(erased.format(erasure.entry_id, day, erasure.basis))
        for flaw in found.flaws:
            number = f" № {flaw.number}" if flaw.number else ""
            where = f"{flaw.entry_id}{number}: " if flaw.entry_id else ""
            click.echo(f"{where}{flaw.finding.label(language)}")
    raise SystemExit(0 if found else 1)
