"""
`publish`: what the public may see, and nothing else.
"""

from datetime import date
from pathlib import Path

import click

from kz_social_registry.cli.common import Phrase, on_option, open_registry, with_store
from kz_social_registry.forms.files import publish as write_publication
from kz_social_registry.law import Language
from kz_social_registry.vocabulary import View


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@on_option
@click.option("--full", is_flag=True, help="With excluded entries, and column 17.")
@with_store
def publish(directory: Path, *, on: date | None, full: bool, store: str, language: Language) -> None:
    """
    Write what the public may see into DIRECTORY, as register.csv and register.json.
    """
    with open_registry(store, language) as registry:
        today = registry.today()
        day, view = on or today, View.FULL if full else View.CURRENT
        rows = registry.public_rows(on=day, published_on=today, view=view)
        count = write_publication(
            directory, rows, on=day, published_on=today, language=language, view=view
        )
    click.echo(Phrase.PUBLISHED.label(language).format(count, directory))
