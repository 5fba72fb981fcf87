"""
What the commands say when the register or the system fails them, in names that the user knows.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import (
    EACCES,
    EDQUOT,
    EFBIG,
    EISDIR,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    EPERM,
    EROFS,
    errorcode,
)
from io import StringIO
from pathlib import Path
from typing import Final, NoReturn

import click
from attrs import evolve

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, RegistryError
from kz_social_registry.base.law import Language

# fmt: off


class Reason(Word):
    """
    Why the system refuses a file, and how a place is named.
    """

    NO_RIGHTS = "no_rights", None, "рұқсат жоқ", "нет доступа", "no permission"
    NO_SPACE = "no_space", None, "дискіде орын жоқ", "на диске нет места", "the disk is full"
    TOO_LARGE = (
        "too_large", None, "файл рұқсат етілгеннен үлкен", "файл больше допустимого",
        "the file is larger than allowed",
    )
    NO_FILE = (
        "no_file", None, "мұндай файл немесе қалта жоқ", "нет такого файла или папки",
        "there is no such file or folder",
    )
    READ_ONLY = (
        "read_only", None, "тек оқуға ашық", "доступно только для чтения", "it is read-only",
    )
    IS_FOLDER = (
        "is_folder", None, "бұл – қалта, файл емес", "это папка, а не файл",
        "it is a folder, not a file",
    )
    IS_FILE = (
        "is_file", None, "бұл – файл, қалта емес", "это файл, а не папка", "it is a file, not a folder",
    )
    NOT_FOLDER = (
        "not_folder", None, "жолдың бір бөлігі қалта емес", "часть пути – не папка",
        "a part of the path is not a folder",
    )
    OTHER = "other", None, "жүйе қатесі {}", "системная ошибка {}", "system error {}"
    INTERRUPTED = (
        "interrupted", None,
        "үзілді; осыған дейін жазылғаны сақталды", "прервано; что было записано до этого, сохранено",
        "interrupted; what was recorded until then is kept",
    )
    OUTPUT = "output", None, "стандартты шығыс", "стандартный вывод", "standard output"
    LINE = "line", None, "{}-жол", "строка {}", "line {}"


# fmt: on

_REASONS: Final = {
    EACCES: Reason.NO_RIGHTS,
    EPERM: Reason.NO_RIGHTS,
    ENOSPC: Reason.NO_SPACE,
    EDQUOT: Reason.NO_SPACE,
    EFBIG: Reason.TOO_LARGE,
    ENOENT: Reason.NO_FILE,
    EROFS: Reason.READ_ONLY,
    EISDIR: Reason.IS_FOLDER,
    ENOTDIR: Reason.NOT_FOLDER,
}
_LINE: Final = re.compile(r"lines\[(\d+)]")


@contextmanager
def telling(language: Language) -> Iterator[None]:
    """
    Say in one language what is wrong with the register or a file, and leave with status 1.
    """
    try:
        yield
    except RegistryError as error:
        leave(type(error)(*(_placed(fault, language) for fault in error.faults)).describe(language))
    except KeyboardInterrupt:
        leave(Reason.INTERRUPTED.label(language))
    except BrokenPipeError:  # who reads our output has read enough: click leaves in silence
        raise
    except OSError as error:
        if error.filename is None:  # standard output; what it still holds would fail again at the end
            sys.stdout = StringIO()
        leave(f"{error.filename or Reason.OUTPUT.label(language)}: {reason(error, language)}")


@contextmanager
def about(target: Path) -> Iterator[None]:
    """
    Name the user's own file or folder, whichever one beside it the system refuses.
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
    told = _REASONS.get(code, Reason.OTHER)
    return told.label(language).format(errorcode.get(code, code))


def leave(message: str) -> NoReturn:
    """
    Say what is wrong, and leave with status 1.
    """
    click.echo(message, err=True)
    raise SystemExit(1)


def _placed(fault: Fault, language: Language) -> Fault:
    """
    Name a fault's place as a person does: the register needs no name, and lines count from 1.
    """
    line = _LINE.fullmatch(fault.path)
    place = Reason.LINE.label(language).format(int(line[1]) + 1) if line else fault.path
    return evolve(fault, path="" if place == "store" else place)
