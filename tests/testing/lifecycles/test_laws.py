"""
The check of a lifecycle: what it reports, and when.
"""

import os
import subprocess
import sys
from typing import Any

import pytest

from kz_social_registry import Registry
from kz_social_registry.domain.lifecycle import apply
from kz_social_registry.feed.notices import receive
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import LAWS, WRONG, LawBroken, Refused, check_lifecycle
from kz_social_registry.testing.lifecycles.subjects import Pure

Plain = dict[str, Any]

FORGETFUL = next(wrong for wrong in WRONG if wrong.mistake == "a withdrawal does nothing")


class Portal(Pure):
    """
    Our lifecycle in plain data, to be made wrong.
    """

    def __init__(self) -> None:
        super().__init__(apply)


def broken(subject: Any, **options: Any) -> LawBroken:
    """
    Return the report about a wrong lifecycle.
    """
    with pytest.raises(LawBroken) as caught:
        check_lifecycle(subject, **{"lives": 0, **options})
    return caught.value


def test_the_report_has_the_law_and_the_outcomes() -> None:
    """
    Law, clause, act, day, what was expected and what came.
    """
    report = broken(FORGETFUL.apply)
    consent = {"columns": [2, 3], "given_on": "2025-05-12"}
    assert (report.law, report.clause) == ("withdrawal", "Law on Personal Data, art. 8(7)")
    assert report.act == {"act": "withdraw_consent", "on": "2025-09-01"}
    assert (report.day, report.expected, report.got) == (
        "2025-09-01",
        {"consent": None},
        {"consent": consent},
    )


def test_its_history_can_be_received() -> None:
    """
    The notices are those of a feed, and the register accepts them.
    """
    receipt = receive(Registry(MemoryStore()), broken(FORGETFUL.apply).notices)
    assert (receipt.accepted, receipt.rejected) == (2, 0)


def test_an_assumption_is_not_cited_as_a_clause() -> None:
    """
    The report says that the rule is the library's own.
    """
    report = broken(next(wrong for wrong in WRONG if wrong.law == "expiry").apply)
    assert report.clause == 'assumption of the library "expiry"'


def test_a_law_that_is_not_visible_is_not_exercised() -> None:
    """
    A lifecycle that shows its status alone keeps the laws about it; of the others nothing is known.
    """

    class Silent(Portal):
        def state(self) -> Plain | None:
            state = super().state()
            return state and {"status": state.get("status", "active")}

    report = broken(Silent())
    assert (report.law, report.act, report.notices) == ("first_term", None, [])
    assert "not exercised: no state has licence, licence.term" in str(report)
    consent = next(law for law in LAWS if law.__name__ == "consent")
    with pytest.raises(LawBroken, match="not exercised"):
        consent(Silent())


def test_one_law_is_checked_alone() -> None:
    """
    Each item of `LAWS` reports its own law only.
    """
    laws = {law.__name__: law for law in LAWS}
    with pytest.raises(LawBroken) as caught:
        laws["withdrawal"](FORGETFUL.apply, lives=0)
    assert caught.value.law == "withdrawal"
    laws["term"](FORGETFUL.apply, lives=0)
    refusing = next(wrong for wrong in WRONG if wrong.mistake == "everything is refused")
    with pytest.raises(LawBroken, match="not exercised"):
        laws["term"](refusing.apply, lives=0)


def test_random_lives_find_what_the_vectors_do_not() -> None:
    """
    The shortest history has as many acts as the mistake needs.
    """

    class Tired(Portal):
        acts = 0

        def reset(self) -> None:
            super().reset()
            self.acts = 0

        def do(self, act: Plain) -> None:
            super().do(act)
            self.acts += 1

        def state(self) -> Plain | None:
            state = super().state()
            return state and state | ({"name": "?"} if self.acts >= 6 else {})

    report = broken(Tired(), lives=100)
    assert len(report.notices) == 6


def test_a_refused_act_must_change_nothing() -> None:
    """
    A lifecycle that notes a refused act in the entry breaks a law of its own.
    """

    class Hasty(Portal):
        refused = False

        def do(self, act: Plain) -> None:
            try:
                self.refused = True
                super().do(act)
                self.refused = False
            except Exception as error:
                raise Refused from error

        def state(self) -> Plain | None:
            state = super().state()
            return state and state | ({"capacity": 0} if self.refused else {})

    report = broken(Hasty())
    assert (report.law, report.got) == ("unchanged", {"capacity": 0})


def test_a_wrong_reason_is_a_wrong_outcome() -> None:
    """
    A refusal may give no code; one that it gives must be among the reasons.

    No life begins after the time, and a warning says how many were left out.
    """

    class Vague(Portal):
        code: str | None = None

        def do(self, act: Plain) -> None:
            try:
                super().do(act)
            except Exception as error:
                raise Refused(self.code) from error

    with pytest.warns(UserWarning, match="after 0 seconds 0 of 3 random lives were performed"):
        check_lifecycle(Vague(), lives=3, seconds=0)
    wrong = Vague()
    wrong.code = "no_consent"
    report = broken(wrong)
    assert (report.expected, report.got) == ({"refused": ["not_allowed"]}, {"refused": ["no_consent"]})


def test_an_error_is_a_wrong_outcome() -> None:
    """
    The report names its type, and the error is the cause.
    """

    def crashing(entry: Any, act: Any) -> Any:
        return {}[act.kind] if act.kind == "resume" and entry else apply(entry, act)

    report = broken(crashing)
    assert (report.law, report.got) == ("suspension", {"raised": "KeyError"})
    assert isinstance(report.__cause__, KeyError)


def test_other_lives_come_on_request() -> None:
    """
    Without a seed one is drawn, and the report names it.
    """
    assert "the lives of seed=" in str(broken(FORGETFUL.apply, seed=None))


_PROGRAM = """
import sys
if sys.argv[1:]: import hypothesis, sqlite3, decimal; UNUSUAL = "2028-02-29", 4242424242
from kz_social_registry.testing import WRONG, check_lifecycle
try:
    check_lifecycle(next(one for one in WRONG if one.mistake.startswith("a new consent adds")).apply)
except AssertionError as report:
    print(report)
"""


def test_the_report_is_the_same_in_every_process() -> None:
    """
    Neither the hash seed nor other modules change a word of it.
    """
    reports = {
        subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-c", _PROGRAM, *arguments],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, arguments in (("1", []), ("2", ["more"]))
    }
    assert len(reports) == 1
    assert b"law consent: " in reports.pop()
