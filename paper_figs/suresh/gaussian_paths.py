"""Suresh et al., Figure 2(a): recursive Gaussian fitting, path by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs import style
from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.numbers import Curves, exact, pick
from paper_figs.transforms import THROUGH
from simulators.engine import stream
from simulators.gaussian import walk
from theorems.language.papers import SURESH

NAME = "suresh-2a-gaussian-paths"
ID = "gaussian-collapse"

LOOKS = {
    "scale": ("exact", r"exact: $\pm\sqrt{E M_k^2}$; $E\,\Sigma_k$"),
    "published": ("published", r"published bound on $E\,\Sigma_k$"),
    "typical": ("other", r"typical: $\exp(E \ln \Sigma_k)$"),
}


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Paths of the fitted mean and standard deviation, and what is known of them, at every `stride` generations."""
    curves = Curves(NAME, "k", entropy)
    n, stride = parameters["n"], parameters["stride"]
    panel, generations = f"n={n}", range(0, parameters["generations"] + 1, stride)
    for path in range(parameters["paths"]):
        for k, (mean, scale) in zip(generations, walk(stream(entropy, NAME, path), n=n, at=generations), strict=True):
            curves.add(panel, f"mean path {path}", "gaussian.fits", k, mean)
            curves.add(panel, f"scale path {path}", "gaussian.fits", k, scale)
    for k in generations:
        typical = THROUGH["exp"](exact("gaussian.log_scale", n=n, k=k))
        curves.add(panel, "typical", "exp gaussian.log_scale", k, typical)
    curves.theory(panel, "above", f"{ID}/wandering", generations, through="sqrt")
    curves.theory(panel, "below", f"{ID}/wandering", generations, through="-sqrt")
    curves.theory(panel, "scale", f"{ID}/mean", generations)
    curves.theory(panel, "published", f"{ID}/mean-upper", generations)
    return curves.table


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Means above, standard deviations (on a logarithmic scale) below."""
    figure, axes = style.canvas(2, height=4.3, sharex=True)
    lowest = 1.0
    for place, quantity in zip(axes, ("mean", "scale"), strict=True):
        for path in range(parameters["paths"]):
            rows = pick(table, series=f"{quantity} path {path}")
            style.path(place, rows, "k", f"{parameters['paths']} simulated paths" if path == 0 else None)
            lowest = min(lowest, *rows["value"]) if quantity == "scale" else lowest
    style.curve(axes[0], pick(table, series="above"), "k", "exact")
    style.curve(axes[0], pick(table, series="below"), "k", "exact")
    for series, (meaning, label) in LOOKS.items():
        style.curve(axes[1], pick(table, series=series), "k", meaning, label)
    style.decades(axes[1], lowest / 2, 3)
    axes[0].set(ylabel="fitted mean $M_k$", title=style.title(f"n={parameters['n']}"))
    axes[1].set(ylabel=r"fitted $\Sigma_k$", xlabel="generation $k$")
    style.legend(figure, axes)
    return figure


SIZES = {"n": 100, "generations": 2500, "paths": 25}
PAPER = {**SIZES, "stride": 5}

FIGURE = Figure(
    name=NAME,
    title="Recursive Gaussian fitting, path by path",
    caption=(
        "25 independent paths of the mean M_k and the standard deviation Σ_k (ddof = 1) fitted to n = 100 points of "
        "the previous fit, from (0, 1), 2500 generations; the parameters are the paper's, the logarithmic scale and "
        "the curves are added. Typical paths collapse like exp(k E ln(Σ_1/Σ_0)), twice as fast as their mean E Σ_k, "
        "which rare paths carry, and as its published bound e^{−k/(4n−1)}. Every path of the mean converges although "
        "E M_k² = k/n grows for ever. A path is recorded every 5 generations (quick: 10); the stretches between are "
        "drawn exactly in law."
    ),
    theorems=(ID,),
    parameters={
        "tiny": {"n": 10, "generations": 60, "stride": 10, "paths": 5},
        "quick": {**PAPER, "stride": 10},
        "paper": PAPER,
    },
    depends=("simulators.exact.gaussian", "theorems.processes.gaussian"),
    data=data,
    draw=draw,
    published=Published(SURESH, "Figure 2(a)", SIZES),
)
