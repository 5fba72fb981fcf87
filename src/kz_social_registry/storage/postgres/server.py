"""
The server under a PostgreSQL register: connections to it, its schema, and its errors.

Needs psycopg 3 and psycopg_pool.

Every error has a code of the library. No error has the server's own words: they hold addresses
and values.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import Fault, MissingExtra, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.registry.ports import refusal
from kz_social_registry.storage.postgres.schema import (
    APPLICATION,
    RECORD_COMMIT,
    SCHEMA,
    STEPS,
    TABLES,
    VERSION,
)
from kz_social_registry.storage.sql.connections import in_this_process

try:
    import psycopg
    import psycopg_pool
    from psycopg import conninfo, pq
except ImportError:  # pragma: no cover  # tested where the extra is not installed
    raise MissingExtra(Fault(Code.MISSING_EXTRA, allowed=("kz-social-registry[postgres]",))) from None

Connection = psycopg.Connection[tuple[Any, ...]]
ConnectionPool = psycopg_pool.ConnectionPool
PoolTimeout = psycopg_pool.PoolTimeout
ExclusionViolation = psycopg.errors.ExclusionViolation
UniqueViolation = psycopg.errors.UniqueViolation

#: Seconds to wait for a server that does not answer, unless the address says otherwise.
PATIENCE: Final = 10
#: Seconds to wait before each further try.
PAUSES: Final = (0.0, 0.05, 0.2, 0.5, 1.0, 2.0)

#: How the codes begin with which a server ends a connection.
_ENDS: Final = ("08", "57P", "25P03")

_CODES: Final[dict[str, Word]] = {
    "0A000": StoreCode.NO_EXCLUSION,
    "25006": Code.READ_ONLY,
    "40001": StoreCode.CONTENDED,
    "40P01": StoreCode.CONTENDED,
    "42501": StoreCode.NO_RIGHTS,
    "53100": StoreCode.DISK_FULL,
    "55P03": Code.LOCKED,
    "57014": Code.LOCKED,
    "P0004": StoreCode.NOT_STORED,  # an ASSERT of `record_commit`
    "XX001": Code.DAMAGED,
    "XX002": Code.DAMAGED,
}


def sql(text: str) -> bytes:
    """
    Return a query that was put together from constants of the library, as psycopg takes it.
    """
    return text.encode()


def is_in_transaction(connection: Connection) -> bool:
    """
    Whether a transaction goes on: after an error of the server there is nothing left to commit.
    """
    return connection.info.transaction_status is pq.TransactionStatus.INTRANS


def commit(connection: Connection) -> None:
    """
    Commit a transaction; the server rolls back one that had an error, and reports no error.

    Raises:
        StoreError: it was rolled back.
    """
    if not is_in_transaction(connection):
        roll_back(connection)
        raise refusal(Code.STORE_FAILED)
    connection.execute("COMMIT")


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """
    Write all of a block inside a transaction, or nothing of it; a child process ends nothing.
    """
    release = in_this_process(lambda: connection.execute("RELEASE inner_batch"))
    roll_back = in_this_process(lambda: connection.execute("ROLLBACK TO inner_batch"))
    with errors():
        connection.execute("SAVEPOINT inner_batch")
    try:
        yield
        with errors():
            release()
    except BaseException:
        with errors():
            roll_back()
        raise


def roll_back(connection: Connection) -> None:
    """
    End a transaction that wrote nothing; if the connection is lost, the server has ended it.
    """
    with suppress(psycopg.OperationalError):
        connection.execute("ROLLBACK")


def _target(address: str) -> str | None:
    try:
        known = {
            "connect_timeout": PATIENCE,
            "application_name": APPLICATION,
            **conninfo.conninfo_to_dict(address),
        }
        numbers = [*str(known.get("port", "")).split(","), known["connect_timeout"]]
        sane = all(0 <= int(number) <= _GREATEST_PORT for number in numbers if number)
        return conninfo.make_conninfo("", **known, client_encoding="utf8") if sane else None
    except (psycopg.ProgrammingError, ValueError):
        return None


def connect(address: str, wait: float) -> Connection:
    """
    Return a connection that commits durably, and waits some seconds for another writer.

    Raises:
        StoreError: with the cause, and without the address or the password.
    """
    target = _target(address)
    if target is None:  # raised here: the parser's own error quotes the password
        raise refusal(StoreCode.BAD_ADDRESS)
    try:
        connection = psycopg.connect(target, autocommit=True)
    except psycopg.OperationalError as error:
        raise refusal(_why_refused(target, error)) from None
    with errors():
        connection.execute(_SETTINGS, (SCHEMA, f"{round(wait * 1000)}ms"))
    return connection


_GREATEST_PORT: Final = 65_535
_SETTINGS: Final = """
    SELECT set_config('search_path', %s, false),
        set_config('lock_timeout', %s, false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit')
            WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""


def _why_refused(target: str, error: psycopg.OperationalError) -> StoreCode:
    """
    Say why there is no connection, without reading a message that may be in any language.

    If the same user may enter the database that every server has, it is the other one that lacks.
    """
    if pq.PGconn.ping(target.encode()) != pq.Ping.OK:
        return StoreCode.UNREACHABLE
    refused = error.pgconn
    try:
        with psycopg.connect(target, dbname="postgres", autocommit=True) as elsewhere:
            query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
            found = elsewhere.execute(query, (refused.db.decode() if refused else "",)).fetchone()
            return StoreCode.NO_RIGHTS if found == (True,) else StoreCode.NO_DATABASE
    except psycopg.Error:  # whatever it says, it holds an address
        asked = refused and (refused.used_password or refused.needs_password)
        return StoreCode.WRONG_PASSWORD if asked else StoreCode.REFUSED


@contextmanager
def errors() -> Iterator[None]:
    """
    Turn what the server says into what the library says.
    """
    try:
        yield
    except psycopg.Error as error:
        raise refusal(_code_of(error)) from None


def _code_of(error: psycopg.Error) -> Word:
    state = error.sqlstate or ""
    ended = not state or state.startswith(_ENDS)
    if ended and isinstance(error, psycopg.OperationalError):
        return StoreCode.LOST
    return _CODES.get(state, Code.STORE_FAILED)


def prepare(connection: Connection, *, new: bool) -> None:
    """
    Make the tables of a new register, or bring those of an older library up to date: all or nothing.

    Raises:
        StoreError: the database or the schema belongs to something else, or the library is too old.
    """
    if _version(connection) == VERSION:
        return
    # One at a time, and the transaction begins when it is our turn: it sees what another made.
    connection.execute("SELECT pg_advisory_lock(%s)", (_MAKING,))
    try:
        with connection.transaction():
            _migrate(connection, new=new)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (_MAKING,))


def _migrate(connection: Connection, *, new: bool) -> None:
    version = _version(connection)
    if version > VERSION:
        raise StoreError(Fault(Code.NEWER_SCHEMA, "store"))
    if not version and not new:
        raise refusal(StoreCode.NO_REGISTER)
    if version == VERSION:  # somebody else was faster
        return
    if not version:
        _claim(connection)
    for statements in (*(STEPS[version - 1 :] if version else (TABLES,)), RECORD_COMMIT):
        connection.execute(sql(statements))
    connection.execute("UPDATE register SET version = %s", (VERSION,))


#: Whoever makes or migrates a register holds this lock: "KZSR".
_MAKING: Final = 0x4B5A5352


def _version(connection: Connection) -> int:
    (found,) = _one(connection, "SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.register",))
    if not found:
        return 0
    try:
        (application, version) = _one(connection, "SELECT application, version FROM register")
    except psycopg.errors.UndefinedColumn:
        raise StoreError(Fault(Code.NOT_A_REGISTER, "store")) from None
    if application != APPLICATION:
        raise StoreError(Fault(Code.NOT_A_REGISTER, "store"))
    return int(version)


def _claim(connection: Connection) -> None:
    """
    Make the schema, in a database that has nothing else; or take one that was made for us, if empty.
    """
    if _one(connection, "SELECT current_setting('server_encoding')") != ("UTF8",):
        raise refusal(StoreCode.NOT_UTF8)
    (made,) = _one(connection, "SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,))
    (strangers,) = _one(
        connection,
        """
        SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE CASE WHEN %s THEN n.nspname = %s
            ELSE n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema' END
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
        """,
        (made, SCHEMA),
    )
    if strangers:
        raise StoreError(Fault(Code.NOT_A_REGISTER, "store"))
    if not made:
        connection.execute(sql(f"CREATE SCHEMA {SCHEMA}"))


def _one(connection: Connection, query: str, values: tuple[object, ...] = ()) -> tuple[Any, ...]:
    row = connection.execute(sql(query), values).fetchone()
    if row is None:  # the row of `register`, which somebody took away: all else always has one
        raise refusal(Code.DAMAGED)
    return row
