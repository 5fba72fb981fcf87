"""
Erased data are gone from the files, at the latest when the erasure is repeated.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Final
from uuid import UUID

import psycopg
import pytest

from kz_social_registry import Registry
from kz_social_registry.base.errors import Erased
from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.domain.values.terms import ONE_DAY
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import IIN, issue
from support.refusals import code_of

_BEFORE: Final = date(2025, 4, 30)
_TEXTS: Final = (IIN, "Айтбаева", "аитбаева", "айтбаева", "Көкшетау", "қайтыс болды")


def _excluded(store: Store) -> UUID:
    """
    Record a natural person who is excluded again.
    """
    act = issue(1, identifier=IIN, name="Айтбаева Сәуле", address="Көкшетау")
    registry = Registry(store)
    registry.record(act.entry_id, act)
    registry.exclude(act.entry_id, on=_BEFORE + ONE_DAY, basis="қайтыс болды")
    return act.entry_id


def _left(*contents: bytes) -> list[str]:
    return [text for text in _TEXTS for content in contents if text.encode() in content]


def test_traces_that_a_reader_kept_in_a_file(tmp_path: Path) -> None:
    """
    SQLite: traces that a reader kept are reported, and gone after the same command again.
    """
    path = tmp_path / "register.db"
    with SQLiteStore(path, wait=0.05) as store, SQLiteStore(path) as reader:
        registry, entry_id = Registry(store), _excluded(store)
        with reader.snapshot(_BEFORE) as snapshot:
            next(snapshot.entries)
            erased = code_of(lambda: registry.erase(entry_id, basis="өтініш"))
            assert erased is StoreCode.TRACES_LEFT
            assert store.records(entry_id)[0].payload is None
        with pytest.raises(Erased):
            registry.erase(entry_id, basis="өтініш")
        assert _left(*(file.read_bytes() for file in tmp_path.iterdir())) == []


class TestServer:
    """
    PostgreSQL: no table's file and no statistics hold a trace; the server's log may.
    """

    @pytest.fixture
    def reader(self, server_store: PostgresStore, address: str) -> Iterator[PostgresStore]:
        """
        Yield another store over the same database.
        """
        del server_store  # it makes the register
        with PostgresStore(address) as reader:
            yield reader

    def test_traces_that_a_reader_kept(
        self, address: str, reader: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        Traces that a reader kept are reported, and gone after the same command again.
        """
        with PostgresStore(address, wait=0.05) as store:
            registry, entry_id = Registry(store), _excluded(store)
            for act in map(issue, range(2, 8)):
                registry.record(act.entry_id, act)
            admin.execute("ANALYZE")
            assert self._is_in_statistics(admin)
            with reader.snapshot(_BEFORE) as snapshot:
                next(snapshot.entries)
                erased = code_of(lambda: registry.erase(entry_id, basis="өтініш"))
                assert erased is StoreCode.TRACES_LEFT
            with pytest.raises(Erased):
                registry.erase(entry_id, basis="өтініш")
            assert not self._is_in_statistics(admin)
            assert _left(*self._files(admin)) == []
            pages = "SELECT relpages, relallvisible FROM pg_class WHERE relname = 'segments'"
            ((all_pages, visible),) = admin.execute(pages).fetchall()
            assert all_pages == visible  # so indexes answer alone

    def test_a_reader_who_ends_in_time_keeps_nothing(
        self, server_store: PostgresStore, reader: PostgresStore, admin: psycopg.Connection
    ) -> None:
        """
        The sweep waits for all who read an older picture, of whichever table.
        """
        registry, entry_id = Registry(server_store), _excluded(server_store)
        reads = Event()

        def read() -> None:
            with reader.snapshot(_BEFORE) as snapshot:
                next(snapshot.entries)
                reads.set()
                sleep(0.5)

        thread = Thread(target=read)
        thread.start()
        reads.wait()
        with registry.batch():
            registry.erase(entry_id, basis="өтініш")
        thread.join()
        assert _left(*self._files(admin)) == []

    @staticmethod
    def _is_in_statistics(admin: psycopg.Connection) -> bool:
        query = """
            SELECT 1 FROM pg_stats WHERE schemaname = 'kz_social_registry'
            AND concat(histogram_bounds::text, most_common_vals::text) LIKE %s
        """
        return admin.execute(query, (f"%{IIN}%",)).fetchone() is not None

    @staticmethod
    def _files(admin: psycopg.Connection) -> list[bytes]:
        """
        Return the contents of the files under the tables, their indexes and their long values.
        """
        admin.execute("CHECKPOINT")
        query = """
            SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = relnamespace
            WHERE relfilenode <> 0 AND nspname IN ('kz_social_registry', 'pg_toast')
        """
        return [content for (content,) in admin.execute(query).fetchall()]
