"""
The example feed and the examples: both tell the truth about the library.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kz_social_registry import Registry, TerminationGround
from kz_social_registry.base.vocabulary import ActKind, FactAct, RecipientCategory, Region
from kz_social_registry.domain.row import Withheld
from kz_social_registry.domain.values.identifiers import Bin, Iin, identifier
from kz_social_registry.feed.notices import Receipt, receive
from kz_social_registry.storage.memory import MemoryStore
from support import make_feed

EXAMPLES = make_feed.FEED.parents[1]
DAY = date(2026, 10, 1)

Plain = dict[str, Any]


@pytest.fixture(scope="module")
def received() -> tuple[Registry, Receipt]:
    """
    Return a register that received the feed, and the receipt.
    """
    registry = Registry(MemoryStore())
    return registry, receive(registry, _lines())


@pytest.fixture(scope="module")
def lawful(received: tuple[Registry, Receipt]) -> list[Plain]:
    """
    Return the notices of the feed that are accepted.
    """
    _, receipt = received
    rejected = {outcome.line for outcome in receipt.rejects}
    return [json.loads(line) for number, line in enumerate(_lines(), 1) if number not in rejected]


def _lines() -> list[bytes]:
    return make_feed.FEED.read_bytes().splitlines()


def _of(notices: Iterable[Plain], act: str) -> list[Plain]:
    return [notice for notice in notices if notice["act"] == act]


class TestFeed:
    """
    The invented feed of `examples/data`.
    """

    def test_is_what_its_generator_makes(self) -> None:
        """
        The file has the generator's bytes, in every version of Python.
        """
        assert make_feed.FEED.read_bytes().decode() == make_feed.feed()

    def test_has_only_the_wrong_notices_that_were_planned(
        self, received: tuple[Registry, Receipt]
    ) -> None:
        """
        Each wrong notice is rejected for the one reason that it was made for.
        """
        _, receipt = received
        codes = [fault.code for o in receipt.rejects if o.error for fault in o.error.faults]
        assert codes == list(make_feed.WRONG)

    def test_is_known_the_second_time(self, received: tuple[Registry, Receipt]) -> None:
        """
        Receiving the feed again changes nothing and rejects the same notices.
        """
        registry, first = received
        again = receive(registry, _lines())
        assert (again.accepted, again.known, again.rejected) == (0, first.accepted, first.rejected)

    def test_has_many_providers_in_all_regions(self, lawful: list[Plain]) -> None:
        """
        It has more than three hundred providers, and some in every region.
        """
        issues = _of(lawful, ActKind.ISSUE)
        regions = {notice["kato"][:2] for notice in issues if "kato" in notice}
        assert len({notice["identifier"] for notice in issues}) > 300
        assert regions == set(Region)

    def test_names_every_act_ground_and_category(self, lawful: list[Plain]) -> None:
        """
        Every kind of act, every ground of termination and every category occurs.
        """
        issued = {code for notice in _of(lawful, ActKind.ISSUE) for code in notice["categories"]}
        grounds = {notice["ground"] for notice in _of(lawful, ActKind.TERMINATE)}
        assert {notice["act"] for notice in lawful} == {*ActKind, FactAct.ANNUL}
        assert grounds == set(TerminationGround)
        assert issued == set(RecipientCategory)

    def test_names_nobody(self, lawful: list[Plain]) -> None:
        """
        Its identifiers are invented: serials that no month reaches, births before 1890.
        """
        numbers = {identifier(notice["identifier"]) for notice in lawful if "identifier" in notice}
        kept = {(type(n), n[6:8] if isinstance(n, Bin) else n[6]) for n in numbers}
        assert kept == {(Bin, "99"), (Iin, "1"), (Iin, "2")}

    def test_hides_where_victims_are_sheltered(self, received: tuple[Registry, Receipt]) -> None:
        """
        Providers for victims of violence do not publish their addresses.
        """
        registry, _ = received
        victims = RecipientCategory.DOMESTIC_VIOLENCE_VICTIMS
        rows = registry.public(on=DAY, published_on=DAY)
        shown = [row.address for row in rows if victims in _shown(row.categories)]
        assert {type(address) for address in shown} == {Withheld}

    def test_licenses_a_provider_again(
        self, received: tuple[Registry, Receipt], lawful: list[Plain]
    ) -> None:
        """
        Some providers come back after exclusion, with an entry that names the earlier one.
        """
        registry, _ = received
        issued = [notice["identifier"] for notice in _of(lawful, ActKind.ISSUE)]
        again = {number for number in issued if issued.count(number) > 1}
        entries = [registry.by_identifier(number, on=DAY) for number in again]
        assert again
        assert all(entry and entry.succession for entry in entries)


def _shown(cell: tuple[RecipientCategory, ...] | Withheld) -> tuple[RecipientCategory, ...]:
    return () if isinstance(cell, Withheld) else cell


@cache
def _run(example: str) -> tuple[list[str], list[Path]]:
    """
    Run an example in a folder of its own, with warnings as errors.

    Return its output, and the files that remain in the folder.
    """
    command = [sys.executable, "-W", "error", "-X", "utf8", str(EXAMPLES / example)]
    with TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  # our own files
            command, cwd=folder, capture_output=True, check=True, timeout=60, encoding="utf-8"
        )
        return done.stdout.splitlines(), list(Path(folder).iterdir())


class TestExamples:
    """
    The programs of `examples`.
    """

    def test_first_entry(self) -> None:
        """
        The licence is in force before the termination and not on its day.
        """
        printed, _ = _run("first_entry.py")
        assert "2026-01-15: in force" in printed
        assert "2026-03-02: not in force" in printed
        assert printed[-1].endswith(" | 250140998011 | 40")

    def test_licence_feed(self, received: tuple[Registry, Receipt]) -> None:
        """
        It accepts what is lawful, once, and publishes files of the consenting providers.
        """
        registry, receipt = received
        public = len(registry.public(on=DAY, published_on=DAY))
        printed, _ = _run("licence_feed.py")
        assert f"accepted {receipt.accepted}, rejected {receipt.rejected}" in printed
        assert f"a second time: accepted 0, known {receipt.accepted}" in printed
        assert f"published {public} entries:" in printed
        assert {"  register.csv", "  register.json"} <= set(printed)

    def test_reimbursement(self) -> None:
        """
        Each service of the month is paid or has its reason, the wrongly written ones, too.
        """
        printed, _ = _run("reimbursement.py")
        amounts, refused = printed[:2], printed[2:]
        assert amounts == ["110740992393: 24000", "220340991630: 11000"]
        assert [line.split(":")[0] for line in refused] == [
            f"service {number}" for number in (3, 4, 5, 6, 8, 9, 10, 11)
        ]
        assert "статья 45" in refused[0]

    def test_was_it_in_force(self) -> None:
        """
        Each question has its answer, with coded reasons.
        """
        printed, _ = _run("was_it_in_force.py")
        assert [line.partition(": ")[2] for line in printed if not line.startswith(" ")] == [
            "yes (–)",
            "no (not_yet_included)",
            "yes (–)",
            "no (suspended)",
            "yes (–)",
            "no (expired)",
            "no (terminated)",
            "no (terminated)",
            "no (excluded, terminated)",
            "no (passed_on)",
            "yes (–)",
            "no (unknown)",
        ]

    def test_portal_laws(self) -> None:
        """
        A portal of somebody else keeps every law, also over HTTP; a wrong one is named with its law.
        """
        printed, _ = _run("portal_laws.py")
        assert printed[0] == "the portal keeps every law"
        assert printed[1].startswith("over HTTP it passes ")
        assert printed[2].startswith("law withdrawal: ")
        assert [json.loads(line)["act"] for line in printed[5:]] == ["issue", "withdraw_consent"]

    def test_portal_django(self) -> None:
        """
        A forged form is refused, a wrong one shows its faults, and a right one is public.
        """
        printed, _ = _run("portal_django.py")
        assert printed == [
            "forged: status 403, faults 0, public 0",
            "empty: status 422, faults 9, public 0",
            "wrong: status 422, faults 1, public 0",
            "right: status 200, faults 0, public 1",
        ]

    @pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.glob("*.py")))
    def test_leaves_no_file(self, example: str) -> None:
        """
        No example leaves a file where it runs.
        """
        _, left = _run(example)
        assert left == []
