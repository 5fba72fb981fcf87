"""
The files of a publication: the official form as CSV, and its data as JSON.

Writers take nothing but rows that passed the gate, and write the same bytes for the same rows: there
is no clock in them. Rows are read once and written as they come, so memory stays flat; each file takes
its place only when it is whole.
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

from kz_social_registry.codec import to_plain
from kz_social_registry.forms.cells import headings, row_cells
from kz_social_registry.law import RULES, Language
from kz_social_registry.publication import PublicEntry
from kz_social_registry.vocabulary import View

#: What a spreadsheet takes for the beginning of a formula, and our own mark of having dealt with it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")


def publish(
    directory: Path,
    rows: Iterable[PublicEntry],
    *,
    on: date,
    published_on: date,
    language: Language,
    view: View = View.CURRENT,
) -> int:
    """
    Write `register.csv` and `register.json` into a directory and return the number of rows.
    """
    directory.mkdir(parents=True, exist_ok=True)
    header = {"on": on, "published_on": published_on, "view": view, "edition": RULES.reference}
    count = 0
    with ExitStack() as files:
        csv_file = files.enter_context(_replacing(directory / "register.csv"))
        json_file = files.enter_context(_replacing(directory / "register.json"))
        csv_file.write("\ufeff")  # spreadsheets take a CSV without it for some old code page
        table = csv.writer(csv_file)
        table.writerow(headings(language))
        json_file.write(f'{_json(header)[:-1]},\n"entries":[')
        for count, row in enumerate(rows, 1):
            table.writerow(map(_safe, row_cells(count, row, language)))
            json_file.write(f"{',' if count > 1 else ''}\n{_json(row)}")
        json_file.write("\n]}\n")
    return count


def _json(value: object) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


def _safe(cell: str) -> str:
    """
    Keep a spreadsheet from taking a text for a formula; a telephone in our spelling is none.
    """
    is_telephone = cell.startswith("+7 ")
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_telephone else cell


@contextmanager
def _replacing(path: Path) -> Iterator[IO[str]]:
    """
    Open a file beside `path` that takes its place when the block ends well.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
