"""
Measuring: interleaved rounds in a shuffled sequence, medians, and ratios with their spread.
"""

import resource
import sys
from collections.abc import Callable, Iterable, Sequence
from random import Random
from statistics import median
from time import perf_counter, process_time

from attrs import field, frozen

Work = Callable[[], object]
Clock = Callable[[], float]

ROUNDS = 7
#: Rounds of short work, which a neighbour on the machine disturbs most.
MANY_ROUNDS = 21
_BEGUN = perf_counter()


@frozen(kw_only=True)
class Measured:
    """
    One line of the table: what was measured, against which peer, and the bar for the ratio.
    """

    what: str
    peer: str
    #: Seconds of each round, of one piece of work.
    ours: tuple[float, ...] = field(repr=False)
    theirs: tuple[float, ...] = field(repr=False)
    #: The greatest ratio that is good enough; None if it is only shown.
    bar: float | None = None

    @property
    def ratio(self) -> float:
        """
        The median of ours divided by the median of theirs.
        """
        return median(self.ours) / median(self.theirs)

    @property
    def spread(self) -> tuple[float, float]:
        """
        The least and the greatest ratio of a round.
        """
        ratios = [mine / other for mine, other in zip(self.ours, self.theirs, strict=True)]
        return min(ratios), max(ratios)

    @property
    def holds(self) -> bool:
        """
        Whether the ratio is within its bar.
        """
        return self.bar is None or self.ratio <= self.bar


def rounds_of(
    *subjects: Work, calls: int = 1, rounds: int = ROUNDS, clock: Clock = process_time
) -> list[tuple[float, ...]]:
    """
    Return the seconds of one call of each subject in each round; each round has its own sequence.
    """
    shuffle = Random(1).shuffle  # noqa: S311  # the sequence is no secret
    taken: list[list[float]] = [[] for _ in subjects]
    order = list(range(len(subjects)))
    for _ in range(rounds):
        shuffle(order)
        for index in order:
            subject = subjects[index]
            begun = clock()
            for _ in range(calls):
                subject()
            taken[index].append((clock() - begun) / calls)
    return [tuple(each) for each in taken]


def in_turn(*works: Iterable[Work], clock: Clock = process_time) -> list[tuple[float, ...]]:
    """
    Return the seconds of works that can be done only once: each subject has one work for each round.
    """
    shuffle = Random(1).shuffle  # noqa: S311  # as above
    taken: list[list[float]] = [[] for _ in works]
    for of_a_round in zip(*works, strict=True):
        order = list(enumerate(of_a_round))
        shuffle(order)
        for index, work in order:
            begun = clock()
            work()
            taken[index].append(clock() - begun)
    return [tuple(each) for each in taken]


def compared(
    what: str, peer: str, pair: Sequence[tuple[float, ...]], bar: float | None = None
) -> Measured:
    """
    Return a line of the table from the rounds of ours and of the peer's.
    """
    ours, theirs = pair
    return Measured(what=what, peer=peer, ours=ours, theirs=theirs, bar=bar)


def each(times: Iterable[float], count: int) -> tuple[float, ...]:
    """
    Return the times of one of so many pieces.
    """
    return tuple(time / count for time in times)


def note(text: str) -> None:
    """
    Write what is being done to standard error, with the seconds so far and the peak of memory.
    """
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{perf_counter() - _BEGUN:6.0f} s {peak:5.0f} MB  {text}", file=sys.stderr, flush=True)  # noqa: T201  # progress


def shown(seconds: float) -> str:
    """
    Return a time with its unit and three figures.

    >>> shown(0.0000123), shown(0.0123), shown(1.5)
    ('12.3 µs', '12.3 ms', '1.5 s')
    """
    for unit, scale in (("µs", 1e6), ("ms", 1e3)):
        if seconds * scale < 1000:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds:.3g} s"


def table(lines: Iterable[Measured]) -> str:
    """
    Return lines as a table for documents.
    """
    rows = ["| what | ours | peer | theirs | ratio | spread | bar |", "|---|---|---|---|---|---|---|"]
    for line in lines:
        low, high = line.spread
        bar = "" if line.bar is None else f"≤ {line.bar:g}{'' if line.holds else ' **not reached**'}"
        ours, theirs = shown(median(line.ours)), shown(median(line.theirs))
        spread = f"{low:.2g} to {high:.2g}"
        rows.append(
            f"| {line.what} | {ours} | {line.peer} | {theirs} | {line.ratio:.3g} | {spread} | {bar} |"
        )
    return "\n".join(rows)
