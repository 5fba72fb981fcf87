"""
`receive`, and registers that a command cannot open.
"""

import os
import pty
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli.output import phrase, reporting
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, as_nobody, process
from support.notices import HOUSE, Plain, a_notice, an_issue, received, write_feed

MIXED: Final = (an_issue(), a_notice("N-2", "resume"))


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """
    Return a feed of one notice that is accepted and one that is rejected.
    """
    return write_feed(tmp_path / "feed.jsonl", MIXED)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register that does not exist yet.
    """
    return Command(capsys, tmp_path / "register.db")


class TestReceive:
    """
    The exit status is 1 if a notice was rejected.
    """

    def test_the_rejects_file_is_named(self, run: Command, feed: Path) -> None:
        """
        The command prints the counts and the file of the rejected notices.
        """
        left = run("receive", feed, "--lang", "en")
        kept = feed.with_name("feed.rejects.jsonl")
        expected = f"accepted: 1, already known: 0, rejected: 1\nwhat was rejected is kept in {kept}\n"
        assert left == (1, expected, "")

    def test_a_feed_without_rejects_is_status_0(self, run: Command, feed: Path) -> None:
        """
        Received again, all notices are known.
        """
        write_feed(feed, MIXED[:1])
        statuses = [run("receive", feed).status, run("receive", feed).status]
        assert statuses == [0, 0]

    def test_as_json_it_is_one_object(self, run: Command, feed: Path) -> None:
        """
        `--json` prints the counts and the path of the rejects, or null.
        """
        first = run("receive", feed, "--json").plain
        kept = feed.with_name("feed.rejects.jsonl")
        assert first == {"accepted": 1, "known": 0, "rejected": 1, "rejects": str(kept)}
        again = run("receive", write_feed(feed, MIXED[:1]), "--json").plain
        assert again == {"accepted": 0, "known": 1, "rejected": 0, "rejects": None}

    def test_a_trial_records_nothing(self, run: Command, feed: Path) -> None:
        """
        `--dry-run` writes rejects, makes no register, and has the same status.
        """
        trial = run("receive", feed, "--dry-run", "--lang", "en")
        assert (trial.status, phrase("dry_run", language="en") in trial.out) == (1, True)
        assert feed.with_name("feed.dry-run.jsonl").exists()
        assert not Path(str(run.store)).exists()
        assert run("receive", feed, "--json").plain["accepted"] == 1

    def test_a_trial_knows_what_is_recorded(self, run: Command, feed: Path) -> None:
        """
        With an existing register, `--dry-run` knows its notices.
        """
        run("receive", feed)
        assert run("receive", feed, "--dry-run", "--json").plain["known"] == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_speaks_three_languages(self, run: Command, feed: Path, language: Language) -> None:
        """
        The counts and the rejects file are in the chosen language.
        """
        left = run("receive", feed, "--lang", language)
        assert left.out.startswith(f"{phrase('accepted', language=language)}: 1, ")
        fault = Fault(Code.NOT_ALLOWED, "act", allowed=()).describe(language)
        kept = feed.with_name("feed.rejects.jsonl").read_text(encoding="utf-8")
        assert fault.partition(":")[2].partition(";")[0] in kept

    def test_kazakh_is_the_language_if_none_is_chosen(self, run: Command, feed: Path) -> None:
        """
        The register's own language is the default.
        """
        assert run("receive", feed).out.startswith(phrase("accepted", language="kk"))

    @pytest.mark.parametrize("wrong", [["no such feed"], [], ["--lang", "de"], ["."]])
    def test_wrong_usage_is_status_2(self, run: Command, wrong: list[str]) -> None:
        """
        Nothing is recorded, and no register is made.
        """
        assert run("receive", *wrong).status == 2
        assert not Path(str(run.store)).exists()

    def test_the_register_may_be_named_by_the_environment(
        self, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        `KZ_REGISTRY_STORE` stands for `--store`.
        """
        store = tmp_path / "elsewhere.db"
        monkeypatch.setenv("KZ_REGISTRY_STORE", str(store))
        process("receive", feed)
        assert store.exists()


# Progress ---------------------------------------------------------------------------------------------


class TestProgress:
    """
    Long work shows a bar on a terminal, and nothing in a pipe.
    """

    def test_piped_it_is_silent(self, run: Command, feed: Path) -> None:
        """
        Standard error stays empty, and standard output has the result alone.
        """
        done = process("receive", feed, "--store", run.store, "--json")
        assert (done.stderr, done.stdout.count(b"\n")) == (b"", 1)

    def test_on_a_terminal_it_names_the_feed(self, run: Command, feed: Path) -> None:
        """
        The bar is on standard error; standard output has the result alone.
        """
        ours, theirs = pty.openpty()
        done = process("receive", feed, "--store", run.store, "--json", stderr=theirs)
        os.close(theirs)
        shown = os.read(ours, 10_000)
        os.close(ours)
        assert (b"feed.jsonl" in shown, done.stdout.count(b"\n")) == (True, 1)


# Registers that cannot be opened ----------------------------------------------------------------------


def make_register(path: Path, *notices: Plain) -> bytes:
    """
    Make a register from notices, and return its bytes.
    """
    with SQLiteStore(path) as store:
        received(store, *notices)
    return path.read_bytes()


#: Every command that opens a register, with its arguments.
COMMANDS: Final = (
    ("standing", HOUSE), ("show", HOUSE), ("history", HOUSE), ("extract", HOUSE), ("changes",),
    ("sweep",), ("checkpoint",), ("verify",),
)  # fmt: skip


class TestStores:
    """
    A register that cannot be opened is a clear error, and its file stays as it was.
    """

    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
    def test_a_misspelt_path_makes_no_register(self, run: Command, command: tuple[str, ...]) -> None:
        """
        Only a command that records makes a register.
        """
        left = run(*command, "--lang", "en")
        assert (left.status, left.out) == (1, "")
        assert left.err == f"{Fault(StoreCode.NO_REGISTER).describe('en')}\n"
        assert not Path(str(run.store)).exists()

    def test_a_file_of_something_else_is_left_alone(self, run: Command, feed: Path) -> None:
        """
        A file that is not a register is refused.
        """
        path = Path(str(run.store))
        path.write_bytes(b"name;bin\n")
        left = run("receive", feed, "--lang", "en")
        assert (left.status, left.err) == (1, said(Code.NOT_A_REGISTER))
        assert path.read_bytes() == b"name;bin\n"

    def test_a_register_that_is_being_written_is_waited_for_and_then_left_alone(
        self, run: Command, feed: Path
    ) -> None:
        """
        While another process writes, nothing is recorded, and the file stays as it was.
        """
        path = Path(str(run.store))
        before = make_register(path, an_issue("N-1"))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            left = run("receive", feed, "--lang", "en")
            assert (left.status, left.err, path.read_bytes()) == (1, said(Code.LOCKED), before)
            other.execute("ROLLBACK")

    @pytest.mark.parametrize("guarded", ["file", "folder"])
    def test_a_register_that_is_read_only_is_left_alone(
        self, capsys: pytest.CaptureFixture[str], guarded: str
    ) -> None:
        """
        Questions are answered; the message about a feed says that the file or its folder is read-only.
        """
        with TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "register.db"
            before = make_register(path, an_issue())
            run = Command(capsys, path)
            feed = write_feed(folder / "feed.jsonl", [an_issue("N-2", identifier=HOUSE)])
            run("receive", feed, "--dry-run")  # also imports modules that another user cannot read
            first = run("verify")
            folder.chmod(0o777 if guarded == "file" else 0o555)
            path.chmod(0o444 if guarded == "file" else 0o666)
            with as_nobody():
                asked = run("verify")
                left = run("receive", feed, "--lang", "en")
            folder.chmod(0o777)
            assert (asked.status, asked.out) == (0, first.out)
            assert (left.status, left.err, path.read_bytes()) == (1, said(Code.READ_ONLY), before)


def said(code: Code) -> str:
    """
    Return the English message about a store with such a fault.
    """
    return f"{Fault(code).describe('en')}\n"


# Feeds in folders that cannot be written --------------------------------------------------------------


@pytest.fixture
def guarded(run: Command) -> Iterator[Path]:
    """
    Yield a read-only folder with two feeds, one of them with a reject; work as another user.
    """
    run(
        "receive", write_feed(Path(str(run.store)).with_name("first.jsonl"), MIXED)
    )  # imports modules, too
    with TemporaryDirectory() as store, TemporaryDirectory() as name:
        folder = Path(name)
        write_feed(folder / "feed.jsonl", MIXED)
        write_feed(folder / "good.jsonl", MIXED[:1])
        run.store = Path(store, "register.db")
        Path(store).chmod(0o777)
        folder.chmod(0o555)
        with as_nobody():
            yield folder
        folder.chmod(0o777)


class TestReadOnlyFolders:
    """
    A feed may be in a folder where no file can be written.
    """

    def test_a_feed_without_rejects_is_received(self, run: Command, guarded: Path) -> None:
        """
        No file needs to be written.
        """
        left = run("receive", guarded / "good.jsonl", "--lang", "en")
        assert left == (0, "accepted: 1, already known: 0, rejected: 0\n", "")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_accepted_notices_are_recorded_and_the_option_is_named(
        self, run: Command, guarded: Path, language: Language
    ) -> None:
        """
        Status 1, the counts, and on standard error the folder and the option that names another one.
        """
        left = run("receive", guarded / "feed.jsonl", "--json", "--lang", language)
        assert left.plain == {"accepted": 1, "known": 0, "rejected": 1, "rejects": None}
        assert (left.status, str(guarded) in left.err, "--keep-in" in left.err) == (1, True, True)
        assert phrase("unkept", "", "", language=language)[:10] in left.err

    def test_another_folder_can_be_named(self, run: Command, guarded: Path) -> None:
        """
        The feed can be received again; its accepted notices are known by then.
        """
        run("receive", guarded / "feed.jsonl")
        folder = Path(str(run.store)).parent
        left = run("receive", guarded / "feed.jsonl", "--keep-in", folder, "--json")
        kept = folder / "feed.rejects.jsonl"
        assert (left.status, kept.exists()) == (1, True)
        assert left.plain == {"accepted": 0, "known": 1, "rejected": 1, "rejects": str(kept)}

    def test_a_folder_that_is_not_there_is_wrong_usage(self, run: Command, feed: Path) -> None:
        """
        Nothing is recorded if the named folder does not exist.
        """
        assert run("receive", feed, "--keep-in", feed.with_name("none")).status == 2
        assert not Path(str(run.store)).exists()


class TestPipes:
    """
    The reader of the output may stop at any line.
    """

    def test_a_pipe_that_is_closed_early_ends_the_command(self, run: Command, feed: Path) -> None:
        """
        The command ends without a message.
        """
        run("receive", feed)
        ours, theirs = os.pipe()
        os.close(ours)
        done = process("changes", "--store", run.store, stdout=theirs)
        os.close(theirs)
        assert (done.returncode, done.stderr) == (1, b"")

    def test_a_closed_pipe_is_not_reported(self) -> None:
        """
        The error is left to click, which ends the command.
        """
        with pytest.raises(BrokenPipeError), reporting():
            raise BrokenPipeError
