"""
`changes`, `sweep`, `checkpoint` and `verify`: the recorded facts and their proof; for staff.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kz_social_registry.base.law import REGISTER_TIME, Language
from kz_social_registry.base.validation import checked
from kz_social_registry.cli import options
from kz_social_registry.cli.output import Phrase, counting, print_answer, print_json
from kz_social_registry.cli.usage import command, option
from kz_social_registry.registry.answers.audit import Checkpoint, Verification, printed
from kz_social_registry.registry.ports import Change
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.records import unseal
from kz_social_registry.serialization.codec import from_plain, to_plain


@command(
    kk="Көрсетілген орыннан кейінгі барлық фактіні JSON Lines түрінде шығару; жұртшылыққа арналмаған.",
    ru="Вывести все факты после указанной позиции в виде JSON Lines; не для публикации.",
)
@option(
    "--after", type=options.WHOLE, default=0, kk="Сізде бар соңғы орын.",
    ru="Последняя имеющаяся у вас позиция.", en="The last position you have.",
)  # fmt: skip
@options.json_option
@options.with_registry
def changes(*, registry: RegistryReader, after: int, as_json: bool, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print every fact after a position as JSON Lines; for internal consumers, not for the public.
    """
    found = map(_plain_change, registry.changes(after=after))
    if as_json:
        print_json({"changes": [*found]})
    else:
        for change in found:
            print_json(change)


def _plain_change(change: Change) -> dict[str, Any]:
    record = change.record
    erased = {"entry_id": str(record.entry_id), "number": record.number, "erased": True}
    fact = erased if record.payload is None else to_plain(unseal(record))
    return {"position": change.position, **fact}


@command(
    kk="Мерзімі өткен лицензияларды келесі күннен бастап тоқтату; қайталау ештеңені өзгертпейді.",
    ru="Прекратить действие лицензий с истекшим сроком, на следующий день; повтор ничего не меняет.",
)
@options.on_option
@option("--by", kk="Жазған адам.", ru="Кто вносит запись.", en="Who records it.")
@options.json_option
@options.with_store
def sweep(*, store: str, on: date | None, by: str | None, as_json: bool, language: Language) -> None:
    """
    Terminate licences past their term, each on the day after it; doing it twice is doing it once.
    """
    with options.open_registry(store) as registry:
        swept = registry.sweep(on=on, by=by)
    text = Phrase.SWEPT.label(language).format(len(swept))
    print_answer({"swept": [*map(str, swept)]}, text, as_json=as_json)


@command(
    kk="Барлық факт тізбектері үшін бір мән шығару: басып шығаруға, қол қоюға, сақтауға болады; "
    "--json тізбектердің ұштарын да көрсетеді.",
    ru="Вывести одно значение по всем цепочкам фактов, чтобы напечатать, подписать или сохранить; с "
    "--json – и концы цепочек.",
)
@options.json_option
@options.with_registry
def checkpoint(*, registry: RegistryReader, as_json: bool, language: Language) -> None:  # noqa: ARG001  # for errors
    """
    Print one value over all chains of facts, to print, sign or deposit; with --json the heads too.
    """
    made = registry.checkpoint()
    print_answer(to_plain(made), str(made), as_json=as_json)


@command(
    kk="Бүкіл тіркелімді бақылау қосындылары және бұрынғы бақылау нүктесі бойынша тексеру.",
    ru="Проверить весь регистр по контрольным суммам и по прежней контрольной точке.",
)
@option(
    "--checkpoint",
    "text",
    # An empty or misspelt one is wrong usage, not tampering.
    type=options.Parsed("text", lambda text: checked(text, printed, "")),
    kk="Бұрынғы бақылау нүктесі, басылып шыққан түрінде.",
    ru="Прежняя контрольная точка, как она была напечатана.",
    en="An earlier checkpoint, as it was printed.",
)
@option(
    "--checkpoint-file",
    "file",
    type=options.FilePath(exists=True, dir_okay=False),
    kk="JSON түріндегі бұрынғы бақылау нүктесі: ақаудың қай жазба мен фактіде екені де көрінеді.",
    ru="Прежняя контрольная точка в JSON: видно, в какой записи и в каком факте нарушение.",
    en="An earlier checkpoint in JSON: it also shows which entry and fact.",
)
@options.json_option
@options.with_registry
def verify(
    *, registry: RegistryReader, text: str | None, file: Path | None, as_json: bool, language: Language
) -> None:
    """
    Check everything in the register against its seals, and against an earlier checkpoint.
    """
    earlier = from_plain(Checkpoint, options.read_json(file, "checkpoint --json")) if file else text
    with counting("verify") as progress:
        found = registry.verify(earlier, progress=progress)
    plain = {"sound": bool(found), **to_plain(found)}
    print_answer(plain, "\n".join(_lines(found, language)), as_json=as_json)
    raise SystemExit(0 if found else 1)


def _lines(found: Verification, language: Language) -> Iterator[str]:
    yield Phrase.VERIFIED.label(language).format(found.entries, found.facts, len(found.flaws))
    for erasure in found.erasures:
        day = f"{erasure.erased_at.astimezone(REGISTER_TIME):%d.%m.%Y}"
        yield Phrase.ERASED_ON.label(language).format(erasure.entry_id, day, erasure.basis)
    for flaw in found.flaws:
        number = f" № {flaw.number}" if flaw.number else ""
        where = f"{flaw.entry_id}{number}: " if flaw.entry_id else ""
        yield f"{where}{flaw.finding.label(language)}"
