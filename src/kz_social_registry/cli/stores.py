"""
`backup`, `export` and `load`: keeping a register safe, and moving it; for staff.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from errno import EBADF
from pathlib import Path
from typing import IO, Any, Final, cast

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.base.law import Language
from kz_social_registry.cli.failures import about, leave
from kz_social_registry.cli.opening import open_registry
from kz_social_registry.cli.options import FilePath, json_option, print_json, with_store
from kz_social_registry.registry.store_faults import refusal
from kz_social_registry.serialization.files import appear, owners_file, unfinished
from kz_social_registry.storage import is_server, open_store
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.transfer import export as exported
from kz_social_registry.storage.transfer import load as load_facts

# fmt: off


class StorePhrase(Word):
    """
    What these commands say.
    """

    COPIED = "copied", None, "көшірме: {}", "копия: {}", "copied to {}"
    USE_PG_DUMP = (
        "use_pg_dump", None,
        "сервердегі тіркелімнің көшірмесін pg_dump жасайды: docs/stores.md",
        "копию регистра на сервере делает pg_dump: docs/stores.md",
        "a register on a server is copied by pg_dump: see docs/stores.md",
    )
    LOADED = (
        "loaded", None,
        "оқылған фактілер: {}; бұрыннан бары: {}", "прочитано фактов: {}; уже были: {}",
        "facts read: {}; there already: {}",
    )


# fmt: on

_SQLITE: Final = b"SQLite format 3\0"


@click.command()
@click.argument("copy", metavar="FILE", type=FilePath(dir_okay=False))
@with_store
def backup(copy: Path, *, store: str, language: Language) -> None:
    """
    Copy an SQLite register to FILE while it is in use; the copy is a register of its own.
    """
    if is_server(store):
        leave(StorePhrase.USE_PG_DUMP.label(language))
    with open_registry(store) as registry:
        cast("SQLiteStore", registry.store).backup(copy)
    click.echo(StorePhrase.COPIED.label(language).format(copy))


@click.command()
@click.argument("file", metavar="FILE", type=FilePath(dir_okay=False, allow_dash=True))
@with_store
def export(file: Path, *, store: str, language: Language) -> None:  # noqa: ARG001  # failures speak it
    """
    Write every fact of the register to FILE as JSON Lines, or to standard output if it is «-».

    The file holds everything, personal data too: keep it like the register itself.
    """
    with open_registry(store) as registry:
        lines = exported(registry.store)
        if str(file) == "-":
            _print(lines)
        else:
            with about(file):
                _write(file, lines)


def _print(lines: Iterable[str]) -> None:
    """
    Write to standard output, if there is one.
    """
    out: IO[str] | None = sys.stdout
    if out is None:
        raise OSError(EBADF, "")
    out.writelines(lines)
    out.flush()


def _write(file: Path, lines: Iterable[str]) -> None:
    """
    Write a new file that appears complete or never, and that nobody else may read.
    """
    if file.exists():
        raise refusal(StoreCode.FILE_EXISTS)
    part = unfinished(file)
    try:
        with owners_file(part, encoding="utf-8") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        appear(part, file)
    except FileExistsError:
        raise refusal(StoreCode.FILE_EXISTS) from None
    finally:
        part.unlink(missing_ok=True)


class _Source(FilePath):
    """
    A file, or the address of a register on a server.
    """

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        return value if is_server(value) else super().convert(value, param, ctx)


@click.command()
@click.argument("source", type=_Source(exists=True, dir_okay=False))
@json_option
@with_store
def load(source: str | Path, *, as_json: bool, store: str, language: Language) -> None:
    """
    Move a whole register into an empty one: SOURCE is a file of `export`, or another register.

    What was interrupted goes on where it stopped when the command is repeated.
    """
    with open_registry(store, new=True) as registry, _lines(source) as lines:
        receipt = load_facts(registry.store, lines)
    if as_json:
        print_json({"facts": receipt.facts, "known": receipt.known})
    else:
        click.echo(StorePhrase.LOADED.label(language).format(receipt.facts, receipt.known))


@contextmanager
def _lines(source: str | Path) -> Iterator[Iterable[str]]:
    if isinstance(source, str) or _is_sqlite(source):
        with closing(open_store(str(source), new=False)) as store:
            yield exported(store)
    else:
        with about(source), source.open(encoding="utf-8", errors="replace") as lines:
            yield lines


def _is_sqlite(path: Path) -> bool:
    if not path.is_file():  # a pipe, of which nothing can be read twice
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
