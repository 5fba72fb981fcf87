"""
How connections and processes go together, and how long to wait for others.

A connection belongs to the process that made it. A child that was forked may inherit a block that its
parent entered: it neither uses the connection nor ends the transaction.
"""

import os
from collections.abc import Callable
from typing import Final

_LONGEST_WAIT: Final = 86_400.0
_SHORTEST_WAIT: Final = 0.001


def bounded(wait: float) -> float:
    """
    Return the seconds to wait for another writer, within the bounds of every engine.
    """
    return min(max(_SHORTEST_WAIT, wait), _LONGEST_WAIT)


def in_this_process(end: Callable[[], object]) -> Callable[[], None]:
    """
    Return a function that ends something; in a child of the present process it does nothing.
    """
    process = os.getpid()

    def end_here() -> None:
        if process == os.getpid():
            end()

    return end_here
