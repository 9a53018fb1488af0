"""Ours: the iterates g_k of 1 - exp(-x), the constant of forgetting, and the bounds on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Table, Tell
from paper_figs.numbers import Curves, log_grid, pick
from paper_figs.transforms import in_units, minus_log, relative_gap
from theorems.language.functions import GIterate
from theorems.language.readers import ball
from theorems.language.registry import find

NAME = "ours-g-iterate"
ID = "g-iterate"

LOOKS = {
    "exact": ("exact", "exact (balls)"),
    "lower": ("published", "published (Lemma 2)"),
    "upper": ("published", None),
    "lower-sharp": ("sharp", "ours, from below"),
    "upper-sharp": ("sharp 2", "ours, from above"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """g_k, its bounds, and -ln of the simulated probability of extinction by generation k."""
    curves = Curves(NAME, "k", entropy)
    theorem = find(ID)
    k = theorem.parameters["k"].symbol
    generations = log_grid(1, parameters["generations"], parameters["curve"])
    for x in generations:
        g = ball(GIterate(k), {"k": theorem.parameters["k"].parse(str(x))}, 60)
        curves.add("", "exact", "g_k", x, float(g.mid()), (float(g.lower()), float(g.upper())))
    tell(0.5)
    for series in list(LOOKS)[1:]:
        curves.theory("", series, f"{ID}/{series}", generations)
    some = log_grid(1, parameters["simulated"], parameters["points"])
    curves.simulation("", "extinct", "poisson_lineage.extinct", some, parameters["paths"])
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """k g_k, which the published bounds hold between 1 and 3, above; relative distance of the bounds below."""
    figure, axes = style.canvas(2, height=3.9, sharex=True)
    exact = pick(table, series="exact")
    for series, (meaning, label) in LOOKS.items():
        rows = pick(table, series=series)
        style.curve(axes[0], in_units(rows, "k", -1), "k", meaning, label)
        if series != "exact":
            gap = relative_gap(rows["value"], exact["value"])
            axes[1].plot(rows["k"][gap > 1e-12], gap[gap > 1e-12], **style.line(meaning))
    rows = in_units(minus_log(pick(table, series="extinct")), "k", -1)
    style.dots(axes[0], rows, "k", "simulated extinction")
    axes[0].set(ylabel=r"$k\,g_k$", ylim=(0.9, 3.1))
    axes[1].set(ylabel=r"$|\mathrm{bound}/g_k - 1|$", xlabel="$k$", yscale="log")
    style.decades(axes[1], 0.9, 1.1 * max(exact["k"]), "x")
    style.legend(figure, axes)
    return figure


QUICK = {"generations": 10000, "curve": 60, "simulated": 300, "points": 9, "paths": 200000}

FIGURE = Figure(
    name=NAME,
    title="The constant of forgetting g_k and its bounds",
    caption=(
        "g_1 = 1, g_{k+1} = 1 − e^{−g_k}: e^{−n p0 g_k} is the probability of forgetting a symbol. Above: k g_k, "
        "which Lemma 2 of Suresh et al. puts between 1 and 3 and which tends to 2; points: −k ln of the simulated "
        "probability e^{−g_k} that a critical Poisson branching process is extinct at generation k (200000 runs per "
        "point; paper effort: 2000000). Below: relative distance of each bound from g_k; ours, "
        "2/(k + 1 + (H_k − 1)/3) ≤ g_k ≤ 2/(k + 1), are equalities at k = 1."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"generations": 9, "curve": 5, "simulated": 4, "points": 3, "paths": 2000},
        "quick": QUICK,
        "paper": {**QUICK, "paths": 2000000},
    },
    depends=("simulators.poisson_lineage", "simulators.poisson"),
    data=data,
    draw=draw,
)
