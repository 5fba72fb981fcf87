"""
The ordinary rows of a sheet of an .xlsx, known by their bytes.

Nearly all rows hold nothing but values, in the one shape in which programs write them. A regular
expression proves that such a row is well-formed XML without formulas, errors and marks. So a parser has
to read only the rest of the sheet, which is well-formed exactly if the whole sheet is.
"""

import re
from typing import Final

from kz_social_registry.form.reading.binary import Extent

#: The beginning of a sheet, and of the texts that sheets share, in UTF-8.
_ROOT: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?![^>]*encoding\s*+=\s*+(?!["'](?i:utf-8)["']))[^>]*>)?\s*"""
    rb"<(worksheet|sst)[\s>]"
)
#: Strict decoding refuses all other characters that XML does not allow.
_CHARACTERS: Final = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_TEXT: Final = rf"{_CHARACTERS}(?:&(?:amp|lt|gt|quot|apos);{_CHARACTERS})*+"
_SHARED_TEXT: Final = rf'<t(?: xml:space="preserve")?>{_TEXT}</t>'
#: The attributes of a row after its number, in the order of the schema; none of them hides it.
_ATTRIBUTES: Final = "".join(
    f'(?: {name}="{value}")?'
    for name, value in (
        ("spans", "[0-9:]*+"), ("s", "[0-9]++"), ("customFormat", "[a-z0-9]++"), ("ht", "[0-9.]++"),
        ("hidden", "(?:0|false)"), ("customHeight", "[a-z0-9]++"), ("outlineLevel", "[0-9]++"),
        ("collapsed", "[a-z0-9]++"), ("x14ac:dyDescent", "[0-9.]++"),
    )
)  # fmt: skip
#: A row whose cells state its number. What follows must be in the sheet, too, and must not count from
#: this row.
_ROWS: Final = re.compile(
    rf'<row r="([0-9]{{1,7}}+)"{_ATTRIBUTES}>'
    r'(?:<c r="[A-Z]{1,3}+\1"(?: s="[0-9]++")?(?: t="(?:s|n|str|inlineStr|b)")?'
    rf"(?:/>|>(?:<v>{_TEXT}</v>|<is>{_SHARED_TEXT}</is>)</c>))*+</row>"
    r'(?=\s*(?:<row r="|</sheetData>))'
)
#: Texts that sheets share.
_SHARED: Final = re.compile(rf"(?:<si>{_SHARED_TEXT}</si>(?=\s*<(?:si>|/sst>)))++()")
#: What is taken out of each kind of part, and its last bytes.
_KINDS: Final = {b"worksheet": (_ROWS, b"</row>"), b"sst": (_SHARED, b"</si>")}
#: Comments, instructions for programs and other marks around rows.
_ENCLOSING: Final = re.compile(r"<(?:!|\?(?!xml\s))")
_LETTERS: Final = re.compile('<c r="([A-Z]++)')
#: More bytes without the end of a row or a text are not kept.
_MOST_KEPT: Final = 1 << 21


class OrdinaryRows:
    """
    Takes the ordinary rows out of the bytes of a part, a chunk at a time.
    """

    def __init__(self, *, is_possible: bool) -> None:
        #: Whether the part is a sheet, or has the texts of sheets, as far as it was seen.
        self.is_sheet = is_possible
        self._shape, self._end = _ROWS, b""
        #: Whether any rows or texts were taken out.
        self.were_taken = False
        self._kept = b""
        self._cells = self._row = 0
        #: The letters of the columns.
        self._columns: set[str] = set()

    def rest(self, chunk: bytes) -> bytes:
        """
        Take the next bytes, at the end none, and return those that a parser has to read.
        """
        window = self._kept + chunk
        self._kept = b""
        if not self._end:
            root = _ROOT.match(window)
            self.is_sheet = self.is_sheet and root is not None
            self._shape, self._end = _KINDS[root[1] if root else b"worksheet"]
        if not self.is_sheet:
            return window
        last = window.rfind(self._end)
        # The last tag may begin a row or a comment.
        cut = last + len(self._end) if last >= 0 else window.rfind(b"<")
        rest = self._without(window[: cut if chunk else None])
        self.is_sheet = rest is not None and len(window) - cut <= _MOST_KEPT
        if rest is None or not self.is_sheet:
            return window
        self._kept = window[cut:] if chunk else b""
        return rest

    def _without(self, window: bytes) -> bytes | None:
        """
        Return bytes without ordinary rows, which are counted; None if something may enclose rows.
        """
        try:
            text = window.decode()
        except UnicodeDecodeError:
            return None
        pieces = self._shape.split(text)
        rest = "".join(pieces[::2])
        self.were_taken = self.were_taken or len(pieces) > 1
        if _ENCLOSING.search(rest):
            return None
        letters = _LETTERS.findall(text)
        self._cells += len(letters)
        self._columns.update(letters)
        self._row = max(self._row, *map(int, filter(None, set(pieces[1::2]))), 0)
        return rest.encode()

    def reached(self, extent: Extent) -> bool:
        """
        Extend the extent by the rows that were taken out; return whether no cells need to be read.
        """
        last = max(map(extent.column, self._columns if self.is_sheet else ()), default=0)
        # Far apart, cells without a value would count too much.
        is_dense = self.is_sheet and self._row * last <= 2 * self._cells
        if is_dense:
            extent.reach(self._row, last)
        return is_dense
