"""
The tables of a register in PostgreSQL, and the function that records one commit in one round trip.

Nothing here needs an extension. Days are ISO texts in code-point order, as in every store. `presence`
turns an identifier and a range of days into one range of numbers. So the database itself keeps two
entries of one identifier from being in the register on the same day. An exclusion constraint over a
number range is built in; over a text and a date range it would need the extension btree_gist.

`register` has one row: whose the schema is, its version, and the position of the latest fact. Every
writer takes that row first. So commits follow one another, positions grow in the order of commits and
leave no gap, and writers cannot deadlock.
"""

from pkgutil import get_data
from typing import Final

#: The schema that holds all of it; a shared database keeps its other schemas.
SCHEMA: Final = "kz_social_registry"
APPLICATION: Final = "kz-social-registry"

#: As many characters of a name as an index takes whatever they are.
NAME_HEAD: Final = 800


def _statements(name: str) -> str:
    package, _, _ = __name__.rpartition(".")
    return (get_data(package, f"{name}.sql") or b"").decode()


TABLES: Final = _statements("tables").format(APPLICATION=APPLICATION, NAME_HEAD=NAME_HEAD)
#: Each step leads from one version to the next; there is one version so far.
STEPS: Final[tuple[str, ...]] = ()
#: The present version of the tables.
VERSION: Final = 1 + len(STEPS)

#: Records one commit, or says in a word why not and leaves everything as it was.
RECORD_COMMIT: Final = _statements("record_commit")

#: The names of everything in the schema, each with its kind, as `OBJECTS_THERE` finds them.
OBJECTS: Final = frozenset(
    (
        "r register", "r facts", "r segments", "r names", "S names_place_seq",
        "i register_pkey unique", "i facts_pkey unique", "i facts_by_position",
        "i facts_by_notice unique", "i segments_pkey unique", "i one_entry_at_a_time exclusive",
        "i segments_by_identifier", "i segments_by_name", "i segments_by_kind", "i names_pkey unique",
        "check register_sole_check", f"function {RECORD_COMMIT.partition('$$')[2].rpartition('$$')[0]}",
    )
)  # fmt: skip
OBJECTS_THERE: Final = _statements("objects").format(SCHEMA=SCHEMA)
