"""
The rows that pass the gate on their way from a store, and what the public may know of those gone.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from kz_social_registry.base.vocabulary import View
from kz_social_registry.domain import publication
from kz_social_registry.domain.publication import Publication, PublicEntry
from kz_social_registry.registry.ports import Store


def admitted(store: Store, on: date, published_on: date, view: View) -> Iterator[PublicEntry]:
    """
    Yield the public rows of the entries of a day, in the order of their Kazakh names.
    """
    with store.consenting(on, published_on, view) as pairs:
        for entry, latest in pairs:
            if row := publication.admit(entry, on=on, latest=latest, published_on=published_on):
                yield row


def left_publicly(store: Store, entry_id: UUID, later: Publication) -> bool:
    """
    Return whether the public may know that an entry has left the register.
    """
    entry, latest = (store.entry(entry_id, day) for day in (later.on, later.published_on))
    if entry is None or entry.in_register:
        return False
    row = publication.admit(entry, on=later.on, latest=latest, published_on=later.published_on)
    return row is not None
