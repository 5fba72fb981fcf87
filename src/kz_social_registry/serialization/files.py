"""
Sidecar files: rejects and reports next to an input file, complete or absent, for their owner alone.

A sidecar file is created when there is something to write, under a temporary name, and gets its own
name when it is complete. An existing one is never overwritten, for somebody may be correcting it; only
a dry run replaces its own. It holds personal data, so only its owner may read it. Where it cannot be
written the work goes on, and the file records why: bad rows must not hold up the good ones.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from itertools import chain, count
from os import urandom
from pathlib import Path
from typing import IO, Final, TextIO

#: The mark of a dry run's sidecar.
DRY_RUN: Final = "dry-run"


class SidecarFile:
    """
    A file that is kept if anything was written to it.
    """

    def __init__(self, temporary: Path, encoding: str, head: Iterable[str], *, replaces: bool) -> None:
        self._temporary, self._encoding, self._head = temporary, encoding, head
        self._replaces = replaces
        self._file: TextIO | None = None
        #: Its path once it is complete.
        self.path: Path | None = None
        #: Why it cannot be written.
        self.failure: OSError | None = None

    def write(self, text: str | bytes) -> None:
        """
        Append text, or bytes as they are; escape lone surrogates, which no encoding can represent.
        """
        try:
            if not self._file:
                self._file = open_private(self._temporary, self._encoding, errors="backslashreplace")
                self._file.writelines(self._head)
            if isinstance(text, bytes):
                self._file.buffer.write(text)
            else:
                self._file.write(text)
        except OSError as error:
            self.failure = error

    def keep_as(self, names: Iterable[Path]) -> None:
        """
        Rename the file to the first free name, or to that of a file with the same content.
        """
        if not self._file or self.failure:
            return
        try:
            self._file.close()
            self.path = self._temporary.replace(next(name for name in names if self._may_take(name)))
        except OSError as error:
            self.failure = error

    def _may_take(self, name: Path) -> bool:
        if self._replaces or not name.exists():
            return True
        try:
            return cmp(name, self._temporary, shallow=False)
        except OSError:  # another user's, which we may not read
            return False

    def discard(self) -> None:
        """
        Close the file, and delete it unless it has been renamed.
        """
        if self._file:
            with suppress(OSError):  # the text in the buffer may find no space
                self._file.close()
            self._temporary.unlink(missing_ok=True)


#: A name here is a stream, whatever it is redirected to; `/dev/shm` holds files.
_DEVICES: Final = (Path("/dev"), Path("/dev/fd"))


def is_stream(file: Path) -> bool:
    """
    Whether a path names a pipe or a device, such as a shell's process substitution, and no file.
    """
    return not file.is_file() or file.parent in _DEVICES


def sidecar_folder(file: Path, named: Path | None = None) -> Path:
    """
    Return the folder of a file's sidecars: the named one, its own, or for a stream the current one.
    """
    return named or (Path() if is_stream(file) else file.parent)


@contextmanager
def sidecar_file(
    file: Path,
    mark: str,
    suffix: str,
    *,
    folder: Path | None = None,
    encoding: str = "utf-8",
    head: Iterable[str] = (),
) -> Iterator[SidecarFile]:
    """
    Open a sidecar of a file, next to it or in another folder.

    Its name is that of the file with the mark: `feed.rejects.jsonl`, `feed.rejects-2.jsonl` and so on.
    With the mark `DRY_RUN` it has one name. A sidecar of a sidecar is named after the first file. If
    the block raises, nothing is kept.
    """
    place = sidecar_folder(file, folder) / file.name
    stem = re.sub(rf"\.{mark}(-\d+)?$", "", file.stem)
    temporary = temporary_name(place.with_name(f"{stem}.{mark}"))
    sidecar = SidecarFile(temporary, encoding, head, replaces=mark == DRY_RUN)
    marks: Iterator[str] = chain([mark], (f"{mark}-{number}" for number in count(2)))
    try:
        yield sidecar
        sidecar.keep_as(place.with_name(f"{stem}.{one}{suffix}") for one in marks)
    finally:
        sidecar.discard()


def temporary_name(path: Path) -> Path:
    """
    Return a hidden, unpredictable name in the same folder, for writing a file before it is renamed.
    """
    return path.with_name(f"{temporary_prefix(path)}{urandom(8).hex()}")


def temporary_prefix(path: Path) -> str:
    """
    Return the start of a path's temporary names, short enough for every file system.
    """
    return f".{path.name[:50]}."


def open_private(path: Path, encoding: str = "utf-8", errors: str | None = None) -> TextIO:
    """
    Create a file that only its owner may read, under any umask, for text whose line ends stay.

    Raises:
        OSError: it exists already, or cannot be created.
    """
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with suppress(OSError):  # a file system without rights
        path.chmod(0o600)  # the umask may have taken rights from the owner
    return os.fdopen(handle, "w", encoding=encoding, errors=errors, newline="")


@contextmanager
def whole_file(path: Path, *, encoding: str) -> Iterator[IO[str]]:
    """
    Open a file that only its owner may read; it takes the place of another when the block has ended.

    A stream is written to directly.

    Raises:
        OSError: it cannot be written; another file of its name stays as it was.
    """
    if path.parent in _DEVICES:
        with path.open("w", encoding=encoding, newline="") as file:
            yield file
        return
    fresh = temporary_name(path)
    try:
        with open_private(fresh, encoding) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """
    Create a file that only its owner may read, for a block to write; then it gets its name.

    Raises:
        FileExistsError: the name is taken, by now or before.
        OSError: the file cannot be created or renamed.
    """
    if path.exists():
        raise FileExistsError
    fresh = temporary_name(path)
    try:
        open_private(fresh).close()
        yield fresh
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
