# pyright: reportUnnecessaryTypeIgnoreComment=true
"""
A program of a user, for type checkers: every call is right, but for those that say they are wrong.

`test_user_code.py` checks it with mypy and basedpyright in their strict modes. A wrong call carries a
comment that ignores its error: checkers report a comment that has nothing to ignore.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from kz_social_registry import (
    LANGUAGES,
    Bin,
    Column,
    Criteria,
    Identifier,
    InvalidValue,
    Language,
    Publication,
    PublicEntry,
    RecipientCategory,
    Registry,
    RegistryEntry,
    RegistryError,
    RegistryReader,
    ServiceCondition,
    Standing,
    Term,
    TerminationGround,
    View,
    Withheld,
    acts,
    from_plain,
    to_plain,
)
from kz_social_registry.feed import receive
from kz_social_registry.form import FORMATS, cell_text, publish
from kz_social_registry.registry import (
    Change,
    Commit,
    Cursor,
    Facets,
    History,
    Page,
    Record,
    Segment,
    Snapshot,
    Store,
    Timelines,
)
from kz_social_registry.storage import open_store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.sqlite import SQLiteStore

ON = date(2025, 5, 12)


def clock() -> datetime:
    """
    Return the same moment each time.
    """
    return datetime(2026, 1, 15, tzinfo=UTC)


def record(registry: Registry) -> RegistryEntry:
    """
    Record the life of an entry, in words and in codes, of an entry and of its id.
    """
    entry = registry.issue(
        on=ON,
        identifier="940140000385",
        name="«Қамқорлық» орталығы",
        address="Астана қаласы",
        conditions={"at_home", ServiceCondition.INPATIENT, ServiceCondition("at_home")},
        categories=[RecipientCategory.ELDERLY],
        capacity=40,
        phones=["+77172003654"],
        licence_issued_on=date(2025, 5, 10),
        licence_term=Term(years=3),
        by="registrar",
    )
    registry.give_consent(entry, on=ON, columns=[Column.NAME, "address", 7])
    registry.amend(entry.id, on=ON, conditions=frozenset({ServiceCondition.AT_HOME}), document="№ 1")
    registry.terminate(entry, on=ON, ground="voluntary")
    registry.correct(entry, 4, acts.Terminate(on=ON, ground=TerminationGround.REVOKED), reason="қате")
    return registry.exclude(entry.id, on=ON, basis="өтініш", expect=4)


def mistakes(registry: Registry, entry: RegistryEntry) -> None:
    """
    Make calls that checkers refuse.
    """
    registry.terminate(entry, on=ON)  # type: ignore[call-arg]  # the ground is missing
    registry.suspend(entry, on=ON, untill=ON)  # type: ignore[call-arg]  # misspelt
    registry.exclude("940140000385", on=ON, basis="–")  # type: ignore[arg-type]  # a number, not an id
    registry.issue(on=ON, name="–")  # type: ignore[call-arg]  # much is missing
    print(entry.licence_issued_on)  # type: ignore[attr-defined]  # it is `licence.issued_on`
    entry.name = "–"  # type: ignore[misc]  # an entry is frozen
    print([row.entry for row in registry.public()])  # type: ignore[attr-defined]  # a row holds no entry
    RegistryReader(MemoryStore()).sweep()  # type: ignore[attr-defined]  # a reader has no verbs


def ask(reader: RegistryReader) -> list[str]:
    """
    Ask questions, and handle every error as data.
    """
    standing: Standing = reader.standing(Bin("940140000385"), on=ON)
    texts = [reason for language in LANGUAGES for reason in reasons(standing, language)]
    page: Page = reader.search(Criteria(text="қамқорлық"), on=ON, limit=10, total=True)
    names: list[str] = [entry.name for entry in page]
    try:
        reader.get(UUID(int=1))
    except InvalidValue as error:
        names += [fault.path for fault in error.faults]
    except RegistryError as error:
        names += [error.describe("kk"), *(str(fault.code) for fault in error.faults)]
    return texts + names


def reasons(standing: Standing, language: Language) -> Iterator[str]:
    """
    Yield the reasons of a standing in a language.
    """
    yield from (reason.label(language) for reason in standing.reasons)


def show(publication: Publication) -> list[str]:
    """
    Return cells of public rows as texts.
    """
    again = from_plain(Publication, to_plain(publication))
    return [
        "–" if isinstance(row.name, Withheld) else cell_text(Column.NAME, row.name, "kk")
        for row in again
    ]


def first(publication: Publication) -> PublicEntry | None:
    """
    Return the first row.
    """
    return next(iter(publication), None)


class SlowStore:
    """
    A store of a user's own, which passes each call on to another store.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def commit(self, *commits: Commit) -> None:
        self.store.commit(*commits)

    def batch(self) -> AbstractContextManager[None]:
        return self.store.batch()

    def scrub(self) -> None:
        self.store.scrub()

    def records(self, entry_id: UUID) -> tuple[Record, ...]:
        return self.store.records(entry_id)

    def entry(self, entry_id: UUID, on: date) -> RegistryEntry | None:
        return self.store.entry(entry_id, on)

    def in_register(self, identifier: Identifier, on: date) -> RegistryEntry | None:
        return self.store.in_register(identifier, on)

    def entries_mentioning(self, name: str) -> tuple[UUID, ...]:
        return self.store.entries_mentioning(name)

    def timelines_of(self, identifier: Identifier) -> Sequence[Sequence[Segment]]:
        return self.store.timelines_of(identifier)

    def timelines(self) -> AbstractContextManager[Timelines]:
        return self.store.timelines()

    def position(self) -> int:
        return self.store.position()

    def notice(self, notice: str) -> Record | None:
        return self.store.notice(notice)

    def search(
        self,
        criteria: Criteria,
        on: date,
        *,
        after: Cursor | None = None,
        limit: int = 100,
        total: bool = False,
    ) -> Page:
        return self.store.search(criteria, on, after=after, limit=limit, total=total)

    def facets(self, criteria: Criteria, on: date) -> Facets:
        return self.store.facets(criteria, on)

    def snapshot(self, on: date, view: View = View.CURRENT) -> AbstractContextManager[Snapshot]:
        return self.store.snapshot(on, view)

    def consenting(
        self, on: date, published_on: date, view: View = View.CURRENT
    ) -> AbstractContextManager[Iterator[tuple[RegistryEntry, RegistryEntry]]]:
        return self.store.consenting(on, published_on, view)

    def changes(self, after: int = 0, limit: int = 1000) -> tuple[Change, ...]:
        return self.store.changes(after, limit)

    def histories(self) -> Iterator[History]:
        return self.store.histories()

    def close(self) -> None:
        self.store.close()


def main(folder: Path) -> None:
    """
    Use the library as README does.
    """
    with SQLiteStore(folder / "register.db") as store:
        registry = Registry(SlowStore(store), clock)
        entry = record(registry)
        receipt = receive(registry, [{"notice": "1", "act": "suspend", "entry": str(entry.id)}])
        count = publish(
            folder / "public",
            registry.public_rows(on=ON, published_on=ON),
            on=ON,
            published_on=ON,
            language="kk",
            formats=FORMATS[:2],
        )
        print(receipt.accepted, count, ask(registry), show(registry.public(on=ON, view="full")))
    open_store(str(folder / "register.db")).close()
