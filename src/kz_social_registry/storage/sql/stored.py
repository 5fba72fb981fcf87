"""
Entries as a store writes them: compact, guarded by a digest, and read without checking values again.

An entry is a JSON list of its attributes in their order, and each of its parts a list of its own. The
licence's last day is no member, nor the contract's: they follow from the others.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from hashlib import blake2b
from operator import attrgetter
from types import UnionType
from typing import Any, Final, get_args, get_origin
from uuid import UUID

from attrs import fields, has

from kz_social_registry.base.codelist import Word
from kz_social_registry.domain.entry import RegistryEntry, unchecked
from kz_social_registry.domain.search import bits
from kz_social_registry.domain.values.contacts import Contacts
from kz_social_registry.domain.values.identifiers import Identifier, identifier
from kz_social_registry.domain.values.parts import Consent, Contract, Licence, Succession
from kz_social_registry.domain.values.terms import Term, end_of

Read = Callable[[Any], Any]

_KINDS: Final = (RegistryEntry, Contacts, Licence, Contract, Consent, Succession, Term)


def digest_of(data: bytes) -> bytes:
    """
    Return the short digest that is stored with data, and finds that they were altered.
    """
    return blake2b(data, digest_size=8).digest()


def write_entry(entry: RegistryEntry) -> bytes:
    """
    Return an entry as a store writes it.
    """
    return _encode(entry).encode()


def read_entry(data: bytes, digest: bytes) -> RegistryEntry:
    """
    Return the entry that a store wrote.

    Raises:
        ValueError: the data are not those that the digest was made of, or of another version.
    """
    if digest_of(data) != digest:
        raise ValueError
    plain, _ = _decode(data.decode())
    entry: RegistryEntry = _ENTRY(plain)
    return entry


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in fields(kind) if attribute.init)


#: Functions for the values that JSON lacks; words and identifiers are texts.
_OUT: Final[dict[type, Callable[[Any], object]]] = {
    date: date.isoformat,
    UUID: str,
    frozenset: bits,
    **{kind: attrgetter(*_names(kind)) for kind in _KINDS},
}
_encode: Final = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    check_circular=False,
    default=lambda value: _OUT[type(value)](value),
).encode
_decode: Final = json.JSONDecoder().raw_decode


def _record(kind: type[Any]) -> Read:
    readers = [_reader(attribute.type) for attribute in fields(kind) if attribute.init]
    ends = kind in (Licence, Contract)

    def read(values: list[Any]) -> object:
        pairs = zip(readers, values, strict=True)
        known: list[Any] = [value if value is None else reader(value) for reader, value in pairs]
        if ends:
            start, term = known[:2]
            known.append(end_of(term, start))
        return unchecked(kind, known)

    return read


def _reader(annotation: Any) -> Read:  # noqa: ANN401  # any annotation
    if annotation in _READERS:
        return _READERS[annotation]
    if get_origin(annotation) is UnionType:  # an absent value is null
        return _reader(get_args(annotation)[0])
    if get_origin(annotation) is frozenset:
        return partial(_words, get_args(annotation)[0])
    if annotation in {Term, Consent}:
        return _remembered(_record(annotation))
    if has(annotation):
        return _record(annotation)
    return {word.value: word for word in annotation}.__getitem__


def _remembered(read: Read) -> Read:
    """
    Remember the records of a kind of which many are equal.
    """
    remembered = lru_cache(maxsize=1024, typed=True)(lambda *values: read(values))
    return lambda values: remembered(*values)


def _same(value: object) -> object:
    return value


@lru_cache(maxsize=1024)  # entries have few different sets
def _words(kind: type[Word], set_bits: int) -> frozenset[Word]:
    return frozenset(word for word in kind if set_bits >> word.rank & 1)


_READERS: Final[Mapping[Any, Read]] = {
    str: _same,
    int: _same,
    bool: _same,
    UUID: UUID,
    date: date.fromisoformat,
    Identifier: identifier,
    tuple[str, ...]: tuple,
    tuple[UUID, ...]: lambda ids: tuple(map(UUID, ids)),
}
_ENTRY: Final = _record(RegistryEntry)
