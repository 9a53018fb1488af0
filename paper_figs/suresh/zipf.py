"""Suresh et al., Figure 7: how many symbols of a Zipf law are left, with every bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.drawing import panels
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves
from paper_figs.suresh.distinct import CLAIMS, ID, LOOKS
from paper_figs.transforms import progress
from theorems.language.papers import SURESH

NAME = "suresh-7-zipf"
SIZES = {"panels": ["n=1000,p=zipf(1000,1,27/10)", "n=1000,p=zipf(1000,2,5)"], "generations": 9}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact values, bounds and simulation at every generation."""
    curves = Curves(NAME, "k", entropy)
    generations = range(1, parameters["generations"] + 1)
    for panel in progress(tell, parameters["panels"]):
        curves.exact(panel, "exact", "multinomial.distinct", generations)
        for series, claim in CLAIMS.items():
            curves.theory(panel, series, claim, generations)
        curves.simulation(panel, "simulation", "multinomial.distinct", generations, parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each law."""
    names = parameters["panels"]
    figure, places = panels(table, names, LOOKS, "symbols left, $E\\,\\mathrm{uniq}_k$", height=0.9 + 1.75 * len(names))
    for panel, place in places.items():
        place.set_ylim(bottom=0)
        place.set_title(style.zipf(panel))
    return figure


FIGURE = Figure(
    name=NAME,
    title="How many symbols of a Zipf law are left",
    caption=(
        "Mean number of symbols in generation k, for 1000 symbols and n = 1000 draws a generation, k up to 9, and "
        "shares proportional to (i + b)^{−a} with (a, b) = (1, 2.7) and (2, 5), as the paper's program has them (its "
        "text has (i + a)^{−b}). Beside both bounds of Corollary 1 stand the exact value, the sum of exact chains of "
        "single symbols, and a sharper bound of ours; 2000 runs per point with time-uniform 95% intervals (paper: 200 "
        "runs and a standard deviation). Generation 0 is the Zipf law itself. The paper's program starts from one "
        "sample of it, which is our k = 1, and divides by the number of symbols in that sample."
    ),
    theorems=(ID, "bernoulli-absorption", "g-iterate"),
    parameters={
        "tiny": {"panels": ["n=20,p=zipf(20,1,27/10)", "n=20,p=zipf(20,2,5)"], "generations": 3, "paths": 500},
        "quick": {**SIZES, "paths": 2000},
        "paper": {**SIZES, "paths": 2000},
    },
    depends=("simulators.multinomial", "simulators.exact.multinomial"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 7", SIZES),
)
