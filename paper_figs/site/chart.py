"""Small line charts as SVG in the page: they follow its colours, and need no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 560, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 12, 40
"""Margins, for the numbers of the axes."""

MOST_TICKS = 6
STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0)
"""Between neighbouring numbers of an axis, in units of a power of ten."""
DECADES = 30.0
"""A range of positive values beyond this factor has an axis of decades."""

FARTHEST = 1e300
"""Values beyond are left out, and those below its inverse are 0: an axis needs room on both sides."""
FLAT = 1e-9
"""Values that differ by less than this share of them are one."""

Points = Sequence[tuple[float, float]]


def chart(title: str, series: Mapping[str, Points], across: str) -> str:
    """A line for each series of points, its key, and axes; across: what x is. Values that no axis has are left out.

    Lines differ in colour and in their dashes.
    """
    known = {
        name: [(_seen(x), _seen(y)) for x, y in points if abs(x) <= FARTHEST and abs(y) <= FARTHEST]
        for name, points in series.items()
    }
    known = {name: points for name, points in known.items() if points}
    if not known:
        return ""
    every = [point for points in known.values() for point in points]
    decades = min(y for _, y in every) > 0 and max(y for _, y in every) > DECADES * min(y for _, y in every)
    x_axis = _Axis([x for x, _ in every], LEFT, WIDTH - RIGHT)
    y_axis = _Axis([y for _, y in every], HEIGHT - BOTTOM, TOP, decades)
    lines = "".join(_line(number, points, x_axis, y_axis) for number, points in enumerate(known.values()))
    keys = "".join(
        f'<li><svg class="key" viewBox="0 0 30 8" aria-hidden="true"><path class="line{number}" d="M0 4H30"/></svg> '
        f"{escape(name)}</li>"
        for number, name in enumerate(known)
    )
    told = escape(f"{title}: {'; '.join(f'{name} from {p[0][1]:.4g} to {p[-1][1]:.4g}' for name, p in known.items())}")
    return (
        f'<figure class="chart"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">'
        f"{''.join(_grid(x_axis, y_axis))}{lines}"
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(across)}</text></svg>'
        f'<ul class="keys">{keys}</ul></figure>'
    )


def _seen(value: float) -> float:
    return value if abs(value) >= 1 / FARTHEST else 0.0


class _Axis:
    """Values on a line from one place to another; in decades if asked."""

    def __init__(self, values: Sequence[float], start: float, end: float, decades: bool = False) -> None:
        self._decades, self._start, self._end = decades, start, end
        low, high = min(values), max(values)
        if decades:
            first, last = floor(log10(low)), max(ceil(log10(high)), floor(log10(low)) + 1)
            self.ticks = [10.0**i for i in range(first, last + 1, ceil((last - first) / MOST_TICKS))]
            self._low, self._high = float(first), float(last)
            return
        largest = max(abs(low), abs(high))
        size = high - low if high - low > FLAT * largest else largest or 1.0
        unit = 10.0 ** floor(log10(size))
        step = next(unit * part for part in STEPS if size <= MOST_TICKS * unit * part)
        lowest, highest = floor(low / step), ceil(high / step)
        self.ticks = [i * step for i in range(lowest, max(highest, lowest + 1) + 1)]
        self._low, self._high = self.ticks[0], self.ticks[-1]

    def at(self, value: float) -> float:
        """The place of a value."""
        share = ((log10(value) if self._decades else value) - self._low) / (self._high - self._low)
        return round(self._start + share * (self._end - self._start), 1)


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    for value in up.ticks:
        y = up.at(value)
        yield f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{value:.6g}</text>'
    for value in across.ticks:
        x = across.at(value)
        yield f'<path class="grid" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{value:.6g}</text>'


def _line(number: int, points: Points, across: _Axis, up: _Axis) -> str:
    places = " ".join(f"{across.at(x)} {up.at(y)}" for x, y in points)
    return f'<path class="line{number}" d="M{places}"/>'
