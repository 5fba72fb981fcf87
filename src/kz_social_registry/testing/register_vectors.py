"""
The vectors of a register: notices received one by one, and questions with both clocks.

A register is held to them as a store of this library, or as a service of any kind in plain data.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any, Final, Protocol

from attrs import frozen

from kz_social_registry.domain.row import COLUMNS, Withheld
from kz_social_registry.feed.notices import outcomes
from kz_social_registry.registry.facade import Registry
from kz_social_registry.registry.ports import Store
from kz_social_registry.serialization.codec import to_plain
from kz_social_registry.testing.vectors import read

Plain = dict[str, Any]


class RegisterService(Protocol):
    """
    A register in plain data; days and moments are texts as in the vectors.
    """

    def receive(self, notice: Plain, at: str, /) -> Collection[str]:
        """
        Receive a notice at a moment; return the codes of its refusal, none if it is accepted.
        """
        ...

    def standing(self, identifier: str, on: str, known: str, /) -> Plain:
        """
        Return `in_register`, `in_force` and `reasons` as known at a moment; other keys do no harm.
        """
        ...

    def columns(self, on: str, published_on: str, /) -> Iterable[Iterable[int]]:
        """
        Return the columns that each public row shows.
        """
        ...


class _OfStore:
    """
    The library over a store, as a service.
    """

    _moment: datetime

    def __init__(self, store: Store) -> None:
        self._registry = Registry(store, clock=lambda: self._moment)

    def receive(self, notice: Plain, at: str) -> list[str]:
        self._moment = datetime.fromisoformat(at)
        (outcome,) = outcomes(self._registry, [notice])
        return [str(fault.code) for fault in outcome.error.faults] if outcome.error else []

    def standing(self, identifier: str, on: str, known: str) -> Plain:
        day, moment = date.fromisoformat(on), datetime.fromisoformat(known)
        plain: Plain = to_plain(self._registry.standing(identifier, on=day, known=moment))
        return plain

    def columns(self, on: str, published_on: str) -> list[list[int]]:
        day, made_on = date.fromisoformat(on), date.fromisoformat(published_on)
        return [
            [n for n, one in enumerate(COLUMNS, 2) if not isinstance(row.cell(one), Withheld)]
            for row in self._registry.public(on=day, published_on=made_on)
        ]


@frozen(repr=False)
class RegisterVector:
    """
    One story of a register, to be called with a function that makes an empty one.
    """

    #: The title of the story.
    __name__: str
    _story: Plain

    def __call__(self, make: Callable[[], Store | RegisterService]) -> None:
        """
        Check that a new, empty register gives every outcome and answer.

        Raises:
            AssertionError: it gives another one; its message has the notice or the question.
        """
        made: Any = make()
        service: RegisterService = made if hasattr(made, "receive") else _OfStore(made)
        for step in self._story["notices"]:
            lawful = step["outcome"].get("refused", [])
            codes = set(service.receive(step["notice"], step["at"]))
            right = codes <= {*lawful} and bool(codes) is bool(lawful)
            assert right, self._broken(step["notice"], lawful, sorted(codes))
        for asked in self._story["standings"]:
            answer = service.standing(asked["identifier"], asked["on"], asked["known"])
            got = {key: answer.get(key, asked[key] if key in _QUESTION else None) for key in asked}
            assert got == asked, self._broken({key: asked[key] for key in _QUESTION}, asked, got)
        for asked in self._story["publications"]:
            rows = sorted(sorted(row) for row in service.columns(asked["on"], asked["published_on"]))
            assert rows == asked["rows"], self._broken(asked, asked["rows"], rows)

    def _broken(self, subject: Plain, expected: object, got: object) -> str:
        return f"{self.__name__}: {subject}: expected {expected}, got {got}"


_QUESTION: Final = ("identifier", "on", "known")
#: The vectors of a register; each item takes a function that makes an empty store or service.
REGISTER_VECTORS: Final = tuple(
    RegisterVector(one["title"], one) for one in read("register.json")["scenarios"]
)
