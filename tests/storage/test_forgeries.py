"""
Forgeries by SQL: `verify` names each of them, on SQLite and on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from kz_social_registry.base.errors import RegistryError, StoreError
from kz_social_registry.base.fault_codes import Code, StoreCode
from kz_social_registry.domain.values.identifiers import control_digit
from kz_social_registry.registry.answers.audit import Checkpoint, checkpoint, verify
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.flaws import FlawKind
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import begin, bin_of, issue
from support.forgeries import CHECKED, FORGERIES, LEGAL, NOBODY, Forgery, fill
from support.samples import BIN, IIN, INCLUDED, JOINT_BIN, LATER, OTHER_BIN, an_issue, still_clock
from support.stores import _drop, _new_database


class _NeverKeptError(Exception):
    """
    Rolls a forgery back.
    """


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def forged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """
    Yield the name of an engine and a register on it, which every test leaves as it was.
    """
    store: Any
    if request.param == "sqlite":
        store = SQLiteStore(tmp_path_factory.mktemp("forged") / "register.db")
    else:
        server = request.getfixturevalue("postgres_server")
        database = _new_database(server)
        request.addfinalizer(lambda: _drop(server, [database]))  # noqa: PT021  # only if made
        store = PostgresStore(database)
    with closing(store):
        fill(store)
        yield request.param, store, checkpoint(store, CHECKED)


def _run(store: Any, statement: str) -> Any:
    """
    Run a statement of somebody else's in the transaction of this thread's batch.
    """
    return store._batches.current.connection.execute(statement)


def _found(
    forged: tuple[str, Store, Checkpoint], forgery: Forgery, earlier: Checkpoint | str | None
) -> set[str]:
    engine, store, _ = forged
    found: set[str] = set()
    with suppress(_NeverKeptError), store.batch():
        forgery.forge(store, engine, lambda statement: _run(store, statement))
        found = {flaw.finding for flaw in verify(store, earlier).flaws}
        raise _NeverKeptError
    return found


def test_nothing_was_forged_yet(forged: tuple[str, Store, Checkpoint]) -> None:
    """
    The register is sound before and after each forgery, also against its checkpoint.
    """
    _, store, earlier = forged
    assert verify(store, earlier).flaws == verify(store, str(earlier)).flaws == ()


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.what)
def test_each_is_found(forged: tuple[str, Store, Checkpoint], forgery: Forgery) -> None:
    """
    `verify` reports the flaw that the table in the documents names.
    """
    if not forgery.is_for(forged[0]):
        return
    assert forgery.found in _found(forged, forgery, forged[2])
    assert _found(forged, forgery, str(forged[2]))


def test_there_are_enough() -> None:
    """
    At least forty kinds of forgeries are tried on each engine.
    """
    counts = [sum(forgery.is_for(engine) for forgery in FORGERIES) for engine in ("sqlite", "postgres")]
    assert min(counts) >= 40


@pytest.mark.parametrize(
    "forgery",
    [forgery for forgery in FORGERIES if forgery.found is FlawKind.FOREIGN_NAME and forgery.sql],
    ids=lambda forgery: forgery.what,
)
def test_questions_are_answered(forged: tuple[str, Store, Checkpoint], forgery: Forgery) -> None:
    """
    A forged name never shows a stranger's entry, and never ends a question with `NotFound`.
    """
    engine, store, _ = forged
    if not forgery.is_for(engine):
        return
    registry = Registry(store, still_clock(CHECKED))
    with suppress(_NeverKeptError), store.batch():
        forgery.forge(store, engine, lambda statement: _run(store, statement))
        for number in (BIN, IIN, OTHER_BIN, JOINT_BIN):
            for day in (INCLUDED, LATER):
                answer = registry.standing(number, on=day)
                assert (answer.entry.identifier if answer.entry else number) == number
            mentioned = [registry.history(id_) for id_ in registry.mentioning(number)]
            assert all(number in facts[0].names for facts in mentioned)
        raise _NeverKeptError


def test_a_segment_of_another_is_damage(forged: tuple[str, Store, Checkpoint]) -> None:
    """
    A segment that an identifier or an id leads to must be that entry's own.
    """
    _, store, _ = forged
    changes = (f"identifier = '{JOINT_BIN}'", f"entry = '{NOBODY}'")
    for change in changes:
        with suppress(_NeverKeptError), store.batch():
            _run(store, f"UPDATE segments SET {change} WHERE entry = '{LEGAL}'")  # noqa: S608  # constants
            questions = (
                lambda: store.in_register(an_issue(identifier=JOINT_BIN).identifier, LATER),
                lambda: store.entry(NOBODY, LATER),
            )
            with pytest.raises(StoreError) as caught:
                questions[changes.index(change)]()
            assert caught.value.faults[0].code is Code.DAMAGED
            raise _NeverKeptError


def _excluded_and_erased(registry: Registry) -> None:
    number = f"80010130000{control_digit('80010130000')}"
    registry.record(NOBODY, an_issue(entry_id=NOBODY, identifier=number, name="Айтбаева"))
    registry.exclude(NOBODY, on=LATER, basis="өтініш")
    registry.erase(NOBODY, basis="№ 6")


#: A table, a change of its rows that is swallowed, and an act that needs it.
SWALLOWED: Any = {
    "facts": ("facts", "INSERT", lambda r: r.amend(LEGAL, on=LATER, capacity=7)),
    "days": ("segments", "INSERT", lambda r: r.terminate(LEGAL, on=LATER, ground="voluntary")),
    "names": (
        "names", "INSERT",
        lambda r: r.reissue(LEGAL, on=LATER, ground="reorganised", new_identifier=bin_of(77)),
    ),
    "erasure": ("facts", "UPDATE", _excluded_and_erased),
}  # fmt: skip


@pytest.mark.parametrize(("table", "change", "act"), SWALLOWED.values(), ids=SWALLOWED)
def test_swallowed_rows_are_noticed_at_once(
    forged: tuple[str, Store, Checkpoint], table: str, change: str, act: Any
) -> None:
    """
    An act whose rows a trigger swallows is refused, and leaves nothing.
    """
    engine, store, _ = forged
    if engine == "sqlite":
        trigger = f"CREATE TRIGGER mine BEFORE {change} ON {table} BEGIN SELECT raise(IGNORE); END"
    else:
        trigger = (
            "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            f" CREATE TRIGGER mine BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION mine()"
        )
    with suppress(_NeverKeptError), store.batch():
        _run(store, trigger)
        with pytest.raises(RegistryError) as caught:
            act(Registry(store, still_clock(CHECKED)))
        assert caught.value.faults[0].code is StoreCode.NOT_STORED
        raise _NeverKeptError


def test_a_bulk_of_rows_is_counted(forged: tuple[str, Store, Checkpoint]) -> None:
    """
    Many new entries at once are counted as well.
    """
    engine, store, _ = forged
    swallow = next(forgery for forgery in FORGERIES if "trigger" in forgery.what)
    with suppress(_NeverKeptError), store.batch():
        swallow.forge(store, engine, lambda statement: _run(store, statement))
        with pytest.raises(StoreError) as caught:
            store.commit(*(begin(issue(serial))[1] for serial in range(20)))
        assert caught.value.faults[0].code is StoreCode.NOT_STORED
        raise _NeverKeptError
