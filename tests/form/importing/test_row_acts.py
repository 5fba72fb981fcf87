"""
The acts of a row that the register does not have.
"""

from datetime import date

import pytest

from kz_social_registry.base.vocabulary import (
    ReissueGround,
    Status,
    TerminationGround,
)
from kz_social_registry.domain.values.terms import Term
from support.form_importer import (
    AMEND,
    REISSUE,
    SUPPLIED,
    Importer,
    kept,
    stopped,
    verdicts,
)
from support.form_samples import cells


class TestNewRows:
    """
    Rows of providers that the register does not have.
    """

    def test_are_issued_with_all_that_the_form_says(self, importer: Importer) -> None:
        """
        The entry has the row's values, was included on its day, and is known to be the operator's work.
        """
        report = importer(
            cells(contract_signed_on="21.04.2025", contract_term="1 жыл", reissued_on="21.04.2025")
        )

        entry = importer.entry()
        (fact,) = importer.registry.history(entry.id)
        assert verdicts(report) == {"accepted": 1}
        assert (entry.included_on, entry.reissued_on, entry.contract.term, fact.recorded_by) == (
            date(2025, 4, 22), date(2025, 4, 21), Term(years=1), "operator",
        )  # fmt: skip
        assert entry.consent is None

    def test_a_contract_after_inclusion_is_signed_on_its_day(self, importer: Importer) -> None:
        """
        A later event is an act of its own, on its own day.
        """
        importer(cells(contract_signed_on="01.06.2025", contract_term="1 жыл"))

        entry = importer.entry()
        assert importer.registry.get(entry.id, on=date(2025, 5, 31)).contract is None  # type: ignore[union-attr]  # it is there
        assert entry.contract.signed_on == date(2025, 6, 1)

    def test_are_rejected_where_something_is_missing_or_wrong(self, importer: Importer) -> None:
        """
        The first fault is reported at its cell; nothing of the row is recorded.
        """
        cases: list[tuple[dict[str, str], str, str]] = [
            ({"terminated_on": "01.12.2025"}, "needs_ground", "P2"),
            ({"exclusion_basis": "Тараған"}, "needs_exclusion_day", "Q2"),
            ({"reissued_on": "01.07.2025"}, "needs_reissue_ground", "L2"),
            ({"included_on": ""}, "missing", "O2"),
            ({"name": "-"}, "missing", "B2"),
            ({"contract_signed_on": "21.04.2025"}, "missing", "N2"),
            ({"contract_term": "1 жыл", "contract_signed_on": ""}, "missing", "M2"),
            ({"licence_issued_on": "23.04.2025"}, "day_order", "J2"),
            ({"included_on": "21.04.2028"}, "day_order", "O2"),
            ({"licence_term": "500 лет"}, "term_out_of_range", "K2"),
        ]
        expected = [({"rejected": 1}, [(problem, cell)]) for _, problem, cell in cases]

        reports = [importer(cells(**other)) for other, _, _ in cases]

        assert [(verdicts(one), stopped(one)[:1]) for one in reports] == expected
        assert importer.entry() is None

    def test_all_faults_of_a_new_row_are_reported_at_once(self, importer: Importer) -> None:
        """
        Missing values, wrong values and all that the operator must supply.
        """
        ended = {"terminated_on": "01.12.2025", "exclusion_basis": "Тараған"}
        half = {"name": "", "contract_signed_on": "01.06.2025", "reissued_on": "01.07.2025"}

        assert stopped(importer(cells(**ended))) == [
            ("needs_ground", "P2"),
            ("needs_exclusion_day", "Q2"),
        ]
        assert stopped(importer(cells(**ended, **half))) == [
            ("missing", "B2"), ("missing", "N2"), ("needs_reissue_ground", "L2"),
            ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
        ]  # fmt: skip
        assert stopped(importer(cells(**ended, licence_issued_on="23.04.2025"))) == [
            ("day_order", "J2"), ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
        ]  # fmt: skip

    def test_all_faults_of_a_change_are_reported_at_once(self, importer: Importer) -> None:
        """
        The same holds for a provider that the register has.
        """
        importer(cells())
        row = cells(
            name="«Арай» ЖШС", terminated_on="01.12.2025", exclusion_basis="Тараған",
            licence_term="5 жыл", reissued_on="01.07.2025",
        )  # fmt: skip
        found = importer(row, treatments=AMEND | REISSUE)
        assert stopped(found) == [
            ("needs_reissue_ground", "L2"), ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
            ("beyond_act", "K2"),
        ]  # fmt: skip

    def test_only_grounds_of_this_licence_are_asked_for(self, importer: Importer) -> None:
        """
        The operator is not offered grounds of reissue of other licences.
        """
        (finding,) = importer(cells(reissued_on="01.07.2025")).first
        assert ("other_law" in finding.fault.allowed, "alienated" in finding.fault.allowed) == (
            True,
            False,
        )

    def test_supplied_values_are_used_and_listed(self, importer: Importer) -> None:
        """
        Rows with columns 16 and 17 are accepted with the operator's ground and day.
        """
        row = cells(terminated_on="01.12.2025", exclusion_basis="Тараған", reissued_on="01.07.2025")

        report = importer(row, **SUPPLIED)

        entry = importer.entry()
        assert (entry.status, entry.termination_ground, entry.excluded_on, entry.reissued_on) == (
            Status.EXCLUDED, TerminationGround.VOLUNTARY, date(2026, 1, 10), date(2025, 7, 1),
        )  # fmt: skip
        assert [line["code"] for line in kept(report)[1:]] == [
            "reissue_ground_supplied", "ground_supplied", "exclusion_day_supplied",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("other", "supplied", "problem", "cell"),
        [
            ({"reissued_on": "01.07.2025"}, {}, "ground_for_others", "L2"),
            ({"reissued_on": "01.07.2025", "exclusion_basis": "Жою"}, {}, "ground_for_others", "L2"),
            ({"reissued_on": "01.07.2025"}, {"reissue_ground": "alienated"}, "ground_never_here", "L2"),
            ({"terminated_on": "01.04.2025"}, {}, "day_order", "P2"),
            ({"contract_signed_on": "11.04.2029", "contract_term": "1 жыл"}, {}, "after_expiry", "M2"),
        ],
    )  # fmt: skip
    def test_a_fault_of_an_act_is_reported_at_the_column_of_the_act(
        self,
        importer: Importer,
        other: dict[str, str],
        supplied: dict[str, str],
        problem: str,
        cell: str,
    ) -> None:
        """
        Several acts of a row are recorded together, and one of them is at fault.
        """
        grounds = SUPPLIED | {"reissue_ground": ReissueGround.PERSON_RENAMED} | supplied

        assert stopped(importer(cells(**other), **grounds)) == [(problem, cell)]

    def test_a_fault_of_a_later_act_is_reported_at_its_column(self, importer: Importer) -> None:
        """
        The facts that the register has already do not matter.
        """
        importer(cells())
        row = cells(capacity="50", name="«Үміт плюс»", reissued_on="01.12.2025")

        report = importer(row, treatments=AMEND | REISSUE, reissue_ground=ReissueGround.PERSON_RENAMED)

        assert stopped(report) == [("ground_for_others", "L2")]

    def test_an_expired_licence_ends_by_expiry_whatever_the_operator_says(
        self, importer: Importer
    ) -> None:
        """
        On the day after the term no other ground is lawful.
        """
        importer(cells(licence_term="6 ай", terminated_on="21.10.2025"), **SUPPLIED)

        assert importer.entry().termination_ground is TerminationGround.EXPIRED

    def test_a_provider_licensed_again_names_its_predecessor(self, importer: Importer) -> None:
        """
        An excluded row and a later one of the same provider are two entries, one after the other.
        """
        old = cells(exclusion_basis="Тараған", licence_issued_on="01.02.2025", included_on="02.02.2025")
        report = importer(old, excluded_on=date(2025, 3, 1))
        again = importer(old, cells(), excluded_on=date(2025, 3, 1))

        assert (verdicts(report), verdicts(again)) == (
            {"accepted": 1},
            {"unchanged": 1, "accepted": 1},
        )
        assert importer.registry.predecessors(importer.entry().id)
