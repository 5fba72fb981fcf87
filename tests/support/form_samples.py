"""
Samples of the form for tests: invented rows of cells, and files with them.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import Language
from kz_social_registry.form.cells.notes import Notes, Reader
from kz_social_registry.serialization.cell_text import headings

#: Invented numbers with computed control digits; the last one needs the second pass.
BINS: Final = ("940140000385", "950341000052", "961141000023", "070941024691", "190140000007")

#: One row as people write it, every cell of which is understood without repair.
ROW: Final = {
    Column.NUMBER: "1",
    Column.NAME: "«Үміт» жауапкершілігі шектеулі серіктестігі",
    Column.IDENTIFIER: BINS[0],
    Column.ADDRESS: "Астана қ., Абай даңғылы, 12",
    Column.CONDITIONS: "үйде",
    Column.CATEGORIES: "егде жасына байланысты өзіне қызмет көрсетуге мүмкіндігі жоқ адамдар",
    Column.CAPACITY: "40",
    Column.PHONES: "+7 7172743654",
    Column.EMAILS: "info@example.kz",
    Column.LICENCE_ISSUED_ON: "20.04.2025",
    Column.LICENCE_TERM: "3 жыл",
    Column.REISSUED_ON: "",
    Column.CONTRACT_SIGNED_ON: "",
    Column.CONTRACT_TERM: "",
    Column.INCLUDED_ON: "22.04.2025",
    Column.TERMINATED_ON: "",
    Column.EXCLUSION_BASIS: "",
}


def cells(**other: str) -> list[str]:
    """
    Return the row's cells, some of them others, by column code.
    """
    return list({**{column.value: text for column, text in ROW.items()}, **other}.values())


def save_csv(path: Path, rows: Iterable[Sequence[str]], language: Language = "kk") -> Path:
    """
    Save rows under the official headings.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings(language), *rows])
    return path


def read(reader: Reader, text: str) -> tuple[Any, list[str]]:
    """
    Return what a cell reads as, and the codes of its repairs.
    """
    notes = Notes()
    return reader(text, notes), [fault.code.value for fault in notes.repairs]


def refused(reader: Reader, text: str) -> list[str]:
    """
    Return the codes with which a cell is refused; none if it is not.
    """
    try:
        reader(text, Notes())
    except InvalidValue as error:
        return [fault.code.value for fault in error.faults]
    return []


def misread(reader: Reader, expected: Mapping[str, tuple[Any, list[str]]]) -> dict[str, Any]:
    """
    Return the texts that a reader does not read as expected, with its value and repairs.
    """
    found = {text: refused(reader, text) or read(reader, text) for text in expected}
    return {text: found[text] for text in expected if found[text] != expected[text]}


def not_refused(reader: Reader, expected: Mapping[str, str]) -> dict[str, list[str]]:
    """
    Return the texts that a reader does not refuse with the expected code, with its codes.
    """
    found = {text: refused(reader, text) for text in expected}
    return {text: found[text] for text in expected if {*found[text]} != {expected[text]}}
