"""Suresh et al., Figure 4: the probability that a symbol survives under Poisson sampling."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from paper_figs import style
from paper_figs.drawing import panels
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, claimed_with, grid, log_grid, pick
from paper_figs.transforms import progress
from theorems.language.functions import GIterate
from theorems.language.papers import SURESH

NAME = "suresh-4-poisson"
ID = "poisson-extinction"

LOOKS = {
    "exact": ("exact", "exact"),
    "Theorem 2": ("published 2", "published (Theorem 2)"),
    "published lower": ("published", "published bounds on $g_k$"),
    "published upper": ("published", None),
    "sharp lower": ("sharp", "ours: sharper bounds on $g_k$"),
    "sharp upper": ("sharp", None),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Theorem 2 beside the exact generating function, and what bounds on g_k make of it."""
    curves = Curves(NAME, "k", entropy)
    last = parameters["generations"]
    generations = log_grid(1, last, parameters["curve"])
    for panel in progress(tell, parameters["panels"]):
        curves.exact(panel, "exact", "poisson.survival", generations)
        curves.theory(panel, "Theorem 2", f"{ID}/survival", generations)
        for k, side in product(generations, ("lower", "upper")):
            value = claimed_with(f"{ID}/survival", f"{panel},k={k}", GIterate, f"g-iterate/{side}")
            curves.add(panel, f"published {side}", f"{ID}/survival with g-iterate/{side}", k, value)
        curves.theory(panel, "sharp lower", f"{ID}/survival-lower", generations)
        curves.theory(panel, "sharp upper", f"{ID}/survival-upper", generations)
        some = grid(1, last, parameters["points"])
        curves.simulation(panel, "simulation", "poisson.survival", some, parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel for each intensity."""
    names = parameters["panels"]
    figure, places = panels(table, names, LOOKS, r"$\Pr(\Lambda_k \neq 0)$", height=0.9 + 1.6 * len(names), sharex=True)
    for panel, place in places.items():
        style.decades(place, 0.8 * min(pick(table, panel=panel, series="published lower")["value"]), 1.3)
    return figure


SIZES = {"panels": ["n=10,lambda0=1", "n=10,lambda0=10"], "generations": 500, "points": 10, "paths": 5000}
PAPER = {**SIZES, "curve": 90}

FIGURE = Figure(
    name=NAME,
    title="A symbol survives under Poisson sampling, exactly",
    caption=(
        "Probability Pr(Λ_k ≠ 0) that a symbol of intensity λ0 is still present after k generations of Poisson "
        "sampling, n = 10, λ0 = 1 and 10, k up to 500; 5000 paths per point. Theorem 2 of the paper, "
        "1 − e^{−n λ0 g_k}, is an equality; the exact line is computed independently, from iterated generating "
        "functions. Lemma 2 of the paper, 1/k ≤ g_k ≤ 3/k, leaves a factor of up to three; with "
        "2/(k + 1 + (H_k − 1)/3) ≤ g_k ≤ 2/(k + 1), ours, the bounds are hard to tell from the truth."
    ),
    theorems=(ID, "g-iterate"),
    parameters={
        "tiny": {"panels": ["n=2,lambda0=1", "n=5,lambda0=2"], "generations": 9, "curve": 5, "points": 3, "paths": 400},
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=("simulators.poisson", "simulators.exact.poisson"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 4", SIZES),
)
