"""
The vectors of a register: the library receives their notices and answers their questions.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kz_social_registry import Registry
from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.feed.notices import outcomes
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing.vectors import read

Plain = dict[str, Any]
SCENARIOS = read("register.json")["scenarios"]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["title"])
def test_the_library_gives_every_outcome_and_answer(scenario: Plain) -> None:
    """
    Each notice is accepted, or refused for one of the reasons; standings and public rows are as stated.
    """
    moment = [datetime.min.replace(tzinfo=UTC)]
    registry = Registry(MemoryStore(), clock=lambda: moment[0])
    for step in scenario["notices"]:
        moment[0] = datetime.fromisoformat(step["at"])
        (outcome,) = outcomes(registry, [step["notice"]])
        codes = {str(fault.code) for fault in outcome.error.faults} if outcome.error else set()
        assert codes <= set(step["outcome"].get("refused", ())), codes
        assert bool(codes) is ("refused" in step["outcome"]), step["notice"]
    for asked in scenario["standings"]:
        known = datetime.fromisoformat(asked["known"])
        answer = to_plain(
            registry.standing(asked["identifier"], on=date.fromisoformat(asked["on"]), known=known)
        )
        assert {key: answer[key] for key in ("in_register", "in_force", "reasons")} == {
            key: asked[key] for key in ("in_register", "in_force", "reasons")
        }, asked
    for asked in scenario["publications"]:
        days = {name: date.fromisoformat(asked[name]) for name in ("on", "published_on")}
        assert sorted(map(_shown, registry.public(**days))) == asked["rows"], asked


def _shown(row: Any) -> list[int]:
    return [n for n, column in enumerate(COLUMNS, 2) if not isinstance(row.cell(column), Withheld)]
