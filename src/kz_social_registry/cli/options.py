"""
The options, the parameter types and the opened register that several commands share.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from stat import S_ISDIR
from typing import Any, Final, TypeVar, cast

import click

from kz_social_registry.base.errors import Fault, InvalidValue, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.law import LANGUAGES, REGISTER_TIME, Language
from kz_social_registry.cli.output import Phrase, Reason, reason, reporting
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.storage import open_store
from kz_social_registry.storage.memory import MemoryStore

Command = TypeVar("Command", bound=Callable[..., Any])


@contextmanager
def open_registry(address: str, *, new: bool = False, trial: bool = False) -> Iterator[Registry]:
    """
    Open the register at an address, and close it at the end of the block.

    Only a command that records may make a `new` register: a misspelt path must not look like an answer.
    A `trial` of such a command uses an empty register in memory instead.
    """
    with closing(_store(address, new=new, trial=trial)) as store:
        yield Registry(store)


def _store(address: str, *, new: bool, trial: bool) -> Store:
    try:
        return open_store(address, new=new and not trial)
    except StoreError as error:
        if not trial or error.faults[0].code is not StoreCode.NO_REGISTER:
            raise
    return MemoryStore()


def with_store(command: Command) -> Command:
    """
    Add the options `--store` and `--lang` to a command, and report its errors in that language.
    """

    @wraps(command)
    def reported(*, language: Language, **given: object) -> None:
        with reporting(language):
            command(language=language, **given)

    store = click.option(
        "--store",
        default="register.db",
        envvar="KZ_REGISTRY_STORE",
        show_default=True,
        help="The register: a path is an SQLite file, postgresql://… a database.",
    )
    language = click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), default="kk", show_default=True,
        is_eager=True,  # processed first: errors of the other options are reported in this language
        help="The language of labels and messages.",
    )  # fmt: skip
    return cast("Command", store(language(reported)))


def with_registry(command: Command) -> Command:
    """
    Add the options of `with_store`, and pass the register, which must exist, to the command.
    """

    @wraps(command)
    def opened(*, store: str, **given: object) -> None:
        with open_registry(store) as registry:
            command(registry=registry, **given)

    return cast("Command", with_store(opened))


class Commands(click.Group):
    """
    A group of commands, which also reports missing arguments in the language of the run.
    """

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click has it
        """
        Run the named command.
        """
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            inner = error.ctx or ctx
            name = error.param.human_readable_name if error.param else ""
            message = Fault(Code.MISSING, name).describe(inner.params.get("language", "kk"))
            raise click.UsageError(message, inner) from None


class FilePath(click.Path):
    """
    The path of a file or a folder; errors are reported in the language of the run.
    """

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(path_type=Path, **wanted)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the path. An empty text is refused: Python would take it for the present folder.
        """
        if value == "":
            self.fail(f"{value!r}: {Reason.NO_FILE.label(ctx.params['language'])}", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value}: {self._problem(Path(value), ctx.params['language'])}", param, ctx)

    def _problem(self, path: Path, language: Language) -> str:
        try:
            is_folder = S_ISDIR(path.stat().st_mode)
        except OSError as error:
            return reason(error, language)
        if is_folder and not self.dir_okay:
            return Reason.IS_FOLDER.label(language)
        wrong = not is_folder and not self.file_okay
        return (Reason.IS_FILE if wrong else Reason.NO_RIGHTS).label(language)


class Choice(click.Choice):  # type: ignore[type-arg]  # generic in newer releases only
    """
    One of some codes.
    """

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the code.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            fault = Fault(Code.UNKNOWN_CODE, allowed=self.choices)
            self.fail(fault.describe(ctx.params["language"]), param, ctx)


class Parsed(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A value that a function parses; its faults are reported in the language of the run.
    """

    def __init__(self, name: str, parse: Callable[[Any], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the parsed value.
        """
        try:
            return self._parse(value)
        except InvalidValue as error:
            self.fail(error.describe(ctx.params["language"]), param, ctx)


def _whole(value: str | int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < 0:
        raise InvalidValue(Fault(Code.OUT_OF_RANGE, allowed=("0, 1, 2 …",)))
    return number


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else from_plain(date, value)


def _moment(value: str | datetime) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except ValueError:
        language = click.get_current_context().params["language"]
        raise click.BadParameter(Phrase.NOT_A_MOMENT.label(language)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=REGISTER_TIME)


WHOLE: Final = Parsed("integer", _whole)
DAY: Final = Parsed("day", _day)
on_option: Final = click.option(
    "--on", type=DAY, help="The day, YYYY-MM-DD; by default today in Kazakhstan."
)
known_option: Final = click.option(
    "--known",
    type=Parsed("moment", _moment),
    help="As known at this moment, YYYY-MM-DDTHH:MM, in Kazakhstan's time if it names none.",
)
json_option: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
keep_option: Final = click.option(
    "--keep-in", type=FilePath(exists=True, file_okay=False), metavar="FOLDER",
    help="Where to keep rejects and findings; by default next to the file.",
)  # fmt: skip
bin_argument: Final = click.argument("provider", metavar="BIN", type=Parsed("bin", identifier_of))


def read_json(path: Path, printed_by: str) -> Any:  # noqa: ANN401  # plain data
    """
    Return the plain data of a JSON file that a command printed.

    Raises:
        InvalidValue: the file is not JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except (RecursionError, ValueError):
        raise InvalidValue(Fault(Code.NOT_PRINTED_JSON, path.name, allowed=(printed_by,))) from None
