"""
Plain English in docstrings, comments and documents.

A test reads every text of the project and names each offender by its file and line.
"""

import re
from collections.abc import Iterable
from typing import Final

from support.prose import Passage, comments, docstrings, documents, sentences, words

LONGEST_SENTENCE: Final = 30

#: Words that the project wrote in a mannered way, and never needs.
REFUSED: Final = re.compile(
    r"\b(behind|beside|lends?|lending|lent|told|taken\s+back|is\s+none|what\s+stands)\b",
    re.IGNORECASE,
)

#: The only texts that may hold such a word: the file, the text around it, and the reason.
ALLOWED: Final = (
    ("docs/faults.md", "", "the page has nothing but messages"),
    ("docs/how-to-import.md", "day and month cannot be told apart", "a message of the command"),
    ("docs/rules.md", "there is none, or it was annulled already", "a message of a fault"),
    ("tests/project/test_plain_english.py", "", "this file names the words"),
)


def _offenders(found: Iterable[str]) -> str:
    return "\n".join(found)


def _allowed(passage: Passage, match: re.Match[str]) -> bool:
    around = passage.text[max(0, match.start() - 80) : match.end() + 80]
    return any(passage.path == file and text in around for file, text, _ in ALLOWED)


def test_sentences_end_at_their_stop() -> None:
    """
    Clauses of the law do not end a sentence; items of a list and doctests stand apart.
    """
    text = "Rules, para. 7. The rest\nfollows (e.g. here):\n\n- one item\n- two\n\n>>> 1 + 1\n"
    found = [sentence for _, sentence in sentences(Passage("a.py", 1, text))]
    assert found == ["Rules, para. 7.", "The rest\nfollows (e.g. here):", "- one item", "- two"]
    assert [words(sentence) for sentence in found] == [3, 5, 2, 1]


def test_words() -> None:
    """
    No docstring, comment or document holds a refused word.
    """
    offenders = _offenders(
        f"{passage.place(match.start())}: {match[0]}"
        for passage in (*docstrings(), *comments(), *documents())
        for match in REFUSED.finditer(passage.text)
        if not _allowed(passage, match)
    )
    assert not offenders, offenders


def test_sentences_are_short() -> None:
    """
    No sentence of a docstring has more than 30 words.
    """
    offenders = _offenders(
        f"{place}: {count} words: {sentence}"
        for passage in docstrings()
        for place, sentence in sentences(passage)
        if (count := words(sentence)) > LONGEST_SENTENCE
    )
    assert not offenders, offenders


def test_docstrings_name_their_subject() -> None:
    """
    No docstring opens with a "What …" clause.
    """
    offenders = _offenders(
        f"{passage.place()}: {passage.text.splitlines()[0]}"
        for passage in docstrings()
        if re.match(r"What\b", passage.text)
    )
    assert not offenders, offenders
