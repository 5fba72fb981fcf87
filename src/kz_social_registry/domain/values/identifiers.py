"""
BIN and IIN: the twelve digits by which Kazakhstan knows legal and natural persons.

Length, ASCII digits and control digit are checked. Month, type and attribute are not: numbers with odd
ones are in lawful use, so `warnings` reports them. The fifth digit distinguishes the two kinds. In an
IIN it is 0 to 3, the first digit of a day of birth.
"""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import date
from operator import mul
from typing import ClassVar, Final, Self

from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, WarningCode
from kz_social_registry.base.text import pattern
from kz_social_registry.base.validation import NO_FAULTS, Faults, taking, wrong_type

_LENGTH: Final = 12
_FIRST_WEIGHTS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_NO_SUCH_DIGIT: Final = 10
_ZERO: Final = ord("0")
_MONTHS: Final = frozenset(f"{month:02}" for month in range(1, 13))
#: The century of birth by the seventh digit. Another digit leaves it open.
_CENTURIES: Final = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
#: What people write between the digits.
_SEPARATORS: Final = pattern(r"[\s-]+")
_TENS_OF_DAYS: Final = frozenset("0123")


def control_digit(eleven: str) -> int | None:
    """
    Return the control digit for the first eleven ASCII digits, or None if no such number exists.

    >>> control_digit("94014000038")
    5
    """
    return _control(eleven.encode())


def _control(codes: bytes) -> int | None:
    # Character codes serve as digits: each row of weights adds up to a multiple of 11, so that the
    # code of "0" in every term changes nothing. There are eleven weights, and `map` ends with them.
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        control: int = sum(map(mul, codes, weights)) % 11
        if control != _NO_SUCH_DIGIT:
            return control
    return None


def _digits(value: object) -> Faults:
    if not isinstance(value, str):
        return wrong_type(value, "text")
    # str.isdigit alone would accept the digits of other scripts.
    if len(value) != _LENGTH or not (value.isascii() and value.isdigit()):
        return (Fault(Code.NOT_TWELVE_DIGITS, value=value),)
    codes = value.encode()
    if _control(codes) != codes[-1] - _ZERO:
        return (Fault(Code.CONTROL_DIGIT, value=value),)
    return NO_FAULTS


class _Number(str):
    """
    A string of twelve checked digits.
    """

    __slots__ = ()
    _of_natural_person: ClassVar[bool]
    _wrong_kind: ClassVar[Code]

    def __new__(cls, digits: str) -> Self:
        if faults := _digits(digits):
            raise InvalidValue(*faults)
        if (digits[4] in _TENS_OF_DAYS) is not cls._of_natural_person:
            raise InvalidValue(Fault(cls._wrong_kind, value=digits))
        return super().__new__(cls, digits)

    @classmethod
    def is_valid(cls, number: str) -> bool:
        """
        Return whether a text is such a number, perhaps with spaces and hyphens.

        >>> Bin.is_valid("9401 4000 0385"), Iin.is_valid("940140000385")
        (True, False)
        """
        try:
            cls(cls.compact(number))
        except InvalidValue:
            return False
        return True

    @staticmethod
    def compact(number: str) -> str:
        return _SEPARATORS().sub("", number) if isinstance(number, str) else number

    @classmethod
    def format(cls, number: str) -> str:  # type: ignore[override]  # as python-stdnum names it
        """
        Return a number as it is written: twelve digits without separators.

        Raises:
            InvalidValue: it is no such number.
        """
        return str(cls(cls.compact(number)))

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """
        The unusual parts of the number; they are no reason to refuse it.
        """
        return tuple(Fault(code, value=str(self)) for code in self._oddities())

    @abstractmethod
    def _oddities(self) -> Iterator[WarningCode]:
        """
        Yield the codes of the warnings.
        """


class Bin(_Number):
    """
    A business identification number: a legal person, a branch or a joint enterprise.

    Raises:
        InvalidValue: not twelve ASCII digits, a wrong control digit, or an IIN.

    >>> Bin("940140000385")
    Bin('940140000385')
    """

    __slots__ = ()
    _of_natural_person = False
    _wrong_kind = Code.IS_AN_IIN

    @property
    def of_joint_enterprise(self) -> bool:
        """
        Whether it names a joint enterprise of sole traders, which is not a legal person.
        """
        return self[4] == "6"

    def _oddities(self) -> Iterator[WarningCode]:
        if self[2:4] not in _MONTHS:
            yield WarningCode.ODD_MONTH
        if self[4] not in "456" or self[5] not in "012":
            yield WarningCode.ODD_ATTRIBUTE

    def __repr__(self) -> str:
        return f"Bin({str(self)!r})"


class Iin(_Number):
    """
    An individual identification number: a natural person, also one who trades alone.

    The number is personal data: `repr` does not show it.

    Raises:
        InvalidValue: not twelve ASCII digits, a wrong control digit, or a BIN.
    """

    __slots__ = ()
    _of_natural_person = True
    _wrong_kind = Code.IS_A_BIN

    @property
    def born_on(self) -> date | None:
        """
        The day of birth in the number; None if there is no such day. It is personal data.

        >>> Iin("791028302728").born_on
        datetime.date(1979, 10, 28)
        """
        century = _CENTURIES.get(self[6], 2000)  # 2000 was a leap year
        try:
            return date(century + int(self[:2]), int(self[2:4]), int(self[4:6]))
        except ValueError:
            return None

    def _oddities(self) -> Iterator[WarningCode]:
        if self.born_on is None:
            yield WarningCode.ODD_MONTH
        if self[6] not in _CENTURIES:
            yield WarningCode.ODD_ATTRIBUTE

    def __repr__(self) -> str:
        return "Iin(…)"


#: The number of a legal or a natural person.
Identifier = Bin | Iin


def identifier(digits: str) -> Identifier:
    """
    Return a BIN or an IIN from its digits.

    Raises:
        InvalidValue: the digits are neither.
    """
    if not isinstance(found := as_identifier(digits), (Bin, Iin)):
        raise InvalidValue(*_digits(digits))
    return found


def as_identifier(digits: Identifier | str) -> Identifier:
    """
    Convert digits to a BIN or an IIN; other values stay as they are, for the check to report.
    """
    if isinstance(digits, (Bin, Iin)) or _digits(digits):
        return digits  # type: ignore[return-value]  # as said
    natural = digits[4] in _TENS_OF_DAYS
    return str.__new__(Iin, digits) if natural else str.__new__(Bin, digits)


#: Check that a value is a `Bin` or an `Iin`.
identified: Final = taking(lambda value: _digits(value) or wrong_type(value, "BIN or IIN"), Bin, Iin)
