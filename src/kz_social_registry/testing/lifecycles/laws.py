"""
Check a lifecycle: the vectors first, then random lives.

The verdict depends on the lifecycle alone. The vectors are data, and each life comes from its seed.
"""

import secrets
import warnings
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from time import monotonic
from typing import Final

from attrs import frozen

from kz_social_registry.testing.lifecycles.lives import life
from kz_social_registry.testing.lifecycles.rules import RULES, Rule
from kz_social_registry.testing.lifecycles.subjects import Apply, Lifecycle, Plain, subject_of
from kz_social_registry.testing.lifecycles.walk import Expected, LawBroken, Step, Walk, shown_by, steps
from kz_social_registry.testing.vectors import read


def check_lifecycle(
    subject: Lifecycle | Apply, *, lives: int = 100, seconds: float = 20.0, seed: int | None = 0
) -> None:
    """
    Check that a lifecycle keeps every law.

    `subject` is a `Lifecycle`, or a pure function like `lifecycle.apply`. The vectors come first, then
    as many random lives as `lives` says. After `seconds` no more lives begin, and a warning says so.
    The lives are the same each time; with `seed=None` they are others, and the report names the seed.

    Raises:
        LawBroken: a law is broken, or its situations were not reached.
    """
    remark = ""
    if seed is None:
        seed = secrets.randbits(32)
        remark = f"the lives of seed={seed}"
    walk = _begun(subject)
    for breach in _breaches(walk, lives, seconds, seed):
        raise walk.shortest(breach, remark)
    for rule in RULES.values():
        _check_reached(walk, rule)


def _begun(subject: Lifecycle | Apply) -> Walk:
    if isinstance(subject, Lifecycle) or not isinstance(subject, Hashable):
        return Walk(subject_of(subject), shown_by(subject_of(subject)))
    return Walk(subject_of(subject), {*_shown(subject)})


@lru_cache(maxsize=1)
def _shown(apply: Apply) -> frozenset[str]:
    """
    Return the paths that the states of a pure function have: hundreds of vectors ask for the same one.
    """
    return frozenset(shown_by(subject_of(apply)))


def _breaches(walk: Walk, lives: int, seconds: float, seed: int) -> Iterator[LawBroken]:
    """
    Yield the breach of each history that has one.
    """
    for vector in VECTORS:
        yield from walk.attempt(vector.acts, vector.tries)
    end = monotonic() + seconds
    for number in range(lives):
        if monotonic() > end:
            message = f"after {seconds:g} seconds {number} of {lives} random lives were performed"
            warnings.warn(message, stacklevel=3)
            return
        if found := walk.perform(steps([act for _, act in life(f"{seed}/{number}")])):
            yield found


def _check_shown(walk: Walk, rule: Rule) -> None:
    if lacking := [key for key in rule.keys if key not in walk.shown]:
        raise LawBroken(rule, remark=f"not exercised: no state has {', '.join(lacking)}")


def _check_reached(walk: Walk, rule: Rule) -> None:
    _check_shown(walk, rule)
    if rule.name not in walk.reached:
        raise LawBroken(rule, remark="not exercised")


@frozen(repr=False)
class Vector:
    """
    One scenario, or one row of the matrix, to be called with a lifecycle.
    """

    #: The title of the scenario; the provider, situation and day of the row.
    __name__: str
    #: The acts before.
    acts: list[Plain]
    #: The acts to be tried, each after the acts before, with their lawful outcomes.
    tries: list[Step]

    def __call__(self, subject: Lifecycle | Apply) -> None:
        """
        Check that a lifecycle gives every lawful outcome.

        Raises:
            LawBroken: with the shortest history that breaks a law.
        """
        walk = _begun(subject)
        for breach in walk.attempt(self.acts, self.tries):
            raise walk.shortest(breach)


def _scenarios() -> Iterator[Vector]:
    for one in read("scenarios.json")["scenarios"]:
        *before, last = one["acts"]
        outcome = one["outcome"]
        codes = tuple(outcome.get("refused", ()))
        *_, (_, known) = [((), Expected(None)), *steps(before)]
        expected = Expected(outcome.get("accepted", known.state), codes, *outcome.get("basis", [])[:1])
        yield Vector(one["title"], before, [(last, expected)])


def _rows() -> Iterator[Vector]:
    matrix = read("matrix.json")
    for row in matrix["rows"]:
        state, on = matrix["states"][row["state"]], matrix["days"][row["day"]]
        tries = [
            ({**act, "on": on}, _expected(state["state"], matrix["outcomes"][index]))
            for act, index in zip(matrix["acts"].values(), row["outcomes"], strict=True)
            if index is not None
        ]
        name = f"{state['provider']}, {state['situation']}, {row['day']}"
        yield Vector(name, state["acts"], tries)


def _expected(state: Plain | None, outcome: Plain) -> Expected:
    if "refused" in outcome:
        return Expected(state, tuple(outcome["refused"]))
    return Expected({**(state or {}), **outcome["accepted"]})


#: The vectors, the shortest scenarios first; each item takes a lifecycle.
VECTORS: Final = (*sorted(_scenarios(), key=lambda vector: len(vector.acts)), *_rows())


def _law(rule: Rule) -> Callable[..., None]:
    def law(subject: Lifecycle | Apply, *, lives: int = 100, seconds: float = 20.0) -> None:
        """
        Check that a lifecycle keeps this law.

        Raises:
            LawBroken: the law is broken, or its situations were not reached.
        """
        walk = _begun(subject)
        _check_shown(walk, rule)
        for breach in _breaches(walk, lives, seconds, 0):
            if breach.rule is rule:
                raise walk.shortest(breach)
        _check_reached(walk, rule)

    law.__name__ = rule.name  # for the reports of test runners
    return law


#: The laws; each item takes a lifecycle.
LAWS: Final = tuple(map(_law, RULES.values()))
