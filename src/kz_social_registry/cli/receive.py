"""
`receive`: notices of a licensing system into the register.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from kz_social_registry.base.law import Language
from kz_social_registry.cli.failures import about
from kz_social_registry.cli.opening import open_registry
from kz_social_registry.cli.options import (
    FilePath,
    Phrase,
    json_option,
    keep_option,
    print_json,
    tell_unkept,
    with_store,
)
from kz_social_registry.feed.file import receive_file
from kz_social_registry.serialization.files import folder_of


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
        _progress(feed) as progress,
        about(feed),
    ):
        receipt = receive_file(
            registry, feed, language=language, dry_run=dry_run, keep_in=keep_in, progress=progress
        )
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
        tell_unkept(receipt.unkept, folder_of(feed, keep_in), language)
    raise SystemExit(1 if receipt.rejected else 0)


@contextmanager
def _progress(feed: Path) -> Iterator[Callable[[int], None]]:
    """
    Show a bar on a terminal, and nothing where the output is piped.
    """
    console = Console(stderr=True)
    if not console.is_terminal:  # earlier releases write a line there even of a bar that is off
        yield lambda _: None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(feed.name, total=feed.stat().st_size or None)
        yield lambda position: progress.update(task, completed=position)
