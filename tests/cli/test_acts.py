"""
`act`: acts from the command line, shown before they are recorded.
"""

import io
from pathlib import Path
from typing import Any, Final

import pytest

from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.cli import cli
from kz_social_registry.form.act_form import act_fields
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, Left
from support.notices import HOUSE, OTHER, a_notice, an_issue, received

ISSUE: Final = (
    "issue", OTHER, "--on", "12.05.2025", "--name", "«Мейірім» ЖШС", "--address", "Астана қаласы",
    "--conditions", "на дому", "--categories", "elderly", "--capacity", "40", "--phones", "87172003654",
    "--licence-issued-on", "2025-05-10", "--licence-term", "3 года", "--consent-columns", "2, 4-6",
)  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of one provider with capacity 40.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        received(store, an_issue(capacity=40), a_notice("N-2", "amend", "2025-08-01", capacity=400))
    return Command(capsys, path)


def act(run: Command, *words: object) -> Left:
    """
    Run `act` in Russian.
    """
    return run("act", *words, "--lang", "ru")


def facts(run: Command, provider: str = HOUSE) -> Any:
    """
    Return the recorded facts of a provider.
    """
    return run("history", provider, "--json").plain["facts"]


def test_every_act_has_a_command_with_an_option_for_each_field() -> None:
    """
    And so has the annulment; BIN is the argument.
    """
    commands: Any = cli.commands["act"]
    assert [*commands.commands] == [*ActKind, "annul"]
    for kind, command in commands.commands.items():
        named = {option for one in command.params for option in one.opts}
        fields = {field.name for field in act_fields(kind)} - {"identifier"}
        assert {f"--{name.replace('_', '-').replace('.', '-')}" for name in fields} <= named
        assert {"provider", "--by", "--yes", "--json", "--store"} <= named
        assert ("--expect" in named, "--entry-id" in named) == (kind != "issue",) * 2


def test_an_act_is_shown_and_recorded_only_with_yes(run: Command) -> None:
    """
    Without a terminal and without `--yes` nothing is recorded, and the status says so.
    """
    words = ("amend", HOUSE, "--on", "01.09.2025", "--capacity", "50", "--by", "А. Бекова")
    shown = [
        "01.09.2025 изменение сведений: «Мейірім» орталығы",
        "7. Общая мощность организации: 400 → 50",
    ]
    left = act(run, *words)
    assert (left.status, [line.strip() for line in left.out.splitlines()]) == (1, shown)
    assert left.err == "ничего не записано; чтобы записать, добавьте --yes\n"
    assert len(facts(run)) == 2
    left = act(run, *words, "--yes")
    recorded = [*shown, "записано"]
    assert (left.status, [line.strip() for line in left.out.splitlines()]) == (0, recorded)
    assert (facts(run)[2]["content"]["capacity"], facts(run)[2]["recorded_by"]) == (50, "А. Бекова")
    left = act(run, *words, "--yes", "--expect", "2")
    assert (left.status, len(facts(run))) == (1, 3)


def test_an_issue_needs_no_register_but_makes_one_only_if_confirmed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """
    Words by label, several columns in one option, the name of the argument for the number.
    """
    run = Command(capsys, tmp_path / "new.db")
    left = act(run, *ISSUE, "--json")
    assert (left.status, left.plain["recorded"], Path(str(run.store)).exists()) == (1, False, False)
    left = act(run, *ISSUE, "--json", "--yes")
    assert (left.status, left.plain["recorded"]) == (0, True)
    assert left.plain["effects"][0]["status"] == [None, "active"]
    (fact,) = facts(run, OTHER)
    assert fact["content"]["consent"]["columns"] == [2, 4, 5, 6]


def test_the_code_of_a_former_address_is_shown_with_its_end(run: Command) -> None:
    """
    A KATO code belongs to its address; a new address without a code has none.
    """
    act(run, "amend", HOUSE, "--on", "01.09.2025", "--kato", "710000000", "--yes")
    shown = act(run, "amend", HOUSE, "--on", "02.09.2025", "--address", "Алматы қ., Абай к., 1").out
    assert "    Код КАТО: 710000000 → –" in shown.splitlines()


def test_a_person_at_a_terminal_is_asked(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A yes in any of the languages records; anything else does not.
    """
    for answer, status, count in (("\n", 1, 2), ("Иә\n", 0, 3)):
        terminal = io.StringIO(answer)
        monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdin", terminal)
        left = act(run, "suspend", HOUSE, "--on", "01.09.2025", "--until", "1.10.2025")
        assert (left.status, len(facts(run))) == (status, count)
        assert left.err.startswith("Записать? (да/нет) ")
        assert "Последний день: 01.10.2025" in left.out
        assert "Статус: действует → действие приостановлено" in left.out


def test_an_annulment_finds_the_latest_entry_and_an_id_any(run: Command) -> None:
    """
    The number of a fact is counted within its entry.
    """
    left = act(run, "annul", HOUSE, "--of", "2", "--reason", "қате", "--yes")
    assert (left.status, "7. Общая мощность организации: 400 → 40" in left.out) == (0, True)
    (entry_id,) = {fact["entry_id"] for fact in facts(run)}
    left = act(run, "annul", HOUSE, "--of", "1", "--reason", "қате", "--yes", "--entry-id", entry_id)
    assert (left.status, "Статус: действует → –" in left.out) == (0, True)
    left = act(run, "annul", HOUSE, "--of", "1", "--reason", "қате", "--yes")
    assert (left.status, len(facts(run))) == (1, 4)  # an annulled issue cannot be annulled again
    left = act(run, "annul", OTHER, "--of", "1", "--reason", "қате")
    assert (left.status, left.err) == (1, "БИН или ИИН: на этот день поставщика в регистре нет\n")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("terminate", HOUSE), ["--on", "--ground"]),
        (("amend", HOUSE, "--on", "31.02.2026", "--phones", "1", "--phones", "2"),
         ["--on", "--phones", "--phones"]),
        (("give_consent", HOUSE, "--on", "1.9.2025", "--columns", "2,18"), ["--columns"]),
        (("give_consent", HOUSE, "--on", "1.9.2025", "--columns", "9-4"), ["--columns"]),
        (("give_consent", HOUSE, "--on", "1.9.2025"), ["--columns"]),
        (("issue", OTHER, "--on", "1.9.2025", "--consent-until", "x"),
         ["--consent-until", "--consent-columns", "--name", "--address", "--conditions",
          "--categories", "--capacity", "--licence-issued-on", "--licence-term"]),
        (("annul", HOUSE, "--of", "many"), ["--of", "--reason"]),
    ],
)  # fmt: skip
def test_every_fault_names_its_option(run: Command, words: tuple[str, ...], names: list[str]) -> None:
    """
    Wrong usage ends with status 2, and nothing is recorded.
    """
    left = act(run, *words, "--yes")
    sentences = left.err.partition("Ошибка: ")[2].splitlines()
    assert (left.status, sorted(one.partition(": ")[0] for one in sentences)) == (2, sorted(names))
    assert len(facts(run)) == 2


def test_columns_are_numbers_ranges_codes_or_all(run: Command) -> None:
    """
    As people write them, in one option or several.
    """
    for on, columns, expected in (
        ("01.09.2025", ("2,4-6",), [2, 4, 5, 6]), ("02.09.2025", ("name", "7"), [2, 7]),
        ("03.09.2025", ("все",), None),
    ):  # fmt: skip
        options = [word for one in columns for word in ("--columns", one)]
        left = act(run, "give_consent", HOUSE, "--on", on, *options, "--yes", "--json")
        found = left.plain["act"].get("columns")
        assert (left.status, found) == (0, expected)


def test_a_table_of_acts_is_tried_recorded_and_known(run: Command, tmp_path: Path) -> None:
    """
    Counts, faults with their cells, and where the rest is kept; the status is 1 if a row was rejected.
    """
    table = tmp_path / "acts.csv"
    table.write_text(f"Действие;БИН;Дата;До\nsuspend;{HOUSE};1.9.2025;\nтанец;{HOUSE};;\n", "utf-8")
    left = run("record", table, "--dry-run", "--lang", "ru")
    counts, trial, report = left.out.splitlines()
    assert (left.status, counts) == (1, "принято: 1, уже известно: 0, отклонено: 1")
    assert (trial, len(facts(run))) == ("проверка: ничего не записано", 2)
    assert left.err.startswith("A3: отклонено: Действие: слова не распознаны")
    assert report.endswith("acts.dry-run.jsonl")
    left = run("record", table, "--json", "--by", "А. Бекова")
    assert (left.status, left.plain["accepted"], left.plain["rejected"], left.err) == (1, 1, 1, "")
    assert facts(run)[2]["recorded_by"] == "А. Бекова"
    table.write_text(f"act,bin,day\nsuspend,{HOUSE},1.9.2025\n", "utf-8")
    left = run("record", table, "--json")
    assert (left.status, left.plain["known"], left.plain["rejects"]) == (0, 1, None)
    table.write_text("act,bin,day\nsuspend,1,1.9.2025\n", "utf-8")
    left = run("record", table, "--keep-in", "/proc")
    assert (left.status, "/proc" in left.err, "--keep-in" in left.err) == (1, True, True)
