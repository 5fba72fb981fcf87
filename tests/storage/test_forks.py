"""
Processes that are forked, and threads, do no harm to the connections of a store.
"""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event, Thread
from typing import Final

import pytest

from kz_social_registry.base.fault_codes import Code
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.sql.connections import in_this_process
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.storage.sqlite.file import transaction
from kz_social_registry.testing.samples import START, begin, bin_of, issue
from support.refusals import code_of
from support.stores import MakeOpener

_FORK: Final = multiprocessing.get_context("fork")
Answers = multiprocessing.Queue  # of codes, as text
on_disk = pytest.mark.parametrize("make_opener", ["sqlite", "postgres"], indirect=True)


def _record(store: Store, serial: int) -> None:
    store.commit(begin(issue(serial))[1])


def _answer(answers: "Answers[object]", work: Callable[[], object]) -> None:
    answers.put(str(code_of(work)))


def _leave(answers: "Answers[object]") -> None:
    """
    End a forked process without closing what belongs to its parent.
    """
    answers.close()
    answers.join_thread()
    os._exit(0)


def _ask(store: Store, first: int, answers: "Answers[object]") -> None:
    wrong = 0
    for step in range(60):
        serial = (first + 7 * step) % 40
        entry = store.in_register(bin_of(serial), START)
        wrong += entry is None or entry.identifier != bin_of(serial)
    _record(store, 1000 + first)
    store.close()
    answers.put(wrong)


def test_a_forked_process_has_connections_of_its_own(store: Store) -> None:
    """
    Children of a process that has the store open get their own answers, and so does the parent.
    """
    store.commit(*(begin(issue(serial))[1] for serial in range(40)))
    answers: multiprocessing.Queue[object] = _FORK.Queue()
    children = [_FORK.Process(target=_ask, args=(store, n, answers)) for n in (1, 11, 23)]
    for child in children:
        child.start()
    assert [answers.get(timeout=60) for _ in children] == [0, 0, 0]
    for child in children:
        child.join()
    assert store.in_register(bin_of(5), START)


@on_disk
def test_a_forked_process_does_not_share_the_block_of_its_parent(
    make_opener: MakeOpener, opened: ExitStack
) -> None:
    """
    A child that is forked inside a batch or a snapshot is refused there, and leaving ends neither.

    After the batch SQLite refuses it, too; on a server it has connections of its own.
    """
    open_again = make_opener()
    store, other = open_again(), open_again()
    opened.callback(store.close)
    opened.callback(other.close)
    _record(store, 1)
    answers: multiprocessing.Queue[object] = _FORK.Queue()
    with store.batch():
        _record(store, 2)
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            _record(store, 3)
        else:
            _answer(answers, store.changes)
    if not child:  # it has left the block
        _answer(answers, store.changes)
        _leave(answers)
    with store.snapshot(START) as snapshot:
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


@on_disk
def test_a_fork_inside_a_savepoint_ends_nothing(store: Store) -> None:
    """
    A child that leaves an inner batch, with an error or without one, leaves it to the parent.
    """
    with store.batch():
        _record(store, 1)
        for serial in (2, 3):
            try:
                with store.batch():
                    _record(store, serial)
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


def test_what_a_child_records_stays_when_its_parent_closes(tmp_path: Path) -> None:
    """
    SQLite keeps locks by process: a child that inherited some would lose what it records.
    """
    path = tmp_path / "register.db"
    turn, done = _FORK.Event(), _FORK.Event()

    def work(store: Store) -> None:
        _record(store, 2)
        done.set()
        turn.wait(60)
        for serial in range(3, 8):
            _record(store, serial)
        os._exit(0)  # without closing anything

    store = SQLiteStore(path)
    _record(store, 1)
    child = _FORK.Process(target=work, args=(store,))
    child.start()
    done.wait(60)
    store.close()
    turn.set()
    child.join()
    with SQLiteStore(path) as again:
        assert len(again.changes()) == 7


_OPENS_TWICE: Final = """
import os, subprocess, sys
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import begin, issue

path = sys.argv[1]
store = SQLiteStore(path)
store.commit(begin(issue(0))[1])
SQLiteStore(path).close()
other = "import sys; from kz_social_registry import storage; storage.open_store(sys.argv[1]).changes()"
subprocess.run([sys.executable, "-c", other, path], check=True)
for serial in range(1, 5):
    store.commit(begin(issue(serial))[1])
os._exit(0)
"""


def test_opening_a_register_twice_takes_no_locks_away(tmp_path: Path) -> None:
    """
    One process may open a file as often as it likes: what is recorded afterwards is durable.
    """
    path = tmp_path / "register.db"
    subprocess.run([sys.executable, "-c", _OPENS_TWICE, str(path)], check=True)  # noqa: S603  # our own
    with SQLiteStore(path) as store:
        assert len(store.changes()) == 5


def test_a_fork_during_another_threads_question_leaves_the_child_refused(tmp_path: Path) -> None:
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
        answers: multiprocessing.Queue[object] = _FORK.Queue()
        child = _FORK.Process(target=_answer, args=(answers, store.changes))
        child.start()
        assert answers.get(timeout=60) == str(Code.STORE_FAILED)
        child.join()
        done.set()
        thread.join()
        assert store.changes() == ()


def test_a_child_that_inherits_an_open_connection_is_refused(tmp_path: Path) -> None:
    """
    SQLite: the steps around a fork, taken here as a child takes them, whose coverage nobody counts.
    """
    with SQLiteStore(tmp_path / "register.db") as store, store.snapshot(START):
        store._connections.before_fork()
        store._connections.after_fork_in_child()
        assert code_of(store.changes) is Code.STORE_FAILED


def test_only_the_process_that_began_something_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    In a child of that process nothing is done, nor is a transaction of SQLite ended.
    """
    ended: list[int] = []
    end = in_this_process(lambda: ended.append(1))
    end()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with transaction(connection):
            monkeypatch.setattr(os, "getpid", lambda: 1)
        end()
        assert (ended, connection.in_transaction) == ([1], True)


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
