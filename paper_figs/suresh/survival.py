"""Suresh et al., Figure 3: the probability that a rare symbol survives, with every bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.drawing import panels
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, grid, pick
from paper_figs.suresh.bernoulli import PARAMETERS, SIZES
from paper_figs.transforms import progress
from theorems.language.papers import SURESH

NAME = "suresh-3-survival"
ID = "bernoulli-absorption"

CLAIMS = {  # series: the claim, and whether the series is one minus it
    "published lower": (f"{ID}/forgotten-upper", True),
    "published upper": (f"{ID}/forgotten-lower", True),
    "sharp upper": (f"{ID}/forgotten-lower-sharp", True),
    "occupancy upper": (f"{ID}/forgotten-lower-occupancy", True),
    "moment lower": (f"{ID}/survival-lower", False),
    "moment upper": (f"{ID}/survival-upper", False),
}
LOOKS = {  # series: what it is, and its label (once for a pair of bounds)
    "exact": ("exact", "exact"),
    "published lower": ("published", "published (Theorem 1)"),
    "published upper": ("published", None),
    "sharp upper": ("sharp", r"ours: $1-(1-p_0)^{ng_k+1}$"),
    "occupancy upper": ("sharp 2", r"ours: $1-(1-p_0)^{n\gamma_k}$"),
    "moment lower": ("other", "ours: from two moments"),
    "moment upper": ("other", None),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact values and bounds at every generation, simulation at a few."""
    curves = Curves(NAME, "k", entropy)
    generations = range(1, parameters["generations"] + 1)
    for panel in progress(tell, parameters["panels"]):
        curves.exact(panel, "exact", "bernoulli.survived", generations)
        for series, (claim, complement) in CLAIMS.items():
            curves.theory(panel, series, claim, generations, complement)
        some = grid(1, parameters["generations"], parameters["points"])
        curves.simulation(panel, "simulation", "bernoulli.survived", some, parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each start; the second on a logarithmic scale, as in the paper."""
    names = parameters["panels"]
    figure, places = panels(table, names, LOOKS, r"$\Pr(P_k \neq 0)$", height=0.9 + 1.75 * len(names))
    places[names[0]].set(ylim=(0, 1.04))
    for panel in names[1:]:
        style.decades(places[panel], min(pick(table, panel=panel, series="exact")["value"]) / 2, 1.3)
    return figure


FIGURE = Figure(
    name=NAME,
    title="A rare symbol survives: Bernoulli model, all bounds",
    caption=(
        "Probability Pr(P_k ≠ 0) that a symbol of share p0 is still present after k generations of n draws, for "
        "(n, p0) = (10000, 1/1000) and (100, 1/100), k up to 50; 5000 paths per point. Beside Theorem 1 of the "
        "paper (1 − e^{−n p0 g_k} from below, 1 − (1 − 3 n p0² − 3 k p0) e^{−n p0 g_k} from above, which is "
        "vacuous for the second start from k = 33) stand the exact value and sharper bounds. Each point has its own "
        "paths, and its bar is a time-uniform 95% interval where the paper shows a standard error."
    ),
    theorems=(ID, "g-iterate"),
    parameters=PARAMETERS,
    depends=("simulators.bernoulli", "simulators.exact.bernoulli"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 3", SIZES),
)
