"""Single runs of a one-dimensional Gaussian: what the data and the drawing of three figures share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paper_figs import style
from paper_figs.numbers import log_grid, pick

Array = NDArray[np.float64]

QUANTITIES = {"mean": r"mean $\mu_k$", "scale": r"standard deviation $\sigma_k$"}

SIZES = {"sizes": [100, 1000, 10000], "generations": 2000, "drawn": 160, "points": 12}
PARAMETERS = {
    "tiny": {"sizes": [10, 100], "generations": 12, "drawn": 6, "points": 3},
    "quick": SIZES,
    "paper": {**SIZES, "sizes": [100, 1000, 10000, 100000]},
}

SHARED = (
    "A single run for each sample size n = 100, 1000, 10000 (at paper effort also 100000), started from N(0, 1) and "
    "followed for 2000 generations: jagged lines. The paper gives neither its sizes nor its number of generations. "
)


def drawn(parameters: Mapping[str, Any]) -> list[int]:
    """Generations at which the run is kept."""
    return log_grid(1, parameters["generations"], parameters["drawn"])


def exact(parameters: Mapping[str, Any]) -> list[int]:
    """Generations at which the exact curves are computed."""
    return log_grid(1, parameters["generations"], parameters["points"])


class Rows:
    """A table in the making: columns quantity (`mean` or `scale`), n, k, source, value.

    source: `run`; or `low`, `centre`, `high`, the exact curves.
    """

    def __init__(self) -> None:
        self.table: dict[str, list[Any]] = {name: [] for name in ("quantity", "n", "k", "source", "value")}

    def add(self, quantity: str, n: int, source: str, k: Sequence[int], values: Sequence[float] | Array) -> None:
        """A curve."""
        for generation, value in zip(k, values, strict=True):
            row = (quantity, n, generation, source, float(value))
            for column, x in zip(self.table.values(), row, strict=True):
                column.append(x)


def picture(
    table: Mapping[str, Any], parameters: Mapping[str, Any], band: str, centre: str, limits: Mapping[str, Any]
) -> Any:
    """The mean above the standard deviation: a jagged line for the run, a band and a smooth line for the exact law.

    limits: of the two ordinates, the second logarithmic if they are more than a factor of 10 apart.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    sizes = parameters["sizes"]
    shades = dict(zip(sizes, style.shades(len(sizes)), strict=True))
    figure, axes = style.canvas(2, height=4.0, sharex=True)
    for place, (quantity, label) in zip(axes, QUANTITIES.items(), strict=True):
        for n, colour in shades.items():
            here = pick(table, quantity=quantity, n=n)
            curve = {source: pick(here, source=source) for source in ("run", "low", "centre", "high")}
            low, high = curve["low"], curve["high"]
            place.fill_between(low["k"], low["value"], high["value"], color=colour, alpha=0.15, linewidth=0)
            for source, width in {"low": 0.5, "high": 0.5, "centre": 1.4}.items():
                place.plot(curve[source]["k"], curve[source]["value"], color=colour, linewidth=width, alpha=0.9)
            place.plot(curve["run"]["k"], curve["run"]["value"], color=colour, linewidth=0.8, zorder=3)
        place.set(xscale="log", ylabel=label, ylim=limits[quantity])
        if limits[quantity][0] > 0 and limits[quantity][1] > 10 * limits[quantity][0]:
            style.decades(place, *limits[quantity])
    axes[1].set_xlabel("generation $k$")
    axes[1].xaxis.set_major_formatter("{x:g}")
    handles: list[Any] = [Line2D([], [], color=colour, linewidth=3, label=f"$n = {n}$") for n, colour in shades.items()]
    handles += [Line2D([], [], color="#404040", linewidth=0.8, label="a single run")]
    handles += [Line2D([], [], color="#404040", linewidth=1.4, label=centre)] if centre else []
    handles += [Patch(facecolor="#d0d0d0", edgecolor="#404040", linewidth=0.5, label=band)]
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure
