"""
The computer's clock, for a registry that is given no other.
"""

from datetime import UTC, datetime


def system_clock() -> datetime:
    """
    Return the computer's present moment.
    """
    return datetime.now(UTC)
