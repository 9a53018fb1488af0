"""Kazdan et al., their programs: how long until one symbol of a discrete law is alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import in_units, progress
from theorems.language.papers import KAZDAN

NAME = "kazdan-discrete-time"
BOUNDS = {"lower": ("sharp", "ours, from below"), "upper": ("sharp 2", "ours, from above")}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Mean time until one symbol is alone, along the number of samples."""
    curves, panel = Curves(NAME, "n", entropy), f"p={parameters['shares']}"
    sizes, paths = parameters["sizes"], parameters["paths"]
    for series in BOUNDS:
        claim = f"discrete-collapse-time/mean-{series}"
        curves.theory(panel, series, claim, log_grid(2, sizes[-1], parameters["curve"]))
    curves.exact(panel, "exact", "multinomial.collapse_time", range(2, parameters["followed"] + 1))
    for n, some in progress(tell, list(zip(sizes, paths, strict=True))):
        curves.simulation(panel, "simulation", "multinomial.collapse_time", [n], some)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """The time in units of n, which it is nearly proportional to."""
    figure, axes = style.canvas(height=2.6)
    style.curve(axes, in_units(pick(table, series="exact"), "n", 1), "n", "exact", "exact mean")
    for series, (meaning, label) in BOUNDS.items():
        style.curve(axes, in_units(pick(table, series=series), "n", 1), "n", meaning, label)
    style.dots(axes, in_units(pick(table, series="simulation"), "n", 1), "n")
    style.decades(axes, 1.5, 1.5 * parameters["sizes"][-1], "x")
    axes.set(ylim=(0, None), xlabel="samples $n$", ylabel="mean time to one symbol, over $n$")
    style.legend(figure, axes)
    return figure


SIZES = {"sizes": [10, 100, 1000, 10000, 100000], "shares": "uniform(10)"}

FIGURE = Figure(
    name=NAME,
    title="A discrete law refitted to its samples: the time to one symbol",
    caption=(
        "Ten symbols of equal given shares; model k + 1 has the frequencies of n symbols drawn from model k. "
        "Plotted is the mean of the first generation with one symbol only, over n, for n = 10, 100, ..., 100000 "
        "(10000 at quick effort). Black: exactly, from the chain of counts, for n ≤ 12. Points: simulated means "
        "with time-uniform 95% intervals, which beyond n = 12 rest on a bound of the second moment; 4000 runs for n "
        "= 10, 100 and 1000, fewer for larger n. Lines: n (S + G)/d and d/2 + n (1 + S), d = 10 symbols, S = ln 10 "
        "their entropy and G = 9/10 the chance that two draws differ. Shumailov et al. (appendix A.1) say that "
        "this mean time cannot be had without knowing how a model is fitted: here it is known."
    ),
    theorems=("discrete-collapse-time",),
    parameters={
        "tiny": {"sizes": [3, 6], "shares": "uniform(3)", "curve": 4, "followed": 5, "paths": [500, 500]},
        "quick": {
            **SIZES,
            "sizes": [10, 100, 1000, 10000],
            "curve": 24,
            "followed": 12,
            "paths": [4000, 4000, 4000, 400],
        },
        "paper": {**SIZES, "curve": 24, "followed": 12, "paths": [100000, 100000, 20000, 4000, 1000]},
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (discrete laws, time to one outcome)", SIZES),
)
