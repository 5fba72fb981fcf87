"""
What a feed has on one line, or a caller hands over instead, as plain data; nothing of it is judged yet.
"""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from math import isfinite
from typing import Any, Final
from uuid import UUID

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.serialization.scalars import shown_name

#: Bytes; no notice comes near it.
LONGEST_LINE: Final = 1_000_000

Raw = str | bytes | Mapping[str, Any]


def parsed(raw: Raw) -> Any:  # noqa: ANN401  # plain data
    """
    Return plain data of a line of JSON, or of a caller's object.

    Raises:
        InvalidValue: it is no JSON, or nothing that JSON could hold.
    """
    if isinstance(raw, (str, bytes)) and len(raw) > LONGEST_LINE:
        raise InvalidValue(Fault(Code.TOO_LONG, allowed=(str(LONGEST_LINE),)))
    try:
        if not isinstance(raw, (str, bytes)):
            return _handed_over(raw)
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        plain = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except InvalidValue:
        raise
    except (ValueError, RecursionError):
        raise InvalidValue(Fault(Code.NOT_JSON)) from None
    if isinstance(plain, str):  # inside a rejects file it would pass for a line that is no JSON
        raise InvalidValue(*validation.wrong_type(plain, "object"))
    return plain


#: What a caller's object should have had, where JSON cannot hold what it has; else any of the last row.
_INSTEAD: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (date, ("text",)),
    (bytes, ("text",)),
    (UUID, ("text",)),
    (AbstractSet, ("list",)),
    (float, ("whole number",)),
    (object, ("text", "whole number", "list", "object")),
)


def _odd(data: object) -> Iterator[Fault]:
    """
    Yield a fault for whatever in a caller's object JSON cannot hold.
    """
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from (fault.under(shown_name(key)) for fault in _odd(value))
    elif isinstance(data, (list, tuple)):
        for index, value in enumerate(data):
            yield from (fault.under(f"[{index}]") for fault in _odd(value))
    elif not (data is None or isinstance(data, (str, int)) or _is_finite(data)):
        allowed = next(words for kind, words in _INSTEAD if isinstance(data, kind))
        yield Fault(Code.WRONG_TYPE, value=data, allowed=allowed)


def _is_finite(data: object) -> bool:
    return isinstance(data, float) and isfinite(data)


def _handed_over(raw: object) -> Any:  # noqa: ANN401  # plain data
    """
    Return a caller's object as plain data; what is no mapping is no notice, and stays as it is.
    """
    if not isinstance(raw, Mapping):
        return raw
    if faults := [*_odd(raw)]:
        raise InvalidValue(*faults)
    return _plain(raw)


def _plain(data: object) -> Any:  # noqa: ANN401  # plain data
    """
    Return what a caller handed over as JSON would have it, whatever kind of mapping it is.
    """
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    return [*map(_plain, data)] if isinstance(data, (list, tuple)) else data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidValue(Fault(Code.DUPLICATE))
    return found


def _no_constant(_: str) -> None:
    """
    Refuse NaN and infinities, which are no JSON.
    """
    raise ValueError
