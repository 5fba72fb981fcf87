"""
The files of a publication: their content, and the formats.
"""

import csv
import gc
import hashlib
import json
import re
import sys
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from frictionless import Package
from jsonschema import Draft202012Validator

from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import InvalidValue, MissingExtra
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition, View
from kz_social_registry.domain.publication import rebuilt
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.form.publishing.csv_json import read_publication
from kz_social_registry.form.publishing.imprint import Imprint
from kz_social_registry.form.publishing.publish import FORMATS, available_formats, publish, publish_as
from kz_social_registry.form.publishing.workbook import workbook_file
from kz_social_registry.serialization.schemas import schema
from support.form_samples import BINS
from support.publications import DAY, public_rows


class TestFiles:
    """
    The content of each file.
    """

    def test_every_format_is_there(self, published: Path) -> None:
        """
        With all extras installed all formats are written, and a catalogue of them.
        """
        names = {path.name for path in published.iterdir()}

        assert names == {"datapackage.json", *(f"register.{name}" for name in FORMATS)}

    def test_csv_is_what_spreadsheets_open(self, published: Path) -> None:
        """
        A byte order mark, commas, bare digits, dd.mm.yyyy, and no cell that starts a formula.
        """
        content = (published / "register.csv").read_bytes()
        table = list(csv.reader(content.decode("utf-8-sig").splitlines()))

        assert content.startswith("\ufeff№,".encode())
        assert [row[1] for row in table[1:]] == [
            "«Қамқорлық» орталығы",
            "«Үміт»; =1+1",
            "'=HYPERLINK(1)",
        ]
        assert table[2][2:3] + table[2][7:10] == [
            BINS[0], "+7 7172743654", "'=info@example.kz", "20.04.2025",
        ]  # fmt: skip
        assert table[1][2] == "не публикуется"

    def test_json_holds_the_entries(self, published: Path) -> None:
        """
        ISO dates, codes, and for withheld cells their reason.
        """
        whole = json.loads((published / "register.json").read_bytes())

        assert ([row["name"] for row in whole["entries"]], whole["on"]) == (
            ["«Қамқорлық» орталығы", "«Үміт»; =1+1", "=HYPERLINK(1)"], "2026-01-15",
        )  # fmt: skip
        assert whole["entries"][0]["identifier"] == {"withheld": "outside_consent"}
        Draft202012Validator(schema("publication")).validate(whole)

    def test_the_workbook_is_made_for_readers(self, published: Path) -> None:
        """
        Three languages, a frozen header, filters, widths, texts that stay texts, real dates.
        """
        book = openpyxl.load_workbook(published / "register.xlsx")
        sheet = book["Русский"]

        assert book.sheetnames == ["Қазақша", "Русский", "English"]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C4", "A3:Q6")
        assert {str(area) for area in sheet.merged_cells.ranges} >= {"H1:I1", "J1:K1", "M1:N1", "A1:A2"}
        assert (sheet["H1"].value, sheet["H2"].value, sheet["H3"].value) == (
            "Контактные данные", "Телефон", "8",
        )  # fmt: skip
        assert (sheet["C6"].value, sheet["C6"].data_type, sheet["C6"].number_format) == (
            BINS[2],
            "s",
            "@",
        )
        assert (sheet["B6"].value, sheet["B6"].data_type) == ("=HYPERLINK(1)", "s")
        assert (sheet["H6"].value, sheet["J6"].value.date()) == ("+7 7172743654", date(2025, 4, 20))
        assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width

    def test_the_workbook_prints(self, tmp_path: Path) -> None:
        """
        Landscape A4, one page wide, the header on each page, and no text is cut, however long.
        """
        shown, *_ = public_rows()
        cells: dict[str, Any] = {column.value: shown.cell(column) for column in COLUMNS}
        long = {
            "name": 20 * "Қамқорлық орталығы ", "conditions": tuple(ServiceCondition),
            "categories": tuple(RecipientCategory), "phones": 4 * ("+77172743654;ext=241",),
        }  # fmt: skip
        rows = [rebuilt(UUID(int=1), {**cells, **more}) for more in ({}, long)]
        publish(tmp_path / "out", rows, on=DAY, published_on=DAY, language="ru", formats=["xlsx"])

        for sheet in openpyxl.load_workbook(tmp_path / "out" / "register.xlsx"):
            setup, heights = sheet.page_setup, sheet.row_dimensions
            widths = {
                number: one.width
                for one in sheet.column_dimensions.values()
                for number in range(one.min, one.max + 1)
            }
            heads = [cell for row in sheet["A1:Q2"] for cell in row if cell.value]
            words = [(word, cell) for cell in heads for word in re.split("[ -]", cell.value)]

            assert (setup.orientation, int(setup.paperSize), int(setup.fitToHeight)) == (
                "landscape",
                9,
                0,
            )
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows) == (
                True,
                "$1:$3",
            )
            assert [word for word, cell in words if len(word) * 0.9 > widths[cell.column]] == []
            for row in (4, 5):
                texts = [(str(cell.value or ""), widths[cell.column]) for cell in sheet[row]]
                lines = max(len(wrap(text, int(width))) for text, width in texts)
                assert 13 * lines <= heights[row].height <= 14 * (2 + 1.5 * lines)

    def test_the_catalogue_is_a_data_package(self, published: Path) -> None:
        """
        A Frictionless validator accepts it: sizes, sums, headings, types and all cells.
        """
        report = Package(str(published / "datapackage.json")).validate()

        assert (report.valid, report.flatten(["type", "message"])) == (True, [])

    def test_the_catalogue_names_sums_days_and_clauses(self, published: Path) -> None:
        """
        Each file with its SHA-256, each column with three titles and its clause.
        """
        package = json.loads((published / "datapackage.json").read_bytes())
        sums = {one["path"]: one["hash"] for one in package["resources"]}
        fields = package["resources"][0]["schema"]["fields"]

        assert sums == {
            path: f"sha256:{hashlib.sha256((published / path).read_bytes()).hexdigest()}"
            for path in sums
        }
        assert (package["on"], package["published_on"], package["count"]) == ("2026-01-15",) * 2 + (3,)
        assert [field["code"] for field in fields] == [column.value for column in Column]
        assert fields[2]["clause"]["en"] == "Rules, para. 5(2)"
        assert fields[2]["titles"]["kk"] == "Бизнес-сәйкестендіру нөмірі"

    def test_an_imprint_names_custodian_and_licence(self, tmp_path: Path) -> None:
        """
        Another ministry publishes under its own name and licence.
        """
        names = {"kk": "Министрлік", "ru": "Министерство", "en": "Ministry"}
        imprint = Imprint(on=DAY, published_on=DAY, language="en", custodian=names, licence="CC-BY-4.0")  # type: ignore[arg-type]  # languages

        count = publish_as(tmp_path / "out", public_rows(), imprint, ("csv",))

        package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
        assert (count, package["custodian"], package["licenses"]) == (3, names, [{"name": "CC-BY-4.0"}])

    def test_nothing_of_hidden_entries_is_in_any_file(self, published: Path) -> None:
        """
        Neither the name nor the number of the provider without consent, nor withheld cells.
        """
        for path in published.glob("register.[chj]*"):
            content = path.read_text("utf-8")
            assert "Жасырын" not in content
            assert BINS[3] not in content
            assert BINS[1] not in content

    def test_an_empty_publication_is_whole(self, tmp_path: Path) -> None:
        """
        A register without consents publishes its header, in every format.
        """
        count = publish(tmp_path / "out", iter(()), on=DAY, published_on=DAY, language="en")

        assert (count, list(read_publication(tmp_path / "out" / "register.json"))) == (0, [])
        assert "There are no published entries." in (tmp_path / "out" / "register.html").read_text(
            "utf-8"
        )


@pytest.mark.parametrize("formats", [("xls",), ("csv", "xls"), "csv"])
def test_an_unknown_format_is_refused(tmp_path: Path, formats: tuple[str, ...] | str) -> None:
    """
    The fault lists the known formats, and nothing is written; a text is not a list of formats.
    """
    with pytest.raises(InvalidValue) as caught:
        publish(
            tmp_path / "out", public_rows(), on=DAY, published_on=DAY, language="kk", formats=formats
        )

    (fault,) = caught.value.faults
    assert (fault.code, fault.path, fault.allowed) == (Code.UNKNOWN_CODE, "formats", FORMATS)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_be_named_by_a_text(tmp_path: Path) -> None:
    """
    The folder is a path or a text.
    """
    publish(
        str(tmp_path / "out"), public_rows(), on=DAY, published_on=DAY, language="kk", formats=("csv",)
    )

    assert (tmp_path / "out" / "register.csv").exists()


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A full disk is an `OSError`, as it is for the other formats, and nothing else is printed.
    """
    printed: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", printed.append)
    imprint = Imprint(on=DAY, published_on=DAY, language="kk")
    with pytest.raises(OSError, match="No space"), workbook_file(Path("/dev/full"), imprint):
        pass
    gc.collect()
    assert printed == []


class TestExtras:
    """
    Formats that need optional packages.
    """

    @pytest.mark.parametrize(
        ("name", "package", "module"),
        [("xlsx", "xlsxwriter", "workbook"), ("html", "jinja2", "page.page")],
    )
    def test_a_missing_package_is_named_by_its_extra(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        package: str,
        module: str,
    ) -> None:
        """
        The error names the extra to install, and nothing is written.
        """
        monkeypatch.delitem(sys.modules, f"kz_social_registry.form.publishing.{module}", raising=False)
        monkeypatch.setitem(sys.modules, package, None)

        with pytest.raises(MissingExtra) as caught:
            publish(
                tmp_path / "out",
                public_rows(),
                on=DAY,
                published_on=DAY,
                language="kk",
                formats=(name,),
            )

        assert caught.value.faults[0].allowed == (f"kz-social-registry[{name}]",)
        assert list(tmp_path.iterdir()) == []

    def test_by_default_only_what_is_installed_is_written(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        CSV, JSON and JSON Lines need no extra.
        """
        monkeypatch.setattr("kz_social_registry.form.publishing.publish.find_spec", lambda _: None)

        assert available_formats() == ("csv", "json", "jsonl")


def test_the_page_states_the_full_view(tmp_path: Path) -> None:
    """
    A page with excluded entries says so.
    """
    publish(tmp_path / "out", public_rows(), on=DAY, published_on=DAY, language="en", view=View.FULL)

    assert "the register with excluded entries" in (tmp_path / "out" / "register.html").read_text(
        "utf-8"
    )
