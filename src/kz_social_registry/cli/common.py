"""
What the commands share: their phrases, their options, and how they tell what went wrong.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import click

from kz_social_registry.cli.arguments import Place
from kz_social_registry.cli.failures import reason, telling
from kz_social_registry.codec import from_plain
from kz_social_registry.errors import Fault, InvalidValue
from kz_social_registry.identifiers import Identifier
from kz_social_registry.identifiers import identifier as identifier_of
from kz_social_registry.law import LANGUAGES, REGISTER_TIME, Language
from kz_social_registry.words import Word

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
    NOT_JSON = (
        "not_json", None,
        "файл дұрыс JSON емес; {allowed} командасы шығарған файл қажет",
        "файл не является JSON; нужен файл, который вывела команда {allowed}",
        "the file is not JSON; the one that {allowed} printed is needed",
    )
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
    "--keep-in", type=Place(exists=True, file_okay=False), metavar="FOLDER",
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
        raise InvalidValue(Fault(Phrase.NOT_JSON, path.name, allowed=(printed_by,))) from None


def print_json(plain: object) -> None:
    """
    Print plain data as JSON on one line.
    """
    click.echo(json.dumps(plain, ensure_ascii=False))
