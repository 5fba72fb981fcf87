"""
Forgeries: changes of a store's tables that `verify` finds, each with the flaw that it reports.

The forged register has a legal person's entry, an excluded natural person's entry whose data were
erased, and another legal person's entry, whose facts are the last ones.
"""

# ruff: noqa: S608  # every statement is made of constants of this module

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from attrs import frozen

from kz_social_registry.base.vocabulary import ReissueGround, SuccessionKind
from kz_social_registry.domain.acts import Reissue, Succession
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import Store
from kz_social_registry.registry.recorder import Notice
from kz_social_registry.registry.records import unseal
from kz_social_registry.testing.samples import Life
from support.samples import BIN, IIN, INCLUDED, JOINT_BIN, LATER, OTHER_BIN, an_issue, still_clock

#: The ids of the three entries, and of none.
LEGAL, ERASED, LAST, NOBODY = (UUID(int=serial) for serial in (1, 2, 3, 9))
#: When the register was filled, and when its checkpoint was made.
FILLED: Final = datetime(2030, 1, 1, tzinfo=UTC)
CHECKED: Final = datetime(2030, 6, 1, tzinfo=UTC)

#: Runs a statement.
Run = Callable[[str], object]


@frozen
class Forgery:
    """
    A change of the tables, and the flaw that reports it.
    """

    what: str
    found: FlawKind
    #: The statements; those of one engine stand for that engine alone.
    sql: tuple[str, ...] = ()
    sqlite: tuple[str, ...] = ()
    postgres: tuple[str, ...] = ()
    #: What is recorded after the statements: only a program can seal records anew.
    program: Callable[[Store], object] | None = None
    #: Statements after the program, as for `sqlite`.
    afterwards: tuple[str, ...] = ()

    def is_for(self, engine: str) -> bool:
        """
        Whether an engine can be forged so.
        """
        own, other = self.sqlite, self.postgres
        return bool(self.sql or self.program or (own if engine == "sqlite" else other))

    def forge(self, store: Store, engine: str, run: Run) -> None:
        """
        Change the tables of a store.
        """
        for statement in (*self.sql, *(self.sqlite if engine == "sqlite" else self.postgres)):
            run(statement)
        if self.program:
            self.program(store)
        for statement in self.afterwards if engine == "sqlite" else ():
            run(statement)


def fill(store: Store) -> None:
    """
    Record the facts of the register that is forged.
    """
    registry = Registry(store, still_clock(FILLED))
    notice = Notice("L-1", {"notice": "L-1"})
    registry.record(LEGAL, an_issue(entry_id=LEGAL, identifier=BIN), notice=notice)
    registry.give_consent(LEGAL, on=INCLUDED)
    registry.amend(LEGAL, on=LATER, capacity=41)
    registry.record(ERASED, an_issue(entry_id=ERASED, identifier=IIN, name="Айтбаева"))
    registry.exclude(ERASED, on=LATER, basis="өтініш")
    registry.erase(ERASED, basis="№ 5")
    _record_last(store, FILLED)


def _record_last(store: Store, moment: datetime = CHECKED) -> None:
    registry = Registry(store, still_clock(moment))
    registry.record(LAST, an_issue(entry_id=LAST, identifier=OTHER_BIN))
    registry.amend(LAST, on=LATER, capacity=42)


def _fact(change: str, number: int = 1, entry: UUID = LEGAL) -> tuple[str, ...]:
    return (f"UPDATE facts SET {change} WHERE entry = '{entry}' AND number = {number}",)


def _segment(change: str) -> tuple[str, ...]:
    return (f"UPDATE segments SET {change} WHERE entry = '{LEGAL}' AND starts = '{INCLUDED}'",)


def _gone(table: str, entry: UUID = LEGAL, more: str = "") -> str:
    return f"DELETE FROM {table} WHERE entry = '{entry}' {more}"


def _named(name: str, entry: UUID) -> tuple[str, ...]:
    return (f"INSERT INTO names (name, entry) VALUES ('{name}', '{entry}')",)


def _anew(entry_id: UUID, identifier: str, moment: datetime = FILLED) -> Callable[[Store], object]:
    """
    Return a program that records an issue with a chain of its own.
    """
    issue = an_issue(entry_id=entry_id, identifier=identifier)
    return lambda store: Registry(store, still_clock(moment)).record(entry_id, issue)


def _close_cycle(store: Store) -> None:
    """
    Record that each of two entries came before the other; only one of the two acts was checked.
    """
    lives = (
        Life(entry, [unseal(record) for record in store.records(entry)], [*store.records(entry)])
        for entry in (LEGAL, LAST)
    )
    for life, other in zip(lives, (LAST, LEGAL), strict=True):
        merger = Succession(kind=SuccessionKind.MERGER, predecessors=(other,))
        store.commit(life.then(Reissue(on=LATER, ground=ReissueGround.REORGANISED, succession=merger)))


_BROKEN, _UNREADABLE = FlawKind.BROKEN_CHAIN, FlawKind.UNREADABLE
_DAYS, _NAME, _PLACE = FlawKind.FOREIGN_SEGMENT, FlawKind.FOREIGN_NAME, FlawKind.MISPLACED
_OBJECT = FlawKind.FOREIGN_OBJECT
_COUNTED_SQLITE: Final = "UPDATE sqlite_sequence SET seq = (SELECT max(position) FROM facts)"
_COUNTED_POSTGRES: Final = "UPDATE register SET position = (SELECT max(position) FROM facts)"
_ALL_OF_LAST: Final = tuple(_gone(table, LAST) for table in ("facts", "segments", "names"))
_SWALLOWS: Final = (
    """
    CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
    """,
    "CREATE TRIGGER swallow BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION swallow()",
)

#: Each kind of change once.
FORGERIES: Final = (
    Forgery("a fact has another payload", _BROKEN, _fact("payload = salt")),
    Forgery("a fact has another salt", _BROKEN, _fact("salt = commitment")),
    Forgery("a fact has another commitment", _BROKEN, _fact("commitment = digest")),
    Forgery("a fact has another digest", _BROKEN, _fact("digest = commitment")),
    Forgery("a fact has another place", _BROKEN, _fact("place = 9")),
    Forgery("a fact has another number", _BROKEN, _fact("number = 7", 3)),
    Forgery(
        "a fact has an earlier moment", _BROKEN,
        _fact("recorded_at = '2029-12-31T00:00:00.000000+00:00'"),
    ),
    Forgery(
        "a moment is written in another way", _UNREADABLE,
        _fact("recorded_at = '2030-01-01T00:00:00.000000Z'", 3),
    ),
    Forgery("a moment is no moment", _UNREADABLE, _fact("recorded_at = 'x'")),
    Forgery("a fact has another notice", _BROKEN, _fact("notice_key = salt")),
    Forgery("a fact has no notice", _BROKEN, _fact("notice_key = NULL")),
    Forgery("a notice has another content", _BROKEN, _fact("notice_digest = commitment")),
    Forgery("a payload is gone", _BROKEN, _fact("payload = NULL")),
    Forgery("payload and salt are gone", FlawKind.UNERASED, _fact("payload = NULL, salt = NULL")),
    Forgery(
        "an erased fact has a payload again", _BROKEN,
        _fact("payload = commitment, salt = commitment", 1, ERASED),
    ),
    Forgery("the first fact is gone", _BROKEN, (_gone("facts", more="AND number = 1"),)),
    Forgery("a fact in between is gone", _BROKEN, (_gone("facts", more="AND number = 2"),)),
    Forgery("the last fact is gone", _DAYS, (_gone("facts", more="AND number = 3"),)),
    Forgery(
        "the fact of an erasure is gone", FlawKind.UNERASED,
        (_gone("facts", ERASED, "AND number = 3"),),
    ),
    Forgery("all facts of an entry are gone", _DAYS, (_gone("facts"),)),
    Forgery(
        "a fact is given to another entry", _BROKEN,
        (f"UPDATE facts SET entry = '{LAST}', number = 3 WHERE entry = '{LEGAL}' AND number = 3",),
    ),
    Forgery("a position is below 1", _PLACE, _fact("position = -1")),
    Forgery("positions do not grow with the numbers", _PLACE, _fact("position = 99")),
    Forgery(
        "the last position is counted wrongly", _PLACE,
        sqlite=("UPDATE sqlite_sequence SET seq = 99",),
        postgres=("UPDATE register SET position = 99",),
    ),
    Forgery("a name is gone", _NAME, (_gone("names"),)),
    Forgery("an erased number is a name again", _NAME, _named(IIN, ERASED)),
    Forgery("a name leads to no entry", _NAME, _named(JOINT_BIN, NOBODY)),
    Forgery("a name leads to another entry", _NAME, _named(OTHER_BIN, LEGAL)),
    Forgery(
        "a name is another number", _NAME,
        (f"UPDATE names SET name = '{JOINT_BIN}' WHERE entry = '{LEGAL}'",),
    ),
    Forgery("a name leads to no id", _NAME, sqlite=("UPDATE names SET entry = 'x'",)),
    *(
        Forgery(f"a segment has another {what}", _UNREADABLE, _segment(change))
        for what, change in (
            ("number", f"identifier = '{JOINT_BIN}'"),
            ("presence in the register", "in_register = NOT in_register"),
            ("status", "status = 'excluded'"),
            ("region", "region = '75'"),
            ("set of conditions", "conditions = 0"),
            ("set of categories", "categories = 0"),
            ("capacity", "capacity = 400"),
            ("end of the licence", "valid_until = 'forever'"),
            ("beginning of consent", "consent_from = '2020-01-01'"),
            ("end of consent", "consent_until = '2020-01-01'"),
            ("place in the order of names", "name_key = ''"),
            ("text to search in", "folded = ''"),
            ("entry in its data", "data = digest"),
            ("digest", "digest = data"),
        )
    ),
    Forgery(
        "a segment has another range of numbers", _UNREADABLE,
        postgres=("UPDATE segments SET presence = NULL",),
    ),
    *(
        Forgery(f"a segment {what} earlier", kind, **{engine: _segment(change)})
        for what, change in (
            ("begins", "starts = '2025-01-01'"), ("ends", "until = '2025-05-01'"),
        )
        for engine, kind in (("sqlite", _DAYS), ("postgres", _UNREADABLE))
    ),
    Forgery("a segment is gone", _DAYS, (_gone("segments", more=f"AND starts = '{LATER}'"),)),
    Forgery(
        "a segment of another entry is given to an erased one", _UNREADABLE,
        (f"UPDATE segments SET entry = '{ERASED}' WHERE entry = '{LEGAL}'",),
    ),
    Forgery(
        "a second entry of a number, rightly sealed", FlawKind.SECOND_ENTRY,
        sqlite=("UPDATE segments SET in_register = 0",),
        postgres=("ALTER TABLE segments DROP CONSTRAINT one_entry_at_a_time",),
        program=_anew(NOBODY, BIN),
        afterwards=("UPDATE segments SET in_register = 1",),
    ),
    Forgery(
        "two entries are each a predecessor of the other", FlawKind.PREDECESSOR_CYCLE,
        program=_close_cycle,
    ),
    Forgery(
        "a trigger that swallows facts", _OBJECT,
        sqlite=("CREATE TRIGGER swallow BEFORE INSERT ON facts BEGIN SELECT raise(IGNORE); END",),
        postgres=_SWALLOWS,
    ),
    Forgery("a view", _OBJECT, ("CREATE VIEW shown AS SELECT entry FROM segments",)),
    Forgery("another table", _OBJECT, ("CREATE TABLE mine (payload int)",)),
    Forgery("another index", _OBJECT, ("CREATE INDEX mine ON facts (place)",)),
    Forgery("an index is gone", _OBJECT, ("DROP INDEX segments_by_kind",)),
    Forgery(
        "an index of the same name on something else", _OBJECT,
        sqlite=("DROP INDEX segments_by_kind", "CREATE INDEX segments_by_kind ON facts (place)"),
        postgres=("DROP INDEX facts_by_notice", "CREATE INDEX facts_by_notice ON facts (notice_key)"),
    ),
    Forgery(
        "a rule that swallows facts", _OBJECT,
        postgres=("CREATE RULE swallow AS ON INSERT TO facts DO INSTEAD NOTHING",),
    ),
    Forgery(
        "rows are hidden from some roles", _OBJECT,
        postgres=("ALTER TABLE facts ENABLE ROW LEVEL SECURITY",),
    ),
    Forgery(
        "a constraint is gone", _OBJECT,
        postgres=("ALTER TABLE segments DROP CONSTRAINT one_entry_at_a_time",),
    ),
    Forgery(
        "another function records", _OBJECT,
        postgres=(
            "CREATE OR REPLACE FUNCTION record_commit(_entry uuid, _after integer, _since text,"
            " _erases boolean, _facts jsonb, _segments jsonb, _names text[])"
            " RETURNS text LANGUAGE sql AS $$ SELECT '' $$",
        ),
    ),
    Forgery(
        "an entry is gone with all its rows", FlawKind.DROPPED, _ALL_OF_LAST,
        sqlite=(_COUNTED_SQLITE,), postgres=(_COUNTED_POSTGRES,),
    ),
    Forgery(
        "an entry is recorded anew, rightly sealed", FlawKind.REWRITTEN,
        _ALL_OF_LAST, program=_record_last,
    ),
    Forgery(
        "a fact is recorded after the checkpoint under an earlier moment", FlawKind.BACKDATED,
        program=_anew(NOBODY, JOINT_BIN, FILLED),
    ),
)  # fmt: skip
