"""
Checks and converters of values.

A check takes any value and returns its faults, usually none. A converter turns a value into its final
type, and never raises. A record lists the check of each attribute and runs them when it is made.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, ClassVar, Final, Never, NoReturn, TypeVar
from unicodedata import category

from kz_social_registry.base import Value
from kz_social_registry.base.assumptions import Basis
from kz_social_registry.base.codelist import AnyWord, Word
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import EARLIEST_DAY, LATEST_DAY
from kz_social_registry.base.text import pattern, tidy
from kz_social_registry.base.vocabulary import offered

Faults = tuple[Fault, ...]
Check = Callable[[Any], Faults]
AnyValue = TypeVar("AnyValue")

#: Assumption "plausible sizes": no organisation has more places; a longer number is a telephone in the
#: wrong column.
MOST_PLACES: Final = 1_000_000
#: In characters; no name, address or basis of a real register is nearly as long.
LONGEST_TEXT: Final = 4000

NO_FAULTS: Final[Faults] = ()

_PLAUSIBLE_DAYS: Final = (f"{EARLIEST_DAY} … {LATEST_DAY}",)
#: Controls, bidirectional overrides, lone surrogates and noncharacters: they mislead a reader, or no
#: form can hold them.
_CONTROL: Final = pattern(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: A visible letter or digit that nearly every text contains, so that it is found quickly.
_LETTER: Final = re.compile("[0-9A-Za-zА-я]")
#: Invisible characters other than format characters (category Cf): the grapheme joiner, Hangul fillers,
#: variation selectors, tags, the blank Braille pattern and the null notehead.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)


def not_served(kind: type) -> TypeError:
    """
    Return the error of a program that serves a value of a private class.
    """
    message = (
        f"{kind.__name__} may hold personal data and is not served by accident: "
        "call to_plain(value) on purpose, or serve rows of Registry.public()"
    )
    return TypeError(message)


class Private(Value):
    """
    A record that may hold what is not public: pydantic refuses it, and says what to do.
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> NoReturn:
        raise not_served(cls)


class Checked(Private):
    """
    A record that checks itself when it is made: first each value, then the rules between values.

    Its classes have slots: encoders that take any object apart (`dict`, `vars`) do not find its values.
    """

    __slots__ = ()

    #: The check of each attribute.
    CHECKS: ClassVar[Mapping[str, Check]]
    #: How to read the values; the last of them is the class itself.
    _values: ClassVar["attrgetter[tuple[object, ...]]"]

    def __init_subclass__(cls) -> None:
        # Of one name alone the getter would return no tuple, so the class goes with them.
        cls._values = attrgetter(*cls.CHECKS, "__class__")

    def __attrs_post_init__(self) -> None:
        values, faults = self._values(self), NO_FAULTS
        for place, path, check in _needed(type(self), tuple(map(type, values))):  # type: ignore[arg-type]  # a class is hashable
            if found := check(values[place]):
                faults += tuple(fault.under(path) for fault in found)
        if faults := faults or tuple(self._rule_faults()):
            raise InvalidValue(*faults)

    def __iter__(self) -> Never:
        raise not_served(type(self))

    def _rule_faults(self) -> Iterable[Fault]:
        """
        Check the rules between values, and set what they imply; called only if each value is right.
        """
        return NO_FAULTS


@lru_cache(maxsize=512)  # values of a class differ little in which are absent
def _needed(kind: type[Checked], types: tuple[type, ...]) -> tuple[tuple[int, str, Check], ...]:
    """
    Return the checks that values of these types need, each with its position and path.
    """
    checks = enumerate(kind.CHECKS.items())
    needed = [(position, path, taking(check)) for position, (path, check) in checks]
    return tuple([(i, path, c.of_others) for i, path, c in needed if types[i] not in c.kinds])


def assemble(kind: Callable[..., AnyValue], values: Mapping[str, Any], known: Faults) -> AnyValue:
    """
    Construct a record and merge the faults already found.

    The constructor is called even with known faults, so that it reports the other ones.

    Raises:
        InvalidValue: with all faults.
    """
    try:
        record = kind(**values)
    except InvalidValue as error:
        roots = {_root(fault) for fault in known}
        new = (fault for fault in error.faults if _root(fault) not in roots)
        raise InvalidValue(*known, *new) from None
    if known:
        raise InvalidValue(*known)
    return record


def _root(fault: Fault) -> str:
    return re.split(r"[.\[]", fault.path)[0]


def checked(value: AnyValue, check: Check, path: str) -> AnyValue:
    """
    Return a value that passes its check.

    Raises:
        InvalidValue: with the faults of the value, at the path.
    """
    if faults := check(value):
        raise InvalidValue(*(fault.under(path) for fault in faults))
    return value


def wrong_type(value: object, expected: str) -> Faults:
    """
    Return the fault of a value that is not of the expected type.
    """
    return (Fault(Code.WRONG_TYPE, value=value, allowed=(expected,)),)


class _Taking:
    def __init__(self, kinds: frozenset[type], of_others: Check) -> None:
        self.kinds = kinds
        self.of_others = of_others

    def __call__(self, value: object) -> Faults:
        return NO_FAULTS if type(value) in self.kinds else self.of_others(value)


def taking(check: Check, *kinds: type) -> _Taking:
    """
    Return the check, which takes every value of some types: a record does not call it for them.
    """
    if isinstance(check, _Taking):
        return _Taking(check.kinds.union(kinds), check.of_others)
    return _Taking(frozenset(kinds), check)


def optional(check: Check) -> Check:
    """
    Return the check of a value that may be absent.
    """
    return taking(check, NoneType)


def instance(kind: type, expected: str | None = None) -> Check:
    """
    Return the check of a value that must be an instance of the kind.
    """
    name = expected or kind.__name__
    return taking(lambda value: NO_FAULTS if isinstance(value, kind) else wrong_type(value, name), kind)


def text(value: object) -> Faults:
    """
    Check a tidied text: not empty, not too long, visible, and without hidden characters.
    """
    if not isinstance(value, str):
        return wrong_type(value, "text")
    if not value:
        return (Fault(Code.EMPTY, value=value),)
    if len(value) > LONGEST_TEXT:
        return (Fault(Code.TOO_LONG, value=value, allowed=(str(LONGEST_TEXT),)),)
    printable = value.isprintable()
    if not printable and _CONTROL().search(value):
        return (Fault(Code.CONTROL_CHARACTER, value=value),)
    if not (_LETTER.search(value) or any(map(_shows, value))):
        return (Fault(Code.EMPTY, value=value),)
    if not value.isascii() and (
        _UNSEEN.search(value) or (not printable and "Cf" in map(category, value))
    ):
        return (Fault(Code.CONTROL_CHARACTER, value=value),)
    return NO_FAULTS


def _shows(character: str) -> bool:
    return category(character)[0] in "LNPS" and not _UNSEEN.match(character)


def day(value: object) -> Faults:
    """
    Require a plausible `date`; reject a `datetime`.
    """
    if type(value) is not date and (not isinstance(value, date) or isinstance(value, datetime)):
        return wrong_type(value, "date")
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        return (Fault(Code.IMPLAUSIBLE_DAY, value=value, allowed=_PLAUSIBLE_DAYS),)
    return NO_FAULTS


def moment(value: object) -> Faults:
    """
    Require a `datetime` with a time zone.
    """
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return NO_FAULTS
    return (Fault(Code.NOT_A_MOMENT, value=value),)


def up_to(most: int) -> Check:
    """
    Return the check of a whole number of at least 1 and at most `most`.
    """

    def check(value: object) -> Faults:
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong_type(value, "whole number")
        if 1 <= value <= most:
            return NO_FAULTS
        return (Fault(Code.OUT_OF_RANGE, value=value, allowed=(f"1 … {most}",)),)

    return check


#: Check a capacity, or another count of at least 1.
count: Final = up_to(MOST_PLACES)


def word(kind: type[Word]) -> Check:
    """
    Return the check of a word of the list.
    """
    return taking(
        lambda value: NO_FAULTS if isinstance(value, kind) else unknown_code(value, kind), kind
    )


def words(kind: type[Word]) -> Check:
    """
    Return the check of words of the list that `words_of` converted; there must be one at least.
    """

    def check(values: object) -> Faults:
        if not isinstance(values, set):
            return wrong_type(values, "list of codes")
        if not values:
            return (Fault(Code.EMPTY, value=values),)
        unknown = [value for value in values if not isinstance(value, kind)]
        return tuple([fault for value in unknown for fault in unknown_code(value, kind)])

    return taking(check, frozenset)


def unknown_code(value: object, kind: type[Word]) -> Faults:
    """
    Return the fault of an unknown code, with the codes that can be chosen.
    """
    return (Fault(Code.UNKNOWN_CODE, value=value, allowed=offered(kind)),)


def days_in_order(
    first: str, start: date | None, second: str, end: date | None, clause: Basis | None = None
) -> Faults:
    """
    Check that the first of two named days is not after the second; None passes.

    The fault cites the clause that requires this order, if there is one.
    """
    if start is None or end is None or start <= end:
        return NO_FAULTS
    return (Fault(Code.DAY_ORDER, first, value=start, allowed=(first, second), clause=clause),)


# Converters return a value that they cannot convert as it is, for the check to report.


class Refused:
    """
    A text that its converter refused, for the check to report.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def tidied(value: str) -> str:
    """
    Tidy a text.
    """
    return tidy(value) if isinstance(value, str) else value


def words_of(kind: type[AnyWord], codes: Iterable[AnyWord | str]) -> frozenset[AnyWord]:
    """
    Convert words or their codes to a set of words; one that is empty or has others is not frozen.
    """
    if not isinstance(codes, (list, tuple, set, frozenset)):
        return codes  # type: ignore[return-value]  # a code alone, say
    try:
        return _known_words(kind, codes if isinstance(codes, frozenset) else tuple(codes))
    except KeyError:  # an unknown code, which stays in the set, or none
        words: dict[Any, Any] = kind._value2member_map_
        return {words.get(code, code) for code in codes}  # type: ignore[return-value]  # for the check to report
    except TypeError:  # a list among the codes, say
        return codes  # type: ignore[return-value]  # as above


@lru_cache(maxsize=512)  # a register has few different sets
def _known_words(kind: type[AnyWord], codes: Collection[AnyWord | str]) -> frozenset[AnyWord]:
    if not codes:
        raise KeyError
    words: dict[Any, Any] = kind._value2member_map_
    return frozenset([words[code] for code in codes])


def word_of(kind: type[AnyWord], code: AnyWord | str) -> AnyWord:
    """
    Convert a code to its word.
    """
    return kind.of(code) or code  # type: ignore[return-value]  # for a check to report
