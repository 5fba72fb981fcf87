"""
Test tools for other people's code: a kit for stores, the laws of the lifecycle, and strategies.

The kits need nothing else. The module `strategies` needs the extra `testing`.
"""

from kz_social_registry.testing.lifecycles.laws import LAWS, VECTORS, check_lifecycle
from kz_social_registry.testing.lifecycles.subjects import Lifecycle, Refused
from kz_social_registry.testing.lifecycles.walk import LawBroken
from kz_social_registry.testing.store_kit import DURABLE, PROMISES, check_store
from kz_social_registry.testing.wrong import WRONG, WrongLifecycle

__all__ = [
    "DURABLE",
    "LAWS",
    "PROMISES",
    "VECTORS",
    "WRONG",
    "LawBroken",
    "Lifecycle",
    "Refused",
    "WrongLifecycle",
    "check_lifecycle",
    "check_store",
]
