"""
The answers of the reader: the values that questions return, and how they are made.

Each module is imported when it is first asked for, since most programs ask few of the questions.
"""

from typing import TYPE_CHECKING

from kz_social_registry.base import lazy

if TYPE_CHECKING:
    from kz_social_registry.registry.answers import audit, due, extract, journal, public_diff, standings
else:
    _MODULES = ("audit", "due", "extract", "journal", "public_diff", "standings")
    __getattr__, __dir__ = lazy(__name__, {}, [f"registry.answers.{name}" for name in _MODULES])

__all__ = ["audit", "due", "extract", "journal", "public_diff", "standings"]
