"""
Identifiers, whole numbers and texts as people write them and spreadsheets change them.
"""

import re
from typing import Final

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code, Problem, Repair
from kz_social_registry.base.text import tidy
from kz_social_registry.domain.values.identifiers import Identifier, identifier
from kz_social_registry.domain.values.public_text import public_text, usual
from kz_social_registry.form.cells.days import items_of
from kz_social_registry.form.cells.notes import Notes, certain, refuse
from kz_social_registry.form.safety import absence_of_value, damage_of, unmarked

_LENGTH: Final = 12
#: A spreadsheet drops leading zeros. Years 2000 to 2009 begin with 00, and most months with another.
_MOST_ZEROS: Final = 3
_LABEL: Final = re.compile(
    r"(?:№|\(?(?:б[ис]н|жсн|иин|bin|iin)(?:\s*/\s*(?:б[ис]н|жсн|иин|bin|iin))?\)?)[\s:.№-]*",
    re.IGNORECASE,
)
#: Signs around a number that do not change it.
_AROUND: Final = " \"'«»“”„,;."
_SCIENTIFIC: Final = re.compile(r"(\d)(?:[.,](\d+))?[eе]\+?(\d{1,2})", re.ASCII | re.IGNORECASE)
_POINT_ZERO: Final = re.compile(r"([^.]*)\.0+|([^.,]*),0+")
_SEPARATED: Final = re.compile(r"\d[\d\s-]*\d", re.ASCII)


@certain
def read_identifier(text: str, notes: Notes) -> Identifier:
    """
    Return the BIN or IIN in a cell; undo a spreadsheet's changes if the control digit proves them.

    Raises:
        InvalidValue: the cell is not an identifier, or digits are lost.

    >>> read_identifier("340003857.0", Notes())
    Bin('000340003857')
    """
    text = tidy(text)
    digits = _LABEL.sub("", text).strip(_AROUND)
    if digits != text:
        notes.add(Repair.LABEL_DROPPED)
    digits = _unwound(digits, notes)
    if _SEPARATED.fullmatch(digits) and not digits.isdecimal():
        if len(re.findall(r"\d{12}", digits)) > 1:
            refuse(Problem.SEVERAL_NUMBERS)
        digits = re.sub(r"[\s-]", "", digits)
        notes.add(Repair.SEPARATORS_REMOVED)
    if not (digits.isascii() and digits.isdecimal()):
        raise InvalidValue(Fault(Code.NOT_TWELVE_DIGITS))
    if _LENGTH - _MOST_ZEROS <= len(digits) < _LENGTH:
        return _padded(digits, notes)
    return identifier(digits)


def _unwound(digits: str, notes: Notes) -> str:
    """
    Undo `.0` and scientific notation, unless the notation has lost digits.
    """
    if shape := _SCIENTIFIC.fullmatch(digits):
        whole, fraction, exponent = shape[1], shape[2] or "", int(shape[3])
        # The notation drops final zeros, and rounds other digits that do not fit.
        if exponent >= _LENGTH or len(fraction) < exponent - 1 or fraction[exponent:].strip("0"):
            refuse(Problem.DIGITS_LOST)
        notes.add(Repair.NUMBER_UNWOUND)
        return whole + fraction[:exponent].ljust(exponent, "0")
    if shape := _POINT_ZERO.fullmatch(digits):
        notes.add(Repair.NUMBER_UNWOUND)
        return shape[1] or shape[2] or ""
    return digits


def _padded(digits: str, notes: Notes) -> Identifier:
    try:
        found = identifier(digits.zfill(_LENGTH))
    except InvalidValue:
        raise InvalidValue(Fault(Code.NOT_TWELVE_DIGITS)) from None
    if found.warnings:
        raise InvalidValue(Fault(Code.NOT_TWELVE_DIGITS))
    notes.add(Repair.ZEROS_RESTORED)
    return found


def usual_identifier(text: str) -> Identifier | None:
    """
    Return the BIN or IIN if the cell has twelve ASCII digits and nothing else, as most have.
    """
    try:
        return identifier(text) if len(text) == _LENGTH else None
    except InvalidValue:
        return None


_COUNT: Final = re.compile(
    r"(?:на )?(?P<number>\d{1,3}(?: \d{3})+|\d+)(?:[.,](?P<zeros>0+))?"
    r"(?: ?\((?P<words>[^\W\d][^()\d]*)\))?"
    r"\s*(?P<unit>(?:мест\w*|орын\w*|кой(?:ко|ка|ки)\W*мест\w*|койк\w*|коек|к[/.-]\s?м(?:ест\w*)?"
    r"|төсек(?:\W*орын\w*)?|т[/.-]\s?о(?:рын\w*)?|чел\w*|человек\w*|адам\w*|кісі\w*|детей|бала\w*|ед\w*"
    r"|(?:услуго)?получател\w*(?: услуг)?|қызмет алушы\w*|places?|beds?|persons?|people)"
    r"(?: арналған)?)?[.;,]?",
    re.IGNORECASE,
)


@certain
def read_count(text: str, notes: Notes) -> int:
    """
    Return the number of places in a cell.

    Raises:
        InvalidValue: the cell has no whole number, or several.

    >>> read_count("1 200 орын", Notes())
    1200
    """
    found = _COUNT.fullmatch(tidy(text))
    if not found or not found["number"].replace(" ", "").isascii():
        one = len(re.findall(r"\d+(?:[.,]\d+)?", text)) < 2  # noqa: PLR2004  # fewer than two
        refuse(Problem.NOT_A_NUMBER if one else Problem.SEVERAL_NUMBERS)
    if found["zeros"]:
        notes.add(Repair.NUMBER_UNWOUND)
    if " " in found["number"]:
        notes.add(Repair.SEPARATORS_REMOVED)
    if found["unit"]:
        notes.add(Repair.UNIT_DROPPED)
    number = int(found["number"].replace(" ", "")[:_LENGTH])
    if found["words"] and items_of(found["words"]) != [number]:  # «40 (сорок)»
        refuse(Problem.NOT_A_NUMBER)
    if faults := validation.count(number):
        raise InvalidValue(*faults)
    return number


#: Letters and signs that reading never changes, and that are no part of damage.
_USUAL: Final = usual("A-Za-zА-яЁёӘәҒғІіҚқҢңӨөҰұҮүҺһ", '«»№.,/" –-')


def usual_text(text: str) -> str | None:
    """
    Return the text if it is one that reading would neither change nor refuse, as most are.
    """
    return text if _USUAL.fullmatch(text) and "  " not in text and not absence_of_value(text) else None


def read_text(text: str, notes: Notes) -> str:
    """
    Return a name, an address or a basis, tidied.

    Raises:
        InvalidValue: the text is damaged, or holds personal data of another column.
    """
    tidied = tidy(text)
    literal = unmarked(tidied)
    if literal is not None:
        notes.add(Repair.APOSTROPHE)
    elif problem := damage_of(tidied):
        refuse(problem)
    found = tidied if literal is None else literal
    if faults := public_text(found):
        raise InvalidValue(*faults)
    return found
