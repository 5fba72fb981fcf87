"""
Rows that are no entries, and texts as Excel saves them.
"""

from pathlib import Path

import pytest

from kz_social_registry.form.reading.rows import Form, read_form
from kz_social_registry.serialization.cell_text import headings
from support.form_samples import BINS, cells
from support.form_workbooks import save_workbook

NUMBERS = [str(number) for number in range(1, 18)]
UPPER = [text.split(": ")[0] for text in headings("ru")]
LOWER = [text.split(": ")[1] if ": " in text else "" for text in headings("ru")]

#: Rows that are no entries, by the code of their note.
REMARKS = {
    "no_row": [
        ["Астана қаласы"], ["", "г. Алматы"], ["* по состоянию на 01.01.2026"], ["М.П."],
        ["Ескерту: 2025 жылғы 1 мамырдағы жағдай бойынша"], ["", "Исполнитель: А., тел. 55 14 74"],
        ["", "Басшы", "", "____________", "А. Б."], ["Руководитель управления", "", "", "А. Б."],
        headings("kk"), UPPER, LOWER, NUMBERS,
    ],
    "total_row": [
        ["", "Барлығы:", "", "", "", "", "350"], ["Итого по Акмолинской области", *[""] * 5, "350"],
        ["Всего организаций: 15", "", "", "", "", "", "350", "", "", "", "", "", ""], ["", "Жиыны"],
    ],
}  # fmt: skip
#: Rows that somebody may have meant for an entry.
ENTRIES = [
    ["2", "ТОО «Ромашка»"], ["", "", "", "г. Астана, ул. Абая, 2"], cells(identifier=""),
    ["", "Директор", BINS[1]], ["", "Итого", "", "г. Астана", "на дому", "престарелые", "40"],
    ["", "Руководитель", "", "г. Астана", "на дому", "престарелые", "40"],
]  # fmt: skip


def _text(path: Path, *rows: list[str], before: str = "") -> Form:
    lines = (";".join(row) + "\r\n" for row in rows)
    path.write_text(before + "".join(lines), "utf-8-sig", newline="")
    return read_form(path)


def _codes(form: Form) -> list[list[str]]:
    return [[finding.fault.code.value for finding in row.findings] for row in form.rows]


def test_rows_that_are_no_entries_are_noted_and_no_rejects(tmp_path: Path) -> None:
    """
    Each is noted with its cell and text, wherever it stands.
    """
    for code, rows in REMARKS.items():
        for row in rows:
            form = _text(tmp_path / "form.csv", headings("kk"), cells(), row, cells(identifier=BINS[1]))
            assert (_codes(form), row) == ([[], []], row)
            found = [(note.fault.code.value, note.address.row) for note in form.totals]
            assert (found, row) == ([(code, 3)], row)


def test_a_row_that_may_be_an_entry_stays_one(tmp_path: Path) -> None:
    """
    It is rejected for what it lacks, or is a branch, and is not passed over.
    """
    form = _text(tmp_path / "form.csv", headings("kk"), *ENTRIES)
    assert (len(form.rows), form.totals) == (len(ENTRIES), ())
    form = _text(tmp_path / "form.csv", headings("kk"), cells(), ["2", *[""] * 16])
    assert (len(form.rows), form.totals) == (1, ())  # only numbered


def test_column_numbers_below_data_are_no_header(tmp_path: Path) -> None:
    """
    A new page repeats them; the rows above them are read.
    """
    foreign = ["графа"] * 17
    path = tmp_path / "form.csv"
    assert len(_text(path, headings("ru"), cells(), NUMBERS, cells(identifier=BINS[1])).rows) == 2
    with pytest.raises(Exception, match="header"):
        _text(path, foreign, cells(), NUMBERS, cells(identifier=BINS[1]))


def test_texts_as_excel_saves_them(tmp_path: Path) -> None:
    """
    A stated delimiter, identifiers as formulas, and rows without their empty last cells are read.
    """
    path = tmp_path / "form.csv"
    rows = [headings("kk"), cells(identifier=f'="{BINS[0]}"'), cells(identifier=BINS[1])[:16]]
    assert _codes(_text(path, *rows, before="sep=;\r\n")) == [["apostrophe"], []]
    path.write_text('"sep=|"\n' + "".join("|".join(row) + "\n" for row in rows), "utf-8")
    assert [str(row.values["identifier"]) for row in read_form(path).rows] == list(BINS[:2])


def test_a_workbook_has_remarks_as_well(tmp_path: Path) -> None:
    """
    Lines of regions and sums stand in workbooks, too.
    """
    rows = [["Астана қаласы"], cells(), ["", "Жиыны", "", "", "", "", 40]]
    form = read_form(save_workbook(tmp_path / "form.xlsx", *rows))
    notes = [(note.fault.code.value, note.address.row) for note in form.totals]
    assert (_codes(form), notes) == ([[]], [("no_row", 2), ("total_row", 4)])
