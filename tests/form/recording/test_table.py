"""
A table of acts as people type it, and its record.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from kz_social_registry import Registry, Term, acts
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.domain.timeline import Annul
from kz_social_registry.form.act_form import act_fields, act_texts
from kz_social_registry.form.findings import FormError
from kz_social_registry.form.recording.recorder import record_acts
from kz_social_registry.form.recording.table import read_acts
from kz_social_registry.storage.memory import MemoryStore
from support.form_importer import kept, stopped, verdicts
from support.form_workbooks import new_workbook
from support.notices import HOUSE, OTHER, an_issue, received

HEAD: Final = ("Act", "BIN", "Date", "Total capacity", "Ground", "Last day", "Annulled fact", "Reason")
LIFE: Final = (
    acts.issue_of(
        on=date(2025, 5, 12), identifier=HOUSE, name="«Мейірім» ЖШС", address="Астана қаласы",
        conditions={"at_home", "inpatient"}, categories={"elderly"}, capacity=40,
        phones=["+77172003654"], licence_issued_on=date(2025, 5, 10), licence_term=Term(years=3),
        consent=acts.GivenConsent(columns=[2, 5]),
    ),
    acts.GiveConsent(on=date(2025, 6, 1), columns=None, until=date(2027, 1, 1)),
    acts.SignContract(on=date(2025, 6, 2), term=Term(years=1), document="№ 7"),
    acts.EndContract(on=date(2025, 6, 3)),
    acts.Suspend(on=date(2025, 6, 4), until=date(2025, 7, 1)),
    acts.Resume(on=date(2025, 6, 5)),
    acts.Reissue(on=date(2025, 6, 6), ground="name_or_location", name="«Жаңа» ЖШС"),
    acts.Amend(on=date(2025, 6, 7), capacity=50, emails=["info@example.kz"]),
    acts.WithdrawConsent(on=date(2025, 6, 8)),
    acts.Terminate(on=date(2025, 6, 9), ground="voluntary"),
    acts.Exclude(on=date(2025, 6, 10), basis="бұйрық № 5"),
)  # fmt: skip


def save(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """
    Save rows as Excel does in Kazakhstan.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def _words(act: acts.Act, language: Language) -> dict[str, str]:
    """
    Return the cells of an act by headings, in the words of a language.
    """
    words: dict[str, str] = {"Act": act.kind.label(language)}
    fields = {field.name: field for field in act_fields(act.kind)}
    for name, texts in act_texts(act, language).items():
        if name in fields and name != "identifier":  # the column of the provider
            labels = {one.value: one.label(language) for one in fields[name].choices}
            is_columns = name.endswith("columns")
            shown = texts if is_columns else [labels.get(one, one) for one in texts]
            words[fields[name].label(language)] = "; ".join(shown)
    return words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_life_is_recorded_in_each_language(language: Language, tmp_path: Path) -> None:
    """
    Headings and words are the labels that the fields have; a second time everything is known.
    """
    number = {"kk": "БСН", "ru": "БИН", "en": "BIN"}[language]
    act = {"kk": "Әрекет", "ru": "Действие", "en": "Act"}[language]
    rows = [{number: HOUSE, **_words(one, language)} for one in LIFE]
    head = [*dict.fromkeys(name for row in rows for name in row)]
    table = [[{"Act": act}.get(name, name) for name in head]]
    table += [[row.get(name, "") for name in head] for row in rows]
    registry = Registry(MemoryStore())
    path = save(tmp_path / "acts.csv", table)
    assert verdicts(record_acts(registry, path, by="А. Бекова")) == {"accepted": len(LIFE)}
    (entry_id,) = registry.mentioning(HOUSE)
    facts = registry.history(entry_id)
    assert facts[0].recorded_by == "А. Бекова"
    assert [fact.content for fact in facts[1:]] == [*LIFE[1:]]
    assert verdicts(record_acts(registry, path)) == {"unchanged": len(LIFE)}


def _registry() -> Registry:
    """
    Return a register of one provider with capacity 40.
    """
    return received(MemoryStore(), an_issue())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("танец", HOUSE, "1.9.2025"), [("unknown_wording", "A2")]),
        (("", HOUSE, "1.9.2025"), [("missing", "A2")]),
        (("suspend", "1", "1.9.2025"), [("not_twelve_digits", "B2")]),
        (("suspend", "", "1.9.2025"), [("missing", "B2")]),
        (("suspend", HOUSE, ""), [("missing", "C2")]),
        (("suspend", OTHER, "1.9.2025"), [("unknown_provider", "B2")]),
        (("suspend", HOUSE, "31.02.2025", "", "", "бір күні"),
         [("no_such_day", "C2"), ("unreadable_day", "F2")]),
        (("suspend", HOUSE, "1.9.2025", "50"), [("unexpected", "D2")]),
        (("terminate", HOUSE, "1.9.2025", "", "танец"), [("unknown_wording", "E2")]),
        (("terminate", HOUSE, "1.9.2025"), [("missing", "E2")]),
        (("amend", HOUSE, "1.9.2025", "много"), [("not_a_number", "D2")]),
        (("amend", HOUSE, "1.9.2025", "4\x01"), [("control_character", "D2")]),
        (("resume", HOUSE, "1.9.2025"), [("not_allowed", "A2")]),
        (("annul", HOUSE, "", "", "", "", "9", "қате"), [("not_annullable", "G2")]),
        (("annul", OTHER, "", "", "", "", "1", "қате"), [("unknown_provider", "B2")]),
        (("issue", "1", "1.9.2025", "5"), [("not_twelve_digits", "B2")]),
        (("amend", HOUSE, "1.9.2025", "5", "", "", "", "", "лишнее"), [("row_width", "2")]),
    ],
)  # fmt: skip
def test_a_bad_cell_rejects_its_row_alone(
    cells: Sequence[str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    """
    Each fault names its cell, the row is kept with the file's delimiter, and the next row is recorded.
    """
    registry = _registry()
    good = ("amend", HOUSE, "2.9.2025", "60")
    rows = [HEAD, [*cells, *[""] * (len(HEAD) - len(cells))], [*good, *[""] * 4]]
    report = record_acts(registry, save(tmp_path / "acts.csv", rows), language="ru")
    assert (verdicts(report), stopped(report)[: len(expected)]) == (
        {"accepted": 1, "rejected": 1},
        expected,
    )
    assert report.rejects
    head, line, *_ = report.rejects.read_text("utf-8-sig").splitlines()
    assert (head.startswith("Act;BIN;Date"), line.startswith(";".join(cells[:2]))) == (True, True)


def test_a_workbook_of_acts(tmp_path: Path) -> None:
    """
    Days as the workbook counts them; rows above the header, other sheets and columns are no acts.
    """
    book, sheet = new_workbook()
    sheet.append(["Әрекеттер"])
    sheet.append(["№", "Әрекет", "БСН", "Күні", "Соңғы күні", "Жауапты"])
    sheet.append([" "])
    sheet.append([1, "лицензияның қолданысын тоқтата тұру", HOUSE, date(2025, 9, 1), 45931, "А."])
    book.create_sheet("Ескерту").append(["мәтін"])
    book.create_sheet("Бос")
    book.save(tmp_path / "acts.xlsx")
    registry = _registry()
    report = record_acts(registry, tmp_path / "acts.xlsx", dry_run=True)
    (entry_id,) = registry.mentioning(HOUSE)
    assert (verdicts(report), len(registry.history(entry_id))) == ({"accepted": 1}, 1)
    assert [(one["code"], one["cell"]) for one in kept(report)] == [("extra_column", "F2")]
    record_acts(registry, tmp_path / "acts.xlsx")
    act = registry.history(entry_id)[1].content
    assert act == acts.Suspend(on=date(2025, 9, 1), until=date(2025, 10, 1))


def test_a_rejects_file_is_mended_and_comes_again(tmp_path: Path) -> None:
    """
    An annulment, and an act that only becomes possible when another row is mended.
    """
    registry = _registry()
    rows = [
        HEAD,
        ["suspend", HOUSE, "1.9.2025", *[""] * 5],
        ["annul", HOUSE, *[""] * 4, "2", ""],
    ]
    report = record_acts(registry, save(tmp_path / "acts.csv", rows))
    assert stopped(report) == [("missing", "H3")]
    assert report.rejects
    mended = report.rejects.read_text("utf-8-sig").replace("2;;", "2;қате;")
    again = tmp_path / "again.csv"
    again.write_text(mended, "utf-8")
    assert verdicts(record_acts(registry, again)) == {"accepted": 1}
    assert verdicts(record_acts(registry, again)) == {"unchanged": 1}
    (entry_id,) = registry.mentioning(HOUSE)
    assert registry.history(entry_id)[2].content == Annul(of=2, reason="қате")


def test_a_file_without_the_headings_is_no_table_of_acts(tmp_path: Path) -> None:
    """
    The act and the provider are needed; what was seen is shown.
    """
    with pytest.raises(FormError) as error:
        read_acts(save(tmp_path / "acts.csv", [["Действие", "Дата"], ["suspend", "1.9.2025"]]))
    (fault,) = error.value.faults
    assert (fault.code, fault.allowed) == ("acts_header", ("Действие", "Дата"))


def test_broken_rows_and_two_cells_of_one_field(tmp_path: Path) -> None:
    """
    A broken quote concerns its row. Of two columns of any field a row may fill one, and never both.
    """
    path = tmp_path / "acts.csv"
    path.write_text(
        "Act,Әрекет,BIN,БИН,Date,Day,Telephone,Phones\n"
        f'amend,,{HOUSE},,"1.9.2025" x,,,\n'
        f"amend,,{HOUSE},,1.9.2025,2.9.2025,,\n"
        f"amend,,{HOUSE},{OTHER},1.9.2025,,87172003654,87172003655\n"
        f"amend,exclude,{HOUSE},,1.9.2025,,87172003654,\n"
        f",amend,,{HOUSE},1.9.2025,,,87172003655\n",
        "utf-8",
    )
    report = record_acts(_registry(), path)
    assert stopped(report)[0] == ("broken_quotes", "2")
    assert [cell for code, cell in stopped(report) if code == "duplicate"] == ["F3", "D4", "H4", "B5"]
    assert verdicts(report) == {"rejected": 4, "accepted": 1}


@pytest.mark.parametrize(
    ("provider", "day"),
    [
        ("БСН немесе ЖСН", "Күні"), ("БСН немесе ЖСН", "Күшіне енетін күні"), ("БИН или ИИН", "Дата"),
        ("БИН или ИИН", "Дата действия"), ("BIN or IIN", "Date"), ("BIN", "Effective date"),
    ],
)  # fmt: skip
def test_the_day_of_an_act_has_the_headings_of_the_help(
    provider: str, day: str, tmp_path: Path
) -> None:
    """
    The headings that the help of `record` names are understood, and those that people write for them.
    """
    rows = [("act", provider, day), ("suspend", HOUSE, "01.12.2025")]
    report = record_acts(_registry(), save(tmp_path / "acts.csv", rows))
    assert verdicts(report) == {"accepted": 1}
