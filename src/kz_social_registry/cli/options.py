"""
What the commands share: their phrases, their options, and how they tell what went wrong.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from stat import S_ISDIR
from typing import Any, Final, TypeVar, cast

import click

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, REGISTER_TIME, Language
from kz_social_registry.cli.failures import Reason, reason, telling
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.domain.values.identifiers import identifier as identifier_of
from kz_social_registry.serialization.codec import from_plain

# fmt: off


class Phrase(Word):
    """
    What the commands say.
    """

    ACCEPTED = "accepted", None, "қабылданды", "принято", "accepted"
    KNOWN = "known", None, "бұрыннан белгілі", "уже известно", "already known"
    REJECTED = "rejected", None, "қабылданбады", "отклонено", "rejected"
    REJECTS = (
        "rejects", None,
        "қабылданбағандары мына файлда: {}", "отклоненное сохранено в файле: {}",
        "what was rejected is kept in {}",
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
    ANNULLED = "annulled", None, "күші жойылған", "отменено", "annulled"
    REPEATED = (
        "repeated", None,
        "қайталанған: келісім бұрын қайтарып алынған",
        "повторный отзыв: согласие отозвано ранее",
        "repeated: the consent was withdrawn before",
    )
    ANNULMENT = (
        "annulment", None, "№ {} фактінің күшін жою", "отмена факта № {}", "annulment of fact {}",
    )
    ERASURE = "erasure", None, "деректерді өшіру", "стирание данных", "erasure of the data"
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
    RECORDED = "recorded", None, "жазылды", "записано", "recorded"
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


# fmt: on

Command = TypeVar("Command", bound=Callable[..., Any])


def with_store(command: Command) -> Command:
    """
    Give a command the options that all of them take, and let it tell failures in its language.
    """

    @wraps(command)
    def told(*, language: Language, **given: object) -> None:
        with telling(language):
            command(language=language, **given)

    store = click.option(
        "--store",
        default="register.db",
        envvar="KZ_REGISTRY_STORE",
        show_default=True,
        help="The register: a path is an SQLite file, postgresql://… a database.",
    )
    language = click.option(
        "--lang", "language", type=click.Choice(LANGUAGES), default="kk", show_default=True,
        is_eager=True,  # read before the others: what is wrong with them is told in this language
        help="The language of labels and messages.",
    )  # fmt: skip
    return cast("Command", store(language(told)))


class Commands(click.Group):
    """
    Commands; that something is missing, too, is told in the language of the run.
    """

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click has it
        """
        Run the command that was named.
        """
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            inner = error.ctx or ctx
            name = error.param.human_readable_name if error.param else ""
            told = Fault(Code.MISSING, name).describe(inner.params.get("language", "kk"))
            raise click.UsageError(told, inner) from None


class FilePath(click.Path):
    """
    A file or a folder; what click says of one that cannot be had is told in the language of the run.
    """

    def __init__(self, **wanted: Any) -> None:  # noqa: ANN401  # as click has it
        super().__init__(path_type=Path, **wanted)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the path; an empty text is none, though Python takes it for the folder where one is.
        """
        if value == "":
            self.fail(f"{value!r}: {Reason.NO_FILE.label(ctx.params['language'])}", param, ctx)
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value}: {self._told(Path(value), ctx.params['language'])}", param, ctx)

    def _told(self, path: Path, language: Language) -> str:
        try:
            is_folder = S_ISDIR(path.stat().st_mode)
        except OSError as error:
            return reason(error, language)
        if is_folder and not self.dir_okay:
            return Reason.IS_FOLDER.label(language)
        wrong = not is_folder and not self.file_okay
        return (Reason.IS_FILE if wrong else Reason.NO_RIGHTS).label(language)


class Choice(click.Choice):  # type: ignore[type-arg]  # generic in newer releases only
    """
    One of some codes.
    """

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401  # as click has it
        """
        Return the code.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            fault = Fault(Code.UNKNOWN_CODE, allowed=self.choices)
            self.fail(fault.describe(ctx.params["language"]), param, ctx)


class _Whole(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A whole number, not below 0.
    """

    name = "integer"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:  # noqa: ANN401  # as click has it
        try:
            number = int(value)
        except ValueError:
            number = -1
        if number < 0:
            fault = Fault(Code.OUT_OF_RANGE, allowed=("0, 1, 2 …",))
            self.fail(fault.describe(ctx.params["language"]), param, ctx)
        return number


WHOLE = _Whole()


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A day, written as YYYY-MM-DD.
    """

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:  # noqa: ANN401  # as click has it
        try:
            return value if isinstance(value, date) else from_plain(date, value)
        except InvalidValue as error:
            self.fail(error.describe(ctx.params["language"]), param, ctx)


class _Moment(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A moment in ISO 8601; without a time zone it is Kazakhstan's.
    """

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:  # noqa: ANN401  # as click has it
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(Phrase.NOT_A_MOMENT.label(ctx.params["language"]), param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=REGISTER_TIME)


class _Number(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """
    A BIN or an IIN.
    """

    name = "bin"

    def convert(self, value: Any, param: Any, ctx: Any) -> Identifier:  # noqa: ANN401  # as click has it
        try:
            return identifier_of(value)
        except InvalidValue as error:
            self.fail(error.describe(ctx.params["language"]), param, ctx)


DAY: Final = _Day()
on_option: Final = click.option(
    "--on", type=DAY, help="The day, YYYY-MM-DD; by default today in Kazakhstan."
)
known_option: Final = click.option(
    "--known",
    type=_Moment(),
    help="As known at this moment, YYYY-MM-DDTHH:MM, in Kazakhstan's time if it names none.",
)
json_option: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
keep_option: Final = click.option(
    "--keep-in", type=FilePath(exists=True, file_okay=False), metavar="FOLDER",
    help="Where to keep rejects and findings; by default beside the file.",
)  # fmt: skip
bin_argument: Final = click.argument("provider", metavar="BIN", type=_Number())


def tell_unkept(failure: OSError, folder: Path, language: Language) -> None:
    """
    Say that what was rejected or found could not be kept in a folder, and what to do.
    """
    click.echo(Phrase.UNKEPT.label(language).format(folder, reason(failure, language)), err=True)


def read_json(path: Path, printed_by: str) -> Any:  # noqa: ANN401  # plain data
    """
    Return the plain data of a JSON file that a command printed.

    Raises:
        InvalidValue: it is none.
    """
    try:
        return json.loads(path.read_bytes())
    except (RecursionError, ValueError):
        raise InvalidValue(Fault(Code.NOT_PRINTED_JSON, path.name, allowed=(printed_by,))) from None


def print_json(plain: object) -> None:
    """
    Print plain data as JSON on one line.
    """
    click.echo(json.dumps(plain, ensure_ascii=False))
