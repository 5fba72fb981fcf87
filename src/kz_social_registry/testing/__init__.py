"""
What others need to test their own code against the register: a kit for stores, and strategies.

The kit needs nothing else; `kz_social_registry.testing.strategies` needs the extra `testing`.
"""

from kz_social_registry.testing.store_kit import check_store

__all__ = ["check_store"]
