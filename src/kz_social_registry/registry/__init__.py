"""
The application: the registry, its reading half, and the ports that a store and a clock implement.

It exports every type that a `Store` takes and returns, for writers of stores. It also exports the
types of checkpoints, extracts and diffs, which programs keep and read again.
"""

from kz_social_registry.domain.entry import RegistryEntry
from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
from kz_social_registry.domain.timeline import Fact, Segment
from kz_social_registry.registry.answers.due import Due, DueReason
from kz_social_registry.registry.answers.extract import Agreement, Extract
from kz_social_registry.registry.answers.journal import JournalLine
from kz_social_registry.registry.answers.standings import Period
from kz_social_registry.registry.audit import Checkpoint, Verification
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.flaws import Flaw, FlawKind
from kz_social_registry.registry.ports import (
    Change,
    Clock,
    Commit,
    History,
    Snapshot,
    Store,
    Timelines,
    system_clock,
)
from kz_social_registry.registry.public_diff import Diff, apply_diff
from kz_social_registry.registry.reader import RegistryReader
from kz_social_registry.registry.recorder import Notice
from kz_social_registry.registry.records import Record

__all__ = [
    "Agreement",
    "Change",
    "Checkpoint",
    "Clock",
    "Commit",
    "Criteria",
    "Cursor",
    "Diff",
    "Due",
    "DueReason",
    "Extract",
    "Facets",
    "Fact",
    "Flaw",
    "FlawKind",
    "History",
    "JournalLine",
    "Notice",
    "Page",
    "Period",
    "Record",
    "Registry",
    "RegistryEntry",
    "RegistryReader",
    "Segment",
    "Snapshot",
    "Store",
    "Timelines",
    "Verification",
    "apply_diff",
    "system_clock",
]
