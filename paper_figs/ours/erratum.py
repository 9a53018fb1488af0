"""Ours: the published and the true variance of the risk of recursive Gaussian fitting."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import in_units, progress

NAME = "ours-erratum-risk-variance"
ID = "gaussian-risk"

LOOKS = {
    "exact": ("exact", "exact"),
    "variance-published": ("published", "published: equation (5)"),
    "variance-leading": ("sharp", r"ours, leading term: $\frac{5}{2}$"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Var R_k exactly, as published, to leading order and simulated."""
    curves = Curves(NAME, "k", entropy)
    generations = log_grid(1, parameters["generations"], parameters["curve"])
    for panel in parameters["panels"]:
        curves.exact(panel, "exact", "gaussian.risk_variance", generations)
        for series in list(LOOKS)[1:]:
            curves.theory(panel, series, f"{ID}/{series}", generations)
    for panel, k in progress(tell, list(product(parameters["panels"], parameters["simulated"]))):
        curves.simulation(panel, "simulation", "gaussian.risk_variance", [k], parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """The variance in units of (k/n)^2, in which the right leading term is the constant 5/2."""
    panels = parameters["panels"]
    figure, axes = style.canvas(len(panels), height=0.8 + 1.6 * len(panels), squeeze=False, sharex=True)
    for panel, place in zip(panels, axes[:, 0], strict=True):
        size = int(panel.partition("=")[2])

        def scaled(series: str, panel: str = panel, size: int = size) -> dict[str, Any]:
            return in_units(pick(table, panel=panel, series=series), "k", 2, size)

        for series, (meaning, label) in LOOKS.items():
            style.curve(place, scaled(series), "k", meaning, label)
        style.dots(place, scaled("simulation"), "k")
        place.set(title=style.title(panel), ylabel=r"$\mathrm{Var}\,R_k\;n^2/k^2$", ylim=(1, 6))
        style.decades(place, 0.9, 1.1 * parameters["generations"], "x")
    axes[-1, 0].set(xlabel="generation $k$")
    style.legend(figure, axes[0, 0])
    return figure


QUICK = {
    "panels": ["n=100", "n=1000"], "generations": 100, "curve": 40, "simulated": [1, 2, 4, 8, 16, 32], "paths": 400000,
}  # fmt: skip

FIGURE = Figure(
    name=NAME,
    title="An erratum: the variance of the risk",
    caption=(
        "Variance of the risk R_k = (M_k − μ0)² + (Σ_k − σ0)² of recursive Gaussian fitting (ddof = 1, n points per "
        "generation, σ0 = 1), in units of (k/n)². Equation (5) of Shumailov et al. says ½ (3k + 4k(k − 1))/n² up to "
        "higher order, which is too small at every k: already M_1² alone has variance 2/n². The right leading term "
        "is (5/2) k²/n²; it describes k much smaller than n, beyond which the variance explodes. Points: 400000 pairs "
        "of runs each (paper effort: 4000000)."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"panels": ["n=20"], "generations": 4, "curve": 3, "simulated": [1, 3], "paths": 2000},
        "quick": QUICK,
        "paper": {**QUICK, "paths": 4000000},
    },
    depends=("simulators.gaussian", "simulators.exact.gaussian"),
    data=data,
    draw=draw,
)
