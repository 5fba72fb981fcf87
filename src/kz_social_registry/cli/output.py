"""
The texts that several commands print, and the report of a failure in the user's language.
"""

import errno
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from textwrap import wrap
from typing import Final, NoReturn

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.law import Language

# fmt: off


class Phrase(Word):
    """
    The texts of the commands.
    """

    ACCEPTED = "accepted", None, "қабылданды", "принято", "accepted"
    KNOWN = "known", None, "бұрыннан белгілі", "уже известно", "already known"
    REJECTED = "rejected", None, "қабылданбады", "отклонено", "rejected"
    REJECTS = (
        "rejects", None,
        "қабылданбағандары мына файлда: {}", "отклоненное сохранено в файле: {}",
        "what was rejected is kept in {}",
    )
    REPORT = (
        "report", None, "есеп мына файлда: {}", "отчет сохранен в файле: {}",
        "the report is kept in {}",
    )
    UNKEPT = (
        "unkept", None,
        "қабылданбағандар мен ескертулер {} қалтасында сақталмады ({}); --keep-in арқылы жазуға "
        "болатын қалтаны көрсетіп, қайталаңыз",
        "отклоненное и замечания не удалось сохранить в папке {} ({}); повторите, указав в --keep-in "
        "папку, доступную для записи",
        "rejects and findings could not be kept in {} ({}); repeat, with --keep-in and a folder that "
        "can be written",
    )
    DRY_RUN = (
        "dry_run", None,
        "сынақ: ештеңе жазылған жоқ", "проверка: ничего не записано", "a trial: nothing was recorded",
    )
    PUBLISHED = (
        "published", None, "жарияланған жазбалар: {}; қалта: {}", "опубликовано записей: {}; папка: {}",
        "entries published: {}; folder: {}",
    )
    FIRST = (
        "first", None,
        "бұл қалтада бұрын жарияланым болмаған, салыстыратын ештеңе жоқ: diff.json жазылмайды",
        "в этой папке еще не было публикации, сравнивать не с чем: diff.json не создается",
        "nothing was published in this folder before, there is nothing to compare with: no diff.json",
    )
    NO_ENTRY = (
        "no_entry", None, "бұл күні жазба жоқ", "на этот день записи нет", "no entry on that day",
    )
    SWEPT = (
        "swept", None, "мерзімі өткендіктен тоқтатылған лицензиялар: {}",
        "прекращено лицензий с истекшим сроком: {}", "expired licences terminated: {}",
    )
    VERIFIED = (
        "verified", None, "тексерілді: жазбалар – {}, фактілер – {}, ақаулар – {}",
        "проверено: записей {}, фактов {}; нарушений {}", "checked: entries {}, facts {}; flaws {}",
    )
    ERASED_ON = (
        "erased_on", None, "{}: {} өшірілді, негізі: {}", "{}: стерто {}, основание: {}",
        "{}: erased on {}, on the basis of: {}",
    )
    TOTAL = (
        "total", None, "{}: тіркелімдегі жазбалар: {}, жалпы қуаттылығы: {}",
        "{}: записей в регистре {}, общая мощность {}", "{}: entries in the register {}, capacity {}",
    )
    ENTRIES = "entries", None, "жазба", "записей", "entries"
    CAPACITY = "capacity", None, "қуаттылық", "мощность", "capacity"
    REGION = "region", None, "Өңір", "Регион", "Region"
    NO_REGION = "no_region", None, "өңірі анықталмаған", "регион не определен", "region not known"
    WARNING = "warning", None, "ескерту", "предупреждение", "warning"
    OF_ANOTHER = (
        "of_another", None,
        "бұл – басқа өнім берушінің үзінді көшірмесі; сол өнім берушінің нөмірін көрсетіңіз",
        "это выписка другого поставщика; укажите его номер",
        "this is the extract of another provider; name that one's number",
    )
    NOT_A_MOMENT = (
        "not_a_moment", None,
        "күн мен уақыт қажет; мысалы: 2026-01-15T09:30",
        "нужны дата и время; например: 2026-01-15T09:30",
        "a date and a time are needed; for example: 2026-01-15T09:30",
    )


class Reason(Word):
    """
    The reasons for which the system refuses a file, and the names of places.
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
    LOOP = (
        "loop", None, "сілтеме өзіне қайта оралады", "ссылка ведет сама на себя",
        "the link leads back to itself",
    )
    LONG_NAME = (
        "long_name", None, "файлдың аты тым ұзын", "имя файла слишком длинное",
        "the name of the file is too long",
    )
    OTHER = "other", None, "жүйе қатесі {}", "системная ошибка {}", "system error {}"
    INTERRUPTED = (
        "interrupted", None,
        "үзілді; осыған дейін жазылғаны сақталды", "прервано; что было записано до этого, сохранено",
        "interrupted; what was recorded until then is kept",
    )
    OUTPUT = "output", None, "стандартты шығыс", "стандартный вывод", "standard output"


# fmt: on

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
    click.echo(message, err=True)
    raise SystemExit(1)


def folded(line: str, indent: int = 6) -> str:
    """
    Break a line that is longer than a terminal is wide; indent what follows.
    """
    return "\n".join(
        wrap(
            line,
            WIDTH,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


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
    click.echo(Phrase.UNKEPT.label(language).format(folder, reason(failure, language)), err=True)


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
