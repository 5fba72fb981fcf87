"""
Several rows of one provider in one form.
"""

from datetime import date
from pathlib import Path

import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from support.form_importer import AMEND, Importer, import_file, stopped, verdicts
from support.form_samples import BINS, cells
from support.form_workbooks import save_workbook

#: The rows of three branches, and those of another provider.
BRANCHES = [
    cells(capacity=capacity, address=f"Астана қ., {capacity}") for capacity in ("50", "30", "100")
]
OTHER = cells(identifier=BINS[1])
#: Columns that a merged cell of the row above leaves empty.
MERGED: dict[str, dict[str, str]] = {
    "number, name and identifier": dict.fromkeys(("number", "name", "identifier"), ""),
    "identifier and number": {"identifier": "", "number": "", "name": "филиал"},
    "all but the branch": {
        column.value: ""
        for column in Column
        if column not in {Column.ADDRESS, Column.CONDITIONS, Column.CAPACITY}
    },
    "all but name and branch": {
        column.value: ""
        for column in Column
        if column not in {Column.NUMBER, Column.NAME, Column.ADDRESS, Column.CAPACITY}
    },
    "a dash": {"identifier": "–", "name": ""},
}


class TestRowsOfOneProvider:
    """
    Assumption "one entry": no row is taken for the whole organisation, and none is lost.
    """

    @pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
    def test_all_are_rejected_in_any_order(self, importer: Importer, order: tuple[int, ...]) -> None:
        """
        Each names the cells of the others; the other provider is recorded.
        """
        rows = [[*BRANCHES, OTHER][index] for index in order]
        report = importer(*rows)
        branches = [f"C{number}" for number, row in enumerate(rows, 2) if row is not OTHER]
        assert verdicts(report) == {"accepted": 1, "rejected": 3}
        assert [(one.address.cell, one.fault.allowed) for one in report.first] == [
            (cell, tuple(other for other in branches if other != cell)) for cell in branches
        ]
        assert (importer.entry(BINS[0]), importer.entry(BINS[1]) is None) == (None, False)

    def test_none_amends_the_register(self, importer: Importer) -> None:
        """
        Rows of branches do not change the entry, whatever the treatment; importing again adds nothing.
        """
        importer(cells(capacity="180"))
        before = list(importer.registry.changes())
        for _ in range(2):
            assert verdicts(importer(*BRANCHES, treatments=AMEND)) == {"rejected": 3}
        assert (importer.entry().capacity, list(importer.registry.changes())) == (180, before)

    def test_a_faulty_row_rejects_the_others_too(self, importer: Importer) -> None:
        """
        A branch that cannot be read is one, and keeps its own fault.
        """
        report = importer(cells(), cells(capacity="көп"))
        assert stopped(report) == [
            ("several_rows", "C2"), ("not_a_number", "G3"), ("several_rows", "C3"),
        ]  # fmt: skip

    def test_excluded_rows_are_other_entries(self, importer: Importer) -> None:
        """
        An excluded entry and a later one are no branches; two rows of one inclusion are.
        """
        old = {
            "exclusion_basis": "Тараған",
            "licence_issued_on": "01.02.2025",
            "included_on": "02.02.2025",
        }
        rows = [cells(**old), cells(), cells(**old, capacity="7")]
        report = importer(*rows, excluded_on=date(2025, 3, 1))
        assert stopped(report) == [("several_rows", "C2"), ("several_rows", "C4")]
        assert verdicts(report) == {"rejected": 2, "accepted": 1}

    def test_the_list_of_cells_has_an_end(self, importer: Importer) -> None:
        """
        A file with one provider only is refused in time and memory that grow with its rows.
        """
        report = importer(*[cells()] * 60)
        assert {len(one.fault.allowed) for one in report.first} == {21}
        assert report.first[0].fault.allowed[-1] == "…"


class TestMergedCells:
    """
    A merged cell leaves the rows below it without its value.
    """

    @pytest.mark.parametrize("merged", MERGED.values(), ids=MERGED)
    def test_the_rows_below_belong_to_the_first(
        self, importer: Importer, merged: dict[str, str]
    ) -> None:
        """
        The first row is not taken for the whole organisation.
        """
        below = [cells(**{"capacity": "30", "address": "Ақтау қ.", **merged}) for _ in range(2)]
        report = importer(cells(), *below, OTHER)
        codes = [code for code, _ in stopped(report)]
        assert (codes.count("several_rows"), verdicts(report)) == (3, {"accepted": 1, "rejected": 3})

    def test_they_do_not_make_a_file_unreadable(self, importer: Importer) -> None:
        """
        The guard against columns that have shifted does not count them.
        """
        below = cells(**MERGED["all but the branch"])
        assert verdicts(importer(cells(), *[below] * 30)) == {"rejected": 31}

    @pytest.mark.parametrize(
        "row",
        [
            cells(number="2", identifier=""),
            ["", "Есеп айырысу", "", "", "", "", "340", *[""] * 10],
        ],
        ids=["another provider", "a sum"],
    )
    def test_other_rows_without_an_identifier_reject_nobody_else(
        self, importer: Importer, row: list[str]
    ) -> None:
        """
        A provider without a number and the lines below a table are faults of their own.
        """
        assert verdicts(importer(cells(), row)) == {"accepted": 1, "rejected": 1}

    def test_a_workbook_with_merged_cells(self, tmp_path: Path) -> None:
        """
        Sheets are one form: a branch on another sheet is found, and is named with its sheet.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells(), cells(**MERGED["all but the branch"]))
        report = import_file(path)
        assert [(one.fault.code.value, str(one.address)) for one in report.first] == [
            ("several_rows", "Тіркелім C2"), ("several_rows", "Тіркелім C3"),
        ]  # fmt: skip
        assert [len({one.message(language) for language in LANGUAGES}) for one in report.first] == [
            3,
            3,
        ]
