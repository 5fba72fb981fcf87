"""
`backup`, `export` and `load`: copy a register, and move it; for staff.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import click
from attrs import asdict

from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command
from kz_social_registry.registry.ports import refusal
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.files import new_file
from kz_social_registry.storage import is_server, open_file, open_store
from kz_social_registry.storage.transfer import export as exported
from kz_social_registry.storage.transfer import load as load_facts

_SQLITE: Final = b"SQLite format 3\0"


@command()
@click.argument("copy", metavar="FILE", type=options.FilePath(dir_okay=False))
@options.with_store
def backup(copy: Path, *, store: str) -> None:
    """
    Copy an SQLite register to FILE while it is in use; the copy is a register of its own.
    """
    if is_server(store):
        output.leave(output.phrase("use_pg_dump"))
    with closing(open_file(store, new=False)) as source:
        source.backup(copy)
    text = output.phrase("copied", copy)
    output.print_answer({"copied": str(copy)}, text)


@command()
@click.argument("file", metavar="FILE", type=options.FilePath(dir_okay=False, allow_dash=True))
@options.with_registry
def export(file: Path, *, registry: RegistryReader) -> None:
    """
    Write every fact of the register to FILE as JSON Lines, or to standard output if it is «-».

    The file holds everything, personal data too: keep it like the register itself.
    """
    lines = exported(registry.store)
    if str(file) != "-":
        with output.about(file):
            _write(file, lines)
        if output.is_json():
            output.print_json({"file": str(file)})
    elif output.is_json():
        output.print_json({"facts": [*map(json.loads, lines)]})
    else:
        with output.standard_output() as out:
            out.writelines(lines)


def _write(file: Path, lines: Iterable[str]) -> None:
    """
    Write a new file, complete or not at all, that only its owner can read.
    """
    try:
        with new_file(file) as fresh, fresh.open("w", encoding="utf-8") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError:
        raise refusal(StoreCode.FILE_EXISTS) from None


class _Source(options.FilePath):
    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        return value if is_server(value) else super().convert(value, param, ctx)


@command()
@click.argument("source", type=_Source(exists=True, dir_okay=False))
@options.with_store
def load(source: str | Path, *, store: str) -> None:
    """
    Move a whole register into an empty one: SOURCE is a file of `export`, or another register.

    Repeat an interrupted command: it continues where it stopped.
    """
    with (
        options.open_registry(store, new=True) as registry,
        _lines(source) as lines,
        output.progress_bar("load") as progress,
    ):
        receipt = load_facts(registry.store, lines, progress=progress)
    text = output.phrase("loaded", receipt.facts, receipt.known)
    output.print_answer(asdict(receipt), text)


@contextmanager
def _lines(source: str | Path) -> Iterator[Iterable[str]]:
    if isinstance(source, str) or _is_sqlite(source):
        with closing(open_store(str(source), new=False)) as store:
            yield exported(store)
    else:
        with output.about(source), source.open(encoding="utf-8", errors="replace") as lines:
            yield lines


def _is_sqlite(path: Path) -> bool:
    if not path.is_file():  # a pipe cannot be read twice
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
