"""
Texts that files can be trusted with: no formula runs, and what is read back is what was written.

A spreadsheet takes a cell that starts with one of a few characters for a formula. Where Excel expects
semicolons between cells, as it does in Kazakhstan, a semicolon inside a text starts a cell too. And a
reader of other people's files takes some texts for something else: a dash for nothing, a question mark
inside a word for a letter that was lost. An apostrophe says that a text means itself, as it does in
spreadsheets already. Reading takes it away again.
"""

import re
from typing import Final

from kz_social_registry.forms.messages import Problem, Repair
from kz_social_registry.law import Language

#: What a withheld cell reads.
WITHHELD: Final[dict[Language, str]] = {
    "kk": "жарияланбайды",
    "ru": "не публикуется",
    "en": "withheld",
}
_WITHHELD: Final = frozenset(WITHHELD.values())
#: What people write into a cell that has no value.
_PLACEHOLDERS: Final = frozenset(
    ("-", "–", "—", "--", "---", ".", "x", "х", "нет", "жоқ", "жок", "отсутствует", "нет данных",
     "не имеется", "не указано", "мәлімет жоқ", "деректер жоқ", "көрсетілмеген", "н/д", "n/a", "none",
     "no")
)  # fmt: skip
#: No word that stands for nothing is longer.
LONGEST_WORD: Final = max(map(len, _PLACEHOLDERS | _WITHHELD))

_LOST_LETTER: Final = re.compile(r"[^\W\d_]\?[^\W\d_]|(?:^|\s)\?[^\W\d_]|\ufffd")
_WEB_TEXT: Final = re.compile(
    r"javascript\s*:|&(?:nbsp|quot|amp|laquo|raquo|lt|gt|#\d+);", re.IGNORECASE
)
#: A telephone among other text: figures enough, behind a plus sign or a word for it.
_FIGURES: Final = re.compile(r"[0-9][0-9 ()-]{5,}[0-9]")
_TELEPHONE: Final = re.compile(
    r"(?:\b(?:тел|факс|ұялы|моб|tel|phone|fax)\w*[\s.:/]*|\+\s*)[78]?[\s(-]*\d{3,5}[\d\s()-]{4,}"
)

#: What starts a formula, in full width as well, and our own mark: escaping it lets reading undo it.
_STARTS: Final = frozenset("=+-@\t\r\n'＝＋－＠")
_ONE: Final = f"[{re.escape(''.join(sorted(_STARTS)))}]"
#: Quotation marks behind a semicolon enclose the cell that it starts.
_UNSAFE: Final = re.compile(rf'(^|;"*)(?={_ONE})')
_ESCAPED: Final = re.compile(rf"""(^|;"*)'(?={_ONE})""")


def escaped(text: str) -> str:
    """
    Return a text that no spreadsheet takes for a formula.

    >>> escaped("=1+1"), escaped("'=1+1"), escaped("«Үміт» ЖШС")
    ("'=1+1", "''=1+1", '«Үміт» ЖШС')
    """
    if ";" not in text and text[:1] not in _STARTS:
        return text
    return _UNSAFE.sub(r"\1'", text)


def unescaped(text: str) -> str:
    """
    Return what `escaped` was given.

    >>> unescaped("''=1+1")
    "'=1+1"
    """
    return _ESCAPED.sub(r"\1", text)


def safe(text: str, *, address: bool = False) -> str:
    """
    Return a free text marked and escaped: what a spreadsheet and a reader can both be trusted with.

    >>> safe("-"), safe("«Үміт» ЖШС"), safe("«Үміт» ЖШС; =1+1")
    ("''-", '«Үміт» ЖШС', "«Үміт» ЖШС; =1+1")
    """
    plain = (  # nearly all texts are, and this costs less than to look for what each fault looks like
        len(text) > LONGEST_WORD and text[0] not in _STARTS and "?" not in text
        and "\ufffd" not in text and ":" not in text and ";" not in text
        and not (address and _FIGURES.search(text))
    )  # fmt: skip
    return text if plain else escaped(marked(text, address=address))


def stands_for_nothing(text: str) -> Problem | Repair | None:
    """
    Return what a cell is if it holds no value: a placeholder, or the word for a withheld one.
    """
    if len(text) > LONGEST_WORD:
        return None
    folded = text.casefold()
    if folded in _WITHHELD:
        return Problem.WITHHELD
    return Repair.PLACEHOLDER if folded in _PLACEHOLDERS else None


def is_damaged(text: str, *, address: bool = False) -> Problem | None:
    """
    Return what has happened to a text on its way; a telephone belongs in no address.
    """
    if ("?" in text or "\ufffd" in text) and _LOST_LETTER.search(text):
        return Problem.LOST_LETTER
    if (":" in text or "&" in text) and _WEB_TEXT.search(text):
        return Problem.WEB_TEXT
    return Problem.TELEPHONE_IN_TEXT if address and _has_telephone(text) else None


def _has_telephone(text: str) -> bool:
    return _FIGURES.search(text) is not None and _TELEPHONE.search(text.casefold()) is not None


def marked(text: str, *, address: bool = False) -> str:
    """
    Return a text with an apostrophe if reading would take it for something else, or has its mark.

    >>> marked("-"), marked("'-"), marked("«Үміт» ЖШС")
    ("'-", "''-", '«Үміт» ЖШС')
    """
    odd = text.startswith("'") or stands_for_nothing(text) or is_damaged(text, address=address)
    return f"'{text}" if odd else text


def unmarked(text: str, *, address: bool = False) -> str | None:
    """
    Return what `marked` was given if the text has its mark, else None.

    >>> unmarked("''-"), unmarked("'Үміт'")
    ("'-", None)
    """
    inner = text[1:]
    return inner if text.startswith("'") and marked(inner, address=address) != inner else None
