"""
The questions about a form, and their answers.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form import FormError, FormReport, Supplied, headings, import_form
from kz_social_registry.form.description import Dictionary
from kz_social_registry.form.importing.questions import joined, read_dictionary
from kz_social_registry.testing.samples import bin_of
from support.form_importer import TODAY, Importer, a_registry, stopped, verdicts
from support.form_samples import BINS, cells
from support.refusals import refused

#: A header with a heading that nobody knows in the place of column 15, and a column of its own.
HEADINGS: Final = [*headings("ru")[:14], "Дата постановки на учет", *headings("ru")[15:], "Район"]
ROWS: Final = [
    [*cells(conditions="Күндізгі орталық"), "Есиль"],
    [*cells(identifier=BINS[1], conditions="күндізгі  орталық; на дому", categories="погорельцы"), ""],
]
ANSWERS: Final = {
    "Дата постановки на учет": "15",
    "Район": "skip",
    "Күндізгі орталық": "2",
    "погорельцы": "6",
}


def _save(path: Path, rows: list[list[str]], delimiter: str = ";") -> Path:
    if path.suffix == ".xlsx":
        book: Any = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def _table(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        book: Any = openpyxl.load_workbook(path)
        return [[cell or "" for cell in row] for row in book.active.values]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def _run(form: Path, language: Language = "ru", *, dry_run: bool = True, **more: Any) -> FormReport:
    supplied = Supplied(amended_on=TODAY)
    return import_form(
        a_registry(), form, supplied=supplied, dry_run=dry_run, language=language, **more
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
class TestAskingOnce:
    """
    A dry run writes what is not known as a table, and takes it filled in.
    """

    def test_answers_serve_this_file_and_the_next(
        self, tmp_path: Path, suffix: str, language: Language
    ) -> None:
        """
        The table has the number of rows and an example; it is filled in, and nothing is asked again.
        """
        form = _save(tmp_path / f"form{suffix}", [HEADINGS, *ROWS])
        report = _run(form, language)
        assert (report.asked, report.questions) == (4, tmp_path / f"form.questions{suffix}")
        assert report.questions
        head, *questions = _table(report.questions)
        assert [row[1:5] for row in questions] == [
            ["Дата постановки на учет", "", "2", "22.04.2025"],
            ["Район", "", "1", "Есиль"],
            ["Күндізгі орталық", "", "2", "Күндізгі орталық"],
            ["погорельцы", "", "1", "погорельцы"],
        ]

        filled = [[*row[:2], ANSWERS[row[1]], *row[3:]] for row in questions]
        dictionary = read_dictionary(_save(tmp_path / f"answers{suffix}", [head, *filled]))
        again = _run(form, language, dictionary=dictionary)
        assert (again.asked, again.questions, verdicts(again)) == (0, None, {"accepted": 2})
        next_month = _save(tmp_path / f"next{suffix}", [headings("ru"), cells()])
        assert verdicts(_run(next_month, dictionary=dictionary, dry_run=False)) == {"accepted": 1}


def test_an_unknown_heading_is_not_fatal(tmp_path: Path) -> None:
    """
    Without answers the rows are rejected for the column that they lack; with them they are recorded.
    """
    form = _save(tmp_path / "form.csv", [HEADINGS, *[row[:4] + cells()[4:] + [""] for row in ROWS]])
    report = _run(form)
    assert [code for code, _ in stopped(report)] == ["missing", "missing"]
    assert [(one.rows, one.first.column) for one in report.reasons] == [(2, "included_on")]


@pytest.mark.parametrize("heading", ["Дата", "БСН-нөмір", "Места"])
@pytest.mark.parametrize("place", [2, 6])
def test_any_column_may_have_an_unknown_heading(tmp_path: Path, heading: str, place: int) -> None:
    """
    A form without a known column 3 or 7 is read and asked about; its last rows are no entries.
    """
    other = [*headings("ru")[:place], heading, *headings("ru")[place + 1 :]]
    form = _save(tmp_path / "form.csv", [other, cells(), ["", "Итого", *[""] * 15]])
    report = _run(form)
    assert (report.asked, verdicts(report)) == (1, {"rejected": 1})
    answers = read_dictionary(
        _save(tmp_path / "a.csv", [["", "", ""], ["heading", heading, f"{place + 1}"]])
    )
    again = _run(form, dictionary=answers)
    assert (stopped(again), verdicts(again)) == ([], {"accepted": 1})


#: Headings that nobody knows.
FOREIGN: Final = [
    "Запись", "Полное название", "Код", "Где находится", "Режим", "Кому", "Сколько всего", "Связь",
    "Ящик", "Разрешение от", "Разрешение до", "Перевыдано", "Соглашение от", "Соглашение до", "Учтено",
    "Снято", "Почему",
]  # fmt: skip
MOVED: Final = (1, 2, 4, 3, *range(5, 18))


@pytest.mark.parametrize(
    ("header", "order", "known"),
    [
        ([["Реестр"], [*FOREIGN[:2], "БИН", *FOREIGN[3:]]], range(1, 18), 3),
        ([[*FOREIGN[:2], "БИН", *FOREIGN[3:7], "Для связи", "", *FOREIGN[9:]],
          [""] * 7 + ["Звонить", "Писать"]], range(1, 18), 3),
        ([[*FOREIGN[:2], "Адрес", *FOREIGN[3:]], list(map(str, range(1, 18)))], MOVED, 4),
    ],
    ids=["the BIN", "the BIN over two rows", "column numbers that a heading contradicts"],
)  # fmt: skip
def test_a_header_of_one_known_heading_is_asked_about(
    tmp_path: Path, header: list[list[str]], order: Sequence[int], known: int
) -> None:
    """
    Each of its other headings is a question. Answered, the header is known again on the next page.
    """
    rows = [[cells(identifier=one)[number - 1] for number in order] for one in BINS[:2]]
    form = _save(tmp_path / "form.csv", [*header, rows[0], *header[-2:], rows[1]])
    report = _run(form)
    assert (report.asked, verdicts(report)) == (16, {"rejected": 2})

    assert report.questions
    head, *questions = _table(report.questions)
    numbers = (number for number in order if number != known)
    filled = [[*row[:2], str(number)] for row, number in zip(questions, numbers, strict=True)]
    dictionary = read_dictionary(_save(tmp_path / "answers.csv", [head, *filled]))
    assert verdicts(_run(form, dictionary=dictionary)) == {"accepted": 2}
    assert verdicts(_run(form, dictionary=dictionary, dry_run=False)) == {"accepted": 2}


@pytest.mark.parametrize(
    "answer",
    ["15", "15.0", "included_on", headings("kk")[14], headings("ru")[14], "15 – Күні", "15. Күні"],
)
def test_an_answer_is_a_number_a_code_or_a_heading(tmp_path: Path, answer: str) -> None:
    """
    People copy what the table offers, or write the Order's heading in either language.
    """
    path = _save(tmp_path / "a.csv", [["1", "2", "3"], ["Заголовок", "Учет", answer]])
    assert read_dictionary(path).headings == {"учет": "included_on"}


def test_every_wrong_answer_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    """
    An empty answer leaves the question open; an answer that is not understood is never dropped.
    """
    rows = [
        ["О чем", "Текст", "Ответ"], ["заголовок", "Учет", "18"], ["заголовок", "Район", ""],
        ["5. Условия", "уход", "как-то"], ["7. Мощность", "много", "40"], ["5. Условия", "дом", "1, 3"],
    ]  # fmt: skip
    error = refused(lambda: read_dictionary(_save(tmp_path / "a.csv", rows)), FormError)
    assert [(one.code.value, one.allowed) for one in error.faults] == [
        ("wrong_answer", ("C2",)), ("wrong_answer", ("C4",)), ("wrong_question", ("A5",)),
    ]  # fmt: skip
    good = read_dictionary(_save(tmp_path / "b.csv", [rows[0], rows[2], rows[5]]))
    assert (good.headings, good.words) == ({}, {"conditions": {"дом": ("inpatient", "at_home")}})


def test_the_later_of_two_answers_counts() -> None:
    """
    Last month's table and this month's are given together.
    """
    old, new = (
        Dictionary(headings={"учет": None, "район": None}),
        Dictionary(headings={"учет": Column.NAME}),
    )
    assert joined([old, new]).headings == {"учет": Column.NAME, "район": None}


def test_a_guard_is_part_of_the_plan(importer: Importer) -> None:
    """
    A dry run says what would stop the file, with the commonest reasons, and asks all the same.
    """
    rows = [cells(identifier=bin_of(n), conditions="дневной центр") for n in range(12)]
    report = importer(*rows, dry_run=True)
    assert report.refusal
    assert (report.refusal.faults[0].code, report.asked) == ("odd_rows", 1)
    assert report.refusal.describe("en").splitlines()[1].startswith("   12 × column 5 (E2, E3, E4 …): ")
