"""
Audit: proof that the register still holds the facts as they were recorded.

`verify` reads everything in a store. The records of an entry must form a chain, payloads must match
their commitments, and segments must follow from the facts. So an altered, inserted or moved record is
found. A dropped tail, or a chain rewritten from some point on, is consistent in itself. An earlier
`checkpoint` finds both: it holds the head of every chain, and one value over all heads that a ministry
can print, sign or deposit.

An erased entry keeps its chain and verifies; the result gives the moment and the basis of the erasure.
Its data must be gone if its last fact is an erasure, and only then.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import takewhile
from typing import Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import RegistryError, StoreError
from kz_social_registry.base.validation import NO_FAULTS, Faults, checked, wrong_type
from kz_social_registry.domain import timeline
from kz_social_registry.domain.timeline import Erase, Fact
from kz_social_registry.registry.ports import Change, History, Store
from kz_social_registry.registry.records import Record, broken, unseal
from kz_social_registry.serialization.codec import fingerprint

#: How many records are read at once.
_PAGE: Final = 1000
#: The text of a checkpoint. A position of twenty digits would be too large for the stores.
_PRINTED: Final = re.compile(r"[0-9]{1,19}:[0-9a-f]{64}")

# fmt: off


class FlawKind(Word):
    """
    A kind of flaw in the contents of a store.
    """

    UNREADABLE = (
        "unreadable", None,
        "жазбаның бір бөлігі оқылмайды немесе іздеу деректері оған сәйкес емес",
        "часть записи не читается, или поисковые данные ей не соответствуют",
        "part of the entry cannot be read, or what it is found by does not agree with it",
    )
    BROKEN_CHAIN = (
        "broken_chain", None,
        "факт тізбекке сәйкес емес: өзгертілген, қосылған немесе орны ауыстырылған",
        "факт не соответствует цепочке: изменен, вставлен или переставлен",
        "the fact does not fit the chain: it was altered, inserted or moved",
    )
    UNLAWFUL = (
        "unlawful", None,
        "фактілерден заңды тізбек шықпайды", "из фактов не складывается законная история",
        "the facts do not make a lawful timeline",
    )
    UNERASED = (
        "unerased", None,
        "деректер өшіру фактісінсіз жойылған немесе өшірілгеніне қарамастан сақталып тұр",
        "данные исчезли без факта стирания либо хранятся вопреки ему",
        "data are gone without an erasure, or are there in spite of one",
    )
    FOREIGN_SEGMENT = (
        "foreign_segment", None,
        "күндер бойынша мәліметтер фактілерден туындамайды",
        "сведения по дням не следуют из фактов",
        "what is kept for the days does not follow from the facts",
    )
    DROPPED = (
        "dropped", None,
        "бақылау нүктесінде болған фактілер жоғалған", "пропали факты, бывшие в контрольной точке",
        "facts that the checkpoint had are gone",
    )
    REWRITTEN = (
        "rewritten", None,
        "тізбек бақылау нүктесінен кейін қайта жазылған",
        "цепочка переписана после контрольной точки",
        "the chain was rewritten after the checkpoint",
    )
    OTHER_REGISTER = (
        "other_register", None,
        "бақылау нүктесінің мәні сәйкес келмейді", "значение контрольной точки не соответствует",
        "the checkpoint's value does not agree",
    )


# fmt: on


@frozen
class Flaw:
    """
    A flaw in the contents of a store.
    """

    finding: FlawKind
    #: The entry's id as the store has it; empty for the whole register.
    entry_id: str = ""
    #: The number of the fact; None for the whole entry.
    number: int | None = None


@frozen
class Erasure:
    """
    An entry whose data were erased.
    """

    entry_id: str
    erased_at: datetime
    basis: str = field(repr=False)


@frozen
class Verification:
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


@frozen
class Checkpoint:
    """
    The state of all chains at one position of the feed of changes.
    """

    position: int
    #: One for every entry, by entry id.
    heads: tuple[Head, ...] = field(repr=False)

    @property
    def value(self) -> str:
        """
        SHA-256 of all chain heads, in hexadecimal digits; it proves the whole register.
        """
        return fingerprint(self)

    def __str__(self) -> str:
        return f"{self.position}:{self.value}"


def checkpoint(store: Store, position: int | None = None) -> Checkpoint:
    """
    Return the state of all chains at a position of the feed of changes, by default the present one.
    """
    heads: dict[UUID, Head] = {}
    last = 0
    for change in takewhile(lambda c: position is None or c.position <= position, changes(store)):
        last, record = change.position, change.record
        heads[record.entry_id] = Head(record.entry_id, record.number, record.digest)
    return Checkpoint(last if position is None else position, tuple(sorted(heads.values())))


def changes(store: Store, after: int = 0) -> Iterator[Change]:
    """
    Yield every change after a position; they are read page by page.
    """
    while page := store.changes(after, _PAGE):
        yield from page
        after = page[-1].position


def verify(store: Store, earlier: Checkpoint | str | None = None) -> Verification:
    """
    Check everything in a store, and that it continues an earlier checkpoint.

    The text of a checkpoint proves that nothing was dropped or rewritten. A whole checkpoint also names
    the entry and the fact.

    Raises:
        InvalidValue: the earlier value is not a checkpoint.
        StoreError: the store itself is damaged.
    """
    if earlier is not None and not isinstance(earlier, Checkpoint):
        checked(earlier, printed, "checkpoint")
    flaws: list[Flaw] = []
    erasures: list[Erasure] = []
    entries = facts = 0
    heads = earlier.heads if isinstance(earlier, Checkpoint) else ()
    missing = {str(head.entry_id): head for head in heads}
    for history in store.histories():
        entries, facts = entries + 1, facts + len(history.records)
        flaws += _flaws(store, history, missing.pop(history.entry_id, None))
        erasures += _erasures(history)
    flaws += (Flaw(FlawKind.DROPPED, entry_id, head.number) for entry_id, head in missing.items())
    if isinstance(earlier, str):
        now = checkpoint(store, int(earlier.partition(":")[0]))
        flaws += [] if str(now) == earlier else [Flaw(FlawKind.OTHER_REGISTER)]
    return Verification(entries, facts, tuple(flaws), tuple(erasures))


def printed(text: object) -> Faults:
    """
    Check that a value is the text of a checkpoint; `verify` compares it with the register.
    """
    if isinstance(text, str) and _PRINTED.fullmatch(text):
        return NO_FAULTS
    return wrong_type(text, "checkpoint as it was printed")


def _flaws(store: Store, history: History, head: Head | None) -> Iterator[Flaw]:
    entry_id, records = history.entry_id, history.records
    if not history.sound:
        yield Flaw(FlawKind.UNREADABLE, entry_id)
    chain = [Flaw(FlawKind.BROKEN_CHAIN, entry_id, number) for number in broken(records)]
    yield from chain
    if not chain and history.sound and (kind := _timeline_flaw(store, history)):
        yield Flaw(kind, entry_id)
    if head:
        digest = {record.number: record.digest for record in records}.get(head.number)
        if digest != head.digest:
            kind = FlawKind.REWRITTEN if digest else FlawKind.DROPPED
            yield Flaw(kind, entry_id, head.number)


def _timeline_flaw(store: Store, history: History) -> FlawKind | None:
    try:
        facts = _facts(history.records)
        if facts is None:
            return FlawKind.UNERASED
        if timeline.segments(facts) != history.segments:
            return FlawKind.FOREIGN_SEGMENT
    except RegistryError:
        return FlawKind.UNLAWFUL
    return None if _is_found(store, history, facts) else FlawKind.UNREADABLE


def _is_found(store: Store, history: History, facts: Iterable[Fact]) -> bool:
    """
    Return whether an entry is found by every name in its facts, or was erased meanwhile.
    """
    entry_id = UUID(history.entry_id)
    names = {name for fact in facts for name in fact.names}
    try:
        found = all(entry_id in store.entries_mentioning(name) for name in names)
    except StoreError:  # the row of a name cannot be read
        found = False
    return found or history.records != store.records(entry_id)


def _facts(records: Sequence[Record]) -> list[Fact] | None:
    """
    Return the facts, none of an erased entry; None if data and erasure contradict each other.
    """
    readable = [record for record in records if record.payload is not None]
    facts = [unseal(record) for record in readable]
    if any(isinstance(fact.content, Erase) for fact in facts):
        return [] if readable == [records[-1]] else None
    return facts if len(readable) == len(records) else None


def _erasures(history: History) -> Iterator[Erasure]:
    for record in history.records[-1:]:
        with suppress(RegistryError):  # reported as a flaw of its chain
            content = unseal(record).content
            if isinstance(content, Erase):
                yield Erasure(history.entry_id, record.recorded_at, content.basis)
