"""
Service conditions and recipient categories as people list them.

A cell may list labels of any language, codes, or the Order's own numbers. They may stand in lines, in
bullets or with separators, in any case, with look-alike letters and case endings. Every word of the
cell must belong to a known wording. A cell with another word is refused, for the word may negate the
rest. A wording other than the label is accepted, and listed as a repair.

Kazakh adds endings of plural, possession and case to a word, and endings that negate it: «стационарсыз»
is without a ward, «босатылмаған» is not released. So only endings that keep the meaning are known. The
forms of short words are listed, for many other words begin with the same letters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from types import MappingProxyType
from typing import Any, Final, Generic, Self

from kz_social_registry.base.codelist import AnyWord, in_order
from kz_social_registry.base.columns import Column
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.text import fold, texts_beside
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.form.cells.notes import Notes, certain, refuse

#: Wordings that occur besides the labels; they are folded before they are compared.
#: Brackets hold alternatives. The fillers have no meaning of their own in such a list.
_TEXTS: Final = texts_beside(__name__)

# Inflection -----------------------------------------------------------------------------------------

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


# Lists ----------------------------------------------------------------------------------------------

_FILLERS: Final = frozenset(stem for word in _TEXTS["fillers"] for stem in stems(fold(word)))

_BULLET: Final = re.compile(r"(?:^|(?<=[\n;]))\s*(?:\d{1,2}[.)](?!\d)|[-–—•●*·▪])\s*")
#: The bullets of a list on one line, which begins with the first.
_NUMBERED: Final = re.compile(r"\A\s*1[.)]\s*(?=[^\W\d])")
_INLINE: Final = re.compile(r"(?:^|\s)\d{1,2}[.)]\s*(?=[^\W\d])")
_NUMBERS: Final = re.compile(r"\s*\d{1,2}(?:[\s,;.]+\d{1,2})*[\s.]*", re.ASCII)


#: A wording, or its beginning, as a sequence of folded words.
_Wording = tuple[str, ...]


class WordReader(Generic[AnyWord]):
    """
    Reads a list of words of one kind from a cell.
    """

    def __init__(
        self,
        kind: type[AnyWord],
        others: Mapping[str, Sequence[str]],
        answers: Mapping[str, tuple[AnyWord, ...]] = MappingProxyType({}),
    ) -> None:
        self.kind = kind
        self._others = others
        own = [(word, text) for word in kind for text in (word.value, *word.labels.values())]
        more = [(word, text) for word in kind for one in others[word] for text in _spelt(one)]
        #: The labels and codes as files mostly have them.
        self._written = {text: word for word, text in own}
        #: The words of each wording, which is a sequence of words of the text.
        self._words: dict[_Wording, tuple[AnyWord, ...]] = {}
        #: The wordings that are labels or codes.
        self._own = {tuple(fold(text).split()) for _, text in own}
        #: The words that may follow the beginning of a wording, by their stems.
        self._next: dict[tuple[_Wording, str], set[str]] = {}
        for word, text in chain(own, more):
            self._learn(text, (word,))
        for text, words in answers.items():
            self._learn(text, words)

    def also(self, answers: Mapping[str, tuple[AnyWord, ...]]) -> Self:
        """
        Return a reader that knows more wordings, each with its words.
        """
        return type(self)(self.kind, self._others, answers)

    def _learn(self, text: str, words: tuple[AnyWord, ...]) -> None:
        wording = tuple(fold(text).split())
        if wording and self._words.setdefault(wording, words) is words:
            for length, token in enumerate(wording):
                for stem in stems(token):
                    self._next.setdefault((wording[:length], stem), set()).add(token)

    def __call__(self, text: str, notes: Notes) -> tuple[AnyWord, ...]:
        """
        Return the words that a cell lists, in the Order's sequence.

        Raises:
            InvalidValue: the cell has a word of no known wording.
        """
        listed = {one.strip() for one in text.split(";")}
        if listed <= self._written.keys():
            return in_order({self._written[one] for one in listed})
        return self._numbered(text) if _NUMBERS.fullmatch(text) else self._worded(text, notes)

    def _numbered(self, text: str) -> tuple[AnyWord, ...]:
        """
        Read the Order's own numbers: 1 to 4 of the conditions, 1 to 9 of the categories.
        """
        members = list(self.kind)
        numbers = {int(number) for number in re.findall(r"\d+", text)}
        if not numbers <= set(range(1, len(members) + 1)):
            refuse(Problem.UNKNOWN_WORDING, (f"1 … {len(members)}",))
        return tuple(members[number - 1] for number in sorted(numbers))

    def _worded(self, text: str, notes: Notes) -> tuple[AnyWord, ...]:
        bullet = _INLINE if _NUMBERED.match(text) else _BULLET
        words = fold(_BULLET.sub(" ", bullet.sub(" ", text))).split()
        unread = self._unread(words)
        found, start, own = set[AnyWord](), 0, True
        while not unread[0][0] and start < len(words):
            # The next wording may need a word that would also fit this one: «бездомные, лица с
            # инвалидностью …».
            fitting = [one for one in self._wordings(words, start) if not unread[start + len(one)][0]]
            wording = max(fitting, key=lambda one: (len(one), one in self._own, one), default=())
            end = start + (len(wording) or 1)  # without a wording, the word is a filler
            own = own and wording in self._own and tuple(words[start:end]) == wording
            found.update(self._words.get(wording, ()))
            start = end
        if not found:
            unknown = list(filter(None, map(_without_fillers, _unknown(words, unread)))) or [text]
            written = (_as_written(one, text) for one in unknown)
            code = Problem.UNKNOWN_WORDING
            raise InvalidValue(*(Fault(code, value=one, allowed=self.kind) for one in written))
        if not own:
            notes.add(Repair.WORDING, in_order(found))
        return in_order(found)

    def _unread(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """
        Return for each index the fewest words from there that are in no known wording.

        The next index goes with them; it is negative after an unknown word or a filler.
        """
        best = [(0, 0)]
        for start in reversed(range(len(words))):
            ends = [start + len(one) for one in self._wordings(words, start)]
            known = [(best[len(words) - end][0], end) for end in ends]
            is_filler = not _FILLERS.isdisjoint(stems(words[start]))
            best.append(min([*known, (best[-1][0] + (not is_filler), -start - 1)]))
        return best[::-1]

    def _wordings(
        self, words: Sequence[str], start: int, beginning: _Wording = ()
    ) -> Iterator[_Wording]:
        """
        Yield the wordings with which the words from `start` begin, in any inflection.
        """
        if beginning in self._words:
            yield beginning
        place = start + len(beginning)
        if place < len(words):
            following = (self._next.get((beginning, stem), ()) for stem in stems(words[place]))
            for token in set().union(*following):
                yield from self._wordings(words, start, (*beginning, token))


def _unknown(words: Sequence[str], unread: Sequence[tuple[int, int]]) -> Iterator[list[str]]:
    """
    Yield the items that are not known.
    """
    item: list[str] = []
    start = 0
    while start < len(words):
        end = unread[start][1]
        if end < 0:
            item.append(words[start])
        elif item:
            yield item
            item = []
        start = abs(end)
    yield item


def _without_fillers(words: Sequence[str]) -> str:
    places = [place for place, word in enumerate(words) if _FILLERS.isdisjoint(stems(word))]
    return " ".join(words[places[0] : places[-1] + 1]) if places else ""


def _as_written(item: str, text: str) -> str:
    """
    Return the part of a cell of which the folded words are an item.
    """
    places = [found.span() for found in re.finditer(r"\w+", text)]
    longest = 1 + len(item.split())
    for place, (start, _) in enumerate(places):
        for _, end in places[place : place + longest]:
            if fold(text[start:end]) == item:
                return text[start:end]
    return item


def _spelt(text: str) -> Iterator[str]:
    """
    Yield a wording with each of its alternatives.
    """
    return map("".join, product(*(part.split("|") for part in re.split(r"[\[\]]", text))))


#: The readers of the two columns of listed words.
WORD_READERS: Final[Mapping[Column, WordReader[Any]]] = {
    Column.CONDITIONS: WordReader(ServiceCondition, _TEXTS["conditions"]),
    Column.CATEGORIES: WordReader(RecipientCategory, _TEXTS["categories"]),
}
read_conditions: Final = certain(WORD_READERS[Column.CONDITIONS])
read_categories: Final = certain(WORD_READERS[Column.CATEGORIES])
