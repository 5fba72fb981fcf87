"""
The report of an import: findings and totals.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.form import (
    RowVerdict,
    headings,
)
from support.form_importer import (
    a_registry,
    import_file,
    kept,
)
from support.form_samples import BINS, cells, save_csv

_VOLUNTARY, _RENAMED = TerminationGround.VOLUNTARY, ReissueGround.NAME_OR_LOCATION


class TestReport:
    """
    The report of what was found.
    """

    def test_is_kept_where_something_was_left_unread(self, tmp_path: Path) -> None:
        """
        A hidden sheet, a sheet without a header and an extra column are reported without any odd row.
        """
        book: Any = openpyxl.Workbook()
        book.active.append([*headings("kk"), "Ескертпе"])
        book.active.append([*cells(), "x"])
        for name, state in (("Жасырын", "hidden"), ("Бос емес", "visible")):
            book.create_sheet(name).append(cells(identifier=BINS[1]))
            book[name].sheet_state = state
        path = tmp_path / "form.xlsx"
        book.save(path)

        notes = [(line["code"], line["sheet"]) for line in kept(import_file(path))]

        assert notes == [
            ("sheet_hidden", "Жасырын"), ("extra_column", "Sheet"), ("sheet_skipped", "Бос емес"),
        ]  # fmt: skip

    def test_is_not_kept_for_the_encoding_alone(self, tmp_path: Path) -> None:
        """
        The encoding is reported only together with other findings.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        repaired = save_csv(tmp_path / "repaired.csv", [cells(capacity="40 орын")])

        assert import_file(path).findings is None
        assert [line["code"] for line in kept(import_file(repaired))] == ["encoding", "unit_dropped"]

    def test_has_the_warnings_about_recorded_rows(self, tmp_path: Path) -> None:
        """
        Unusual values are noted at their cells and recorded. The row is not reported again.
        """
        unusual = cells(licence_issued_on="01.02.1995", licence_term="бессрочно")
        path, registry = save_csv(tmp_path / "form.csv", [unusual]), a_registry()

        report, again = import_file(path, registry), import_file(path, registry)

        assert (report.verdicts, again.findings) == ({RowVerdict.ACCEPTED: 1}, None)
        found = [(line["severity"], line["code"], line.get("cell")) for line in kept(report)[1:]]
        assert found == [("noted", "before_licensing", "J2"), ("noted", "unusual_term", "K2")]

    @pytest.mark.parametrize(
        ("language", "condition"), [("kk", "үйде"), ("ru", "на дому"), ("en", "at home")]
    )
    def test_has_the_register_s_values_in_the_language_of_the_run(
        self, tmp_path: Path, language: Language, condition: str
    ) -> None:
        """
        The register's value follows the file's, in the same language.
        """
        path, registry = tmp_path / "form.csv", a_registry()
        import_file(save_csv(path, [cells()]), registry)

        report = import_file(save_csv(path, [cells(conditions="стационар")]), registry, language)

        assert [line.get("register") for line in kept(report)[1:]] == [condition]

    @pytest.mark.parametrize(
        ("other", "code", "word"),
        [
            ({"conditions": "когда угодно"}, "unknown_wording", ServiceCondition.TEMPORARY_STAY),
            ({"categories": "престарелые"}, "wording", RecipientCategory.ELDERLY),
            ({"terminated_on": "01.12.2025"}, "ground_supplied", _VOLUNTARY),
            ({"reissued_on": "01.12.2025"}, "reissue_ground_supplied", _RENAMED),
        ],
    )
    def test_has_words_instead_of_codes(
        self, tmp_path: Path, other: dict[str, str], code: str, word: Word
    ) -> None:
        """
        A message names words of the form in its own language.
        """
        path = save_csv(tmp_path / "form.csv", [cells(**other)])
        (line,) = [line for line in kept(import_file(path)) if line["code"] == code]

        texts: dict[Language, str] = line["messages"]
        assert [word.label(language) in texts[language] for language in LANGUAGES] == [True] * 3
        assert (word.value in texts["kk"], word.value in texts["ru"]) == (False, False)

    @pytest.mark.parametrize(
        "row",
        [
            {"number": "", "name": "Итого:"}, {"number": "БАРЛЫҒЫ", "name": ""},
            {"number": "", "name": "", "address": "Жиыны", "capacity": "12 345 орын"},
            {"number": "", "name": "Всего", "capacity": ""},
            {"number": "Қорытынды", "name": "", "capacity": ""},
        ],
    )  # fmt: skip
    def test_notes_totals_that_were_not_read(self, tmp_path: Path, row: dict[str, str]) -> None:
        """
        A row with a label and a sum is noted, and not rejected.
        """
        total = {**dict.fromkeys(Column, ""), "capacity": "340", **row}
        path = save_csv(tmp_path / "form.csv", [cells(), list(total.values())])

        report = import_file(path)

        assert (report.verdicts, report.survey.rows, report.rejects) == (
            {RowVerdict.ACCEPTED: 1}, 1, None,
        )  # fmt: skip
        found = [(line["severity"], line["code"], line.get("cell")) for line in kept(report)]
        assert found == [("noted", "encoding", None), ("noted", "total_row", "3")]

    @pytest.mark.parametrize(
        "row",
        [
            {"name": "Итого"}, {"number": "", "name": "Итого", "identifier": BINS[1]},
            {"number": "", "name": "Итого", "emails": "x"}, {"number": "", "name": "Итого үй"},
            {"number": "", "name": ""},
        ],
    )  # fmt: skip
    def test_takes_nothing_for_totals_that_may_be_a_provider(
        self, tmp_path: Path, row: dict[str, str]
    ) -> None:
        """
        A row with more than a label and a sum, or with another label, is rejected.
        """
        total = {**dict.fromkeys(Column, ""), "number": "2", "capacity": "340", **row}
        path = save_csv(tmp_path / "form.csv", [cells(), list(total.values())])

        assert import_file(path).verdicts == {RowVerdict.ACCEPTED: 1, RowVerdict.REJECTED: 1}


def _rejected(path: Path) -> Sequence[tuple[str, tuple[str, ...]]]:
    return [(one.fault.code.value, one.fault.allowed) for one in import_file(path).first]


def test_the_message_about_a_long_cell_has_the_limit(tmp_path: Path) -> None:
    """
    The limit is that of a cell, not the width of the row, whatever the length.
    """
    rows = [cells(name="ы" * 150_000), cells(name="ы" * 4002, identifier="950341000052")]
    path = save_csv(tmp_path / "form.csv", rows)

    assert _rejected(path) == [("cell_too_long", ("4000",))] * 2
