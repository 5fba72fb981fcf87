"""
What the commands share: their phrases, their options, and how they open a register.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, TypeVar

import click

from kz_social_registry.codec import from_plain
from kz_social_registry.errors import InvalidValue, RegistryError
from kz_social_registry.identifiers import Identifier
from kz_social_registry.identifiers import identifier as identifier_of
from kz_social_registry.law import LANGUAGES, Language
from kz_social_registry.registry import Registry
from kz_social_registry.storage.sqlite import SQLiteStore
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


def with_store(command: Command) -> Command:
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


on_option: Final = click.option(
    "--on", type=_Day(), help="The day, YYYY-MM-DD; by default today in Kazakhstan."
)
bin_argument: Final = click.argument("provider", metavar="BIN", type=_Number())


@contextmanager
def open_registry(store: str, language: Language) -> Iterator[Registry]:
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
