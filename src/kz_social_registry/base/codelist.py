"""
Closed lists of words, each with a stable code and labels in three languages.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Final, Self, TypeVar

from kz_social_registry.base.assumptions import Basis
from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.text import texts_beside


class Labelled:
    """
    A value that prints its label: in Kazakh, or in the language that is its format.

    >>> from kz_social_registry.domain.values.terms import Term
    >>> f"{Term(years=3)}, {Term(years=3):ru}"
    '3 жыл, 3 года'
    """

    __slots__ = ()

    @abstractmethod
    def label(self, language: Language) -> str:
        """
        Return the label in Kazakh, Russian or English.
        """

    def __str__(self) -> str:
        return self.label("kk")

    def __format__(self, form: str) -> str:
        if form in LANGUAGES:
            return self.label(form)
        return format(str(self), form)


class Word(StrEnum):
    """
    A word of a closed list: a stable code, the clause it comes from, and its labels.

    A list is a subclass; each member is the row `code, clause`. The labels are in a JSON file with the
    module's name, in the same folder. Called with a code alone, the list returns the member, or raises
    `ValueError`.
    """

    # Type checkers would take the whole row for the value.
    _value_: str
    #: The clause that the word comes from, or an assumption; None where it needs no source.
    clause: Basis | None
    #: Its position in the list, from 0; where the Order gives a sequence, the list keeps it.
    rank: int

    # Every row has a clause. The default lets type checkers accept a call with a code alone.
    def __new__(cls, code: str, clause: Basis | None = None) -> Self:
        """
        Create the member from its row in the class body.
        """
        word = str.__new__(cls, code)
        word._value_ = code
        word.clause = clause
        word.rank = len(cls.__members__)
        return word

    @property
    def labels(self) -> Mapping[str, str]:
        """
        The word in each language.
        """
        found: Mapping[str, str] = texts_beside(self.__module__)[type(self).__name__][self.value]
        return found

    @classmethod
    def of(cls, code: object) -> Self | None:
        """
        Return the word with that code, or None.

        >>> from kz_social_registry.base.vocabulary import Status
        >>> Status.of("active"), Status.of("expired")
        (<Status.ACTIVE: 'active'>, None)
        """
        found = cls._value2member_map_.get(code) if isinstance(code, str) else None
        return found if isinstance(found, cls) else None

    def label(self, language: Language) -> str:
        """
        Return the word's label in Kazakh, Russian or English.

        >>> from kz_social_registry.base.vocabulary import ServiceCondition
        >>> ServiceCondition.AT_HOME.label("ru")
        'на дому'
        """
        return self.labels[language]


class FaultCode(Word):
    """
    A code of a fault; its label is the message. The package `fault_codes` has the lists.
    """


AnyWord = TypeVar("AnyWord", bound=Word)

_RANK: Final = attrgetter("rank")


def in_order(words: Iterable[AnyWord]) -> tuple[AnyWord, ...]:
    """
    Return the words in the sequence of their list, which is the same in every process.
    """
    return tuple(sorted(words, key=_RANK))
