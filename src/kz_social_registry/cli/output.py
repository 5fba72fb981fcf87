"""
The texts that several commands print, and the report of a failure in the user's language.
"""

import errno
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from textwrap import wrap
from typing import Final, NoReturn

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import Language


class Phrase(Word):
    """
    The texts of the commands.
    """

    ACCEPTED = "accepted", None
    KNOWN = "known", None
    REJECTED = "rejected", None
    REJECTS = "rejects", None
    REPORT = "report", None
    UNKEPT = "unkept", None
    DRY_RUN = "dry_run", None
    PUBLISHED = "published", None
    FIRST = "first", None
    NO_ENTRY = "no_entry", None
    SWEPT = "swept", None
    VERIFIED = "verified", None
    ERASED_ON = "erased_on", None
    TOTAL = "total", None
    ENTRIES = "entries", None
    CAPACITY = "capacity", None
    NO_REGION = "no_region", None
    WARNING = "warning", None
    OF_ANOTHER = "of_another", None
    NOT_A_MOMENT = "not_a_moment", None


class Reason(Word):
    """
    The reasons for which the system refuses a file, and the names of places.
    """

    NO_RIGHTS = "no_rights", None
    NO_SPACE = "no_space", None
    TOO_LARGE = "too_large", None
    NO_FILE = "no_file", None
    READ_ONLY = "read_only", None
    IS_FOLDER = "is_folder", None
    IS_FILE = "is_file", None
    NOT_FOLDER = "not_folder", None
    LOOP = "loop", None
    LONG_NAME = "long_name", None
    OTHER = "other", None
    INTERRUPTED = "interrupted", None
    OUTPUT = "output", None


_REASONS: Final = {
    errno.EACCES: Reason.NO_RIGHTS,
    errno.EPERM: Reason.NO_RIGHTS,
    errno.ENOSPC: Reason.NO_SPACE,
    errno.EDQUOT: Reason.NO_SPACE,
    errno.EFBIG: Reason.TOO_LARGE,
    errno.ENOENT: Reason.NO_FILE,
    errno.EROFS: Reason.READ_ONLY,
    errno.EISDIR: Reason.IS_FOLDER,
    errno.ENOTDIR: Reason.NOT_FOLDER,
    errno.ELOOP: Reason.LOOP,
    errno.ENAMETOOLONG: Reason.LONG_NAME,
}
#: The width of a terminal, in characters.
WIDTH: Final = 80


@contextmanager
def reporting(language: Language) -> Iterator[None]:
    """
    Report an error of the register or the system in one language, and exit with status 1.
    """
    try:
        yield
    except RegistryError as error:
        leave(error.describe(language))
    except KeyboardInterrupt:
        leave(Reason.INTERRUPTED.label(language))
    except BrokenPipeError:  # the reader of our output has read enough: click exits in silence
        raise
    except OSError as error:
        if error.filename is None:  # standard output; its buffer would fail again at the exit
            sys.stdout = StringIO()
        leave(f"{error.filename or Reason.OUTPUT.label(language)}: {reason(error, language)}")


@contextmanager
def about(target: Path) -> Iterator[None]:
    """
    Report the user's own file or folder in every system error, also for a temporary file next to it.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from None


def reason(error: OSError, language: Language) -> str:
    """
    Return why the system refuses a file.
    """
    code = error.errno or 0
    found = _REASONS.get(code, Reason.OTHER)
    return found.label(language).format(errno.errorcode.get(code, code))


def leave(message: str) -> NoReturn:
    """
    Print an error message, and exit with status 1.
    """
    complain(message)
    raise SystemExit(1)


def complain(message: str) -> None:
    """
    Print a message to standard error; a log gets its lines whole, a terminal gets them folded.
    """
    click.echo(folded(message) if sys.stderr.isatty() else message, err=True)


def folded(text: str, indent: int = 6) -> str:
    """
    Break the lines that are longer than a terminal is wide; indent what follows.
    """
    lines = (
        wrap(
            line, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        )
        for line in text.split("\n")
    )
    return "\n".join(map("\n".join, lines))


def counted(counts: Mapping[str, int]) -> str:
    """
    Return numbers with their labels; no line ends between a label and its number.
    """
    items = (f"{label}: {number}".replace(" ", "\xa0") for label, number in counts.items())
    return folded(", ".join(items)).replace("\xa0", " ")


def print_json(plain: object) -> None:
    """
    Print plain data as JSON on one line.
    """
    click.echo(json.dumps(plain, ensure_ascii=False))


def print_answer(plain: object, text: str, *, as_json: bool) -> None:
    """
    Print an answer: its plain data as JSON on one line, or its text.
    """
    if as_json:
        print_json(plain)
    else:
        click.echo(text)


def report_unkept(failure: OSError, folder: Path, language: Language) -> None:
    """
    Report that rejects and findings could not be written into a folder, and how to repeat.
    """
    complain(Phrase.UNKEPT.label(language).format(folder, reason(failure, language)))


@contextmanager
def counting(name: str) -> Iterator[Callable[[int], None]]:
    """
    Show on a terminal how many are done, of a number that nobody knows.
    """
    with progress_bar(name) as progress:
        yield lambda done: progress(done, 0)


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """
    Show a bar on a terminal, and nothing in a pipe.

    Yield the function that moves it: its arguments are the work done and the whole work.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, and seldom needed
    from rich.progress import Progress  # noqa: PLC0415  # as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total or None)
