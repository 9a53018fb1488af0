"""Kazdan et al., appendix: the fitted densities of the one-dimensional Gaussian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.gaussian import DEPENDS, THEOREMS, cells, in_one_dimension, simulations
from paper_figs.numbers import pick
from paper_figs.tables import columns
from paper_figs.transforms import deviation
from theorems.language.papers import KAZDAN

WIDEST = 3.2


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Centred normal densities: of the exact mean variance, of the simulated one, and with it taken for a scale."""
    from scipy.stats import norm

    line, few = np.linspace(-WIDEST, WIDEST, 161), np.linspace(-3, 3, 13)
    rows = []
    for one in cells(parameters, entropy, tell):
        for t in parameters["shown"]:
            exact = in_one_dimension(one.workflow, one.n, t, "trace", "trace")
            simulated = deviation(one.traces[:, one.t.index(t)].mean())
            series = {"exact": (line, deviation(exact)), "simulation": (few, simulated), "published": (line, exact)}
            for source, (x, scale) in series.items():
                where = {"workflow": one.workflow, "n": one.n, "t": t, "source": source}
                rows += [{**where, "x": a, "value": b} for a, b in zip(x, norm.pdf(x, scale=scale), strict=True)]
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every n, a colour for every iteration."""
    shown, shades = parameters["shown"], style.shades(len(parameters["shown"]))

    def fill(axes: Any, row: int, workflow: str) -> None:
        here = pick(table, workflow=workflow, n=parameters["sizes"][row])
        for t, colour in zip(shown, shades, strict=True):
            for source, look in {"exact": "-", "simulation": "o", "published": ":"}.items():
                curve = pick(here, t=t, source=source)
                if source != "published" or t == shown[-1]:
                    axes.plot(curve["x"], curve["value"], look, color=colour, linewidth=1.0, markersize=1.8)
        axes.set(ylim=(0, 1.3), xlim=(-WIDEST, WIDEST), xticks=(-2, 0, 2))

    handles = drawing.keys({f"$t = {t}$": colour for t, colour in zip(shown, shades, strict=True)}, LOOKS)
    names = [f"$n = {n}$" for n in parameters["sizes"]]
    return drawing.panels(names, fill, label="fitted density", height=3.4, keys=handles, across="$x$")


LOOKS: dict[str, dict[str, Any]] = {
    r"exact $N(0, E\,\sigma_t^2)$": {"linestyle": "-"},
    "simulation": drawing.DOTS,
    "as published (last $t$)": {"linestyle": ":"},
}
SIZES = {"dimensions": [1], "iterations": 100, "runs": 100}
CHOSEN = {"sizes": [10, 100], "shown": [1, 10, 100], "points": 3, "large runs": 100}

FIGURE = Figure(
    name="kazdan-gaussian-density",
    title="Gaussian fitting: the fitted densities",
    caption=(
        "Normal densities of mean 0 whose variance is that of model t, averaged over runs, for t = 1, 10, 100 and "
        "n = 10 and 100 in one dimension (ddof = 0): lines with the exact average, points with that of 100 runs. The "
        "paper's figure passes this variance to the plotting routine as a standard deviation; the dotted line does the "
        "same at t = 100, and so shows a collapse that is too fast. The real density is close to that of t = 1. The "
        "average itself flatters replace: the variance of a typical run is smaller still. For n = 10, t = 100 under "
        "replace both curves are spikes that leave the panel."
    ),
    theorems=tuple(THEOREMS.values()),
    parameters={
        "tiny": {**SIZES, **CHOSEN, "iterations": 10, "shown": [1, 10], "points": 2, "runs": 20, "large runs": 20},
        "quick": {**SIZES, **CHOSEN},
        "paper": {**SIZES, **CHOSEN},
    },
    depends=DEPENDS,
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 1 (top)", SIZES),
    simulations=simulations,
)
