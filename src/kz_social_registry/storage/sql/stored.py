"""
Entries as a store wrote them: guarded by a digest, and read without checking every value again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from hashlib import blake2b
from json import loads
from types import UnionType
from typing import Any, Final, get_args, get_origin
from uuid import UUID

from attrs import fields, has

from kz_social_registry.base.codelist import Word
from kz_social_registry.base.columns import Column
from kz_social_registry.domain.entry import RegistryEntry, absent, unchecked
from kz_social_registry.domain.values.identifiers import Identifier, identifier
from kz_social_registry.domain.values.parts import Consent, Contract, Licence
from kz_social_registry.domain.values.terms import end_of

Read = Callable[[Any], Any]

_COLUMNS: Final = tuple(Column)


def digest_of(data: bytes) -> bytes:
    """
    Return the short digest that is stored with data, and finds that they were altered.
    """
    return blake2b(data, digest_size=8).digest()


def read_entry(data: bytes, digest: bytes) -> RegistryEntry:
    """
    Return the entry that a store wrote as canonical plain data.

    Raises:
        ValueError: the data are not those that the digest was made of.
        LookupError: an attribute is not one of this version's.
    """
    if digest_of(data) != digest:
        raise ValueError
    plain = loads(data)
    contacts = {name: plain.pop(name) for name in ("phones", "emails") if name in plain}
    entry: RegistryEntry = _ENTRY({**plain, "contacts": contacts})  # which stand flat in plain data
    return entry


def _record(kind: type[Any]) -> Read:
    nothing, readers = absent(kind), {a.name: _reader(a.type) for a in fields(kind) if a.init}
    start = {Licence: "issued_on", Contract: "signed_on"}.get(kind)

    def read(plain: dict[str, Any]) -> object:
        values = {name: readers[name](value) for name, value in plain.items()}
        if start:
            values["valid_until"] = end_of(values["term"], values[start])
        elif kind is Consent and "counts_from" not in plain:
            values["counts_from"] = values["given_on"]
        return unchecked(kind, nothing, values)

    return read


def _reader(annotation: Any) -> Read:  # noqa: ANN401  # any annotation
    if annotation in _READERS:
        return _READERS[annotation]
    if get_origin(annotation) is UnionType:  # what is absent is left out of plain data
        return _reader(get_args(annotation)[0])
    if get_origin(annotation) is frozenset:
        return partial(_words, get_args(annotation)[0])
    if has(annotation):
        return _record(annotation)
    word: type[Word] = annotation  # by its code
    return word


def _same(value: object) -> object:
    return value


def _words(kind: Callable[[str], object], codes: list[str]) -> frozenset[object]:
    return frozenset(map(kind, codes))


_READERS: Final[Mapping[Any, Read]] = {
    str: _same,
    int: _same,
    bool: _same,
    UUID: UUID,
    date: date.fromisoformat,
    Identifier: identifier,
    tuple[str, ...]: tuple,
    tuple[UUID, ...]: lambda ids: tuple(map(UUID, ids)),
    frozenset[Column]: lambda numbers: frozenset(_COLUMNS[number - 1] for number in numbers),
}
_ENTRY: Final = _record(RegistryEntry)
