"""
The tables of a register in SQLite, and the steps that lead from each version of them to the next.

`facts` is the register itself; all else follows from it. Days are ISO texts in code-point order, as in
every store.
"""

import sqlite3
from datetime import date
from typing import Final

from kz_social_registry.base.errors import Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.timeline import Segment
from kz_social_registry.storage.sql import counts
from kz_social_registry.storage.sql.counts import TALLIES, TOTALS
from kz_social_registry.storage.sql.rows import SEGMENT, end_day, entry_of, segment_row, word_rows

SCHEMA_VERSION: Final = 4
FUNCTIONS: Final = counts.Functions("min", "max", "date({}, '+1 day')")

_FACTS: Final = """
CREATE TABLE facts (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    notice TEXT UNIQUE,
    notice_digest BLOB,
    payload BLOB,
    salt BLOB,
    commitment BLOB NOT NULL,
    digest BLOB NOT NULL,
    UNIQUE (entry, number)
) STRICT;
CREATE TABLE names (
    name TEXT NOT NULL,
    entry TEXT NOT NULL,
    UNIQUE (name, entry)
) STRICT;
"""
#: Both follow from the facts, so a migration makes them anew. The index by name holds all that a
#: search asks for, so that only the rows of a page are read.
_SEGMENTS: Final = """
CREATE TABLE segments (
    entry TEXT NOT NULL,
    starts TEXT NOT NULL,
    until TEXT NOT NULL,
    identifier TEXT NOT NULL,
    in_register INTEGER NOT NULL,
    status TEXT NOT NULL,
    region TEXT NOT NULL,
    conditions INTEGER NOT NULL,
    categories INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    valid_until TEXT NOT NULL,
    consent_from TEXT NOT NULL,
    consent_until TEXT NOT NULL,
    name_key TEXT NOT NULL,
    folded TEXT NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (entry, starts)
) STRICT;
CREATE INDEX segments_by_identifier ON segments (identifier, starts);
CREATE INDEX segments_by_name ON segments (
    name_key, identifier, entry, starts, until, in_register, status, region, conditions, categories,
    capacity, valid_until, consent_from, consent_until, folded
);
CREATE TABLE words (
    word TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (word, entry)
) STRICT, WITHOUT ROWID;
"""
#: Follows from the segments; a migration counts them.
_TALLIES: Final = f"""
CREATE TABLE tallies (
    period TEXT NOT NULL,
    status TEXT NOT NULL,
    region TEXT NOT NULL,
    conditions INTEGER NOT NULL,
    categories INTEGER NOT NULL,
    {", ".join(f"{count} INTEGER NOT NULL" for count in TALLIES.counts)},
    PRIMARY KEY ({", ".join(TALLIES.key)})
) STRICT, WITHOUT ROWID;
{TALLIES.add(counts.marks(FUNCTIONS))};
"""
#: Follows from the tallies.
_TOTALS: Final = f"""
CREATE TABLE totals (
    period TEXT NOT NULL,
    status TEXT NOT NULL,
    region TEXT NOT NULL,
    {", ".join(f"{count} INTEGER NOT NULL" for count in TOTALS.counts)},
    PRIMARY KEY ({", ".join(TOTALS.key)})
) STRICT, WITHOUT ROWID;
{TOTALS.add(counts.totalled("tallies"))};
"""


def _refolded(column: str) -> str:
    return f"replace(replace(replace({column}, 'ə', 'а'), 'ɵ', 'о'), 'ë', 'е')"


#: Latin letters that look like Kazakh or Russian ones and were not folded are folded where they stand.
_FOLDS: Final = f"""
UPDATE segments SET folded = {_refolded("folded")} WHERE folded <> {_refolded("folded")};
INSERT OR IGNORE INTO words
    SELECT {_refolded("word")}, entry FROM words WHERE word <> {_refolded("word")};
DELETE FROM words WHERE word <> {_refolded("word")};
"""
ADD_SEGMENT: Final = f"INSERT INTO segments VALUES ({', '.join('?' * len(SEGMENT))})"
ADD_WORD: Final = "INSERT OR IGNORE INTO words VALUES (?, ?)"


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";"):
        connection.execute(statement)


def _make_facts(connection: sqlite3.Connection) -> None:
    _run(connection, _FACTS)


def _make_segments(connection: sqlite3.Connection) -> None:
    """
    Make the tables of segments as they are now, and fill them with what an older table has.
    """
    older = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'segments'").fetchone()
    if older:
        for index in ("identifier", "name"):
            connection.execute(f"DROP INDEX segments_by_{index}")
        connection.execute("ALTER TABLE segments RENAME TO older_segments")
    _run(connection, _SEGMENTS)
    if older:
        rows = connection.execute("SELECT starts, until, data FROM older_segments")
        for row in map(segment_row, map(_older_segment, rows)):
            connection.execute(ADD_SEGMENT, row)
            connection.executemany(ADD_WORD, word_rows([row]))
        connection.execute("DROP TABLE older_segments")


def _older_segment(row: tuple[str, str, bytes]) -> Segment:
    starts, until, data = row
    try:
        return Segment(date.fromisoformat(starts), end_day(until), entry_of(data))
    except ValueError:  # a day that is none
        raise StoreError(Fault(Code.DAMAGED, "store")) from None


def _make_tallies(connection: sqlite3.Connection) -> None:
    _run(connection, _TALLIES)


def _make_totals(connection: sqlite3.Connection) -> None:
    _run(connection, _TOTALS + _FOLDS)


#: What leads from each version to the next one.
STEPS: Final = (_make_facts, _make_segments, _make_tallies, _make_totals)
