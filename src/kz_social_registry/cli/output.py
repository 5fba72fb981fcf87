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
from typing import IO, Final, NoReturn, cast

import click

from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import texts_beside

#: The width of a terminal, in characters.
WIDTH: Final = 80


def run_language() -> Language:
    """
    Return the language of the run; where no command runs, English.
    """
    ctx = click.get_current_context(silent=True)
    return cast("Language", ctx.meta.get("language", "kk")) if ctx else "en"


def phrase(name: str, *values: object, language: Language | None = None) -> str:
    """
    Return a text of the JSON file with its values, in the language of the run or another one.
    """
    text: str = texts_beside(__name__)[name][language or run_language()]
    return text.format(*values)


@contextmanager
def reporting() -> Iterator[None]:
    """
    Report an error of the register or the system in the language of the run, and exit with status 1.
    """
    try:
        yield
    except RegistryError as error:
        leave(error.describe(run_language()))
    except KeyboardInterrupt:
        leave(phrase("interrupted"))
    except BrokenPipeError:  # the reader of our output has read enough: click exits in silence
        raise
    except OSError as error:
        if error.filename is None:  # standard output; its buffer would fail again at the exit
            sys.stdout = StringIO()
        leave(f"{error.filename or phrase('output')}: {reason(error)}")


class NamedError(OSError):
    """
    A system error that has the name of the user's own file or folder, or none for standard output.
    """


@contextmanager
def about(target: Path | None) -> Iterator[None]:
    """
    Report the user's own file or folder in every system error, also for a temporary file next to it.

    None is standard output. Of two blocks the inner one knows better which file it is.
    """
    try:
        yield
    except (BrokenPipeError, NamedError):
        raise
    except OSError as error:
        raise NamedError(error.errno, error.strerror, target and str(target)) from None


def reason(error: OSError, language: Language | None = None) -> str:
    """
    Return why the system refuses a file.
    """
    number = error.errno or 0
    code = errno.errorcode.get(number, str(number))
    name = code if code in texts_beside(__name__) else "other"
    return phrase(name, code, language=language)


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


@contextmanager
def standard_output() -> Iterator[IO[str]]:
    """
    Open standard output for text in UTF-8.

    Raises:
        OSError: it is closed.
    """
    present: object = sys.stdout
    if present is None:
        raise NamedError(errno.EBADF, "")
    with about(None), click.open_file("-", "w", encoding="utf-8") as out:
        yield out
        out.flush()


def print_json(plain: object) -> None:
    """
    Print plain data as JSON on one line.
    """
    click.echo(json.dumps(plain, ensure_ascii=False))


def is_json() -> bool:
    """
    Return whether the run answers as JSON.
    """
    return bool(click.get_current_context().meta["json"])


def print_answer(plain: object, text: str) -> None:
    """
    Print an answer as the run asks for it: its plain data as JSON on one line, or its text.
    """
    if is_json():
        print_json(plain)
    else:
        click.echo(text)


def report_unkept(failure: OSError | None, folder: Path) -> None:
    """
    Report rejects and findings that could not be written into a folder, if any, and how to repeat.
    """
    if failure:
        complain(phrase("unkept", folder, reason(failure)))


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[..., None]]:
    """
    Show a bar on a terminal, and nothing in a pipe.

    Yield the function that moves it: its arguments are the work done and the whole work, if known.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total=0: None
        return
    from rich.console import Console  # noqa: PLC0415  # slow to import, and seldom needed
    from rich.progress import Progress  # noqa: PLC0415  # as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total=0: progress.update(task, completed=done, total=total or None)
