"""
Folders that are replaced as a whole.

The new folder is written next to the old one, and then takes its name in one step. A reader sees the
earlier publication or the later one, never a mixture. A folder with any file that a publication did
not write, or that was changed since, is refused: replacing it would lose somebody's work.
"""

import ctypes
import errno
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
from kz_social_registry.form.publishing.catalogue import is_publication
from kz_social_registry.serialization.files import temporary_name, temporary_prefix

#: A day in seconds.
_A_DAY: Final = 24 * 60 * 60
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@contextmanager
def replaced_folder(directory: Path) -> Iterator[Path]:
    """
    Make a new folder, yield it, and replace `directory` by it when the block ends without an error.

    Raises:
        FormError: the directory holds other files than those of a publication, or changed ones.
        OSError: the directory cannot be read or written.
    """
    target = resolved(directory)
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
        _check_ours(target)  # somebody may have put a file there meanwhile
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


def resolved(directory: Path) -> Path:
    """
    Return the folder that a path leads to, through links; it may be absent.

    Raises:
        OSError: a link leads back to itself.
    """
    target = Path(os.path.realpath(directory))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(directory))
    return target


def _check_ours(target: Path) -> None:
    """
    Refuse a folder with other files than those of a publication, or with changed ones.

    Another run may replace the folder amid the check, which is then repeated.
    """
    while folder := _identity(target):
        try:
            ours = is_publication(target)
        except FileNotFoundError:  # of the folder that was replaced
            ours = False
        if ours:
            return
        if folder == _identity(target):
            raise FormError(Fault(Refusal.NOT_A_PUBLICATION))


def _identity(target: Path) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        found = target.stat()
        return found.st_ino, found.st_ctime_ns
    return None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        old = fresh.with_name(f"{fresh.name}.old")
        target.rename(old)
        fresh.rename(target)
        _remove(old)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder.chmod(S_IRWXU)
    rmtree(folder, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    failed: int = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    return not failed
