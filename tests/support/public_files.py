"""
Publications: consents, entries that differ in values the public may not see, and files to compare.
"""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from attrs import evolve
from hypothesis import strategies as st

from kz_social_registry.base.columns import Column
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.domain.acts import Issue
from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.row import COLUMNS
from kz_social_registry.domain.values.parts import Consent
from kz_social_registry.form.publishing.publish import publish
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.storage.postgres import PostgresStore
from kz_social_registry.storage.sqlite import SQLiteStore
from kz_social_registry.testing.samples import START, issue
from support.samples import still_clock

#: Draws the columns of a consent.
scopes = st.frozensets(st.sampled_from(COLUMNS), min_size=1)

_SIMPLE = ("name", "identifier", "address", "conditions", "categories", "capacity")


def consenting(entry: RegistryEntry, scope: frozenset[Column]) -> RegistryEntry:
    """
    Return the entry with a consent to the columns since its inclusion.
    """
    return evolve(entry, consent=Consent(columns=scope, given_on=entry.included_on))


def altered(entry: RegistryEntry, other: RegistryEntry, scope: frozenset[Column]) -> RegistryEntry:
    """
    Return the entry with another entry's values wherever a column is outside the scope.
    """
    changes = {path: getattr(other, path) for path in _SIMPLE if path not in scope}
    contacts = {
        path: getattr(other.contacts, path) for path in ("phones", "emails") if path not in scope
    }
    licence = evolve(entry.licence, number="құпия")
    return evolve(
        entry, **changes, contacts=evolve(entry.contacts, **contacts), licence=licence, kato=other.kato
    )


def altered_issue(one: Issue, other: Issue, scope: frozenset[Column]) -> Issue:
    """
    Return the issue with another issue's values wherever a column is outside the scope.
    """
    changes = {path: getattr(other, path) for path in _SIMPLE if path not in scope}
    return evolve(one, **changes, kato=other.kato, document="құпия")


def write_publications(address: str, folder: Path) -> None:
    """
    Record some providers in a new register and publish it in three languages and every format.
    """
    on = START + timedelta(days=100)
    with closing(_store(address)) as store:
        registry = Registry(store, still_clock())
        for serial in range(30):
            formed = issue(serial, entry_id=UUID(int=serial), phones=["+77172743654"])
            registry.record(formed.entry_id, formed)
            if serial % 5:
                scope = None if serial % 3 else COLUMNS[serial % 7 :]
                registry.give_consent(formed.entry_id, on=START, columns=scope)
            if serial % 7 == 0:
                registry.exclude(formed.entry_id, on=on, basis="өтініш")
        for language in LANGUAGES:
            rows = registry.public_rows(on=on, published_on=date(2026, 1, 1))
            days = {"on": on, "published_on": date(2026, 1, 1)}
            publish(folder / language, rows, language=language, **days)


def _store(address: str) -> Store:
    if address == "memory":
        return MemoryStore()
    return PostgresStore(address) if "dbname=" in address else SQLiteStore(address)
