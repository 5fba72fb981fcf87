"""
A row of the form in pydantic, over `csv.reader`.

It reads the same headings, takes the same cells, refuses the same ones and gives the same values. Days,
labels and numbers as most files have them are read at once, and cells that repeat are remembered, as
ours are. All other cells are left to the library's readers, since there are no others that know them.
"""

import csv
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, InstanceOf

from kz_social_registry import Bin, RecipientCategory, ServiceCondition, Term
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import EARLIEST_DAY, LATEST_DAY
from kz_social_registry.form.cells.notes import Notes, is_present
from kz_social_registry.form.description import FIELDS, HEADINGS, heading_key
from kz_social_registry.form.safety import unescaped

_NOTES = Notes()
_CACHES: list[Any] = []


def _reader(column: Column, quick: Callable[[str], Any] | None = None) -> Any:
    """
    Return a validator of a column's cells, which tries the quick reader first.
    """
    read = FIELDS[column].read
    usual = quick or FIELDS[column].usual
    assert read

    def cell(raw: str) -> Any:
        if (value := usual(raw)) is not None:
            return value
        text = raw.strip()
        if text[:1] in "'=":
            text = unescaped(text)
        if not text or not is_present(text, _NOTES):
            return None
        return read(text, _NOTES)

    if not FIELDS[column].repeats:
        return BeforeValidator(cell)
    _CACHES.append(lru_cache(maxsize=20_000)(cell))
    return BeforeValidator(_CACHES[-1])


def _day(text: str) -> date | None:
    if len(text) == 10 and text[2] == text[5] == "." and text.isascii():
        try:
            day = date(int(text[6:]), int(text[3:5]), int(text[:2]))
        except ValueError:
            return None
        return day if EARLIEST_DAY <= day <= LATEST_DAY else None
    return None


def _words(kind: Any) -> Any:
    labels = {word.label("kk"): word for word in kind}

    def read(text: str) -> Any:
        found = [labels.get(one) for one in text.split("; ")]
        return None if None in found else tuple(found)

    return read


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= 1_000_000 else None


class Row(BaseModel):
    """
    A row of the form; as in ours, an empty cell has no value.
    """

    model_config = ConfigDict(frozen=True)

    name: Annotated[str | None, _reader(Column.NAME)] = None
    identifier: Annotated[InstanceOf[Bin] | None, _reader(Column.IDENTIFIER)] = None
    address: Annotated[str | None, _reader(Column.ADDRESS)] = None
    conditions: Annotated[
        tuple[ServiceCondition, ...] | None, _reader(Column.CONDITIONS, _words(ServiceCondition))
    ] = None
    categories: Annotated[
        tuple[RecipientCategory, ...] | None, _reader(Column.CATEGORIES, _words(RecipientCategory))
    ] = None
    capacity: Annotated[int | None, _reader(Column.CAPACITY, _count)] = None
    phones: Annotated[tuple[str, ...] | None, _reader(Column.PHONES)] = None
    emails: Annotated[tuple[str, ...] | None, _reader(Column.EMAILS)] = None
    licence_issued_on: Annotated[date | None, _reader(Column.LICENCE_ISSUED_ON, _day)] = None
    licence_term: Annotated[InstanceOf[Term] | None, _reader(Column.LICENCE_TERM)] = None
    reissued_on: Annotated[date | None, _reader(Column.REISSUED_ON, _day)] = None
    contract_signed_on: Annotated[date | None, _reader(Column.CONTRACT_SIGNED_ON, _day)] = None
    contract_term: Annotated[InstanceOf[Term] | None, _reader(Column.CONTRACT_TERM)] = None
    included_on: Annotated[date | None, _reader(Column.INCLUDED_ON, _day)] = None
    terminated_on: Annotated[date | None, _reader(Column.TERMINATED_ON, _day)] = None
    exclusion_basis: Annotated[str | None, _reader(Column.EXCLUSION_BASIS)] = None


def read_with_pydantic(path: Path) -> list[tuple[list[str], Row]]:
    """
    Return each row of a form with its cells.
    """
    for cache in _CACHES:
        cache.cache_clear()  # ours remembers the cells of one file
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file, strict=True)
        names = [HEADINGS[heading_key(text)].value for text in next(table)]
        return [(cells, _row(names, cells)) for cells in table]


def _row(names: list[str], cells: list[str]) -> Row:
    found = zip(names[1:], cells[1:], strict=True)  # the number of a row is not read
    return Row(**{name: text for name, text in found if text})  # type: ignore[arg-type]  # to be read
