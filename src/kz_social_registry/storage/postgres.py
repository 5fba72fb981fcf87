"""
A register in PostgreSQL, for several machines; needs the extra `postgres`.

One commit is one statement, hence one round trip, and durable when it returns. Many new entries at once
go through COPY. What passes by itself, a serialization failure, a deadlock, a connection that was lost,
is tried again a few times; a commit whose fate is unknown is looked for first, so nothing is doubled.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count, groupby
from threading import local
from time import sleep
from typing import Any, Final, Self, TypeVar

from kz_social_registry.errors import Conflict, Fault, RegistryError, StoreError, UnlawfulAct
from kz_social_registry.messages import Code
from kz_social_registry.proof import Record
from kz_social_registry.protocols import Commit, History, Snapshot
from kz_social_registry.storage.codes import StoreCode
from kz_social_registry.storage.postgres_rows import (
    RECORD_SQL,
    copy_commits,
    histories,
    notice_key,
    record_commit,
    strays,
)
from kz_social_registry.storage.postgres_schema import NAME_HEAD
from kz_social_registry.storage.postgres_server import (
    PAUSES,
    Connection,
    ExclusionViolation,
    UniqueViolation,
    connect,
    errors,
    is_idle,
    prepare,
    roll_back,
    sql,
)
from kz_social_registry.storage.queries import Dialect, Run
from kz_social_registry.storage.relational import Relational, entries_of_a_day
from kz_social_registry.storage.rows import entry_of, record_of
from kz_social_registry.vocabulary import ActKind, View

Answer = TypeVar("Answer")

_HEAD: Final = ("name_head", f"left(:{{}}_name, {NAME_HEAD})")
_REST: Final = (("identifier", ":{}_number"), ("entry", "CAST(:{}_entry AS uuid)"))
_DIALECT: Final = Dialect(
    record=RECORD_SQL,
    place="place",
    find="strpos",
    order=(_HEAD, ("name_key", ":{}_name"), *_REST),
    index=(_HEAD, *_REST),
)
_NAMED: Final = re.compile(r":(\w+)")

#: What may work when it is done again.
_PASSING: Final = (StoreCode.LOST, StoreCode.CONTENDED)
#: From so many new entries on, COPY is worth its round trips.
_MANY: Final = 8
#: Rows fetched at once where all are read, and entries verified at once.
_PAGE: Final = 1000
#: The tables that erased data stood in.
_DATA: Final = "facts, segments, names, words, tallies"


class PostgresStore(Relational):
    """
    A store in a PostgreSQL database, in a schema of its own; it is made if it does not exist.

    `wait` is how many seconds a commit waits for another writer; unless `new`, a database that has no
    register is refused.

    Raises:
        StoreError: the server cannot be reached or refuses; the database or the schema belongs to
            something else, and is left as it was; or it comes from a newer library.
    """

    dialect = _DIALECT

    def __init__(self, address: str, *, wait: float = 5.0, new: bool = True) -> None:
        self._address = address
        self._wait = wait
        self._idle: deque[Connection] = deque()
        self._batch = local()
        self._cursors = count(1)
        try:
            with errors(), self._connection() as connection:
                prepare(connection, new=new)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """
        Close every connection that is not in use.
        """
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """
        Lend a connection of the pool, or the one of this thread's batch.
        """
        current = getattr(self._batch, "connection", None)
        if current is not None:
            yield current
            return
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self._address, self._wait)
        try:
            yield connection
        finally:
            if is_idle(connection):
                self._idle.append(connection)
            else:
                connection.close()

    def _in_batch(self) -> bool:
        return getattr(self._batch, "connection", None) is not None

    def _tried(self, work: Callable[[Connection], Answer]) -> Answer:
        """
        Do the work, and again if what stopped it passes; inside a batch only once.
        """
        lost, pauses = False, iter(PAUSES)
        while True:
            try:
                with errors(), self._connection() as connection:
                    return work(connection)
            except StoreError as error:
                code, pause = error.faults[0].code, next(pauses, None)
                passes = code in _PASSING or (lost and code is StoreCode.UNREACHABLE)
                if pause is None or not passes or self._in_batch():
                    raise
                lost = lost or code is StoreCode.LOST
            self.close()  # what else is idle may be lost as well
            sleep(pause)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """
        Hold the writers' row for the whole block.
        """
        if self._in_batch():
            yield
            return
        with errors(), self._connection() as connection:
            with connection.transaction():
                connection.execute("SELECT FROM register FOR UPDATE")
                self._batch.connection = connection
                try:
                    yield
                finally:
                    self._batch.connection = None
            if getattr(self._batch, "erased", False):
                self._scrub(connection)

    def commit(self, *commits: Commit) -> None:
        """
        Record one commit in one statement, several in a transaction.
        """
        tries = count()

        def write(connection: Connection) -> None:
            if next(tries) and _is_recorded(connection, commits):
                return
            if len(commits) == 1:
                _record(connection, commits[0])
            else:
                with connection.transaction():
                    _record_all(connection, commits)

        self._tried(write)
        if any(commit.erases for commit in commits):
            with errors(), self._connection() as connection:
                self._scrub(connection)

    def _scrub(self, connection: Connection) -> None:
        """
        Leave nothing of what was erased in the tables' files; after a batch, if there is one.
        """
        self._batch.erased = self._in_batch()
        if not self._batch.erased:
            connection.execute(sql(f"VACUUM (FULL) {_DATA}"))

    def notice(self, notice: str) -> Record | None:
        """
        Return the record that the notice brought.
        """
        query = f"SELECT {RECORD_SQL} FROM facts WHERE notice_key = :key"
        rows = self._rows(query, {"key": notice_key(notice)})
        return record_of(rows[0]) if rows else None

    @contextmanager
    def snapshot(self, on: date, view: View = View.CURRENT) -> Iterator[Snapshot]:
        """
        Lend the entries of a day, read through a cursor of the server's.
        """
        query = entries_of_a_day(_DIALECT, view)
        with errors(), self._reading() as connection:
            ((position,),) = connection.execute("SELECT position FROM register").fetchall()
            rows = self._streamed(connection, query, {"on": on.isoformat()})
            yield Snapshot(position, (entry_of(data) for (data,) in rows))

    def histories(self) -> Iterator[History]:
        """
        Yield all that is kept.
        """
        query = f"SELECT {RECORD_SQL} FROM facts ORDER BY facts.entry, number"
        with errors(), self._reading() as connection:
            yield from histories(connection, self._streamed(connection, query, {}), _PAGE)
            yield from strays(connection)

    @contextmanager
    def _picture(self) -> Iterator[Run]:
        """
        Lend what runs queries on such a connection.
        """
        with errors(), self._reading() as connection:
            yield lambda query, values: _run(connection, query, values)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """
        Lend a connection that reads everything from one picture; inside a batch, from that.
        """
        with self._connection() as connection:
            if self._in_batch():
                yield connection
                return
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            try:
                yield connection
            finally:
                roll_back(connection)

    def _streamed(
        self, connection: Connection, query: str, values: Mapping[str, Any]
    ) -> Iterator[Sequence[Any]]:
        """
        Yield the rows of a query; memory does not grow with them.
        """
        with connection.cursor(f"rows_{next(self._cursors)}") as cursor:
            cursor.itersize = _PAGE
            cursor.execute(_translated(query), values, binary=True)
            yield from cursor

    def _rows(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        """
        Run one query, again if what stopped it passes.
        """
        return self._tried(lambda connection: _run(connection, query, values))


def _translated(query: str) -> bytes:
    return sql(_NAMED.sub(r"%(\1)s", query))


def _run(connection: Connection, query: str, values: Mapping[str, Any]) -> list[Any]:
    return connection.execute(_translated(query), values, binary=True).fetchall()


def _record_all(connection: Connection, commits: Sequence[Commit]) -> None:
    """
    Record commits in their order, through COPY where many new entries follow one another.
    """
    for new, group in groupby(commits, key=_is_new):
        same = list(group)
        if new and len(same) >= _MANY:
            _copy(connection, same)
        else:
            for commit in same:
                _record(connection, commit)


def _is_new(commit: Commit) -> bool:
    return commit.after == 0 and not commit.erases


def _record(connection: Connection, commit: Commit) -> None:
    if verdict := record_commit(connection, commit):
        raise _refused(verdict)


def _copy(connection: Connection, commits: Sequence[Commit]) -> None:
    try:
        with connection.transaction():
            copy_commits(connection, commits)
    except ExclusionViolation:
        raise _refused(Code.ALREADY_IN_REGISTER) from None
    except UniqueViolation as error:
        notices = error.diag.constraint_name == "facts_by_notice"
        raise _refused(Code.NOTICE_CONFLICT if notices else Code.STALE) from None


def _refused(verdict: str) -> RegistryError:
    if verdict == Code.ALREADY_IN_REGISTER:
        return UnlawfulAct(Fault(Code.ALREADY_IN_REGISTER, "identifier", allowed=(ActKind.EXCLUDE,)))
    if verdict == Code.NOTICE_CONFLICT:
        return Conflict(Fault(Code.NOTICE_CONFLICT, "notice"))
    return Conflict(Fault(Code.STALE))


def _is_recorded(connection: Connection, commits: Sequence[Commit]) -> bool:
    """
    Whether a try whose end is unknown was recorded: its salted digests cannot come from anything else.
    """
    records = [record for commit in commits for record in commit.records]
    if not records:
        return False
    query = "SELECT digest FROM facts WHERE entry = %s AND number = %s"
    found = connection.execute(query, (records[0].entry_id, records[0].number)).fetchone()
    return found == (records[0].digest,)
