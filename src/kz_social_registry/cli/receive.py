"""
`receive`: record the notices of a licensing system.
"""

from pathlib import Path

import click

from kz_social_registry.base.law import Language
from kz_social_registry.cli.options import (
    FilePath,
    json_option,
    keep_option,
    open_registry,
    with_store,
)
from kz_social_registry.cli.output import Phrase, about, print_json, progress_bar, report_unkept
from kz_social_registry.feed.file import receive_file
from kz_social_registry.serialization.files import sidecar_folder


@click.command()
@click.argument("feed", type=FilePath(exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Try everything, record nothing.")
@keep_option
@json_option
@with_store
def receive(
    feed: Path, *, dry_run: bool, keep_in: Path | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Record the notices of FEED, a file of JSON Lines; each of them once.
    """
    with (
        open_registry(store, new=True, trial=dry_run) as registry,
        progress_bar(feed.name) as progress,
        about(feed),
    ):
        size = feed.stat().st_size
        receipt = receive_file(
            registry, feed, language=language, dry_run=dry_run, keep_in=keep_in,
            progress=lambda done: progress(done, size),
        )  # fmt: skip
    counts = {
        Phrase.ACCEPTED: receipt.accepted,
        Phrase.KNOWN: receipt.known,
        Phrase.REJECTED: receipt.rejected,
    }
    if as_json:
        kept = str(receipt.rejects) if receipt.rejects else None
        print_json({**{phrase.value: n for phrase, n in counts.items()}, "rejects": kept})
    else:
        click.echo(", ".join(f"{phrase.label(language)}: {n}" for phrase, n in counts.items()))
        if dry_run:
            click.echo(Phrase.DRY_RUN.label(language))
        if receipt.rejects:
            click.echo(Phrase.REJECTS.label(language).format(receipt.rejects))
    if receipt.unkept:
        report_unkept(receipt.unkept, sidecar_folder(feed, keep_in), language)
    raise SystemExit(1 if receipt.rejected else 0)
