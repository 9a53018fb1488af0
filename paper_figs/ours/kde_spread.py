"""Ours: what a kernel density estimate does within one run, and averaged over runs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import progress

NAME = "ours-kde-spread"

PANELS = {"replace": ("kde_replace", "kde-replace-growth"), "accumulate": ("kde_accumulate", "kde-accumulate-growth")}
LOOKS = {  # series: observable, claim, marker, label
    "annealed": ("draw_square", "annealed-variance", "s", "simulated: a draw, over all runs"),
    "quenched": ("spread", "spread", "o", "simulated: within one run"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Variance of one draw from model k, and variance within the data that it smooths, both exact and simulated."""
    curves = Curves(NAME, "k", entropy)
    point, last = parameters["point"], parameters["generations"]
    generations, some = (log_grid(1, last, parameters[name]) for name in ("curve", "points"))
    for (workflow, (process, theorem)), (series, look) in progress(tell, list(product(PANELS.items(), LOOKS.items()))):
        observable, claim, *_ = look
        curves.theory(point, f"{workflow} {series}", f"{theorem}/{claim}", generations)
        curves.exact(point, f"{workflow} {series} exact", f"{process}.{observable}", generations)
        name = f"{workflow} {series} simulation"
        curves.simulation(point, name, f"{process}.{observable}", some, parameters["paths"])
    curves.theory(point, "replace limit", "kde-replace-growth/spread-limit", generations)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each workflow, on one scale."""
    figure, axes = style.canvas(2, height=4.0, sharex=True)
    for place, workflow in zip(axes, PANELS, strict=True):
        for series, (_, _, marker, label) in LOOKS.items():
            style.curve(place, pick(table, series=f"{workflow} {series} exact"), "k", "exact", "exact")
            style.dots(place, pick(table, series=f"{workflow} {series} simulation"), "k", label, fmt=marker)
        style.curve(place, pick(table, series=f"{workflow} annealed"), "k", "published", "published (Thms. 5, 6)")
        place.set(title=workflow, ylabel="variance")
        style.decades(place, 0.9, 1.1 * parameters["generations"], "x")
    style.curve(axes[0], pick(table, series="replace limit"), "k", "guide", r"limit $(n-1)h^2$")
    axes[1].set(xlabel="generation $k$")
    style.legend(figure, axes)
    return figure


QUICK = {"point": "n=10,h=1/2", "generations": 100, "curve": 40, "points": 9, "paths": 20000}

FIGURE = Figure(
    name=NAME,
    title="Kernel density estimates: one run, and the average over runs",
    caption=(
        "Recursive kernel density estimation with n = 10 points per generation, bandwidth h = 1/2, from N(0, 1). "
        "Squares: the variance of one draw from model k over all runs, σ0² + k h² if data are replaced and "
        "σ0² + h² H_k if they accumulate, the quantities that Theorems 5 and 6 of Kazdan et al. let diverge. Circles: "
        "the variance within the sample that the model smooths. If data are replaced it tends to (n − 1) h²: the "
        "sample wanders off as one cloud without spreading. Lines are exact; 20000 runs per point (paper effort: "
        "200000)."
    ),
    theorems=("kde-replace-growth", "kde-accumulate-growth"),
    parameters={
        "tiny": {"point": "n=3,h=1/2", "generations": 5, "curve": 3, "points": 3, "paths": 1000},
        "quick": QUICK,
        "paper": {**QUICK, "paths": 200000},
    },
    depends=(
        "simulators.kde_replace",
        "simulators.kde_accumulate",
        "simulators.exact.kde_replace",
        "simulators.exact.kde_accumulate",
    ),
    data=data,
    draw=draw,
)
