"""
A picture of growth: seconds by the number of entries, both axes logarithmic, as SVG.
"""

from collections.abc import Callable, Mapping, Sequence
from math import log10

_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 360, 60, 40
_COLOURS = ("#1f5fa8", "#b3541e", "#3c7d3c", "#7a3f8f", "#8a6d00", "#8f2d4a")

Points = Sequence[tuple[int, float]]


def picture(title: str, growth: Mapping[str, Points], shown: Callable[[float], str]) -> str:
    """
    Return a line chart of several questions.
    """
    sizes = [size for points in growth.values() for size, _ in points]
    times = [time for points in growth.values() for _, time in points]
    x = _scale(min(sizes), max(sizes), _LEFT, _WIDTH - 240)
    y = _scale(min(times), max(times), _HEIGHT - 40, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="11"><title>{title}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{title}: time by entries</text>',
    ]
    parts += [
        f'<text x="{x(size):.0f}" y="{_HEIGHT - 15}" text-anchor="middle">{size:,}</text>'
        for size in sorted(set(sizes))
    ]
    ends = _apart([(y(points[-1][1]), name) for name, points in growth.items()])
    for colour, (name, points) in zip(_COLOURS[: len(growth)], growth.items(), strict=True):
        line = " ".join(f"{x(size):.1f},{y(time):.1f}" for size, time in points)
        label = f"{name.replace('`', '')}, {shown(points[-1][1])}"
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_WIDTH - 230}" y="{ends[name]:.0f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    width = log10(high / low) or 1.0
    return lambda value: start + (end - start) * log10(value / low) / width


def _apart(ends: Sequence[tuple[float, str]]) -> dict[str, float]:
    """
    Return a place for each label, at least a line away from the others.
    """
    placed, last = {}, 0.0
    for place, name in sorted(ends):
        last = max(place, last + 14)
        placed[name] = last
    return placed
