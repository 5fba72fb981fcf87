"""
The two sidecar files of an import.
"""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kz_social_registry.form import (
    Supplied,
    headings,
    import_form,
)
from kz_social_registry.registry.facade import Registry
from support.form_importer import (
    TODAY,
    Importer,
    kept,
    verdicts,
)
from support.form_samples import BINS, cells


class TestRejects:
    """
    Rejected rows, and findings.
    """

    def test_can_be_mended_and_read_again(self, importer: Importer) -> None:
        """
        The rejects file has the form's layout and a column of reasons; mended, it is a form.
        """
        wrong = cells(identifier=BINS[1], capacity="қырық", name="=1+1", phones="+7 (7172) 55-14-00")
        report = importer(cells(), wrong)
        assert report.rejects
        text = report.rejects.read_text("utf-8-sig")
        assert "'=1+1" in text

        importer.path.write_text(text.replace("қырық", "40"), "utf-8")
        again = importer.again()

        assert (verdicts(report), verdicts(again)) == (
            {"accepted": 1, "rejected": 1},
            {"accepted": 1},
        )
        assert importer.entry(BINS[1]).name == "=1+1"

    def test_are_never_overwritten(self, importer: Importer) -> None:
        """
        Other rejects get another name; the same ones keep theirs. Nobody else reads them.
        """
        first = importer(cells(capacity="қырық"))
        same = importer.again()
        other = importer(cells(capacity="елу"))

        names = [report.rejects and report.rejects.name for report in (first, same, other)]
        assert names == ["form.rejects.csv", "form.rejects.csv", "form.rejects-2.csv"]
        assert first.findings
        assert first.findings.stat().st_mode & 0o777 == 0o600

    def test_of_a_dry_run_are_its_own(self, importer: Importer, tmp_path: Path) -> None:
        """
        A second dry run replaces the findings of the first; the files of the import are numbered anew.
        """
        words = cells(capacity="қырық", conditions="күндізгі орталық")
        trials = [importer(words, dry_run=True), importer(cells(capacity="елу"), dry_run=True)]
        assert [one.rejects for one in trials] == [None, None]
        assert len({one.findings for one in trials}) == 1
        assert [line["code"] for line in kept(trials[1])] == ["encoding", "not_a_number"]
        importer.again()
        names = ["csv", "dry-run.jsonl", "questions.csv", "rejects.csv", "report.jsonl"]
        assert sorted(one.name for one in tmp_path.iterdir()) == [f"form.{name}" for name in names]

    def test_are_kept_in_a_folder_that_is_named(self, importer: Importer, tmp_path: Path) -> None:
        """
        Rejected rows and findings go there, and the form's folder has no new file.
        """
        folder = tmp_path / "kept"
        folder.mkdir()

        report = importer(cells(capacity="қырық"), keep_in=folder)

        assert {report.rejects, report.findings} == {*folder.iterdir()}
        assert {*tmp_path.iterdir()} == {importer.path, folder}

    def test_where_they_cannot_be_kept_the_other_rows_are_recorded(
        self, importer: Importer, tmp_path: Path
    ) -> None:
        """
        The report has the system's error, and no names of files.
        """
        wrong = cells(identifier=BINS[1], capacity="қырық")

        report = importer(cells(), wrong, keep_in=tmp_path / "no such folder")

        assert (report.rejects, report.findings) == (None, None)
        assert isinstance(report.unkept, FileNotFoundError)
        assert verdicts(report) == {"accepted": 1, "rejected": 1}

    def test_without_findings_no_folder_is_needed(self, importer: Importer, tmp_path: Path) -> None:
        """
        A form without findings needs no folder; one with a repair does.
        """
        clean = importer(cells(), keep_in=tmp_path / "no such folder")
        repaired = importer(cells(phones="Тел. 8 (7172) 55-14-00"), keep_in=tmp_path / "no such folder")

        assert clean.unkept is None
        assert repaired.unkept

    def test_are_not_kept_where_there_are_none(self, importer: Importer, tmp_path: Path) -> None:
        """
        An import without findings leaves no file.
        """
        report = importer(cells())

        assert (report.rejects, report.findings) == (None, None)
        assert [path.name for path in tmp_path.iterdir()] == ["form.csv"]

    def test_keep_rows_of_another_width(self, importer: Importer) -> None:
        """
        Missing cells are filled up, and surplus cells follow the reason.
        """
        report = importer(cells()[:5], [*cells(), "артық"])
        assert report.rejects
        lines = report.rejects.read_text("utf-8-sig").splitlines()

        assert (verdicts(report), lines[2].endswith(",артық")) == ({"rejected": 2}, True)

    def test_of_a_workbook_keep_days_and_what_is_missing(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        A serial number stays the day that it is, a formula without a value has none.
        """
        book: Any = openpyxl.Workbook()
        first = book.active
        first.append([*headings("kk"), "Ескертпе"])
        row: list[Any] = [*cells(name="=A1"), "x"]
        row[9] = 45767
        first.append(row)
        second = book.create_sheet("Б")
        second.append([*headings("ru")[::-1]])
        second.append(cells(identifier=BINS[1], capacity="қырық")[::-1])
        path = tmp_path / "form.xlsx"
        book.save(path)

        report = import_form(registry, path, supplied=Supplied(amended_on=TODAY), language="en")

        assert report.rejects
        _, one, two = openpyxl.load_workbook(report.rejects).active.values
        assert (one[1], one[9], two[2]) == ("#VALUE!", "20.04.2025", BINS[1])
        assert [line["code"] for line in kept(report)[:2]] == ["extra_column", "formula_without_value"]

    @pytest.mark.parametrize("cell", ["=A1", "#N/A", "#VALUE!"])
    def test_of_a_workbook_stay_rejected_until_they_are_mended(
        self, registry: Registry, tmp_path: Path, cell: str
    ) -> None:
        """
        A day of termination that could not be worked out leaves no licence in force.
        """
        book: Any = openpyxl.Workbook()
        book.active.append(headings("kk"))
        book.active.append(cells(terminated_on=cell))
        book.save(tmp_path / "form.xlsx")
        form: Path | None = tmp_path / "form.xlsx"

        for _ in range(3):
            assert form
            report = import_form(registry, form, supplied=Supplied(amended_on=TODAY), language="en")
            assert verdicts(report) == {"rejected": 1}
            form = report.rejects

    def test_have_each_finding_in_three_languages(self, importer: Importer) -> None:
        """
        A line has the cell, the raw value, the code and the messages of one finding.
        """
        line = kept(importer(cells(capacity="қырық")))[1]

        assert (line["cell"], line["raw"], line["code"], line["column"], sorted(line["messages"])) == (
            "G2", "қырық", "not_a_number", 7, ["en", "kk", "ru"],
        )  # fmt: skip
