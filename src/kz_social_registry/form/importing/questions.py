"""
The open questions of a form, and their answers.

A heading that is not known, and a word of columns 5 and 6 that is not known, are asked about once. A
person fills in a table of questions. Its answers serve this file and the next ones.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Problem, Refusal
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import fold, texts_beside
from kz_social_registry.form.cells.notes import Notes
from kz_social_registry.form.cells.wordings import WORD_READERS
from kz_social_registry.form.description import EXTRAS, HEADINGS, Dictionary, heading_key
from kz_social_registry.form.findings import CellAddress, FormError
from kz_social_registry.form.publishing.csv_json import csv_line
from kz_social_registry.form.reading.header import Answers
from kz_social_registry.form.reading.opening import open_tables
from kz_social_registry.form.reading.rows import Form
from kz_social_registry.form.safety import unescaped
from kz_social_registry.serialization.files import SidecarFile, sidecar_file

#: The headings of a table of questions.
QUESTION_HEADINGS: Final[dict[Language, list[str]]] = texts_beside(__name__)["headings"]
_HEADING: Final[dict[Language, str]] = texts_beside(__name__)["heading"]
_SKIP: Final[dict[Language, str]] = texts_beside(__name__)["skip"]
_ABOUT_HEADINGS: Final = frozenset(map(fold, _HEADING.values()))
#: The number of a column, perhaps with its heading.
_NUMBER: Final = re.compile(r"(\d{1,2})(?:\.0)?(?:\s*[.–-]\s.*)?", re.DOTALL)
#: The most wrong answers that are reported.
_MOST_WRONG: Final = 20


# Tables for people ----------------------------------------------------------------------------------


@contextmanager
def kept_table(
    form: Form, mark: str, head: Sequence[str], folder: Path | None
) -> Iterator[tuple[list[Sequence[str]], SidecarFile]]:
    """
    Open a sidecar table of a form, as a list of its rows and the file that they are written to.

    It is a CSV with the form's delimiter, or a workbook. It is written at the end, if it has rows.
    """
    suffix, encoding = (".csv" if form.is_text else ".xlsx"), "utf-8-sig"
    rows = list[Sequence[str]]()
    with sidecar_file(form.path, mark, suffix, folder=folder, encoding=encoding) as file:
        yield rows, file
        if rows and form.is_text:
            for cells in (head, *rows):
                file.write(csv_line(cells, form.delimiter))
        elif rows:
            from kz_social_registry.form.publishing.workbook import text_workbook  # noqa: PLC0415  # an extra

            file.write(text_workbook([head, *rows]))


# Questions ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Question:
    """
    A heading, or a word of a column, that is not known; `repr` shows no text of the file.
    """

    #: None if it is about a heading.
    column: Column | None
    text: str = field(repr=False)
    rows: int
    #: A cell of the column, or the cell that has the word.
    example: str = field(repr=False)
    #: The columns that the file lacks, for a heading.
    lacking: tuple[Column, ...] = ()

    def cells(self, language: Language) -> list[str]:
        """
        Return the question as a row, the answer of which is empty.
        """
        if self.column:
            about = f"{self.column.number}. {self.column.label(language)}"
            kind: type[Word] = WORD_READERS[self.column].kind
            possible = [f"{number}. {word.label(language)}" for number, word in enumerate(kind, 1)]
        else:
            about = _HEADING[language]
            possible = [f"{one.number}. {one.heading(language)}" for one in self.lacking]
            possible.append(_SKIP[language])
        return [about, self.text, "", f"{self.rows}", self.example, "; ".join(possible)]


def questions_of(form: Form, dictionary: Dictionary | None) -> list[Question]:
    """
    Return the open questions of a form, those about headings first, then those of most rows.
    """
    headings = _of_headings(form, dictionary.headings if dictionary else {})
    words: dict[tuple[Column, str], dict[tuple[str, int], str]] = defaultdict(dict)
    texts: dict[str, str] = {}
    for one in (row for head in form.rows for row in (head, *head.branches)):
        for finding in one.findings:
            if finding.fault.code is Problem.UNKNOWN_WORDING and finding.fault.value and finding.column:
                cell = one.raw[finding.address.column - 1]
                text = texts.setdefault(fold(finding.raw), finding.raw)
                words[finding.column, text][one.header.sheet, one.number] = cell
    asked = [
        Question(column=column, text=text, rows=len(rows), example=next(iter(rows.values())))
        for (column, text), rows in words.items()
    ]
    return [*headings, *sorted(asked, key=lambda one: -one.rows)]


def _of_headings(form: Form, answers: Answers) -> list[Question]:
    found: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, str] = {}
    lacking: dict[str, tuple[Column, ...]] = {}
    for header in form.headers:
        for index, text in header.extra.items():
            if (key := heading_key(text)) in (*answers, *EXTRAS):
                continue
            texts.setdefault(key, text)
            lacking[key] = tuple(one for one in Column if one not in header.columns)
            cells = (row.cell(index).strip() for row in form.rows if row.header is header)
            found[key] += filter(None, cells)
    return [
        Question(
            column=None, text=form.plain(text), rows=len(found[key]),
            example=form.plain(next(iter(found[key]), "")), lacking=lacking[key],
        )
        for key, text in texts.items()
    ]  # fmt: skip


# Answers --------------------------------------------------------------------------------------------


def read_dictionary(path: Path) -> Dictionary:
    """
    Return the answers in a table of questions; a question without an answer stays open.

    Raises:
        FormError: an answer is not understood; each fault names its cell.
        OSError: the file cannot be read.
    """
    headings: dict[str, Column | None] = {}
    words: dict[Column, dict[str, tuple[Word, ...]]] = defaultdict(dict)
    faults: list[Fault] = []
    with open_tables(path) as tables:
        sheet = tables.sheets[0]
        rows = (row for row in sheet.rows if any(map(str.strip, row.cells)))
        for number, row in enumerate(rows):
            plain = [unescaped(cell) if sheet.is_text else cell for cell in row.cells]
            about, text, answer = [*map(str.strip, plain), "", "", ""][:3]
            column = _column(about)
            if fold(about) not in _ABOUT_HEADINGS and column not in WORD_READERS:
                if number:  # the first row has the headings
                    faults.append(_wrong(Refusal.WRONG_QUESTION, sheet.name, row.number, 1))
                continue
            try:
                if answer and column:
                    words[column][fold(text)] = WORD_READERS[column](answer, Notes())
                elif answer:
                    headings[heading_key(text)] = _of_heading(answer)
            except InvalidValue:
                faults.append(_wrong(Refusal.WRONG_ANSWER, sheet.name, row.number, 3))
    if faults:
        raise FormError(*faults[:_MOST_WRONG])
    return Dictionary(headings=headings, words=words)


def joined(answers: Sequence[Dictionary]) -> Dictionary:
    """
    Return all answers as one; of two answers to one question the later one counts.
    """
    headings: dict[str, Column | None] = {}
    words: dict[Column, dict[str, tuple[Word, ...]]] = defaultdict(dict)
    for one in answers:
        headings |= one.headings
        for column, own in one.words.items():
            words[column] |= own
    return Dictionary(headings=headings, words=words)


def _wrong(refusal: Refusal, sheet: str, row: int, column: int) -> Fault:
    return Fault(refusal, allowed=(str(CellAddress(sheet, row, column)),))


def _of_heading(answer: str) -> Column | None:
    """
    Return the column that an answer names, or None if the heading is to be left unread.

    Raises:
        InvalidValue: it names none.
    """
    if fold(answer) in map(fold, _SKIP.values()):
        return None
    column = _column(answer) or Column.of(answer) or HEADINGS.get(heading_key(answer))
    if not column:
        raise InvalidValue(Fault(Refusal.WRONG_ANSWER))
    return column


def _column(text: str) -> Column | None:
    found = _NUMBER.fullmatch(text)
    return next((one for one in Column if found and one.number == int(found[1])), None)
