"""
The Kazakh text of Order No 205, which binds, and how labels are looked up in it.

The text was taken from a printed page: words are divided without a hyphen, letters are spaced out, and
Latin «i» stands among Cyrillic letters.
"""

import re
from typing import Final

from support.prose import ROOT

#: The text as it was printed.
ORDER: Final = (ROOT / "tests" / "data" / "order-205.kk.txt").read_text("utf-8")
#: The Rules: from the first paragraph to the mark of the form.
_RULES: Final = re.compile(r"1-тарау\. Жалпы ережелер\n(.*?)\n\s*Нысан\n", re.DOTALL)
_NUMBER: Final = re.compile(r"^ {6}(\d+)([.)]) ", re.MULTILINE)

#: Words of the library that differ from those printed, with the reason.
DEVIATIONS: Final = {
    "Бизнес-сәйкестендіру нөмірі": ("бизнес-сәйкестендіру нөмірі", "a heading begins with a capital"),
    "Телефон": ("телефон", "a heading begins with a capital"),
    "Электрондық пошта мекенжайы": ("Электорндық пошта мекенжайы", "a misprint"),
}


def _key(text: str) -> str:
    return re.sub(r"\s", "", text).replace("i", "і")  # Latin, then Cyrillic


_PRINTED: Final = _key(ORDER)


def is_printed(text: str) -> bool:
    """
    Return whether the Order has a text; white space, divided words and Latin «i» do not count.
    """
    return _key(text) in _PRINTED


def is_quoted(label: str) -> bool:
    """
    Return whether a label is in the Order, or is a declared deviation from what is printed there.
    """
    return is_printed(DEVIATIONS.get(label, (label, ""))[0])


def paragraphs() -> list[tuple[int, int | None]]:
    """
    Return the numbers of the paragraphs of the Rules and of their points, in the order of the text.
    """
    found = _RULES.search(ORDER)
    assert found is not None
    numbers: list[tuple[int, int | None]] = []
    for number, sign in _NUMBER.findall(found[1]):
        numbers.append((int(number), None) if sign == "." else (numbers[-1][0], int(number)))
    return numbers
