"""
A publication as CSV, JSON and JSON Lines.

Each writer is a context that lends what writes a row; memory stays flat. CSV is what spreadsheets in
Kazakhstan open: UTF-8 with its mark, commas, bare digits, dates as dd.mm.yyyy, and no cell that starts
a formula.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import attrgetter, call
from pathlib import Path
from typing import Any, Final, cast

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import RULES, Language
from kz_social_registry.base.validation import wrong_type
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import COLUMNS, Cell
from kz_social_registry.form.description import FIELDS
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.safety import escaped, safe
from kz_social_registry.serialization.cell_text import SEPARATOR, cell_text, headings, telephones_text
from kz_social_registry.serialization.codec import from_plain, to_plain

#: Writes a row, given its number.
AddRow = Callable[[int, PublicEntry], None]

# CSV ------------------------------------------------------------------------------------------------

#: Texts of values that repeat are remembered up to this many for each column.
_REMEMBERED: Final = 20_000
#: Makes a cell of a value, ready for a line.
_Maker = Callable[[Any], str]
#: Calls a maker, without a frame of its own; a cast, as one checker cannot see that `call` fits.
_made: Final = cast("Callable[[_Maker, Cell], str]", call)


@contextmanager
def csv_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Lend what writes rows into a CSV file.
    """
    values = attrgetter(*(column.value for column in COLUMNS))
    line = row_lines(imprint.language)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_line(headings(imprint.language)))

        def add(number: int, row: PublicEntry) -> None:
            file.write(line(number, values(row)))

        yield add


def row_lines(language: Language) -> Callable[[int, Iterable[Cell]], str]:
    """
    Return what makes a line of CSV from a row's number and its values for columns 2 to 17.
    """
    makers = [_maker(column, language) for column in COLUMNS]

    def line(number: int, values: Iterable[Cell]) -> str:
        return f"{number},{','.join(map(_made, makers, values))}\r\n"

    return line


def csv_line(cells: list[str]) -> str:
    """
    Return a line of CSV from texts, safe in a spreadsheet.
    """
    return ",".join(_quoted(escaped(cell)) for cell in cells) + "\r\n"


def _quoted(text: str) -> str:
    needs = '"' in text or "," in text or "\n" in text or "\r" in text
    return '"' + text.replace('"', '""') + '"' if needs else text


class _Known(dict[Any, str]):
    """
    The cells of a column whose values repeat, each made once.
    """

    def __init__(self, make: _Maker) -> None:
        super().__init__({None: ""})
        self._make = make

    def __missing__(self, value: Cell) -> str:
        cell = self._make(value)
        if len(self) < _REMEMBERED:
            self[value] = cell
        return cell


def _maker(column: Column, language: Language) -> _Maker:
    """
    Return what makes the cells of a column, ready for a line.
    """

    def shown(value: Cell) -> str:
        return cell_text(column, value, language)

    def of_text(value: Cell) -> str:
        return _quoted(safe(value)) if isinstance(value, str) else shown(value)

    def of_telephones(value: Cell) -> str:
        # In our spelling they start with «+7 » and run no formula, nor have they a comma.
        return telephones_text(value, language) if isinstance(value, tuple) else shown(value)

    def of_emails(value: Cell) -> str:
        return _quoted(escaped(SEPARATOR.join(value) if isinstance(value, tuple) else shown(value)))

    def of_identifier(value: Cell) -> str:
        return value if isinstance(value, str) else shown(value)

    if FIELDS[column].repeats:
        return _Known(lambda value: _quoted(shown(value))).__getitem__
    makers = {
        Column.IDENTIFIER: of_identifier, Column.PHONES: of_telephones, Column.EMAILS: of_emails,
    }  # fmt: skip
    return makers.get(column, of_text)


# JSON -----------------------------------------------------------------------------------------------


@contextmanager
def json_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Lend what writes rows into one JSON object: what the publication is, and its entries.
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
    Lend what writes rows as JSON objects, one a line.
    """
    with path.open("w", encoding="utf-8", newline="") as file:

        def add(_: int, row: PublicEntry) -> None:
            file.write(f"{_json(row)}\n")

        yield add


def _json(value: object) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def read_publication(path: Path) -> Publication:
    """
    Return the publication that `register.json` holds.

    Raises:
        InvalidValue: the file holds something else.
        OSError: it cannot be read.
    """
    try:
        plain = json.loads(path.read_bytes())
        known = {key: value for key, value in plain.items() if key != "edition"}
        return from_plain(Publication, known)
    except InvalidValue:
        raise
    except (AttributeError, KeyError, TypeError, ValueError):  # rows are read as they were published
        raise InvalidValue(*wrong_type(path.name, "publication")) from None
