"""
What is kept beside a form: rejected rows that can be mended and read again, and what was found.
"""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import (
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    TerminationGround,
)
from kz_social_registry.form import FormReport, RowVerdict, Supplied, import_form
from kz_social_registry.form.description import REASON
from kz_social_registry.registry.facade import Registry
from kz_social_registry.serialization.cell_text import headings
from kz_social_registry.storage.memory import MemoryStore
from support.form_samples import BINS, cells, save_csv

_VOLUNTARY, _RENAMED = TerminationGround.VOLUNTARY, ReissueGround.NAME_OR_LOCATION

TODAY: Final = date(2026, 1, 15)
WRONG: Final = {"capacity": "қырық"}


def _registry() -> Registry:
    return Registry(MemoryStore(), lambda: datetime(2026, 1, 15, 6, tzinfo=UTC))


def _import(path: Path, registry: Registry | None = None, language: Language = "kk") -> FormReport:
    supplied = Supplied(amended_on=TODAY, ground=_VOLUNTARY, reissue_ground=_RENAMED)
    return import_form(registry or _registry(), path, supplied=supplied, language=language)


def _rejects(path: Path) -> bytes:
    rejects = _import(path).rejects
    assert rejects
    return rejects.read_bytes()


def _table(path: Path) -> list[list[str]]:
    rejects = _import(path).rejects
    assert rejects
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _kept(report: FormReport) -> list[dict[str, Any]]:
    assert report.findings
    return [json.loads(line) for line in report.findings.read_text("utf-8").splitlines()]


def _name(registry: Registry, provider: str = BINS[0]) -> str | None:
    entry = registry.standing(provider, on=TODAY).entry
    return entry and entry.name


#: What a spreadsheet would run, what means itself by a mark, and what breaks a line of CSV.
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
        A name that a spreadsheet would run gets no second mark, and loses none.
        """
        path = save_csv(tmp_path / "form.csv", [cells(name=written, **WRONG)])
        registry = _registry()
        path.write_bytes(_rejects(path).replace("қырық".encode(), b"40"))

        _import(path, registry)

        assert _name(registry) == name

    @pytest.mark.parametrize("address", ["'-", "-"])
    def test_gives_no_cell_a_value_that_it_never_had(self, tmp_path: Path, address: str) -> None:
        """
        What was read as empty is empty in the rejects file as well.
        """
        path = save_csv(tmp_path / "form.csv", [cells(address=address)])
        path.write_bytes(_rejects(path))

        assert [finding.fault.code.value for finding in _import(path).first] == ["missing"]

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
        What the quotes were is not for us to say: they are kept, and doubled as they should have been.
        """
        broken, whole = '"Үміт, қамқорлық" ЖШС', '"Астана, ""Самал"" ықшамауданы, 12"'
        path = tmp_path / "form.csv"
        line = ";".join(cells(name=broken, address=whole))
        path.write_text(f"{';'.join(headings('kk'))}\n{line}\n", "utf-8")

        row = dict(zip(Column, _table(path)[1], strict=False))

        assert row[Column.NAME] == broken
        assert row[Column.ADDRESS] == 'Астана, "Самал" ықшамауданы, 12'

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "row", [cells(name='"Үміт" ЖШС'), cells(number='"1'), cells()[:-1], [*cells(), "артық"]]
    )
    def test_of_a_row_as_a_whole_is_told_by_its_reason(
        self, tmp_path: Path, row: list[str], language: Language
    ) -> None:
        """
        The row stays rejected, however often it comes back, until somebody clears the reason.
        """
        path = tmp_path / "form.csv"
        path.write_text("\n".join(map(";".join, (headings("kk"), row))), "utf-8")
        for _ in range(3):
            rejects = _import(path, language=language).rejects
            assert rejects
            path.write_bytes(rejects.read_bytes())
        head, again = _table(path)

        mended = [*again[: head.index(REASON["kk"])], ""]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, mended])

        assert _import(path).verdicts == {RowVerdict.ACCEPTED: 1}


class TestColumns:
    """
    The columns of a rejects file.
    """

    def test_of_reasons_is_one_however_often_the_rows_come_back(self, tmp_path: Path) -> None:
        """
        The reasons of an earlier time are told anew, or not at all.
        """
        wrong = cells(phones="", **WRONG)
        path = save_csv(tmp_path / "form.csv", [[*wrong, "артық"]])
        path.write_bytes(_rejects(path))

        head, row = _table(path)

        assert head == [*headings("kk"), REASON["kk"]]
        assert (row[:17], row[18:]) == (wrong, ["артық"])

    def test_of_other_headings_are_kept_from_every_sheet(self, tmp_path: Path) -> None:
        """
        What stands in columns that the form does not have is kept, and each reason names its sheet.
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

        assert (head[0], head[18:]) == ("Ескертпе", ["'=Аудан", REASON["kk"]])
        assert (first[0], first[18]) == ("Ескертпе…", "")
        assert (second[0], second[18], second[19].partition(":")[0]) == ("", "'=Аудан…", "Б H2")

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


class TestReport:
    """
    The report of what was found.
    """

    def test_is_kept_where_something_was_left_unread(self, tmp_path: Path) -> None:
        """
        A hidden sheet, a sheet without a header and a column of its own are told, though no row is odd.
        """
        book: Any = openpyxl.Workbook()
        book.active.append([*headings("kk"), "Ескертпе"])
        book.active.append([*cells(), "x"])
        for name, state in (("Жасырын", "hidden"), ("Бос емес", "visible")):
            book.create_sheet(name).append(cells(identifier=BINS[1]))
            book[name].sheet_state = state
        path = tmp_path / "form.xlsx"
        book.save(path)

        told = [(line["code"], line["sheet"]) for line in _kept(_import(path))]

        assert told == [
            ("sheet_hidden", "Жасырын"), ("extra_column", "Sheet"), ("sheet_skipped", "Бос емес"),
        ]  # fmt: skip

    def test_of_the_encoding_alone_is_none(self, tmp_path: Path) -> None:
        """
        How a file was read is told beside other findings, and is none itself.
        """
        path = save_csv(tmp_path / "form.csv", [cells()])
        repaired = save_csv(tmp_path / "repaired.csv", [cells(capacity="40 орын")])

        assert _import(path).findings is None
        assert [line["code"] for line in _kept(_import(repaired))] == ["encoding", "unit_dropped"]

    @pytest.mark.parametrize(
        ("language", "condition"), [("kk", "үйде"), ("ru", "на дому"), ("en", "at home")]
    )
    def test_has_the_register_s_values_in_the_language_of_the_run(
        self, tmp_path: Path, language: Language, condition: str
    ) -> None:
        """
        Beside what the file says stands what the register has, for the same reader.
        """
        path, registry = tmp_path / "form.csv", _registry()
        _import(save_csv(path, [cells()]), registry)

        report = _import(save_csv(path, [cells(conditions="стационар")]), registry, language)

        assert [line.get("register") for line in _kept(report)[1:]] == [condition]

    @pytest.mark.parametrize(
        ("other", "code", "word"),
        [
            ({"conditions": "когда угодно"}, "unknown_wording", ServiceCondition.TEMPORARY_STAY),
            ({"categories": "престарелые"}, "wording", RecipientCategory.ELDERLY),
            ({"terminated_on": "01.12.2025"}, "ground_supplied", _VOLUNTARY),
            ({"reissued_on": "01.12.2025"}, "reissue_ground_supplied", _RENAMED),
        ],
    )
    def test_tells_words_and_not_codes(
        self, tmp_path: Path, other: dict[str, str], code: str, word: Word
    ) -> None:
        """
        How a cell was taken is read by people, in the language of each message.
        """
        path = save_csv(tmp_path / "form.csv", [cells(**other)])
        (line,) = [line for line in _kept(_import(path)) if line["code"] == code]

        told: dict[Language, str] = line["messages"]
        assert [word.label(language) in told[language] for language in LANGUAGES] == [True] * 3
        assert (word.value in told["kk"], word.value in told["ru"]) == (False, False)

    @pytest.mark.parametrize(
        "row",
        [
            {"number": "", "name": "Итого:"}, {"number": "БАРЛЫҒЫ", "name": ""},
            {"number": "", "name": "", "address": "Жиыны", "capacity": "12 345 орын"},
            {"number": "", "name": "Всего", "capacity": ""},
            {"number": "Қорытынды", "name": "", "capacity": ""},
        ],
    )  # fmt: skip
    def test_tells_of_totals_that_they_were_not_read(self, tmp_path: Path, row: dict[str, str]) -> None:
        """
        A label and a sum are no provider: one note, and no row that was rejected.
        """
        total = {**dict.fromkeys(Column, ""), "capacity": "340", **row}
        path = save_csv(tmp_path / "form.csv", [cells(), list(total.values())])

        report = _import(path)

        assert (report.verdicts, report.survey.rows, report.rejects) == (
            {RowVerdict.ACCEPTED: 1}, 1, None,
        )  # fmt: skip
        told = [(line["severity"], line["code"], line.get("cell")) for line in _kept(report)]
        assert told == [("noted", "encoding", None), ("noted", "total_row", "3")]

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
        What has more than a label and a sum, or another label, is a row that lacks something.
        """
        total = {**dict.fromkeys(Column, ""), "number": "2", "capacity": "340", **row}
        path = save_csv(tmp_path / "form.csv", [cells(), list(total.values())])

        assert _import(path).verdicts == {RowVerdict.ACCEPTED: 1, RowVerdict.REJECTED: 1}


def _rejected(path: Path) -> Sequence[tuple[str, tuple[str, ...]]]:
    return [(one.fault.code.value, one.fault.allowed) for one in _import(path).first]


def test_a_cell_that_is_too_long_is_told_how_long_it_may_be(tmp_path: Path) -> None:
    """
    The bound is that of a cell, not the width of the row, and the same however far it is missed.
    """
    path = save_csv(tmp_path / "form.csv", [cells(name="ы" * length) for length in (150_000, 4002)])

    assert _rejected(path) == [("cell_too_long", ("4000",))] * 2
