"""
`changes`, `sweep`, `checkpoint` and `verify` from the command line.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kz_social_registry import Registry
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli.output import phrase
from kz_social_registry.registry.answers.audit import Checkpoint, FlawKind
from kz_social_registry.serialization.codec import from_plain
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command
from support.notices import OTHER, PERSON, a_notice, an_issue, received


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """
    Return the file of a register of three providers, one of them an excluded natural person.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        received(
            store,
            an_issue("N-1"),
            an_issue("N-2", identifier=OTHER),
            an_issue("N-3", identifier=PERSON),
            a_notice("N-4", "exclude", identifier=PERSON, basis="өтініш"),
            a_notice("N-5", "amend", capacity=41),
        )
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], path: Path) -> Command:
    """
    Return the command line over that register.
    """
    return Command(capsys, path)


@pytest.fixture
def person(path: Path) -> str:
    """
    Return the id of the natural person's entry, whose data were erased.
    """
    with SQLiteStore(path) as store:
        (entry_id,) = store.entries_mentioning(PERSON)
        Registry(store).erase(entry_id, basis="№ 5 шешім", by="А. Бекова")
    return str(entry_id)


def tamper(path: Path, statement: str) -> None:
    """
    Change the file without the library.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount > 0


def lines(text: str) -> list[Any]:
    """
    Return the objects of JSON Lines.
    """
    return [json.loads(line) for line in text.splitlines()]


class TestChanges:
    """
    Every fact after a position, as JSON Lines.
    """

    def test_each_fact_is_a_line_with_its_position(self, run: Command) -> None:
        """
        They come in the order of recording, with their notices.
        """
        found = [(line["position"], line["notice"]) for line in lines(run("changes").out)]
        assert found == [(1, "N-1"), (2, "N-2"), (3, "N-3"), (4, "N-4"), (5, "N-5")]

    @pytest.mark.parametrize(
        ("after", "positions"), [(0, [1, 2, 3, 4, 5]), (3, [4, 5]), (5, []), (99, [])]
    )
    def test_it_goes_on_behind_a_position(self, run: Command, after: int, positions: list[int]) -> None:
        """
        `--after` is the last position that the consumer has.
        """
        left = run("changes", "--after", after)
        assert (left.status, [line["position"] for line in lines(left.out)]) == (0, positions)

    @pytest.mark.parametrize("after", ["-1", "x"])
    def test_a_position_that_is_none_is_wrong_usage(self, run: Command, after: str) -> None:
        """
        Positions are whole numbers from 0.
        """
        assert run("changes", "--after", after).status == 2

    def test_erased_facts_keep_only_their_position(self, run: Command, person: str) -> None:
        """
        An erased fact has its position, entry and number; the erasure is shown.
        """
        told = [line for line in lines(run("changes").out) if line["entry_id"] == person]
        assert told[:2] == [
            {"position": 3, "entry_id": person, "number": 1, "erased": True},
            {"position": 4, "entry_id": person, "number": 2, "erased": True},
        ]
        assert told[2]["content"] == {"act": "erase", "basis": "№ 5 шешім"}


class TestErased:
    """
    No command finds erased data.
    """

    @pytest.mark.parametrize("command", ["history", "show", "extract"])
    @pytest.mark.usefixtures("person")
    def test_a_provider_that_was_erased_is_not_there(self, run: Command, command: str) -> None:
        """
        Asked for by its number, the provider is as one that never was.
        """
        left = run(command, PERSON)
        assert (left.status, left.out) == (1, "")


class TestSweep:
    """
    Licences past their term are terminated, once.
    """

    def test_doing_it_twice_is_doing_it_once(self, run: Command) -> None:
        """
        The second time there is nothing left to do.
        """
        swept = [run("sweep", "--on", "2028-06-01", "--json").plain["swept"] for _ in range(2)]
        assert [len(found) for found in swept] == [2, 0]

    def test_before_the_term_is_over_nothing_happens(self, run: Command) -> None:
        """
        On the last day of the term the licence is in force.
        """
        assert run("sweep", "--on", "2028-04-20", "--json") == (0, '{"swept": []}\n', "")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_speaks_three_languages(self, run: Command, language: Language) -> None:
        """
        It says how many licences were terminated.
        """
        left = run("sweep", "--on", "2028-06-01", "--lang", language)
        assert left == (0, phrase("swept", 2, language=language) + "\n", "")

    def test_it_notes_who_did_it(self, run: Command) -> None:
        """
        `--by` is recorded with each termination, on the day after the term.
        """
        run("sweep", "--on", "2028-06-01", "--by", "түнгі тапсырма")
        told = lines(run("changes", "--after", 5).out)
        assert [(line["recorded_by"], line["content"]["on"]) for line in told] == [
            ("түнгі тапсырма", "2028-04-21")
        ] * 2


class TestVerify:
    """
    Everything that is kept is checked; a flaw is status 1 and says where it is.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_sound_register_is_status_0(self, run: Command, language: Language) -> None:
        """
        It says how much was checked.
        """
        expected = phrase("verified", 3, 5, 0, language=language)
        assert run("verify", "--lang", language) == (0, f"{expected}\n", "")

    def test_as_json_it_is_one_object(self, run: Command) -> None:
        """
        `--json` prints the verdict and the counts.
        """
        plain = run("verify", "--json").plain
        assert plain == {"sound": True, "entries": 3, "facts": 5, "flaws": [], "erasures": []}

    def test_an_erasure_is_no_flaw_but_is_told(self, run: Command, person: str) -> None:
        """
        An erased entry verifies; the report says which, and on what basis.
        """
        plain = run("verify", "--json").plain
        (erasure,) = plain["erasures"]
        left = run("verify", "--lang", "en")
        assert (plain["sound"], erasure["entry_id"], erasure["basis"]) == (True, person, "№ 5 шешім")
        assert (left.status, person in left.out, "№ 5 шешім" in left.out) == (0, True, True)

    def test_an_altered_fact_is_found_by_entry_and_number(self, run: Command, path: Path) -> None:
        """
        One space after a payload is enough.
        """
        tamper(path, "UPDATE facts SET payload = CAST(payload || ' ' AS BLOB) WHERE position = 5")
        (flaw,) = run("verify", "--json").plain["flaws"]
        left = run("verify", "--lang", "en")
        assert (flaw["finding"], flaw["number"]) == (FlawKind.BROKEN_CHAIN, 2)
        told = f"{flaw['entry_id']} № 2: {FlawKind.BROKEN_CHAIN.label('en')}"
        assert (left.status, left.out.splitlines()[1:]) == (1, [told])

    def test_a_segment_that_does_not_follow_is_found(self, run: Command, path: Path) -> None:
        """
        A flaw of a whole entry names no fact.
        """
        tamper(path, "UPDATE segments SET until = '2026-01-01' WHERE starts = '2025-09-01'")
        left = run("verify", "--json")
        assert (left.status, left.plain["sound"]) == (1, False)
        assert all("number" not in flaw for flaw in left.plain["flaws"])
        assert run("verify").status == 1

    def test_it_continues_an_earlier_checkpoint(self, run: Command, tmp_path: Path) -> None:
        """
        Later facts do not matter, whether the checkpoint is given as text or as a file.
        """
        text = run("checkpoint").out.strip()
        file = tmp_path / "checkpoint.json"
        file.write_text(run("checkpoint", "--json").out)
        assert from_plain(Checkpoint, json.loads(file.read_text())).position == int(text.split(":")[0])
        run("sweep", "--on", "2028-06-01")
        statuses = [
            run("verify", "--checkpoint", text).status,
            run("verify", "--checkpoint-file", file).status,
        ]
        assert statuses == [0, 0]

    def test_a_dropped_tail_is_found_by_the_checkpoint_alone(
        self, run: Command, tmp_path: Path
    ) -> None:
        """
        A removed fact leaves no trace in the register, but the file of a checkpoint names it.
        """
        text = run("checkpoint").out.strip()
        file = tmp_path / "checkpoint.json"
        file.write_text(run("checkpoint", "--json").out)
        path = Path(str(run.store))
        tamper(path, "DELETE FROM segments WHERE identifier = '190140000007'")
        tamper(path, "DELETE FROM facts WHERE position = 2")
        tamper(path, "DELETE FROM names WHERE name = '190140000007'")
        found = [run("verify", "--json", *more) for more in
                 ((), ("--checkpoint", text), ("--checkpoint-file", file))]  # fmt: skip
        flaws = [
            [(flaw["finding"], flaw.get("number")) for flaw in left.plain["flaws"]] for left in found
        ]
        assert flaws == [[], [(FlawKind.OTHER_REGISTER, None)], [(FlawKind.DROPPED, 1)]]
        assert [left.status for left in found] == [0, 1, 1]

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("text", ["", "x", "5", "5:x", f"٥:{'0' * 64}", f"-1:{'0' * 64}"])
    def test_a_text_that_is_no_checkpoint_is_wrong_usage(
        self, run: Command, text: str, language: Language
    ) -> None:
        """
        A variable that was not set, or was cut, is no sign that somebody tampered.
        """
        left = run("verify", "--checkpoint", text, "--lang", language)
        told = Fault(Code.WRONG_TYPE, allowed=("checkpoint as it was printed",)).message(language)
        assert (left.status, left.out, left.err.endswith(f"{told}\n")) == (2, "", True)

    def test_another_checkpoint_is_a_mismatch(self, run: Command) -> None:
        """
        A text that could be a checkpoint and is not the register's is found.
        """
        left = run("verify", "--checkpoint", f"1:2026-01-01T00:00:00.000000Z:{'0' * 64}", "--json")
        assert [flaw["finding"] for flaw in left.plain["flaws"]] == [FlawKind.OTHER_REGISTER]
        assert left.status == 1

    @pytest.mark.parametrize(
        "content", ["", "null", '{"position": 1}', '{"position": 1, "heads": [1]}']
    )
    def test_a_file_that_is_no_checkpoint_is_told(
        self, run: Command, tmp_path: Path, content: str
    ) -> None:
        """
        A file that holds something else is a clear error, not an answer.
        """
        file = tmp_path / "checkpoint.json"
        file.write_text(content)
        left = run("verify", "--checkpoint-file", file)
        assert (left.status, left.out, left.err != "") == (1, "", True)

    def test_a_damaged_file_is_told(self, run: Command, path: Path) -> None:
        """
        Where SQLite itself cannot read on, there is no report but an error.
        """
        content = bytearray(path.read_bytes())
        content[4096:] = b"\xff" * (len(content) - 4096)
        path.write_bytes(content)
        left = run("verify", "--lang", "en")
        assert left == (1, "", f"{Fault(Code.DAMAGED).describe('en')}\n")
