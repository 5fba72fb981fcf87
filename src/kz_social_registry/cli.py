"""
The command line: the main job without a line of Python.

Exit status: 0 done; 1 something was rejected or found wrong, and it is said where it is kept; 2 wrong
usage. It is an internal tool: `publish` alone writes for the public, and only what passed the gate.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from kz_social_registry.codec import from_plain, to_plain
from kz_social_registry.errors import InvalidValue, RegistryError
from kz_social_registry.feeds import receive_file
from kz_social_registry.forms.cells import internal_cells
from kz_social_registry.forms.files import publish as write_publication
from kz_social_registry.identifiers import Identifier
from kz_social_registry.identifiers import identifier as identifier_of
from kz_social_registry.law import LANGUAGES, REGISTER_TIME, Language
from kz_social_registry.publication import COLUMNS
from kz_social_registry.registry import Registry
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.timeline import Annul, Fact
from kz_social_registry.vocabulary import View
from kz_social_registry.words import Word

# fmt: off


class Phrase(Word):
    """
    What the commands say.
    """

    ACCEPTED = "accepted", None, "қабылданды", "принято", "accepted"
    KNOWN = "known", None, "бұрыннан белгілі", "уже известно", "already known"
    REJECTED = "rejected", None, "қабылданбады", "отклонено", "rejected"
    REJECTS = (
        "rejects", None,
        "қабылданбағандары мына файлда: {}", "отклоненное сохранено в файле: {}",
        "what was rejected is kept in {}",
    )
    DRY_RUN = (
        "dry_run", None,
        "сынақ: ештеңе жазылған жоқ", "проверка: ничего не записано", "a trial: nothing was recorded",
    )
    PUBLISHED = (
        "published", None, "жарияланған жазбалар: {}; қалта: {}", "опубликовано записей: {}; папка: {}",
        "entries published: {}; folder: {}",
    )
    NO_ENTRY = (
        "no_entry", None, "бұл күні жазба жоқ", "на этот день записи нет", "no entry on that day",
    )
    ANNULLED = "annulled", None, "күші жойылған", "отменено", "annulled"
    ANNULMENT = (
        "annulment", None, "№ {} фактінің күшін жою", "отмена факта № {}", "annulment of fact {}",
    )
    RECORDED = "recorded", None, "жазылды", "записано", "recorded"


# fmt: on

Command = TypeVar("Command", bound=Callable[..., Any])


def _with_store(command: Command) -> Command:
    """
    Give a command the options that all of them take.
    """
    store = click.option(
        "--store",
        default="register.db",
        envvar="KZ_REGISTRY_STORE",
        show_default=True,
        help="The register: a path is an SQLite file.",
    )
    language = click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), default="kk", show_default=True,
        help="The language of labels and messages.",
    )  # fmt: skip
    return store(language(command))


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A day, written as YYYY-MM-DD.
    """

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:  # noqa: ANN401  # as click has it
        try:
            return value if isinstance(value, date) else from_plain(date, value)
        except InvalidValue as error:
            self.fail(str(error), param, ctx)


class _Number(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A BIN or an IIN.
    """

    name = "bin"

    def convert(self, value: Any, param: Any, ctx: Any) -> Identifier:  # noqa: ANN401  # as click has it
        try:
            return identifier_of(value)
        except InvalidValue as error:
            self.fail(str(error), param, ctx)


_on = click.option("--on", type=_Day(), help="The day, YYYY-MM-DD; by default today in Kazakhstan.")
_bin = click.argument("provider", metavar="BIN", type=_Number())


@contextmanager
def _registry(store: str, language: Language) -> Iterator[Registry]:
    """
    Open the register; say what is wrong with it in the chosen language, and leave with status 1.
    """
    try:
        with SQLiteStore(store) as opened:
            yield Registry(opened)
    except RegistryError as error:
        click.echo(error.describe(language), err=True)
        raise SystemExit(1) from None
    except OSError as error:  # a feed that cannot be read, a folder that cannot be written
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        raise SystemExit(1) from None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kz-social-registry")
def cli() -> None:
    """
    Kazakhstan's register of organisations that provide special social services (Order No 205).
    """


@cli.command()
@click.argument("feed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Try everything, record nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_with_store
def receive(feed: Path, *, dry_run: bool, as_json: bool, store: str, language: Language) -> None:
    """
    Record the notices of FEED, a file of JSON Lines; each of them once.
    """
    with _registry(store, language) as registry, _progress(feed) as progress:
        receipt = receive_file(registry, feed, language=language, dry_run=dry_run, progress=progress)
    counts = {
        Phrase.ACCEPTED: receipt.accepted,
        Phrase.KNOWN: receipt.known,
        Phrase.REJECTED: receipt.rejected,
    }
    if as_json:
        kept = str(receipt.rejects) if receipt.rejects else None
        click.echo(json.dumps({**counts, "rejects": kept}, ensure_ascii=False))
    else:
        click.echo(", ".join(f"{phrase.label(language)}: {n}" for phrase, n in counts.items()))
        if dry_run:
            click.echo(Phrase.DRY_RUN.label(language))
        if receipt.rejects:
            click.echo(Phrase.REJECTS.label(language).format(receipt.rejects))
    raise SystemExit(1 if receipt.rejected else 0)


@contextmanager
def _progress(feed: Path) -> Iterator[Callable[[int], None]]:
    """
    Show a bar on a terminal, and nothing where the output is piped.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(feed.name, total=feed.stat().st_size)
        yield lambda position: progress.update(task, completed=position)


@cli.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_on
@click.option("--full", is_flag=True, help="With excluded entries, and column 17.")
@_with_store
def publish(directory: Path, *, on: date | None, full: bool, store: str, language: Language) -> None:
    """
    Write what the public may see into DIRECTORY, as register.csv and register.json.
    """
    with _registry(store, language) as registry:
        today = registry.today()
        day, view = on or today, View.FULL if full else View.CURRENT
        rows = registry.public_rows(on=day, published_on=today, view=view)
        count = write_publication(
            directory, rows, on=day, published_on=today, language=language, view=view
        )
    click.echo(Phrase.PUBLISHED.label(language).format(count, directory))


@cli.command()
@_bin
@_on
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_with_store
def standing(
    provider: Identifier, *, on: date | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Say whether the provider may be reimbursed for a service on a day, and why not.
    """
    with _registry(store, language) as registry:
        answer = registry.standing(provider, on=on)
    if as_json:
        plain = {"may_be_reimbursed": bool(answer), **to_plain(answer)}
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        click.echo(f"{answer.on:%d.%m.%Y}\n{answer.describe(language)}")


@cli.command()
@_bin
@_on
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_with_store
def show(
    provider: Identifier, *, on: date | None, as_json: bool, store: str, language: Language
) -> None:
    """
    Show the provider's whole entry as it stands on a day; for staff, not for the public.
    """
    with _registry(store, language) as registry:
        entry = registry.standing(provider, on=on).entry
    if entry is None:
        click.echo(Phrase.NO_ENTRY.label(language), err=True)
        raise SystemExit(1)
    if as_json:
        click.echo(json.dumps(to_plain(entry), ensure_ascii=False))
        return
    click.echo(f"{entry.id}: {entry.status.label(language)}")
    for column, cell in zip(COLUMNS, internal_cells(entry, language), strict=True):
        click.echo(f"{column.number:>2}. {column.heading(language)}: {cell or '–'}")


@cli.command()
@_bin
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a fact.")
@_with_store
def history(provider: Identifier, *, as_json: bool, store: str, language: Language) -> None:
    """
    Show every fact recorded of the provider's entries; for staff, not for the public.
    """
    with _registry(store, language) as registry:
        histories = [registry.history(entry_id) for entry_id in registry.store.naming(provider)]
    if not histories:
        click.echo(Phrase.NO_ENTRY.label(language), err=True)
        raise SystemExit(1)
    for facts in histories:
        annulled = {fact.content.of for fact in facts if isinstance(fact.content, Annul)}
        if not as_json:
            click.echo(f"{facts[0].entry_id}")
        for fact in facts:
            line = json.dumps(to_plain(fact), ensure_ascii=False)
            click.echo(line if as_json else _told(fact, annulled, language))


def _told(fact: Fact, annulled: set[int], language: Language) -> str:
    """
    Tell of a fact on one line: its number, what happened on which day, and when it was recorded.
    """
    content = fact.content
    if isinstance(content, Annul):
        happened = Phrase.ANNULMENT.label(language).format(content.of)
    else:
        happened = f"{content.on:%d.%m.%Y} {content.kind.label(language)}"
    moment = fact.recorded_at.astimezone(REGISTER_TIME)
    marks = [f"{Phrase.RECORDED.label(language)} {moment:%d.%m.%Y %H:%M:%S}"]
    marks += [fact.recorded_by] if fact.recorded_by else []
    marks += [Phrase.ANNULLED.label(language)] if fact.number in annulled else []
    return f"{fact.number:>4}. {happened} ({'; '.join(marks)})"
