"""
Folders that are replaced as a whole.

The new folder is written next to the old one, and then takes its name in one step. A reader sees the
earlier publication or the later one, never a mixture. A folder with any other files is refused.
"""

import ctypes
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copymode, rmtree
from stat import S_IRWXU, S_ISDIR
from typing import Final

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.form.findings import FormError
from kz_social_registry.serialization.files import temporary_name, temporary_prefix

#: The file that lists the other files of a publication.
CATALOGUE: Final = "datapackage.json"
#: A day in seconds.
_A_DAY: Final = 24 * 60 * 60
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@contextmanager
def replaced_folder(directory: Path) -> Iterator[Path]:
    """
    Make a new folder, yield it, and replace `directory` by it when the block ends without an error.

    Raises:
        FormError: the directory holds files that do not belong to a publication.
        OSError: the directory cannot be written.
    """
    target = directory.resolve()
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = temporary_name(target)
    fresh.mkdir()
    now = fresh.lstat().st_mtime
    try:
        yield fresh
        for path in (*sorted(fresh.iterdir()), fresh):  # before the folder gets its name
            _sync(path)
        if target.exists():  # only now: its mode may forbid writing
            copymode(target, fresh)
        _swap(fresh, target)
        _sync(target.parent)
        for folder in _abandoned(target, now):  # not before: such a folder may be the only copy
            _remove(folder)
    finally:
        _remove(fresh)


def _abandoned(target: Path, now: float) -> list[Path]:
    """
    Return the folders that killed runs left: those more than a day old, as no run takes that long.
    """
    name = re.compile(rf"{re.escape(temporary_prefix(target))}[0-9a-f]{{16}}(\.old)?")
    try:
        found = [(path, path.lstat()) for path in target.parent.iterdir() if name.fullmatch(path.name)]
    except OSError:  # the parent is unreadable, or another run removes them
        return []
    return [path for path, is_ in found if S_ISDIR(is_.st_mode) and now - is_.st_mtime > _A_DAY]


def _check_ours(target: Path) -> None:
    """
    Refuse a folder with files that its own catalogue does not list.
    """
    found = {path.name for path in target.iterdir()} if target.exists() else set()
    if found - _listed(target / CATALOGUE):
        raise FormError(Fault(Refusal.NOT_A_PUBLICATION))


def _listed(catalogue: Path) -> set[str]:
    try:
        resources = json.loads(catalogue.read_bytes())["resources"]
        return {CATALOGUE, *(resource["path"] for resource in resources)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    """
    Move the new folder to the old one's path; on Linux both are exchanged in one step.
    """
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        old = fresh.with_name(f"{fresh.name}.old")
        target.rename(old)
        fresh.rename(target)
        _remove(old)


def _remove(folder: Path) -> None:
    """
    Remove a folder if it exists, even a read-only one.
    """
    with suppress(OSError):
        folder.chmod(S_IRWXU)
    rmtree(folder, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """
    Exchange two folders in one step; return whether the system can.
    """
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    failed: int = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    return not failed
