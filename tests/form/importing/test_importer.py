"""
The form into a register: what becomes of each row, what is kept beside the file, what stops a file.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.errors import Fault, RegistryError, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.vocabulary import ReissueGround, Status, TerminationGround, View
from kz_social_registry.domain.row import values_of
from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form import FormReport, Guards, Supplied, Treatment, import_form
from kz_social_registry.form.publishing.internal import write_internal_form
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Commit
from kz_social_registry.serialization.cell_text import headings
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.strategies import histories
from support.form_samples import BINS, cells, save_csv

TODAY = date(2026, 1, 15)
AMEND, REISSUE, CORRECT = (frozenset({treatment}) for treatment in Treatment)
#: What the form does not know.
KNOWN_TO_THE_OPERATOR: dict[str, Any] = {
    "ground": TerminationGround.VOLUNTARY,
    "reissue_ground": ReissueGround.NAME_OR_LOCATION,
    "excluded_on": date(2026, 1, 10),
}


def _clock() -> datetime:
    return datetime(2026, 1, 15, 6, tzinfo=UTC)


@pytest.fixture
def registry() -> Registry:
    """
    Lend a register with nothing in it.
    """
    return Registry(MemoryStore(), _clock)


class Importer:
    """
    Imports rows into one register, each time from a file of the same name.
    """

    def __init__(self, registry: Registry, folder: Path) -> None:
        self.registry = registry
        self.path = folder / "form.csv"

    def __call__(
        self, *rows: Sequence[str], guards: Guards | None = None, dry_run: bool = False, **supplied: Any
    ) -> FormReport:
        """
        Import rows under the official headings.
        """
        save_csv(self.path, rows)
        return self.again(guards=guards, dry_run=dry_run, **supplied)

    def again(
        self,
        guards: Guards | None = None,
        *,
        dry_run: bool = False,
        keep_in: Path | None = None,
        **supplied: Any,
    ) -> FormReport:
        """
        Import the file as it is.
        """
        return import_form(
            self.registry, self.path, guards=guards, by="operator", dry_run=dry_run,
            supplied=Supplied(amended_on=TODAY, **supplied), language="kk", keep_in=keep_in,
        )  # fmt: skip

    def entry(self, provider: str = BINS[0]) -> Any:
        """
        Return the provider's entry as it stands today.
        """
        return self.registry.standing(provider, on=TODAY).entry


@pytest.fixture
def importer(registry: Registry, tmp_path: Path) -> Importer:
    """
    Lend what imports rows.
    """
    return Importer(registry, tmp_path)


def _verdicts(report: FormReport) -> dict[str, int]:
    return {verdict.value: count for verdict, count in report.verdicts.items()}


def _stopped(report: FormReport) -> list[tuple[str, str]]:
    return [(finding.fault.code.value, finding.address.cell) for finding in report.first]


def _kept(report: FormReport) -> list[dict[str, Any]]:
    assert report.findings
    return [json.loads(line) for line in report.findings.read_text("utf-8").splitlines()]


def _many(count: int, **other: str) -> list[list[str]]:
    """
    Return rows of so many invented providers.
    """
    heads = (f"2501405{serial:04}" for serial in range(10_000))
    numbers = (f"{head}{control_digit(head)}" for head in heads if control_digit(head) is not None)
    return [cells(identifier=next(numbers), **other) for _ in range(count)]


class TestNewRows:
    """
    Rows of providers that the register does not have.
    """

    def test_are_issued_with_all_that_the_form_says(self, importer: Importer) -> None:
        """
        The entry has the row's values, was included on its day, and is known to be the operator's work.
        """
        report = importer(
            cells(contract_signed_on="11.04.2025", contract_term="1 жыл", reissued_on="11.04.2025")
        )

        entry = importer.entry()
        (fact,) = importer.registry.history(entry.id)
        assert _verdicts(report) == {"accepted": 1}
        assert (entry.included_on, entry.reissued_on, entry.contract.term, fact.recorded_by) == (
            date(2025, 4, 12), date(2025, 4, 11), Term(years=1), "operator",
        )  # fmt: skip
        assert entry.consent is None

    def test_a_contract_after_inclusion_is_signed_on_its_day(self, importer: Importer) -> None:
        """
        What happened later is an act of its own, on its own day.
        """
        importer(cells(contract_signed_on="01.06.2025", contract_term="1 жыл"))

        entry = importer.entry()
        assert importer.registry.get(entry.id, on=date(2025, 5, 31)).contract is None  # type: ignore[union-attr]  # it is there
        assert entry.contract.signed_on == date(2025, 6, 1)

    @pytest.mark.parametrize(
        ("other", "problem", "cell"),
        [
            ({"terminated_on": "01.12.2025"}, "needs_ground", "P2"),
            ({"exclusion_basis": "Тараған"}, "needs_exclusion_day", "Q2"),
            ({"reissued_on": "01.07.2025"}, "needs_reissue_ground", "L2"),
            ({"included_on": ""}, "missing", "O2"),
            ({"name": "-"}, "missing", "B2"),
            ({"contract_signed_on": "11.04.2025"}, "missing", "N2"),
            ({"contract_term": "1 жыл", "contract_signed_on": ""}, "missing", "M2"),
            ({"licence_issued_on": "13.04.2025"}, "day_order", "J2"),
            ({"included_on": "11.04.2028"}, "day_order", "O2"),
            ({"licence_term": "500 лет"}, "term_out_of_range", "K2"),
        ],
    )
    def test_are_rejected_where_something_is_missing(
        self, importer: Importer, other: dict[str, str], problem: str, cell: str
    ) -> None:
        """
        Whatever stops a row is told at its cell; nothing of the row is recorded.
        """
        report = importer(cells(**other))

        assert (_verdicts(report), _stopped(report)[:1], importer.entry()) == (
            {"rejected": 1}, [(problem, cell)], None,
        )  # fmt: skip

    def test_all_that_stops_a_new_row_is_told_at_once(self, importer: Importer) -> None:
        """
        What is missing, what is wrong, and all that the operator must supply.
        """
        ended = {"terminated_on": "01.12.2025", "exclusion_basis": "Тараған"}
        half = {"name": "", "contract_signed_on": "01.06.2025", "reissued_on": "01.07.2025"}

        assert _stopped(importer(cells(**ended))) == [
            ("needs_ground", "P2"),
            ("needs_exclusion_day", "Q2"),
        ]
        assert _stopped(importer(cells(**ended, **half))) == [
            ("missing", "B2"), ("missing", "N2"), ("needs_reissue_ground", "L2"),
            ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
        ]  # fmt: skip
        assert _stopped(importer(cells(**ended, licence_issued_on="13.04.2025"))) == [
            ("day_order", "J2"), ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
        ]  # fmt: skip

    def test_all_that_stops_a_change_is_told_at_once(self, importer: Importer) -> None:
        """
        Of a provider that the register has, too.
        """
        importer(cells())
        row = cells(
            name="«Арай» ЖШС", terminated_on="01.12.2025", exclusion_basis="Тараған",
            licence_term="5 жыл", reissued_on="01.07.2025",
        )  # fmt: skip
        found = importer(row, treatments=AMEND | REISSUE)
        assert _stopped(found) == [
            ("needs_reissue_ground", "L2"), ("needs_ground", "P2"), ("needs_exclusion_day", "Q2"),
            ("beyond_act", "K2"),
        ]  # fmt: skip

    def test_only_grounds_of_this_licence_are_asked_for(self, importer: Importer) -> None:
        """
        Who must name a ground of reissue is not offered those of other licences.
        """
        (finding,) = importer(cells(reissued_on="01.07.2025")).first
        assert ("other_law" in finding.fault.allowed, "alienated" in finding.fault.allowed) == (
            True,
            False,
        )

    def test_what_the_operator_supplies_is_used_and_listed(self, importer: Importer) -> None:
        """
        Rows with columns 16 and 17 are taken with the operator's ground and day.
        """
        row = cells(terminated_on="01.12.2025", exclusion_basis="Тараған", reissued_on="01.07.2025")

        report = importer(row, **KNOWN_TO_THE_OPERATOR)

        entry = importer.entry()
        assert (entry.status, entry.termination_ground, entry.excluded_on, entry.reissued_on) == (
            Status.EXCLUDED, TerminationGround.VOLUNTARY, date(2026, 1, 10), date(2025, 7, 1),
        )  # fmt: skip
        assert [line["code"] for line in _kept(report)[1:]] == [
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
    def test_a_fault_of_an_act_is_told_at_the_column_that_tells_of_the_act(
        self,
        importer: Importer,
        other: dict[str, str],
        supplied: dict[str, str],
        problem: str,
        cell: str,
    ) -> None:
        """
        Several acts of a row are recorded together, and one of them is to blame.
        """
        grounds = KNOWN_TO_THE_OPERATOR | {"reissue_ground": ReissueGround.PERSON_RENAMED} | supplied

        assert _stopped(importer(cells(**other), **grounds)) == [(problem, cell)]

    def test_a_fault_of_a_later_act_is_told_at_its_column(self, importer: Importer) -> None:
        """
        Nor does it matter how much the register knows already.
        """
        importer(cells())
        row = cells(capacity="50", name="«Үміт плюс»", reissued_on="01.12.2025")

        report = importer(row, treatments=AMEND | REISSUE, reissue_ground=ReissueGround.PERSON_RENAMED)

        assert _stopped(report) == [("ground_for_others", "L2")]

    def test_an_expired_licence_ends_by_expiry_whatever_the_operator_says(
        self, importer: Importer
    ) -> None:
        """
        On the day after the term no other ground is lawful.
        """
        importer(cells(licence_term="6 ай", terminated_on="11.10.2025"), **KNOWN_TO_THE_OPERATOR)

        assert importer.entry().termination_ground is TerminationGround.EXPIRED

    def test_a_provider_licensed_again_names_its_predecessor(self, importer: Importer) -> None:
        """
        An excluded row and a later one of the same provider are two entries, one after the other.
        """
        old = cells(exclusion_basis="Тараған", licence_issued_on="01.02.2025", included_on="02.02.2025")
        report = importer(old, excluded_on=date(2025, 3, 1))
        again = importer(old, cells(), excluded_on=date(2025, 3, 1))

        assert (_verdicts(report), _verdicts(again)) == (
            {"accepted": 1},
            {"unchanged": 1, "accepted": 1},
        )
        assert importer.registry.predecessors(importer.entry().id)


class TestKnownRows:
    """
    Rows of providers that the register has already.
    """

    def test_importing_a_file_twice_equals_importing_it_once(self, importer: Importer) -> None:
        """
        The second time nothing is recorded and nothing is left beside the file but the first report.
        """
        rows = [
            cells(), cells(identifier=BINS[1], reissued_on="01.07.2025"),
            cells(identifier=BINS[2], exclusion_basis="Тараған"),
            cells(identifier=BINS[3], terminated_on="01.12.2025"),
        ]  # fmt: skip
        importer(*rows, **KNOWN_TO_THE_OPERATOR)
        facts = list(importer.registry.changes())

        report = importer.again(**KNOWN_TO_THE_OPERATOR)

        assert (_verdicts(report), list(importer.registry.changes())) == ({"unchanged": 4}, facts)

    def test_a_row_that_differs_is_shown_and_not_applied(self, importer: Importer) -> None:
        """
        Column by column, with what the register has.
        """
        importer(cells())
        report = importer(cells(capacity="50", phones="+7 7172743600", emails=""))

        assert (_verdicts(report), importer.entry().capacity, report.rejects) == (
            {"differing": 1},
            40,
            None,
        )
        assert [(line["cell"], line.get("raw"), line["register"]) for line in _kept(report)[1:]] == [
            ("G2", "50", "40"), ("H2", "+7 7172743600", "+7 7172743654"),
            ("I2", None, "info@example.kz"),
        ]  # fmt: skip

    def test_a_term_that_ends_on_the_same_day_is_the_same(self, importer: Importer) -> None:
        """
        Three years and the last day of three years say the same; another day does not.
        """
        importer(cells(contract_signed_on="11.04.2025", contract_term="1 жыл"))
        same = cells(
            contract_signed_on="11.04.2025", contract_term="по 11.04.2026 включительно",
            licence_term="по 10.04.2028 включительно",
        )  # fmt: skip
        other = cells(contract_signed_on="11.04.2025", contract_term="1 жыл", licence_term="31.12.2199")

        assert (_verdicts(importer(same)), _verdicts(importer(other))) == (
            {"unchanged": 1},
            {"differing": 1},
        )

    def test_a_term_that_cannot_be_counted_is_another_one(self, importer: Importer) -> None:
        """
        A term that would end before its start differs from any.
        """
        importer(cells())

        assert _verdicts(importer(cells(licence_term="01.01.2025"))) == {"differing": 1}

    def test_an_excluded_entry_is_not_issued_again_by_its_old_row(self, importer: Importer) -> None:
        """
        The row is about the entry that was included on its day, whatever has become of it.
        """
        importer(cells())
        importer.registry.exclude(importer.entry().id, on=TODAY, basis="Тараған")

        report = importer.again()

        assert (_verdicts(report), _stopped(report)) == ({"differing": 1}, [("differs", "Q2")])

    def test_a_row_included_on_another_day_is_about_the_entry_in_the_register(
        self, importer: Importer
    ) -> None:
        """
        A provider has one entry at a time.
        """
        importer(cells())

        assert _stopped(importer(cells(included_on="13.04.2025"))) == [("differs", "O2")]

    def test_a_future_row_is_compared_on_its_own_day(self, importer: Importer) -> None:
        """
        What takes effect later is not issued twice.
        """
        row = cells(licence_issued_on="01.03.2026", included_on="02.03.2026")
        importer(row)

        assert _verdicts(importer.again()) == {"unchanged": 1}


class TestTreatments:
    """
    What differences are, as the operator says.
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
        assert (_verdicts(report), _verdicts(importer.again())) == ({"applied": 1}, {"unchanged": 1})
        assert (entry.capacity, entry.contacts.phones) == (50, ())
        assert importer.registry.history(entry.id)[-1].content.on == TODAY  # type: ignore[union-attr]  # an act

    def test_an_amendment_brings_a_contract_and_an_end(self, importer: Importer) -> None:
        """
        A contract newly signed, a termination and an exclusion are told by the row and the operator.
        """
        importer(cells())
        row = cells(
            contract_signed_on="01.06.2025", contract_term="1 жыл", terminated_on="01.12.2025",
            exclusion_basis="Тараған",
        )  # fmt: skip

        report = importer(row, treatments=AMEND, **KNOWN_TO_THE_OPERATOR)

        assert (_verdicts(report), importer.entry().status) == ({"applied": 1}, Status.EXCLUDED)
        assert _verdicts(importer.again()) == {"unchanged": 1}

    def test_an_amendment_is_refused_where_more_changed(self, importer: Importer) -> None:
        """
        A name, a lost contract and a day of issue are no amendments; nothing of the row is applied.
        """
        importer(cells(contract_signed_on="11.04.2025", contract_term="1 жыл"))
        row = cells(name="«Үміт плюс»", capacity="50", licence_issued_on="09.04.2025")

        report = importer(row, treatments=AMEND)

        assert (_stopped(report), importer.entry().capacity) == (
            [("beyond_act", cell) for cell in ("B2", "J2", "M2", "N2")], 40,
        )  # fmt: skip

    def test_a_reissue_takes_effect_on_the_day_of_column_12(self, importer: Importer) -> None:
        """
        It changes name and address, on the ground that the operator names.
        """
        importer(cells())
        row = cells(name="«Үміт плюс»", address="Астана қ., Есіл ауданы, 5", reissued_on="01.12.2025")

        report = importer(row, treatments=REISSUE, reissue_ground=ReissueGround.NAME_OR_LOCATION)

        entry = importer.entry()
        assert (_verdicts(report), entry.name, entry.reissued_on) == (
            {"applied": 1}, "«Үміт плюс»", date(2025, 12, 1),
        )  # fmt: skip

    @pytest.mark.parametrize("day", ["", "11.04.2025"])
    def test_a_reissue_needs_a_later_day(self, importer: Importer, day: str) -> None:
        """
        Without a new day in column 12 there was no reissue.
        """
        importer(cells(reissued_on="11.04.2025"))

        report = importer(cells(name="«Үміт плюс»", reissued_on=day), treatments=REISSUE)

        assert _stopped(report) == [("no_reissue_day", "L2")]

    def test_a_reissue_and_an_amendment_go_together(self, importer: Importer) -> None:
        """
        Each covers its own columns.
        """
        importer(cells())
        row = cells(name="«Үміт плюс»", capacity="50", reissued_on="01.12.2025")

        report = importer(row, treatments=AMEND | REISSUE, reissue_ground=ReissueGround.OTHER_LAW)

        entry = importer.entry()
        assert (_verdicts(report), entry.name, entry.capacity) == ({"applied": 1}, "«Үміт плюс»", 50)

    def test_a_correction_replaces_the_fact_that_was_wrong(self, importer: Importer) -> None:
        """
        The entry is as if it had been right from the first day; the reason is kept.
        """
        importer(cells())
        entry_id = importer.entry().id
        row = cells(capacity="45", licence_issued_on="09.04.2025", included_on="11.04.2025", emails="-")

        report = importer(row, treatments=CORRECT, reason="сканерленген қате")

        first = importer.registry.get(entry_id, on=date(2025, 4, 11))
        assert first is not None
        assert (_verdicts(report), first.capacity, first.contacts.emails) == ({"applied": 1}, 45, ())
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
        Whatever act brought the value, it is that act which is replaced.
        """
        other = {
            "capacity": "55", "phones": "+7 7172743611", "name": "«Үміт және К»",
            "reissued_on": "02.12.2025", "contract_signed_on": "02.06.2025", "contract_term": "2 жыл",
            "terminated_on": "02.12.2025", "exclusion_basis": "Қосылған",
        }  # fmt: skip
        importer(cells(**first), **KNOWN_TO_THE_OPERATOR)
        importer(cells(**first | then), treatments=treatment, **KNOWN_TO_THE_OPERATOR)
        count = len(importer.registry.history(importer.entry().id))

        report = importer(cells(**first | {code: other[code] for code in then}), treatments=CORRECT)

        assert (_verdicts(report), _verdicts(importer.again())) == ({"applied": 1}, {"unchanged": 1})
        assert len(importer.registry.history(importer.entry().id)) == count + 2

    def test_a_correction_can_clear_what_an_amendment_brought(self, importer: Importer) -> None:
        """
        Telephones that an amendment brought wrongly go.
        """
        importer(cells())
        importer(cells(phones="+7 7172743600"), treatments=AMEND)

        report = importer(cells(phones=""), treatments=CORRECT)

        assert (_verdicts(report), importer.entry().contacts.phones) == ({"applied": 1}, ())

    @pytest.mark.parametrize("code", ["included_on", "licence_issued_on", "licence_term"])
    def test_a_correction_needs_what_every_entry_has(self, importer: Importer, code: str) -> None:
        """
        A row that lacks it is rejected, and the others go on.
        """
        importer(cells())

        report = importer(cells(**{code: ""}), treatments=CORRECT)

        assert [found for found, _ in _stopped(report)] == ["missing"]

    def test_a_correction_of_several_facts_is_refused(self, importer: Importer) -> None:
        """
        Which of them was wrong is not for us to guess; nor is a value that no fact brought.
        """
        importer(cells())
        importer(cells(capacity="50"), treatments=AMEND)

        several = importer(cells(capacity="55", name="«Үміт плюс»"), treatments=CORRECT)
        none = importer(cells(capacity="50", exclusion_basis="Тараған"), treatments=CORRECT)

        assert [_stopped(report)[0][0] for report in (several, none)] == ["several_facts"] * 2

    def test_a_correction_passes_over_consent(self, importer: Importer) -> None:
        """
        Consent, suspension and what else has no column are no source of a difference.
        """
        importer(cells())
        importer.registry.give_consent(importer.entry().id, on=TODAY)

        assert _verdicts(importer(cells(capacity="41"), treatments=CORRECT)) == {"applied": 1}

    def test_an_unlawful_change_is_rejected(self, importer: Importer) -> None:
        """
        The lifecycle has the last word, and the row's fault names its rule.
        """
        importer(cells(terminated_on="01.12.2025"), **KNOWN_TO_THE_OPERATOR)

        report = importer(cells(terminated_on="01.12.2025", capacity="50"), treatments=AMEND)

        assert _stopped(report) == [("not_allowed", "2")]


class TestRejects:
    """
    What is kept beside the file.
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

        assert (_verdicts(report), _verdicts(again)) == (
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

    def test_are_kept_in_a_folder_that_is_named(self, importer: Importer, tmp_path: Path) -> None:
        """
        Rejected rows and findings go there, and nothing lies beside the form.
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
        The report has the system's reason, and no names of files.
        """
        wrong = cells(identifier=BINS[1], capacity="қырық")

        report = importer(cells(), wrong, keep_in=tmp_path / "no such folder")

        assert (report.rejects, report.findings) == (None, None)
        assert isinstance(report.unkept, FileNotFoundError)
        assert _verdicts(report) == {"accepted": 1, "rejected": 1}

    def test_where_nothing_is_found_no_place_is_needed(
        self, importer: Importer, tmp_path: Path
    ) -> None:
        """
        A clean form asks nothing of the folder; one with a repair does.
        """
        clean = importer(cells(), keep_in=tmp_path / "no such folder")
        repaired = importer(cells(phones="Тел. 8 (7172) 55-14-00"), keep_in=tmp_path / "no such folder")

        assert clean.unkept is None
        assert repaired.unkept

    def test_are_not_kept_where_there_are_none(self, importer: Importer, tmp_path: Path) -> None:
        """
        A clean import leaves nothing behind.
        """
        report = importer(cells())

        assert (report.rejects, report.findings) == (None, None)
        assert [path.name for path in tmp_path.iterdir()] == ["form.csv"]

    def test_keep_rows_of_another_width(self, importer: Importer) -> None:
        """
        Cells that are too few are filled up, those that are too many stand behind the reason.
        """
        report = importer(cells()[:5], [*cells(), "артық"])
        assert report.rejects
        lines = report.rejects.read_text("utf-8-sig").splitlines()

        assert (_verdicts(report), lines[2].endswith(",артық")) == ({"rejected": 2}, True)

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
        row[9] = 45757
        first.append(row)
        second = book.create_sheet("Б")
        second.append([*headings("ru")[::-1]])
        second.append(cells(identifier=BINS[1], capacity="қырық")[::-1])
        path = tmp_path / "form.xlsx"
        book.save(path)

        report = import_form(registry, path, supplied=Supplied(amended_on=TODAY), language="en")

        assert report.rejects
        _, one, two = report.rejects.read_text("utf-8-sig").splitlines()
        assert (one.split(",")[1], "10.04.2025" in one, two.split(",")[2]) == ("#VALUE!", True, BINS[1])
        assert [line["code"] for line in _kept(report)[:2]] == ["extra_column", "formula_without_value"]

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
            assert _verdicts(report) == {"rejected": 1}
            form = report.rejects

    def test_tell_each_finding_in_three_languages(self, importer: Importer) -> None:
        """
        The report has place, raw value, code and messages, one finding a line.
        """
        line = _kept(importer(cells(capacity="қырық")))[1]

        assert (line["cell"], line["raw"], line["code"], line["column"], sorted(line["messages"])) == (
            "G2", "қырық", "not_a_number", 7, ["en", "kk", "ru"],
        )  # fmt: skip


class TestGuards:
    """
    What stops a whole file before anything is recorded.
    """

    @staticmethod
    def _refusal(
        importer: Importer, rows: Sequence[Sequence[str]], guards: Guards | None = None
    ) -> str:
        before = list(importer.registry.changes())
        with pytest.raises(RegistryError) as caught:
            importer(*rows, guards=guards)
        assert list(importer.registry.changes()) == before
        return caught.value.faults[0].code.value

    def test_too_few_rows(self, importer: Importer) -> None:
        """
        A file that was cut, or is empty, is stopped.
        """
        assert self._refusal(importer, []) == "few_rows"
        assert self._refusal(importer, [cells()], Guards(rows=2)) == "few_rows"
        assert _verdicts(importer(guards=Guards(rows=None))) == {}

    def test_columns_that_have_shifted(self, importer: Importer) -> None:
        """
        Where most rows cannot be read, their cells stand under other headings.
        """
        shifted = [["1", *row[:-1]] for row in _many(12)]

        assert self._refusal(importer, shifted) == "odd_rows"
        assert _verdicts(importer(*shifted, guards=Guards(unreadable=None))) == {"rejected": 12}

    @pytest.mark.parametrize("place", range(1, 15))
    @pytest.mark.parametrize("side", ["left", "right"])
    @pytest.mark.parametrize(
        "contract", [{}, {"contract_signed_on": "11.04.2025", "contract_term": "1 жыл"}]
    )
    def test_a_column_that_slipped_by_one(
        self, importer: Importer, place: int, side: str, contract: dict[str, str]
    ) -> None:
        """
        Wherever a cell was lost or came in, a day that nothing must lack has gone, or more is odd.
        """
        rows = _many(12, **contract)
        if side == "left":
            slipped = [[*row[:place], *row[place + 1 :], ""] for row in rows]
        else:
            slipped = [[*row[:place], "", *row[place:-1]] for row in rows]

        assert self._refusal(importer, slipped) == "odd_rows"

    def test_too_many_changes(self, importer: Importer) -> None:
        """
        A file in which everything is different is another file.
        """
        importer(*_many(12))
        changed = _many(12, capacity="50")

        assert self._refusal(importer, changed) == "many_changes"
        assert _verdicts(importer(*changed, guards=Guards(changed=None))) == {"differing": 12}

    def test_too_many_missing(self, importer: Importer) -> None:
        """
        A file that lacks many of the register's entries was cut; nothing is ever removed for it.
        """
        importer(*_many(12))

        assert self._refusal(importer, _many(1)) == "many_missing"
        report = importer(*_many(1), guards=Guards(missing=None))
        assert (_verdicts(report), report.survey.missing, report.survey.registered) == (
            {"unchanged": 1},
            11,
            12,
        )

    def test_a_rejects_file_is_a_part_and_misses_nothing(self, importer: Importer) -> None:
        """
        Mended rejects are read although they lack the rest of the register.
        """
        report = importer(*_many(12), cells(capacity="қырық"))
        assert report.rejects
        importer.path.write_text(report.rejects.read_text("utf-8-sig").replace("қырық", "40"), "utf-8")

        assert _verdicts(importer.again()) == {"accepted": 1}

    def test_rows_without_an_identifier_name_nobody(self, importer: Importer) -> None:
        """
        They are rejected, and known to be nobody's.
        """
        report = importer(cells(identifier=""))

        assert (_stopped(report), report.survey.known) == ([("missing", "C2")], 0)


class _FullDisk(MemoryStore):
    """
    A store that has no room for another record.
    """

    def commit(self, *_: Commit) -> None:
        """
        Fail.
        """
        raise StoreError(Fault(Code.STORE_FAILED))


class _BusyStore(MemoryStore):
    """
    A store in which others record just before a batch begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], object]] = []

    def batch(self) -> AbstractContextManager[None]:
        """
        Let the others record, then begin.
        """
        while self.others:
            self.others.pop()()
        return super().batch()


class TestRun:
    """
    The import as a whole.
    """

    def test_a_dry_run_records_nothing(self, importer: Importer) -> None:
        """
        Everything is tried, in one transaction that is taken back.
        """
        report = importer(cells(), cells(identifier=BINS[1], capacity="қырық"), dry_run=True)

        assert (_verdicts(report), importer.entry()) == ({"accepted": 1, "rejected": 1}, None)

    def test_progress_counts_the_reading_then_the_recording(
        self, registry: Registry, tmp_path: Path
    ) -> None:
        """
        A text is read in bytes; then its rows are recorded.
        """
        done: list[tuple[int, int]] = []
        path = save_csv(tmp_path / "form.csv", [cells()])

        import_form(registry, path, progress=lambda *more: done.append(more))

        size = path.stat().st_size
        assert done == [(size, size), (1, 1)]

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_a_later_row_of_a_provider_is_compared_with_its_earlier_row(
        self, importer: Importer, *, dry_run: bool
    ) -> None:
        """
        The second row changes nothing, the third and the fourth one change the entry and back.
        """
        rows = [cells(), cells(), cells(capacity="50"), cells()]

        report = importer(*rows, treatments=AMEND, dry_run=dry_run)

        assert _verdicts(report) == {"accepted": 1, "unchanged": 1, "applied": 2}

    def test_a_row_is_planned_again_if_others_changed_its_entry(self, tmp_path: Path) -> None:
        """
        Others record an amendment after the form was compared with the register.
        """
        store = _BusyStore()
        importer = Importer(Registry(store, _clock), tmp_path)
        importer(cells())
        entry_id = importer.entry().id
        store.others.append(lambda: importer.registry.amend(entry_id, on=TODAY, capacity=41))

        report = importer(cells(capacity="50"), treatments=AMEND)

        assert (_verdicts(report), importer.entry().capacity) == ({"applied": 1}, 50)
        assert len(importer.registry.history(entry_id)) == 3

    def test_a_store_that_fails_stops_the_import(self, tmp_path: Path) -> None:
        """
        A store's failure is not a fault of the row.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        registry = Registry(_FullDisk(), _clock)

        with pytest.raises(StoreError):
            import_form(registry, path, supplied=Supplied(amended_on=TODAY))

        assert [one.name for one in tmp_path.iterdir()] == ["form.csv"]

    @settings(max_examples=15)
    @given(life=histories(longest=6), times=st.integers(1, 2))
    def test_an_exported_register_is_imported_whole(
        self, tmp_path_factory: pytest.TempPathFactory, life: list[Any], times: int
    ) -> None:
        """
        What the internal form shows of any life, another register shows after importing it.
        """
        folder = tmp_path_factory.mktemp("form")
        source, target = (Registry(MemoryStore(), _clock) for _ in range(2))
        entry_id = life[0].entry_id
        for act in life:
            source.record(entry_id, act)
        last = max(TODAY, life[-1].on)
        entry = source.get(entry_id, on=last)
        assert entry is not None
        path = folder / "form.csv"
        with source.store.snapshot(last, View.FULL) as snapshot:
            write_internal_form(path, snapshot.entries, "kk")
        supplied = Supplied(
            amended_on=last, ground=entry.termination_ground, excluded_on=entry.excluded_on,
            reissue_ground=ReissueGround.OTHER_LAW,
        )  # fmt: skip

        for _ in range(times):
            import_form(target, path, supplied=supplied)

        (found,) = (
            target.get(id_, on=last) for id_ in target.store.entries_mentioning(entry.identifier)
        )
        assert found is not None
        assert values_of(found) == values_of(entry)
