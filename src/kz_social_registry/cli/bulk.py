"""
`standings` and `periods`: answers about all services of a month, and about all days; for staff.
"""

import csv
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

import click

from kz_social_registry.cli import options, output
from kz_social_registry.cli.usage import command, option
from kz_social_registry.domain.standing import Reason, Remark, Standing
from kz_social_registry.form.reading.services import Service, Services, open_services
from kz_social_registry.form.safety import escaped
from kz_social_registry.registry.answers.standings import Period, valid_until
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.serialization.cell_text import SEPARATOR
from kz_social_registry.serialization.files import whole_file

#: The columns that `standings` adds, and those of `periods`; the same in every language.
_ADDED: Final = ("standing", "reasons", "licence_valid_until", "faults")
_PERIOD: Final = (
    "identifier", "first_day", "last_day", "standing", "reasons", "licence_valid_until", "entry_id",
)  # fmt: skip

#: The words of the column `standing`.
_INVALID: Final = Reason.INVALID.value
_WORDS: Final = (Remark.HOLDS.value, Remark.DOES_NOT_HOLD.value, _INVALID)

Row = dict[str, Any]


@command()
@click.argument("services", type=options.FILE)
@option("--bin", "number")
@option("--day")
@options.output_option
@options.with_registry
def standings(
    services: Path, registry: RegistryReader, number: str | None, day: str | None, target: Path | None
) -> None:
    """
    Say for each row of SERVICES whether the provider was in the register with a licence in force.

    SERVICES is a CSV file or a workbook of providers and days, or «-» for standard input. The columns
    standing, reasons, licence_valid_until and faults are added. A wrong row stays: its answer is
    invalid.
    """
    counts: Counter[str] = Counter()
    with (
        options.at_hand(services) as path,
        open_services(path, number, day) as table,
        output.progress_bar(services.name) as progress,
    ):
        answers = _answered(registry, table, services, counts, progress)
        if output.is_json() and not target:
            _print_object("standings", (_plain(*one) for one in answers))
        else:
            with _opened(target) as file:
                _write_answers(file, table, answers)
    if target:
        kinds = {word: counts[word] for word in _WORDS}
        text = output.phrase("answered", target, counts.total(), *kinds.values())
        output.print_answer({"file": str(target), "rows": counts.total(), **kinds}, text)
    raise SystemExit(1 if counts[_INVALID] else 0)


def _answered(
    registry: RegistryReader,
    table: Services,
    services: Path,
    counts: Counter[str],
    progress: Callable[..., None],
) -> Iterator[tuple[Service, Row]]:
    """
    Yield each row with the cells of its answer, count the answer, and move the bar.
    """
    waiting: deque[Service] = deque()

    def pairs() -> Iterator[tuple[Any, Any]]:
        with output.about(services):
            for row in table.rows:
                waiting.append(row)
                yield ("" if row.faults else row.identifier), row.on

    language = output.run_language()
    for answer in registry.standings(pairs()):
        row = waiting.popleft()
        sentences = [fault.describe(language) for fault in row.faults or answer.faults]
        cells = {**_cells(answer), "faults": sentences}
        counts[cells["standing"]] += 1
        progress(*table.position())
        yield row, cells


def _cells(answer: Standing) -> Row:
    """
    Return the cells of an answer; they are codes and ISO days, whatever the language.
    """
    day = valid_until(answer)
    return {
        "standing": answer.remarks[0].value if answer.remarks else _INVALID,
        "reasons": [reason.value for reason in answer.reasons],
        "licence_valid_until": day.isoformat() if day else None,
    }


def _plain(row: Service, cells: Row) -> Row:
    on = row.on.isoformat() if isinstance(row.on, date) else row.on
    return {"identifier": str(row.identifier), "on": on, **cells}


def _write_answers(file: IO[str], table: Services, answers: Iterable[tuple[Service, Row]]) -> None:
    """
    Write the table with the added columns; its own cells stay as they were.
    """
    safe: Callable[[str], str] = str if table.is_text else escaped
    write = csv.writer(file, delimiter=table.delimiter).writerow
    write([*map(safe, table.headings), *_ADDED])
    for row, cells in answers:
        write([*map(safe, row.cells), *map(_text, cells.values())])


def _text(value: object) -> str:
    return SEPARATOR.join(value) if isinstance(value, list) else str(value or "")


@command()
@options.output_option
@options.with_registry
def periods(*, registry: RegistryReader, target: Path | None) -> None:
    """
    Print as CSV from which day until which each provider stood in the register with a licence in force.

    Other days have their reasons. Days are ISO 8601, first and last included. A provider's periods are
    all days, each once, so any language can join them with a table of services.
    """
    with output.progress_bar("periods") as progress:
        rows = map(_period, registry.periods(progress=progress))
        if output.is_json() and not target:
            _print_object("periods", rows)
            return
        with _opened(target) as file:
            write = csv.writer(file).writerow
            write(_PERIOD)
            count = sum(1 for row in rows if write(map(_text, row.values())))
    if target:
        text = output.phrase("periods", target, count)
        output.print_answer({"file": str(target), "periods": count}, text)


def _period(period: Period) -> Row:
    answer = period.standing
    days = (str(answer.identifier), period.first_day.isoformat(), period.last_day.isoformat())
    values = (*days, *_cells(answer).values(), str(answer.entry_id) if answer.entry_id else None)
    return dict(zip(_PERIOD, values, strict=True))


@contextmanager
def _opened(target: Path | None) -> Iterator[IO[str]]:
    if target is None:
        with output.standard_output() as out:
            yield out
        return
    with output.about(target), whole_file(target, encoding="utf-8-sig") as file:
        yield file


def _print_object(name: str, rows: Iterable[Row]) -> None:
    before = f'{{"{name}": ['
    with output.about(None):
        for row in rows:
            click.echo(before + json.dumps(row, ensure_ascii=False), nl=False)
            before = ", "
        click.echo("]}" if before == ", " else f"{before}]}}")
