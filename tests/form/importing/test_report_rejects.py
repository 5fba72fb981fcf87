"""
The rejects file: rejected rows that can be mended and imported again.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.form import (
    RowVerdict,
    headings,
)
from kz_social_registry.form.description import REASON
from kz_social_registry.registry.facade import Registry
from support.form_importer import (
    TODAY,
    a_registry,
    import_file,
)
from support.form_samples import BINS, cells, save_csv
from support.form_workbooks import save_workbook

WRONG: Final = {"capacity": "қырық"}


def _rejects(path: Path) -> bytes:
    rejects = import_file(path).rejects
    assert rejects
    return rejects.read_bytes()


def _table(path: Path) -> list[list[str]]:
    rejects = import_file(path).rejects
    assert rejects
    if rejects.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(rejects).active
        return [[cell or "" for cell in row] for row in sheet.values]  # type: ignore[union-attr, misc]  # it has one, with texts
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        file.seek(0)
        return list(csv.reader(file, delimiter=delimiter))


def _name(registry: Registry, provider: str = BINS[0]) -> str | None:
    entry = registry.standing(provider, on=TODAY).entry
    return entry and entry.name


#: Texts with formulas, marks and characters that break a line of CSV.
TEXTS = st.text(st.sampled_from("=+-@'\";, \nа1?"), max_size=6).filter(str.strip)


class TestMending:
    """
    A rejects file is a form: what was wrong is mended in it, and nothing else changes.
    """

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("'=«Үміт» ЖШС", "=«Үміт» ЖШС"),
            ("=«Үміт» ЖШС", "=«Үміт» ЖШС"),
            ("''-", "-"),
            ("'''-", "'-"),
            ("Үміт;'=К", "Үміт;=К"),
        ],
    )
    def test_of_one_cell_leaves_the_others_as_they_were(
        self, tmp_path: Path, written: str, name: str
    ) -> None:
        """
        A name that a spreadsheet would run keeps its one mark.
        """
        path = save_csv(tmp_path / "form.csv", [cells(name=written, **WRONG)])
        registry = a_registry()
        path.write_bytes(_rejects(path).replace("қырық".encode(), b"40"))

        import_file(path, registry)

        assert _name(registry) == name

    @pytest.mark.parametrize("address", ["'-", "-"])
    def test_gives_no_cell_a_new_value(self, tmp_path: Path, address: str) -> None:
        """
        A cell that was read as empty is empty in the rejects file as well.
        """
        path = save_csv(tmp_path / "form.csv", [cells(address=address)])
        path.write_bytes(_rejects(path))

        assert [finding.fault.code.value for finding in import_file(path).first] == ["missing"]

    @settings(max_examples=50)
    @given(
        names=st.lists(TEXTS, min_size=1, max_size=3), phones=st.sampled_from(("+7 7172743654", "-"))
    )
    def test_that_is_not_done_changes_nothing(
        self, tmp_path_factory: pytest.TempPathFactory, names: list[str], phones: str
    ) -> None:
        """
        Rejects of rejects, however often, are the first rejects.
        """
        rows = [cells(name=name, address=name, phones=phones, **WRONG) for name in names]
        path = save_csv(tmp_path_factory.mktemp("form") / "form.csv", rows)
        first = _rejects(path)

        for _ in range(3):
            path.write_bytes(first)
            assert _rejects(path) == first

    def test_of_broken_quotes_keeps_the_name_as_it_stood(self, tmp_path: Path) -> None:
        """
        The quotes are kept, and doubled as the format requires.
        """
        broken, whole = '"Үміт, қамқорлық" ЖШС', '"Астана, ""Самал"" ықшамауданы, 12"'
        path = tmp_path / "form.csv"
        line = ";".join(cells(name=broken, address=whole))
        path.write_text(f"{';'.join(headings('kk'))}\n{line}\n", "utf-8")

        row = dict(zip(Column, _table(path)[1], strict=False))

        assert row[Column.NAME] == broken
        assert row[Column.ADDRESS] == 'Астана, "Самал" ықшамауданы, 12'

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("row", [cells(name='"Үміт" ЖШС'), cells(number='"1'), [*cells(), "артық"]])
    def test_of_a_whole_row_is_shown_by_its_reason(
        self, tmp_path: Path, row: list[str], language: Language
    ) -> None:
        """
        The row stays rejected, however often it comes back, until somebody clears the reason.
        """
        path = tmp_path / "form.csv"
        path.write_text("\n".join(map(";".join, (headings("kk"), row))), "utf-8")
        for _ in range(3):
            rejects = import_file(path, language=language).rejects
            assert rejects
            path.write_bytes(rejects.read_bytes())
        head, again = _table(path)

        mended = [*again[: head.index(REASON["kk"])], ""]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, mended])

        assert import_file(path).verdicts == {RowVerdict.ACCEPTED: 1}


class TestColumns:
    """
    The columns of a rejects file.
    """

    def test_of_reasons_is_one_however_often_the_rows_come_back(self, tmp_path: Path) -> None:
        """
        The reasons of an earlier import are replaced.
        """
        wrong = cells(phones="", **WRONG)
        path = save_csv(tmp_path / "form.csv", [[*wrong, "артық"]])
        path.write_bytes(_rejects(path))

        head, row = _table(path)

        assert head == [*headings("kk"), REASON["kk"]]
        assert (row[:17], row[18:]) == (wrong, ["артық"])

    def test_of_other_headings_are_kept_from_every_sheet(self, tmp_path: Path) -> None:
        """
        Cells of columns that the form does not have are kept, and each reason names its sheet.
        """
        book: Any = openpyxl.Workbook()
        for sheet, extra in ((book.active, "Ескертпе"), (book.create_sheet("Б"), "=Аудан")):
            sheet.append([extra, *headings("kk")])
            sheet.cell(1, 1).data_type = "s"
            sheet.append([f"{extra}…", *cells(**WRONG)])
            sheet.cell(2, 1).data_type = "s"
        path = tmp_path / "form.xlsx"
        book.save(path)

        head, first, second = _table(path)

        assert (head[0], head[18:]) == ("Ескертпе", ["=Аудан", REASON["kk"]])
        assert (first[0], first[18]) == ("Ескертпе…", "")
        assert (second[0], second[18], second[19].partition(":")[0]) == ("", "=Аудан…", "Б H2")

    def test_keep_their_headings_however_often_they_come_back(self, tmp_path: Path) -> None:
        """
        A heading that a spreadsheet would run is marked once.
        """
        path = tmp_path / "form.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[*headings("kk"), "=Аудан"], [*cells(**WRONG), "=Есіл"]])
        first = _rejects(path)
        path.write_bytes(first)

        assert _rejects(path) == first


class TestFormats:
    """
    Rejects come back in the format that was read, so that the program that made the form opens them.
    """

    def test_a_workbook_is_mended_in_a_workbook(self, tmp_path: Path) -> None:
        """
        All cells are texts: zeros, formulas and days stay what they were.
        """
        row: list[Any] = cells(name="=1+1", phones="+7 7172743654", identifier=BINS[3], **WRONG)
        row[9] = date(2025, 4, 20)
        form = save_workbook(tmp_path / "form.xlsx", cells(), row)
        book = openpyxl.load_workbook(form)
        book.active["B3"].data_type = "s"  # type: ignore[index, union-attr]  # a text, not a formula
        book.save(form)
        registry = a_registry()
        rejects = import_file(form, registry).rejects
        assert rejects == tmp_path / "form.rejects.xlsx"

        book = openpyxl.load_workbook(rejects)
        sheet: Any = book.active
        found = [cell.value for cell in sheet[2]]
        assert found[1:3] + found[9:10] == ["=1+1", BINS[3], "20.04.2025"]
        assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}
        assert found[17].startswith("Тіркелім G3: 7. ")
        lines = 1 + len(found[5]) // sheet.column_dimensions["A"].width
        assert sheet.row_dimensions[2].height > 12 * lines  # no text of it covers the next row
        sheet["G2"] = 40
        book.save(rejects)
        assert import_file(rejects, registry).verdicts == {RowVerdict.ACCEPTED: 1}
        assert _name(registry, BINS[3]) == "=1+1"

    def test_a_csv_keeps_its_delimiter(self, tmp_path: Path) -> None:
        """
        A form with semicolons comes back with semicolons and a byte order mark, as Excel opens it.
        """
        form = tmp_path / "form.csv"
        row = cells(name="=1+1", **WRONG)
        form.write_text("\n".join(map(";".join, [headings("kk"), row])), "utf-8-sig")
        rejects = import_file(form).rejects
        assert rejects
        text = rejects.read_text("utf-8")
        assert text.startswith(f"\ufeff{headings('kk')[0]};")
        rejects.write_text(text.replace("қырық", "40"), "utf-8")
        registry = a_registry()
        assert import_file(rejects, registry).verdicts == {RowVerdict.ACCEPTED: 1}
        assert _name(registry) == "=1+1"
