"""
Mistakes on the command line: reported in the user's language, with status 2 or 1.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from kz_social_registry.__main__ import main
from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli.output import phrase
from kz_social_registry.storage.sqlite import SQLiteStore
from support.command_line import Command, as_nobody, process
from support.notices import HOUSE, an_issue, received, write_feed


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of one provider.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        received(store, an_issue())
    return Command(capsys, tmp_path / "register.db")


#: Commands that read a file which is there, without its name.
READERS: Final = (
    ("receive",), ("import",), ("load",), ("verify", "--checkpoint-file"),
    ("extract", HOUSE, "--check"),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
class TestUsage:
    """
    Wrong usage is status 2, and what is wrong with a value is said in the language of the run.
    """

    @pytest.mark.parametrize(
        ("command", "name"), [("standing", "BIN"), ("receive", "FEED"), ("backup", "FILE")]
    )
    def test_a_missing_argument(
        self, run: Command, command: str, name: str, language: Language
    ) -> None:
        """
        It is reported by its name in the help.
        """
        left = run(command, "--lang", language)
        told = f"{name}: {Fault(Code.MISSING).message(language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize("words", READERS, ids=lambda words: words[0])
    def test_a_file_that_is_not_there(
        self, run: Command, tmp_path: Path, words: tuple[str, ...], language: Language
    ) -> None:
        """
        A misspelt name is reported with that name.
        """
        left = run(*words, tmp_path / "slip", "--lang", language)
        told = f"{tmp_path / 'slip'}: {phrase('ENOENT', language=language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize(
        "words", [*READERS, ("backup",), ("export",), ("internal-form",)], ids=lambda words: words[0]
    )
    def test_a_folder_where_a_file_is_meant(
        self, run: Command, tmp_path: Path, words: tuple[str, ...], language: Language
    ) -> None:
        """
        A folder is no file.
        """
        left = run(*words, tmp_path, "--lang", language)
        told = f"{tmp_path}: {phrase('EISDIR', language=language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize("words", [("publish",), ("receive", "{}", "--keep-in")])
    def test_a_file_where_a_folder_is_meant(
        self, run: Command, words: tuple[str, ...], language: Language
    ) -> None:
        """
        A file is no folder.
        """
        file = str(run.store)
        left = run(*(word.format(file) for word in words), file, "--lang", language)
        told = f"{file}: {phrase('is_file', language=language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize("closed", ["file", "folder"])
    def test_a_file_that_may_not_be_read(
        self, capsys: pytest.CaptureFixture[str], closed: str, language: Language
    ) -> None:
        """
        Neither the file nor what is in a closed folder is for everybody.
        """
        with TemporaryDirectory() as name:
            path = write_feed(Path(name, "receive.jsonl"), [an_issue()])
            path.chmod(0 if closed == "file" else 0o644)
            Path(name).chmod(0o755 if closed == "file" else 0)
            with as_nobody():
                left = Command(capsys, Path(name, "new.db"))("receive", path, "--lang", language)
        told = f"{path}: {phrase('EACCES', language=language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize(
        ("words", "allowed"),
        [
            (("import", "{}", "--as", "x"), ("amend", "reissue", "correct")),
            (("publish", "out", "--format", "doc"), ("csv", "json", "jsonl", "xlsx", "html")),
        ],
    )
    def test_an_unknown_code(
        self, run: Command, words: tuple[str, ...], allowed: tuple[str, ...], language: Language
    ) -> None:
        """
        An unknown code is reported with the known ones.
        """
        left = run(*(word.format(run.store) for word in words), "--lang", language)
        told = f"{Fault(Code.UNKNOWN_CODE, allowed=allowed).message(language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)

    @pytest.mark.parametrize("number", ["x", "-1", "1.5", "", "9" * 5000])
    @pytest.mark.parametrize("words", [("changes", "--after"), ("import", "{}", "--min-rows")])
    def test_a_wrong_number(
        self, run: Command, words: tuple[str, ...], number: str, language: Language
    ) -> None:
        """
        A wrong number is reported with the allowed ones.
        """
        left = run(*(word.format(run.store) for word in words), number, "--lang", language)
        told = f"{Fault(Code.OUT_OF_RANGE, allowed=('0, 1, 2 …',)).message(language)}\n"
        assert (left.status, left.out, left.err.endswith(told)) == (2, "", True)


def test_a_position_may_be_any_number(run: Command) -> None:
    """
    There are no facts after the last position, however large the number.
    """
    found = [run("changes", "--after", after) for after in (1, 10**6, 10**30)]
    assert found == [(0, "", "")] * 3


class TestInterrupted:
    """
    An interrupted command ends with one line.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_was_recorded_is_kept(
        self, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
    ) -> None:
        """
        It is status 1, without a traceback.
        """

        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("kz_social_registry.cli.acts.receive_file", interrupted)
        left = run("receive", write_feed(tmp_path / "receive.jsonl", []), "--lang", language)
        assert left == (1, "", f"{phrase('interrupted', language=language)}\n")

    def test_before_the_command_begins(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """
        While the program is still being read it ends without a word.
        """

        def interrupted() -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("kz_social_registry.cli.run", interrupted)
        with pytest.raises(SystemExit) as end:
            main()
        assert (end.value.code, *capsys.readouterr()) == (1, "", "")


class TestStreams:
    """
    Pipes, and standard output that is closed.
    """

    def test_a_load_through_a_pipe(self, run: Command, tmp_path: Path) -> None:
        """
        The output of one command is the input of another.
        """
        facts = process("export", "-", "--store", run.store).stdout
        other = tmp_path / "other.db"
        done = process("load", "-", "--json", "--store", other, input=facts)
        assert (done.returncode, done.stdout, done.stderr) == (0, b'{"facts": 1, "known": 0}\n', b"")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("words", [("export", "-"), ("periods",)])
    def test_an_answer_to_nowhere(
        self, run: Command, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], language: Language
    ) -> None:
        """
        A closed standard output is reported in words, without the code of the system.
        """
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", None)
            left = run(*words, "--lang", language)
        assert (left.status, left.out) == (1, "")
        assert left.err.startswith(f"{phrase('output', language=language)}: ")
        assert "EBADF" not in left.err

    def test_a_closed_output_is_no_failure(self, run: Command) -> None:
        """
        A command whose output is closed does its work all the same.
        """
        shell = f"exec '{sys.executable}' -m kz_social_registry stats --store '{run.store}' >&-"
        assert os.system(shell) == 0  # noqa: S605  # ourselves
