"""
Workbooks that are archives (.xlsx, .xlsb, .ods), checked before anything of them is unpacked whole.

They may be hostile. Sizes, entities, passwords and the extent of every sheet are checked here. The
package that reads the cells does not show formulas without a value, errors, hidden rows and text that
is struck out. They are read from the parts of an .xlsx, element by element, but for ordinary rows.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from attrs import define, field

from kz_social_registry.base.errors import Fault
from kz_social_registry.base.fault_codes import Refusal
from kz_social_registry.form.findings import FormError
from kz_social_registry.form.reading.binary import Extent, binary_sheet
from kz_social_registry.form.reading.delimited import Formula
from kz_social_registry.form.reading.ordinary import OrdinaryRows

_CHUNK: Final = 1 << 20
#: The most bytes of all parts unpacked; 200,000 rows of the form take about 150 MB.
_LARGEST: Final = 512 << 20
#: A large part that is compressed more than this many times is refused.
_LARGE_PART: Final = 16 << 20
_SMALLEST_RATIO: Final = 300
_MOST_PARTS: Final = 2000
_ENTITIES: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
#: Elements of a sheet's cells; other parts may hold HTML that is no XML, as drawings do.
_CELLS: Final = (b"sheetData", b"table-row")
_FIRST: Final = ("styles.xml", "manifest.xml")
_TRUE: Final = frozenset(("1", "true"))
#: The attributes that give a cell of an .ods a value.
_VALUES: Final = frozenset((
    "value", "value-type", "date-value", "time-value", "boolean-value", "string-value", "formula",
))  # fmt: skip


@define
class Shown:
    """
    Rows and cells of an .xlsx that need more than their values; rows and columns count from 1.
    """

    #: Formulas without a value, and errors.
    cells: dict[tuple[int, int], str] = field(factory=dict)
    hidden: set[int] = field(factory=set)
    struck: set[int] = field(factory=set)


@define
class Archive:
    """
    An archive that was checked.
    """

    #: By lower-case names of parts.
    parts: dict[str, Shown] = field(factory=dict)
    #: The relation of each sheet to its part, by the sheet's name, and the parts of relations.
    sheets: dict[str, str] = field(factory=dict)
    targets: dict[str, str] = field(factory=dict)
    #: The styles that strike text out.
    striking: set[str] = field(factory=set)
    is_from_1904: bool = False

    def shown(self, sheet: str) -> Shown | None:
        """
        Return what the parts show of a sheet; None if the workbook is no .xlsx.
        """
        return self.parts.get(self.targets.get(self.sheets.get(sheet, ""), "").lower())


def inspect(path: Path) -> Archive:
    """
    Check every part of the archive.

    Raises:
        FormError: it is damaged, has a password, defines XML entities, or is too large.
    """
    found, extent = Archive(), Extent()
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            _check(parts)
            # Every part, since its name does not decide whether it is XML; a sheet needs the styles,
            # and the manifest says that parts are encrypted.
            for part in sorted(parts, key=lambda part: not part.filename.lower().endswith(_FIRST)):
                _Part(archive, part, found, extent).read()
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error):
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK)) from None
    return found


def _check(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise FormError(Fault(Refusal.PASSWORD))
    swollen = any(
        part.file_size > _LARGE_PART and part.file_size > _SMALLEST_RATIO * part.compress_size
        for part in parts
    )
    total = sum(part.file_size for part in parts)
    if swollen or total > _LARGEST or len(parts) > _MOST_PARTS:
        raise FormError(Fault(Refusal.TOO_LARGE, allowed=(f"{_LARGEST >> 20} MB",)))
    if _is_forged(parts):
        raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))


def _is_forged(parts: Iterable[ZipInfo]) -> bool:
    """
    Whether parts overlap, or have names that programs understand differently.
    """
    ordered = sorted(parts, key=lambda part: part.header_offset)
    names = {part.filename.lower() for part in ordered}
    return (
        len(names) < len(ordered)
        or any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
        or any(
            one.header_offset + one.compress_size >= two.header_offset for one, two in pairwise(ordered)
        )
    )


class _Part:
    """
    Reads one part, a chunk at a time, and adds what it shows to the archive.
    """

    def __init__(self, archive: ZipFile, part: ZipInfo, found: Archive, extent: Extent) -> None:
        self._open = partial(archive.open, part)
        self._name = part.filename.lower()
        #: Nobody reads the properties; an empty part has nothing wrong in it.
        self._may_be_no_xml = not part.file_size or self._name.startswith("docprops/")
        self._found = found
        self._extent = extent
        self._type = self._style = ""
        #: The number of the last font, and the next number of a format of cells.
        self._fonts = self._xfs = -1
        self._struck_fonts: set[str] = set()
        self._handlers: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._begin_row, "c": self._begin_cell, "f": self._formula,
            "v": self._value, "is": self._value,
            "table": self._begin_sheet, "table-row": self._begin_repeated_row,
            "table-cell": self._repeated_cell, "covered-table-cell": self._repeated_cell,
            "sheet": self._sheet, "workbookPr": self._workbook, "Relationship": self._relation,
            "font": self._font, "strike": self._strike,
            "cellXfs": self._begin_xfs, "xf": self._xf,
            "encryption-data": self._encrypted,
        }  # fmt: skip
        self._begin()

    def _begin(self) -> None:
        self._shown = Shown()
        self._row = self._column = 0
        self._is_formula = False
        self._text: list[str] | None = None
        #: The first fault of an element, which only counts in whole XML.
        self._fault: Exception | None = None
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._start

    def read(self) -> None:
        """
        Search the part for entities, and read it if it is XML or a binary sheet.
        """
        self._extent.begin()
        rows = OrdinaryRows(is_possible=not self._found.striking)
        is_xml, has_cells, tail = True, False, b""
        for chunk in chain(self._chunks(), [b""]):
            window = tail + chunk
            if b"!" in window and any(mark in window for mark in _ENTITIES):
                raise FormError(Fault(Refusal.XML_ENTITIES))
            has_cells = has_cells or any(mark in window for mark in _CELLS)
            tail = window[-32:]
            is_xml = is_xml and self._is_xml(rows.rest(chunk), is_last=not chunk)
        if is_xml and rows.were_taken and (self._fault or not rows.reached(self._extent)):
            self._begin()
            for chunk in self._chunks():
                self._is_xml(chunk)
        self._settle()
        if is_xml and self._fault:
            raise self._fault
        named = self._name.endswith((".xml", ".rels")) and not self._may_be_no_xml
        if not is_xml and (has_cells or named):
            raise FormError(Fault(Refusal.DAMAGED_WORKBOOK))
        if self._name.endswith(".bin"):
            binary_sheet(b"".join(self._chunks()), self._extent)
        self._found.parts[self._name] = self._shown

    def _chunks(self) -> Iterator[bytes]:
        with self._open() as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def _is_xml(self, data: bytes, *, is_last: bool = False) -> bool:
        """
        Read the elements in the next bytes; return whether they are XML.
        """
        try:
            self._parser.Parse(data, is_last)
        except ExpatError:
            return False
        return True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handle = self._handlers.get(name.rpartition(":")[2])
        if handle and not self._fault:
            try:
                handle(attributes)
            except (FormError, ValueError) as error:
                self._fault = error

    # Sheets of an .xlsx -----------------------------------------------------------------------------

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._settle()
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if attributes.get("hidden") in _TRUE:
            self._shown.hidden.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if self._is_formula or self._text is not None:
            self._settle()
        place = attributes.get("r")
        if place:
            letters = place.rstrip("0123456789")
            self._column, self._row = self._extent.column(letters), int(place[len(letters) :])
        else:
            self._column += 1
        self._type, self._style = attributes.get("t", ""), attributes.get("s", "")

    def _formula(self, _: dict[str, str]) -> None:
        self._is_formula = True

    def _value(self, _: dict[str, str]) -> None:
        self._extent.reach(self._row, self._column)
        if self._style in self._found.striking:
            self._shown.struck.add(self._row)
        if self._is_formula or self._type == "e":
            self._text = []
            self._parser.CharacterDataHandler = self._text.append

    def _settle(self) -> None:
        """
        Note a formula without a value, or an error, when its cell has ended.
        """
        text = "".join(self._text or ()).strip()
        if self._is_formula and not text and self._type != "str":
            self._shown.cells[self._row, self._column] = Formula("=")
        elif self._text is not None and self._type == "e":
            self._shown.cells[self._row, self._column] = text
        self._parser.CharacterDataHandler = None
        self._text, self._is_formula = None, False

    # The workbook of an .xlsx, and its styles -------------------------------------------------------

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((text for key, text in attributes.items() if key.endswith(":id")), "")
        self._found.sheets[attributes.get("name", "")] = relation

    def _workbook(self, attributes: dict[str, str]) -> None:
        self._found.is_from_1904 = attributes.get("date1904") in _TRUE

    def _relation(self, attributes: dict[str, str]) -> None:
        if self._name.endswith("workbook.xml.rels"):
            target = attributes.get("Target", "")
            own = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self._found.targets[attributes.get("Id", "")] = own

    def _font(self, _: dict[str, str]) -> None:
        self._fonts += 1

    def _strike(self, attributes: dict[str, str]) -> None:
        if attributes.get("val", "1") in _TRUE:
            self._struck_fonts.add(str(self._fonts))

    def _begin_xfs(self, _: dict[str, str]) -> None:
        self._xfs = 0

    def _xf(self, attributes: dict[str, str]) -> None:
        if self._xfs >= 0 and self._name.endswith("styles.xml"):
            if attributes.get("fontId") in self._struck_fonts:
                self._found.striking.add(str(self._xfs))
            self._xfs += 1

    # Parts of an .ods -------------------------------------------------------------------------------

    def _encrypted(self, _: dict[str, str]) -> None:
        raise FormError(Fault(Refusal.PASSWORD))

    def _begin_sheet(self, _: dict[str, str]) -> None:
        self._extent.begin()
        self._row = 0

    def _begin_repeated_row(self, attributes: dict[str, str]) -> None:
        self._row += self._extent.repeats(attributes)
        self._column = 0

    def _repeated_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._extent.repeats(attributes)
        if not _VALUES.isdisjoint(key.rpartition(":")[2] for key in attributes):
            self._extent.reach(self._row, self._column)
