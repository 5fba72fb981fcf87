"""
Safe texts for files: no spreadsheet runs them as formulas, and reading gives the text that was written.

A spreadsheet takes a cell that starts with one of a few characters for a formula. In Kazakhstan Excel
expects semicolons between cells, so a semicolon inside a text starts a cell as well. The reader of the
form takes some texts for something else: a dash for an empty cell, a question mark for a lost letter.
As in spreadsheets, an apostrophe marks a text that is to be taken literally. Reading removes it.
"""

import re
from typing import Final

from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.base.text import texts_beside
from kz_social_registry.domain.row import WITHHELD

#: The error of a formula without a value, as spreadsheets show it.
NO_VALUE: Final = "#VALUE!"
#: The errors of spreadsheets, and the placeholders that people write in an empty cell.
_TEXTS: Final = texts_beside(__name__)
#: The finding of a cell with each of these texts.
_ABSENT: Final[dict[str, Problem | Repair]] = {
    **dict.fromkeys(_TEXTS["placeholders"], Repair.PLACEHOLDER),
    **dict.fromkeys(_TEXTS["errors"], Problem.SPREADSHEET_ERROR),
    **dict.fromkeys(WITHHELD.values(), Problem.WITHHELD),
}
#: The length of the longest text that `absence_of_value` knows.
LONGEST_WORD: Final = max(map(len, _ABSENT))

_WEB_TEXT: Final = re.compile(
    r"javascript\s*:|&(?:nbsp|quot|amp|laquo|raquo|lt|gt|#\d+);", re.IGNORECASE
)
#: Letters of neither Kazakh nor Russian, then signs: Kazakh letters of old code pages, misread.
_ODD: Final = "ЂЃЄЅЇ-ЌЎЏђѓєѕї-ќўџҐґ"
_ODD_SIGNS: Final = "¤¦±µ‡‰"
#: Characters that Western code pages have for the bytes of Cyrillic letters.
_WESTERN: Final = "À-ÿ¡-¥ª¯±-µº¼-¿"
#: UTF-8 read byte by byte, as Western or Cyrillic letters; Cyrillic read as Western letters; Kazakh
#: read in another Cyrillic code page.
_MISREAD: Final = re.compile(
    r"[Ð-ÓР-У](?:(?<=[Ð-Ó])[^A-Za-z][Ð-Ó][^A-Za-z]"
    r"|(?<=[Р-У])(?:[^\w\s«»–-]|[ђѓќћџѕј])[Р-У](?:[^\w\s«»–-]|[ђѓќћџѕј]))"
    rf"|(?=.{{0,3}}[À-ÿ])[{_WESTERN}]{{4}}"
    rf"|[{_ODD}][Ѐ-ӿ]|[Ѐ-ӿ][{_ODD}]|[{_ODD_SIGNS}][Ѐ-ӿ]"
)
#: A sign of possible damage.
_PERHAPS: Final = re.compile(rf"[?\ufffd:&À-ÿ°{_ODD}{_ODD_SIGNS}]")

#: The damage of which each sign may be a part; other signs may be misread letters.
_SIGNS: Final = {
    "?": (Problem.LOST_LETTER, _PERHAPS), "\ufffd": (Problem.LOST_LETTER, _PERHAPS),
    ":": (Problem.WEB_TEXT, _WEB_TEXT), "&": (Problem.WEB_TEXT, _WEB_TEXT),
}  # fmt: skip

#: An apostrophe that closes a quotation, as in «'Үміт' ЖШС».
_CLOSED: Final = re.compile(r"(?<=\S)'(?!\w)")

#: Characters that start a formula, also in full width, and the mark itself, so that reading can undo
#: it.
_STARTS: Final = frozenset("=+-@\t\r\n'＝＋－＠")
_ONE: Final = f"[{re.escape(''.join(sorted(_STARTS)))}]"
#: Quotation marks after a semicolon enclose the cell that the semicolon starts.
_UNSAFE: Final = re.compile(rf'(^|;"*)(?={_ONE})')
_ESCAPED: Final = re.compile(rf"""(^|;"*)'(?={_ONE})""")
#: A text as a formula, so that a spreadsheet keeps its leading zeros.
_TEXT_OF_FORMULA: Final = re.compile(r'="((?:[^"]|"")*)"')


def escaped(text: str) -> str:
    """
    Return the text escaped, so that no spreadsheet takes it for a formula.

    >>> escaped("=1+1"), escaped("'=1+1"), escaped("«Үміт» ЖШС")
    ("'=1+1", "''=1+1", '«Үміт» ЖШС')
    """
    if ";" not in text and text[:1] not in _STARTS:
        return text
    return _UNSAFE.sub(r"\1'", text)


def unescaped(text: str) -> str:
    """
    Return the text that `escaped` was given.

    >>> unescaped("''=1+1")
    "'=1+1"
    """
    return _ESCAPED.sub(r"\1", text)


def literal(text: str) -> str:
    """
    Return a cell of a text file without the marks that are only for spreadsheets.

    >>> literal('="0012"'), literal("'=1+1")
    ('0012', '=1+1')
    """
    shape = _TEXT_OF_FORMULA.fullmatch(text)
    return unescaped(shape[1].replace('""', '"').strip() if shape else text)


def absence_of_value(text: str) -> Problem | Repair | None:
    """
    Return the finding if a cell holds a placeholder, a spreadsheet's error or a withheld value.
    """
    return _ABSENT.get(text.casefold()) if len(text) <= LONGEST_WORD else None


def damage_of(text: str) -> Problem | None:
    """
    Return the problem of a damaged text.
    """
    tried = set()  # each shape once: a text may be full of signs
    for sign in _PERHAPS.finditer(text):
        problem, shape = _SIGNS.get(sign[0], (Problem.MISREAD_TEXT, _MISREAD))
        if shape not in tried and shape.search(text):
            return problem
        tried.add(shape)
    return None


def marked(text: str) -> str:
    """
    Return a text with a mark if reading would change it, or if it begins like a marked text.

    >>> marked("-"), marked("'-"), marked("«Үміт» ЖШС"), marked("'Үміт' ЖШС")
    ("'-", "''-", '«Үміт» ЖШС', "'''Үміт' ЖШС")
    """
    odd = text.startswith("'") or absence_of_value(text) or damage_of(text)
    return f"{_mark(text)}{text}" if odd else text


def _mark(text: str) -> str:
    """
    Return the mark of a text: two apostrophes if one could open a quotation that is closed later.
    """
    return "''" if _CLOSED.search(text.lstrip("'")) else "'"


def unmarked(text: str) -> str | None:
    """
    Return the text that `marked` was given, or None if the text has no mark.

    >>> unmarked("''-"), unmarked("'Үміт'"), unmarked("'Үміт?' ЖШС")
    ("'-", None, None)
    """
    if not text.startswith("'"):  # as nearly all do
        return None
    mark = _mark(text)
    inner = text.removeprefix(mark)
    return inner if text.startswith(mark) and marked(inner) != inner else None
