"""
A register in PostgreSQL, for several machines; needs the extra `postgres`.

One commit is one statement, hence one round trip, and durable when it returns. Many new entries at once
go through COPY. After a serialization failure, a deadlock or a lost connection the store tries again a
few times. If it cannot know whether a commit was made, it looks first, so nothing is recorded twice.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import lru_cache, partial
from itertools import count, groupby
from time import sleep
from typing import Any, Final

from kz_social_registry.base.errors import Conflict, Fault, RegistryError, StoreError, UnlawfulAct
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.base.vocabulary import ActKind
from kz_social_registry.registry.ports import Commit, History, log, refusal
from kz_social_registry.storage.postgres.connections import Connections
from kz_social_registry.storage.postgres.rows import (
    ALL,
    RECORD_SQL,
    contradictions,
    copy_commits,
    record_commit,
    segment_in,
)
from kz_social_registry.storage.postgres.schema import NAME_HEAD
from kz_social_registry.storage.postgres.server import (
    PAUSES,
    Connection,
    ExclusionViolation,
    UniqueViolation,
    commit,
    connect,
    errors,
    is_in_transaction,
    prepare,
    roll_back,
    savepoint,
    sql,
)
from kz_social_registry.storage.sql.connections import bounded, in_this_process
from kz_social_registry.storage.sql.queries import Dialect, Run
from kz_social_registry.storage.sql.relational import Answer, Read, Relational, read_within
from kz_social_registry.storage.sql.rows import histories

_DIALECT: Final = Dialect(
    record=RECORD_SQL,
    place="place",
    find="strpos",
    order=(
        (f"left(name_key, {NAME_HEAD})", f"left(:name, {NAME_HEAD})"),  # the index has no more of it
        ("name_key", ":name"),
        ("identifier", ":number"),
        ("entry", "CAST(:entry AS uuid)"),
    ),
)
_NAMED: Final = re.compile(r":(\w+)")

#: What may work when it is done again.
_PASSING: Final = (StoreCode.LOST, StoreCode.CONTENDED)
#: And what may work when the connection was lost: the server may be starting, or end what we began.
_PASSING_WHEN_LOST: Final = (StoreCode.UNREACHABLE, Code.LOCKED)
#: Takes the row that every writer takes first.
_LOCK: Final = "SELECT FROM register FOR UPDATE"
_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
#: From so many new entries on, COPY is worth its round trips.
_MANY: Final = 8
#: Rows fetched at once where all are read.
_PAGE: Final = 1000
#: The tables that erased data stood in.
_DATA: Final = "facts, segments, names"


class PostgresStore(Relational[Connection]):
    """
    A store in a PostgreSQL database, in a schema of its own; it is made if it does not exist.

    `wait` is how many seconds a commit waits for another writer; unless `new`, a database that has no
    register is refused. At most so many `connections` are open at a time; a thread that needs another
    one waits.

    Raises:
        StoreError: the server cannot be reached or refuses; the database or the schema belongs to
            something else, and is left as it was; or it comes from a newer library.
    """

    dialect = _DIALECT

    def __init__(
        self, address: str, *, wait: float = 5.0, new: bool = True, connections: int = 32
    ) -> None:
        super().__init__()
        self._cursors = count(1)
        self._connections = Connections(address, bounded(wait), connections)
        with errors(), closing(connect(address, bounded(wait))) as connection:
            prepare(connection, new=new)

    def close(self) -> None:
        """
        Close the connections that are not in use now, and the others when they are given back.
        """
        self._connections.close()

    def _connected(self) -> AbstractContextManager[Connection]:
        return self._connections.one()

    def _is_in_transaction(self, connection: Connection) -> bool:
        return is_in_transaction(connection)

    def _tried(self, work: Callable[[], Answer], *, writes: bool = False) -> Answer:
        """
        Do the work, and again if what stopped it passes; inside a batch only once.

        Where a try that `writes` was lost, whatever stops a later one leaves unknown what came of it.
        """
        lost, pauses = False, iter(PAUSES)
        while True:
            try:
                with errors():
                    return work()
            except StoreError as error:
                code, pause = error.faults[0].code, next(pauses, None)
                passes = code in _PASSING or (lost and code in _PASSING_WHEN_LOST)
                if pause is None or not passes or self._batches.current:
                    raise (refusal(StoreCode.LOST) if lost and writes else error) from None
                lost = lost or code is StoreCode.LOST
            log("the database did not answer (%s); trying again", code, warns=True)
            self._connections.check()  # others may be lost as well
            sleep(pause)

    @contextmanager
    def _begun(self, statements: str) -> Iterator[Connection]:
        """
        Open a connection on which a transaction was begun; another one, if the first was lost.
        """
        with ExitStack() as opened:

            def begin() -> Connection:
                with ExitStack() as trial:
                    connection = trial.enter_context(self._connected())
                    connection.execute(sql(statements))
                    opened.push(trial.pop_all())
                    return connection

            yield self._tried(begin)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._begun(f"BEGIN; {_LOCK}") as connection:
            end, cancel = (in_this_process(partial(step, connection)) for step in (commit, roll_back))
            try:
                yield connection
            except BaseException:
                cancel()
                raise
            with errors():
                end()

    def _savepoint(self, connection: Connection) -> AbstractContextManager[None]:
        return savepoint(connection)

    def commit(self, *commits: Commit) -> None:
        """
        Record one commit in one statement, several in a transaction.
        """
        tries = count()

        def write() -> None:
            with self._opened() as connection:
                if next(tries):
                    _record_again(connection, commits)
                elif len(commits) == 1:
                    _record(connection, commits[0])
                else:
                    with connection.transaction():
                        _record_all(connection, commits)

        self._tried(write, writes=True)
        if any(commit.erases for commit in commits):
            self.scrub()

    def _scrub(self) -> None:
        with errors(), self._opened() as connection:
            # Readers of an older picture make VACUUM keep what was erased, and it does not say so. All
            # of them have ended when the tables are ours for a moment.
            connection.execute(sql(f"BEGIN; LOCK TABLE register, {_DATA}; COMMIT"))
            connection.execute(sql(f"VACUUM (FULL, ANALYZE) {_DATA}"))
            connection.execute(sql(f"VACUUM {_DATA}"))  # or no index answers alone of the new files

    @contextmanager
    def _picture(
        self, query: str, values: Mapping[str, Any], read: Read[Answer]
    ) -> Iterator[tuple[int, Iterator[Answer]]]:
        with self._reading() as connection:
            with errors():
                ((position,),) = connection.execute("SELECT position FROM register").fetchall()
            with self._streamed(connection, query, values) as rows:
                yield position, read_within(errors, read, rows)

    def _histories(self) -> Iterator[History]:
        with errors(), self._reading() as connection:
            with ExitStack() as opened:
                tables = (opened.enter_context(self._streamed(connection, q, {})) for q in ALL)
                yield from histories(tables, segment_in)
            yield from contradictions(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._batches.current:
            with self._opened() as connection:
                yield connection
            return
        with self._begun(_READING) as connection:
            leave = in_this_process(partial(roll_back, connection))
            try:
                yield connection
            finally:
                leave()

    def _asked(self, question: Callable[[Run], Answer]) -> Answer:
        def ask() -> Answer:
            with self._reading() as connection:
                return question(partial(self._run, connection))

        return self._tried(ask)

    @contextmanager
    def _streamed(
        self, connection: Connection, query: str, values: Mapping[str, Any]
    ) -> Iterator[Iterable[Sequence[Any]]]:
        """
        Open the rows of a query; memory does not grow with them.
        """
        with errors():
            cursor = connection.cursor(f"rows_{next(self._cursors)}")
            cursor.itersize = _PAGE
            cursor.execute(_translated(query), values, binary=True)
        close = in_this_process(cursor.close)
        try:
            yield cursor
        finally:
            with errors():
                close()

    def _run(self, connection: Connection, query: str, values: Mapping[str, Any]) -> list[Any]:
        with errors():
            return connection.execute(_translated(query), values, binary=True).fetchall()

    def _rows(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        def ask() -> list[Any]:
            with self._opened() as connection:
                return self._run(connection, query, values)

        return self._tried(ask)


@lru_cache(maxsize=256)
def _translated(query: str) -> bytes:
    return sql(_NAMED.sub(r"%(\1)s", query))


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


def _record_again(connection: Connection, commits: Sequence[Commit]) -> None:
    """
    Record commits of which an earlier try may still be on its way: it has ended when our turn comes.
    """
    with connection.transaction():
        connection.execute(sql(_LOCK))
        if not _is_recorded(connection, commits):
            _record_all(connection, commits)


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
