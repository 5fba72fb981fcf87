"""
A register in a PostgreSQL database.
"""

from kz_social_registry.storage.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
