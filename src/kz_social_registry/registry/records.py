"""
Sealed facts: the records of a store, and why a change to one of them is always found.

A record holds its fact as canonical JSON, the payload, so a store can be read without this library.
`commitment` is the SHA-256 of a random salt and the payload. Without the salt, anybody could find a
twelve-digit number in an erased payload by trying all of them.
`digest` is the SHA-256 of the entry's previous digest and of every part of the record that an erasure
leaves: numbers, moment, the notice's key and commitment. So the records of an entry form a chain. A
record that was altered, inserted, moved or dropped breaks it.
Erasure removes payload and salt, and leaves the chain whole: it still proves that facts were recorded,
when and how many. Each entry has a chain of its own, so commits to different entries do not wait for
each other; a checkpoint of `audit` binds all chains together.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from json import loads
from operator import attrgetter
from os import urandom
from typing import Any, Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base import Value
from kz_social_registry.base.errors import Erased, Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.timeline import Content, Fact
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain
from kz_social_registry.serialization.scalars import id_text

#: The largest accepted difference between the clocks of two machines.
LAG: Final = timedelta(minutes=5)
SALT_LENGTH: Final = 16
#: The digest before an entry's first record.
NO_DIGEST: Final = b""


@frozen(kw_only=True, eq=False, repr=False)
class Record(Value):
    """
    A sealed fact, as a store holds it.
    """

    entry_id: UUID
    number: int
    place: int
    recorded_at: datetime
    #: The key of the notice that the fact comes from, and the salted digest of its content. The id
    #: itself is in the payload: it may hold personal data.
    notice_key: bytes | None = field(default=None, repr=False)
    notice_digest: bytes | None = field(default=None, repr=False)
    #: Canonical JSON of the content, of who recorded it and of the notice's id; None once it is erased.
    payload: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)
    commitment: bytes = field(repr=False)
    digest: bytes = field(repr=False)


#: What an erasure leaves of a record, its own digest apart.
_LASTING: Final = attrgetter(
    "entry_id", "number", "place", "recorded_at", "notice_key", "notice_digest", "commitment",
)  # fmt: skip


def seal(fact: Fact, *, previous: bytes, notice: Any = None) -> Record:  # noqa: ANN401  # plain data
    """
    Return the record of a fact that follows the digest `previous`, and compute its own digest.

    `notice` is the notice that the fact comes from, as plain data; the record keeps its salted digest.
    """
    salt = urandom(SALT_LENGTH)
    plain = {"by": fact.recorded_by, "content": to_plain(fact.content)}
    payload = canonical(plain if fact.notice is None else {**plain, "notice": fact.notice})
    key = None if fact.notice is None else key_of_notice(fact.notice)
    content = None if notice is None else digest_of_notice(notice, salt)
    commitment = sha256(salt + payload).digest()
    lasting = fact.entry_id, fact.number, fact.place, fact.recorded_at, key, content, commitment
    return Record(
        entry_id=fact.entry_id,
        number=fact.number,
        place=fact.place,
        recorded_at=fact.recorded_at,
        notice_key=key,
        notice_digest=content,
        payload=payload,
        salt=salt,
        commitment=commitment,
        digest=_digest(previous, lasting),
    )


def key_of_notice(notice: str) -> bytes:
    """
    Return the key that a notice is found by: the digest of its id, which an erasure leaves.

    It has no salt: a repeated notice must find the record of an erased entry.
    """
    return sha256(notice.encode()).digest()


def digest_of_notice(notice: Any, salt: bytes) -> bytes:  # noqa: ANN401  # plain data
    """
    Return the digest of a notice's content under a salt.
    """
    return sha256(salt + canonical(notice)).digest()


def _digest(previous: bytes, lasting: tuple[Any, ...]) -> bytes:
    """
    Return the digest of what an erasure leaves of a record, and of the digest before it.
    """
    entry_id, number, place, moment, *digests = lasting
    key, notice, commitment = [digest and digest.hex() for digest in digests]
    # No part has a line break, so no two records give the same lines.
    lines = f"{id_text(entry_id)}\n{number}\n{place}\n{_text(moment)}\n{key}\n{notice}\n{commitment}"
    return sha256(previous + lines.encode()).digest()


def _text(moment: datetime) -> str:
    """
    Return a moment in UTC as text; texts sort as the moments do.
    """
    return moment.isoformat(timespec="microseconds")


def unseal(record: Record) -> Fact:
    """
    Return the fact that a record holds.

    Raises:
        Erased: the record's payload is gone.
        StoreError: the payload is damaged, or has another notice than the record is found by.
    """
    if record.payload is None:
        raise Erased(Fault(Code.ERASED))
    opened = _opened(record.payload)
    if opened is None:
        raise StoreError(Fault(Code.DAMAGED, "store"))
    content, by, notice = opened
    if (notice and key_of_notice(notice)) != record.notice_key:
        raise StoreError(Fault(Code.DAMAGED, "store"))
    return Fact(
        entry_id=record.entry_id,
        number=record.number,
        place=record.place,
        content=content,
        recorded_at=record.recorded_at,
        recorded_by=by,
        notice=notice,
        digest=record.digest,
    )


def unsealed(records: Sequence[Record]) -> tuple[Fact, ...]:
    """
    Return the facts of an entry's records, which must form a chain.

    Raises:
        Erased: the payloads are gone.
        StoreError: a record was altered, inserted, moved or dropped.
    """
    if any(broken(records)):
        raise StoreError(Fault(Code.DAMAGED, "store"))
    return tuple(map(unseal, records))


def _opened(payload: bytes) -> tuple[Content, str | None, str | None] | None:
    """
    Return a payload's parts, or None; no error, since one would quote the data.
    """
    try:
        data = loads(payload)
        content, by, notice = data["content"], data["by"], data.get("notice")
        act: Content = from_plain(Content, {"act": content["act"], **content})  # the act is required
        return act, by, None if notice is None else str(notice)
    except (LookupError, RecursionError, TypeError, ValueError):
        return None


def broken(records: Iterable[Record]) -> Iterator[int]:
    """
    Yield the numbers of an entry's records that do not fit the chain.
    """
    previous, last = NO_DIGEST, ""
    for expected, record in enumerate(records, 1):
        moment = _text(record.recorded_at)
        sealed = record.digest == _digest(previous, _LASTING(record))
        if not (sealed and _is_whole(record) and record.number == expected and last <= moment):
            yield record.number
        previous, last = record.digest, moment


def _is_whole(record: Record) -> bool:
    if record.payload is None or record.salt is None:
        return record.payload is record.salt
    return sha256(record.salt + record.payload).digest() == record.commitment
