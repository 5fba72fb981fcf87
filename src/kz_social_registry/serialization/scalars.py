"""
Single values from plain data: the hooks that turn a text or a number of JSON into a value.

A hook takes the data and the wanted type, and raises `InvalidValue` with the fault.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeVar
from uuid import UUID

from attrs import evolve

from kz_social_registry.base import fault_codes
from kz_social_registry.base.codelist import AnyWord, FaultCode, Word
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import pattern
from kz_social_registry.base.validation import Faults, unknown_code, wrong_type
from kz_social_registry.base.vocabulary import (
    ActKind,
    RecipientCategory,
    ReissueGround,
    ServiceCondition,
    Status,
    SuccessionKind,
    TerminationGround,
)

Plain = Any
Hook = Callable[[Any, Any], Any]
AnyEnum = TypeVar("AnyEnum", bound=StrEnum)

_ALL: Final = "all"
#: A name that a path may show although it is not ours; any other may be a misplaced value.
_NAME: Final = pattern(r"[a-z_]{1,40}", re.ASCII)

#: The texts of a day and of an id, which are remembered: days repeat, and one commit needs the id of
#: its entry four times. Each takes longer to write than to find.
day_text: Final[Callable[[date], str]] = lru_cache(maxsize=4096)(date.isoformat)
id_text: Final[Callable[[UUID], str]] = lru_cache(maxsize=256)(str)


def exactly(kind: type, expected: str) -> Hook:
    """
    Return a hook that takes plain data of exactly one type: `true` is not a number.
    """

    def structure(data: Plain, _: object) -> Plain:
        if type(data) is not kind:
            raise InvalidValue(*wrong_type(data, expected))
        return data

    return structure


def number_in(data: Plain, _: object) -> float:
    """
    Return a number, whole or not.
    """
    if type(data) not in (int, float):
        raise InvalidValue(*wrong_type(data, "number"))
    return float(data)


def each(read: Hook, parts: Iterable[tuple[str, Plain, Any]]) -> list[Any]:
    """
    Return the value of every part, which is a path, its data and the wanted type.

    Raises:
        InvalidValue: with the faults of all parts.
    """
    values: list[Any] = []
    faults: list[Fault] = []
    for path, data, wanted in parts:
        try:
            values.append(read(data, wanted))
        except InvalidValue as error:
            faults += error.under(path).faults
    if faults:
        raise InvalidValue(*faults)
    return values


def parsed_by(parse: Callable[[Any], object], refused: Callable[[Plain], Faults]) -> Hook:
    """
    Return a hook that calls a parser; `refused` returns the fault of data that it cannot parse.
    """

    def structure(data: Plain, _: object) -> object:
        try:
            return parse(data)
        except (AttributeError, OverflowError, TypeError, ValueError):
            pass
        raise InvalidValue(*refused(data))  # without the parser's error, which may quote the data

    return structure


@lru_cache(maxsize=4096)  # days repeat, and twenty years have 7,305
def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # 20250412 or 2025-W15-6
        raise ValueError
    return day


def remembered(read: Hook, size: int) -> Hook:
    """
    Return a hook that remembers the values of objects without inner ones, as many as `size`.
    """

    @lru_cache(maxsize=size, typed=True)  # true is not 1
    def known(kind: object, names: tuple[str, ...], *values: Plain) -> object:
        return read(dict(zip(names, values, strict=True)), kind)

    def structure(data: Plain, kind: object) -> object:
        try:
            return known(kind, tuple(data), *data.values())
        except (AttributeError, TypeError):  # no object, or a list in it
            return read(data, kind)

    return structure


def _day_or_text(text: str) -> date | str:
    try:
        return _day(text)
    except ValueError:
        return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


#: A day in ISO 8601.
day_in: Final = parsed_by(_day, lambda data: (Fault(Code.NOT_A_DAY, value=data),))
#: A day in ISO 8601, or another text.
day_or_text_in: Final = parsed_by(_day_or_text, lambda data: (Fault(Code.NOT_A_DAY, value=data),))
#: A moment in ISO 8601, as a moment in UTC.
moment_in: Final = parsed_by(_moment, lambda data: (Fault(Code.NOT_A_MOMENT, value=data),))
#: An entry's id.
uuid_in: Final = parsed_by(UUID, lambda data: wrong_type(data, "UUID"))
#: Bytes in hexadecimal digits.
bytes_in: Final = parsed_by(bytes.fromhex, lambda data: wrong_type(data, "hexadecimal digits"))


def word_in(data: Plain, kind: type[AnyWord]) -> AnyWord:
    """
    Return the word of a list with that code; of `Word` itself, the code of a fault.
    """
    fault = issubclass(FaultCode, kind)
    word = fault_codes.find(data) if fault else kind.of(data)
    if word is None:
        raise InvalidValue(*unknown_code(data, FaultCode if fault else kind))
    return word  # type: ignore[return-value]  # a fault's code is a word


def shown_name(key: object) -> str:
    """
    Return the name of a field for a path, or "?": a name that is not a code may be personal data.
    """
    return key if isinstance(key, str) and _NAME().fullmatch(key) else "?"


def fields_of(data: Plain) -> Mapping[str, Plain]:
    """
    Return the fields of an object of JSON.
    """
    if not isinstance(data, (dict, Mapping)):  # a dict is recognised at once
        raise InvalidValue(*wrong_type(data, "object"))
    return data


def word_at(name: str, data: Plain, kind: type[AnyWord]) -> AnyWord:
    """
    Return the word whose code an object has in a field.
    """
    (word,) = each(word_in, [(name, fields_of(data).get(name), kind)])
    return word  # type: ignore[no-any-return]  # `each` returns what `word_in` does


def enum_in(data: Plain, kind: type[AnyEnum]) -> AnyEnum:
    """
    Return the member of a list without labels that has that code.
    """
    for member in kind:
        if member == data:
            return member
    raise InvalidValue(Fault(Code.UNKNOWN_CODE, value=data, allowed=kind))


def columns_in(data: Plain, _: object) -> Plain:
    """
    Return the columns with those numbers; None stands for all of them.
    """
    if data == _ALL:  # in words, not in a list: a natural person's consent must have the list
        return None
    if not isinstance(data, list):
        raise InvalidValue(*wrong_type(data, f'"{_ALL}" or list of column numbers'))
    try:
        return _numbered(*data)
    except (KeyError, TypeError):
        strangers = [i for i, n in enumerate(data) if type(n) is not int or n not in NUMBERED]
        allowed = (f"{min(NUMBERED)} … {max(NUMBERED)}",)
        faults = [Fault(Code.UNKNOWN_CODE, f"[{i}]", value=data[i], allowed=allowed) for i in strangers]
    raise InvalidValue(*faults)


@lru_cache(maxsize=512, typed=True)  # few different choices of columns are made; true is not 1
def _numbered(*numbers: int) -> frozenset[Column]:
    if {*map(type, numbers)} - {int}:
        raise TypeError
    return frozenset([NUMBERED[number] for number in numbers])


#: The lists that faults name words of.
_ACCEPTED: Final[tuple[type[Word], ...]] = (
    ActKind, Status, ServiceCondition, RecipientCategory, TerminationGround, ReissueGround,
    SuccessionKind, Column,
)  # fmt: skip


def worded(read: Hook) -> Hook:
    """
    Return a hook whose faults have words for the accepted codes, so that they name them by labels.
    """

    def structure(data: Plain, kind: object) -> Fault:
        fault: Fault = read(data, kind)
        found = ([*filter(None, map(listed.of, fault.allowed))] for listed in _ACCEPTED)
        words = next((words for words in found if len(words) == len(fault.allowed)), fault.allowed)
        return evolve(fault, allowed=words)

    return structure
