"""
Cells with words of closed lists that no column of the form has: grounds, kinds, columns of a consent.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final, Literal

from kz_social_registry.base.codelist import AnyWord
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.fault_codes import Problem
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import fold
from kz_social_registry.base.vocabulary import offered
from kz_social_registry.form.cells.notes import Notes, refuse

#: The text for a consent to all columns; a consent without a list must say so.
ALL: Final[Mapping[Language, str]] = {"kk": "барлығы", "ru": "все", "en": "all"}
EVERY: Final = ALL["en"]
_ALL_WORDS: Final = frozenset(map(fold, ALL.values()))
_YES: Final = frozenset(map(fold, ("иә", "бар", "берілген", "да", "есть", "дано", "yes", "given")))
_NO: Final = frozenset(map(fold, ("жоқ", "берілмеген", "нет", "не дано", "no", "not given")))
_SEPARATORS: Final = re.compile(r"\s*[,;\n]\s*")
#: A column's number, or two of them; the Order has no more than two digits.
_RANGE: Final = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)  # as people write it


def separated(text: str) -> list[str]:
    """
    Return the items of a list.
    """
    return _SEPARATORS.split(text)


def read_word(kind: type[AnyWord], text: str, _: Notes) -> AnyWord:
    """
    Return a word of a list by its code, or by its label in any language.
    """
    named = fold(text)
    for one in offered(kind):
        if text == one.value or named in map(fold, one.labels.values()):
            return one
    return refuse(Problem.UNKNOWN_WORDING, offered(kind))


def read_columns(text: str, _: Notes) -> tuple[Column | str, ...]:
    """
    Return the columns of a list such as `2, 4-9` or `name; address`, or the word for all.
    """
    return tuple(chain.from_iterable(map(_columns, separated(text))))


def _columns(text: str) -> Iterator[Column | str]:
    if shape := _RANGE.fullmatch(text):
        first, last = int(shape[1]), int(shape[2] or shape[1])
        found = [NUMBERED.get(number) for number in range(first, last + 1)]
    else:
        found = [Column.of(text)]
    if not found or None in found:
        if fold(text) not in _ALL_WORDS:
            refuse(Problem.UNKNOWN_WORDING, Column)
        found = []
    yield from filter(None, found) if found else (EVERY,)


def read_consent(text: str, notes: Notes) -> tuple[Column | str, ...] | Literal[False]:
    """
    Return the columns of a consent; yes is a consent to all of them, no is False.
    """
    named = fold(text)
    if named in _NO:
        return False
    return (EVERY,) if named in _YES else read_columns(text, notes)
