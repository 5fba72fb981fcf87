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
#: The Order itself: from its first paragraph to the signature.
_ITSELF: Final = re.compile(r"БҰЙЫРАМЫН:\n(.*?)\n {6}Қазақстан Республикасы\n", re.DOTALL)
#: The end of a paragraph before a heading or a signature.
_END: Final = re.compile(r"\n\s*\n(?=\S)")
#: The text of a link is printed at the end of its line. Two spaces are its gap, or one before the line.
_LINK: Final = re.compile(
    r"^(.*?)(?:(?<=\S)  |^ )(?=\S)(.*?)"
    r"(қағидалары|қағидаларына|2-тармағына|Кодекске|қосымшаға|2-қосымшаға|қосымшасына)$"
)
_TWO_LINKS: Final = "тармақтың және 1) 2) тармақшаларында", "тармақтың 1) және 2) тармақшаларында"

#: A paragraph, and a point of it or None.
Number = tuple[int, int | None]


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


def rules() -> dict[Number, str]:
    """
    Return the text of each paragraph of the Rules and of each point, by their numbers, in their order.
    """
    return _numbered(_RULES)


def order() -> dict[Number, str]:
    """
    Return the text of each paragraph of the Order itself and of each point.
    """
    return _numbered(_ITSELF)


def _numbered(part: re.Pattern[str]) -> dict[Number, str]:
    found = part.search(ORDER)
    assert found is not None
    _, *pieces = _NUMBER.split(found[1])
    texts: dict[Number, str] = {}
    paragraph = 0
    for number, sign, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        paragraph = int(number) if sign == "." else paragraph
        texts[paragraph, None if sign == "." else int(number)] = _legible(_END.split(text)[0])
    return texts


def _legible(text: str) -> str:
    """
    Return a text in one line; a link is put back into the gap from which the printer had moved it.
    """
    lines = [_LINK.sub(r"\1 \3 \2", line) for line in text.split("\n")]
    text = " ".join(" ".join(lines).split())
    return re.sub(r"(?<=\d-) |(?<=[(]) | (?=\.$)", "", text).replace(*_TWO_LINKS).replace(' " ', ' "')
