"""
The acts of a row that differs from the register, as the operator treats it.
"""

from datetime import date

import pytest

from kz_social_registry.base.vocabulary import (
    ReissueGround,
    Status,
)
from kz_social_registry.domain.acts import EndContract
from kz_social_registry.form import (
    Treatment,
)
from support.form_importer import (
    AMEND,
    CORRECT,
    REISSUE,
    SUPPLIED,
    TODAY,
    Importer,
    stopped,
    verdicts,
)
from support.form_samples import cells


class TestTreatments:
    """
    The operator says what a difference is.
    """

    def test_an_amendment_takes_effect_on_the_day_of_the_import(self, importer: Importer) -> None:
        """
        Contacts, places, conditions, categories and a renamed street change without a reissue.
        """
        importer(cells())
        row = cells(
            capacity="50", phones="-", emails="new@example.kz", conditions="стационар",
            categories="жертвы торговли людьми", address="Астана қ., Тәуелсіздік даңғылы, 12",
        )  # fmt: skip

        report = importer(row, treatments=AMEND)

        entry = importer.entry()
        assert (verdicts(report), verdicts(importer.again())) == ({"applied": 1}, {"unchanged": 1})
        assert (entry.capacity, entry.contacts.phones) == (50, ())
        assert importer.registry.history(entry.id)[-1].content.on == TODAY  # type: ignore[union-attr]  # an act

    def test_an_amendment_brings_a_contract_and_an_end(self, importer: Importer) -> None:
        """
        The row and the operator give a new contract, a termination and an exclusion.
        """
        importer(cells())
        row = cells(
            contract_signed_on="01.06.2025", contract_term="1 жыл", terminated_on="01.12.2025",
            exclusion_basis="Тараған",
        )  # fmt: skip

        report = importer(row, treatments=AMEND, **SUPPLIED)

        assert (verdicts(report), importer.entry().status) == ({"applied": 1}, Status.EXCLUDED)
        assert verdicts(importer.again()) == {"unchanged": 1}

    def test_an_amendment_without_the_contract_ends_it(self, importer: Importer) -> None:
        """
        Both cells of the contract are empty: it ended, on the day of the import.
        """
        importer(cells(contract_signed_on="21.04.2025", contract_term="1 жыл"))

        report = importer(cells(), treatments=AMEND)

        entry = importer.entry()
        last = importer.registry.history(entry.id)[-1].content
        assert (verdicts(report), entry.contract) == ({"applied": 1}, None)
        assert last == EndContract(on=TODAY)
        assert verdicts(importer.again()) == {"unchanged": 1}

    def test_an_amendment_brings_a_contract_signed_before_inclusion(self, importer: Importer) -> None:
        """
        The contract keeps its day of signing and counts from inclusion.
        """
        importer(cells(included_on="22.04.2025"))
        row = cells(included_on="22.04.2025", contract_signed_on="21.04.2025", contract_term="1 жыл")

        report = importer(row, treatments=AMEND)

        contract = importer.entry().contract
        assert contract
        assert (verdicts(report), contract.signed_on) == ({"applied": 1}, date(2025, 4, 21))
        assert verdicts(importer.again()) == {"unchanged": 1}

    def test_an_amendment_is_refused_where_more_changed(self, importer: Importer) -> None:
        """
        A name, a contract without its term and a day of issue are no amendments; nothing is applied.
        """
        importer(cells(contract_signed_on="21.04.2025", contract_term="1 жыл"))
        row = cells(
            name="«Үміт плюс»", capacity="50", licence_issued_on="19.04.2025",
            contract_signed_on="21.04.2025",
        )  # fmt: skip

        report = importer(row, treatments=AMEND)

        assert (stopped(report), importer.entry().capacity) == (
            [("beyond_act", cell) for cell in ("B2", "J2", "N2")], 40,
        )  # fmt: skip

    def test_a_reissue_takes_effect_on_the_day_of_column_12(self, importer: Importer) -> None:
        """
        It changes name and address, on the ground that the operator names.
        """
        importer(cells())
        row = cells(name="«Үміт плюс»", address="Астана қ., Есіл ауданы, 5", reissued_on="01.12.2025")

        report = importer(row, treatments=REISSUE, reissue_ground=ReissueGround.NAME_OR_LOCATION)

        entry = importer.entry()
        assert (verdicts(report), entry.name, entry.reissued_on) == (
            {"applied": 1}, "«Үміт плюс»", date(2025, 12, 1),
        )  # fmt: skip

    @pytest.mark.parametrize("day", ["", "21.04.2025"])
    def test_a_reissue_needs_a_later_day(self, importer: Importer, day: str) -> None:
        """
        Without a new day in column 12 there is no reissue.
        """
        importer(cells(reissued_on="21.04.2025"))

        report = importer(cells(name="«Үміт плюс»", reissued_on=day), treatments=REISSUE)

        assert stopped(report) == [("no_reissue_day", "L2")]

    def test_a_reissue_brings_no_new_address_alone(self, importer: Importer) -> None:
        """
        A row with the old name and the old day of reissue is not a reissue.
        """
        importer(cells())

        report = importer(cells(address="Астана қ., Есіл ауданы, 5"), treatments=REISSUE)

        assert stopped(report) == [("beyond_act", "D2")]

    def test_a_reissue_and_an_amendment_go_together(self, importer: Importer) -> None:
        """
        Each covers its own columns.
        """
        importer(cells())
        row = cells(name="«Үміт плюс»", capacity="50", reissued_on="01.12.2025")

        report = importer(row, treatments=AMEND | REISSUE, reissue_ground=ReissueGround.OTHER_LAW)

        entry = importer.entry()
        assert (verdicts(report), entry.name, entry.capacity) == ({"applied": 1}, "«Үміт плюс»", 50)

    def test_a_correction_replaces_the_fact_that_was_wrong(self, importer: Importer) -> None:
        """
        The entry is as if it had been right from the first day; the reason is kept.
        """
        importer(cells())
        entry_id = importer.entry().id
        row = cells(capacity="45", licence_issued_on="19.04.2025", included_on="21.04.2025", emails="-")

        report = importer(row, treatments=CORRECT, reason="сканерленген қате")

        first = importer.registry.get(entry_id, on=date(2025, 4, 21))
        assert first is not None
        assert (verdicts(report), first.capacity, first.contacts.emails) == ({"applied": 1}, 45, ())
        assert [fact.number for fact in importer.registry.history(entry_id)] == [1, 2, 3]

    @pytest.mark.parametrize(
        ("first", "then", "treatment"),
        [
            ({}, {"capacity": "50", "phones": "-"}, AMEND),
            ({}, {"name": "«Үміт плюс»", "reissued_on": "01.12.2025"}, REISSUE),
            ({}, {"contract_signed_on": "01.06.2025", "contract_term": "1 жыл"}, AMEND),
            ({}, {"terminated_on": "01.12.2025"}, AMEND),
            ({"terminated_on": "01.12.2025"}, {"exclusion_basis": "Тараған"}, AMEND),
        ],
    )
    def test_a_correction_finds_the_fact_of_each_kind(
        self,
        importer: Importer,
        first: dict[str, str],
        then: dict[str, str],
        treatment: frozenset[Treatment],
    ) -> None:
        """
        The act that brought the value is replaced.
        """
        other = {
            "capacity": "55", "phones": "+7 7172743611", "name": "«Үміт және К»",
            "reissued_on": "02.12.2025", "contract_signed_on": "02.06.2025", "contract_term": "2 жыл",
            "terminated_on": "02.12.2025", "exclusion_basis": "Қосылған",
        }  # fmt: skip
        importer(cells(**first), **SUPPLIED)
        importer(cells(**first | then), treatments=treatment, **SUPPLIED)
        count = len(importer.registry.history(importer.entry().id))

        report = importer(cells(**first | {code: other[code] for code in then}), treatments=CORRECT)

        assert (verdicts(report), verdicts(importer.again())) == ({"applied": 1}, {"unchanged": 1})
        assert len(importer.registry.history(importer.entry().id)) == count + 2

    def test_a_correction_can_clear_what_an_amendment_brought(self, importer: Importer) -> None:
        """
        Telephones that an amendment brought by mistake are removed.
        """
        importer(cells())
        importer(cells(phones="+7 7172743600"), treatments=AMEND)

        report = importer(cells(phones=""), treatments=CORRECT)

        assert (verdicts(report), importer.entry().contacts.phones) == ({"applied": 1}, ())

    @pytest.mark.parametrize("code", ["included_on", "licence_issued_on", "licence_term"])
    def test_a_correction_needs_what_every_entry_has(self, importer: Importer, code: str) -> None:
        """
        A row that lacks it is rejected, and the others go on.
        """
        importer(cells())

        report = importer(cells(**{code: ""}), treatments=CORRECT)

        assert [found for found, _ in stopped(report)] == ["missing"]

    @pytest.mark.parametrize("signed", ["19.04.2025", "21.04.2025", "03.06.2025"])
    def test_a_correction_of_a_contract_keeps_days_in_order(
        self, importer: Importer, signed: str
    ) -> None:
        """
        Its day of signing may move before inclusion or after it; each row is then unchanged.
        """
        importer(cells())
        importer(cells(contract_signed_on="01.06.2025", contract_term="1 жыл"), treatments=AMEND)

        reports = [
            importer(cells(contract_signed_on=day, contract_term="1 жыл"), treatments=CORRECT)
            for day in (signed, "02.06.2025", signed)
        ]

        assert [verdicts(report) for report in reports] == [{"applied": 1}] * 3
        assert verdicts(importer.again()) == {"unchanged": 1}

    def test_a_correction_revives_a_contract_that_did_not_end(self, importer: Importer) -> None:
        """
        The end is replaced by the contract in the row, which must have both values.
        """
        importer(cells(contract_signed_on="01.06.2025", contract_term="1 жыл"))
        importer(cells(), treatments=AMEND)

        half = importer(cells(contract_signed_on="01.06.2025"), treatments=CORRECT)
        whole = importer(
            cells(contract_signed_on="01.06.2025", contract_term="1 жыл"), treatments=CORRECT
        )

        assert [code for code, _ in stopped(half)] == ["missing"]
        assert (verdicts(whole), importer.entry().contract is None) == ({"applied": 1}, False)
        assert verdicts(importer.again()) == {"unchanged": 1}

    def test_a_correction_of_several_facts_is_refused(self, importer: Importer) -> None:
        """
        The importer does not guess which fact was wrong; a value that no fact brought is refused too.
        """
        importer(cells())
        importer(cells(capacity="50"), treatments=AMEND)

        several = importer(cells(capacity="55", name="«Үміт плюс»"), treatments=CORRECT)
        none = importer(cells(capacity="50", exclusion_basis="Тараған"), treatments=CORRECT)

        assert [stopped(report)[0][0] for report in (several, none)] == ["several_facts"] * 2

    def test_a_correction_passes_over_consent(self, importer: Importer) -> None:
        """
        Consent and other acts without a column are not the source of a difference.
        """
        importer(cells())
        importer.registry.give_consent(importer.entry().id, on=TODAY)

        assert verdicts(importer(cells(capacity="41"), treatments=CORRECT)) == {"applied": 1}

    def test_an_unlawful_change_is_rejected(self, importer: Importer) -> None:
        """
        The lifecycle refuses it, and the row's fault has its code.
        """
        importer(cells(terminated_on="01.12.2025"), **SUPPLIED)

        report = importer(cells(terminated_on="01.12.2025", capacity="50"), treatments=AMEND)

        assert stopped(report) == [("not_allowed", "2")]
