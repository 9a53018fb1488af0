"""How every figure looks: the style sheet, what each colour and line style means, and where legends go.

Colours are those of Okabe and Ito, which stay apart for colour-blind readers; no meaning rests on colour
alone (theory: lines of different dashes; exact truth: the solid black line; simulation: points with bars).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

COLUMN = 3.3
"""Width of a paper's column, in inches."""

PAGE = 6.9
"""Width of a page of two columns, in inches."""

ERROR = 0.05
"""Error probability of every time-uniform interval drawn."""

COLOUR = {
    "exact": "#000000",
    "simulation": "#0072B2",
    "published": "#D55E00",
    "published 2": "#E69F00",
    "sharp": "#009E73",
    "sharp 2": "#56B4E9",
    "other": "#CC79A7",
    "replace": "#D55E00",
    "accumulate": "#0072B2",
    "accumulate-subsample": "#009E73",
    "quenched": "#0072B2",
    "annealed": "#000000",
    "guide": "#8c8c8c",
}
"""What a colour means, the same in every figure."""

LINE = {
    "exact": {"linestyle": "-", "linewidth": 1.4, "zorder": 3.0},
    "published": {"linestyle": (0, (4, 1.6))},
    "published 2": {"linestyle": (0, (4, 1.2, 1, 1.2))},
    "sharp": {"linestyle": (0, (1.2, 1.0)), "linewidth": 1.5},
    "sharp 2": {"linestyle": (0, (6, 1.2, 1, 1.2, 1, 1.2))},
    "other": {"linestyle": (0, (2.5, 1.2))},
    "guide": {"linestyle": "-", "linewidth": 0.6, "zorder": 1.0},
}
"""The line style of a meaning; absent ones are plain solid lines."""

MARKERS = "osD^vPX"
"""Markers of series that share a meaning, in order."""


def sheet() -> AbstractContextManager[None]:
    """The style sheet, for the drawing and the saving of a figure (the store enters it around both)."""
    import matplotlib.style

    return matplotlib.style.context(Path(__file__).with_name("suite.mplstyle"))


def canvas(rows: int = 1, columns: int = 1, *, width: float = COLUMN, height: float = 2.6, **subplots: Any) -> Any:
    """A new figure and its axes, as `pyplot.subplots` returns them, without the global state of pyplot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **subplots)


def line(meaning: str, **more: Any) -> dict[str, Any]:
    """Keywords of `axes.plot` for a curve of that meaning: `axes.plot(x, y, **line("published", label="..."))`."""
    return {"color": COLOUR[meaning], **LINE.get(meaning, {}), **more}


def points(
    axes: Any,
    x: Sequence[float],
    mean: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    meaning: str = "simulation",
    **more: Any,
) -> Any:
    """Simulated means as points, their time-uniform intervals [low, high] as bars."""
    bars = [[m - a for m, a in zip(mean, low, strict=True)], [b - m for m, b in zip(mean, high, strict=True)]]
    look = {"fmt": "o", "color": COLOUR[meaning], "markersize": 2.6, "elinewidth": 0.7, "capsize": 1.4, "zorder": 4.0}
    return axes.errorbar(x, mean, yerr=bars, **{**look, **more})


def shades(count: int) -> list[str]:
    """Colours of an ordered family (sizes n, generations): dark to light, told apart in grey as well."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    return [to_hex(colormaps["viridis"](0.88 * i / max(count - 1, 1))) for i in range(count)]


def legend(figure: Any, axes: Any, columns: int = 2, **more: Any) -> Any:
    """One legend below the figure, off the data: the labels of these axes (one, or several), each once."""
    found: dict[str, Any] = {}
    for one in [axes] if hasattr(axes, "get_legend_handles_labels") else axes:
        for handle, label in zip(*one.get_legend_handles_labels(), strict=True):
            found.setdefault(label, handle)
    place = {"loc": "outside lower center", "ncols": columns}
    return figure.legend(list(found.values()), list(found), **{**place, **more})


def save(figure: Any, path: Path) -> None:
    """Write a figure in the format of the suffix (svg, pdf, png), the same bytes for the same picture."""
    undated: dict[str, Any] = {
        ".svg": {"Date": None, "Creator": None},
        ".pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
        ".png": {"Software": None},
    }
    figure.savefig(path, metadata=undated[path.suffix])
