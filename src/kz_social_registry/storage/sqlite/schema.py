"""
The tables of a register in SQLite, and the steps that lead from each version of them to the next.

`facts` is the register itself; everything else follows from it. Days are ISO texts in code-point order,
as in every store.
"""

from typing import Final

from kz_social_registry.storage.sql.rows import SEGMENT

#: `segments_by_name` holds every column that a search asks for: only the rows of a page are read.
#: `segments_by_kind` holds every column that a count asks for, in the order of its groups.
TABLES: Final = (
    """
    CREATE TABLE facts (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        entry TEXT NOT NULL,
        number INTEGER NOT NULL,
        place INTEGER NOT NULL,
        recorded_at TEXT NOT NULL,
        notice_key BLOB,
        notice_digest BLOB,
        payload BLOB,
        salt BLOB,
        commitment BLOB NOT NULL,
        digest BLOB NOT NULL,
        UNIQUE (entry, number)
    ) STRICT
    """,
    "CREATE UNIQUE INDEX facts_by_notice ON facts (notice_key) WHERE notice_key IS NOT NULL",
    """
    CREATE TABLE names (
        name TEXT NOT NULL,
        entry TEXT NOT NULL,
        UNIQUE (name, entry)
    ) STRICT
    """,
    """
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
        digest BLOB NOT NULL,
        UNIQUE (entry, starts)
    ) STRICT
    """,
    "CREATE INDEX segments_by_identifier ON segments (identifier, starts)",
    """
    CREATE INDEX segments_by_name ON segments (
        name_key, identifier, entry, starts, until, in_register, status, region, conditions, categories,
        capacity, valid_until, consent_from, consent_until, folded
    )
    """,
    """
    CREATE INDEX segments_by_kind ON segments (
        conditions, categories, region, status, starts, until, capacity, valid_until, consent_from,
        consent_until
    )
    """,
)
#: Each step leads from one version to the next; there is one version so far.
STEPS: Final[tuple[tuple[str, ...], ...]] = ()
#: The present version of the tables.
VERSION: Final = 1 + len(STEPS)

ADD_SEGMENT: Final = f"INSERT INTO segments VALUES ({', '.join('?' * len(SEGMENT))})"
