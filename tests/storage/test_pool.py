"""
Many threads and few connections: they wait for one, and those that nobody uses are closed.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from time import monotonic
from uuid import uuid4

import psycopg
import pytest
from psycopg import conninfo, sql

from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage.postgres import PostgresStore, connections
from kz_social_registry.testing.samples import bin_of, issue
from support.samples import INCLUDED, still_clock
from support.stores import MakeDatabase


@pytest.fixture
def address(make_database: MakeDatabase, postgres_server: str) -> Iterator[str]:
    """
    Yield the address of a database whose owner may have five connections.
    """
    database, role = make_database(), sql.Identifier(f"kz_{uuid4().hex}")
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT 5").format(role))
        name = sql.Identifier(str(conninfo.conninfo_to_dict(database)["dbname"]))
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, role))
        yield conninfo.make_conninfo(database, user=role.as_string(None).strip('"'))
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO postgres").format(name))
        admin.execute(sql.SQL("DROP OWNED BY {}").format(role))


def _count(address: str) -> int:
    """
    Return how many connections of stores a database has.
    """
    with psycopg.connect(address, user="postgres", application_name="test") as admin:
        query = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'kz-social-registry'
        """
        (number,) = admin.execute(query).fetchone() or (0,)
    return int(number)


def test_twenty_threads_share_five_connections(address: str) -> None:
    """
    Where the server gives five connections, twenty threads wait for their turn, and none is refused.
    """
    with closing(PostgresStore(address, wait=20)) as store, ThreadPoolExecutor(20) as threads:
        registry = Registry(store, still_clock())
        acts = [issue(serial) for serial in range(60)]
        list(threads.map(lambda act: registry.record(act.entry_id, act), acts))
        assert 1 <= _count(address) <= 5
        assert len(store.changes()) == 60


def test_a_burst_of_sixty_is_capped(make_database: MakeDatabase) -> None:
    """
    Sixty threads at once open no more connections than the store may have.
    """
    database = make_database()
    with (
        closing(PostgresStore(database, wait=20, connections=6)) as store,
        ThreadPoolExecutor(60) as threads,
    ):
        registry = Registry(store, still_clock())
        asked = threads.map(lambda n: bool(registry.standing(bin_of(n), on=INCLUDED)), range(300))
        assert not any(asked)
        assert 1 <= _count(database) <= 6
    assert _count(database) == 0


def test_connections_that_nobody_uses_are_closed(
    make_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After a burst one connection after another is closed, until none is left; then the store goes on.
    """
    monkeypatch.setattr(connections, "_IDLE", 0.05)
    database = make_database()
    with closing(PostgresStore(database)) as store, ThreadPoolExecutor(3) as threads:
        together = Barrier(3, timeout=10)

        def hold(_: int) -> None:
            with store.snapshot(INCLUDED):
                together.wait()

        list(threads.map(hold, range(3)))
        end = monotonic() + 10
        while _count(database):
            assert monotonic() < end
        assert store.changes() == ()
