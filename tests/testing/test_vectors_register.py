"""
The vectors of a register: the library passes them over a store, and a wrong register is named.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from kz_social_registry.storage.memory import MemoryStore
from kz_social_registry.testing import REGISTER_VECTORS

Plain = dict[str, Any]
VECTORS = {vector.__name__: vector for vector in REGISTER_VECTORS}


@pytest.mark.parametrize("vector", REGISTER_VECTORS, ids=VECTORS)
def test_the_library_gives_every_outcome_and_answer(vector: Any) -> None:
    """
    Each notice is accepted, or refused for one of the reasons; standings and public rows are as stated.
    """
    vector(MemoryStore)


class Careless:
    """
    A service that accepts every notice, and then gives the same answers.
    """

    def __init__(self, standing: Plain, rows: Iterable[Iterable[int]] = ()) -> None:
        self.answers = standing, rows

    def receive(self, _notice: Plain, _at: str) -> tuple[str, ...]:
        """
        Accept a notice.
        """
        return ()

    def standing(self, *_asked: str) -> Plain:
        """
        Return the answer.
        """
        return self.answers[0]

    def columns(self, *_asked: str) -> Iterable[Iterable[int]]:
        """
        Return the rows.
        """
        return self.answers[1]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("a suspension after a termination", "'act': 'suspend'.*expected .'not_allowed'.*got ..$"),
        ("a suspension is recorded late", "'in_register': True.*got.*'in_register': None"),
        ("an old day is published after a withdrawal", "expected .*got .*1, 4"),
    ],
)
def test_a_wrong_register_is_named(title: str, message: str) -> None:
    """
    The message has the story, the notice or the question, and both outcomes.
    """
    with pytest.raises(AssertionError, match=f"^{title}: .*{message}"):
        VECTORS[title](lambda: Careless({}, [[4, 1]]))
