"""
The timeline of the page on which a reader tries the library: bars on an axis of days, as SVG.

Places across the axis are shares of its width, so that the words keep their size on a narrow screen.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import Final, NamedTuple

DAY: Final = timedelta(days=1)
#: The height of a row: its heading and its bars.
ROW: Final = 46
#: Years at most that are named below the axis.
YEARS: Final = 8
MIDDLE: Final = 50


class Bar(NamedTuple):
    """
    An answer of the register about the days from one change to the next.
    """

    row: int
    first: date
    until: date
    is_full: bool
    answer: str


def day_text(day: date) -> str:
    """
    Return a day as the published form has it.
    """
    return f"{day:%d.%m.%Y}"


def drawn(
    title: str, heads: Sequence[str], axis: Sequence[date], bars: Iterable[Bar], asked: date
) -> str:
    """
    Return the drawing, with a line at the day asked about; the title and the headings are HTML.
    """
    whole = (axis[-1] - axis[0]).days
    bottom = ROW * len(heads) + 20

    def at(day: date) -> float:
        return round(min(max((day - axis[0]).days / whole, 0), 1) * 100, 2)

    boxes, said = "", []
    for bar in bars:
        answer = f"{day_text(bar.first)} – {day_text(bar.until - DAY)}: {escape(bar.answer)}"
        said.append(answer)
        boxes += (
            f'<rect class="{"full" if bar.is_full else "half"}" x="{at(bar.first)}%" height="18"'
            f' width="{at(bar.until) - at(bar.first):.2f}%" y="{bar.row * ROW + 42}">'
            f"<title>{answer}</title></rect>"
        )
    labels = "".join(f'<text y="{row * ROW + 36}">{head}</text>' for row, head in enumerate(heads))
    years = range(axis[0].year + 1, axis[-1].year + 1, whole // 366 // YEARS + 1)
    ticks = "".join(
        f'<line class="tick" x1="{x}%" x2="{x}%" y1="{bottom}" y2="{bottom + 8}"/>'
        f'<text x="{x}%" y="{bottom + 24}" text-anchor="middle">{year}</text>'
        for year in years
        for x in [at(date(year, 1, 1))]
    )
    x = at(asked)
    side = 'dx="6"' if x < MIDDLE else 'dx="-6" text-anchor="end"'
    return (
        f'<svg role="img" aria-labelledby="axis axis-said" height="{bottom + 30}">'
        f'<title id="axis">{title}</title><desc id="axis-said">{". ".join(said)}.</desc>'
        '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path d="M0 0v6"/></pattern>'
        f'<line class="tick" x2="100%" y1="{bottom}" y2="{bottom}"/>{boxes}{ticks}'
        f'<line class="asked" x1="{x}%" x2="{x}%" y1="4" y2="{bottom}"/>{labels}'
        f'<text class="asked" x="{x}%" {side} y="14">{day_text(asked)}</text></svg>'
    )
