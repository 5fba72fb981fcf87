"""
Workbooks of the form for tests.
"""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from kz_social_registry.form import FormError
from kz_social_registry.form.reading.rows import FormRow, read_form
from kz_social_registry.serialization.cell_text import headings
from support.refusals import refused


def new_workbook() -> tuple[Any, Any]:
    """
    Return a new workbook and its sheet.
    """
    book = openpyxl.Workbook()
    return book, book.active


def save_workbook(path: Path, *rows: Sequence[Any], title: str = "Тіркелім") -> Path:
    """
    Save rows under the official headings.
    """
    book, sheet = new_workbook()
    sheet.title = title
    for row in [headings("kk"), *rows]:
        sheet.append(list(row))
    book.save(path)
    return path


def altered(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """
    Rewrite every part of a workbook.
    """
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, change(name, content))
    return path


def rows_of(path: Path, sheet: str | None = None) -> list[FormRow]:
    """
    Return the rows that are read from a workbook.
    """
    return list(read_form(path, sheet).rows)


def found_in(row: FormRow) -> list[tuple[str, str]]:
    """
    Return the code and the cell of each finding of a row.
    """
    return [(finding.fault.code.value, finding.address.cell) for finding in row.findings]


def refusal_of(path: Path) -> str:
    """
    Return the code with which a workbook is refused.
    """
    return refused(lambda: read_form(path), FormError).faults[0].code.value
