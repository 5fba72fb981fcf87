"""
`standings` and `periods` from the command line.
"""

import csv
import json
import re
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.cli.output import phrase
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, process
from support.notices import HOUSE, OTHER, a_notice, an_issue, received

#: A number that a spreadsheet shortens to nine digits; its control digit proves the zeros.
SHORT = "000340003857"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of two providers, of which one is suspended for a while.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        received(
            store,
            an_issue(),
            a_notice("N-2", "suspend", "2025-06-01"),
            a_notice("N-3", "resume", "2025-07-01"),
            {**an_issue(), "notice": "N-4", "identifier": SHORT},
        )
    return Command(capsys, path)


def _table(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


#: Rows as spreadsheets leave them, each with the answer: standing, reasons, and a word of the fault.
ROWS = (
    (HOUSE, "2025-05-31", ("holds", "", "")),
    (f"{HOUSE}.0", "01.06.2025", ("does_not_hold", "suspended", "")),
    (SHORT.lstrip("0"), "1.7.2025", ("holds", "", "")),
    (f"БИН {HOUSE}", "2 июля 2025 года", ("holds", "", "")),
    (OTHER, "2025-07-01", ("does_not_hold", "unknown", "")),
    ("9.4014E+11", "2025-07-01", ("invalid", "invalid", "цифр")),
    (HOUSE, "03/04/2025", ("invalid", "invalid", "день")),
    (HOUSE, "45800", ("invalid", "invalid", "число")),
    (HOUSE, "", ("invalid", "invalid", "обязательн")),
    ("=1+1", "31.02.2025", ("invalid", "invalid", "цифр")),
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_row_is_answered(run: Command, tmp_path: Path, delimiter: str) -> None:
    """
    In its order, with its own cells as they were; a wrong row is answered with the reason.
    """
    file, out = tmp_path / "services.csv", tmp_path / "out.csv"
    lines = [("Услуга", "БИН поставщика", "Дата оказания услуги")]
    lines += [(f"№ {n}", *row[:2]) for n, row in enumerate(ROWS)]
    file.write_text("".join(f"{delimiter.join(line)}\n" for line in lines) + "\n", encoding="utf-8")
    left = run("standings", file, "--output", out, "--lang", "ru")
    assert (left.status, left.err) == (1, "")
    assert (
        f"{out}: строк 10; условие выполнено – 3, не выполнено – 2, записано с ошибкой – 5" in left.out
    )
    with out.open(encoding="utf-8-sig", newline="") as written:
        head, *rows = csv.reader(written, delimiter=delimiter)
    assert head == [*lines[0], "standing", "reasons", "licence_valid_until", "faults"]
    assert [row[:3] for row in rows] == [list(line) for line in lines[1:]]
    for row, (_, _, (standing, reasons, fault)) in zip(rows, ROWS, strict=True):
        assert row[3:5] == [standing, reasons]
        assert fault in row[6].casefold()
        assert bool(row[6]) is (standing == "invalid")
        assert row[5] == ("2028-04-20" if standing != "invalid" and reasons != "unknown" else "")


def test_a_fault_is_at_the_heading_of_the_file(run: Command, tmp_path: Path) -> None:
    """
    The sentence begins with the heading that the reader knows, in quotation marks.
    """
    file = tmp_path / "services.csv"
    file.write_text("БИН поставщика,Дата услуги\n12,31.02.2026\n", encoding="utf-8")
    left = run("standings", file, "--lang", "ru")
    _, (*_, faults) = _table(left.out)
    assert faults.startswith("«БИН поставщика»: нужны двенадцать цифр")
    assert "«Дата услуги»: такого дня в календаре нет" in faults


def test_a_workbook_states_its_days(run: Command, tmp_path: Path) -> None:
    """
    Numbers and dates as Excel keeps them, a serial day too; its texts do not become formulas.
    """
    file = tmp_path / "services.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["БСН", "Күні", "Ескерту"])
        sheet.write_row(1, 0, [int(SHORT), 45839])
        sheet.write_string(1, 2, "=1+1")
        sheet.write_number(2, 0, int(HOUSE))
        sheet.write_datetime(2, 1, datetime(2025, 6, 1), book.add_format({"num_format": "dd.mm.yyyy"}))  # noqa: DTZ001  # as Excel has it
    left = run("standings", file)
    rows = _table(left.out)
    assert (left.status, [row[3:6] for row in rows[1:]]) == (
        0, [["holds", "", "2028-04-20"], ["does_not_hold", "suspended", "2028-04-20"]],
    )  # fmt: skip
    assert rows[1][2] == "'=1+1"


def test_columns_are_named_or_found(run: Command, tmp_path: Path) -> None:
    """
    Where the file does not make a column clear, a sentence says what to name, in each language.
    """
    file = tmp_path / "services.csv"
    file.write_text(f"кому;кто;когда;Дата рождения\n800101300006;{HOUSE};31.05.2025;1.1.1980\n")
    for language in LANGUAGES:
        left = run("standings", file, "--lang", language)
        assert (left.status, left.out) == (1, "")
        assert "--bin" in left.err
        assert re.search('[«"]кто[»"]', left.err)
        assert "««" not in left.err
        assert HOUSE not in left.err
    plain = run("standings", file, "--bin", "КТО", "--day", "когда", "--json").plain
    assert plain == {"standings": [{
        "identifier": HOUSE, "on": "2025-05-31", "standing": "holds", "reasons": [],
        "licence_valid_until": "2028-04-20", "faults": [],
    }]}  # fmt: skip
    file.write_text(f"БИН,Дата начала,Дата конца\n{HOUSE},1.6.2025,2.6.2025\n")
    assert "--day" in run("standings", file).err
    file.write_text("")
    left = run("standings", file)
    assert [name in left.err for name in ("--bin", "--day")] == [True, True]


def test_standard_input_and_json(run: Command, tmp_path: Path) -> None:
    """
    «-» reads standard input; with `--output` JSON has the counts, and no rows is an empty list.
    """
    out = tmp_path / "out.csv"
    text = f"BIN,Day\n{HOUSE},2025-06-01\n"
    command = ("standings", "-", "--store", run.store, "--json")
    assert json.loads(process(*command, input=text.encode()).stdout)["standings"][0]["reasons"] == [
        "suspended"
    ]
    file = tmp_path / "services.csv"
    file.write_text(text)
    assert run("standings", file, "--output", out, "--json").plain == {
        "file": str(out), "rows": 1, "holds": 0, "does_not_hold": 1, "invalid": 0,
    }  # fmt: skip
    file.write_text("BIN,Day\n")
    assert run("standings", file, "--json").plain == {"standings": []}


def test_periods(run: Command, tmp_path: Path) -> None:
    """
    Any program can join them: texts of ISO days, both included, in order, and each day once.
    """
    head, *rows = _table(run("periods").out)
    assert head == [
        "identifier", "first_day", "last_day", "standing", "reasons", "licence_valid_until", "entry_id",
    ]  # fmt: skip
    house = [row[1:6] for row in rows if row[0] == HOUSE]
    assert house == [
        ["1991-12-16", "2025-04-19", "does_not_hold", "not_yet_included", ""],
        ["2025-04-20", "2025-04-21", "does_not_hold", "not_yet_included", ""],
        ["2025-04-22", "2025-05-31", "holds", "", "2028-04-20"],
        ["2025-06-01", "2025-06-30", "does_not_hold", "suspended", "2028-04-20"],
        ["2025-07-01", "2028-04-20", "holds", "", "2028-04-20"],
        ["2028-04-21", "2199-12-31", "does_not_hold", "expired", "2028-04-20"],
    ]
    out = tmp_path / "periods.csv"
    told = run("periods", "--output", out, "--lang", "en").out
    assert told == f"{out}: periods {len(rows)}\n"
    assert _table(out.read_text(encoding="utf-8-sig")) == [head, *rows]
    assert out.stat().st_mode & 0o077 == 0
    plain = run("periods", "--json").plain["periods"]
    assert [[one[name] or "" for name in head if name != "reasons"] for one in plain] == [
        [cell for name, cell in zip(head, row, strict=True) if name != "reasons"] for row in rows
    ]
    assert run("periods", "--output", out, "--json").plain == {"file": str(out), "periods": len(rows)}


def test_an_error_names_the_file_that_it_is_about(run: Command, tmp_path: Path) -> None:
    """
    A folder that is missing, or a full disk, is reported of the answers, not of the services.
    """
    file, out = tmp_path / "services.csv", tmp_path / "none" / "out.csv"
    file.write_text(f"БИН,Дата\n{HOUSE},2025-05-31\n", encoding="utf-8")
    left = run("standings", file, "--output", out, "--lang", "en")
    assert left == (1, "", f"{out}: {phrase('ENOENT', language='en')}\n")
    expected = f"{phrase('output', language='en')}: {phrase('ENOSPC', language='en')}\n"
    for form in ((), ("--json",)):
        with Path("/dev/full").open("wb") as full:
            words = ("standings", file, *form, "--store", run.store, "--lang", "en")
            assert process(*words, stdout=full).stderr.decode() == expected
