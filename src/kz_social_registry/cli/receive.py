"""
`receive`: record the notices of a licensing system.
"""

from pathlib import Path

import click

from kz_social_registry.base.law import Language
from kz_social_registry.cli import options
from kz_social_registry.cli.output import Phrase, about, print_answer, progress_bar, report_unkept
from kz_social_registry.cli.usage import command
from kz_social_registry.feed.file import receive_file
from kz_social_registry.serialization.files import sidecar_folder


@command(
    kk="FEED файлындағы (JSON Lines) хабарламаларды жазу; әрқайсысы бір рет жазылады.",
    ru="Записать уведомления из файла FEED (JSON Lines); каждое один раз.",
)
@click.argument("feed", type=options.FilePath(exists=True, dir_okay=False))
@options.dry_run_option
@options.keep_option
@options.json_option
@options.with_store
def receive(
    feed: Path, *, dry_run: bool, keep_in: Path | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Record the notices of FEED, a file of JSON Lines; each of them once.
    """
    with (
        options.open_registry(store, new=True, trial=dry_run) as registry,
        progress_bar(feed.name) as progress,
        about(feed),
    ):
        size = feed.stat().st_size
        receipt = receive_file(
            registry, feed, language=language, dry_run=dry_run, keep_in=keep_in,
            progress=lambda done: progress(done, size),
        )  # fmt: skip
    phrases = (Phrase.ACCEPTED, Phrase.KNOWN, Phrase.REJECTED)
    counts = {phrase: getattr(receipt, phrase.value) for phrase in phrases}
    lines = [", ".join(f"{phrase.label(language)}: {n}" for phrase, n in counts.items())]
    if dry_run:
        lines.append(Phrase.DRY_RUN.label(language))
    if receipt.rejects:
        lines.append(Phrase.REJECTS.label(language).format(receipt.rejects))
    kept = str(receipt.rejects) if receipt.rejects else None
    print_answer(counts | {"rejects": kept}, "\n".join(lines), as_json=as_json)
    if receipt.unkept:
        report_unkept(receipt.unkept, sidecar_folder(feed, keep_in), language)
    raise SystemExit(1 if receipt.rejected else 0)
