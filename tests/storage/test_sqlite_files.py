"""
The file under an SQLite register is the same one all the time, and its backups are registers.
"""

import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import begin, issue
from support.refusals import code_of, only_fault


class TestNames:
    """
    A store goes on with the file that it opened.
    """

    def test_a_relative_path_stays_where_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A program that changes its folder goes on with the file that it opened.
        """
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path)
        with SQLiteStore("register.db") as store:
            monkeypatch.chdir("elsewhere")
            store.close()
            store.commit(begin(issue(1))[1])
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_file_that_is_gone_is_not_made_anew(self, path: Path) -> None:
        """
        Where somebody took the file away, an empty one would hide that.
        """
        with SQLiteStore(path) as store:
            store.close()
            path.unlink()
            assert code_of(store.changes) is Code.STORE_FAILED
        assert not path.exists()

    @pytest.mark.parametrize("name", ["a?b#c%20.db", ":memory:", "тіркелім.db"])
    def test_names_that_mean_something_elsewhere(self, tmp_path: Path, name: str) -> None:
        """
        Whatever its name, a register is the file of that name.
        """
        with SQLiteStore(tmp_path / name) as store:
            store.commit(begin(issue(1))[1])
        with SQLiteStore(tmp_path / name) as store:
            assert len(store.changes()) == 1


class TestBackup:
    """
    A copy of a register in use.
    """

    def test_a_backup_is_taken_while_others_write(self, path: Path, tmp_path: Path) -> None:
        """
        A copy is a register without the batches under way, its own one included.
        """
        with SQLiteStore(path) as store, SQLiteStore(path) as writer, writer.batch():
            writer.commit(begin(issue(2))[1])
            for name, each in (("copy.db", store), ("own.db", writer)):
                each.backup(tmp_path / name)
                with SQLiteStore(tmp_path / name) as copy:
                    assert copy.changes() == store.changes()
                    assert verify(copy)

    @pytest.mark.parametrize("meanwhile", [False, True])
    def test_nothing_is_overwritten(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, meanwhile: bool
    ) -> None:
        """
        A file that is there, or appears meanwhile, is left alone; nothing remains of the attempt.
        """
        copy = tmp_path / "copy.db"
        copy.write_text("ours")
        with SQLiteStore(path) as store:
            if meanwhile:
                exists = Path.exists
                monkeypatch.setattr(Path, "exists", lambda path: path != copy and exists(path))
            assert code_of(lambda: store.backup(copy)) is StoreCode.FILE_EXISTS
        assert copy.read_text() == "ours"
        assert list(tmp_path.glob("*.part")) == []

    def test_a_file_system_without_links(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A backup is made on file systems that have no links.
        """
        monkeypatch.setattr(os, "link", Mock(side_effect=OSError))
        with SQLiteStore(path) as store:
            store.backup(tmp_path / "copy.db")
        assert (tmp_path / "copy.db").stat().st_size > 0

    @pytest.mark.parametrize("name", ["no/copy.db", "a" * 300, "a\0b"], ids=["folder", "long", "nul"])
    def test_no_file_of_the_name(self, path: Path, tmp_path: Path, name: str) -> None:
        """
        A name that no file can have is an error of the store, and nothing remains of the attempt.
        """
        with SQLiteStore(path) as store:
            fault = only_fault(lambda: store.backup(tmp_path / name))
        assert fault == Fault(Code.STORE_FAILED, "store")
        assert list(tmp_path.glob("*part*")) == []
