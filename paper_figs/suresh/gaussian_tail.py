"""Suresh et al., Figure 5: the probability that the fitted Gaussian has not collapsed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.drawing import panels
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, grid, pick
from theorems.language.papers import SURESH

NAME = "suresh-5-gaussian-tail"
ID = "gaussian-collapse"

BOUNDS = {  # series: the claim, and what is added to the panel's parameters
    "Theorem 3": (f"{ID}/tail-published", ""),
    "Bertrand": (f"{ID}/tail-upper-any", "alpha=1"),
    "their curve": (f"{ID}/tail-upper-any", "alpha=7/10"),
    "best exponent": (f"{ID}/tail-upper", ""),
}
LOOKS = {
    "exact": ("exact", "exact law"),
    "Theorem 3": ("published", "published: Theorem 3"),
    "Bertrand": ("published 2", r"Bertrand et al.: (3), $\alpha=1$"),
    "their curve": ("other", r"plotted in the paper: (3), $\alpha=0.7$"),
    "best exponent": ("sharp", r"ours: (3), best $\alpha$"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """The exact law and every bound along the generations, simulation at a few."""
    curves = Curves(NAME, "k", entropy)
    panel, last = parameters["panel"], parameters["generations"]
    generations = sorted({*range(1, min(last, 12)), *grid(1, last, parameters["curve"])})
    curves.simulation(panel, "simulation", "gaussian.above", grid(1, last, parameters["points"]), parameters["paths"])
    curves.exact(panel, "exact", "gaussian.above", generations)
    tell(0.4)
    for series, (claim, more) in BOUNDS.items():
        curves.theory(panel, series, claim, generations, more=more)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel, on a logarithmic scale, where the exponents show as slopes."""
    panel = parameters["panel"]
    figure, places = panels(table, [panel], LOOKS, r"$\Pr(\Sigma_k > \varepsilon)$", height=3.0)
    style.decades(places[panel], min(pick(table, series="exact")["value"]) / 1.6, 1.6)
    return figure


SIZES = {"panel": "n=10,eps=1/10", "generations": 200, "points": 10, "paths": 1000}
PAPER = {**SIZES, "curve": 67}

FIGURE = Figure(
    name=NAME,
    title="The fitted Gaussian has not collapsed yet: exact law and bounds",
    caption=(
        "Probability Pr(Σ_k > ε) that the standard deviation fitted to n = 10 points (variance with ddof = 1), "
        "started at σ0 = 1, still exceeds ε = 1/10 after k generations, k up to 200; 1000 paths per point. The paper "
        "compares “our bound” with Bertrand et al.; the curve it plots is equation (3) at α = 0.7. Theorem 3 as "
        "printed is always weaker than Bertrand's, which is equation (3) at α = 1. The best exponent depends on k. "
        "Bounds above 1 say nothing and are cut off."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"panel": "n=5,eps=1/2", "generations": 20, "curve": 4, "points": 3, "paths": 400},
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=("simulators.gaussian", "simulators.exact.gaussian"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 5", SIZES),
)
