"""
The options, the parameter types and the opened register that several commands share.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from functools import partial, wraps
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from uuid import UUID

import click

from kz_social_registry.base.errors import Fault, InvalidValue, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.law import LANGUAGES, REGISTER_TIME
from kz_social_registry.base.text import pattern
from kz_social_registry.cli.output import about, phrase, reason, reporting, run_language
from kz_social_registry.cli.usage import option
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.serialization.files import is_stream
from kz_social_registry.storage import open_store

if TYPE_CHECKING:
    from kz_social_registry.registry.facade import Registry

Command = TypeVar("Command", bound=Callable[..., Any])


@contextmanager
def open_registry(address: str, *, new: bool = False, trial: bool = False) -> Iterator["Registry"]:
    """
    Open the register at an address, and close it at the end of the block.

    Only a command that records may make a `new` register: a misspelt path must not look like an answer.
    A `trial` of such a command uses an empty register in memory instead.
    """
    from kz_social_registry.registry.facade import Registry  # noqa: PLC0415  # questions need no verb

    try:
        store = open_store(address, new=new and not trial)
    except StoreError as error:
        if not trial or error.faults[0].code is not StoreCode.NO_REGISTER:
            raise
        from kz_social_registry.storage.memory import MemoryStore  # noqa: PLC0415  # only trials need it

        store = MemoryStore()
    with closing(store):
        yield Registry(store)


def with_store(command: Command) -> Command:
    """
    Add the options `--json`, `--store` and `--lang` to a command, and report its errors.
    """

    @wraps(command)
    def reported(*, as_json: bool, **given: object) -> None:
        click.get_current_context().meta["json"] = as_json
        with reporting():
            command(**given)

    return cast("Command", _json_option(_store_option(lang_option(reported))))


def with_registry(command: Command) -> Command:
    """
    Add the options of `with_store`, and pass a reader of the register, which must exist.
    """

    @wraps(command)
    def opened(*, store: str, **given: object) -> None:
        with closing(open_store(store, new=False)) as opened_store:
            command(registry=RegistryReader(opened_store), **given)

    return cast("Command", with_store(opened))


@contextmanager
def at_hand(file: Path) -> Iterator[Path]:
    """
    Yield a file that can be opened again, and report it in system errors; a pipe is copied first.
    """
    if not is_stream(file):
        with about(file):
            yield file
        return
    from shutil import copyfileobj  # noqa: PLC0415  # slow to import, and only pipes need them
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # as above

    with about(file), TemporaryDirectory() as folder:  # its owner alone can read it
        copy = Path(folder, file.name)
        with file.open("rb") as pipe, copy.open("wb") as written:
            copyfileobj(pipe, written)
        yield copy


STANDARD_OUTPUT: Final = Path("/dev/stdout")


class FilePath(click.Path):
    """
    The path of a file or a folder; errors are reported in the language of the run.
    """

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(path_type=Path, **wanted)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the path. An empty text is refused: Python would take it for the present folder.

        Where a file must be there, «-» is standard input; where one is written, standard output.
        """
        if value == "-" and not self.allow_dash:
            value = "/dev/stdin" if self.exists else str(STANDARD_OUTPUT)
        if value == "":
            self.fail(f"{value!r}: {phrase('ENOENT')}", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value}: {self._problem(Path(value))}", param, ctx)

    def _problem(self, path: Path) -> str:
        try:
            is_folder = S_ISDIR(path.stat().st_mode)
        except OSError as error:
            return reason(error)
        if is_folder and not self.dir_okay:
            return phrase("EISDIR")
        wrong = not is_folder and not self.file_okay
        return phrase("is_file" if wrong else "EACCES")


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
            self.fail("; ".join(one.message(run_language()) for one in error.faults), param, ctx)


def _whole(value: str | int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < 0:
        raise InvalidValue(Fault(Code.OUT_OF_RANGE, allowed=("0, 1, 2 …",)))
    return number


#: A day as people write it in Kazakhstan.
_DOTTED: Final = pattern(r"(\d\d?)\.(\d\d?)\.(\d{4})", re.ASCII)


def _iso(value: str) -> str:
    """
    Return a day that may be written as dd.mm.yyyy, and any time after it, as ISO 8601 has it.

    >>> _iso("1.02.2026 09:30")
    '2026-02-01 09:30'
    """
    return _DOTTED().sub(lambda day: f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}", value.strip(), count=1)


def _day(value: str) -> date:
    try:
        return from_plain(date, _iso(value))
    except InvalidValue:  # as people write it, or a sentence on what to write
        from kz_social_registry.form.cells.days import read_day  # noqa: PLC0415  # seldom needed
        from kz_social_registry.form.cells.notes import Notes  # noqa: PLC0415  # seldom needed

        return read_day(value, Notes())


def _moment(value: str | datetime) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_iso(value))
    except ValueError:
        raise click.BadParameter(phrase("not_a_moment")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=REGISTER_TIME)


FILE: Final = FilePath(exists=True, dir_okay=False)
WHOLE: Final = Parsed("integer", _whole)
DAY: Final = Parsed("day", _day)
ID: Final = Parsed("id", partial(from_plain, UUID))
lang_option: Final = option(
    "--lang", type=click.Choice(LANGUAGES), default="kk", show_default=True, expose_value=False
)
on_option: Final = option("--on", type=DAY)
known_option: Final = option("--known", type=Parsed("moment", _moment))
_json_option: Final = option("--json", "as_json", is_flag=True)
_store_option: Final = option(
    "--store", default="register.db", envvar="KZ_REGISTRY_STORE", show_default=True
)
output_option: Final = option(
    "--output",
    "target",
    type=FilePath(dir_okay=False),
    callback=lambda _ctx, _param, path: None if path == STANDARD_OUTPUT else path,
)
dry_run_option: Final = option("--dry-run", is_flag=True)
keep_option: Final = option("--keep-in", type=FilePath(exists=True, file_okay=False))
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
