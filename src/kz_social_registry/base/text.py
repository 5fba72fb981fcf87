"""
Text in Kazakh and Russian: labels, tidying, folding for search, Kazakh alphabetical order.

`tidy` prepares text for storage and changes nothing that a reader would see. `fold` prepares text for
comparison: it ignores case, and makes similar letters of two alphabets equal. `kazakh_key` prepares
text for sorting by code point, so Python, SQLite and PostgreSQL give the same order.
"""

import json
import re
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
#: Text without marks, of letters that normalisation leaves alone, and signs that end words.
_ORDINARY: Final = re.compile("[ -~А-яЁёӘәҒғІіҚқҢңӨөҰұҮүҺһ«»–—№]*")
_ENDS: Final = dict.fromkeys(map(ord, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«»–—№"), " ")
#: Every small letter of such text is in the table: a letter that `translate` has to miss takes longer.
_KEPT: Final = {code: code for code in map(ord, f"0123456789abcdefghijklmnopqrstuvwxyz{_ALPHABET}")}
_ORDINARY_FOLDED: Final[dict[int, int | str]] = {**_KEPT, **_FOLDED, **_ENDS}


def fold(text: str) -> str:
    """
    Return the letters and digits of the text, with one form for all variants, in words.

    A sign ends a word, also where compatibility would make letters of it, as of «№». Invisible marks,
    and accents that no composed letter takes up, neither join words nor split them.

    >>> fold("«ҚАМҚОРЛЫҚ» орталығы") == fold('"Камкорлык" орталыгы')
    True
    """
    if _ORDINARY.fullmatch(text):
        return " ".join(text.casefold().translate(_ORDINARY_FOLDED).split())
    plain = _SIGNS().sub(_word_end, normalize("NFC", text))
    folded = normalize("NFKC", normalize("NFKC", plain).casefold()).translate(_FOLDED)
    return _SIGNS().sub(_one_sign, folded).strip()


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
_FREQUENT: Final = {ord(c): _SORT_KEYS[ord(c)] for c in "0123456789 -.«»№"}
_SORT_KEYS.update(_FREQUENT)


def kazakh_key(text: str) -> str:
    """
    Return a string whose order by code point is the Kazakh alphabetical order of the texts.

    >>> sorted(["Өмір", "Омарта", "Ұлан", "Қайрат", "Кең"], key=kazakh_key)
    ['Кең', 'Қайрат', 'Омарта', 'Өмір', 'Ұлан']
    """
    return normalize("NFC", text.casefold()).translate(_SORT_KEYS).strip()
