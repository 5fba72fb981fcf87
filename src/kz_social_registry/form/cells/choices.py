"""
Cells with words of closed lists that no column of the form has: grounds, kinds, columns of a consent.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Final, Literal

from kz_social_registry.base.codelist import AnyWord
from kz_social_registry.base.columns import NUMBERED, Column
from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.law import Language
from kz_social_registry.base.text import fold, texts_beside
from kz_social_registry.base.vocabulary import Region, offered
from kz_social_registry.domain.issue import GivenConsent
from kz_social_registry.domain.values.parts import kato
from kz_social_registry.domain.values.regions import region_of
from kz_social_registry.form.cells.days import read_day
from kz_social_registry.form.cells.notes import Notes, refuse

#: The text for a consent to all columns; a consent without a list must say so.
ALL: Final[Mapping[Language, str]] = {"kk": "барлығы", "ru": "все", "en": "all"}
EVERY: Final = ALL["en"]
#: Wordings that occur besides the labels, by the list and the code.
_OTHERS: Final = texts_beside(__name__)
_ALL_WORDS: Final = frozenset(map(fold, ALL.values()))
_YES: Final = frozenset(map(fold, ("иә", "бар", "берілген", "да", "есть", "дано", "yes", "given")))
_NO: Final = frozenset(map(fold, ("жоқ", "берілмеген", "нет", "не дано", "no", "not given")))
_SEPARATORS: Final = re.compile(r"\s*[,;\n]\s*")
#: A column's number, or two of them; the Order has no more than two digits.
_RANGE: Final = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)  # as people write it
#: The number before a column's name, as messages have it.
_NUMBER: Final = re.compile(r"\A\d{1,2}\.\s*", re.ASCII)
#: A consent, and the day on which it was given: «да, 06.05.2025», «иә (2025-05-06)».
_WITH_DAY: Final = re.compile(
    r"(.+?)[\s,;(]+(?=(?:\w{1,4} )?\d{1,4}(?:[.-]\d\d?[.-]| [^\W\d]{3,} )\d\d)(.+?)\)?"
)
#: The rest of a KATO code after the digits of a region, for the region itself.
_WHOLE_REGION: Final = "0" * 7


def separated(text: str) -> list[str]:
    """
    Return the items of a list.
    """
    return _SEPARATORS.split(text)


def read_word(kind: type[AnyWord], text: str, notes: Notes) -> AnyWord:
    """
    Return a word of a list by its code, by its label in any language, or by another wording.
    """
    words = offered(kind)
    found = word_named(words, text) or refuse(Problem.UNKNOWN_WORDING, words)
    if fold(text) not in map(fold, (found.value, *found.labels.values())):
        notes.add(Repair.WORDING, (found,))
    return found


def word_named(words: tuple[AnyWord, ...], text: str) -> AnyWord | None:
    """
    Return the word that a text names, or None.
    """
    return _wordings(words).get(fold(text))


@cache
def _wordings(words: tuple[AnyWord, ...]) -> dict[str, AnyWord]:
    """
    Return the words by their folded wordings, and by the first words of a label.

    Two first words are enough if no other label begins with them. One is not: «отзыв» may be of a
    licence or of a consent. In Kazakh the last words of a label say the most.
    """
    own: dict[str, AnyWord] = {}
    begun: dict[str, set[AnyWord]] = defaultdict(set)
    for one in words:
        others = _OTHERS.get(type(one).__name__, {}).get(one.value, ())
        own |= {fold(text): one for text in (one.value, *one.labels.values(), *others)}
        for language, label in one.labels.items():
            tokens = fold(label).split() if language != "kk" else []
            for end in range(2, len(tokens)):
                begun[" ".join(tokens[:end])].add(one)
    return {text: one for text, (one, *more) in begun.items() if not more} | own


def read_columns(text: str, notes: Notes) -> tuple[Column | str, ...]:
    """
    Return the columns of a list such as `2, 4-9` or `8. Телефон; address`, or the word for all.
    """
    return tuple(chain.from_iterable(_columns(one, notes) for one in separated(text)))


def _columns(text: str, notes: Notes) -> Iterator[Column | str]:
    if shape := _RANGE.fullmatch(text):
        first, last = int(shape[1]), int(shape[2] or shape[1])
        found = [NUMBERED.get(number) for number in range(first, last + 1)]
        if not found or None in found:
            refuse(Problem.UNKNOWN_WORDING, Column)
        yield from filter(None, found)
    elif fold(text) in _ALL_WORDS:
        yield EVERY
    else:
        yield read_word(Column, _NUMBER.sub("", text), notes)


def read_consent(text: str, notes: Notes) -> GivenConsent | Literal[False]:
    """
    Return a consent to the columns listed, perhaps with its day; yes means all columns, no is False.
    """
    dated = _WITH_DAY.fullmatch(text)
    listed, day = (dated[1], read_day(dated[2], notes)) if dated else (text, None)
    named = fold(listed)
    if named in _NO:
        return False
    columns = (EVERY,) if named in _YES else read_columns(listed, notes)
    return GivenConsent(columns=None if columns == (EVERY,) else columns, given_on=day)


def read_region(text: str, _: Notes) -> str:
    """
    Return a region, or an address code in its place, as a code of the address classifier.
    """
    if not kato(text):
        return text
    words = (word for word in Region if fold(text) in map(fold, (word.value, *word.labels.values())))
    # In a column of regions, the name of a city or the first word of a region needs no other word.
    named = (text, f"г. {text}", f"{text} область")
    found = next(chain(words, filter(None, map(region_of, named))), None)
    return f"{found}{_WHOLE_REGION}" if found else refuse(Problem.UNKNOWN_WORDING, Region)
