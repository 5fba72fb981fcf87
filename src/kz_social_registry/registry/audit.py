"""
Audit: does the register still say what was recorded?

`verify` reads everything a store keeps. Within an entry, records must form a chain, payloads fit their
commitments, and segments be those that follow from the facts. So a record that was altered, inserted
or moved is found. A tail that was dropped, or a chain that was rewritten from some point on, fits
itself; to find that, a `checkpoint` that was taken before is compared: it holds the head of every
chain, and one value over all of them that a ministry can print, sign or deposit.

An erased entry keeps its chain: it verifies, and the report says when it was erased and on what basis.
Its data are gone if and only if its last fact says that they were erased.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import takewhile
from typing import Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.errors import RegistryError, StoreError, UnlawfulAct
from kz_social_registry.base.validation import NO_FAULTS, Faults, checked, wrong_type
from kz_social_registry.domain import timeline
from kz_social_registry.domain.timeline import Erase, Fact
from kz_social_registry.registry.extract import Extract, backed
from kz_social_registry.registry.ports import Change, History, Store
from kz_social_registry.registry.records import Record, broken, unseal
from kz_social_registry.serialization.codec import canonical, to_plain

#: How many records are read at once.
_PAGE: Final = 1000
#: By how much the clocks of two machines may differ.
_LAG: Final = timedelta(minutes=5)
#: A checkpoint as its text; no register has as many changes as twenty digits can count.
_PRINTED: Final = re.compile(r"[0-9]{1,19}:[0-9a-f]{64}")

# fmt: off


class FlawKind(Word):
    """
    What can be wrong with what a store keeps.
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
        "факт не сходится с цепочкой: изменен, вставлен или переставлен",
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
        "бақылау нүктесінің мәні сәйкес келмейді", "значение контрольной точки не сходится",
        "the checkpoint's value does not agree",
    )


# fmt: on


@frozen
class Flaw:
    """
    Something wrong, where: the entry's id as the store has it, and the number of the fact if it is one.
    """

    finding: FlawKind
    entry_id: str = ""
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
    What `verify` found; it is true if nothing is wrong.
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
        One value over all chain heads, in hexadecimal digits; whoever has it can prove the rest.
        """
        return sha256(canonical(to_plain(self))).hexdigest()

    def __str__(self) -> str:
        return f"{self.position}:{self.value}"


def checkpoint(store: Store) -> Checkpoint:
    """
    Return the present state of all chains.
    """
    return _checkpoint_at(store, None)


def _checkpoint_at(store: Store, position: int | None) -> Checkpoint:
    heads: dict[UUID, Head] = {}
    last = 0
    for change in takewhile(lambda c: position is None or c.position <= position, changes(store)):
        last, record = change.position, change.record
        heads[record.entry_id] = Head(record.entry_id, record.number, record.digest)
    return Checkpoint(last if position is None else position, tuple(sorted(heads.values())))


def changes(store: Store, after: int = 0) -> Iterator[Change]:
    """
    Yield every change behind a position, page by page.
    """
    while page := store.changes(after, _PAGE):
        yield from page
        after = page[-1].position


def verify(store: Store, earlier: Checkpoint | str | None = None) -> Verification:
    """
    Check everything that a store keeps, and that it continues an earlier checkpoint.

    A checkpoint given as its text finds that something was dropped or rewritten; given whole it also
    tells which entry and fact.

    Raises:
        InvalidValue: what is given is no checkpoint.
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
        entries, facts = entries + bool(history.entry_id), facts + len(history.records)
        flaws += _flaws(store, history, missing.pop(history.entry_id, None))
        erasures += _erasures(history)
    flaws += (Flaw(FlawKind.DROPPED, entry_id, head.number) for entry_id, head in missing.items())
    if isinstance(earlier, str) and not _continues(store, earlier):
        flaws.append(Flaw(FlawKind.OTHER_REGISTER))
    return Verification(entries, facts, tuple(flaws), tuple(erasures))


def printed(text: object) -> Faults:
    """
    Check the text of a checkpoint; whether the register agrees with it is for `verify` to say.
    """
    if isinstance(text, str) and _PRINTED.fullmatch(text):
        return NO_FAULTS
    return wrong_type(text, "checkpoint as it was printed")


def _continues(store: Store, earlier: str) -> bool:
    return str(_checkpoint_at(store, int(earlier.partition(":")[0]))) == earlier


def _flaws(store: Store, history: History, head: Head | None) -> Iterator[Flaw]:
    entry_id, records = history.entry_id, history.records
    if not history.sound:
        yield Flaw(FlawKind.UNREADABLE, entry_id)
    chain = [Flaw(FlawKind.BROKEN_CHAIN, entry_id, number) for number in broken(records)]
    yield from chain
    if not chain and history.sound:
        yield from _timeline_flaws(store, history)
    if head:
        found = next((record for record in records if record.number == head.number), None)
        if found is None:
            yield Flaw(FlawKind.DROPPED, entry_id, head.number)
        elif found.digest != head.digest:
            yield Flaw(FlawKind.REWRITTEN, entry_id, head.number)


def _timeline_flaws(store: Store, history: History) -> Iterator[Flaw]:
    try:
        facts = _facts(history.records)
        follows = facts is None or timeline.segments(facts) == history.segments
    except RegistryError:
        yield Flaw(FlawKind.UNLAWFUL, history.entry_id)
        return
    if facts is None:
        yield Flaw(FlawKind.UNERASED, history.entry_id)
    elif not follows:
        yield Flaw(FlawKind.FOREIGN_SEGMENT, history.entry_id)
    elif not _is_found(store, history, facts):
        yield Flaw(FlawKind.UNREADABLE, history.entry_id)


def _is_found(store: Store, history: History, facts: Iterable[Fact]) -> bool:
    """
    Whether an entry is found by all that its facts name, unless somebody has erased it meanwhile.
    """
    entry_id = UUID(history.entry_id)
    names = {name for fact in facts for name in fact.names}
    try:
        found = all(entry_id in store.entries_mentioning(name) for name in names)
    except StoreError:  # what is kept of a name cannot be read
        found = False
    return found or history.records != store.records(entry_id)


def _facts(records: Sequence[Record]) -> list[Fact] | None:
    """
    Return the facts that count: none once they were erased; None if what is kept tells otherwise.
    """
    kept = [record for record in records if record.payload is not None]
    facts = [unseal(record) for record in kept]
    if any(isinstance(fact.content, Erase) for fact in facts):
        return [] if kept == [records[-1]] else None
    return facts if len(kept) == len(records) else None


def _erasures(history: History) -> Iterator[Erasure]:
    for record in history.records[-1:]:
        if basis := _erasure_basis(record):
            yield Erasure(history.entry_id, record.recorded_at, basis)


def _erasure_basis(record: Record) -> str | None:
    try:
        content = unseal(record).content
    except RegistryError:  # found by its chain already
        return None
    return content.basis if isinstance(content, Erase) else None


def was_right(extract: Extract, records: Sequence[Record], *, now: datetime) -> bool:
    """
    Whether an extract said, at its moment of knowledge, what an entry's records back.

    Raises:
        Erased: the entry's data are gone.
    """
    told, known = records[: extract.number], extract.known
    if len(told) < extract.number or any(broken(told)) or told[-1].recorded_at > known:
        return False
    try:
        then = backed(extract.standing.identifier, extract.on, [*map(unseal, told)])
    except UnlawfulAct:  # half of a correction: nobody was ever told that
        return False
    agrees = all(getattr(extract, name) == value for name, value in then.items())
    return agrees and known <= max(now + _LAG, records[-1].recorded_at)
