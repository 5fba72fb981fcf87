"""
Sealed facts: what a store keeps, and why nobody can change it unseen.

A record carries its fact as canonical JSON, the payload, with a random salt. The `commitment` is the
SHA-256 of both: the salt keeps anyone from finding a twelve-digit number by trying them all. The
`digest` is the SHA-256 of the previous digest of the same entry and of everything in the record that
stays when the payload is erased, the commitment among it. So records form a chain: a record that was
altered, inserted, moved or dropped no longer fits.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from json import loads
from os import urandom
from typing import Any, Final
from uuid import UUID

from attrs import field, frozen

from kz_social_registry.base.errors import Erased, Fault, StoreError
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.domain.timeline import Content, Fact
from kz_social_registry.serialization.codec import canonical, from_plain, to_plain

SALT_LENGTH: Final = 16
#: What stands before an entry's first digest.
NO_DIGEST: Final = b""


@frozen(kw_only=True)
class Record:
    """
    A fact as a store keeps it: sealed, and readable without the library.
    """

    entry_id: UUID
    number: int
    place: int
    recorded_at: datetime
    #: The id of the notice that brought the fact, and what its content amounts to, salted.
    notice: str | None = field(default=None, repr=False)
    notice_digest: bytes | None = field(default=None, repr=False)
    #: Canonical JSON of the content and of who recorded it; None once it is erased.
    payload: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)
    commitment: bytes = field(repr=False)
    digest: bytes = field(repr=False)


def seal(fact: Fact, *, previous: bytes, notice: Any = None) -> Record:  # noqa: ANN401  # plain data
    """
    Return the record of a fact that follows the digest `previous`; its own digest is computed.

    `notice` is the notice that brought it, as plain data; only its salted digest is kept.
    """
    salt = urandom(SALT_LENGTH)
    payload = canonical({"by": fact.recorded_by, "content": to_plain(fact.content)})
    commitment = sha256(salt + payload).digest()
    notice_digest = None if notice is None else digest_of_notice(notice, salt)
    return Record(
        entry_id=fact.entry_id,
        number=fact.number,
        place=fact.place,
        recorded_at=fact.recorded_at,
        notice=fact.notice,
        notice_digest=notice_digest,
        payload=payload,
        salt=salt,
        commitment=commitment,
        digest=_digest(previous, fact, notice_digest, commitment),
    )


def digest_of_notice(notice: Any, salt: bytes) -> bytes:  # noqa: ANN401  # plain data
    """
    Return what a notice's content amounts to under a salt.
    """
    return sha256(salt + canonical(notice)).digest()


def _digest(
    previous: bytes, head: Fact | Record, notice_digest: bytes | None, commitment: bytes
) -> bytes:
    stays = {
        "entry": str(head.entry_id),
        "number": head.number,
        "place": head.place,
        "recorded_at": _text(head.recorded_at),
        "notice": head.notice,
        "notice_digest": notice_digest.hex() if notice_digest else None,
        "commitment": commitment.hex(),
    }
    return sha256(previous + canonical(stays)).digest()


def _text(moment: datetime) -> str:
    """
    Return a moment in UTC as text; the texts are in the order of the moments.
    """
    return moment.isoformat(timespec="microseconds")


def unseal(record: Record) -> Fact:
    """
    Return the fact that a record holds.

    Raises:
        Erased: the record's payload is gone.
        StoreError: the payload is damaged.
    """
    if record.payload is None:
        raise Erased(Fault(Code.ERASED))
    opened = _opened(record.payload)
    if opened is None:
        raise StoreError(Fault(Code.DAMAGED, "store"))
    content, by = opened
    return Fact(
        entry_id=record.entry_id,
        number=record.number,
        place=record.place,
        content=content,
        recorded_at=record.recorded_at,
        recorded_by=by,
        notice=record.notice,
        digest=record.digest,
    )


def _opened(payload: bytes) -> tuple[Content, str | None] | None:
    """
    Return a payload's content and who recorded it, or None; no error, since one would quote the data.
    """
    try:
        data = loads(payload)
        content, by = data["content"], data["by"]
        return from_plain(Content, {"act": content["act"], **content}), by  # the act is required
    except (LookupError, RecursionError, TypeError, ValueError):
        return None


def broken(records: Iterable[Record]) -> Iterator[int]:
    """
    Yield the numbers of an entry's records that do not fit the chain.
    """
    previous, last = NO_DIGEST, ""
    for expected, record in enumerate(records, 1):
        moment = _text(record.recorded_at)
        sealed = record.digest == _digest(previous, record, record.notice_digest, record.commitment)
        if not (sealed and _is_whole(record) and record.number == expected and last <= moment):
            yield record.number
        previous, last = record.digest, moment


def _is_whole(record: Record) -> bool:
    """
    Whether payload and salt are what the record is committed to; erasure takes both of them.
    """
    if record.payload is None or record.salt is None:
        return record.payload is record.salt
    return sha256(record.salt + record.payload).digest() == record.commitment
