"""
Records and segments on their way into PostgreSQL: as the values of one statement, or through COPY.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from kz_social_registry.base.law import EARLIEST_DAY
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.registry.ports import Commit, History
from kz_social_registry.storage.postgres.server import Connection, sql
from kz_social_registry.storage.sql.rows import (
    RECORD,
    SEGMENT,
    day_text,
    readable,
    record_of,
    record_row,
    segment_of,
    segment_row,
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
    segments = list(map(_segment_values, commit.segments))
    values = (
        str(commit.entry_id),
        commit.after,
        day_text(commit.since),
        commit.erases,
        json.dumps([_plain(RECORD[1:], record_row(record)[1:]) for record in commit.records]),
        json.dumps([_plain(_PRESENCE[1:], row[1:]) for row in segments], ensure_ascii=False),
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
    facts = ((*record_row(record), first + index) for index, record in enumerate(records))
    segments = [_segment_values(segment) for commit in commits for segment in commit.segments]
    names = dict.fromkeys((name, str(c.entry_id)) for c in commits for name in c.names)
    _copy(connection, "facts", (*RECORD, "position"), facts)
    _copy(connection, "segments", _PRESENCE, segments)
    _copy(connection, "names", ("name", "entry"), names)


def _copy(
    connection: Connection, table: str, columns: Iterable[str], rows: Iterable[Sequence[object]]
) -> None:
    statement = sql(f"COPY {table} ({', '.join(columns)}) FROM STDIN")
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _segment_values(segment: Segment) -> tuple[Any, ...]:
    return (*segment_row(segment), _presence(segment))


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


# All of an entry, for `verify` ----------------------------------------------------------------------


def histories(connection: Connection, rows: Iterable[Sequence[Any]], page: int) -> Iterator[History]:
    """
    Yield the histories of the entries whose records' rows come entry by entry, some entries at a time.
    """
    entries: dict[str, list[Sequence[Any]]] = {}
    for entry, same in groupby(rows, key=itemgetter(0)):
        entries[entry] = list(same)
        if len(entries) == page:
            yield from _histories_of(connection, entries)
            entries = {}
    yield from _histories_of(connection, entries)


def strays(connection: Connection) -> Iterator[History]:
    """
    Yield segments without records, and a wrong position.
    """
    query = "SELECT entry::text FROM segments EXCEPT SELECT entry::text FROM facts"
    found = [entry for (entry,) in connection.execute(query)]
    yield from _histories_of(connection, {entry: [] for entry in found})
    # The next fact is counted from the position in `register`.
    latest = "SELECT FROM register WHERE position <> (SELECT coalesce(max(position), 0) FROM facts)"
    if connection.execute(sql(latest)).fetchone() is not None:
        yield History(entry_id="", records=(), segments=(), sound=False)


def _histories_of(connection: Connection, entries: dict[str, list[Sequence[Any]]]) -> Iterator[History]:
    columns = ", ".join(("entry::text", *_PRESENCE[1:-1], "presence::text"))
    query = sql(f"SELECT {columns} FROM segments WHERE entry = ANY(%s) ORDER BY entry, starts")
    ids = [UUID(entry) for entry in entries]
    rows = connection.execute(query, (ids,), binary=True).fetchall()
    segments = {entry: list(same) for entry, same in groupby(rows, key=itemgetter(0))}
    for entry, records in entries.items():
        read, all_records = readable(record_of, records)
        found, all_segments = readable(_segment_of, segments.get(entry, ()))
        sound = all_records and all_segments
        yield History(entry_id=entry, records=read, segments=found, sound=sound)


def _segment_of(row: Sequence[Any]) -> Segment:
    segment = segment_of(row[:-1])
    if row[-1] != _presence(segment):
        raise ValueError
    return segment
