"""
The files of a register are for their owner alone, and whoever may only read can ask.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.cli import cli
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage import open_store
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import begin, issue
from support.refusals import code_of
from support.registers import answers
from support.samples import BIN, INCLUDED, LATER, OTHER_BIN, issue_values, still_clock


@pytest.fixture(params=[0o000, 0o022, 0o277], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """
    Set a umask: one that takes nothing, the usual one, and one that takes even from the owner.
    """
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {file.name: S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.usefixtures("umask")
class TestTheOwnerAlone:
    """
    Files that hold personal data are created with the mode 0600 under any umask.
    """

    def test_a_register_and_its_side_files(self, tmp_path: Path) -> None:
        """
        The register, its log and its index belong to the owner alone from the first moment.
        """
        with SQLiteStore(tmp_path / "register.db") as store:
            Registry(store, still_clock()).issue(**issue_values())
            assert _modes(tmp_path) == dict.fromkeys(
                ("register.db", "register.db-wal", "register.db-shm"), 0o600
            )

    def test_backups_and_exports(self, tmp_path: Path) -> None:
        """
        The copies of the commands `backup` and `export` do, too.
        """
        address = str(tmp_path / "register.db")
        SQLiteStore(address).close()
        for command in ("backup", "export"):
            file = str(tmp_path / f"{command}.out")
            assert CliRunner().invoke(cli, [command, file, "--store", address]).exit_code == 0
        assert _modes(tmp_path) == dict.fromkeys(("register.db", "backup.out", "export.out"), 0o600)

    def test_a_copy_that_is_being_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A backup under its temporary name is for the owner alone before anything is written to it.
        """
        seen: dict[str, int] = {}
        link = os.link

        def linked(source: Path, target: Path) -> None:
            seen.update(_modes(tmp_path))
            link(source, target)

        with SQLiteStore(tmp_path / "register.db") as store:
            monkeypatch.setattr(os, "link", linked)
            store.backup(tmp_path / "copy.db")
        assert len(seen) == 4
        assert set(seen.values()) == {0o600}


def test_rights_that_were_given_stay(tmp_path: Path) -> None:
    """
    A register that its owner opened to a group is left as it is, and its side files follow it.
    """
    path = tmp_path / "register.db"
    SQLiteStore(path).close()
    path.chmod(0o640)
    with SQLiteStore(path) as store:
        Registry(store, still_clock()).issue(**issue_values())
        assert set(_modes(tmp_path).values()) == {0o640}


@pytest.mark.parametrize(
    "address",
    [
        "host=db.example.kz password=кілт dbname=register",
        "dbname = register",
        "sslmode=require password=кілт",
        "postgresql:/db.example.kz/register",
        "POSTGRESQL://db.example.kz/register",
        "sqlite:///register.db",
        "mysql://registrar:key@db.example.kz/register",
        "file:register.db?mode=ro",
        ":memory:",
        "",
        " ",
    ],
)
def test_what_is_no_path_makes_no_file(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A libpq keyword string or another engine's address is refused; it could hold a password.
    """
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert caught.value.faults[0].code is StoreCode.BAD_ADDRESS
    assert list(tmp_path.iterdir()) == []
    printed = CliRunner().invoke(cli, ["stats", "--store", address, "--lang", "en"])
    assert (printed.exit_code, "postgresql://" in printed.output) == (1, True)
    assert "кілт" not in printed.output


@pytest.mark.parametrize(
    "name", ["register.db", "user-2026.db", "year=2026.db", "ports.db", "тіркелім"]
)
def test_paths_stay_paths(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Names of files that only look similar are names of files.
    """
    monkeypatch.chdir(tmp_path)
    with closing(open_store(name)) as store:
        assert Registry(store, still_clock()).by_identifier(BIN, on=INCLUDED) is None
    assert [file.name for file in tmp_path.iterdir()] == [name]


@contextmanager
def _as_somebody_else(folder: Path, *, folder_mode: int) -> Iterator[None]:
    """
    Let a block run as a user who may read the register in a folder, and not write it.
    """
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(folder_mode)
    root = os.geteuid() == 0
    if root:  # whom no mode of a file stops
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def folder() -> Iterator[Path]:
    """
    Yield a folder that other users can reach.
    """
    with TemporaryDirectory() as name:
        yield Path(name)


class TestReadOnly:
    """
    Whoever may only read a register gets every answer, and records nothing.
    """

    @pytest.mark.parametrize("folder_mode", [0o555, 0o777])
    @pytest.mark.parametrize("beside_a_writer", [False, True], ids=["alone", "with_a_writer"])
    def test_every_question(self, folder: Path, *, folder_mode: int, beside_a_writer: bool) -> None:
        """
        The answers are those of the owner; no file is made, and the refusal is a sentence.
        """
        path = folder / "register.db"
        with SQLiteStore(path) as owner:
            Registry(owner, still_clock()).issue(**issue_values())
            expected = answers(Registry(owner, still_clock()))
            if not beside_a_writer:
                owner.close()
            files = sorted(file.name for file in folder.iterdir())
            with _as_somebody_else(folder, folder_mode=folder_mode), SQLiteStore(path) as reader:
                assert answers(Registry(reader, still_clock())) == expected
                for record in (_record, _record_in_a_batch):
                    with pytest.raises(StoreError) as caught:
                        record(Registry(reader, still_clock()))
                    assert caught.value.faults[0].code is Code.READ_ONLY
                    assert "read-only" in caught.value.faults[0].describe("en")
            assert sorted(file.name for file in folder.iterdir()) == files
            Registry(owner, still_clock()).amend(expected[0][0], on=LATER, capacity=7)  # type: ignore[index]  # a list

    def test_what_the_owner_records_meanwhile(self, folder: Path) -> None:
        """
        An open reader sees the acts that the owner records later; a moment between is not mixed.
        """
        path = folder / "register.db"
        SQLiteStore(path).close()
        with _as_somebody_else(folder, folder_mode=0o555), SQLiteStore(path) as reader:
            assert not Registry(reader).standing(BIN, on=INCLUDED)
            with suppress(PermissionError):
                os.seteuid(0)
            path.chmod(0o644)
            with SQLiteStore(path) as owner, reader.snapshot(INCLUDED) as snapshot:
                Registry(owner, still_clock()).issue(**issue_values())
                assert list(snapshot.entries) == []
            assert Registry(reader).standing(BIN, on=INCLUDED)

    def test_what_the_owner_records_amid_a_question(self, folder: Path) -> None:
        """
        A question that began without a log, and during which the owner writes, ends as locked.
        """
        path = folder / "register.db"
        SQLiteStore(path).close()
        with (
            _as_somebody_else(folder, folder_mode=0o555),
            SQLiteStore(path) as reader,
            ExitStack() as question,
        ):
            question.enter_context(reader.snapshot(INCLUDED))
            with suppress(PermissionError):
                os.seteuid(0)
            path.chmod(0o644)
            with SQLiteStore(path) as owner:
                Registry(owner, still_clock()).issue(**issue_values())
            assert code_of(question.close) is Code.LOCKED

    def test_an_empty_file(self, folder: Path) -> None:
        """
        No register can be made in an empty file that may only be read.
        """
        (folder / "register.db").touch()
        with _as_somebody_else(folder, folder_mode=0o555), pytest.raises(StoreError) as caught:
            SQLiteStore(folder / "register.db")
        assert caught.value.faults[0].code is Code.READ_ONLY

    def test_an_earlier_version(self, folder: Path) -> None:
        """
        A register that needs a step to the present version must be writable.
        """
        path = folder / "register.db"
        SQLiteStore(path).close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 0")
        with _as_somebody_else(folder, folder_mode=0o555), pytest.raises(StoreError) as caught:
            SQLiteStore(path).in_register(BIN, INCLUDED)
        assert caught.value.faults[0].code is Code.READ_ONLY


def _record(registry: Registry) -> None:
    registry.issue(**issue_values(identifier=OTHER_BIN))


def _record_in_a_batch(registry: Registry) -> None:
    with registry.batch():
        _record(registry)


def test_the_log_is_bounded_after_a_long_snapshot(tmp_path: Path) -> None:
    """
    While somebody reads an old picture the log grows; when the reader has gone it is cut off.
    """
    log = tmp_path / "register.db-wal"
    with SQLiteStore(tmp_path / "register.db") as store:
        store.commit(begin(issue(999))[1])
        with store.snapshot(INCLUDED):
            for first in range(0, 600, 100):
                store.commit(*(begin(issue(serial))[1] for serial in range(first, first + 100)))
            assert log.stat().st_size > 2**20
        assert log.stat().st_size <= 2**20
        assert verify(store)
