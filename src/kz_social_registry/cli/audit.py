"""
`changes`, `sweep`, `checkpoint` and `verify`: the recorded facts and their proof; for staff.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kz_social_registry.base.law import REGISTER_TIME
from kz_social_registry.base.validation import checked
from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command, option
from kz_social_registry.registry.answers.audit import Checkpoint, Verification, printed
from kz_social_registry.registry.ports import Change
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import from_plain, to_plain


@command()
@option("--after", type=options.WHOLE, default=0)
@options.with_registry
def changes(*, registry: RegistryReader, after: int) -> None:
    """
    Print every fact after a position as JSON Lines; for internal consumers, not for the public.
    """
    found = map(_plain_change, registry.changes(after=after))
    if output.is_json():
        output.print_json({"changes": [*found]})
    else:
        for change in found:
            output.print_json(change)


def _plain_change(change: Change) -> dict[str, Any]:
    record = change.record
    erased = {"entry_id": str(record.entry_id), "number": record.number, "erased": True}
    fact = erased if record.payload is None else to_plain(unseal(record))
    return {"position": change.position, **fact}


@command()
@options.on_option
@option("--by")
@options.with_store
def sweep(*, store: str, on: date | None, by: str | None) -> None:
    """
    Terminate licences past their term, each on the day after it; doing it twice is doing it once.
    """
    with options.open_registry(store) as registry:
        swept = registry.sweep(on=on, by=by)
    text = output.phrase("swept", len(swept))
    output.print_answer({"swept": [*map(str, swept)]}, text)


@command()
@options.with_registry
def checkpoint(*, registry: RegistryReader) -> None:
    """
    Print one value over all chains of facts, to print, sign or deposit; with --json the heads too.
    """
    made = registry.checkpoint()
    output.print_answer(to_plain(made), str(made))


@command()
@option(
    "--checkpoint",
    "text",
    # An empty or misspelt one is wrong usage, not tampering.
    type=options.Parsed("text", lambda text: checked(text, printed, "")),
)
@option("--checkpoint-file", "file", type=options.FILE)
@options.with_registry
def verify(*, registry: RegistryReader, text: str | None, file: Path | None) -> None:
    """
    Check everything in the register against its seals, and against an earlier checkpoint.
    """
    earlier = from_plain(Checkpoint, options.read_json(file, "checkpoint --json")) if file else text
    with output.progress_bar("verify") as progress:
        found = registry.verify(earlier, progress=progress)
    plain = {"sound": bool(found), **to_plain(found)}
    output.print_answer(plain, "\n".join(_lines(found)))
    raise SystemExit(0 if found else 1)


def _lines(found: Verification) -> Iterator[str]:
    yield output.phrase("verified", found.entries, found.facts, len(found.flaws))
    for erasure in found.erasures:
        day = f"{erasure.erased_at.astimezone(REGISTER_TIME):%d.%m.%Y}"
        yield output.phrase("erased_on", erasure.entry_id, day, erasure.basis)
    for flaw in found.flaws:
        number = f" № {flaw.number}" if flaw.number else ""
        where = f"{flaw.entry_id}{number}: " if flaw.entry_id else ""
        yield f"{where}{flaw.finding.label(output.run_language())}"
