"""
Text in Kazakh and Russian: labels, tidying, folding for search, Kazakh alphabetical order.

`tidy` prepares text for storage and changes nothing that a reader would see. `fold` prepares text for
comparison: it ignores case, and makes similar letters of two alphabets equal. `kazakh_key` prepares
text for sorting by code point, so Python, SQLite and PostgreSQL give the same order.
"""

import json
import re
from codecs import charmap_decode
from collections.abc import Callable
from functools import cache
from itertools import takewhile
from pkgutil import get_data
from typing import Any, Final
from unicodedata import category, is_normalized, normalize

_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@cache
def texts_beside(module: str) -> dict[str, Any]:
    """
    Return the labels or wordings from the JSON file in a module's folder that has the module's name.
    """
    package, _, name = module.rpartition(".")
    # importlib.resources would import tempfile and zipfile, which takes longer than all else here.
    found: dict[str, Any] = json.loads(get_data(package, f"{name}.json") or "{}")
    return found


def pattern(text: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """
    Return a function that returns the pattern, which few texts need: its first call compiles it.
    """
    return cache(lambda: re.compile(text, flags))


#: White space, invisible characters, and marks of direction, which word processors insert.
_SPACES: Final = pattern(r"[\s\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c]+")


def tidy(text: str) -> str:
    r"""
    Return the text in NFC, with one space for each run of white space and none at the ends.

    >>> tidy("  Қамқорлық\n\N{NO-BREAK SPACE}орталығы ")
    'Қамқорлық орталығы'
    """
    if text.isprintable() and "  " not in text and is_normalized("NFC", text):
        return text.strip(" ")
    # Normalised last, since an invisible mark between a letter and its accent may have been removed.
    return normalize("NFC", _SPACES().sub(_one_space, text)).strip(" ")


def _one_space(run: re.Match[str]) -> str:
    """
    Return one space for white space, and nothing for a run of invisible marks alone.
    """
    return " " if any(character.isspace() for character in run.group()) else ""


#: Each letter that search replaces, with the plain Cyrillic letter that replaces it. They are Latin
#: letters that look Cyrillic in one case, and Kazakh letters that a Russian keyboard lacks. `fold`
#: applies the table after NFKC and case folding; the published page applies it in JavaScript. Stores
#: keep folded text, so a change here needs a new version of their schemas.
FOLDED: Final = dict(zip("abcehiıkmoptxyəɵëәғқңөұүһіё", "авсениикмортхуаоеагкноуухие", strict=True))
_FOLDED: Final = str.maketrans(FOLDED)
_SIGNS: Final = pattern(r"[\W_]+")

#: KZ-1048, the Kazakh standard of one byte a character. It has the letters of Kazakh, Russian and
#: English, and the signs of nearly all texts; their bytes are looked up much faster than characters.
_STANDARD: Final = "kz1048"
#: Decoding stops at it with an error.
_NO_CHARACTER: Final = "\ufffe"


def _each_character(change: Callable[[str], str]) -> Callable[[str], str]:
    """
    Return a function that changes each character of a text on its own.

    It raises a `UnicodeError` for a character that the standard lacks, or that becomes several.
    """

    @cache
    def tables() -> tuple[bytes, Any]:  # type checkers disagree on a text as a table
        changed = [change(bytes([code]).decode(_STANDARD, "ignore")) for code in range(256)]
        removed = bytes(code for code, text in enumerate(changed) if not text)
        return removed, "".join(text if len(text) == 1 else _NO_CHARACTER for text in changed)

    def all_changed(text: str) -> str:
        removed, table = tables()
        return charmap_decode(text.encode(_STANDARD).translate(None, removed), "strict", table)[0]

    return all_changed


def fold(text: str) -> str:
    """
    Return the letters and digits of the text, with one form for all variants, in words.

    A sign ends a word, also where compatibility would make letters of it, as of «№». Invisible marks,
    and accents that no composed letter takes up, neither join words nor split them.

    >>> fold("«ҚАМҚОРЛЫҚ» орталығы") == fold('"Камкорлык" орталыгы')
    True
    """
    try:
        return " ".join(_folded_one_by_one(text).split())
    except UnicodeError:
        return _folded(text)


def _folded(text: str) -> str:
    plain = _SIGNS().sub(_word_end, normalize("NFC", text))
    folded = normalize("NFKC", normalize("NFKC", plain).casefold()).translate(_FOLDED)
    return _SIGNS().sub(_one_sign, folded).strip()


#: A sign between two letters is the space between two words.
_folded_one_by_one: Final = _each_character(lambda character: _folded(f"а{character}а")[1:-1])


def _word_end(run: re.Match[str]) -> str:
    """
    Return one space for signs and white space, after the accents of the letter before them.
    """
    accents = "".join(takewhile(_is_mark, run.group()))
    return accents if accents == run.group() else f"{accents} "


def _one_sign(run: re.Match[str]) -> str:
    """
    Return one space for signs and white space, and nothing for a run of marks alone.
    """
    return "" if all(map(_is_mark, run.group())) else " "


def _is_mark(character: str) -> bool:
    return category(character) in {"Mn", "Mc", "Me", "Cf"}


class _SortKeys(dict[int, str]):
    """
    A table from code points to sort keys: spaces, digits, Kazakh letters, then all other letters.
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
    try:
        return _keys_one_by_one(text).strip()
    except UnicodeError:
        return _keys(text).strip()


def _keys(text: str) -> str:
    return normalize("NFC", text.casefold()).translate(_SORT_KEYS)


_keys_one_by_one: Final = _each_character(_keys)
