"""
Records and segments on their way into PostgreSQL: as the values of one statement, or through COPY.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from kz_social_registry.base.fault_codes import StoreCode
from kz_social_registry.base.law import EARLIEST_DAY
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import Commit, History, refusal
from kz_social_registry.serialization.scalars import id_text
from kz_social_registry.storage.postgres.schema import OBJECTS, OBJECTS_THERE
from kz_social_registry.storage.postgres.server import Connection, sql
from kz_social_registry.storage.sql.rows import (
    CONTRADICTIONS,
    RECORD,
    SEGMENT,
    flawed,
    record_values,
    segment_of,
    segment_values,
    start_text,
)

#: What a record is read as.
RECORD_SQL: Final = ", ".join(("CAST(entry AS text)", *RECORD[1:]))

_RECORD_COMMIT: Final = """
    SELECT record_commit(%s::uuid, %s, %s, %s, %s::jsonb, %s::jsonb, %s::text[])
"""
_PRESENCE: Final = (*SEGMENT, "presence")
#: More days than lie between the first plausible one and the last; what ends never ends there.
_DAYS: Final = 100_000


def record_commit(connection: Connection, commit: Commit) -> str:
    """
    Record one commit in one statement; return an empty text, or why it was refused.
    """
    segments = [(*segment_values(segment), _presence(segment)) for segment in commit.segments]
    values = (
        id_text(commit.entry_id),
        commit.after,
        start_text(commit.since),
        commit.erases,
        json.dumps([_plain(RECORD[1:], record_values(record)) for record in commit.records]),
        json.dumps([_plain(_PRESENCE[1:], row) for row in segments], ensure_ascii=False),
        list(commit.names),
    )
    row = connection.execute(_RECORD_COMMIT, values).fetchone()
    assert row is not None  # noqa: S101  # for type checkers: a function returns
    return str(row[0])


def copy_commits(connection: Connection, commits: Sequence[Commit]) -> None:
    """
    Record commits of new entries through COPY, in a transaction of the caller's.
    """
    records = [record for commit in commits for record in commit.records]
    taken = connection.execute(
        "UPDATE register SET position = position + %s RETURNING position", (len(records),)
    ).fetchone()
    assert taken is not None  # noqa: S101  # for type checkers: the row is there
    first = taken[0] - len(records) + 1
    facts = (
        (id_text(record.entry_id), *record_values(record), first + index)
        for index, record in enumerate(records)
    )
    segments = [segment_row(segment) for commit in commits for segment in commit.segments]
    names = dict.fromkeys((name, id_text(c.entry_id)) for c in commits for name in c.names)
    _copy(connection, "facts", (*RECORD, "position"), facts)
    _copy(connection, "segments", _PRESENCE, segments)
    _copy(connection, "names", ("name", "entry"), names)


def _copy(
    connection: Connection, table: str, columns: Iterable[str], rows: Iterable[Sequence[object]]
) -> None:
    statement = sql(f"COPY {table} ({', '.join(columns)}) FROM STDIN")
    with connection.cursor() as cursor:
        count = 0
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        if cursor.rowcount != count:
            raise refusal(StoreCode.NOT_STORED)


def segment_row(segment: Segment) -> tuple[object, ...]:
    """
    Return a segment as a whole row.
    """
    return (id_text(segment.entry.id), *segment_values(segment), _presence(segment))


def _plain(names: Iterable[str], values: Iterable[object]) -> dict[str, object]:
    """
    Return a row as JSON has it: `data` is JSON itself, other bytes are hexadecimal digits.
    """
    return {
        name: value
        if not isinstance(value, bytes)
        else value.decode()
        if name == "data"
        else value.hex()
        for name, value in zip(names, values, strict=True)
    }


def _presence(segment: Segment) -> str | None:
    """
    Return the days on which an entry is in the register as numbers that no other identifier has.
    """
    if not segment.entry.in_register:
        return None
    base = int(segment.entry.identifier) * _DAYS
    end = _day_number(segment.until) if segment.until else _DAYS - 1
    return f"[{base + _day_number(segment.starts)},{base + end})"


def _day_number(day: date) -> int:
    return day.toordinal() - EARLIEST_DAY.toordinal()


# Everything, for `verify` ----------------------------------------------------------------------------

#: All rows, in the order of entries.
ALL: Final = (
    f"SELECT {RECORD_SQL} FROM facts ORDER BY facts.entry, number",
    f"""
    SELECT CAST(entry AS text), {", ".join(SEGMENT[1:])}, CAST(presence AS text)
    FROM segments ORDER BY segments.entry, starts
    """,
    "SELECT CAST(entry AS text), name FROM names ORDER BY names.entry, place",
)
#: The next fact is counted from the position in `register`.
_OTHER_LAST: Final = """
    SELECT FROM register WHERE position <> (SELECT coalesce(max(position), 0) FROM facts)
"""


def segment_in(row: Sequence[Any]) -> Segment:
    """
    Return the segment that a row of `ALL` holds.

    Raises:
        ValueError: what it is found by does not follow from it, or it cannot be read.
    """
    segment = segment_of(row[:-1])
    if row[-1] != _presence(segment):
        raise ValueError
    return segment


def contradictions(connection: Connection) -> Iterator[History]:
    """
    Yield what contradicts the rules of the store, and a schema that is not the store's own.
    """
    for query, kind in CONTRADICTIONS:
        for (entry,) in connection.execute(sql(query)).fetchall():
            yield flawed(kind, entry)
    if connection.execute(_OTHER_LAST).fetchall():
        yield flawed(FlawKind.MISPLACED)
    if {name for (name,) in connection.execute(sql(OBJECTS_THERE))} != OBJECTS:
        yield flawed(FlawKind.FOREIGN_OBJECT)
