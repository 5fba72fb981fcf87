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
from datetime import date
from functools import partial
from io import StringIO
from operator import attrgetter
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import Language
from kz_social_registry.base.validation import wrong_type
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.domain.row import COLUMNS, Cell, Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.safety import escaped, marked
from kz_social_registry.serialization.cell_text import cell_text, headings
from kz_social_registry.serialization.codec import from_plain, to_plain
from kz_social_registry.serialization.scalars import Plain

#: The members that a flat row ends with: its withheld columns, and the identifier with its kind.
_PROVIDER: Final = "provider"
_WITHHELD: Final = "withheld"
#: Writes a row, given its number.
AddRow = Callable[[int, PublicEntry], None]

# CSV ------------------------------------------------------------------------------------------------

_FORM: Final = tuple(Column)
#: The places of free texts; such a text may be marked, and may start a formula, as an address may.
_TEXTS: Final = [one.rank for one in (Column.NAME, Column.ADDRESS, Column.EXCLUSION_BASIS)]
_EMAILS: Final = Column.EMAILS.rank
_NAMES: Final = tuple(column.value for column in COLUMNS)
#: Returns the values of a row for columns 2 to 17.
_values: Final = attrgetter(*_NAMES)


@contextmanager
def csv_file(path: Path, imprint: Imprint) -> Iterator[AddRow]:
    """
    Open a CSV file, and yield the function that writes a row into it.
    """
    language = imprint.language
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(csv_line(headings(language)))
        write = csv.writer(file).writerow

        def add(number: int, row: PublicEntry) -> None:
            write(safe_cells(row_values(number, row), language))

        yield add


def csv_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """
    Return a line of CSV from texts, none of which starts a formula.
    """
    line = StringIO(newline="")
    csv.writer(line, delimiter=delimiter).writerow(map(escaped, cells))
    return line.getvalue()


def row_values(number: int, row: PublicEntry) -> list[Cell]:
    """
    Return the seventeen values of a row; the first is its number.
    """
    return [number, *_values(row)]


def form_cells(values: Sequence[Cell], language: Language) -> list[str]:
    """
    Return the seventeen cells of a row as texts; those that reading would misunderstand are marked.
    """
    pairs = zip(_FORM, values, strict=True)
    cells = [cell_text(column, value, language) for column, value in pairs]
    for place in _TEXTS:
        if isinstance(values[place], str):
            cells[place] = marked(cells[place])
    return cells


def safe_cells(values: Sequence[Cell], language: Language) -> list[str]:
    """
    Return the cells of `form_cells`, none of which starts a formula.
    """
    cells = form_cells(values, language)
    for place in (*_TEXTS, _EMAILS):  # a telephone is shown with a space, as «+7 7172…»
        cells[place] = escaped(cells[place])
    return cells


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
        "edition": imprint.edition.reference,
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
    Open a file of JSON Lines, and yield the function that writes a row as one flat JSON object.

    Readers infer types from the first rows, so a row that is the first to show a column moves up.
    """
    unseen = {*COLUMNS, _PROVIDER, _WITHHELD}
    with (
        path.open("w", encoding="utf-8", newline="") as file,
        TemporaryFile("w+", encoding="utf-8", newline="") as others,
    ):

        def add(number: int, row: PublicEntry) -> None:
            flat = flat_row(number, row)
            shown = {name for name in unseen if flat[name]}
            unseen.difference_update(shown)
            (file if shown else others).write(f"{_dumps(flat)}\n")

        yield add
        others.seek(0)
        copyfileobj(others, file)


def flat_row(number: int, row: PublicEntry) -> dict[str, Plain]:
    """
    Return a row with the members that every row has, null where it shows no value.
    """
    flat: dict[str, Plain] = {"id": str(row.id), Column.NUMBER.value: number}
    withheld = []
    for name, cell in zip(_NAMES, _values(row), strict=True):
        kind = type(cell)
        flat[name] = _FLAT[kind](cell) if kind in _FLAT else cell  # a text or a number
        if kind is Withheld:
            withheld.append(name)
    word = _KINDS.get(type(row.identifier))
    return {**flat, _PROVIDER: word and f"{word} {row.identifier}", _WITHHELD: withheld}


def _term(term: Term) -> str:
    """
    Return a term as text, a length as in ISO 8601; no text is a day, since readers would infer days.

    >>> _term(Term(years=1, months=6))
    'P1Y6M'
    """
    if term.open_ended:
        return "open_ended"
    lengths = zip((term.years, term.months, term.days), "YMD", strict=True)
    return (
        f"until {term.until}" if term.until else "P" + "".join(f"{n}{unit}" for n, unit in lengths if n)
    )


#: The word before an identifier, which keeps pandas from reading a number.
_KINDS: Final[dict[type, str]] = {Bin: "BIN", Iin: "IIN"}
#: Functions for the cells that are neither texts nor numbers nor empty.
_FLAT: Final[dict[type, Callable[[Any], Plain]]] = {
    date: date.isoformat, Term: _term, tuple: list, Withheld: lambda _: None,
}  # fmt: skip


def _json(value: object) -> str:
    return _dumps(to_plain(value))


_dumps: Final = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


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
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        # The codec reads no rows of such shapes.
        raise InvalidValue(*wrong_type(path.name, "publication")) from None
