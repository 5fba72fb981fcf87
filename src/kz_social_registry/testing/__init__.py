"""
Test tools for other people's code: a kit for stores, the laws of the lifecycle, and strategies.

The kit needs nothing else. `check_lifecycle` and the module `strategies` need the extra `testing`.
"""

from typing import TYPE_CHECKING

from kz_social_registry.testing.store_kit import DURABLE, PROMISES, check_store

if TYPE_CHECKING:
    from kz_social_registry.testing.lifecycle_laws import check_lifecycle
else:

    def __getattr__(name: str) -> object:
        if name == "check_lifecycle":
            from kz_social_registry.testing.lifecycle_laws import check_lifecycle  # noqa: PLC0415  # an extra

            return check_lifecycle
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)


__all__ = ["DURABLE", "PROMISES", "check_lifecycle", "check_store"]
