"""
Telephones and e-mail addresses as people write them in one cell.
"""

import re
from collections.abc import Iterator
from typing import Final

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.text import tidy
from kz_social_registry.domain.values.contacts import email, telephone
from kz_social_registry.form.cells.notes import Notes, certain, refuse

# Telephones -----------------------------------------------------------------------------------------

_SEPARATORS: Final = re.compile(
    r"(?:[;,\n\r]|\\r\\n)+|\s+(?:и|және|and|или|немесе|or)\s+|\s/\s", re.IGNORECASE
)
#: Signs between two numbers that a number may have as well.
_PERHAPS_SEVERAL: Final = re.compile(
    r"(?<=\d)/(?=\d[\d\s()-]{4})|(?<=\d)\s+(?=\+7|8[\s-]*\(|[78]?7\d{9}\b)"
)
#: Words that take a number or an address back: it is wrong, or no longer in use.
_REVOKED: Final = re.compile(
    r"\b(?:не(?!месе)|неверн\w*|недейств\w*|недоступ\w*|стар(?:ый|ая|ое|ые)|бывш\w*|отключ\w*|заблок\w*"
    r"|емес|ескі|бұрынғы|қате|істемейді|өшірілген|old|wrong|former|not|invalid)\b", re.IGNORECASE,
)  # fmt: skip
#: The extension after a number.
_EXTENSION: Final = re.compile(
    r"(?<![\s(,;])[\s(,;]*\b(?:вн(?:утр\w*)?|доб(?:авочн\w*)?|ішкі|ext)[\s.:=]*(\d{1,6})\b\s*\)?",
    re.IGNORECASE,
)
#: Notes in brackets, and labels.
_NOTE: Final = re.compile(r"\([^()\d]*\)")
_LABEL: Final = re.compile(r"[^\W\d_][^\d+(]*")
_FIGURES: Final = re.compile(r"[+(]?\d[\d\s()./‑–-]*", re.ASCII)
#: Dashes of other lengths, and the minus sign.
_USUAL: Final = re.compile(r"\+7 [67]\d{9}", re.ASCII)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‒—―−", "-"))
_LOCAL_LENGTHS: Final = (5, 6, 7)
_NATIONAL_LENGTH: Final = 10
#: The prefix of calls between towns. No number within a town begins with it.
_TRUNK: Final = "8"
#: The beginnings of mobile codes, which belong to no area.
_MOBILE: Final = ("70", "747", "75", "76", "77")


def usual_telephones(text: str) -> tuple[str, ...] | None:
    """
    Return the telephone if the cell has one in the form in which this library writes it, and no more.
    """
    return (f"+7{text[3:]}",) if _USUAL.fullmatch(text) else None


@certain
def read_telephones(text: str, notes: Notes) -> tuple[str, ...]:
    """
    Return the telephones of a cell, in its order; a missing area code is that of the first number.

    Raises:
        InvalidValue: something in the cell is not a telephone.

    >>> read_telephones("8(7122) 31-62-14, 31-62-16", Notes())
    ('+77122316214', '+77122316216')
    """
    found: list[str] = []
    if _REVOKED.search(text):
        refuse(Problem.DOUBTFUL)
    # The register itself writes «;» between two numbers, one of which may have few figures.
    is_list = ";" in text and "," not in text
    for piece in _pieces(text, notes):
        number = _number(piece, found, notes, is_list=is_list)
        if number in found:
            notes.add(Repair.SAME_TWICE)
        else:
            found.append(number)
    if not found:
        telephone("")
    return tuple(found)


def _pieces(text: str, notes: Notes) -> list[str]:
    marked = _EXTENSION.sub(r" ext \1 ", text.translate(_DASHES))
    plain = _NOTE.sub(" ", marked)
    pieces: list[str] = []
    for part in _SEPARATORS.split(plain):
        number, _, extension = part.partition(" ext ")
        bare = _LABEL.sub(" ", number)
        plain += "" if bare == number else "…"
        figures = bare.strip(" .:/-–\t№\"«»“”'")
        if figures:
            *several, last = [figures] if _is_one(figures) else _PERHAPS_SEVERAL.split(figures)
            pieces += several
            pieces.append(last + (f" ext {extension.strip()}" if extension.strip() else ""))
    if plain != marked:
        notes.add(Repair.LABEL_DROPPED)
    return pieces


def _is_one(figures: str) -> bool:
    try:
        telephone(figures)
    except InvalidValue:
        return False
    return True


def _number(piece: str, earlier: list[str], notes: Notes, *, is_list: bool) -> str:
    """
    Return a number as the register keeps it, with the area code of an earlier one if it has none.
    """
    text = tidy(piece)
    if text.startswith("+8"):
        notes.add(Repair.TRUNK_PREFIX)
        text = f"8{text[2:]}"
    try:
        found = telephone(text)
        # After a whole number, a few figures are its other ending or an extension.
        is_whole = found.startswith("+") or is_list
        return found if is_whole or not earlier else refuse(Problem.DOUBTFUL)
    except InvalidValue:
        number, _, extension = text.partition(" ext ")
        local = re.sub(r"\D", "", number)
        if not _FIGURES.fullmatch(number) or len(local) not in _LOCAL_LENGTHS or "+" in number:
            raise
        if local.startswith(_TRUNK):  # a code without a number, or half a number
            raise
    if not earlier or not earlier[0].startswith("+7") or earlier[0].startswith(_MOBILE, 2):
        refuse(Problem.AREA_CODE_MISSING)
    notes.add(Repair.AREA_CODE)
    area = earlier[0][2 : 2 + _NATIONAL_LENGTH - len(local)]
    return telephone(f"+7{area}{local}" + (f" ext {extension}" if extension else ""))


# E-mail addresses -----------------------------------------------------------------------------------

#: A cell that holds one address alone.
_BARE: Final = re.compile(r"[\w.+-]+@[a-z0-9.-]+[a-z]", re.IGNORECASE | re.ASCII)
#: An address in the register's form, as most are.
_USUAL_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+@(?:[a-z0-9]++\.)++[a-z]{2,}"
)
_LONGEST_USUAL: Final = 64
_BETWEEN: Final = re.compile(r"(?:[;,\s]|\\r\\n)+")
#: Signs between two addresses, which an address may have as well.
_PERHAPS_BETWEEN: Final = re.compile(r"[/|]+")
_JOINTS: Final = frozenset(("және", "и", "and", "or", "или"))
_AROUND: Final = _JOINTS | {
    "e-mail", "email", "mail", "почта", "пошта", "эл", "электронная", "электрондық", "адрес",
    "мекенжайы", "мекенжай",
}  # fmt: skip
_LABELLED: Final = re.compile(
    r"(?:mailto|e-?mail|почта|пошта)\s*:\s*|\([^()@?]*\)|\s-\s|(?:https?:|www\.)[^\s,;]*", re.IGNORECASE
)
#: A word that is no part of an address: in Cyrillic letters, without signs.
_WORD: Final = re.compile(r"[\u0400-\u04ff]+(?:[.-][\u0400-\u04ff]*)*")
#: Cyrillic letters that look like Latin ones of the same case.
_LATIN: Final = str.maketrans("асеорхуіАВСЕНІКМОРТХ", "aceopxyiABCEHIKMOPTX")


def usual_emails(text: str) -> tuple[str, ...] | None:
    """
    Return the e-mail address if the cell has one in the register's form, and no more.
    """
    is_usual = len(text) <= _LONGEST_USUAL and _USUAL_ADDRESS.fullmatch(text)
    return (text,) if is_usual else None


def read_emails(text: str, notes: Notes) -> tuple[str, ...]:
    """
    Return the e-mail addresses of a cell, in its order.

    Raises:
        InvalidValue: something in the cell is not an e-mail address.

    >>> read_emails("e-mail: info@example.kz және help@example.kz", Notes())
    ('info@example.kz', 'help@example.kz')
    """
    if _BARE.fullmatch(text):
        return (_address(text, notes),)
    if _REVOKED.search(text):
        refuse(Problem.DOUBTFUL)
    plain = re.sub(r"\s*@\s*", "@", _LABELLED.sub(" ", text))
    labelled = plain != text
    found: list[str] = []
    for word in _addresses(plain):
        bare = word.strip("<>().:\"«»“”'*")
        if not bare or bare.lower() in _AROUND or _WORD.fullmatch(bare):
            labelled = labelled or (bool(bare) and bare.lower() not in _JOINTS)
            continue
        address = _address(bare, notes)
        if address in found:
            notes.add(Repair.SAME_TWICE)
        else:
            found.append(address)
    if labelled:
        notes.add(Repair.LABEL_DROPPED)
    if not found:
        email("")
    return tuple(found)


def _addresses(text: str) -> Iterator[str]:
    for word in _BETWEEN.split(text):
        several = word.count("@") > 1 or not word.strip("/|")
        yield from _PERHAPS_BETWEEN.split(word) if several else (word,)


def _address(word: str, notes: Notes) -> str:
    if word.startswith("?"):  # an address may hold the sign, but this one is a guess
        refuse(Problem.DOUBTFUL)
    try:
        return email(word)
    except InvalidValue:
        latin = word.translate(_LATIN)
        if latin == word or not latin.isascii():
            raise
    address = email(latin)
    notes.add(Repair.LOOK_ALIKE)
    return address
