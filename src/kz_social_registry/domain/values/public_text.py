"""
Texts that may be published: a name, an address, the basis for exclusion.

Such a text is published under the consent to its own column. So it holds no person's IIN, no telephone
and no e-mail address: the consent may not cover these. A BIN is no personal number.
"""

import re
from typing import Final
from unicodedata import digit

from kz_social_registry.base import validation
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.text import pattern, tidy
from kz_social_registry.base.validation import NO_FAULTS, Faults, Refused, taking
from kz_social_registry.domain.values.identifiers import Iin

_EMAIL: Final = pattern(r"\w\s?(?:@|[(\[]\s?(?:[Aa][Tt]|собака)\s?[)\]])\s?[\w-]+(?:[.,]|\s\.\s)\w")
#: Characters between the figures of a telephone.
_BETWEEN: Final = " ().‐-―−/_-"
#: A telephone with its area code after 7, 8 or a bracket, or ten figures in the usual groups, also with
#: a town's code of four or five. A number of twelve digits does not match.
_NATIONAL: Final = pattern(
    rf"(?<!\d)(?:(?:[78][{_BETWEEN}]*|\()(?:[67]\d\d|800)(?:[{_BETWEEN}]*\d){{7}}"
    rf"|[67]\d\d[{_BETWEEN}]*\d{{3}}(?:[{_BETWEEN}]*\d\d){{2}}"
    rf"|7[12]\d\d(?:[{_BETWEEN}]+\d|\d[{_BETWEEN}]+)\d(?:[{_BETWEEN}]?\d\d){{2}})(?!\d)"
)
_SHORTEST_NATIONAL: Final = 10
#: A word after which even a few figures are a telephone. A single letter counts as such a word only
#: with a sign, as in «т.» or «т/ф», for a letter has other meanings. «Факс №» may number a document,
#: «сот» without a dot is a court. Up to two words may say whose telephone it is.
_LABEL: Final = pattern(
    r"(?<!\w)(?:(?P<word>тел|телеф|телефон(?:а|ы|дар|дары)?|тлф|ұялы|моб|мобильный|сот(?=\.)|сотовый|байланыс|контакты?|tel|"
    r"telephone|phone|mobile|whatsapp|ватсап|вотсап|[☎☏✆📞📱]|(?:факс|fax)(?!\W*№))"
    r"|(?P<sign>[тt]\s?/\s?ф|[тфt]\s?[.:]|при[её]мная|қабылдау(?:\sбөлмесі)?"
    r"|(?:тел|телефон|tel|phone)(?:[\s.:-]+[^\W\d_]+){1,2}(?=[\s.:–-]*\Z))"
    r"|[тфt]|факс|fax)(?![\w»\"”])\W*(?:(?:номер|нөмір)\w*\W*)?\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 36
#: The fewest figures of a telephone, more than a house number has; then the fewest after a letter.
_FEWEST_FIGURES: Final = 5
_FEWEST_AFTER_LETTER: Final = 6
#: The first figures of postal indexes; no telephone within a town begins with them.
_FIRST_OF_INDEXES: Final = ("0", "1")
#: A day or a month in figures, which is not a telephone.
_DAY: Final = pattern(r"(?<!\d)(?:\d\d?\.){1,2}(?:19|20)\d\d(?!\d)", re.ASCII)
#: Figures enough for a telephone.
_FIGURES: Final = pattern(rf"[0-9][0-9{_BETWEEN}]{{4,}}(?<=[0-9])")
#: Twelve digits in one run, or in groups with white space, dots or dashes between them.
_TWELVE: Final = pattern(r"[0-9](?<![0-9][0-9])(?=((?:[\s.‐-―−/-]{0,3}[0-9]){11})(?![0-9]))")
_LENGTH: Final = 12
#: Characters that may be digits of other scripts, raised digits, or signs of full width.
_UNUSUAL: Final = pattern(r"[^\x00-\x7e\u0400-\u04ff«»“”„№‐-―−]")
_FULL_WIDTH: Final = dict(zip("＋＠．－（）／", "+@.-()/", strict=True))
#: Usual characters, of which none is hidden, changed by normalisation or a digit of another script; but
#: for digits and signs of an e-mail's address.
_USUAL: Final = r" -'*-/:-?A-Z\\\]-~\u0400-\u04ff«»“”„№‐-―−"
#: A right text with a letter or digit.
_ORDINARY: Final = re.compile(rf"(?=.*[0-9A-Za-zА-я])[0-9@(\[{_USUAL}]{{1,{validation.LONGEST_TEXT}}}")
_MOST_DIGITS: Final = 4
_PARTS: Final = f"{{0,{validation.LONGEST_TEXT // (_MOST_DIGITS + 2)}}}+"


def usual(letters: str, signs: str) -> re.Pattern[str]:
    """
    Return a pattern of texts that are tidy, right and without personal data, as most are.

    Such a text has these letters, these signs and few digits, and may have two spaces in a row. The
    index of an address is no telephone: it comes first, and before a letter.
    """
    rest = f"[{letters}{signs}]{_PARTS}"
    return re.compile(
        rf'(?:[01][0-9]{{5}},? )?["«]?[{letters}]{rest}(?:[0-9]{rest}){{0,{_MOST_DIGITS}}}(?<! )'
    )


#: Its letters are those that stand by themselves: no accent begins a text.
_PLAIN: Final = usual(r"A-Za-z\u0400-\u0481\u048a-\u04ff", _USUAL)
#: An e-mail's sign, or five digits, without which a text has no personal data.
_PERHAPS: Final = re.compile(
    r"[@0-9(\[](?:(?<=@)|(?<=[(\[])\s?(?:[Aa][Tt]|собака)\b|(?:[^0-9A-Za-z\u0400-\u04ff]*+[0-9]){4})"
)


def public_text(value: object) -> Faults:
    """
    Check a tidied text that may be published: a right text, and no personal data of another column.
    """
    if isinstance(value, str) and _ORDINARY.fullmatch(value) and not _PERHAPS.search(value):
        return NO_FAULTS
    if faults := validation.text(value):
        return faults
    found = personal_data_in(str(value))
    return (Fault(found, value=value),) if found else NO_FAULTS


def as_public_text(text: str) -> str:
    """
    Tidy a text that may be published; a wrong one is `Refused`.
    """
    if type(text) is str and _PLAIN.fullmatch(text) and "  " not in text:
        return text
    if not isinstance(text, str):
        return text
    tidied = tidy(text)  # a plain `str`: a text marked as safe HTML, say, is one no longer
    return Refused(tidied) if public_text(tidied) else tidied  # type: ignore[return-value]  # for the check


def _refused(value: object) -> Faults:
    return public_text(value.text if isinstance(value, Refused) else value)


#: Check a text that `as_public_text` converted.
published: Final = taking(_refused, str)


def personal_data_in(text: str) -> Code | None:
    """
    Return the code of the personal data that a text holds, or None.

    >>> personal_data_in("ИП Иванов, тел. 8 (7172) 55-00-14").value
    'telephone_in_text'
    >>> personal_data_in("ТОО «Пример», БИН 940140000385")
    """
    plain = _UNUSUAL().sub(_usual, text)
    if not _PERHAPS.search(plain):  # as most texts
        return None
    if any(_is_iin(found[0] + found[1]) for found in _TWELVE().finditer(plain)):
        return Code.IIN_IN_TEXT
    if any(_is_telephone(plain, *found.span()) for found in _FIGURES().finditer(plain)):
        return Code.TELEPHONE_IN_TEXT
    return Code.EMAIL_IN_TEXT if _EMAIL().search(plain) else None


def _usual(unusual: re.Match[str]) -> str:
    value = digit(unusual[0], None)
    return _FULL_WIDTH.get(unusual[0], unusual[0]) if value is None else str(value)


def _is_iin(written: str) -> bool:
    """
    Whether digits are an IIN. Digits in groups are one only if their day of birth exists.

    Figures of an address that happen to follow each other are no IIN.
    """
    try:
        found = Iin(re.sub("[^0-9]", "", written))
    except InvalidValue:
        return False
    return len(written) == _LENGTH or not found.warnings


def _is_telephone(text: str, start: int, end: int) -> bool:
    """
    Whether figures are a telephone: with an area code, or after a plus sign or a word for one.
    """
    if end - start >= _SHORTEST_NATIONAL and (
        text[max(0, start - 3) : start].rstrip(" (").endswith("+")
        or _NATIONAL().search(text, max(0, start - 1), end)
    ):
        return True
    label = _LABEL().search(text, max(0, start - _LONGEST_LABEL), start)
    if not label:
        return False
    figures = re.sub(r"\D", "", _DAY().sub("", text[start:end]))
    if label["word"]:
        return len(figures) >= _FEWEST_FIGURES
    fewest = _FEWEST_FIGURES if label["sign"] else _FEWEST_AFTER_LETTER
    return len(figures) >= fewest and not figures.startswith(_FIRST_OF_INDEXES)
