"""
Moving a whole register: every fact as a line of JSON, and back into a store of any kind.

The first line names the format. The last line has the number of facts and one digest over all their
digests, so that a file that was cut off or altered is found. Between them are the facts in the order of
recording, with their salts and digests. A register loaded from them is the same, bit for bit; segments
follow from the facts.

Loading goes into an empty store, or continues a load that was interrupted: what is there already must
be the beginning of the file. It moves everything, personal data too, so such a file is kept like the
register itself.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby, islice
from typing import Any, Final
from uuid import UUID

from attrs import frozen

from kz_social_registry.base.errors import Conflict, Fault, InvalidValue, RegistryError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.fault_codes.stores import TransferCode
from kz_social_registry.domain import timeline
from kz_social_registry.domain.timeline import Erase, Fact
from kz_social_registry.registry.ports import Commit, Progress, Store, after_commits, changes
from kz_social_registry.registry.records import Record, broken, unseal
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain

FORMAT: Final = "kz-social-registry facts 1"
#: Commits that are made durable together.
TOGETHER: Final = 1000


def _wrong(code: TransferCode, place: int | UUID | None = None) -> InvalidValue:
    path = f"lines[{place}]" if isinstance(place, int) else str(place or "")
    return InvalidValue(Fault(code, path))


def _line(plain: object) -> str:
    return f"{canonical(plain).decode()}\n"


def export(store: Store) -> Iterator[str]:
    """
    Yield the lines of a file with every fact of the store.

    Raises:
        InvalidValue: a fact in the store cannot be read.
        Conflict: data were erased meanwhile that the file may have already.
    """
    yield _line({"format": FORMAT})
    count, digests, known = 0, sha256(), store.position()
    for change in changes(store):
        if change.position > known and _is_erasure(change.record):
            raise Conflict(Fault(Code.STALE))
        count += 1
        digests.update(change.record.digest)
        yield _line(_plain(change.record))
    yield _line({"facts": count, "digests": digests.hexdigest()})


def _is_erasure(record: Record) -> bool:
    return record.payload is not None and isinstance(unseal(record).content, Erase)


def _plain(record: Record) -> dict[str, Any]:
    """
    Return a record as plain data, its payload too: whoever reads the file needs no library.
    """
    plain: dict[str, Any] = to_plain(record)
    if record.payload is None:
        return plain
    try:
        payload = json.loads(record.payload)
    except ValueError:
        payload = None
    if canonical(payload) != record.payload:
        raise _wrong(TransferCode.UNREADABLE)
    return {**plain, "payload": payload}


@frozen(kw_only=True)
class Load:
    """
    The result of loading a file of facts.
    """

    #: How many facts the file has.
    facts: int
    #: How many of them were there already, from a load that was interrupted.
    known: int


def load(store: Store, lines: Iterable[str], *, progress: Progress = lambda _: None) -> Load:
    """
    Record the facts of a file; doing it again after an interruption does the rest.

    `progress` takes the number of facts so far, after each batch.

    Raises:
        InvalidValue: the file is no such file, was altered or is cut off, or the store has facts that
            the file does not begin with. What was recorded before that stays.
    """
    records = _records(lines)
    known = 0
    for known, change in enumerate(changes(store), 1):  # noqa: B007  # their number, at the end
        if next(records, None) != change.record:
            raise _wrong(TransferCode.OTHER_FACTS)
    facts = known
    groups = (list(group) for _, group in groupby(records, key=_recorded_together))
    while chunk := list(islice(groups, TOGETHER)):
        lives: dict[UUID, list[Record]] = {}
        with after_commits(facts > known):
            store.commit(*(_commit(store, lives, group) for group in chunk))
        facts += sum(map(len, chunk))
        progress(facts)
    return Load(facts=facts, known=known)


def _recorded_together(record: Record) -> tuple[object, ...]:
    return record.entry_id, record.recorded_at


def _records(lines: Iterable[str]) -> Iterator[Record]:
    """
    Yield the records between the first line and the last one, which must be there.
    """
    numbered = enumerate(lines)
    number, line = next(numbered, (0, ""))
    if _parsed(number, line) != {"format": FORMAT}:
        raise _wrong(TransferCode.NOT_FACTS, number)
    digests = sha256()
    for number, line in numbered:
        plain = _parsed(number, line)
        if "facts" in plain:
            end = {"facts": number - 1, "digests": digests.hexdigest()}
            if plain != end or next(numbered, None):
                raise _wrong(TransferCode.ALTERED, number)
            return
        record = _record(number, plain)
        digests.update(record.digest)
        yield record
    raise _wrong(TransferCode.CUT_OFF, number)


def _parsed(number: int, line: str) -> dict[str, Any]:
    try:
        plain = json.loads(line)
    except (RecursionError, ValueError):
        # The last line of a file that was cut off is mostly half a line.
        code = TransferCode.NOT_FACTS if line.endswith("\n") else TransferCode.CUT_OFF
        raise _wrong(code, number) from None
    if not isinstance(plain, dict):
        raise _wrong(TransferCode.NOT_FACTS, number)
    return plain


def _record(number: int, plain: dict[str, Any]) -> Record:
    payload = plain.get("payload")
    try:
        sealed = None if payload is None else canonical(payload).hex()
        return from_plain(Record, {**plain, "payload": sealed})
    except (RegistryError, ValueError):
        raise _wrong(TransferCode.NOT_FACTS, number) from None


def _commit(store: Store, lives: dict[UUID, list[Record]], new: Sequence[Record]) -> Commit:
    """
    Return the commit that adds records, as the registry that recorded them made it.
    """
    entry_id, first = new[0].entry_id, new[0].number == 1
    life = lives.setdefault(entry_id, [] if first else list(store.records(entry_id)))
    after = len(life)
    life += new
    if any(broken(life)):
        raise _wrong(TransferCode.ALTERED, entry_id)
    try:
        facts = _facts(life)
        segments = timeline.segments(facts)
    except (RegistryError, LookupError, TypeError, ValueError):
        raise _wrong(TransferCode.ALTERED, entry_id) from None
    names = tuple(name for fact in facts[after:] for name in fact.names)
    return Commit(entry_id=entry_id, after=after, records=tuple(new), segments=segments, names=names)


def _facts(records: Iterable[Record]) -> list[Fact]:
    """
    Return the facts; none of an entry that was erased, for it has no data any more.

    Raises:
        ValueError: it was erased, and some of its data are there.
    """
    if any(record.payload is None for record in records):
        return []
    facts = [unseal(record) for record in records]
    if any(isinstance(fact.content, Erase) for fact in facts):
        raise ValueError
    return facts
