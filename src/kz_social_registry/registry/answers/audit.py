"""
Audit: proof that the register still holds the facts as they were recorded.

`verify` reads everything in a store. The records of an entry must form a chain, payloads must match
their commitments, and segments must follow from the facts. So an altered, inserted or moved record is
found. A dropped tail, or a chain rewritten from some point on, is consistent in itself. An earlier
`checkpoint` finds both: it holds the head of every chain, and one value over all heads that a ministry
can print, sign or deposit. It also has the moment when it was made. A fact that was recorded after it
under an earlier moment would change answers about what was known, so it is found as well.

An erased entry keeps its chain and verifies; the result gives the moment and the basis of the erasure.
Its data must be gone if its last fact is an erasure, and only then.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from graphlib import CycleError, TopologicalSorter
from itertools import takewhile
from typing import Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.errors import RegistryError
from kz_social_registry.base.validation import NO_FAULTS, Faults, checked, wrong_type
from kz_social_registry.domain import timeline
from kz_social_registry.domain.timeline import Erase, Fact
from kz_social_registry.registry.flaws import Flaw, FlawKind
from kz_social_registry.registry.ports import History, Progress, Store, changes, watched
from kz_social_registry.registry.records import LAG, Record, broken, unseal
from kz_social_registry.serialization.codec import fingerprint

#: The text of a checkpoint. A position of twenty digits would be too large for the stores.
_PRINTED: Final = re.compile(r"[0-9]{1,19}:[0-9]{4}-[0-9T:.-]{21}Z:[0-9a-f]{64}")
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


@frozen(eq=False, repr=False)
class Erasure(Value):
    """
    An entry whose data were erased.
    """

    entry_id: str
    erased_at: datetime
    basis: str = field(repr=False)


@frozen(eq=False, repr=False)
class Verification(Value):
    """
    The result of `verify`; it is true if there is no flaw.
    """

    entries: int
    facts: int
    flaws: tuple[Flaw, ...]
    erasures: tuple[Erasure, ...]

    def __bool__(self) -> bool:
        return not self.flaws


@frozen(order=True)
class Head:
    """
    The last record of an entry's chain.
    """

    entry_id: UUID
    number: int
    digest: bytes


@frozen(eq=False, repr=False)
class Checkpoint(Value):
    """
    The state of all chains at one position of the feed of changes.
    """

    position: int
    #: When it was made, in UTC. What is recorded later has no earlier moment.
    moment: datetime
    #: One for every entry, by entry id.
    heads: tuple[Head, ...] = field(repr=False)

    @property
    def value(self) -> str:
        """
        SHA-256 of the moment and all chain heads, in hexadecimal digits; it proves the whole register.
        """
        return fingerprint(self)

    def __str__(self) -> str:
        return f"{self.position}:{self.moment.astimezone(UTC):{_MOMENT}}:{self.value}"


def checkpoint(store: Store, moment: datetime, *, position: int | None = None) -> Checkpoint:
    """
    Return the state of all chains at a position of the feed of changes, by default the present one.
    """
    heads: dict[UUID, Head] = {}
    last = 0
    for change in takewhile(lambda c: position is None or c.position <= position, changes(store)):
        last, record = change.position, change.record
        heads[record.entry_id] = Head(record.entry_id, record.number, record.digest)
    there = last if position is None else position
    return Checkpoint(there, moment.astimezone(UTC), tuple(sorted(heads.values())))


def verify(
    store: Store,
    earlier: Checkpoint | str | None = None,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _: None,
) -> Verification:
    """
    Check everything in a store, and that it continues an earlier checkpoint.

    The text of a checkpoint proves that nothing was dropped, rewritten, or recorded since under a
    moment more than five minutes before it. A whole checkpoint also names the entry and the fact.
    With `now`, facts recorded more than five minutes after that moment are flaws.

    Raises:
        InvalidValue: the earlier value is not a checkpoint.
        StoreError: the store itself is damaged.
    """
    if earlier is not None and not isinstance(earlier, Checkpoint):
        checked(earlier, printed, "checkpoint")
    flaws: list[Flaw] = []
    erasures: list[Erasure] = []
    entries = facts = 0
    links: dict[str, tuple[str, ...]] = {}
    heads = earlier.heads if isinstance(earlier, Checkpoint) else ()
    missing = {str(head.entry_id): head for head in heads}
    for history in watched(store.histories(), progress):
        entries, facts = entries + bool(history.records), facts + len(history.records)
        opened = [*map(_opened, history.records)]
        flaws += _flaws(history, opened, missing.pop(history.entry_id, None))
        erasures += _erasures(history, opened)
        flaws += _ahead(history, now)
        if any("-" in name for name in history.names):  # ids of predecessors
            links[history.entry_id] = _predecessors(history, opened)
    flaws += _cycles(links)
    flaws += (Flaw(FlawKind.DROPPED, entry_id, head.number) for entry_id, head in missing.items())
    unreadable = any(flaw.finding is FlawKind.UNREADABLE for flaw in flaws)
    if earlier is not None and not unreadable:
        flaws += _since(store, earlier, found=tuple(flaws))
    return Verification(entries, facts, tuple(flaws), tuple(erasures))


def printed(text: object) -> Faults:
    """
    Check that a value is the text of a checkpoint; `verify` compares it with the register.
    """
    if isinstance(text, str) and _PRINTED.fullmatch(text):
        with suppress(ValueError):  # no such day, or no such hour
            _parsed(text)
            return NO_FAULTS
    return wrong_type(text, "checkpoint as it was printed")


def _parsed(text: str) -> tuple[int, datetime]:
    position, rest = text.split(":", 1)
    return int(position), datetime.strptime(rest.rpartition(":")[0], _MOMENT).replace(tzinfo=UTC)


def _since(store: Store, earlier: Checkpoint | str, *, found: Sequence[Flaw]) -> Iterator[Flaw]:
    if isinstance(earlier, Checkpoint):
        position, moment = earlier.position, earlier.moment
    else:
        position, moment = _parsed(earlier)
    again = checkpoint(store, moment, position=position)
    named = any(flaw.finding in (FlawKind.DROPPED, FlawKind.REWRITTEN) for flaw in found)
    if not named and str(again) != str(earlier):
        yield Flaw(FlawKind.OTHER_REGISTER)
    for change in changes(store, position):
        if change.record.recorded_at < moment - LAG:
            yield Flaw(FlawKind.BACKDATED, str(change.record.entry_id), change.record.number)


def _opened(record: Record) -> Fact | None:
    """
    Return the fact of a record; None if its data are gone or cannot be read.
    """
    try:
        return unseal(record)
    except RegistryError:
        return None


def _readable(history: History, opened: Sequence[Fact | None]) -> list[Fact] | None:
    """
    Return the facts whose data are not gone; None if those of one cannot be read.
    """
    facts = [fact for fact in opened if fact]
    there = sum(record.payload is not None for record in history.records)
    return facts if len(facts) == there else None


def _flaws(history: History, opened: Sequence[Fact | None], head: Head | None) -> Iterator[Flaw]:
    entry_id, records = history.entry_id, history.records
    yield from (Flaw(kind, entry_id) for kind in history.flaws)
    chain = [Flaw(FlawKind.BROKEN_CHAIN, entry_id, number) for number in broken(records)]
    yield from chain
    if not chain and FlawKind.UNREADABLE not in history.flaws:
        yield from (Flaw(kind, entry_id) for kind in _timeline_flaws(history, opened))
    if head:
        digest = {record.number: record.digest for record in records}.get(head.number)
        if digest != head.digest:
            kind = FlawKind.REWRITTEN if digest else FlawKind.DROPPED
            yield Flaw(kind, entry_id, head.number)


def _timeline_flaws(history: History, opened: Sequence[Fact | None]) -> Iterator[FlawKind]:
    facts = _readable(history, opened)
    if facts is None:
        yield FlawKind.UNLAWFUL
        return
    is_erased = any(isinstance(fact.content, Erase) for fact in facts)
    # Of an erased entry only the erasure itself is there, of another one everything.
    if (facts != [opened[-1]]) if is_erased else (len(facts) != len(opened)):
        yield FlawKind.UNERASED
        return
    facts = [] if is_erased else facts
    try:
        segments = timeline.segments(facts)
    except RegistryError:
        yield FlawKind.UNLAWFUL
        return
    if segments != history.segments:
        yield FlawKind.FOREIGN_SEGMENT
    if {name for fact in facts for name in fact.names} != history.names:
        yield FlawKind.FOREIGN_NAME


def _predecessors(history: History, opened: Sequence[Fact | None]) -> tuple[str, ...]:
    return tuple(map(str, timeline.predecessors(_readable(history, opened) or ())))


def _cycles(links: dict[str, tuple[str, ...]]) -> Iterator[Flaw]:
    while True:
        try:
            TopologicalSorter(links).prepare()
        except CycleError as error:
            for entry_id in error.args[1][1:]:
                yield Flaw(FlawKind.PREDECESSOR_CYCLE, entry_id)
                del links[entry_id]
        else:
            return


def _ahead(history: History, now: datetime | None) -> Iterator[Flaw]:
    for record in history.records:
        if now and record.recorded_at > now + LAG:
            yield Flaw(FlawKind.RECORDED_AHEAD, history.entry_id, record.number)


def _erasures(history: History, opened: Sequence[Fact | None]) -> Iterator[Erasure]:
    for fact in opened[-1:]:
        if fact and isinstance(fact.content, Erase):
            yield Erasure(history.entry_id, fact.recorded_at, fact.content.basis)
