"""
Folders that change as a whole: written beside, swapped in at once.

A reader sees the earlier publication or the later one, never half of either. A folder that holds
anything but an earlier publication is left alone.
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
from kz_social_registry.serialization.files import _beginning, unfinished

#: The file that tells which other files belong to a publication.
CATALOGUE: Final = "datapackage.json"
#: In seconds.
_A_DAY: Final = 24 * 60 * 60
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@contextmanager
def swapped(directory: Path) -> Iterator[Path]:
    """
    Lend a new folder that takes the place of `directory`, whole, when the block ends well.

    Raises:
        FormError: the directory holds files that are no publication's.
        OSError: there is no place or no right to write.
    """
    target = directory.resolve()
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = unfinished(target)
    fresh.mkdir()
    now = fresh.lstat().st_mtime
    try:
        yield fresh
        _settle(fresh)
        if target.exists():  # only now: it may forbid writing
            copymode(target, fresh)
        _swap(fresh, target)
        _sync(target.parent)
        for folder in _abandoned(target, now):  # not before: it may be all that is left of one
            _remove(folder)
    finally:
        _remove(fresh)


def _abandoned(target: Path, now: float) -> list[Path]:
    """
    Return what killed runs left beside a folder, if it is more than a day old: no run takes that long.
    """
    name = re.compile(rf"{re.escape(_beginning(target))}[0-9a-f]{{16}}(\.old)?")
    try:
        found = [(path, path.lstat()) for path in target.parent.iterdir() if name.fullmatch(path.name)]
    except OSError:  # a folder that may not be looked into, or somebody else removes them
        return []
    return [path for path, is_ in found if S_ISDIR(is_.st_mode) and now - is_.st_mtime > _A_DAY]


def _check_ours(target: Path) -> None:
    """
    Refuse a folder with files that are not listed by its own catalogue.
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


def _settle(folder: Path) -> None:
    """
    Make the files durable before anything points to them.
    """
    for path in sorted(folder.iterdir()):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    """
    Put the new folder in the old one's place; on Linux both change places in one step.
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
    Remove a folder, if it is there, even one that forbids writing.
    """
    with suppress(OSError):
        folder.chmod(S_IRWXU)
    rmtree(folder, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """
    Let two folders change places, if the system can.
    """
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    failed: int = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    return not failed
