"""
`stats`: the register of a day in numbers.
"""

from pathlib import Path

import pytest

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import ServiceCondition
from kz_social_registry.storage.sqlite import SQLiteStore
from registry.test_audit import filled
from support.command_line import Command


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of two entries.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        filled(store)
        filled(store, "950341000052")
    return Command(capsys, path)


def test_counts_are_told_by_list(run: Command) -> None:
    """
    Total, conditions, categories and regions, with capacity as of the day.
    """
    left = run("stats", "--on", "2025-09-01", "--json")
    told = (left.plain["total"], left.plain["conditions"]["at_home"], len(left.plain["regions"]))
    assert told == ({"entries": 2, "capacity": 82}, {"entries": 2, "capacity": 82}, 20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_them_in_three_languages(run: Command, language: str) -> None:
    """
    Each line has a label of the language.
    """
    left = run("stats", "--lang", language)
    label = ServiceCondition.AT_HOME.label(language)  # type: ignore[arg-type]  # one of the three
    assert (left.status, f"{2:>7} {82:>9}  {label}" in left.out.splitlines()) == (0, True)
