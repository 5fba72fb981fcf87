"""
Inflection: whether two words are forms of one word.

Kazakh adds endings of plural, possession and case to a word, and endings that negate it: «стационарсыз»
is without a ward, «босатылмаған» is not released. So only endings that keep the meaning are known. The
forms of short words are listed, for many other words begin with the same letters.
"""

from functools import lru_cache
from itertools import product
from typing import Final

from kz_social_registry.base.text import fold, texts_beside

_TEXTS: Final = texts_beside(__name__)
#: Endings of plural, possession and case follow each other; each may be absent.
_KAZAKH: Final = product(*(["", *_TEXTS[kind].split()] for kind in ("plural", "possessive", "cases")))
_ENDINGS: Final = frozenset(
    map(fold, (*map("".join, _KAZAKH), *_TEXTS["russian"].split(), *_TEXTS["english"].split()))
)
#: The first of the forms of each short word, and of the words for a person, which are synonyms here.
_FIRST_OF: Final = {
    form: forms[0] for forms in (fold(one).split() for one in _TEXTS["forms"]) for form in forms
}
_SHORT: Final = 4
_SHORTEST_STEM: Final = 3


@lru_cache(maxsize=4096)
def stems(word: str) -> frozenset[str]:
    """
    Return the possible stems of a folded word; two words are forms of one if they share a stem.

    >>> stems("кызметтер") & stems("кызметинин")
    frozenset({'кызмет'})
    >>> stems("уйде") & stems("уйирме")
    frozenset()
    """
    if word in _FIRST_OF or len(word) <= _SHORT:
        return frozenset((f"={_FIRST_OF.get(word, word)}",))  # the word has no endings
    places = range(_SHORTEST_STEM, len(word) + 1)
    return frozenset(word[:place] for place in places if word[place:] in _ENDINGS)
