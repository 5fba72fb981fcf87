"""
A publication as CSV, JSON and JSON Lines.

Each writer is a context manager that yields a function, which writes one row; memory stays flat.
CSV is for spreadsheets in Kazakhstan: UTF-8 with a byte order mark, commas, bare digits, dates as
dd.mm.yyyy, and no cell that starts a formula.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import RULES, Language
from kz_social_registry.base.validation import wrong_type
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import COLUMNS, Cell
from kz_social_registry.form.description import TEXTS
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.safety import escaped, marked
from kz_social_registry.serialization.cell_text import cell_text, headings
from kz_social_registry.serialization.codec import from_plain, to_plain

#: Writes a row, given its number.
AddRow = Callable[[int, PublicEntry], None]

# CSV ------------------------------------------------------------------------------------------------

#: The columns whose texts may start a formula; a telephone is shown with a space, as «+7 7172…».
_FREE: Final = (*sorted(TEXTS, key=attrgetter("rank")), Column.EMAILS)


class _Returned:
    """
    A file for `csv.writer` that returns each line, and stores nothing.
    """

    @staticmethod
    def write(line: str) -> str:
        """
        Return the line.
        """
        return line


_line: Final[Callable[[Iterable[str]], str]] = csv.writer(_Returned()).writerow


@contextmanager
def csv_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Open a CSV file, and yield the function that writes a row into it.
    """
    language = imprint.language
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_line(headings(language)))

        def add(number: int, row: PublicEntry) -> None:
            file.write(form_line([number, *map(row.cell, COLUMNS)], language))

        yield add


def csv_line(cells: Iterable[str]) -> str:
    """
    Return a line of CSV from texts, none of which starts a formula.
    """
    return _line(map(escaped, cells))


def form_line(values: Sequence[Cell], language: Language) -> str:
    """
    Return a line of CSV from the seventeen values of a row.
    """
    cells = form_cells(values, language)
    for column in _FREE:
        cells[column.rank] = escaped(cells[column.rank])
    return _line(cells)


def form_cells(values: Sequence[Cell], language: Language) -> list[str]:
    """
    Return the seventeen cells of a row as texts; those that reading would misunderstand are marked.
    """
    return [
        marked(value)
        if column in TEXTS and isinstance(value, str)
        else cell_text(column, value, language)
        for column, value in zip(Column, values, strict=True)
    ]


# JSON -----------------------------------------------------------------------------------------------


@contextmanager
def json_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Open a file for one JSON object, the imprint and all entries, and yield the function that adds one.
    """
    head = {
        "on": imprint.on,
        "published_on": imprint.published_on,
        "view": imprint.view,
        "edition": RULES.reference,
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f'{_json(head)[:-1]},\n"entries":[')

        def add(number: int, row: PublicEntry) -> None:
            file.write(f"{',' if number > 1 else ''}\n{_json(row)}")

        yield add
        file.write("\n]}\n")


@contextmanager
def json_lines_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:  # noqa: ARG001  # a writer like the others
    """
    Open a file of JSON Lines, and yield the function that writes a row as one JSON object.
    """
    with path.open("w", encoding="utf-8", newline="") as file:

        def add(_: int, row: PublicEntry) -> None:
            file.write(f"{_json(row)}\n")

        yield add


def _json(value: object) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def read_publication(path: Path) -> Publication:
    """
    Return the publication in a file `register.json`.

    Raises:
        InvalidValue: the file holds something else.
        OSError: the file cannot be read.
    """
    try:
        plain = json.loads(path.read_bytes())
        known = {key: value for key, value in plain.items() if key != "edition"}
        return from_plain(Publication, known)
    except InvalidValue:
        raise
    except (AttributeError, KeyError, TypeError, ValueError):  # the codec reads no rows of such shapes
        raise InvalidValue(*wrong_type(path.name, "publication")) from None
