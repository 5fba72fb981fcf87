"""
The application: the registry, its reading half, and the ports that a store and a clock implement.

Writers of stores find here every type that a `Store` takes and returns.
"""

from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Fact, Segment
from kz_social_registry.registry.audit import Flaw, FlawKind, Verification
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import (
    Change,
    Clock,
    Commit,
    History,
    Snapshot,
    Store,
    system_clock,
)
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.recorder import Notice
from kz_social_registry.registry.records import Record

__all__ = [
    "Change",
    "Clock",
    "Commit",
    "Criteria",
    "Cursor",
    "Facets",
    "Fact",
    "Flaw",
    "FlawKind",
    "History",
    "Notice",
    "Page",
    "Record",
    "Registry",
    "RegistryEntry",
    "RegistryReader",
    "Segment",
    "Snapshot",
    "Store",
    "Verification",
    "system_clock",
]
