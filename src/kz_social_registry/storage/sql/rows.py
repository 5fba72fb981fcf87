"""
Records and segments as rows of a relational store, the same in every one.

Days are ISO texts, whose order is the order of days; an open end is a text that is greater than all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeVar
from uuid import UUID

from kz_social_registry.base.errors import Fault, RegistryError, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import kazakh_key
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import bits, region_code, searched_text
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import History
from kz_social_registry.registry.records import Record
from kz_social_registry.serialization.scalars import day_text, id_text
from kz_social_registry.storage.sql.stored import digest_of, read_entry, write_entry

Value = TypeVar("Value")
Row = Sequence[Any]

FOREVER: Final = "forever"

#: The columns of a record, and of a segment, in the order of their rows.
RECORD: Final = (
    "entry", "number", "place", "recorded_at", "notice_key", "notice_digest", "payload", "salt",
    "commitment", "digest",
)  # fmt: skip
SEGMENT: Final = (
    "entry", "starts", "until", "identifier", "in_register", "status", "region", "conditions",
    "categories", "capacity", "valid_until", "consent_from", "consent_until", "name_key", "folded",
    "data", "digest",
)  # fmt: skip

#: The values of a record that a row has as they are.
_SEALED: Final = attrgetter(*RECORD[4:])
#: The columns that an entry is read from.
ENTRY: Final = "data, digest"

#: What reading raises where a row is damaged, whatever was put into it.
_DAMAGE: Final = (ArithmeticError, AttributeError, LookupError, RegistryError, TypeError, ValueError)


def record_values(record: Record) -> tuple[object, ...]:
    """
    Return a record as a row, without the first column: the rows of a commit have one entry.
    """
    moment = record.recorded_at.isoformat(timespec="microseconds")
    return (record.number, record.place, moment, *_SEALED(record))


def record_of(row: Sequence[Any]) -> Record:
    """
    Return the record that a row holds.

    Raises:
        StoreError: it is damaged; the error does not show its values.
    """
    entry, number, place, moment, *sealed = row
    try:
        entry_id, recorded_at = UUID(entry), datetime.fromisoformat(moment)
    except _DAMAGE:
        raise StoreError(Fault(Code.DAMAGED, "store")) from None
    others = dict(zip(RECORD[4:], sealed, strict=True))
    return Record(entry_id=entry_id, number=number, place=place, recorded_at=recorded_at, **others)


def segment_values(segment: Segment) -> tuple[object, ...]:
    """
    Return a segment as a row, with what it is found by, and without the first column, as above.
    """
    entry, consent = segment.entry, segment.entry.consent
    data = write_entry(entry)
    return (
        day_text(segment.starts),
        end_text(segment.until),
        str(entry.identifier),
        entry.in_register,
        str(entry.status),
        region_code(entry),
        bits(entry.conditions),
        bits(entry.categories),
        entry.capacity,
        end_text(entry.licence.valid_until),
        day_text(consent.counts_from) if consent else FOREVER,
        end_text(consent.until) if consent else FOREVER,
        kazakh_key(entry.name),
        searched_text(entry),
        data,
        digest_of(data),
    )


def segment_of(row: Sequence[Any]) -> Segment:
    """
    Return the segment that a row holds.

    Raises:
        ValueError: what it is found by does not follow from it, or it cannot be read.
    """
    _, starts, until, *_, data, digest = row
    segment = Segment(date.fromisoformat(starts), end_day(until), entry_of((data, digest)))
    if tuple(row) != (id_text(segment.entry.id), *segment_values(segment)):
        raise ValueError
    return segment


def dated_segment(row: Row) -> Segment:
    """
    Return the segment of an entry from its days, data and digest.

    Raises:
        StoreError: they are damaged, or of another entry.
    """
    entry_id, starts, until, *data = row
    entry = entry_of(data)
    try:
        if id_text(entry.id) == entry_id:
            return Segment(date.fromisoformat(starts), end_day(until), entry)
    except ValueError:
        pass
    raise StoreError(Fault(Code.DAMAGED, "store"))


def entry_of(row: Sequence[Any]) -> RegistryEntry:
    """
    Return the entry that a segment's data and digest hold.

    Raises:
        StoreError: they are damaged; the error does not show their values.
    """
    try:
        return read_entry(*row)
    except _DAMAGE:
        raise StoreError(Fault(Code.DAMAGED, "store")) from None


def histories(
    tables: Iterable[Iterable[Row]], read: Callable[[Row], Segment] = segment_of
) -> Iterator[History]:
    """
    Yield the histories of all entries from facts, segments and names, each in the order of entries.
    """
    marked = (_marked(table, rows) for table, rows in enumerate(tables))
    for entry, same in groupby(merge(*marked, key=itemgetter(0)), key=itemgetter(0)):
        rows: tuple[list[Row], ...] = ([], [], [])
        for _, table, row in same:
            rows[table].append(row)
        records, all_records = _readable(_sealed_record, rows[0])
        found, all_segments = _readable(read, rows[1])
        yield History(
            entry_id=entry.encode("ascii", "backslashreplace").decode(),
            records=records,
            segments=found,
            names=frozenset(name for _, name in rows[2]),
            flaws=() if all_records and all_segments else (FlawKind.UNREADABLE,),
        )


def _marked(table: int, rows: Iterable[Row]) -> Iterator[tuple[str, int, Row]]:
    return ((row[0], table, row) for row in rows)


def _sealed_record(row: Row) -> Record:
    """
    Return the record that a row holds, in the only way of writing it that is found.
    """
    record = record_of(row)
    if tuple(row) != (id_text(record.entry_id), *record_values(record)):
        raise ValueError
    return record


def _readable(read: Callable[[Row], Value], rows: Iterable[Row]) -> tuple[tuple[Value, ...], bool]:
    """
    Return what can be read of the rows, and whether that is all.
    """
    values, complete = [], True
    for row in rows:
        try:
            values.append(read(row))
        except _DAMAGE:
            complete = False
    return tuple(values), complete


#: Entries of which the positions do not grow with the numbers; and entries that are in the register on
#: a day on which another one of the same number is.
_ORDER: Final = """
    SELECT DISTINCT CAST(entry AS text) FROM (
        SELECT entry, position, lag(position) OVER (PARTITION BY entry ORDER BY number) AS earlier
        FROM facts
    ) AS placed WHERE position <= coalesce(earlier, 0)
"""
_RIVALS: Final = """
    SELECT DISTINCT CAST(one.entry AS text) FROM segments AS one JOIN segments AS other
    ON one.identifier = other.identifier AND one.entry <> other.entry
    AND one.starts < other.until AND other.starts < one.until
    WHERE one.in_register AND other.in_register
"""
CONTRADICTIONS: Final = ((_ORDER, FlawKind.MISPLACED), (_RIVALS, FlawKind.SECOND_ENTRY))


def flawed(kind: FlawKind, entry: str = "") -> History:
    """
    Return a flaw of an entry, or of the whole store, as `histories` of a store yields it.
    """
    shown = entry.encode("ascii", "backslashreplace").decode()
    return History(entry_id=shown, records=(), segments=(), flaws=(kind,))


def start_text(day: date | None) -> str:
    """
    Return the first day of a range as a row has it; none is before all others.
    """
    return day_text(day) if day else ""


def end_text(day: date | None) -> str:
    """
    Return the end of a range of days as a row has it.
    """
    return day_text(day) if day else FOREVER


def end_day(text: str) -> date | None:
    """
    Return the end of a range of days that a row has.
    """
    return None if text == FOREVER else date.fromisoformat(text)
