"""Kazdan et al., their programs: the entropy of a discrete law that is refitted to samples from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, exact, log_grid, pick
from paper_figs.transforms import in_shares, progress
from theorems.language.papers import KAZDAN

NAME = "kazdan-discrete-entropy"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Mean entropy of model k: exact where the chain can be followed, its lower bound, and simulated."""
    curves = Curves(NAME, "k", entropy)
    each = (parameters[name] for name in ("sizes", "paths", "ends"))
    for n, paths, last in progress(tell, list(zip(*each, strict=True))):
        panel = f"n={n},p={parameters['shares']}"
        generations = log_grid(1, last, parameters["curve"])
        if n <= parameters["followed"]:
            curves.exact(panel, "exact", "multinomial.entropy", generations)
        curves.theory(panel, "lower", "discrete-diversity/entropy-lower", generations)
        curves.simulation(panel, "simulation", "multinomial.entropy", log_grid(1, last, parameters["points"]), paths)
    start = {**curves.point("multinomial.entropy", panel, 1), "k": 0}
    curves.add("", "start", "the given law", 0, exact("multinomial.entropy", **start))
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """The share of the entropy of the start, a colour for every n."""
    figure, axes = style.canvas(height=2.9)
    (start,) = pick(table, series="start")["value"]
    for n, colour in zip(parameters["sizes"], style.shades(len(parameters["sizes"])), strict=True):
        panel = f"n={n},p={parameters['shares']}"
        shares = {s: in_shares(pick(table, panel=panel, series=s), start) for s in ("exact", "lower", "simulation")}
        axes.plot(shares["exact"]["k"], shares["exact"]["value"], color=colour, linewidth=1.2)
        axes.plot(shares["lower"]["k"], shares["lower"]["value"], color=colour, linestyle=":", linewidth=1.0)
        style.dots(axes, shares["simulation"], "k", f"$n = {n}$", color=colour)
    axes.plot([], [], color="#404040", label="exact mean")
    axes.plot([], [], ":", color="#404040", label="ours: lower bound")
    axes.set(ylim=(0, 1.05), xscale="log", xlabel="generation $k$", ylabel="share of the entropy left")
    style.legend(figure, axes, columns=3)
    return figure


SIZES = {"sizes": [10, 100, 1000, 10000, 100000], "shares": "uniform(10)"}
CHOSEN = {"curve": 24, "points": 7, "followed": 100}

FIGURE = Figure(
    name=NAME,
    title="A discrete law refitted to its samples: the entropy that is left",
    caption=(
        "Ten symbols of equal given shares; model k + 1 has the frequencies of n symbols drawn from model k. "
        "Plotted is the mean entropy of model k over ln 10, for n = 10, 100, ..., 100000 (10000 at quick effort) up "
        "to k = 4n. Lines: the exact mean, where the chain of counts can be followed (n ≤ 100), and the lower "
        "bound 1 − k ln(1 + 9/n)/ln 10. Points: simulated means with time-uniform 95% intervals; 10000 runs for n = "
        "10 and 100, fewer for larger n. What counts is k/n: the curves are one curve, shifted."
    ),
    theorems=("discrete-diversity", "discrete-collapse-time"),
    parameters={
        "tiny": {
            **CHOSEN,
            "sizes": [4, 8],
            "shares": "uniform(3)",
            "curve": 4,
            "points": 3,
            "paths": [500, 500],
            "ends": [16, 32],
        },
        "quick": {
            **SIZES,
            **CHOSEN,
            "sizes": [10, 100, 1000, 10000],
            "paths": [10000, 10000, 1000, 100],
            "ends": [40, 400, 4000, 40000],
        },
        "paper": {
            **SIZES,
            **CHOSEN,
            "paths": [100000, 100000, 10000, 2000, 1000],
            "ends": [40, 400, 4000, 40000, 400000],
        },
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (discrete laws, entropy)", SIZES),
)
