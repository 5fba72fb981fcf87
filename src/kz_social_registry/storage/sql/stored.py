"""
Entries as a store writes them: compact, guarded by a digest, and read without checking values again.

An entry is a JSON list of its attributes in their order, and each of its parts a list of its own.
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
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.serialization.scalars import day_text, id_text

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


#: Functions for the values that JSON lacks; words and identifiers are texts.
_OUT: Final[dict[type, Callable[[Any], object]]] = {
    date: day_text,
    UUID: id_text,
    frozenset: bits,
    **{kind: attrgetter(*(attribute.name for attribute in fields(kind))) for kind in _KINDS},
}
_encode: Final = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    check_circular=False,
    default=lambda value: _OUT[type(value)](value),
).encode
_decode: Final = json.JSONDecoder().raw_decode


def _record(kind: type[Any]) -> Read:
    readers = [_reader(attribute.type) for attribute in fields(kind)]
    converted = [(place, reader) for place, reader in enumerate(readers) if reader]

    def read(values: list[Any]) -> object:
        if len(values) != len(readers):
            raise ValueError
        for place, reader in converted:
            if (value := values[place]) is not None:
                values[place] = reader(value)
        return unchecked(kind, values)

    return read


def _reader(annotation: Any) -> Read | None:  # noqa: ANN401  # any annotation
    """
    Return the function that makes an attribute's value of its JSON; None if JSON has the value itself.
    """
    if annotation in (str, int, bool):
        return None
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
    remembered = lru_cache(maxsize=1024, typed=True)(lambda *values: read([*values]))
    return lambda values: remembered(*values)


@lru_cache(maxsize=1024)  # entries have few different sets
def _words(kind: type[Word], set_bits: int) -> frozenset[Word]:
    return frozenset(word for word in kind if set_bits >> word.rank & 1)


_READERS: Final[Mapping[Any, Read]] = {
    UUID: UUID,
    date: date.fromisoformat,
    Identifier: identifier,
    tuple[str, ...]: tuple,
    tuple[UUID, ...]: lambda ids: tuple(map(UUID, ids)),
}
_ENTRY: Final = _record(RegistryEntry)
