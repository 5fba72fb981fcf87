"""
Values ⇄ plain data ⇄ canonical JSON.

Plain data consist of the types of JSON: texts, whole numbers, true and false, lists and objects. Codes
stand for words, ISO 8601 for days and moments, column numbers for columns. Absent values are left out.
The names are those of notices and of the form's columns, so contact details stand flat.

`from_plain` reports every fault with its path. It leaves to the constructors whatever they check.
"""

import json
from functools import cache
from hashlib import sha256
from types import ModuleType, UnionType
from typing import Final, TypeVar

from kz_social_registry.serialization.scalars import Plain

Value = TypeVar("Value")

#: Plain data never hold themselves: the depth of what others send is checked.
_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


@cache
def _converter() -> ModuleType:
    # It needs cattrs and all kinds of values; a program that only asks standings needs neither.
    from kz_social_registry.serialization import converter  # noqa: PLC0415  # as the comment says

    return converter


def to_plain(value: object) -> Plain:
    """
    Return any value of the library as plain data.

    >>> from kz_social_registry.domain.values.terms import Term
    >>> to_plain(Term(years=3))
    {'years': 3}
    """
    return _converter().CONVERTER.unstructure(value)


def from_plain(kind: type[Value] | UnionType, data: Plain) -> Value:
    """
    Return the value of that kind that plain data describe.

    Raises:
        InvalidValue: with every fault and its path.

    >>> from kz_social_registry.domain.values.terms import Term
    >>> from_plain(Term, {"years": 3}).label("en")
    '3 years'
    """
    value: Value = _converter().hook_of(kind)(data, kind)
    return value


def canonical(data: Plain) -> bytes:
    """
    Return plain data as JSON bytes: one value, one text, in every process.
    """
    return _CANONICAL.encode(data).encode()


def fingerprint(value: object) -> str:
    """
    Return SHA-256 of a value's canonical JSON, in hexadecimal digits.
    """
    return sha256(canonical(to_plain(value))).hexdigest()
