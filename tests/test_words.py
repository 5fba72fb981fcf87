"""
Words of closed lists.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.law import ITEM, Language
from kz_social_registry.words import Word, in_order


class Shade(Word):
    """
    A list of three words, in an order that is not that of their codes.
    """

    WHITE = "white", ITEM[1], "ақ", "белый", "white"
    BLACK = "black", None, "қара", "черный", "black"
    GREY = "grey", None, "сұр", "серый", "grey"


def test_word_is_its_code() -> None:
    """
    A word is a string, and that string is its code.
    """
    assert (Shade.WHITE, Shade.WHITE.value, str(Shade.WHITE), f"{Shade.WHITE}") == ("white",) * 4


def test_rank_counts_from_zero() -> None:
    """
    Words are ranked in the sequence of their list.
    """
    assert [word.rank for word in Shade] == [0, 1, 2]


def test_clause() -> None:
    """
    A word names the clause that it comes from, or none.
    """
    assert [word.clause for word in Shade] == [ITEM[1], None, None]


@pytest.mark.parametrize(("language", "label"), [("kk", "қара"), ("ru", "черный"), ("en", "black")])
def test_label(language: Language, label: str) -> None:
    """
    A word has a label in each language.
    """
    assert Shade.BLACK.label(language) == label


@pytest.mark.parametrize("code", ["BLACK", "", " black", "чёрный", None, 1, [], {}, b"black"])
def test_of_what_is_no_code(code: object) -> None:
    """
    There is no word for anything but an exact code.
    """
    assert Shade.of(code) is None


@pytest.mark.parametrize("word", Shade)
def test_of_code_and_of_word(word: Shade) -> None:
    """
    A word is found by its code and by itself.
    """
    assert Shade.of(word.value) is Shade.of(word) is word


def test_set_of_codes_and_words() -> None:
    """
    A set is made of codes and of words, and a stranger among them stays as it is.
    """
    assert Shade.set_of(["black", Shade.BLACK, "чёрный", 5]) == {Shade.BLACK, "чёрный", 5}


def test_of_in_an_empty_list() -> None:
    """
    The base of all lists has no words.
    """
    assert Word.of("black") is None


@given(st.frozensets(st.sampled_from(Shade)))
def test_in_order_is_the_sequence_of_the_list(words: frozenset[Shade]) -> None:
    """
    However words come, they leave in the sequence of their list.
    """
    assert in_order(words) == tuple(word for word in Shade if word in words)
