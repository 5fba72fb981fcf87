"""
Test tools for other people's code: a kit for stores, the laws of the lifecycle, and strategies.

The kit needs nothing else. `check_lifecycle` and the module `strategies` need the extra `testing`.
"""

from kz_social_registry.testing.lifecycle_laws import check_lifecycle
from kz_social_registry.testing.store_kit import DURABLE, PROMISES, check_store

__all__ = ["DURABLE", "PROMISES", "check_lifecycle", "check_store"]
