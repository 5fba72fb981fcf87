"""
Files: reading and importing the form, and publishing from a store.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from asking import load
from engines import in_memory, plain_sqlite
from form_peer import read_with_pydantic
from measuring import Measured, compared, each, rounds_of
from openpyxl import load_workbook

from kz_social_registry import Registry, Term
from kz_social_registry.base.codelist import in_order
from kz_social_registry.domain.publication import PublicEntry, rebuilt
from kz_social_registry.form import import_form, publish
from kz_social_registry.form.reading.rows import read_form
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from soak.providers import issue

TODAY, PAST = date(2026, 6, 1), date(2025, 12, 1)


def _read_with_openpyxl(path: Path) -> None:
    with closing(load_workbook(path, read_only=True)) as book:
        for sheet in book.worksheets:  # the same in three languages: ours reads all, too
            for _ in sheet.iter_rows(values_only=True):
                pass


def _read(path: Path) -> None:
    for row in read_form(path).rows:
        assert not row.findings, row.findings  # or the ratio says nothing


def published(folder: Path, count: int) -> SQLiteStore:
    """
    Return a store of so many providers.
    """
    store = SQLiteStore(folder / "register.db")
    load(store, 0, count)
    return store


def measured(count: int) -> Iterator[Measured]:
    """
    Measure so many entries: publishing them today and on a past day, then reading what was published.
    """
    with in_memory() as folder, published(folder, count) as store:
        registry = Registry(store)
        query = f"""
            SELECT data FROM segments WHERE in_register AND starts <= '{TODAY}' AND until > '{TODAY}'
            ORDER BY name_key, identifier, entry
        """  # noqa: S608  # a constant day
        with closing(plain_sqlite(folder / "register.db")) as plain:

            def raw() -> None:
                rows = plain.execute(query)
                _write_ready(folder / "ready.csv", (["x" * 20] * 17 for _ in rows))

            now, past, ready = rounds_of(
                lambda: _publish(registry, folder, TODAY),
                lambda: _publish(registry, folder, PAST),
                raw,
            )
        now, past, ready = (each(times, count) for times in (now, past, ready))
        yield compared(
            "publish an entry as CSV from SQLite", "rows read, `csv.writer`", (now, ready), 12
        )
        yield compared("the same on a past day", "today", (past, now), 1.2)
    with in_memory() as folder:
        yield from _reading(folder, count)


def _publish(registry: Registry, folder: Path, on: date) -> None:
    entries = registry.public_rows(on=on, published_on=TODAY)
    publish(folder / "out", entries, on=on, published_on=TODAY, language="kk", formats=["csv"])


def _write_ready(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _reading(folder: Path, count: int) -> Iterator[Measured]:
    """
    Measure reading a form with every column, and importing it into a register in memory.
    """
    publish(
        folder / "form",
        rows(count),
        on=TODAY,
        published_on=TODAY,
        language="kk",
        formats=["csv", "xlsx"],
    )
    table, book = (folder / "form" / f"register.{kind}" for kind in ("csv", "xlsx"))
    for ours, (_, theirs) in zip(read_form(table).rows, read_with_pydantic(table), strict=True):
        assert ours.values == theirs.model_dump(exclude_none=True)  # or the ratio says nothing
    imported, by_rows, peer = rounds_of(
        lambda: _import(table), lambda: _read(table), lambda: read_with_pydantic(table)
    )
    what = "read a row of the form, {}"
    yield _row(what.format("CSV"), "pydantic over `csv.reader`", (by_rows, peer), count, 1.2)
    from_book, peer = rounds_of(lambda: _read(book), lambda: _read_with_openpyxl(book))
    yield _row(what.format("XLSX"), "openpyxl, cells alone", (from_book, peer), count, 0.5)
    yield _row("import a row, CSV, store in memory", "reading it", (imported, by_rows), count)


def _row(
    what: str, peer: str, pair: Iterable[tuple[float, ...]], count: int, bar: float | None = None
) -> Measured:
    return compared(what, peer, [each(times, count) for times in pair], bar)


def _import(path: Path) -> None:
    report = import_form(Registry(MemoryStore()), path, keep_in=path.parent)
    assert report.rejects is None, report  # or the ratio says nothing


def rows(count: int) -> Iterator[PublicEntry]:
    """
    Yield invented rows of a publication in which every column of a provider in the register is filled.
    """
    for number in range(count):
        first = issue(number)
        issued = first.licence.issued_on
        yield rebuilt(
            first.entry_id,
            {
                "name": first.name,
                "identifier": first.identifier,
                "address": first.address,
                "conditions": in_order(first.conditions),
                "categories": in_order(first.categories),
                "capacity": first.capacity,
                "phones": first.contacts.phones,
                "emails": first.contacts.emails,
                "licence_issued_on": issued,
                "licence_term": first.licence.term,
                "reissued_on": None,
                "contract_signed_on": issued if number % 3 else None,
                "contract_term": Term(years=1) if number % 3 else None,
                "included_on": first.on,
                "terminated_on": None,
                "exclusion_basis": None,
            },
        )
