"""Suresh et al., Figure 12: exact and approximate estimates of the same data sets."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import claimed, number, pick
from paper_figs.tables import columns
from paper_figs.transforms import THROUGH, deviation, progress, times
from simulators.engine import stream
from simulators.mixture import estimates
from simulators.mixture_sample import samples
from theorems.language.papers import SURESH
from theorems.language.parameters import split

NAME = "suresh-12-estimates"
ID = "mixture-approximate-estimator"
QUANTITIES = {"mu": r"\mu", "sigma": r"\sigma"}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """mu and sigma by both estimators for every data set, the truth, and the bound on the approximate sigma."""
    rows = []
    eta = parameters["eta"]
    for panel in progress(tell, [parameters["panel"], parameters["second"]]):
        given = {name: number(value) for name, _, value in (part.partition("=") for part in split(panel))}
        n, mu0 = int(given["n"]), given["mu0"]
        drawn = samples(stream(entropy, f"{NAME}[{panel}]", 0), parameters["sets"], n=n, k=0, mu0=mu0, sigma0=1)
        found = [estimates(drawn, name, eta) for name in ("likelihood", "algorithm")]
        most = THROUGH["sqrt"](THROUGH["exp"](claimed(f"{ID}/exponent", f"n={n},eta={eta}")))
        for i, (quantity, truth) in enumerate({"mu": mu0, "sigma": 1.0}.items()):
            exact, near = (deviation(pair[i]) if quantity == "sigma" else pair[i] for pair in found)
            pairs = {"data set": (exact, near), "truth": ([truth], [truth])}
            if quantity == "sigma":
                ends = np.array([0.0, max(exact)])
                pairs["bound"] = (ends, times(ends, most))
            for source, both in pairs.items():
                where = {"panel": panel, "quantity": quantity, "source": source}
                rows += [{**where, "exact": x, "approximate": y} for x, y in zip(*both, strict=True)]
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Both quantities beside each other, one model below the other; on the line both estimates are equal."""
    figure, axes = style.canvas(2, 2, height=4.2)
    places = product([parameters["panel"], parameters["second"]], QUANTITIES.items())
    for place, (panel, (quantity, letter)) in zip(axes.flat, places, strict=True):
        rows = {source: pick(table, panel=panel, quantity=quantity, source=source) for source in LOOKS}
        every = pick(table, panel=panel, quantity=quantity)
        high = max(*every["exact"], *every["approximate"])
        place.axline((0, 0), slope=1, **style.line("guide", linewidth=0.9, label="both equal"))
        for source, look in LOOKS.items():
            place.plot(rows[source]["exact"], rows[source]["approximate"], **look)
        place.set(xlabel=f"joint ML ${letter}$", ylabel=f"approximate ${letter}$")
        place.set(xlim=(0, 1.05 * high), ylim=(0, 1.05 * high))
        place.set_title(style.title(panel) if quantity == "mu" else "")
    style.legend(figure, axes.flat)
    return figure


LOOKS: dict[str, dict[str, Any]] = {
    "bound": style.line("published", label=r"published: at most $\sqrt{1+\kappa}$ times it"),
    "data set": {
        "marker": "x", "linestyle": "", "markersize": 2.8, "markeredgewidth": 0.7, "clip_on": False,
        "color": style.COLOUR["simulation"], "label": "a data set",
    },
    "truth": {
        "marker": "*", "linestyle": "", "markersize": 7, "zorder": 5, "clip_on": False,
        "markeredgecolor": "white", "markeredgewidth": 0.5, "color": style.COLOUR["exact"], "label": "the truth",
    },
}  # fmt: skip
SIZES = {"panel": "n=10,mu0=2", "eta": 2, "sets": 100}
PAPER = {**SIZES, "second": "n=1000,mu0=1"}

FIGURE = Figure(
    name=NAME,
    title="Exact and approximate estimates of two symmetric components",
    caption=(
        "μ and σ of x = ±μ0 + Z fitted to 100 data sets by joint maximum likelihood (across) and by Algorithm 1 with "
        "η = 2 (up). Above n = 10 points, μ0 = 2, as in the paper; below n = 1000, μ0 = 1, where components overlap: "
        "the exact estimates lie around the truth (star), the approximate ones do not, however many points there are, "
        "as σ tends to 0.799 and μ to 1.167. The paper finds the approximation quite accurate in most cases: it is, "
        "where components hardly overlap. Dashed: by equation (5) and Lemma 6 the approximate σ is at most (1 + κ)^½ "
        "times the exact one. The exact estimate is the largest root of the likelihood equations, found by a "
        "descending iteration; the notebook's solver stalls."
    ),
    theorems=(ID, "mixture-joint-likelihood"),
    parameters={
        "tiny": {**SIZES, "sets": 5, "second": "n=50,mu0=1"},
        "quick": PAPER,
        "paper": PAPER,
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 12", SIZES),
)
