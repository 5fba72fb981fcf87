"""
The form against its peers, as ratios of medians of interleaved rounds in one process.

    pip install '.[bench]' && python tests/benchmarks/bench_forms.py [rows]

Reading is measured against pydantic over `csv.reader` with the same checks of each cell, writing
against `csv.writer` on rows of ready texts.
"""

import csv
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

from kz_social_registry.base.columns import Column
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.domain.values.contacts import email, telephone
from kz_social_registry.domain.values.identifiers import Bin, control_digit, identifier
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.publishing.csv_json import csv_file, form_cells, row_values
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.reading.rows import read_form
from kz_social_registry.serialization.cell_text import headings

ROUNDS = 7
CONDITIONS = ((ServiceCondition.AT_HOME,), (ServiceCondition.INPATIENT, ServiceCondition.AT_HOME))
CATEGORIES = (
    (RecipientCategory.ELDERLY,),
    (RecipientCategory.DISABILITY_GROUP_1_2, RecipientCategory.ELDERLY),
    (RecipientCategory.HOMELESS,),
)


def rows(count: int) -> Iterator[PublicEntry]:
    """
    Yield invented rows of a publication.
    """
    for number in range(count):
        day = date(2025, 1, 6) + timedelta(days=number % 700)
        serial = f"2501405{number % 10_000:04}"
        digit = control_digit(serial)
        yield rebuilt(
            UUID(int=number),
            {
                "name": f"«Үміт {number}» арнаулы әлеуметтік қызметтер көрсету орталығы",
                "identifier": Bin(f"{serial}{digit}") if digit is not None else Bin("940140000385"),
                "address": f"Астана қаласы, Сарыарқа ауданы, Абай даңғылы, {number % 200}-үй",
                "conditions": CONDITIONS[number % 2],
                "categories": CATEGORIES[number % 3],
                "capacity": number % 300 + 1,
                "phones": (f"+771727{number % 100_000:05}",),
                "emails": (f"info{number}@example.kz",),
                "licence_issued_on": day,
                "licence_term": Term(years=3),
                "reissued_on": None,
                "contract_signed_on": day if number % 3 else None,
                "contract_term": Term(years=1) if number % 3 else None,
                "included_on": day + timedelta(days=2),
                "terminated_on": None,
                "exclusion_basis": None,
            },
        )


# Reading: the same checks in pydantic -----------------------------------------------------------------


def _day(text: str) -> date | None:
    return datetime.strptime(text, "%d.%m.%Y").date() if text else None  # noqa: DTZ007  # a day


def _term(text: str) -> int | None:
    number, _, unit = text.partition(" ")
    if text and unit not in ("жыл", "ай", "күн"):
        raise ValueError
    return int(number) if text else None


def _text(text: str) -> str:
    if not text.isprintable() or not 0 < len(text) <= 4000:
        raise ValueError
    return text


LABELS = {w.label("kk"): w for kind in (ServiceCondition, RecipientCategory) for w in kind}
Day = Annotated[date | None, BeforeValidator(_day)]
TermText = Annotated[int | None, BeforeValidator(_term)]
Words = Annotated[list[str], BeforeValidator(lambda text: [LABELS[one] for one in text.split("; ")])]
Lines = Annotated[str, BeforeValidator(_text)]


class Row(BaseModel):
    """
    A row of the form in pydantic.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    name: Lines
    identifier: Annotated[str, BeforeValidator(identifier)]
    address: Lines
    conditions: Words
    categories: Words
    capacity: int
    phones: Annotated[list[str], BeforeValidator(lambda text: [*map(telephone, text.split("; "))])]
    emails: Annotated[list[str], BeforeValidator(lambda text: [*map(email, text.split("; "))])]
    licence_issued_on: Day
    licence_term: TermText
    reissued_on: Day
    contract_signed_on: Day
    contract_term: TermText
    included_on: Day
    terminated_on: Day
    exclusion_basis: str


def read_with_pydantic(path: Path) -> None:
    """
    Read the form's rows with pydantic over `csv.reader`.
    """
    names = [column.value for column in Column]
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file)
        next(table)
        for cells in table:
            Row(**dict(zip(names, cells, strict=True)))  # type: ignore[arg-type]  # texts, to be read


def read(path: Path) -> None:
    """
    Read the form's rows with the library.
    """
    for row in read_form(path).rows:
        assert not row.findings, row.findings  # or the ratio says nothing


# Writing ----------------------------------------------------------------------------------------------


def write(path: Path, published: list[PublicEntry]) -> None:
    """
    Write rows with the library.
    """
    imprint = Imprint(on=date(2026, 1, 1), published_on=date(2026, 1, 1), language="kk")
    with csv_file(path, imprint) as add:
        for number, row in enumerate(published, 1):
            add(number, row)


def write_ready(path: Path, ready: list[list[str]]) -> None:
    """
    Write rows of ready texts with `csv.writer`.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(headings("kk"))
        table.writerows(ready)


def times(*subjects: Callable[[], None]) -> list[float]:
    """
    Return the median processor seconds of each, their rounds interleaved.
    """
    taken: list[list[float]] = [[] for _ in subjects]
    for _ in range(ROUNDS):
        for subject, mine in zip(subjects, taken, strict=True):
            start = process_time()
            subject()
            mine.append(process_time() - start)
    return [median(mine) for mine in taken]


def peak(subject: Callable[[], None]) -> float:
    """
    Return the most memory that Python held meanwhile, in megabytes.
    """
    tracemalloc.start()
    subject()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main(count: int) -> None:
    """
    Print the ratios.
    """
    published = list(rows(count))
    ready = [form_cells(row_values(number, row), "kk") for number, row in enumerate(published, 1)]
    with TemporaryDirectory() as folder:
        path, other = Path(folder, "register.csv"), Path(folder, "ready.csv")
        written, floor = times(lambda: write(path, published), lambda: write_ready(other, ready))
        ours, theirs = times(lambda: read(path), lambda: read_with_pydantic(path))
        tenth = Path(folder, "tenth.csv")
        write(tenth, published[: count // 10])
        reading = peak(lambda: read(tenth)), peak(lambda: read(path))
        few = published[: count // 10]
        writing = peak(lambda: write(tenth, few)), peak(lambda: write(path, published))
    per_row = 1e6 / count
    lines = (
        f"write CSV  {written * per_row:6.2f} µs a row, {written / floor:.2f} × csv.writer, ready rows",
        f"  memory   {writing[0]:6.1f} MB for {count // 10} rows, {writing[1]:.1f} MB for {count}",
        f"read CSV   {ours * per_row:6.2f} µs a row, {ours / theirs:.2f} × pydantic over csv.reader",
        f"  memory   {reading[0]:6.1f} MB for {count // 10} rows, {reading[1]:.1f} MB for {count}",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
