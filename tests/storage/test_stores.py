"""
All stores in step, from an address to a store, and the commands that keep and move registers.
"""

import json
import stat
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner, Result

from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.cli.acts import receive
from kz_social_registry.cli.audit import verify as verify_
from kz_social_registry.cli.output import phrase
from kz_social_registry.cli.stores import backup, export, load
from kz_social_registry.feed.notices import receive as receive_notices
from kz_social_registry.registry.answers.audit import checkpoint, verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage import open_store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import START, begin, issue
from support.notices import an_issue, write_feed
from support.stores import MakeDatabase

_LATER = date(2026, 6, 1)


def test_a_store_in_memory_is_a_context(tmp_path: Path) -> None:
    """
    Every store closes itself at the end of a `with` block.
    """
    with MemoryStore() as memory, SQLiteStore(tmp_path / "register.db") as sqlite:
        assert memory.changes() == sqlite.changes() == ()


@pytest.mark.parametrize("after", [-5, -1, 0, 2**70])
def test_positions_that_no_change_has(store: Store, after: int) -> None:
    """
    The feed begins before all positions, and has nothing after them.
    """
    store.commit(begin(issue(1))[1])
    assert len(store.changes(after)) == (after <= 0)


class TestBlocks:
    """
    Batches, snapshots and histories end with their block, whatever the caller keeps of them.
    """

    def test_a_snapshot_ends_with_its_block(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Reading on after the block gives the rest of the snapshot, or an error: never less.
        """
        monkeypatch.setattr("kz_social_registry.storage.postgres.store._PAGE", 2)
        store.commit(*(begin(issue(serial))[1] for serial in range(7)))
        with store.snapshot(START) as snapshot:
            first = next(snapshot.entries)
        with suppress(StoreError):
            assert len({first.id, *(entry.id for entry in snapshot.entries)}) == 7

    @pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
    def test_a_batch_that_another_thread_leaves(self, store: Store) -> None:
        """
        A batch that one thread enters and another one leaves is over for both of them.
        """
        batch = store.batch()
        batch.__enter__()
        store.commit(begin(issue(1))[1])
        leaving = Thread(target=batch.__exit__, args=(None, None, None))
        leaving.start()
        leaving.join()
        with suppress(ZeroDivisionError), store.batch():
            store.commit(begin(issue(2))[1])
            _ = 1 / 0
        assert len(store.changes()) == 1

    @pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
    def test_histories_that_were_begun_in_a_batch_stay_there(self, store: Store) -> None:
        """
        Histories that are kept half read keep no old picture, and disturb no later batch.
        """
        store.commit(*(begin(issue(serial))[1] for serial in range(3)))
        with store.batch():
            store.commit(begin(issue(10))[1])
            histories = store.histories()
            next(histories)
        with store.batch():
            store.commit(begin(issue(11))[1])
            del histories
        assert len(store.changes()) == 5

    def test_a_dry_run_inside_a_batch_records_nothing(self, store: Store) -> None:
        """
        Only what is tried is rolled back.
        """
        registry = Registry(store)
        with registry.batch():
            store.commit(begin(issue(1))[1])
            receipt = receive_notices(registry, [an_issue()], dry_run=True)
        assert receipt.accepted == 1
        assert len(store.changes()) == 1


# From an address to a store ---------------------------------------------------------------------------


class TestOpening:
    """
    A path is an SQLite file; an address of a server is a PostgreSQL database.
    """

    def test_a_path(self, tmp_path: Path) -> None:
        """
        A path opens a file, or makes it.
        """
        with closing(open_store(str(tmp_path / "register.db"))) as store:
            assert isinstance(store, SQLiteStore)

    @pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
    def test_a_server(self, make_database: MakeDatabase, scheme: str) -> None:
        """
        Both schemes that PostgreSQL knows open a database.
        """
        options = dict(pair.split("=", 1) for pair in make_database().split())
        address = f"{scheme}://{options.pop('user')}@/{options.pop('dbname')}?"
        address += "&".join(f"{key}={value}" for key, value in options.items())
        with closing(open_store(address)) as store:
            assert isinstance(store, PostgresStore)

    def test_no_new_register_unless_asked(self, tmp_path: Path) -> None:
        """
        A slip in a path is reported, and makes no register.
        """
        with pytest.raises(StoreError) as caught:
            open_store(str(tmp_path / "slip.db"), new=False)
        assert str(caught.value.faults[0].code) == StoreCode.NO_REGISTER
        assert list(tmp_path.iterdir()) == []


# Commands ---------------------------------------------------------------------------------------------


class TestCommands:
    """
    `backup`, `export` and `load`.
    """

    @pytest.fixture
    def register(self, tmp_path: Path) -> Path:
        """
        Return the path of a register with two entries.
        """
        path = tmp_path / "register.db"
        with SQLiteStore(path) as store:
            store.commit(begin(issue(1))[1], begin(issue(2))[1])
        return path

    def _run(self, command: Command, *arguments: object) -> Result:
        return CliRunner().invoke(command, [str(argument) for argument in arguments])

    def test_backup(self, register: Path, tmp_path: Path) -> None:
        """
        `backup` leaves a copy that is a register.
        """
        copy = tmp_path / "copy.db"
        result = self._run(backup, copy, "--store", register)
        assert result.exit_code == 0
        with SQLiteStore(copy) as store:
            assert len(store.changes()) == 2
            assert verify(store)

    def test_backup_of_a_server(self, tmp_path: Path) -> None:
        """
        A register on a server is not copied file by file: the message names what does it.
        """
        result = self._run(backup, tmp_path / "copy", "--store", "postgresql:///db", "--lang", "kk")
        assert result.exit_code == 1
        assert phrase("use_pg_dump", language="kk") in result.output

    @pytest.mark.parametrize("command", [backup, export])
    def test_nothing_is_overwritten(self, register: Path, tmp_path: Path, command: Command) -> None:
        """
        A file that is there already is left alone, and the status says so.
        """
        ours = tmp_path / "ours"
        ours.write_text("ours")
        result = self._run(command, ours, "--store", register, "--lang", "en")
        assert result.exit_code == 1
        assert Fault(StoreCode.FILE_EXISTS).describe("en") in result.output
        assert ours.read_text() == "ours"
        assert sorted(file.name for file in tmp_path.iterdir()) == ["ours", "register.db"]

    def test_export_and_load(self, register: Path, tmp_path: Path) -> None:
        """
        `load` brings the file of `export` into an empty register, bit for bit.
        """
        file, other = tmp_path / "facts.jsonl", tmp_path / "other.db"
        assert self._run(export, file, "--store", register).exit_code == 0
        result = self._run(load, file, "--store", other, "--json")
        assert json.loads(result.stdout) == {"facts": 2, "known": 0}
        assert self._heads(other) == self._heads(register)

    def test_an_export_is_for_its_owner(self, register: Path, tmp_path: Path) -> None:
        """
        Nobody else may read the file: it holds everything.
        """
        file = tmp_path / "facts.jsonl"
        self._run(export, file, "--store", register)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_export_to_standard_output(self, register: Path) -> None:
        """
        «-» writes the same lines to standard output.
        """
        result = self._run(export, "-", "--store", register)
        assert len(result.stdout.splitlines()) == 4

    @pytest.mark.parametrize("make_source", [lambda path: path, None], ids=["sqlite", "postgres"])
    def test_load_from_another_register(
        self, register: Path, tmp_path: Path, make_source: Any, make_database: MakeDatabase
    ) -> None:
        """
        `load` takes the address of another register of any kind, and says what was there already.
        """
        source = make_source(register) if make_source else self._on_a_server(make_database())
        other = tmp_path / "other.db"
        run = partial(self._run, load, source, "--store", other, "--lang", "en")
        first, second = run(), run()
        lines = [phrase("loaded", 2, known, language="en") for known in (0, 2)]
        assert [first.stdout.strip(), second.stdout.strip()] == lines
        assert "file" not in first.stdout  # the user named a register

    def _on_a_server(self, database: str) -> str:
        with PostgresStore(database) as store:
            store.commit(begin(issue(1))[1], begin(issue(2))[1])
        return self._address(database)

    def _address(self, database: str) -> str:
        options = dict(pair.split("=", 1) for pair in database.split())
        address = f"postgresql://{options.pop('user')}@/{options.pop('dbname')}?"
        return address + "&".join(f"{key}={value}" for key, value in options.items())

    def test_a_register_on_a_server_is_made_when_it_is_written_to(
        self, tmp_path: Path, make_database: MakeDatabase
    ) -> None:
        """
        A trial leaves an empty database empty; the real thing makes the register in it.
        """
        feed = write_feed(tmp_path / "feed.jsonl", [an_issue()])
        store = ("--store", self._address(make_database()))
        trial, before = self._run(receive, feed, *store, "--dry-run"), self._run(verify_, *store)
        real, after = self._run(receive, feed, *store), self._run(verify_, *store)
        assert [one.exit_code for one in (trial, before, real, after)] == [0, 1, 0, 0]
        assert Fault(StoreCode.NO_REGISTER).describe("kk") in before.output

    def test_a_source_that_is_not_there(self, tmp_path: Path) -> None:
        """
        A slip in the source is reported before a new register is made.
        """
        result = self._run(load, tmp_path / "slip.jsonl", "--store", tmp_path / "other.db")
        assert result.exit_code == 2
        assert list(tmp_path.iterdir()) == []

    def test_a_source_that_is_something_else(self, tmp_path: Path) -> None:
        """
        A file that is not an export is reported, with status 1.
        """
        other = tmp_path / "notes.txt"
        other.write_bytes(b"\xff\xfe notes\n")
        assert self._run(load, other, "--store", tmp_path / "other.db").exit_code == 1

    def _heads(self, path: Path) -> object:
        with SQLiteStore(path) as store:
            return checkpoint(store, datetime.now(UTC)).heads
