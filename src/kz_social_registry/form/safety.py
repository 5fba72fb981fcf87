"""
Texts that files can be trusted with: no formula runs, and what is read back is what was written.

A spreadsheet takes a cell that starts with one of a few characters for a formula. Where Excel expects
semicolons between cells, as it does in Kazakhstan, a semicolon inside a text starts a cell too. And a
reader of other people's files takes some texts for something else: a dash for nothing, a question mark
for a letter that was lost. An apostrophe says that a text means itself, as it does in spreadsheets
already. Reading takes it away again.
"""

import re
from typing import Final

from kz_social_registry.base.fault_codes import Problem, Repair
from kz_social_registry.serialization.cell_text import WITHHELD

_WITHHELD: Final = frozenset(WITHHELD.values())
#: What a spreadsheet shows of a formula that has no value; the text that stands for one without.
NO_VALUE: Final = "#VALUE!"
_ERRORS: Final = frozenset(
    ("#null!", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#n/a", "#getting_data", "#spill!")
)
#: What people write into a cell that has no value.
_PLACEHOLDERS: Final = frozenset(
    ("-", "–", "—", "--", "---", ".", "x", "х", "нет", "жоқ", "жок", "отсутствует", "нет данных",
     "не имеется", "не указано", "мәлімет жоқ", "деректер жоқ", "көрсетілмеген", "н/д", "n/a", "none",
     "no")
)  # fmt: skip
#: No word that stands for nothing is longer.
LONGEST_WORD: Final = max(map(len, _PLACEHOLDERS | _WITHHELD | _ERRORS))

_WEB_TEXT: Final = re.compile(
    r"javascript\s*:|&(?:nbsp|quot|amp|laquo|raquo|lt|gt|#\d+);", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"\w\s?@\s?[\w-]+[.,]\w")
#: Letters that neither Kazakh nor Russian has, and signs, as which Kazakh letters of old code pages are
#: misread.
_ODD: Final = "ЂЃЄЅЇ-ЌЎЏђѓєѕї-ќўџҐґ"
_ODD_SIGNS: Final = "¤¦±µ‡‰"
#: What Western code pages have in the places of Cyrillic letters.
_WESTERN: Final = "À-ÿ¡-¥ª¯±-µº¼-¿"
#: UTF-8 that was read byte by byte, as Western or Cyrillic letters; Cyrillic that was read as Western
#: ones; Kazakh that was read in another Cyrillic code page.
_MISREAD: Final = re.compile(
    r"[Ð-ÓР-У](?:(?<=[Ð-Ó])[^A-Za-z][Ð-Ó][^A-Za-z]"
    r"|(?<=[Р-У])(?:[^\w\s«»–-]|[ђѓќћџѕј])[Р-У](?:[^\w\s«»–-]|[ђѓќћџѕј]))"
    rf"|(?=.{{0,3}}[À-ÿ])[{_WESTERN}]{{4}}"
    rf"|[{_ODD}][Ѐ-ӿ]|[Ѐ-ӿ][{_ODD}]|[{_ODD_SIGNS}][Ѐ-ӿ]"
)
#: What may stand between the figures of a telephone.
_BETWEEN: Final = " ().‐-―−/-"
#: A telephone with its area code, behind 7, 8 or a bracket, or ten figures as they
#: are grouped; a number of twelve digits is none.
_NATIONAL: Final = re.compile(
    rf"(?<!\d)(?:(?:[78][{_BETWEEN}]*|\()(?:[67]\d\d|800)(?:[{_BETWEEN}]*\d){{7}}"
    rf"|[67]\d\d[{_BETWEEN}]*\d{{3}}(?:[{_BETWEEN}]*\d\d){{2}})(?!\d)"
)
_SHORTEST_NATIONAL: Final = 10
#: A word that makes figures behind it a telephone, however short it is. A letter for one makes it of
#: fewer figures only with a sign, «т.», «т/ф», for a letter is much else; and a fax has a number, too.
_LABEL: Final = re.compile(
    r"(?<!\w)(?:(?P<word>тел|телеф|телефон(?:а|ы|дар|дары)?|тлф|ұялы|моб|мобильный|сот|сотовый|байланыс|контакты?|tel|"
    r"telephone|phone|mobile|whatsapp|ватсап|вотсап|(?:факс|fax)(?!\W*№))|(?P<sign>[тt]\s?/\s?ф|[тфt]\s?[.:])"
    r"|[тфt]|факс|fax)(?!\w)\W*(?:(?:номер|нөмір)\w*\W*)?\Z",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 24
#: A house number has fewer figures than a telephone; behind a letter, most other numbers have.
_FEWEST_FIGURES: Final = 5
_FEWEST_BEHIND_LETTER: Final = 6
#: No telephone in a town begins so; postal indexes do.
_FIRST_OF_INDEXES: Final = ("0", "1")
#: A day or a month in figures is no telephone.
_DAY: Final = re.compile(r"(?<!\d)(?:\d\d?\.){1,2}(?:19|20)\d\d(?!\d)", re.ASCII)
#: Where there may be something of all this: a sign of it, or figures enough for a telephone.
_PERHAPS: Final = re.compile(
    rf"[?\ufffd:&@À-ÿ°{_ODD}{_ODD_SIGNS}0-9](?:(?<![0-9])|(?P<figures>[0-9{_BETWEEN}]{{4,}}(?<=[0-9])))"
)

#: What each sign may stand for, if not for letters that were misread.
_SIGNS: Final = {
    "?": (Problem.LOST_LETTER, _PERHAPS), "\ufffd": (Problem.LOST_LETTER, _PERHAPS),
    ":": (Problem.WEB_TEXT, _WEB_TEXT), "&": (Problem.WEB_TEXT, _WEB_TEXT),
    "@": (Problem.EMAIL_IN_TEXT, _EMAIL),
}  # fmt: skip

#: An apostrophe that closes a quotation, as in «'Үміт' ЖШС».
_CLOSED: Final = re.compile(r"(?<=\S)'(?!\w)")

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


def stands_for_nothing(text: str) -> Problem | Repair | None:
    """
    Return what a cell is if it holds no value: a placeholder, a spreadsheet's error, or a withheld one.
    """
    if len(text) > LONGEST_WORD:
        return None
    folded = text.casefold()
    if folded in _WITHHELD:
        return Problem.WITHHELD
    if folded in _ERRORS:
        return Problem.SPREADSHEET_ERROR
    return Repair.PLACEHOLDER if folded in _PLACEHOLDERS else None


def is_damaged(text: str) -> Problem | None:
    """
    Return what has happened to a text on its way; a contact belongs in no name and no address.
    """
    tried = set()  # each shape once: a text may be full of signs
    for sign in _PERHAPS.finditer(text):
        if sign["figures"]:
            if _is_telephone(text, *sign.span()):
                return Problem.TELEPHONE_IN_TEXT
            continue
        problem, shape = _SIGNS.get(sign[0], (Problem.MISREAD_TEXT, _MISREAD))
        if shape not in tried and shape.search(text):
            return problem
        tried.add(shape)
    return None


def _is_telephone(text: str, start: int, end: int) -> bool:
    """
    Whether figures are a telephone: with an area code, or behind a plus sign or a word for one.
    """
    if end - start >= _SHORTEST_NATIONAL and (
        text[max(0, start - 3) : start].rstrip(" (").endswith("+")
        or _NATIONAL.search(text, max(0, start - 1), end)
    ):
        return True
    label = _LABEL.search(text, max(0, start - _LONGEST_LABEL), start)
    figures = re.sub(r"\D", "", _DAY.sub("", text[start:end]))
    if label and label["word"]:
        return len(figures) >= _FEWEST_FIGURES
    fewest = _FEWEST_FIGURES if label and label["sign"] else _FEWEST_BEHIND_LETTER
    return bool(label) and len(figures) >= fewest and not figures.startswith(_FIRST_OF_INDEXES)


def marked(text: str) -> str:
    """
    Return a text with an apostrophe if reading would take it for something else, or has its mark.

    >>> marked("-"), marked("'-"), marked("«Үміт» ЖШС"), marked("'Үміт' ЖШС")
    ("'-", "''-", '«Үміт» ЖШС', "'''Үміт' ЖШС")
    """
    odd = text.startswith("'") or stands_for_nothing(text) or is_damaged(text)
    return f"{_mark(text)}{text}" if odd else text


def _mark(text: str) -> str:
    """
    Return what marks a text: two apostrophes where one could be a quotation mark that is closed later.
    """
    return "''" if _CLOSED.search(text.lstrip("'")) else "'"


def unmarked(text: str) -> str | None:
    """
    Return what `marked` was given if the text has its mark, else None.

    >>> unmarked("''-"), unmarked("'Үміт'"), unmarked("'Үміт?' ЖШС")
    ("'-", None, None)
    """
    if not text.startswith("'"):  # as nearly all do
        return None
    mark = _mark(text)
    inner = text.removeprefix(mark)
    return inner if text.startswith(mark) and marked(inner) != inner else None
