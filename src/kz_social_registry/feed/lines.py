"""
Parse one line of a feed, or check a caller's mapping instead; the content is not validated here.
"""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from math import isfinite
from types import NoneType
from typing import Any, Final
from uuid import UUID

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.serialization.scalars import shown_name

#: The longest line, in bytes; notices are much shorter.
LONGEST_LINE: Final = 1_000_000
#: How deep a line may be nested. A deeper one can be read, but not written as a reject: the limits of
#: `json` differ, and each version of Python has others.
_DEEPEST: Final = 100

Raw = str | bytes | Mapping[str, Any]

#: A number that would be another one, or none, in the rejects file. The line is kept as a text.
_BEYOND: Final = Fault(Code.OUT_OF_RANGE, allowed=("-9007199254740991 … 9007199254740991",))


def parsed(raw: Raw) -> Any:  # noqa: ANN401  # plain data
    """
    Return the plain data of a line of JSON, or of a caller's mapping.

    Raises:
        InvalidValue: the line is not JSON, or has a number that cannot be written again as it was;
            or the mapping holds a value that JSON cannot hold.
    """
    if isinstance(raw, (str, bytes)) and len(raw) > LONGEST_LINE:
        raise InvalidValue(Fault(Code.TOO_LONG, allowed=(str(LONGEST_LINE),)))
    if not isinstance(raw, (str, bytes, Mapping)):  # a caller without a type checker
        return raw
    try:
        if isinstance(raw, Mapping):
            return _copied(raw)
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        plain = json.loads(
            text, object_pairs_hook=_object, parse_float=_exact, parse_constant=_no_constant
        )
        if text.count("[") + text.count("{") > _DEEPEST:
            _check_depth(plain)
    except InvalidValue:
        raise
    except (json.JSONDecodeError, UnicodeError, RecursionError):
        raise InvalidValue(Fault(Code.NOT_JSON)) from None
    except ValueError:  # Python refuses whole numbers of thousands of digits
        raise InvalidValue(_BEYOND) from None
    if isinstance(plain, str):  # in a rejects file a text is a line that was not JSON
        raise InvalidValue(*validation.wrong_type(plain, "object"))
    return plain


#: The types of most values; JSON holds them.
_SIMPLE: Final = frozenset((str, int, bool, NoneType))
#: What JSON can hold instead of a value of each type; the last row is for all other types.
_INSTEAD: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (date, ("text",)),
    (bytes, ("text",)),
    (UUID, ("text",)),
    (AbstractSet, ("list",)),
    (float, ("whole number",)),
    (object, ("text", "whole number", "list", "object")),
)


def _not_json(data: object) -> Iterator[Fault]:
    """
    Yield a fault for each value in a caller's mapping that JSON cannot hold.
    """
    if isinstance(data, Mapping):
        for key, value in data.items():
            if type(value) not in _SIMPLE:
                yield from (fault.under(shown_name(key)) for fault in _not_json(value))
    elif isinstance(data, (list, tuple)):
        for index, value in enumerate(data):
            if type(value) not in _SIMPLE:
                yield from (fault.under(f"[{index}]") for fault in _not_json(value))
    elif not _is_scalar(data):
        allowed = next(words for kind, words in _INSTEAD if isinstance(data, kind))
        yield Fault(Code.WRONG_TYPE, value=data, allowed=allowed)


def _copied(raw: Mapping[str, Any]) -> Any:  # noqa: ANN401  # plain data
    try:
        return _plain(raw)
    except TypeError:  # only then are the faults looked for
        raise InvalidValue(*_not_json(raw)) from None


def _is_scalar(data: object) -> bool:
    return isinstance(data, (str, int, NoneType)) or (isinstance(data, float) and isfinite(data))


def _plain(data: object) -> Any:  # noqa: ANN401  # plain data
    """
    Return a copy of a caller's data, of the types that lines of JSON are parsed to.

    Raises:
        TypeError: JSON cannot hold a value.
    """
    if isinstance(data, (list, tuple)):
        return [one if type(one) in _SIMPLE else _plain(one) for one in data]
    if isinstance(data, (dict, Mapping)):  # a dict is recognised at once
        return {key: one if type(one) in _SIMPLE else _plain(one) for key, one in data.items()}
    if _is_scalar(data):
        return data
    raise TypeError


def _check_depth(plain: object) -> None:
    level: list[Any] = [plain]
    for _ in range(_DEEPEST):
        values = (one.values() if isinstance(one, dict) else one for one in level)
        level = [value for inner in values for value in inner if isinstance(value, (dict, list))]
    if level:
        raise InvalidValue(Fault(Code.NOT_JSON))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidValue(Fault(Code.DUPLICATE))
    return found


def _exact(written: str) -> float:
    """
    Return a number with a fraction or an exponent, if it can be written again as it was.

    RFC 8259, section 6: numbers like 1E400 may "indicate potential interoperability problems".
    """
    number = float(written)
    is_zero = not written.lower().partition("e")[0].strip("-0.")
    if not isfinite(number) or is_zero is bool(number) or Decimal(written) != Decimal(repr(number)):
        raise InvalidValue(_BEYOND)
    return number


def _no_constant(_: str) -> None:
    raise InvalidValue(Fault(Code.NOT_JSON))  # NaN and infinities
