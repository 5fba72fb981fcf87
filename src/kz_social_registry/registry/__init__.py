"""
The application: the registry, its reading half, and the ports that a store and a clock implement.

It exports every type that a `Store` takes and returns, for writers of stores. It also exports the
types of checkpoints, extracts and diffs, which programs keep and read again. A name is imported when it
is first asked for.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy

if TYPE_CHECKING:
    from kz_social_registry.domain.entry import RegistryEntry
    from kz_social_registry.domain.search import Criteria, Cursor, Facets, Page
    from kz_social_registry.domain.timeline import Fact, Segment
    from kz_social_registry.registry.answers.audit import Checkpoint, Verification
    from kz_social_registry.registry.answers.due import Due, DueReason
    from kz_social_registry.registry.answers.extract import Agreement, Extract
    from kz_social_registry.registry.answers.journal import JournalLine
    from kz_social_registry.registry.answers.public_diff import Diff, apply_diff
    from kz_social_registry.registry.answers.standings import Period
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
    from kz_social_registry.registry.reader import RegistryReader
    from kz_social_registry.registry.recorder import Notice
    from kz_social_registry.registry.records import Record
else:
    __getattr__, __dir__ = lazy(
        __name__,
        {
            "domain.entry": "RegistryEntry",
            "domain.search": "Criteria Cursor Facets Page",
            "domain.timeline": "Fact Segment",
            "registry.answers.audit": "Checkpoint Verification",
            "registry.answers.due": "Due DueReason",
            "registry.answers.extract": "Agreement Extract",
            "registry.answers.journal": "JournalLine",
            "registry.answers.public_diff": "Diff apply_diff",
            "registry.answers.standings": "Period",
            "registry.facade": "Registry",
            "registry.flaws": "Flaw FlawKind",
            "registry.ports": "Change Clock Commit History Snapshot Store Timelines system_clock",
            "registry.reader": "RegistryReader",
            "registry.recorder": "Notice",
            "registry.records": "Record",
        },
        after="serialization.boundary",
    )

__all__ = [
    "Agreement", "Change", "Checkpoint", "Clock", "Commit", "Criteria", "Cursor", "Diff", "Due",
    "DueReason", "Extract", "Facets", "Fact", "Flaw", "FlawKind", "History", "JournalLine", "Notice",
    "Page", "Period", "Record", "Registry", "RegistryEntry", "RegistryReader", "Segment", "Snapshot",
    "Store", "Timelines", "Verification", "apply_diff", "system_clock",
]  # fmt: skip
