"""
The packages of the library as a drawing, made from their imports: a row for each layer.
"""

from collections.abc import Iterator
from typing import Final

from tools.import_graph import imports_inside, layers
from tools.lifecycle_drawing import STYLE

#: The room of a box with its gaps, and the size of the box.
COLUMN: Final = 150
ROW: Final = 74
WIDE: Final = 116
HIGH: Final = 34


def _arrows() -> Iterator[tuple[str, str]]:
    """
    Yield each import of a package that no other imports imply.
    """
    imports = imports_inside("")
    for package, others in imports.items():
        for other in sorted(others):
            if not any(other in imports[between] for between in others):
                yield package, other


def packages() -> str:
    """
    Return the drawing: packages above those that they import.
    """
    rows = layers("")[::-1]
    width = max(map(len, rows)) * COLUMN + 20
    height = len(rows) * ROW - ROW + HIGH + 32
    places = {
        package: (width / 2 + (place - (len(row) - 1) / 2) * COLUMN, 16 + level * ROW)
        for level, row in enumerate(rows)
        for place, package in enumerate(row)
    }
    arrows = sorted(_arrows())
    said = " ".join(f"{package} → {other}." for package, other in arrows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' width="{width}" height="{height}" aria-labelledby="title desc">',
        '<title id="title">The packages, each above those that it imports</title>',
        f'<desc id="desc">{said}</desc><style>{STYLE}</style>',
        '<marker id="head" markerWidth="9" markerHeight="10" refX="9" refY="5" orient="auto"'
        ' markerUnits="userSpaceOnUse"><path class="head" d="M0 0l9 5l-9 5z"/></marker>',
        f'<rect class="sheet" width="{width}" height="{height}" rx="8"/>',
    ]
    for package, other in arrows:
        (x, y), (to_x, to_y) = places[package], places[other]
        line = f'd="M{x:g} {y + HIGH}L{to_x:g} {to_y - 1}"'
        parts.append(f'<path class="way" {line} marker-end="url(#head)"/>')
    for package, (x, y) in places.items():
        box = f'x="{x - WIDE / 2:g}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"'
        parts.append(f'<rect class="card" {box}/>')
        parts.append(f'<text x="{x:g}" y="{y + 22}" text-anchor="middle">{package}</text>')
    return "\n".join([*parts, "</svg>", ""])
