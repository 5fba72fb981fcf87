"""
PostgreSQL: connections that are lost, refused or in use, and failures that pass by themselves.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any, Final

import psycopg
import pytest
from attrs import evolve
from psycopg import conninfo, sql

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.acts import Amend
from kz_social_registry.domain.search import Criteria
from kz_social_registry.registry.answers.audit import verify
from kz_social_registry.storage.postgres import PostgresStore, connections
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import START, begin, issue
from support.refusals import code_of
from support.stores import MakeDatabase


def _record(store: PostgresStore | SQLiteStore, *serials: int) -> None:
    store.commit(*(begin(issue(serial))[1] for serial in serials))


def _fail_once(store: PostgresStore) -> None:
    """
    Ask what the server cannot answer, and go on.
    """
    with suppress(StoreError):
        store._rows("SELECT 1 / CAST(:zero AS integer)", {"zero": 0})


class TestPool:
    """
    At most so many connections are open, and the server sees whose they are.
    """

    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Wait for a connection for half a second only.
        """
        monkeypatch.setattr(connections, "_PATIENCE", 0.5)

    def test_a_cap(self, address: str) -> None:
        """
        A thread that gets no connection in time is refused as one that gets no lock.
        """
        with PostgresStore(address, wait=0.1, connections=1) as store:
            with store.snapshot(START):
                assert code_of(store.changes) is Code.LOCKED
            assert store.changes() == ()

    def test_the_name_of_the_application(self, address: str) -> None:
        """
        Connections carry the name of the library, unless the address gives another one.
        """
        query = "SELECT current_setting('application_name')"
        for given, name in ((address, "kz-social-registry"), (f"{address} application_name=us", "us")):
            with PostgresStore(given) as store:
                assert store._rows(query, {}) == [(name,)]

    def test_a_server_that_stays_away_is_reported(
        self, make_database: MakeDatabase, admin: psycopg.Connection, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        A database that is gone for good is no endless wait, and the log of the pool does not name it.
        """
        address = make_database()
        name = str(conninfo.conninfo_to_dict(address)["dbname"])
        with PostgresStore(address, wait=0.1) as store:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            with caplog.at_level("WARNING"):
                assert code_of(store.changes) is StoreCode.NO_DATABASE
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        assert caplog.records
        assert name not in caplog.text

    @pytest.mark.parametrize("wait", [0, -1, 1e300, float("inf"), float("nan")])
    def test_no_wait_is_endless_or_wrong(self, address: str, tmp_path: Path, wait: float) -> None:
        """
        Whatever number of seconds is given, a store opens, and does not wait for ever without a reason.
        """
        with PostgresStore(address, wait=wait) as store, PostgresStore(address) as other:
            _record(store, 1)
            if wait <= 0:
                with other.batch():
                    assert code_of(lambda: _record(store, 2)) is Code.LOCKED
        with SQLiteStore(tmp_path / "register.db", wait=wait) as file:
            _record(file, 1)


class TestBatches:
    """
    A batch that failed never reports success, and a savepoint that failed is rolled back alone.
    """

    def test_a_batch_that_the_server_rolled_back(self, server_store: PostgresStore) -> None:
        """
        A batch in which a question failed and the caller went on records nothing, and says so.
        """

        def work() -> None:
            with server_store.batch():
                _record(server_store, 1)
                _fail_once(server_store)
                assert code_of(server_store.changes) is Code.STORE_FAILED

        assert code_of(work) is Code.STORE_FAILED
        assert server_store.changes() == ()

    def test_a_savepoint_that_failed(self, server_store: PostgresStore) -> None:
        """
        An inner batch in which a question failed raises, and the outer one goes on.
        """

        def inner() -> None:
            with server_store.batch():
                _record(server_store, 2)
                _fail_once(server_store)

        with server_store.batch():
            _record(server_store, 1)
            assert code_of(inner) is Code.STORE_FAILED
            _record(server_store, 3)
            assert len(server_store.changes()) == 2

    def test_errors_of_the_callers_own_server(self, server_store: PostgresStore) -> None:
        """
        An error of psycopg that the caller's own code raises in a block comes out as it is.
        """
        error = psycopg.errors.UniqueViolation("mine")
        for block in (server_store.batch(), server_store.snapshot(START)):
            with pytest.raises(psycopg.errors.UniqueViolation) as caught, block:
                raise error
            assert caught.value is error


def _end_connections(admin: psycopg.Connection) -> None:
    """
    End all other connections to the database, as a restart would.
    """
    query = """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
    """
    assert admin.execute(query).fetchall()


def _streamed(store: PostgresStore) -> int:
    with store.snapshot(START) as snapshot:
        return len(list(snapshot.entries))


def _batched(store: PostgresStore) -> int:
    with store.batch():
        _record(store, 3)
    return 1


_WORKS: Final[dict[str, Callable[[PostgresStore], object]]] = {
    "records": lambda store: len(store.changes()),
    "search": lambda store: store.search(Criteria(), START, total=True).total,
    "facets": lambda store: store.facets(Criteria(), START).total.entries,
    "snapshot": _streamed,
    "commit": lambda store: _record(store, 2) or 1,
    "batch": _batched,
}


def _lose_one_answer(store: PostgresStore) -> list[bool]:
    """
    Let the first commit reach the server, and its connection end before the answer.
    """
    one = store._connections.one
    lost: list[bool] = []

    @contextmanager
    def connection() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with one() as opened:
            yield opened
            if not lost:
                lost.append(True)
                opened.close()
                raise psycopg.OperationalError

    store._connections.one = connection  # type: ignore[method-assign]  # the defect itself
    return lost


def _break(connection: psycopg.Connection[Any]) -> None:
    """
    Break the line to the server, without a word to it.
    """
    line = socket.socket(fileno=os.dup(connection.fileno()))
    line.shutdown(socket.SHUT_RDWR)
    line.close()


class TestLostConnections:
    """
    A lost commit is tried again: never half done, never doubled.
    """

    def test_everything_survives_a_restart(
        self, server_store: PostgresStore, admin: psycopg.Connection, caplog: pytest.LogCaptureFixture
    ) -> None:
        """
        A connection that was lost while nobody used it is replaced, whatever comes next, and logged.
        """
        _record(server_store, 1)
        found = {}
        for name, work in _WORKS.items():
            _end_connections(admin)
            found[name] = work(server_store)
        assert found == dict.fromkeys(_WORKS, 1)
        assert len(server_store.changes()) == 3
        told = "the database did not answer (lost); trying again"
        assert ("kz_social_registry", logging.WARNING, told) in caplog.record_tuples

    @pytest.mark.parametrize("many", [1, 20])
    def test_a_commit_whose_answer_was_lost_is_not_doubled(
        self, server_store: PostgresStore, many: int
    ) -> None:
        """
        Where the server commits and the answer is lost, the next try finds the commit recorded.
        """
        commits = [begin(issue(serial))[1] for serial in range(many)]
        lost = _lose_one_answer(server_store)
        server_store.commit(*commits)
        assert lost == [True]
        assert [change.record for change in server_store.changes()] == [c.records[0] for c in commits]

    def test_a_commit_without_records_can_be_made_twice(self, server_store: PostgresStore) -> None:
        """
        A commit that adds nothing leaves the same, however often it is tried.
        """
        first = begin(issue(1))[1]
        server_store.commit(first)
        _lose_one_answer(server_store)
        server_store.commit(evolve(first, after=1, records=(), names=()))
        assert verify(server_store)

    @pytest.mark.parametrize("first", [True, False])
    def test_a_try_that_is_still_on_its_way_is_not_doubled(self, address: str, *, first: bool) -> None:
        """
        Where the line breaks while the server waits for its turn, what it then records is not repeated.
        """
        life, issued = begin(issue(1))
        with PostgresStore(address) as store, psycopg.connect(address) as other:
            if not first:
                store.commit(issued)
            commit = issued if first else life.then(Amend(on=START, capacity=55))
            thread, connection = self._waiting(store, other, lambda: store.commit(commit))
            _break(connection)
            sleep(0.3)
            other.commit()
            thread.join()
            assert len(store.changes()) == (1 if first else 2)

    def test_a_try_whose_end_stays_unknown_is_reported(self, address: str) -> None:
        """
        Where the line breaks and the row never comes free, no error says that nothing was recorded.
        """
        codes: list[object] = []
        with PostgresStore(address, wait=0.05) as store, psycopg.connect(address) as other:
            work = lambda: codes.append(code_of(lambda: _record(store, 1)))  # noqa: E731
            thread, connection = self._waiting(store, other, work, b"SET lock_timeout = 0")
            _break(connection)
            thread.join()
        assert codes == [StoreCode.LOST]

    def _waiting(
        self,
        store: PostgresStore,
        other: psycopg.Connection,
        work: Callable[[], object],
        *settings: bytes,
    ) -> tuple[Thread, psycopg.Connection[Any]]:
        """
        Start a commit that waits for another transaction; return its thread and its connection.
        """
        other.execute("UPDATE kz_social_registry.register SET position = position")
        with store._opened() as connection:  # the pool has no other one
            for setting in settings:
                connection.execute(setting)
        thread = Thread(target=work)
        thread.start()
        sleep(0.3)
        return thread, connection

    def test_a_batch_that_is_lost_leaves_nothing(
        self, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A batch cannot be tried again by the store: it says that the connection was lost.
        """

        def work() -> None:
            with server_store.batch():
                _record(server_store, 1)
                _end_connections(admin)
                _record(server_store, 2)

        assert code_of(work) is StoreCode.LOST
        assert server_store.changes() == ()


class TestOtherWriters:
    """
    A commit that other writers stop is tried again a few times.
    """

    @pytest.mark.parametrize("state", ["40001", "40P01"])
    def test_serialization_failures_are_tried_again(
        self, server_store: PostgresStore, admin: psycopg.Connection, state: str
    ) -> None:
        """
        A commit that the server refuses because of other writers is tried again, and recorded once.
        """
        self._fail(admin, state, times=2)
        _record(server_store, 1)
        assert len(server_store.changes()) == 1

    def test_tries_are_bounded(
        self, server_store: PostgresStore, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A server that always refuses is reported after some tries, and nothing was recorded.
        """
        monkeypatch.setattr("kz_social_registry.storage.postgres.store.PAUSES", (0, 0))
        self._fail(admin, "40001", times=1000)
        assert code_of(lambda: _record(server_store, 1)) is StoreCode.CONTENDED
        assert server_store.changes() == ()

    def _fail(self, admin: psycopg.Connection, state: str, *, times: int) -> None:
        """
        Make the next inserts of facts fail as if other writers were in the way.

        The failures are counted by a sequence, which no rollback sets back.
        """
        body = """
            CREATE SEQUENCE public.failures;
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('public.failures') <= {} THEN RAISE SQLSTATE {}; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER failing BEFORE INSERT ON facts
                FOR EACH ROW EXECUTE FUNCTION public.fail()
        """
        admin.execute(sql.SQL(body).format(sql.Literal(times), sql.Literal(state)))

    def test_copy_is_refused_like_single_commits(self, server_store: PostgresStore) -> None:
        """
        Refusals of COPY have the codes of single commits, and nothing is recorded.
        """
        commits = [begin(issue(serial), notice=f"L-{serial}")[1] for serial in range(20)]
        server_store.commit(*commits)
        fresh = [begin(issue(serial))[1] for serial in range(100, 120)]
        noticed = [begin(issue(serial), notice=f"L-{serial - 200}")[1] for serial in range(200, 220)]
        rivals = [begin(issue(serial))[1] for serial in range(20)]
        groups = ([*fresh, commits[0]], noticed, rivals)
        codes = [code_of(lambda group=group: server_store.commit(*group)) for group in groups]  # type: ignore[misc]  # at once
        assert codes == [Code.STALE, Code.NOTICE_CONFLICT, Code.ALREADY_IN_REGISTER]
        assert len(server_store.changes()) == 20
