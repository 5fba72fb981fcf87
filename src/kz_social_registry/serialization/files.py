"""
What is kept beside a file: what of it was rejected, and what was found.

Such a file is made when there is something to keep, and gets its name when all of it is there. One that
is there already is never overwritten, for somebody may be mending it. It holds personal data, so nobody
but its owner reads it. Where it cannot be kept the work goes on, as the bad must not lose the good, and
the file tells why.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from itertools import chain, count
from pathlib import Path
from secrets import token_hex
from typing import IO


class SidecarFile:
    """
    A file that is kept if anything is written into it.
    """

    def __init__(self, fresh: Path, encoding: str, head: Iterable[str]) -> None:
        self._fresh, self._encoding, self._head = fresh, encoding, head
        self._file: IO[str] | None = None
        #: Where it is kept, once all of it is there.
        self.path: Path | None = None
        #: Why it cannot be kept.
        self.failure: OSError | None = None

    def write(self, text: str) -> None:
        """
        Keep a text behind the others; a lone surrogate, which no encoding has, becomes an escape.
        """
        try:
            self._opened().write(text)
        except OSError as error:
            self.failure = error

    def _opened(self) -> IO[str]:
        if not self._file:
            self._file = owners_file(
                self._fresh, encoding=self._encoding, errors="backslashreplace", newline=""
            )
            self._file.writelines(self._head)
        return self._file

    def name(self, names: Iterable[Path]) -> None:
        """
        Give the file the first name that is free, or that of a file with the same content.
        """
        if not self._file or self.failure:
            return
        try:
            self._file.close()
            self.path = self._fresh.replace(next(name for name in names if self._may_have(name)))
        except OSError as error:
            self.failure = error

    def _may_have(self, name: Path) -> bool:
        if not name.exists():
            return True
        try:
            return cmp(name, self._fresh, shallow=False)
        except OSError:  # somebody else's, which we may not read
            return False

    def drop(self) -> None:
        """
        Leave nothing behind that has no name.
        """
        if self._file:
            with suppress(OSError):  # what is still to be written may find no space
                self._file.close()
            self._fresh.unlink(missing_ok=True)


def is_stream(file: Path) -> bool:
    """
    Whether something is no file with a place of its own, but a pipe, or what a shell put behind one.
    """
    return not file.is_file() or file.is_relative_to("/dev")


def folder_of(file: Path, named: Path | None = None) -> Path:
    """
    Return where something is kept of a file: a named folder, or its own; of a stream, the present one.
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
    Lend a file that may be kept beside another, or under such a name in a folder.

    What is kept of such a file has the name that it would have of the first one. If the work is broken
    off, nothing is kept.
    """
    place = folder_of(file, folder) / file.name
    stem = re.sub(rf"\.{mark}(-\d+)?$", "", file.stem)
    kept = SidecarFile(unfinished(place.with_name(f"{stem}.{mark}")), encoding, head)
    marks: Iterator[str] = chain([mark], (f"{mark}-{number}" for number in count(2)))
    try:
        yield kept
        kept.name(place.with_name(f"{stem}.{one}{suffix}") for one in marks)
    finally:
        kept.drop()


def unfinished(path: Path) -> Path:
    """
    Return where something is written before it gets its name; nobody can know the name before.
    """
    return path.with_name(f"{_beginning(path)}{token_hex(8)}")


def _beginning(path: Path) -> str:
    """
    Return how such names begin; short enough for every file system, however long the name itself.
    """
    return f".{path.name[:50]}."


def owners_file(
    path: Path, *, encoding: str, errors: str | None = None, newline: str | None = None
) -> IO[str]:
    """
    Make a new file that its owner alone can read, and open it for writing.

    Raises:
        OSError: it is there already, or cannot be made.
    """
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    return os.fdopen(handle, "w", encoding=encoding, errors=errors, newline=newline)


def appear(part: Path, path: Path) -> None:
    """
    Give a finished file its name, unless another one has it by now.
    """
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system that knows no second name
        part.rename(path)
