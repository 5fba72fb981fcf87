"""
`publish`: write the files of a publication.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date
from functools import partial
from pathlib import Path

import click

from kz_social_registry.base.vocabulary import View
from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command, option
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.form.publishing.csv_json import read_publication
from kz_social_registry.form.publishing.folder import resolved
from kz_social_registry.form.publishing.imprint import NO_LICENCE, Imprint
from kz_social_registry.form.publishing.publish import FORMATS, available_formats, publish_as
from kz_social_registry.registry.answers.public_diff import Diff, apply_diff
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.serialization.schemas import schema


@command()
@click.argument("directory", type=options.FilePath(file_okay=False))
@options.on_option
@option("--full", is_flag=True)
@option("--format", "formats", multiple=True, type=click.Choice(FORMATS))
@option("--since", type=options.FilePath(allow_dash=True))
@option("--licence", default=NO_LICENCE, show_default=True)
@options.with_registry
def publish(
    directory: Path,
    *,
    on: date | None,
    full: bool,
    formats: tuple[str, ...],
    since: Path | None,
    licence: str,
    registry: RegistryReader,
) -> None:
    """
    Write what the public may see into DIRECTORY, which changes as a whole.
    """
    today = registry.today()
    imprint = Imprint(
        on=on or today, published_on=today, language=output.run_language(), licence=licence,
        view=View.FULL if full else View.CURRENT,
    )  # fmt: skip
    earlier = _earlier(since, directory, imprint) if since else None
    rows, diff = _rows(registry, earlier, imprint)
    chosen = formats or available_formats()
    with output.about(directory), output.progress_bar("publish") as progress:
        extras = partial(_extras, formats=chosen, diff=diff)
        count = publish_as(directory, rows, imprint, chosen, extras=extras, progress=progress)
    text = output.phrase("published", count, directory)
    output.print_answer({"published": count, "directory": str(directory)}, text)


def _earlier(since: Path, directory: Path, imprint: Imprint) -> Publication | None:
    """
    Return the earlier publication, or None if `--since` names DIRECTORY and nothing is published there.

    Any other missing file is wrong usage: a misspelt name would silently end all diffs.
    """
    if _is_unused(since) and resolved(since) == resolved(directory):
        click.echo(output.phrase("first"), err=True)
        return None
    option = click.Option(["--since"])
    since = options.FilePath(exists=True).convert(str(since), option, click.get_current_context())
    earlier = read_publication(since / "register.json" if since.is_dir() else since)
    if earlier.view is not imprint.view:
        message = f"{since}: {earlier.view.label(imprint.language)}"
        raise click.BadParameter(message, param_hint="--since")
    return earlier


def _is_unused(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except FileNotFoundError:
        return True
    except OSError:  # a file, or a link that leads back to itself
        return False


def _rows(
    registry: RegistryReader, earlier: Publication | None, imprint: Imprint
) -> tuple[Iterable[PublicEntry], Diff | None]:
    """
    Return the rows, and their diff from an earlier publication, if there is one.

    The rows are made from the diff, so that both agree whatever is recorded meanwhile.
    """
    if earlier is None:
        rows = registry.public_rows(on=imprint.on, published_on=imprint.published_on, view=imprint.view)
        return rows, None
    diff = registry.public_diff(earlier, on=imprint.on, published_on=imprint.published_on)
    return apply_diff(diff, earlier), diff


def _extras(folder: Path, formats: Collection[str], diff: Diff | None) -> list[str]:
    """
    Write the diff and the JSON schemas into a publication's folder; return their names.
    """
    written = {}
    if "json" in formats:
        written["publication.schema.json"] = schema("publication")
    if diff is not None:
        written |= {"diff.json": to_plain(diff), "diff.schema.json": schema("diff")}
    for name, plain in written.items():
        text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return list(written)
