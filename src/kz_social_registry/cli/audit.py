"""
`changes`, `sweep`, `checkpoint` and `verify`: what was recorded, and what proves it; for staff.
"""

from datetime import date
from pathlib import Path
from typing import Any

import click

from kz_social_registry.base.law import REGISTER_TIME, Language
from kz_social_registry.cli.opening import open_registry
from kz_social_registry.cli.options import (
    WHOLE,
    FilePath,
    Phrase,
    json_option,
    on_option,
    print_json,
    read_json,
    with_store,
)
from kz_social_registry.registry.audit import Checkpoint, printed
from kz_social_registry.registry.ports import Change
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import from_plain, to_plain


@click.command()
@click.option("--after", type=WHOLE, default=0, help="The last position you have.")
@with_store
def changes(*, after: int, store: str, language: Language) -> None:  # noqa: ARG001  # failures speak it
    """
    Print every fact behind a position as JSON Lines; for internal consumers, not for the public.
    """
    with open_registry(store) as registry:
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
@with_store
def sweep(*, on: date | None, by: str | None, as_json: bool, store: str, language: Language) -> None:
    """
    Terminate licences past their term, each on the day after it; doing it twice is doing it once.
    """
    with open_registry(store) as registry:
        swept = registry.sweep(on=on, by=by)
    if as_json:
        print_json({"swept": [str(entry_id) for entry_id in swept]})
    else:
        click.echo(Phrase.SWEPT.label(language).format(len(swept)))


@click.command()
@json_option
@with_store
def checkpoint(*, as_json: bool, store: str, language: Language) -> None:  # noqa: ARG001  # failures speak it
    """
    Print one value over all chains of facts, to print, sign or deposit; with --json the heads too.
    """
    with open_registry(store) as registry:
        made = registry.checkpoint()
    if as_json:
        print_json(to_plain(made))
    else:
        click.echo(made)


class _Printed(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A checkpoint as it was printed; an empty one is a slip, and no sign that somebody tampered.
    """

    name = "text"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        for fault in printed(value):
            self.fail(fault.describe(ctx.params["language"]), param, ctx)
        return value


@click.command()
@click.option("--checkpoint", "text", type=_Printed(), help="An earlier checkpoint, as it was printed.")
@click.option(
    "--checkpoint-file",
    "file",
    type=FilePath(exists=True, dir_okay=False),
    help="An earlier checkpoint in JSON: it also tells which entry and fact.",
)
@json_option
@with_store
def verify(
    *, text: str | None, file: Path | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Check everything that is kept against its seals, and against an earlier checkpoint.
    """
    with open_registry(store) as registry:
        found = registry.verify(
            from_plain(Checkpoint, read_json(file, "checkpoint --json")) if file else text
        )
    if as_json:
        print_json({"sound": bool(found), **to_plain(found)})
    else:
        counts = (found.entries, found.facts, len(found.flaws))
        click.echo(Phrase.VERIFIED.label(language).format(*counts))
        for erasure in found.erasures:
            day = f"{erasure.erased_at.astimezone(REGISTER_TIME):%d.%m.%Y}"
            told = Phrase.ERASED_ON.label(language)
            click.echo(told.format(erasure.entry_id, day, erasure.basis))
        for flaw in found.flaws:
            number = f" № {flaw.number}" if flaw.number else ""
            where = f"{flaw.entry_id}{number}: " if flaw.entry_id else ""
            click.echo(f"{where}{flaw.finding.label(language)}")
    raise SystemExit(0 if found else 1)
