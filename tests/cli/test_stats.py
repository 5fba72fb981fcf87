"""
`stats`: the register of a day in numbers.
"""

from pathlib import Path

import pytest

from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import ServiceCondition
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import bin_of
from registry.answers.test_audit import filled
from support.command_line import Command
from support.notices import Plain, an_issue, received


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
    lines = left.out.splitlines()
    assert (left.status, f"{2:>7} {82:>9}  {label}" in lines) == (0, True)
    assert max(map(len, lines)) <= 80


def test_regions_come_from_the_code_or_a_certain_address(run: Command) -> None:
    """
    An entry whose address names no region is counted as such, so that the regions add up to the total.
    """
    places: dict[str, Plain] = {
        bin_of(8): {"address": "Абай көшесі, 7"},
        bin_of(9): {"address": "Қарағанды обл., Абай қ."},
        bin_of(10): {"address": "Абай көшесі, 7", "kato": "100000000"},
    }  # fmt: skip
    with SQLiteStore(str(run.store)) as store:
        received(store, *(an_issue(n, identifier=n, capacity=1, **more) for n, more in places.items()))
    left = run("stats", "--json").plain
    counts = {code: count["capacity"] for code, count in left["regions"].items() if count["entries"]}
    assert (counts, left["without_region"]) == (
        {"10": 1, "35": 1, "71": 82}, {"entries": 1, "capacity": 1},
    )  # fmt: skip
    assert run("stats", "--lang", "ru").out.endswith(f"{1:>7} {1:>9}  регион не определен\n")
