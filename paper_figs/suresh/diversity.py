"""Suresh et al., Figure 9: the probability that a symbol is neither forgotten nor alone."""

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

NAME = "suresh-9-diversity"
ID = "bernoulli-interior"

BOUNDS = {  # series: the claim
    "published lower": "lower-published",
    "published upper": "upper-published",
    "sharp upper": "upper-sharp",
    "occupancy upper": "upper-occupancy",
    "Seddik lower": "seddik-lower",
    "Seddik upper": "seddik-upper",
    "moment upper": "upper-moment",
}
LOOKS = {
    "exact": ("exact", "exact"),
    "published lower": ("published", "published (App. B.2)"),
    "published upper": ("published", None),
    "Seddik lower": ("published 2", "Seddik et al., as quoted"),
    "Seddik upper": ("published 2", None),
    "sharp upper": ("sharp", r"ours: with $(1-p_0)^{ng_k+1}$"),
    "occupancy upper": ("sharp 2", r"ours: with $(1-p_0)^{n\gamma_k}$"),
    "moment upper": ("other", "ours: from two moments"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact values and bounds at every generation, simulation at a few."""
    curves = Curves(NAME, "k", entropy)
    generations = range(1, parameters["generations"] + 1)
    for panel in progress(tell, parameters["panels"]):
        curves.exact(panel, "exact", "bernoulli.absorbed", generations, complement=True)
        for series, claim in BOUNDS.items():
            curves.theory(panel, series, f"{ID}/{claim}", generations)
        some = grid(1, parameters["generations"], parameters["points"])
        curves.simulation(panel, "simulation", "bernoulli.absorbed", some, parameters["paths"], complement=True)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each start, on logarithmic scales: Seddik's bounds differ by a factor n/2."""
    names = parameters["panels"]
    figure, places = panels(table, names, LOOKS, r"$\Pr(P_k \notin \{0, 1\})$", height=1.0 + 1.75 * len(names))
    for panel, place in places.items():
        style.decades(place, min(pick(table, panel=panel, series="Seddik lower")["value"]) / 2, 1.5)
    return figure


FIGURE = Figure(
    name=NAME,
    title="Neither forgotten nor alone: Bernoulli model, all bounds",
    caption=(
        "Probability Pr(P_k ∉ {0, 1}) that a symbol of share p0 is neither forgotten nor the only one left after k "
        "generations of n draws, for (n, p0) = (10000, 1/1000) and (100, 1/100), k up to 50; 5000 paths per point. "
        "Published: the bounds of Theorem 1 on the loss of the symbol and on the loss of all others, and those of "
        "Seddik et al. as the paper quotes them, 4 p0 (1 − p0) (1 − 1/n)^k from below and n/2 times that from "
        "above. The paper calls its lower bound the tightest for most k: in the second panel that of Seddik et al. "
        "is better from k = 46 on. Ours: the sharper bounds on each loss, and n²/(n − 1) p0 (1 − p0) (1 − 1/n)^k."
    ),
    theorems=(ID, "bernoulli-absorption", "g-iterate"),
    parameters=PARAMETERS,
    depends=("simulators.bernoulli", "simulators.exact.bernoulli"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 9", SIZES),
)
