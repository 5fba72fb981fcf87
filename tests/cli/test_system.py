"""
The command line and the system around it: code pages, full disks, pipes, and files that are refused.
"""

import errno
import os
import pty
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, StoreCode, TransferCode
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.cli.output import phrase, reason
from kz_social_registry.feed.file import receive_file
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage import transfer
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import bin_of
from support.command_line import Command, as_nobody, no_more_than, process
from support.form_samples import BINS, cells, save_csv
from support.notices import HOUSE, a_notice, an_issue, received, write_feed

#: A code page of Windows that lacks Kazakh letters.
CYRILLIC: Final = {"environment": {"PYTHONIOENCODING": "cp1251"}}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """
    Return the command line over a register of one provider.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        received(store, an_issue())
    return Command(capsys, tmp_path / "register.db")


class TestCodePages:
    """
    Whatever letters the system's code page lacks, a command says all that it has to say.
    """

    @pytest.mark.parametrize(
        ("command", "told"), [("stats", "Ұлытау"), ("export", "Мейірім"), ("verify", "тексерілді")]
    )
    def test_piped_it_is_utf_8(self, run: Command, command: str, told: str) -> None:
        """
        A program reads UTF-8 in every code page.
        """
        more = ["-"] if command == "export" else []
        done = process(command, *more, "--store", run.store, **CYRILLIC)
        assert (done.returncode, told in done.stdout.decode(), done.stderr) == (0, True, b"")

    def test_errors_are_utf_8_too(self, tmp_path: Path) -> None:
        """
        So is what goes to standard error.
        """
        done = process("verify", "--store", tmp_path / "none", **CYRILLIC)
        assert (done.returncode, "тіркелім" in done.stderr.decode()) == (1, True)

    def test_a_terminal_shows_escapes(self, run: Command) -> None:
        """
        A terminal keeps its code page, and shows what it lacks as an escape.
        """
        ours, theirs = pty.openpty()
        done = process("standing", HOUSE, "--store", run.store, stdout=theirs, **CYRILLIC)
        os.close(theirs)
        shown = os.read(ours, 10_000)
        os.close(ours)
        assert (done.returncode, done.stderr, rb"\u0" in shown) == (0, b"", True)


class TestFullDisk:
    """
    Where there is no room for what is said or written, that is said in one line, with status 1.
    """

    @pytest.mark.parametrize(
        "words", [("stats",), ("verify", "--json"), ("export", "-"), ("--help",), ("--version",)]
    )
    def test_standard_output(self, run: Command, words: tuple[str, ...]) -> None:
        """
        Standard output may be a file on a full disk.
        """
        store = () if words[0].startswith("-") else ("--store", run.store, "--lang", "en")
        with Path("/dev/full").open("wb") as full:
            done = process(*words, *store, stdout=full)
        expected = f"{phrase('output', language='en')}: {phrase('ENOSPC', language='en')}\n"
        assert (done.returncode, done.stderr.decode()) == (1, expected)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("words", [("export",), ("publish", "--format", "csv"), ("internal-form",)])
    def test_a_file_is_reported_by_its_name(
        self, run: Command, tmp_path: Path, words: tuple[str, ...], language: Language
    ) -> None:
        """
        The user's own name is reported, not that of a temporary file, and nothing is left.
        """
        with SQLiteStore(str(run.store)) as store:
            for number in range(60):
                many = {"identifier": bin_of(number), "address": "Астана қаласы, " + 200 * "қала "}
                received(store, an_issue(f"M-{number}", **many))
                received(store, a_notice(f"C-{number}", "give_consent", identifier=bin_of(number)))
        target = tmp_path / "target"
        with no_more_than(70_000):
            left = run(*words, target, "--lang", language)
        assert left == (1, "", f"{target}: {phrase('EFBIG', language=language)}\n")
        assert [*tmp_path.glob("*target*")] == []


class TestFullRegister:
    """
    A register that finds no room in the middle of much work keeps what it has, and says so.
    """

    @pytest.fixture(params=["receive", "import", "load"])
    def much(
        self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> tuple[str, Path]:
        """
        Return a command and a file with sixty entries, in batches of twenty.
        """
        monkeypatch.setattr("kz_social_registry.feed.notices.BATCH", 20)
        monkeypatch.setattr("kz_social_registry.form.importing.batches.BATCH", 20)
        monkeypatch.setattr(transfer, "TOGETHER", 20)
        numbers = [bin_of(number) for number in range(60)]
        issues = [an_issue(f"M-{number}", identifier=number) for number in numbers]
        name, path = str(request.param), tmp_path / "much"
        if name == "receive":
            write_feed(path, issues)
        elif name == "import":
            path = save_csv(tmp_path / "much.csv", [cells(identifier=number) for number in numbers])
        else:
            store = received(MemoryStore(), *issues).store
            path.write_text("".join(transfer.export(store)), "utf-8")
        return name, path

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_after_recorded_batches(
        self, run: Command, much: tuple[str, Path], language: Language
    ) -> None:
        """
        The message says so; repeated when there is room, the command does the rest.
        """
        run.store = store = Path(str(run.store)).with_name("new.db")
        with no_more_than(250_000):
            left = run(*much, "--lang", language)
        later = (StoreCode.DISK_FULL_LATER, StoreCode.FAILED_LATER)
        assert (left.status, left.out) == (1, "")
        assert left.err in {f"{Fault(code).describe(language)}\n" for code in later}
        assert 0 < facts_in(store) < 60
        assert run(*much).status == 0
        assert facts_in(store) == 60

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_at_once(self, run: Command, much: tuple[str, Path], language: Language) -> None:
        """
        The message says that nothing was recorded, and the new register is empty.
        """
        run.store = store = Path(str(run.store)).with_name("new.db")
        with no_more_than(70_000):
            left = run(*much, "--lang", language)
        first = (StoreCode.DISK_FULL, Code.STORE_FAILED)
        assert (left.status, left.out) == (1, "")
        assert left.err in {f"{Fault(code).describe(language)}\n" for code in first}
        assert facts_in(store) == 0
        assert run(*much).status == 0
        assert facts_in(store) == 60

    @pytest.mark.parametrize("much", ["receive", "import"], indirect=True)
    def test_after_batches_without_accepted_items(self, run: Command, much: tuple[str, Path]) -> None:
        """
        The message says that nothing was recorded.
        """
        name, path = much
        head, *lines = path.read_text("utf-8-sig").splitlines()
        bad = ['{"x": 1}'] * 20 if name == "receive" else [lines[0].replace("40", "қырық")] * 20
        first = [] if name == "receive" else [head]
        path.write_text("\n".join([*first, *bad, *lines]), "utf-8")
        run.store = Path(str(run.store)).with_name("new.db")
        with no_more_than(70_000):
            left = run(*much, "--lang", "en")
        codes = (StoreCode.DISK_FULL, Code.STORE_FAILED)
        told = {f"{Fault(code).describe('en')}\n" for code in codes}
        assert (left.status, left.err in told) == (1, True)

    def test_where_not_even_its_tables_fit(self, run: Command, much: tuple[str, Path]) -> None:
        """
        A register that was made only in part is completed by the next command.
        """
        run.store = store = Path(str(run.store)).with_name("new.db")
        with no_more_than(10_000):
            assert run(*much).status == 1
        assert run(*much).status == 0
        assert facts_in(store) == 60


class TestNewRegister:
    """
    A command that records makes the register that it does not find; its dry run makes none.
    """

    def test_a_rejected_feed_leaves_an_empty_register(self, run: Command, tmp_path: Path) -> None:
        """
        The register is opened before anything is read.
        """
        run.store = path = tmp_path / "new.db"

        left = run("receive", write_feed(tmp_path / "feed.jsonl", [{"x": 1}]))

        assert (left.status, facts_in(path)) == (1, 0)

    def test_a_trial_leaves_none(self, run: Command, tmp_path: Path) -> None:
        """
        A trial without a register uses one in memory.
        """
        run.store = tmp_path / "new.db"

        left = run("receive", write_feed(tmp_path / "feed.jsonl", [an_issue()]), "--dry-run", "--json")

        assert (left.status, left.plain["accepted"], run.store.exists()) == (0, 1, False)

    def test_a_trial_of_an_unreadable_register_fails(self, run: Command, tmp_path: Path) -> None:
        """
        Only a missing register is replaced by one in memory.
        """
        run.store = tmp_path / "new.db"
        run.store.write_text("no register")

        left = run("receive", write_feed(tmp_path / "feed.jsonl", [an_issue()]), "--dry-run")

        assert (left.status, left.out) == (1, "")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_backup_without_room_leaves_nothing(
        self, run: Command, tmp_path: Path, language: Language
    ) -> None:
        """
        Neither the copy nor what SQLite needs to write it, visible or hidden.
        """
        long = "Астана қаласы, " + "көше " * 700
        with SQLiteStore(str(run.store)) as store:
            numbers = map(bin_of, range(100, 250))
            received(store, *(an_issue(n, identifier=n, address=long) for n in numbers))
        before = {*tmp_path.iterdir()}
        with no_more_than(40_000):
            left = run("backup", tmp_path / "copy.db", "--lang", language)
        codes = (StoreCode.DISK_FULL, Code.STORE_FAILED)
        told = {f"{Fault(code).describe(language)}\n" for code in codes}
        assert (left.status, left.out, left.err in told) == (1, "", True)
        assert {*tmp_path.iterdir()} == before


def facts_in(path: Path) -> int:
    """
    Return how many facts a register has, when all of it was checked.
    """
    with SQLiteStore(path) as store:
        assert verify(store)
        return len(store.changes(0, 1000))


class TestReasons:
    """
    Errors of the system are reported in the chosen language.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_has_its_words(self, language: Language) -> None:
        """
        Known errors of files have their own words, all others the system's code.
        """
        known = ("EACCES", "ENOSPC", "ENOENT", "EROFS", "EFBIG", "EISDIR", "ENOTDIR", "ELOOP")
        told = {reason(OSError(getattr(errno, name), ""), language) for name in known}
        assert len(told) == len(known)
        for code, error in (("ENOTTY", OSError(errno.ENOTTY, "")), (0, OSError("of no code"))):
            assert reason(error, language) == phrase("other", code, language=language)

    def test_a_folder_that_cannot_be_written(self, run: Command, tmp_path: Path) -> None:
        """
        The folder of the publication is reported, not the temporary one.
        """
        with TemporaryDirectory() as name:
            target = Path(name, "closed", "out")
            run.store = store = Path(copy(str(run.store), name))
            run("publish", tmp_path / "first", "--format", "csv")  # also imports what nobody may not
            Path(name).chmod(0o777)
            store.chmod(0o666)
            target.parent.mkdir(0o555)
            with as_nobody():
                left = run("publish", target, "--format", "csv", "--lang", "en")
        assert left == (1, "", f"{target}: {phrase('EACCES', language='en')}\n")

    def test_a_publication_without_its_json(self, run: Command, tmp_path: Path) -> None:
        """
        The missing file of an earlier publication is reported.
        """
        left = run("publish", tmp_path / "out", "--since", tmp_path, "--lang", "en")
        assert left == (1, "", f"{tmp_path / 'register.json'}: {phrase('ENOENT', language='en')}\n")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(("good", "line"), [(0, 1), (1, 2)])
    def test_a_line_is_counted_from_1(
        self, run: Command, tmp_path: Path, language: Language, good: int, line: int
    ) -> None:
        """
        A fault in a file of facts is reported with its line, counted from 1.
        """
        run("export", tmp_path / "facts.jsonl")
        facts = (tmp_path / "facts.jsonl").read_text("utf-8").splitlines(keepends=True)
        (tmp_path / "facts.jsonl").write_text("".join([*facts[:good], "[]\n"]), "utf-8")
        run.store = tmp_path / "other.db"
        left = run("load", tmp_path / "facts.jsonl", "--lang", language)
        fault = Fault(TransferCode.NOT_FACTS, f"lines[{line - 1}]")
        assert left == (1, "", f"{fault.describe(language)}\n")
        assert f"{line}: " in left.err


class TestPipes:
    """
    Input may come through a pipe, which has no length and cannot be read twice.
    """

    def test_a_feed(self, tmp_path: Path) -> None:
        """
        Its rejects are the same as those of a file, and are kept in the present folder.
        """
        path = write_feed(tmp_path / "feed.jsonl", [an_issue(), *({"x": n} for n in range(1200))])
        receipt = receive_file(Registry(MemoryStore()), path)
        done = process("receive", "-", "--json", cwd=tmp_path, input=path.read_bytes())
        assert done.stdout == (
            b'{"accepted": 1, "known": 0, "rejected": 1200, "rejects": "stdin.rejects"}\n'
        )
        assert receipt.rejects
        assert (tmp_path / "stdin.rejects").read_text("utf-8").count("\n") == 1200

    def test_a_file_as_standard_input(self, tmp_path: Path) -> None:
        """
        No file is written among the devices.
        """
        feed = write_feed(tmp_path / "feed.jsonl", [{"x": 1}])
        with feed.open("rb") as file:
            done = process("receive", "/dev/stdin", "--json", cwd=tmp_path, stdin=file)
        assert (done.returncode, b'"stdin.rejects"' in done.stdout) == (1, True)

    @pytest.mark.parametrize("keep_in", [".", "kept"])
    def test_a_form(self, tmp_path: Path, keep_in: str) -> None:
        """
        Rejects and report are written into the present folder or the named one.
        """
        form = save_csv(tmp_path / "form.csv", [cells(), cells(identifier=BINS[1], capacity="қырық")])
        (tmp_path / "kept").mkdir()
        named = () if keep_in == "." else ("--keep-in", keep_in)
        words = ("import", "-", *named, "--lang", "en")
        done = process(*words, cwd=tmp_path, input=form.read_bytes())
        assert (done.returncode, done.stdout.startswith(b"accepted: 1, ")) == (1, True)
        kept = {path.name for path in (tmp_path / keep_in).glob("stdin.*")}
        assert kept == {"stdin.rejects.csv", "stdin.report.jsonl"}

    @pytest.mark.parametrize("command", ["receive", "import"])
    def test_a_bar_needs_no_length(self, tmp_path: Path, command: str) -> None:
        """
        On a terminal the bar shows that something comes, not how much is left.
        """
        ours, theirs = pty.openpty()
        feed = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        path = feed if command == "receive" else save_csv(tmp_path / "form.csv", [cells()])
        words = (command, "/dev/stdin", "--json")
        done = process(*words, cwd=tmp_path, input=path.read_bytes(), stderr=theirs)
        os.close(theirs)
        shown = os.read(ours, 10_000)
        os.close(ours)
        assert (done.returncode, b"stdin" in shown) == (0, True)
