"""
Test tools for other people's code: a kit for stores, the laws of the lifecycle, and strategies.

The kits need nothing else. `LifecycleMachine` and the module `strategies` need the extra `testing`.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy
from kz_social_registry.testing.lifecycles.laws import LAWS, VECTORS, check_lifecycle
from kz_social_registry.testing.lifecycles.subjects import Lifecycle, Refused
from kz_social_registry.testing.lifecycles.walk import LawBroken
from kz_social_registry.testing.register_vectors import REGISTER_VECTORS, RegisterService
from kz_social_registry.testing.store_kit import DURABLE, PROMISES, check_store
from kz_social_registry.testing.wrong import WRONG, WrongLifecycle

__all__ = [
    "DURABLE",
    "LAWS",
    "PROMISES",
    "REGISTER_VECTORS",
    "VECTORS",
    "WRONG",
    "LawBroken",
    "Lifecycle",
    "LifecycleMachine",
    "Refused",
    "RegisterService",
    "WrongLifecycle",
    "check_lifecycle",
    "check_store",
]

if TYPE_CHECKING:
    from kz_social_registry.testing.strategies.machine import LifecycleMachine
else:
    __getattr__, __dir__ = lazy(__name__, {"testing.strategies.machine": "LifecycleMachine"})
