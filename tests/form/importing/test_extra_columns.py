"""
Columns that the form does not have, which supply for one row what an option supplies for all rows.
"""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from kz_social_registry import Registry, acts
from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import Language
from kz_social_registry.base.vocabulary import ReissueGround, TerminationGround
from kz_social_registry.form import FormReport, Supplied, Treatment, import_form
from kz_social_registry.serialization.cell_text import headings
from support.form_importer import TODAY, a_registry, import_file, kept, stopped, verdicts
from support.form_samples import BINS, cells
from support.refusals import refused
from support.samples import IIN

#: The headings of the five columns in each language.
EXTRA: Final[dict[Language, tuple[str, ...]]] = {
    "kk": ("Келісім", "Келісім күні", "Тоқтату негізі", "Шығарылған күні", "Қайта рәсімдеу негізі"),
    "ru": (
        "Согласие на публикацию", "Дата согласия", "Основание прекращения", "Дата исключения",
        "Основание переоформления",
    ),
    "en": (
        "Consent", "Date of consent", "Ground of termination", "Date of exclusion",
        "Ground of reissue",
    ),
}  # fmt: skip
#: The rows of the provider that each extra cell concerns.
ENDED: Final = {"terminated_on": "01.12.2025", "exclusion_basis": "бұйрық"}


def _imported(
    folder: Path, *rows: tuple[Sequence[str], Sequence[str]], registry: Registry | None = None,
    language: Language = "kk", **supplied: Any,
) -> tuple[Registry, FormReport]:  # fmt: skip
    """
    Import rows, each with its extra cells between columns 1 and 2.
    """
    path = folder / "form.csv"
    table = [(headings(language), EXTRA[language]), *rows]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = ([own[0], *extra, *[""] * (5 - len(extra)), *own[1:]] for own, extra in table)
        csv.writer(file).writerows(lines)
    registry = registry or a_registry()
    given = Supplied(amended_on=TODAY, **supplied)
    return registry, import_form(registry, path, supplied=given, language=language)


def _acts(registry: Registry, provider: str = BINS[0]) -> list[Any]:
    (entry_id,) = registry.mentioning(provider)
    return [fact.content for fact in registry.history(entry_id)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("иә", "", "лицензиаттың ерікті өтініші", "05.12.2025")),
        ("ru", ("да", "", "добровольное обращение лицензиата", "05.12.2025")),
        ("en", ("yes", "", "voluntary", "2025-12-05")),
    ],
)
def test_each_row_has_its_own_consent_ground_and_day(
    language: Language, words: Sequence[str], tmp_path: Path
) -> None:
    """
    In each language; another row without them follows the options.
    """
    row = cells(**ENDED)
    other = cells(**ENDED, identifier=BINS[1])
    options = {"ground": TerminationGround.REVOKED, "excluded_on": date(2026, 1, 10)}
    registry, report = _imported(tmp_path, (row, words), (other, ()), language=language, **options)
    assert verdicts(report) == {"accepted": 2}, report.first
    issue, terminated, excluded = _acts(registry)
    assert issue.consent == acts.GivenConsent(columns=None)
    assert terminated.ground is TerminationGround.VOLUNTARY
    assert excluded.on == date(2025, 12, 5)
    issue, terminated, excluded = _acts(registry, BINS[1])
    assert (issue.consent, terminated.ground, excluded.on.day) == (None, "revoked", 10)
    supplied = {"ground_supplied", "exclusion_day_supplied"}
    noted = [one["cell"][1:] for one in kept(report) if one["code"] in supplied]
    assert noted == ["3", "3"]  # a value of the row's own is not noted as the operator's


@pytest.mark.parametrize(
    ("consent", "day", "expected"),
    [
        ("2, 4-6", "", acts.GivenConsent(columns=[2, 4, 5, 6])),
        ("да, 6 апреля 2025 г.", "", acts.GivenConsent(columns=None, given_on=date(2025, 4, 6))),
        ("Телефон; 2. Ұйымның атауы; address", "", acts.GivenConsent(columns=[2, 4, 8])),
        ("2, 4-5; 06.04.2025", "", acts.GivenConsent(columns=[2, 4, 5], given_on=date(2025, 4, 6))),
        ("иә 2025-04-06", "06.04.2025", acts.GivenConsent(columns=None, given_on=date(2025, 4, 6))),
        ("барлығы", "15.04.2025", acts.GivenConsent(columns=None, given_on=date(2025, 4, 15))),
        ("жоқ", "", None), ("", "", None), (" ", "", None), ("нет", "15.04.2025", None),
    ],
)  # fmt: skip
def test_a_consent_counts_from_inclusion(
    consent: str, day: str, expected: acts.GivenConsent | None, tmp_path: Path
) -> None:
    """
    Signed on its day or before; no is no consent.
    """
    registry, report = _imported(tmp_path, (cells(), (consent, day)))
    (issue,) = _acts(registry)
    assert (verdicts(report), issue.consent) == ({"accepted": 1}, expected)
    assert (
        [one for one in kept(report) if one["severity"] == "repaired"] == []
        if report.findings
        else True
    )


def test_a_consent_of_a_later_day_is_an_act_of_its_own(tmp_path: Path) -> None:
    """
    It counts from that day. The form changes no consent that the register has, and says so.
    """
    registry, _ = _imported(tmp_path, (cells(), ("иә", "01.06.2025")))
    assert _acts(registry)[1] == acts.GiveConsent(on=date(2025, 6, 1), columns=None)
    _, report = _imported(tmp_path, (cells(), ("иә", "01.06.2025")), registry=registry)
    assert (verdicts(report), report.findings) == ({"unchanged": 1}, None)
    _, report = _imported(tmp_path, (cells(), ("жоқ", "")), registry=registry)
    assert verdicts(report) == {"unchanged": 1}
    assert [(one["code"], one.get("cell")) for one in kept(report)][-1] == ("consent_differs", "B2")


def test_a_reissue_has_the_ground_of_its_row(tmp_path: Path) -> None:
    """
    The option is for rows without one.
    """
    extra = ("", "", "", "", "реорганизация")
    registry, report = _imported(
        tmp_path, (cells(reissued_on="01.06.2025"), extra),
        reissue_ground=ReissueGround.NAME_OR_LOCATION,
    )  # fmt: skip
    assert verdicts(report) == {"accepted": 1}, report.first
    assert _acts(registry)[1].ground is ReissueGround.REORGANISED


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (("мүмкін",), ("unknown_wording", "B2")),
        (("2, 99",), ("unknown_wording", "B2")),
        (("", "15.04.2025"), ("missing", "B2")),
        (("иә", "31.02.2025"), ("no_such_day", "C2")),
        (("", "", "танец"), ("unknown_wording", "D2")),
        (("", "", "", "ертең"), ("unreadable_day", "E2")),
        (("", "", "", "", "танец"), ("unknown_wording", "F2")),
        (("б\x01",), ("unknown_wording", "B2")),
        (("иә, 06.05.2025", "07.05.2025"), ("several_days", "C2")),
        (("иә, 31.02.2025",), ("no_such_day", "B2")),
    ],
)
def test_a_bad_cell_rejects_its_row_alone(
    extra: Sequence[str], expected: tuple[str, str], tmp_path: Path
) -> None:
    """
    The cell is named, the rejects keep it, and the next row is recorded.
    """
    rows = ((cells(), extra), (cells(identifier=BINS[1]), ()))
    _, report = _imported(tmp_path, *rows)
    assert (verdicts(report), stopped(report)) == ({"rejected": 1, "accepted": 1}, [expected])
    assert report.rejects
    assert extra[-1] in report.rejects.read_text("utf-8-sig")


@pytest.mark.parametrize("day", ["", "01.06.2025"])
def test_the_consent_of_a_natural_person_lists_its_columns(day: str, tmp_path: Path) -> None:
    """
    Law on Personal Data, art. 8(4): "yes" is no list, before inclusion and later.
    """
    rows = ((cells(identifier=IIN), ("иә", day)), (cells(), ("иә", day)))
    _, report = _imported(tmp_path, *rows)
    assert verdicts(report) == {"rejected": 1, "accepted": 1}
    assert stopped(report) == [("consent_lists_columns", "B2")]


@pytest.mark.parametrize(
    ("heading", "region", "address", "recorded"),
    [
        ("Регион", "Акмолинская", "ул. Абая, 1", "11"), ("Облыс", "Жетісу облысы", "Абай к., 1", "33"),
        ("Region", "Almaty Region", "Abay 1", "19"), ("Область", "Алматы", "ул. Абая, 1", "75"),
        ("Область", "г. Астана", "город Астана, ул. Абая, 1", "71"),
        ("Код КАТО", "71", "А. 1", "71"),
        ("КАТО", "110000000", "Абай к., 1", "11"),
        ("Өңір", "", "Абай к., 1", ""), ("Регион", "Шымкент", "город Астана, ул. Абая, 1", ""),
    ],
)  # fmt: skip
def test_a_column_of_regions_counts_where_the_address_names_none(
    heading: str, region: str, address: str, recorded: str, tmp_path: Path
) -> None:
    """
    A region that contradicts the address is noted at its cell and not recorded; so at a second import.
    """
    path = tmp_path / "form.csv"
    table = ([*headings("ru"), heading], [*cells(address=address), region])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table)
    registry = a_registry()
    for verdict in ("accepted", "unchanged"):
        report = import_form(registry, path, supplied=Supplied(amended_on=TODAY))
        assert verdicts(report) == {verdict: 1}
        found = kept(report) if report.findings else []
        notes = [one["cell"] for one in found if one["code"] == "region_differs"]
        assert notes == ([] if recorded or not region else ["R2"])
    (issue,) = _acts(registry)
    assert issue.kato == (f"{recorded}0000000" if recorded else None)
    expected = recorded or ("71" if region else None)
    assert [one for one, count in registry.facets(on=TODAY).regions.items() if count.entries] == [
        one for one in (expected,) if one
    ]


@pytest.mark.parametrize("treatment", Treatment)
@pytest.mark.parametrize(("region", "expected"), [("75", "750000000"), ("", None)])
def test_a_new_address_has_the_code_of_its_row(
    treatment: Treatment, region: str, expected: str | None, tmp_path: Path
) -> None:
    """
    Amended, reissued or corrected; by assumption "code of an address" the old code counts no longer.
    """
    registry, path = a_registry(), tmp_path / "form.csv"
    reissued = "01.09.2025" if treatment is Treatment.REISSUE else ""
    rows = (
        [*cells(address="Астана қ., Абай к., 1"), "71"],
        [*cells(address="Сәтбаев к., 7", reissued_on=reissued), region],
    )
    supplied = Supplied(
        amended_on=TODAY,
        treatments=frozenset({treatment}),
        reissue_ground=ReissueGround.NAME_OR_LOCATION,
    )
    for row in rows:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[*headings("ru"), "КАТО"], row])
        report = import_form(registry, path, supplied=supplied)
    entry = registry.store.entry(*registry.mentioning(BINS[0]), TODAY)
    assert entry
    assert (verdicts(report), entry.address, entry.kato) == ({"applied": 1}, "Сәтбаев к., 7", expected)


def test_two_extra_columns_of_one_meaning_are_refused(tmp_path: Path) -> None:
    """
    None of them is chosen silently; a heading that nobody knows may stand twice.
    """
    path = tmp_path / "form.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*headings("ru"), "Согласие", "Consent", "?", "?"], cells()])
    fault = refused(lambda: import_file(path)).faults[0]
    assert (fault.code, fault.allowed) == ("ambiguous_header", ("Согласие", "Consent"))


def test_branches_must_agree_in_the_extra_columns(tmp_path: Path) -> None:
    """
    The consent of one row does not hold for the others.
    """
    path = tmp_path / "form.csv"
    rows = ((headings("kk"), "Келісім"), (cells(), "иә"), (cells(address="Алматы"), "жоқ"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*own, extra] for own, extra in rows])
    report = import_file(path, branches=True)
    assert [code for code, _ in stopped(report)] == ["branches_differ"] * 2
    assert {one.fault.path for one in report.first} == {"consent"}
    assert Column.of("consent") is None


def test_branches_in_two_regions_have_no_region_together(tmp_path: Path) -> None:
    """
    The column of regions is left out of an entry whose rows name different ones.
    """
    path = tmp_path / "form.csv"
    rows = (
        (headings("kk"), "Өңір"),
        (cells(address="Абай к., 1"), "11"),
        (cells(address="Абай к., 2"), "33"),
    )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*own, extra] for own, extra in rows])
    registry = a_registry()
    report = import_form(registry, path, supplied=Supplied(amended_on=TODAY), branches=True)
    (issue,) = _acts(registry)
    assert (verdicts(report), issue.kato, issue.capacity) == ({"accepted": 1}, None, 80)
