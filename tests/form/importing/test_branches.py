"""
Several rows of one provider in one form.
"""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from support.form_importer import (
    AMEND,
    TODAY,
    Importer,
    a_registry,
    import_file,
    kept,
    stopped,
    verdicts,
)
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


class TestCombined:
    """
    On request, the rows of one provider become one entry; the form's column is the "total capacity".
    """

    def test_capacity_is_summed_and_lists_are_joined(self, importer: Importer) -> None:
        """
        Rows may stand apart; the report lists which rows became which entry.
        """
        second = cells(
            capacity="30", conditions="1", categories="6", phones="+7 7172 55-14-00",
            emails="b@example.kz", address="Ақтау қ.",
        )  # fmt: skip
        report = importer(cells(), OTHER, second, branches=True)
        entry = importer.entry()
        assert verdicts(report) == {"accepted": 2}
        assert (entry.capacity, entry.address) == (70, "Астана қ., Абай даңғылы, 12")
        assert entry.conditions == {"inpatient", "at_home"}
        assert entry.categories == {"elderly", "homeless"}
        assert [str(one) for one in entry.contacts.phones] == ["+77172743654", "+77172551400"]
        assert [str(one) for one in entry.contacts.emails] == ["info@example.kz", "b@example.kz"]
        combined = [line for line in kept(report) if line["code"] == "branches"]
        assert [re.findall(r"C\d", line["messages"]["en"]) for line in combined] == [["C2", "C4"]]
        assert verdicts(importer.again(branches=True)) == {"unchanged": 2}

    @pytest.mark.parametrize(
        ("other", "codes"),
        [
            ({"licence_issued_on": "21.04.2025"}, [
                ("branches_differ", "J2"), ("branches_differ", "J3"),
            ]),
            ({"licence_term": "2 жыл"}, [("branches_differ", "K2"), ("branches_differ", "K3")]),
            ({"name": "«Басқа» ЖШС"}, [("branches_differ", "B2"), ("branches_differ", "B3")]),
            ({"reissued_on": "22.04.2025"}, [("branches_differ", "L2"), ("branches_differ", "L3")]),
            ({"capacity": ""}, [("branch_rejected", "C2"), ("missing", "G3")]),
            ({"capacity": "көп"}, [("branch_rejected", "C2"), ("not_a_number", "G3")]),
        ],
    )  # fmt: skip
    def test_rows_that_disagree_are_rejected_together(
        self, importer: Importer, other: dict[str, str], codes: list[tuple[str, str]]
    ) -> None:
        """
        Licence and dates must agree, and every row must be understood; nobody else is rejected.
        """
        report = importer(cells(), cells(**other), OTHER, branches=True)
        assert (stopped(report), verdicts(report)) == (codes, {"rejected": 2, "accepted": 1})

    def test_a_combined_row_that_is_refused_comes_back_as_its_rows(self, importer: Importer) -> None:
        """
        The rejects file has every row of the provider, to be mended and read again.
        """
        late = {"terminated_on": "01.12.2025"}
        report = importer(cells(**late), cells(**late, capacity="2"), branches=True)
        assert verdicts(report) == {"rejected": 2}
        assert report.rejects
        assert len(report.rejects.read_text("utf-8").splitlines()) == 3

    @pytest.mark.parametrize("is_total", [False, True], ids=["capacity of each", "capacity of all"])
    def test_merged_cells_hold_for_all_their_rows(self, tmp_path: Path, is_total: bool) -> None:  # noqa: FBT001  # a parameter
        """
        Identifier, name and dates stand once; a capacity that is merged too counts once.
        """
        shared = dict.fromkeys(
            ("number", "name", "identifier", "phones", "emails", "licence_issued_on", "licence_term",
             "included_on", *(["capacity"] if is_total else [])), "",
        )  # fmt: skip
        below = [cells(**{"capacity": "5", **shared, "address": f"Ақтау қ., {n}"}) for n in (1, 2)]
        path = save_workbook(tmp_path / "form.xlsx", cells(), *below, OTHER)
        book = openpyxl.load_workbook(path)
        for column in [one for one in Column if shared.get(one.value) == ""]:
            book.active.merge_cells(
                start_row=2, end_row=4, start_column=column.number, end_column=column.number
            )
        book.save(path)
        registry = a_registry()
        report = import_file(path, registry, branches=True)
        assert verdicts(report) == {"accepted": 2}
        assert registry.standing(BINS[0], on=TODAY).entry.capacity == (40 if is_total else 50)  # type: ignore[union-attr]  # it was recorded
        merged = [line for line in kept(report) if line["code"] == "merged"]
        assert [line["cell"] for line in merged] == ["3", "4"]
        assert stopped(import_file(path)) == [("several_rows", f"C{n}") for n in (2, 3, 4)]

    def test_what_no_row_has_stays_absent(self, importer: Importer) -> None:
        """
        Branches without telephones and e-mail addresses make an entry without them.
        """
        bare = {"phones": "", "emails": ""}
        report = importer(cells(**bare), cells(**bare, capacity="2"), branches=True)
        contacts = importer.entry().contacts
        assert (verdicts(report), contacts.phones, contacts.emails) == ({"accepted": 1}, (), ())

    def test_a_row_without_identifier_and_day_is_of_the_one_above(self, importer: Importer) -> None:
        """
        A cell that a merged one leaves empty differs from nothing.
        """
        below = cells(**MERGED["all but the branch"], capacity="30")
        assert verdicts(importer(cells(), below, branches=True)) == {"accepted": 1}

    def test_a_capacity_that_alone_is_merged_counts_once(self, tmp_path: Path) -> None:
        """
        The rows repeat everything else.
        """
        path = save_workbook(tmp_path / "form.xlsx", cells(), cells(capacity=""))
        book = openpyxl.load_workbook(path)
        number = Column.CAPACITY.number
        book.active.merge_cells(start_row=2, end_row=3, start_column=number, end_column=number)
        book.save(path)
        registry = a_registry()
        assert verdicts(import_file(path, registry, branches=True)) == {"accepted": 1}
        assert registry.standing(BINS[0], on=TODAY).entry.capacity == 40
