"""Suresh et al., Figure 13: the probability that a fitted mixture has not collapsed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, pick
from paper_figs.transforms import deviation
from simulators.engine import stream
from simulators.mixture import fits
from theorems.language.papers import SURESH

NAME = "suresh-13-mixture-collapse"
ID = "mixture-collapse"
BOUNDS = {  # series: the claim, looks, label
    "published": ("tail", "published", "published: Theorem 4"),
    "sharp": ("tail-sharp", "sharp", r"ours: $(\sigma_0/\varepsilon)\,e^{-k/(2n)}$"),
}
SEEN: dict[str, tuple[str, str, dict[str, Any]]] = {  # series: colour, label, looks
    "algorithm": ("simulation", "Algorithm 1", {"fmt": "o"}),
    "likelihood": ("other", "joint ML", {"fmt": "s", "markerfacecolor": "none", "markersize": 5, "capsize": 3}),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Bounds at every generation, and the share of runs of both estimators at every `stride` generations."""
    curves = Curves(NAME, "k", entropy)
    panel, paths = parameters["panel"], parameters["paths"]
    given = curves.point("mixture_approximate.above", panel, 0)
    generations = range(parameters["generations"])
    some = generations[:: parameters["stride"]]
    for series, (claim, *_) in BOUNDS.items():
        curves.theory(panel, series, f"{ID}/{claim}", generations)
    curves.simulation(panel, "algorithm simulation", "mixture_approximate.above", some, paths)
    tell(0.5)
    model: dict[str, Any] = {"n": int(given["n"]), "mu0": float(given["mu0"]), "estimator": "likelihood"}
    for k in some:
        _, variance, *_ = fits(stream(entropy, f"{NAME}/likelihood[k={k}]", 0), paths, **model, k=k)
        curves.events(panel, "likelihood simulation", "mixture.fits", k, deviation(variance) > float(given["eps"]))
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """One panel; bounds above 1 say nothing and are cut off."""
    figure, axes = style.canvas(height=2.9)
    for series, (_, meaning, label) in BOUNDS.items():
        style.curve(axes, pick(table, series=series), "k", meaning, label)
    for series, (meaning, label, look) in SEEN.items():
        seen = pick(table, series=f"{series} simulation")
        style.dots(axes, seen, "k", label, color=style.COLOUR[meaning], **look)
    axes.set(xlabel="generation $k$", ylabel=r"$\Pr(\Sigma_k > \varepsilon)$", ylim=(-0.02, 1.04))
    axes.set_title(style.title(parameters["panel"]))
    style.legend(figure, axes)
    return figure


SIZES = {"panel": "n=10,mu0=1,eta=2,eps=1/10", "generations": 200, "stride": 20, "paths": 500}

FIGURE = Figure(
    name=NAME,
    title="The fitted mixture has not collapsed yet: two estimators and the bound",
    caption=(
        "Probability Pr(Σ_k > ε) that the fitted σ of x = ±μ + σ Z, refitted to n = 10 of its own points from μ0 = σ0 "
        "= 1, still exceeds ε = 1/10 after k generations, k = 0, 20, …, 180; 500 fresh runs per point. Algorithm 1 has "
        "η = 2; Theorem 4 bounds it by (σ0/ε) e^{−k/(4n)}, ours has twice that exponent. Of the joint maximum "
        "likelihood estimate it is known that it collapses, but no bound. Each bound stands at its own k: the notebook "
        "draws that of k + 1 at k, which is 2.5% too low, and gives the points of Algorithm 1 the error bars of the "
        "other estimator; here bars are of 95% and hold at any number of draws. Bounds above 1 say nothing and are cut "
        "off."
    ),
    theorems=(ID, "mixture-martingale"),
    parameters={
        "tiny": {"panel": "n=4,mu0=1,eta=2,eps=1/2", "generations": 12, "stride": 4, "paths": 200},
        "quick": SIZES,
        "paper": SIZES,
    },
    depends=("simulators.mixture_approximate",),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 13", SIZES),
)
