"""
Text as people write it in Kazakhstan: tidying, folding for search, Kazakh alphabetical order.

Three functions with three purposes. `tidy` makes text fit to be kept and changes nothing that a
reader would see. `fold` makes text fit to be compared: case, look-alike letters of two alphabets and
the Kazakh letters that a Russian keyboard lacks fall together. `kazakh_key` makes text fit to be
sorted, and compares the same in Python, SQLite and PostgreSQL, by code point.
"""

import re
from typing import Final
from unicodedata import is_normalized, normalize

#: White space; marks that nobody sees; and marks of direction, which word processors leave behind.
_SPACES: Final = re.compile(r"[\s\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c]+")


def tidy(text: str) -> str:
    r"""
    Return the text in NFC, with runs of white space made one space and none at its ends.

    >>> tidy("  Қамқорлық\n\N{NO-BREAK SPACE}орталығы ")
    'Қамқорлық орталығы'
    """
    if text.isprintable() and "  " not in text and is_normalized("NFC", text):
        return text.strip(" ")
    # Composed last: an invisible mark between a letter and its accent may just have gone.
    return normalize("NFC", _SPACES.sub(_one_space, text)).strip(" ")


def _one_space(run: re.Match[str]) -> str:
    """
    White space becomes one space; a run of nothing but invisible marks joins the word.
    """
    return " " if any(character.isspace() for character in run.group()) else ""


#: Each letter that search replaces, with the plain Cyrillic letter that replaces it. They are Latin
#: letters that look Cyrillic in one case, and Kazakh letters that a Russian keyboard lacks. `fold`
#: applies the table after NFKC and case folding; the published page applies it in JavaScript. Stores
#: keep folded text, so a change here needs a new version of their schemas.
FOLDED: Final = dict(zip("abcehikmoptxyəɵëәғқңөұүһіё", "авсеникмортхуаоеагкноуухие", strict=True))
_FOLDED: Final = str.maketrans(FOLDED)
_SEPARATORS: Final = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """
    Return what of the text matters for finding it: letters and digits, their variants alike.

    >>> fold("«ҚАМҚОРЛЫҚ» орталығы") == fold('"Камкорлык" орталыгы')
    True
    """
    folded = normalize("NFKC", normalize("NFKC", text).casefold()).translate(_FOLDED)
    return _SEPARATORS.sub(" ", folded).strip()


_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


class _SortKeys(dict[int, str]):
    """
    Code point → its part of a sort key: spaces, digits, Kazakh letters, then all other letters.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            return " "
        if not character.isalnum():
            return ""  # quotation marks and dashes do not count in alphabetical order
        return character if character in "0123456789" else f"\u0200{character}"


_SORT_KEYS: Final = _SortKeys({ord(c): chr(0x100 + i) for i, c in enumerate(_ALPHABET)})


def kazakh_key(text: str) -> str:
    """
    Return a string whose order by code point is the Kazakh alphabetical order of the texts.

    >>> sorted(["Өмір", "Омарта", "Ұлан", "Қайрат", "Кең"], key=kazakh_key)
    ['Кең', 'Қайрат', 'Омарта', 'Өмір', 'Ұлан']
    """
    return normalize("NFC", text.casefold()).translate(_SORT_KEYS).strip()
