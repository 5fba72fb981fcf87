"""
Crashes and full or read-only disks: the register stays as before or after, never between.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.schema import VERSION
from kz_social_registry.testing.samples import begin, bin_of, issue
from soak.crashes import killed_openings, killed_server_openings
from support.stores import MakeDatabase

_LATER = date(2026, 6, 1)
_NOBODY = 65534


def test_killed_while_the_register_is_made(tmp_path: Path) -> None:
    """
    A process that is killed while it makes a file leaves it without tables, or with all.
    """
    versions = killed_openings(tmp_path / "register.db", 3, Random(205))  # noqa: S311  # a seed
    assert set(versions) <= {0, VERSION}


def test_killed_while_the_register_is_made_on_a_server(make_database: MakeDatabase) -> None:
    """
    A server has the register or does not; the next one to open it gets it.
    """
    assert len(killed_server_openings(make_database(), 2, Random(205))) == 2  # noqa: S311  # a seed


class TestFullDisk:
    """
    A disk without room: a clear error, nothing half recorded, and the register goes on later.
    """

    @pytest.fixture
    def full(self, tmp_path: Path) -> Iterator[SQLiteStore]:
        """
        Yield a register that may not grow.
        """
        with SQLiteStore(tmp_path / "register.db") as store:
            store.commit(begin(issue(1))[1])
            with store._opened() as connection:
                ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
                connection.execute(f"PRAGMA max_page_count = {pages}")
            yield store

    def test_a_commit(self, full: SQLiteStore) -> None:
        """
        A commit that finds no room says so, and leaves nothing.
        """
        commits = [begin(issue(serial))[1] for serial in range(2, 60)]
        with pytest.raises(StoreError) as caught:
            full.commit(*commits)
        assert str(caught.value.faults[0].code) == StoreCode.DISK_FULL
        assert len(full.changes()) == 1
        assert verify(full)

    def test_a_batch(self, full: SQLiteStore) -> None:
        """
        A batch that finds no room is rolled back whole.
        """
        commits = [begin(issue(serial))[1] for serial in range(2, 60)]
        with pytest.raises(StoreError) as caught, full.batch():  # noqa: PT012  # some commit fails
            for commit in commits:
                full.commit(commit)
        assert str(caught.value.faults[0].code) == StoreCode.DISK_FULL
        assert len(full.changes()) == 1

    def test_a_batch_that_goes_on_nevertheless(self, full: SQLiteStore) -> None:
        """
        After SQLite took a batch back, nothing more is recorded in it, and its end is no success.
        """
        commits = [begin(issue(serial))[1] for serial in range(2, 60)]
        codes = []
        with pytest.raises(StoreError), full.batch():  # noqa: PT012  # its end fails
            for commit in commits:
                try:
                    full.commit(commit)
                except StoreError as error:
                    codes.append(str(error.faults[0].code))
        assert set(codes) == {StoreCode.DISK_FULL, Code.STORE_FAILED}
        assert len(full.changes()) == 1

    def test_a_batch_whose_rows_are_swallowed(self, tmp_path: Path) -> None:
        """
        A commit that was written in part takes the whole batch with it.
        """
        first, second = (begin(issue(serial))[1] for serial in (1, 2))
        swallow = "CREATE TEMP TRIGGER mine BEFORE INSERT ON names BEGIN SELECT raise(IGNORE); END"
        codes = []
        with SQLiteStore(tmp_path / "register.db") as store:
            with pytest.raises(StoreError), store.batch():  # noqa: PT012  # its end fails
                store.commit(first)
                with store._opened() as connection:
                    connection.execute(swallow)
                for work in (lambda: store.commit(second), store.changes):
                    with pytest.raises(StoreError) as caught:
                        work()
                    codes.append(caught.value.faults[0].code)
            assert codes == [StoreCode.NOT_STORED, Code.STORE_FAILED]
            assert store.changes() == ()

    def test_room_comes_back(self, full: SQLiteStore) -> None:
        """
        When there is room again the same commit is recorded.
        """
        commits = [begin(issue(serial))[1] for serial in range(2, 60)]
        with pytest.raises(StoreError):
            full.commit(*commits)
        with full._opened() as connection:
            connection.execute("PRAGMA max_page_count = 1000000")
        full.commit(*commits)
        assert len(full.changes()) == len(commits) + 1


class TestReadOnly:
    """
    A file or a folder that must not be written.
    """

    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        """
        Yield a folder with a register, for a user who may only read it.
        """
        folder = Path(mkdtemp(prefix="kz-registry-"))
        with SQLiteStore(folder / "register.db") as store:
            store.commit(begin(issue(1))[1])
        (folder / "register.db").chmod(0o444)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:  # whom no mode of a file stops
            os.seteuid(_NOBODY)
        yield folder
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)

    def test_a_register_that_must_not_be_written(self, folder: Path) -> None:
        """
        A register that cannot be written refuses to record, and is left as it was.
        """
        before = (folder / "register.db").read_bytes()
        with SQLiteStore(folder / "register.db") as store, pytest.raises(StoreError) as caught:
            store.commit(begin(issue(9))[1])
        assert caught.value.faults[0].code is Code.READ_ONLY
        assert (folder / "register.db").read_bytes() == before
        assert [file.name for file in folder.iterdir()] == ["register.db"]

    def test_a_folder_that_must_not_be_written(self, folder: Path) -> None:
        """
        Where no file can be made there is no new register.
        """
        with pytest.raises(StoreError) as caught:
            SQLiteStore(folder / "new.db")
        assert caught.value.faults[0].code is Code.STORE_FAILED


def test_a_log_of_a_process_that_died_is_read(tmp_path: Path) -> None:
    """
    The commits of a process that died are in the log next to the file, and are not lost.
    """
    path, copy = tmp_path / "register.db", tmp_path / "copy.db"
    with SQLiteStore(path) as store:
        store.commit(begin(issue(1))[1])
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
    with SQLiteStore(copy) as store:
        assert store.in_register(bin_of(1), _LATER)


def test_a_torn_log_loses_no_more_than_its_end(tmp_path: Path) -> None:
    """
    A log whose last commit was written in part leaves the register as before that commit.
    """
    path, copy = tmp_path / "register.db", tmp_path / "copy.db"
    with SQLiteStore(path) as store:
        store.commit(begin(issue(1))[1])
        store.commit(begin(issue(2))[1])
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
    os.truncate(f"{copy}-wal", Path(f"{copy}-wal").stat().st_size - 1000)
    with SQLiteStore(copy) as store:
        assert len(store.changes()) == 1
        assert verify(store)


def test_a_checkpoint_that_broke_off_harms_nothing(tmp_path: Path) -> None:
    """
    Its first pages count others that stand in the log alone: the disk was full, or the process killed.
    """
    path, copy = tmp_path / "register.db", tmp_path / "copy.db"
    with SQLiteStore(path) as store:
        before = path.stat().st_size
        store.commit(*(begin(issue(serial))[1] for serial in range(1, 200)))
        shutil.copyfile(f"{path}-wal", f"{copy}-wal")
    assert path.stat().st_size > before
    copy.write_bytes(path.read_bytes()[:before])
    with SQLiteStore(copy) as store:
        assert store.in_register(bin_of(1), _LATER)
        assert verify(store)


def test_a_register_that_was_cut_off_is_not_gone_on_with(tmp_path: Path) -> None:
    """
    Wherever it was cut, it is refused and left as it was, unless its log has the missing pages.
    """
    path, copy, log = (tmp_path / name for name in ("register.db", "copy.db", "copy.db-wal"))
    with SQLiteStore(path) as store:
        store.commit(*(begin(issue(serial))[1] for serial in range(40)))
    with SQLiteStore(path) as store:
        store.commit(begin(issue(40))[1])
        whole, later = path.read_bytes(), Path(f"{path}-wal").read_bytes()
    opened = []
    for size in range(0, len(whole), 2048):
        copy.write_bytes(whole[:size])
        log.write_bytes(later)
        try:
            with SQLiteStore(copy) as store:
                opened.append((size, len(store.changes()), bool(verify(store))))
        except StoreError as error:
            assert error.faults[0].code is Code.DAMAGED  # noqa: PT017  # others are no errors
            assert (copy.read_bytes(), log.read_bytes()) == (whole[:size], later)
    assert opened
    assert {(facts, sound) for _, facts, sound in opened} == {(41, True)}
    assert min(opened)[0] > len(whole) // 2


def test_a_register_that_was_cut_off_within_its_last_page(tmp_path: Path) -> None:
    """
    Half a page is not taken for a whole one.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path) as store:
        store.commit(*(begin(issue(serial))[1] for serial in range(40)))
    os.truncate(path, path.stat().st_size - 512)
    with pytest.raises(StoreError) as caught:
        SQLiteStore(path)
    assert caught.value.faults[0].code is Code.DAMAGED


def test_a_register_can_be_opened_after_a_crash_of_its_making(tmp_path: Path) -> None:
    """
    A file whose making was interrupted before its first commit becomes a register.
    """
    path = tmp_path / "register.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE facts (x)")
        connection.execute("ROLLBACK")
    with SQLiteStore(path) as store:
        store.commit(begin(issue(1))[1])
        assert verify(store)
