"""
Words of closed lists.
"""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_social_registry
from kz_social_registry.base import fault_codes
from kz_social_registry.base.codelist import Word, in_order
from kz_social_registry.base.law import ITEM, LANGUAGES, Language
from kz_social_registry.base.vocabulary import ServiceCondition

SOURCE: Final = Path(kz_social_registry.__file__).parent


class Shade(Word):
    """
    A list of three words, in an order that is not that of their codes.
    """

    WHITE = "white", ITEM[1]
    BLACK = "black", None
    GREY = "grey", None


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


@pytest.mark.parametrize(("language", "label"), [("kk", "үйде"), ("ru", "на дому"), ("en", "at home")])
def test_label(language: Language, label: str) -> None:
    """
    A word has a label in each language.
    """
    assert ServiceCondition.AT_HOME.label(language) == label


@pytest.mark.parametrize("code", ["BLACK", "", " black", "чёрный", None, 1, [], {}, b"black"])
def test_of_an_unknown_code(code: object) -> None:
    """
    Only an exact code has a word.
    """
    assert Shade.of(code) is None


@pytest.mark.parametrize("word", Shade)
def test_of_code_and_of_word(word: Shade) -> None:
    """
    A word is found by its code and by itself.
    """
    assert Shade.of(word.value) is Shade.of(word) is word


def test_a_list_is_called_with_a_code() -> None:
    """
    A list called with a code returns its word, and raises `ValueError` for an unknown one.
    """
    assert Shade("black") is Shade.BLACK
    with pytest.raises(ValueError, match="чёрный"):
        Shade("чёрный")


def test_of_in_an_empty_list() -> None:
    """
    The base of all lists has no words.
    """
    assert Word.of("black") is None


@given(st.frozensets(st.sampled_from(Shade)))
def test_in_order_is_the_sequence_of_the_list(words: frozenset[Shade]) -> None:
    """
    Words are returned in the sequence of their list.
    """
    assert in_order(words) == tuple(word for word in Shade if word in words)


def test_a_code_is_in_one_list_only() -> None:
    """
    Every list of fault codes is registered, and no code is in two lists.
    """
    found = set()
    for path in SOURCE.rglob("*.py"):
        for name in re.findall(
            r"^class (\w+)\(FaultCode\)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            parts = path.relative_to(SOURCE.parent).with_suffix("").parts
            found.add(getattr(import_module(".".join(parts)), name))
    codes = [code for one in found for code in one]
    assert found == set(fault_codes.lists())
    assert [fault_codes.find(code.value) for code in codes] == codes


@pytest.mark.parametrize(
    "path", sorted(SOURCE.glob("base/fault_codes/*.json")), ids=lambda path: path.stem
)
def test_each_list_has_its_sentences_in_the_file_of_its_module(path: Path) -> None:
    """
    The file of a module has its lists, and each list's codes in their sequence in three languages.
    """
    sentences = json.loads(path.read_text(encoding="utf-8"))
    lists = [one for one in fault_codes.lists() if one.__module__.endswith(f".{path.stem}")]
    assert {name: list(rows) for name, rows in sentences.items()} == {
        one.__name__: [word.value for word in one] for one in lists
    }
    texts = [labels for rows in sentences.values() for labels in rows.values()]
    assert [labels for labels in texts if tuple(labels) != LANGUAGES or not all(labels.values())] == []


@pytest.mark.parametrize("code", ["at_home", "BLACK", "", None, 5, []])
def test_an_unknown_fault_code(code: object) -> None:
    """
    No list of fault codes has such a code.
    """
    assert fault_codes.find(code) is None
