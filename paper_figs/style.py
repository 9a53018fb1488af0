"""How every figure looks: the style sheet, what each colour and line style means, and where legends go.

Colours are those of Okabe and Ito, which stay apart for colour-blind readers; no meaning rests on colour
alone (theory: lines of different dashes; exact truth: the solid black line; simulation: points with bars).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

from paper_figs.figure import Figure, Table
from theorems.language.notation import latex
from theorems.language.parameters import split

SHEET = Path(__file__).with_name("suite.mplstyle")

FORMATS: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}
"""Formats of pictures, and the metadata that they go without: the same picture has the same bytes."""

COLUMN = 3.3
"""Width of every figure, in inches: that of a paper's column."""

MARGIN = 0.03
"""Around the small print, in inches."""

SOURCE = {"fontsize": 4.8, "color": "#606060"}
"""How the source of a picture is written."""

NARROWER = 0.96
"""Of the page, as small letters are a little wider at the resolution of a picture than where they are measured."""

PAGE = 9.7
"""What a figure is at most high, in inches: a page of a paper."""

DIGITS = 6
"""Of the places of axes, in shares of the page: the same picture has the same bytes in every process."""

SHIFT = 1.07
"""Between neighbours that stand at one place."""

ARROW: dict[str, Any] = {"markersize": 2.6, "markeredgewidth": 0, "clip_on": False, "zorder": 5.0}
EDGE = 1e-6
"""Share of an axis by which a point may lie beyond its end."""

COLOUR = {
    "exact": "#000000",
    "simulation": "#0072B2",
    "published": "#D55E00",
    "published 2": "#E69F00",
    "sharp": "#009E73",
    "sharp 2": "#56B4E9",
    "other": "#CC79A7",
    "guide": "#8c8c8c",
}
"""What a colour means, the same in every figure."""

LINE: dict[str, dict[str, Any]] = {
    "exact": {"linestyle": "-", "linewidth": 1.7, "zorder": 1.9},
    "published": {"linestyle": (0, (4, 1.6))},
    "published 2": {"linestyle": (0, (4, 1.2, 1, 1.2))},
    "sharp": {"linestyle": (0, (1.2, 1.0)), "linewidth": 1.5},
    "sharp 2": {"linestyle": (0, (6, 1.2, 1, 1.2, 1, 1.2))},
    "other": {"linestyle": (0, (2.5, 1.2))},
    "guide": {"linestyle": "-", "linewidth": 0.6, "zorder": 1.0},
}
"""The line style of a meaning; absent ones are plain solid lines."""


def sheet() -> AbstractContextManager[None]:
    """The style sheet, for the drawing and the saving of a figure; settings of the user have no say."""
    import matplotlib.style

    return matplotlib.style.context(SHEET, after_reset=True)


def laid_out(figure: Figure, table: Table, parameters: Mapping[str, Any]) -> Any:
    """The figure drawn from its table, with its small print; laid out once for all formats, or each would depend on
    those before it.
    """
    drawn = figure.draw(table, parameters)
    inside = _small_print(drawn, figure.title, figure.signature())
    drawn.align_ylabels()
    drawn.draw_without_rendering()
    drawn.set_layout_engine("none")
    for axes in drawn.axes:  # in which order the layout meets its rules differs, and so do its last digits
        axes.set_position(np.round(axes.get_position(original=True).bounds, DIGITS))
    for legend in drawn.legends:  # only now: legends that say where they are, are given no room
        legend.set_bbox_to_anchor(inside, transform=drawn.transFigure)
    for axes in drawn.axes:
        mark_edges(axes)
    return drawn


def _small_print(drawn: Any, title: str, source: str) -> tuple[float, float, float, float]:
    """Title above and source below the picture, which becomes so much higher: it may be seen without its page.

    Returns where the picture itself now is: left, bottom, width, height, in shares of the page.
    """
    width, height = drawn.get_size_inches()
    margins = {}
    for text, top, look in ((title, True, {"fontsize": 7, "fontweight": "bold"}), (source, False, SOURCE)):
        place = {"x": MARGIN / width, "va": "top" if top else "bottom", "in_layout": False, **look}
        written = drawn.text(s="", y=0, **place)
        lines = [""]
        for word in text.split():
            written.set_text(f"{lines[-1]} {word}".strip())
            too_long = written.get_window_extent().width > NARROWER * (width - 2 * MARGIN) * drawn.dpi
            lines[-1:] = [lines[-1], word] if too_long else [written.get_text()]
        written.set_text("\n".join(lines))
        margins[top] = written.get_window_extent().height / drawn.dpi + 2 * MARGIN, written
    (above, head), (below, foot) = margins[True], margins[False]
    total = height + above + below
    drawn.set_size_inches(width, total)
    head.set_y(1 - MARGIN / total)
    foot.set_y(MARGIN / total)
    inside = (0.0, below / total, 1.0, height / total)
    drawn.get_layout_engine().set(rect=inside)
    return inside


def mark_edges(axes: Any) -> None:
    """An arrow at the edge of the axes, or in their corner, where a point or a bar goes beyond."""
    from matplotlib.colors import to_hex

    to_edges = axes.transData - axes.transAxes
    marked: list[tuple[Any, Any]] = []
    for container in axes.containers:
        for bars in getattr(container, "lines", ((), (), ()))[2]:
            marked += [(point, bars.get_color()[0]) for segment in bars.get_segments() for point in segment]
    for line in axes.get_lines():
        if line.get_marker() not in (None, "", "None", " ") and line.get_transform() == axes.transData:
            marked += [(point, line.get_color()) for point in line.get_xydata()]
    axes.autoscale(False)
    for point, colour in marked:
        x, y = to_edges.transform(point)
        beyond = {"<": x < -EDGE, ">": x > 1 + EDGE, "v": y < -EDGE, "^": y > 1 + EDGE}
        arrow = next((arrow for arrow, gone in beyond.items() if gone), None)
        if arrow is not None:
            nearest = np.clip((x, y), 0, 1)
            axes.plot(*nearest, arrow, transform=axes.transAxes, color=to_hex(colour), **ARROW)


def pictures(
    figure: Figure, table: Table, parameters: Mapping[str, Any], formats: Sequence[str]
) -> dict[str, bytes]:  # fmt: skip
    """The figure drawn from its table: format -> content of the file."""
    files = {suffix: BytesIO() for suffix in formats}
    with sheet():
        drawn = laid_out(figure, table, parameters)
        for suffix, file in files.items():
            drawn.savefig(file, format=suffix, metadata=FORMATS[suffix])
    return {suffix: file.getvalue() for suffix, file in files.items()}


def canvas(rows: int = 1, columns: int = 1, *, height: float = 2.6, **subplots: Any) -> Any:
    """A new figure and its axes, as `pyplot.subplots` returns them, without the global state of pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(COLUMN, height))
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **subplots)


def line(meaning: str, **more: Any) -> dict[str, Any]:
    """Keywords of `axes.plot` for a curve of that meaning: `axes.plot(x, y, **line("published", label="..."))`."""
    return {"color": COLOUR[meaning], **LINE.get(meaning, {}), **more}


def curve(axes: Any, rows: Mapping[str, Any], along: str, meaning: str, label: str | None = None) -> None:
    """A theory curve: column `value` of the rows against column `along`."""
    axes.plot(rows[along], rows["value"], **line(meaning, label=label))


def dots(axes: Any, rows: Mapping[str, Any], along: str, label: str | None = "simulation", **more: Any) -> None:
    """The simulated means of the rows as points, their time-uniform intervals as bars.

    An interval may end short of its point, where no mean can lie: the bar then ends at the point.
    """
    bars = np.maximum([rows["value"] - rows["low"], rows["high"] - rows["value"]], 0.0)
    look = {"fmt": "o", "color": COLOUR["simulation"], "zorder": 4.0, "label": label}
    sizes = {"markersize": 2.6, "elinewidth": 0.7, "capsize": 1.4}
    axes.errorbar(rows[along], rows["value"], yerr=bars, **{**look, **sizes, **more})


def path(axes: Any, rows: Mapping[str, Any], along: str, label: str | None = None) -> None:
    """One simulated path among many."""
    axes.plot(rows[along], rows["value"], **line("simulation", linewidth=0.5, alpha=0.5, zorder=1.8, label=label))


def title(panel: str) -> str:
    """The fixed parameters of a panel, `n=100,p0=1/100`, as its title."""
    parts = (part.partition("=") for part in split(panel) if part)
    return ", ".join(f"${latex(sp.Symbol(name))} = {value}$" for name, _, value in parts)


def zipf(panel: str) -> str:
    """A panel of a Zipf law, `n=1000,p=zipf(1000,2,5)`, as its title."""
    found = re.fullmatch(r"n=(\d+),p=zipf\((\d+),([\d/]+),([\d/]+)\)", panel)
    if found is None:
        raise ValueError(f"{panel} is no Zipf law")
    n, m, a, b = (f"{float(Fraction(x)):g}" for x in found.groups())
    return f"$a = {a}$, $b = {b}$, {m} symbols, $n = {n}$"


def power_of_ten(name: str, value: int) -> str:
    """`$n = 10^5$`."""
    return f"${name} = 10^{{{len(str(value)) - 1}}}$"


def formula(text: str, words: str) -> str:
    """LaTeX as a label, its fractions in full size; the words where it cannot be set."""
    from matplotlib.mathtext import MathTextParser

    label = f"${text}$".replace(r"\frac", r"\dfrac")
    for short, known in {r"\\le(?![a-z])": r"\\leq", r"\\ge(?![a-z])": r"\\geq"}.items():
        label = re.sub(short, known, label)
    try:
        MathTextParser("path").parse(label)
    except ValueError:
        return words
    return label


def stacked(axes: Any, headings: Sequence[str | None], names: Collection[int] = (), row: float = 0.15) -> list[float]:
    """Makes the figure as high as these rows (of `row` inches) are, one below another; returns the height of each.

    A heading (None: a row without one) is written over the whole width: a long one is made to fit, and a tall one has
    the room that it takes. names: the places of those that begin a panel; they are bold, with a line above.
    """
    from matplotlib.transforms import blended_transform_factory

    figure, heights, end = axes.figure, [], 0.0
    place = blended_transform_factory(figure.transFigure, axes.transData)
    for i, label in enumerate(headings):
        tall = 1.0
        if label is not None:
            look = {"fontweight": "bold", "fontsize": 6.5} if i in names else {"fontsize": 6.5}
            text = axes.text(0.01, 0, label, va="center", transform=place, in_layout=False, **look)
            text.set_fontsize(6.5 * min(1, 0.97 * figure.bbox.width / text.get_window_extent().width))
            tall = max(1, 1.1 * text.get_window_extent().height / figure.dpi / row)
            text.set(y=end + tall / 2, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
            if i in names and i:
                axes.plot([0.01, 0.99], [end, end], transform=place, **line("guide"), clip_on=False)
        heights.append(end + tall / 2)
        end += tall
    figure.set_size_inches(COLUMN, 0.9 + row * end)
    axes.set_ylim(end + 0.1, -0.1)
    return heights


def around(axes: Any, values: Sequence[float], margin: float = 0.4) -> None:
    """A linear axis around these values, whatever else leaves it: with a margin of so much of their range."""
    low, high = min(values), max(values)
    room = margin * max(high - low, 1.0)
    axes.set_ylim(low - room, high + room)


def decades(axes: Any, low: float, high: float, axis: str = "y") -> None:
    """A logarithmic axis of values from low to high, labelled with plain decimals unless they are tiny."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set(**{f"{axis}scale": "log", f"{axis}lim": (low, high)})
    if low >= 1e-4:
        ticks = getattr(axes, f"{axis}axis")
        ticks.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 30 * low else (1,)))
        ticks.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ticks.set_minor_formatter(NullFormatter())


def few_ticks(axes: Any) -> None:
    """Three steps at most on a logarithmic ordinate of less than a decade, which is divided as a linear one."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

    low, high = axes.get_ylim()
    if axes.get_yscale() == "log" and high < 10 * low:
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())


def shades(count: int) -> list[str]:
    """Colours of an ordered family (sizes n, generations): dark to light, told apart in grey as well."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return [to_hex(colormaps["viridis"](0.88 * i / max(count - 1, 1))) for i in range(count)]


def apart(count: int) -> list[float]:
    """Factors by which the abscissae of an ordered family are shifted on a logarithmic axis, so that their bars do not
    lie on each other.
    """
    return [float(SHIFT ** (i - (count - 1) / 2)) for i in range(count)]


def beside(count: int, step: float) -> list[float]:
    """The same of a linear axis: what is added to the abscissae of each, so that they are a step apart."""
    return [step * (i - (count - 1) / 2) for i in range(count)]


def shifted(rows: Mapping[str, Any], along: str, factor: float) -> dict[str, Any]:
    """The rows with their abscissae times a factor of `apart`."""
    return {**rows, along: factor * rows[along]}


def marker_size(value: float, values: Sequence[int]) -> float:
    """Of a marker for one of an ordered family: the later, the larger."""
    return 1.8 + 3.0 * list(values).index(int(value)) / max(len(values) - 1, 1)


def legend(figure: Any, axes: Any, columns: int = 2, **more: Any) -> Any:
    """One legend below the figure, off the data: the labels of these axes (one, or several), each once."""
    found: dict[str, Any] = {}
    for one in [axes] if hasattr(axes, "get_legend_handles_labels") else axes:
        for handle, label in zip(*one.get_legend_handles_labels(), strict=True):
            found.setdefault(label, handle)
    place = {"loc": "outside lower center", "ncols": columns}
    return figure.legend(list(found.values()), list(found), **{**place, **more})
