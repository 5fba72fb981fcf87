"""
Threads, processes and half-read answers do no harm to the connections of a store.
"""

import multiprocessing
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any, Final
from unittest.mock import Mock

import psycopg
import pytest
from psycopg import conninfo

from kz_social_registry import Registry
from kz_social_registry.base.errors import Erased, Fault, RegistryError, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria
from kz_social_registry.domain.values.identifiers import Iin, control_digit
from kz_social_registry.feed.notices import receive
from kz_social_registry.registry.ports import Store
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.storage.postgres import PostgresStore, connections
from kz_social_registry.storage.sql.connections import in_this_process
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.file import prepare
from kz_social_registry.testing.samples import START, bin_of, issue
from support.stores import MakeDatabase, MakeOpener

NATURAL: Final = Iin(f"80010130000{control_digit('80010130000')}")
NAME: Final = "Құпияатау"


def record(registry: Registry, serial: int, **values: Any) -> RegistryEntry:  # as `issue` takes them
    """
    Record an invented provider.
    """
    act = issue(serial, **values)
    return registry.record(act.entry_id, act)


def code_of(work: Callable[[], object]) -> object:
    """
    Return the code that work is refused with, if it is.
    """
    try:
        work()
    except RegistryError as error:
        return error.faults[0].code
    return None


def excluded(registry: Registry) -> RegistryEntry:
    """
    Record a natural person who is excluded again.
    """
    entry = record(registry, 1, identifier=NATURAL, name=NAME, address="Алматы")
    return registry.exclude(entry.id, on=date(2025, 5, 1), basis="өтініш")


@pytest.fixture
def registry(store: Store) -> Registry:
    """
    Return a registry over a store of each kind.
    """
    return Registry(store)


class TestSnapshots:
    """
    A snapshot ends with its block, and changes nothing outside.
    """

    def test_a_half_read_one_keeps_no_old_picture(
        self, make_opener: MakeOpener, opened: ExitStack
    ) -> None:
        """
        After it the same store sees what others wrote, and can write itself.
        """
        open_again = make_opener()
        ours, theirs = open_again(), open_again()
        opened.callback(ours.close)
        opened.callback(theirs.close)
        here, there = Registry(ours), Registry(theirs)
        entries = [record(here, serial) for serial in range(4)]
        with here.snapshot(on=START) as snapshot:
            next(snapshot.entries)
        there.exclude(entries[3].id, on=START, basis="қате")
        assert not here.standing(entries[3].identifier, on=START)
        assert here.amend(entries[0].id, on=START, capacity=3).capacity == 3
        del snapshot

    def test_a_half_read_one_does_not_reach_into_a_batch(self, registry: Registry) -> None:
        """
        That it is thrown away later, amid somebody's batch, takes nothing from the batch.
        """
        for serial in range(4):
            record(registry, serial)
        with registry.snapshot(on=START) as snapshot:
            next(snapshot.entries)
        with registry.batch():
            record(registry, 50)
            del snapshot
            record(registry, 51)
        assert len(list(registry.changes())) == 6

    def test_it_ends_with_its_block(self, make_opener: MakeOpener) -> None:
        """
        Reading on after the block gives the rest of the snapshot, or an error: never less.
        """
        with ExitStack() as stack:
            store = make_opener()()
            stack.callback(store.close)
            with store.batch():
                for serial in range(1500):
                    record(Registry(store), serial)
            with store.snapshot(START) as snapshot:
                first = next(snapshot.entries)
            with suppress(StoreError):
                assert len({first.id, *(entry.id for entry in snapshot.entries)}) == 1500

    def test_inside_a_batch_it_does_not_show_what_is_written_on(self, registry: Registry) -> None:
        """
        Every entry comes once, though each is renamed while it is read, so that it sorts last.
        """
        with registry.batch():
            for serial in range(30):
                record(registry, serial)
        with registry.batch(), registry.snapshot(on=START) as snapshot:
            for entry in snapshot.entries:
                name = f"Я{entry.name}"
                registry.reissue(entry.id, on=START, ground="name_or_location", name=name)  # type: ignore[arg-type]  # a code will do
        assert len(list(registry.changes())) == 60


class TestTheCallersErrors:
    """
    An error of the caller's own code inside a block comes out as it is.
    """

    ERRORS: Final = (
        sqlite3.IntegrityError("mine"),
        psycopg.errors.UniqueViolation("mine"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "mine"),
        ZeroDivisionError("mine"),
    )

    @pytest.mark.parametrize("error", ERRORS, ids=repr)
    def test_in_a_batch(self, registry: Registry, error: Exception) -> None:
        """
        A batch rolls back what was recorded, and passes the error on.
        """
        with pytest.raises(type(error)) as caught, registry.batch():  # noqa: PT012  # the batch fails
            record(registry, 1)
            raise error
        assert caught.value is error
        assert list(registry.changes()) == []

    @pytest.mark.parametrize("error", ERRORS, ids=repr)
    def test_in_a_snapshot(self, registry: Registry, error: Exception) -> None:
        """
        A snapshot passes the error on.
        """
        with pytest.raises(type(error)) as caught, registry.snapshot(on=START):
            raise error
        assert caught.value is error


class TestBatches:
    """
    A batch belongs to its thread and process, and is whole or nothing.
    """

    @pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
    def test_left_by_another_thread(self, registry: Registry) -> None:
        """
        A batch that one thread enters and another one leaves is over for both of them.
        """
        batch = registry.batch()
        batch.__enter__()
        record(registry, 1)
        leaving = Thread(target=batch.__exit__, args=(None, None, None))
        leaving.start()
        leaving.join()
        with pytest.raises(ZeroDivisionError), registry.batch():  # noqa: PT012  # the batch fails
            record(registry, 2)
            _ = 1 / 0
        assert len(list(registry.changes())) == 1

    def test_after_one_that_rolled_back_an_erasure(self, registry: Registry) -> None:
        """
        The next batch has nothing to sweep: a reader is not in its way.
        """
        entry = excluded(registry)
        with pytest.raises(ZeroDivisionError), registry.batch():  # noqa: PT012  # the batch fails
            registry.erase(entry.id, basis="өтініш")
            _ = 1 / 0
        with registry.snapshot(on=date(2025, 4, 20)) as snapshot:
            next(snapshot.entries)
            if isinstance(registry.store, SQLiteStore):
                other = Registry(SQLiteStore(registry.store._path, wait=0.05))
            else:
                other = registry
            with other.batch():
                record(other, 7)
        assert len(list(registry.changes())) == 3


def _ask(store: Store, first: int, answers: "multiprocessing.Queue[object]") -> None:
    wrong = 0
    for step in range(60):
        serial = (first + 7 * step) % 40
        entry = store.in_register(bin_of(serial), START)
        wrong += entry is None or entry.identifier != bin_of(serial)
    record(Registry(store), 1000 + first)
    store.close()
    answers.put(wrong)


def test_a_forked_process_has_connections_of_its_own(
    make_opener: MakeOpener, opened: ExitStack
) -> None:
    """
    Children of a process that has the store open get their own answers, and so does the parent.
    """
    store = make_opener()()
    opened.callback(store.close)
    with store.batch():
        for serial in range(40):
            record(Registry(store), serial)
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[object] = context.Queue()
    children = [context.Process(target=_ask, args=(store, n, answers)) for n in (1, 11, 23)]
    for child in children:
        child.start()
    found = [answers.get(timeout=60) for _ in children]
    for child in children:
        child.join()
    assert found == [0, 0, 0]
    assert store.in_register(bin_of(5), START)


def _outcome(answers: "multiprocessing.Queue[object]", work: Callable[[], object]) -> None:
    answers.put(str(code_of(work)))


@pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
def test_a_forked_process_has_no_part_in_what_its_parent_is_at(
    make_opener: MakeOpener, opened: ExitStack
) -> None:
    """
    A child that is forked amid a batch or a snapshot is refused inside, and ends neither by leaving it.

    After the batch SQLite refuses it, too; on a server it has connections of its own.
    """
    open_again = make_opener()
    store, other = open_again(), open_again()
    opened.callback(store.close)
    opened.callback(other.close)
    registry = Registry(store)
    record(registry, 1)
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[object] = context.Queue()
    child = 1
    with registry.batch():
        record(registry, 2)
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            record(registry, 3)
        else:
            _outcome(answers, store.changes)
    if not child:  # it has left the block
        _outcome(answers, store.changes)
        answers.close()
        answers.join_thread()
        os._exit(0)
    with registry.snapshot(on=START) as snapshot:
        next(snapshot.entries)
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            assert len(list(snapshot.entries)) == 2
    if not child:
        os._exit(0)
    inside, after = (answers.get(timeout=60) for _ in range(2))
    assert inside == str(Code.STORE_FAILED)
    assert after == str(Code.STORE_FAILED if isinstance(store, SQLiteStore) else None)
    assert len(store.changes()) == len(other.changes()) == 3


def test_what_a_child_records_stays_when_its_parent_closes(tmp_path: Path) -> None:
    """
    SQLite keeps locks by process: a child that inherited some would lose what it records.
    """
    path = tmp_path / "register.db"
    context = multiprocessing.get_context("fork")
    turn, done = context.Event(), context.Event()

    def work(store: Store) -> None:
        record(Registry(store), 2)
        done.set()
        turn.wait(60)
        for serial in range(3, 8):
            record(Registry(store), serial)
        os._exit(0)  # without closing anything

    store = SQLiteStore(path)
    record(Registry(store), 1)
    child = context.Process(target=work, args=(store,))
    child.start()
    done.wait(60)
    store.close()
    turn.set()
    child.join()
    with SQLiteStore(path) as again:
        assert len(again.changes()) == 7


def test_opening_a_register_twice_takes_no_locks_away(tmp_path: Path) -> None:
    """
    One process may open a file as often as it likes: what is recorded afterwards is durable.
    """
    path = tmp_path / "register.db"
    other = "from kz_social_registry.storage.sqlite import SQLiteStore as S; S(sys.argv[1]).changes()"
    script = f"""
import os, subprocess, sys
from kz_social_registry import Registry
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import issue

path = sys.argv[1]
registry = Registry(SQLiteStore(path))
acts = [issue(serial) for serial in range(5)]
registry.record(acts[0].entry_id, acts[0])
SQLiteStore(path).close()
subprocess.run([sys.executable, "-c", "import sys; {other}", path], check=True)
for act in acts[1:]:
    registry.record(act.entry_id, act)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)  # noqa: S603  # our own
    with SQLiteStore(path) as store:
        assert len(store.changes()) == 5


def test_a_fork_amid_another_threads_question_leaves_the_child_refused(tmp_path: Path) -> None:
    """
    SQLite: a child of a process one of whose threads is using the store is refused.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        reads, done = Event(), Event()

        def read() -> None:
            with store.snapshot(START):
                reads.set()
                done.wait(60)

        thread = Thread(target=read)
        thread.start()
        reads.wait(60)
        context = multiprocessing.get_context("fork")
        answers: multiprocessing.Queue[object] = context.Queue()
        child = context.Process(target=_outcome, args=(answers, store.changes))
        child.start()
        assert answers.get(timeout=60) == str(Code.STORE_FAILED)
        child.join()
        done.set()
        thread.join()
        assert store.changes() == ()


def test_a_thread_has_a_connection_that_ends_with_it(tmp_path: Path) -> None:
    """
    SQLite: each thread has one connection, which is closed when the thread ends or the store closes.
    """
    with SQLiteStore(tmp_path / "register.db") as store:
        opened = store._connections._opened
        counted: list[int] = []

        def ask() -> None:
            for _ in range(3):
                store.changes()
            counted.append(len(opened))

        for _ in range(3):
            thread = Thread(target=ask)
            thread.start()
            thread.join()
        assert (counted, len(opened)) == ([2, 2, 2], 1)
        store.close()
        assert not opened
        assert store.changes() == ()


def test_a_child_that_inherits_an_open_connection_is_refused(tmp_path: Path) -> None:
    """
    SQLite: the hooks around a fork, called as the child calls them, and in a process without hooks.
    """
    with SQLiteStore(tmp_path / "register.db") as store, store.snapshot(START):
        store._connections.before_fork()
        store._connections.after_fork_in_child()
        assert code_of(store.changes) is Code.STORE_FAILED


def test_only_the_process_that_began_something_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    In a child of that process nothing is done.
    """
    ended: list[int] = []
    end = in_this_process(lambda: ended.append(1))
    end()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    end()
    assert ended == [1]


class TestPool:
    """
    PostgreSQL: at most so many connections are open, and the server sees whose they are.
    """

    def test_a_cap(self, make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A thread that gets no connection in time is refused as one that gets no lock.
        """
        monkeypatch.setattr(connections, "_PATIENCE", 0.5)
        with PostgresStore(make_database(), wait=0.1, connections=1) as store:
            with store.snapshot(START):
                assert code_of(store.changes) is Code.LOCKED
            assert store.changes() == ()

    def test_the_name_of_the_application(self, make_database: MakeDatabase) -> None:
        """
        Connections carry the name of the library, unless the address gives another one.
        """
        address = make_database()
        query = "SELECT current_setting('application_name')"
        with PostgresStore(address) as store:
            assert store._rows(query, {}) == [("kz-social-registry",)]
        with PostgresStore(f"{address} application_name=portal") as store:
            assert store._rows(query, {}) == [("portal",)]

    def test_a_pool_logs_no_address(
        self,
        make_database: MakeDatabase,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        The log of the pool shows neither host nor user.
        """
        monkeypatch.setattr(connections, "_PATIENCE", 0.5)
        address = make_database()
        with PostgresStore(address) as store:
            store.changes()
            store._connections._address = conninfo.make_conninfo(address, dbname="kz_nowhere")
            store.close()
            with caplog.at_level("WARNING"):
                assert code_of(store.changes) is StoreCode.NO_DATABASE
        assert caplog.records
        assert "kz_nowhere" not in caplog.text


@pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
def test_a_fork_amid_a_part_of_a_batch_ends_neither(make_opener: MakeOpener, opened: ExitStack) -> None:
    """
    A child that leaves an inner batch, well or not, leaves it to the parent.
    """
    store = make_opener()()
    opened.callback(store.close)
    registry = Registry(store)
    child = 1
    with registry.batch():
        record(registry, 1)
        for serial in (2, 3):
            try:
                with registry.batch():
                    record(registry, serial)
                    child = os.fork()
                    if child:
                        os.waitpid(child, 0)
                    elif serial == 3:
                        raise ZeroDivisionError  # noqa: TRY301  # by the block itself
            except ZeroDivisionError:
                os._exit(0)
            if not child:
                os._exit(0)
    assert len(store.changes()) == 3


def test_a_savepoint_that_failed_is_rolled_back_alone(make_database: MakeDatabase) -> None:
    """
    An inner batch in which a question failed raises, and the outer one goes on.
    """
    with PostgresStore(make_database()) as store, store.batch():
        record(Registry(store), 1)
        with pytest.raises(StoreError), store.batch():  # noqa: PT012  # the batch fails
            record(Registry(store), 2)
            with suppress(StoreError):
                store._rows("SELECT 1 / CAST(:zero AS integer)", {"zero": 0})
        record(Registry(store), 3)
        assert len(store.changes()) == 2


def test_a_dry_run_inside_a_batch_records_nothing(registry: Registry) -> None:
    """
    Only what is tried is rolled back.
    """
    act = to_plain(issue(2))
    del act["entry_id"]
    with registry.batch():
        record(registry, 1)
        receipt = receive(registry, [{"notice": "L-1", **act}], dry_run=True)
    assert receipt.accepted == 1
    assert len(list(registry.changes())) == 1


@pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)
def test_histories_that_were_begun_in_a_batch_stay_there(registry: Registry) -> None:
    """
    Whoever keeps them half read keeps no old picture, and disturbs no later batch.
    """
    for serial in range(3):
        record(registry, serial)
    with registry.batch():
        record(registry, 10)
        histories = registry.store.histories()
        next(histories)
    with registry.batch():
        record(registry, 11)
        del histories
    assert len(list(registry.changes())) == 5


def test_a_register_under_no_name_of_a_file(tmp_path: Path) -> None:
    """
    A name that no file can have is refused.
    """
    assert code_of(lambda: SQLiteStore(tmp_path / ("a" * 300))) is Code.STORE_FAILED


class TestErasure:
    """
    Erased data are gone from the files, at the latest when the erasure is repeated.
    """

    def test_repeating_it_keeps_its_proof(self, registry: Registry) -> None:
        """
        Whoever erases again changes nothing: when and on what basis it was erased stays provable.
        """
        entry = excluded(registry)
        registry.erase(entry.id, basis="өтініш")
        before = registry.store.records(entry.id)
        with pytest.raises(Erased):
            registry.erase(entry.id, basis="тағы")
        with pytest.raises(Erased), registry.batch():
            registry.erase(entry.id, basis="тағы")
        told = registry.verify()
        assert told
        assert [erasure.basis for erasure in told.erasures] == ["өтініш"]
        assert registry.store.records(entry.id) == before

    def test_repeated_when_the_reader_has_gone(self, tmp_path: Path) -> None:
        """
        SQLite: traces that a reader kept are reported, and gone after the same command again.
        """
        path = tmp_path / "register.db"
        with SQLiteStore(path, wait=0.05) as store, SQLiteStore(path) as reader:
            registry = Registry(store)
            entry = excluded(registry)
            with reader.snapshot(date(2025, 4, 20)) as snapshot:
                next(snapshot.entries)
                erase = lambda: registry.erase(entry.id, basis="өтініш")  # noqa: E731
                assert code_of(erase) is StoreCode.TRACES_LEFT
            with pytest.raises(Erased):
                erase()
            left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert NATURAL.encode() not in left
        assert NAME.encode() not in left

    def test_repeated_on_a_server(self, make_database: MakeDatabase) -> None:
        """
        PostgreSQL: likewise, and its statistics know none of it.
        """
        address = make_database()
        with PostgresStore(address, wait=0.05) as store, PostgresStore(address) as reader:
            registry = Registry(store)
            for serial in range(2, 8):
                record(registry, serial)
            entry = excluded(registry)
            with psycopg.connect(address, autocommit=True) as admin:
                admin.execute("ANALYZE")
                assert self._known(admin)
                with reader.snapshot(date(2025, 4, 20)) as snapshot:
                    next(snapshot.entries)
                    erase = lambda: registry.erase(entry.id, basis="өтініш")  # noqa: E731
                    assert code_of(erase) is StoreCode.TRACES_LEFT
                with pytest.raises(Erased):
                    erase()
                assert not self._known(admin)
                assert not self._in_files(admin)

    def test_a_reader_who_ends_in_time_keeps_nothing(self, make_database: MakeDatabase) -> None:
        """
        PostgreSQL: the sweep waits for all who read an older picture, of whichever table.
        """
        address = make_database()
        with PostgresStore(address) as store, PostgresStore(address) as reader:
            registry = Registry(store)
            entry = excluded(registry)
            reads = Event()

            def read() -> None:
                with reader.snapshot(date(2025, 4, 20)) as snapshot:
                    next(snapshot.entries)
                    reads.set()
                    sleep(0.5)

            thread = Thread(target=read)
            thread.start()
            reads.wait()
            registry.erase(entry.id, basis="өтініш")
            thread.join()
            with psycopg.connect(address, autocommit=True) as admin:
                assert not self._in_files(admin)

    @staticmethod
    def _known(admin: psycopg.Connection) -> bool:
        query = """
            SELECT 1 FROM pg_stats WHERE schemaname = 'kz_social_registry'
            AND concat(histogram_bounds::text, most_common_vals::text) LIKE %s
        """
        return admin.execute(query, (f"%{NATURAL}%",)).fetchone() is not None

    @staticmethod
    def _in_files(admin: psycopg.Connection) -> list[str]:
        admin.execute("CHECKPOINT")
        folder = Path(str(admin.execute("SHOW data_directory").fetchone()[0]))  # type: ignore[index]  # a row
        query = """
            SELECT relname, pg_relation_filepath(c.oid) FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = relnamespace
            WHERE relfilenode <> 0 AND nspname IN ('kz_social_registry', 'pg_toast')
        """
        files = [(name, folder / path) for name, path in admin.execute(query).fetchall()]
        return [name for name, file in files if NATURAL.encode() in file.read_bytes()]


class TestServers:
    """
    Connections to a server that are lost, refused or in use.
    """

    @pytest.fixture
    def address(self, make_database: MakeDatabase) -> str:
        """
        Return the address of an empty database.
        """
        return make_database()

    def test_a_batch_that_the_server_rolled_back_is_reported(self, address: str) -> None:
        """
        A batch in which a question failed and the caller went on records nothing, and says so.
        """
        with PostgresStore(address) as store:

            def work() -> None:
                with store.batch():
                    record(Registry(store), 1)
                    with suppress(StoreError):
                        store._rows("SELECT 1 / CAST(:zero AS integer)", {"zero": 0})
                    assert code_of(store.changes) is Code.STORE_FAILED

            assert code_of(work) is Code.STORE_FAILED
            assert store.changes() == ()

    @pytest.mark.parametrize("first", [True, False])
    def test_a_try_that_is_still_on_its_way_is_not_doubled(self, address: str, *, first: bool) -> None:
        """
        Where the line breaks while the server waits for its turn, what it then records is not repeated.
        """
        with PostgresStore(address) as store, psycopg.connect(address) as other:
            registry = Registry(store)
            entry_id = None if first else record(registry, 1).id
            other.execute("UPDATE kz_social_registry.register SET position = position")
            with store._opened() as connection:
                pass  # the pool has no other one
            work = (
                (lambda: registry.amend(entry_id, on=START, capacity=55))
                if entry_id
                else (lambda: record(registry, 1))
            )
            thread = Thread(target=work)
            thread.start()
            sleep(0.3)
            _break(connection)
            sleep(0.3)
            other.commit()
            thread.join()
            assert len(store.changes()) == (1 if first else 2)

    def test_a_try_whose_end_stays_unknown_is_told(self, address: str) -> None:
        """
        Where the line breaks and the row never comes free, no error says that nothing was recorded.
        """
        with PostgresStore(address, wait=0.05) as store, psycopg.connect(address) as other:
            registry = Registry(store)
            other.execute("UPDATE kz_social_registry.register SET position = position")
            with store._opened() as connection:
                pass  # the pool has no other one
            connection.execute("SET lock_timeout = 0")
            codes: list[object] = []
            thread = Thread(target=lambda: codes.append(code_of(lambda: record(registry, 1))))
            thread.start()
            sleep(0.3)
            _break(connection)
            thread.join()
            assert codes == [StoreCode.LOST]

    @pytest.mark.parametrize("name", ["search", "facets", "public", "snapshot", "batch"])
    def test_every_question_survives_a_restart(self, address: str, name: str) -> None:
        """
        A connection that was lost while it was idle is replaced, whatever comes next.
        """
        with PostgresStore(address) as store, psycopg.connect(address, autocommit=True) as admin:
            registry = Registry(store)
            record(registry, 1)
            query = """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
            admin.execute(query)
            if name == "batch":
                with registry.batch():
                    record(registry, 2)
            elif name == "snapshot":
                with registry.snapshot(on=START) as snapshot:
                    assert len(list(snapshot.entries)) == 1
            else:
                assert getattr(registry, name)(on=START) is not None
            assert store.search(Criteria(), START, total=True).total == 1 + (name == "batch")

    @pytest.mark.parametrize("wait", [0, -1, 1e300, float("inf"), float("nan")])
    def test_no_wait_is_endless_or_wrong(self, address: str, tmp_path: Path, wait: float) -> None:
        """
        Whatever number of seconds is given, a store opens, and does not wait for ever without a reason.
        """
        with PostgresStore(address, wait=wait) as store, PostgresStore(address) as other:
            record(Registry(store), 1)
            if wait <= 0:
                with other.batch():
                    assert code_of(lambda: record(Registry(store), 2)) is Code.LOCKED
        with SQLiteStore(tmp_path / "register.db", wait=wait) as file:
            record(Registry(file), 1)

    @pytest.mark.parametrize(
        "change",
        [{"port": "abc"}, {"port": "99999"}, {"connect_timeout": "abc"}, {"user": "\udc80"}],
        ids=repr,
    )
    def test_addresses_that_are_none(self, address: str, change: dict[str, str]) -> None:
        """
        A wrong number, and half a letter, are faults of the address.
        """
        known = conninfo.conninfo_to_dict(address) | change
        text = " ".join(f"{name}='{value}'" for name, value in known.items())
        assert code_of(lambda: PostgresStore(text)) is StoreCode.BAD_ADDRESS


def _break(connection: psycopg.Connection[Any]) -> None:
    """
    Break the line to the server, without a word to it.
    """
    line = socket.socket(fileno=os.dup(connection.fileno()))
    line.shutdown(socket.SHUT_RDWR)
    line.close()


class TestFiles:
    """
    The file under an SQLite register is the same one all the time.
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
            record(Registry(store), 1)
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_file_that_is_gone_is_not_made_anew(self, tmp_path: Path) -> None:
        """
        Where somebody took the file away, an empty one would hide that.
        """
        path = tmp_path / "register.db"
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
            record(Registry(store), 1)
        with SQLiteStore(tmp_path / name) as store:
            assert len(store.changes()) == 1

    def test_a_backup_inside_a_batch(self, tmp_path: Path) -> None:
        """
        It copies what was durable before, and does not wait for its own batch.
        """
        with SQLiteStore(tmp_path / "register.db") as store:
            record(Registry(store), 1)
            with store.batch():
                record(Registry(store), 2)
                store.backup(tmp_path / "copy.db")
        with SQLiteStore(tmp_path / "copy.db") as copy:
            assert len(copy.changes()) == 1

    @pytest.mark.parametrize("links", [True, False])
    def test_a_backup_whose_name_was_taken_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
    ) -> None:
        """
        A file that appears under its name meanwhile is left alone, where the file system reports it.
        """
        copy = tmp_path / "copy.db"
        with SQLiteStore(tmp_path / "register.db") as store:
            exists = Path.exists
            monkeypatch.setattr(Path, "exists", lambda path: path != copy and exists(path))
            if links:
                copy.write_bytes(b"precious")
                assert code_of(lambda: store.backup(copy)) is StoreCode.FILE_EXISTS
                assert copy.read_bytes() == b"precious"
            else:
                monkeypatch.setattr(os, "link", Mock(side_effect=OSError))
                store.backup(copy)
                assert copy.stat().st_size > 0

    @pytest.mark.parametrize("name", ["a" * 300, "a\0b"], ids=["long", "nul"])
    def test_a_backup_to_no_name_of_a_file(self, tmp_path: Path, name: str) -> None:
        """
        A name that no file can have is refused like any other.
        """
        with SQLiteStore(tmp_path / "register.db") as store:
            with pytest.raises(StoreError) as caught:
                store.backup(tmp_path / name)
            assert caught.value.faults == (Fault(Code.STORE_FAILED, "store"),)
            assert [file.name for file in tmp_path.glob("*part*")] == []

    def test_a_file_in_another_mode_is_waited_for(self, tmp_path: Path) -> None:
        """
        Whoever opens a register while somebody reads it in another mode waits as a writer does.
        """
        path = tmp_path / "register.db"
        SQLiteStore(path).close()
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM facts").fetchone()
        assert code_of(lambda: SQLiteStore(path, wait=0.05)) is Code.LOCKED
        release = Thread(target=lambda: (sleep(0.2), other.close()))
        release.start()
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            prepare(connection, 5)  # where SQLite itself does not wait, as among two who begin at once
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        release.join()

    def test_damaged_data_are_not_told(self, tmp_path: Path) -> None:
        """
        Unreadable data are reported as damaged, and the error and its cause show none of them.
        """
        path = tmp_path / "register.db"
        with SQLiteStore(path) as store:
            entry = record(Registry(store), 1, name=NAME)
            with sqlite3.connect(path) as raw:
                raw.execute("UPDATE segments SET data = substr(data, 1, length(data) - 5)")
            with pytest.raises(StoreError) as caught:
                store.entry(entry.id, START)
        assert caught.value.faults[0].code is Code.DAMAGED
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


@pytest.mark.parametrize("after", [-5, -1, 0, 2**70])
def test_positions_that_are_none(store: Store, after: int) -> None:
    """
    The feed begins before all positions, and has nothing after them.
    """
    record(Registry(store), 1)
    assert len(store.changes(after)) == (after <= 0)
