"""
Rows of providers that the register has already.
"""

from kz_social_registry.serialization.cell_text import headings
from support.form_importer import (
    SUPPLIED,
    TODAY,
    Importer,
    kept,
    stopped,
    verdicts,
)
from support.form_samples import BINS, cells


class TestKnownRows:
    """
    Rows of providers that the register has already.
    """

    def test_importing_a_file_twice_equals_importing_it_once(self, importer: Importer) -> None:
        """
        The second time nothing is recorded.
        """
        rows = [
            cells(), cells(identifier=BINS[1], reissued_on="01.07.2025"),
            cells(identifier=BINS[2], exclusion_basis="Тараған"),
            cells(identifier=BINS[3], terminated_on="01.12.2025"),
        ]  # fmt: skip
        importer(*rows, **SUPPLIED)
        facts = list(importer.registry.changes())

        report = importer.again(**SUPPLIED)

        assert (verdicts(report), list(importer.registry.changes())) == ({"unchanged": 4}, facts)

    def test_columns_that_a_file_lacks_are_not_compared(self, importer: Importer) -> None:
        """
        A file without columns 12 to 14, 16 and 17 does not say that there is no contract.
        """
        importer(
            cells(contract_signed_on="21.04.2025", contract_term="1 жыл", terminated_on="01.12.2025"),
            **SUPPLIED,
        )
        lines = [[*row[:11], row[14]] for row in (headings("ru"), cells())]
        importer.path.write_text("".join(";".join(line) + "\n" for line in lines), "utf-8")

        report = importer.again(**SUPPLIED)

        assert verdicts(report) == {"unchanged": 1}
        assert [line["code"] for line in kept(report)] == ["encoding", "columns_lacking"]

    def test_a_row_that_differs_is_shown_and_not_applied(self, importer: Importer) -> None:
        """
        Each differing column is reported with the register's value.
        """
        importer(cells())
        report = importer(cells(capacity="50", phones="+7 7172743600", emails=""))

        assert (verdicts(report), importer.entry().capacity, report.rejects) == (
            {"differing": 1},
            40,
            None,
        )
        assert [(line["cell"], line.get("raw"), line["register"]) for line in kept(report)[1:]] == [
            ("G2", "50", "40"), ("H2", "+7 7172743600", "+7 7172743654"),
            ("I2", None, "info@example.kz"),
        ]  # fmt: skip

    def test_a_term_that_ends_on_the_same_day_is_the_same(self, importer: Importer) -> None:
        """
        Three years and the last day of three years say the same; another day does not.
        """
        importer(cells(contract_signed_on="21.04.2025", contract_term="1 жыл"))
        same = cells(
            contract_signed_on="21.04.2025", contract_term="по 21.04.2026 включительно",
            licence_term="по 20.04.2028 включительно",
        )  # fmt: skip
        other = cells(contract_signed_on="21.04.2025", contract_term="1 жыл", licence_term="31.12.2199")

        assert (verdicts(importer(same)), verdicts(importer(other))) == (
            {"unchanged": 1},
            {"differing": 1},
        )

    def test_a_term_that_cannot_be_counted_is_another_one(self, importer: Importer) -> None:
        """
        A term that would end before its start differs from any.
        """
        importer(cells())

        assert verdicts(importer(cells(licence_term="01.01.2025"))) == {"differing": 1}

    def test_an_excluded_entry_is_not_issued_again_by_its_old_row(self, importer: Importer) -> None:
        """
        The row is about the entry that was included on its day, also after an exclusion.
        """
        importer(cells())
        importer.registry.exclude(importer.entry().id, on=TODAY, basis="Тараған")

        report = importer.again()

        assert (verdicts(report), stopped(report)) == ({"differing": 1}, [("differs", "Q2")])

    def test_a_row_included_on_another_day_is_about_the_entry_in_the_register(
        self, importer: Importer
    ) -> None:
        """
        A provider has one entry at a time.
        """
        importer(cells())

        assert stopped(importer(cells(included_on="23.04.2025"))) == [("differs", "O2")]

    def test_a_future_row_is_compared_on_its_own_day(self, importer: Importer) -> None:
        """
        An issue that takes effect later is not repeated.
        """
        row = cells(licence_issued_on="01.03.2026", included_on="02.03.2026")
        importer(row)

        assert verdicts(importer.again()) == {"unchanged": 1}
