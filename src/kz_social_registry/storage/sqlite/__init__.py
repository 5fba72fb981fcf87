"""
A register in one SQLite file.
"""

from kz_social_registry.storage.sqlite.store import SQLiteStore

__all__ = ["SQLiteStore"]
