"""Shumailov et al., Figure 4: a one-dimensional Gaussian fitted to samples of its predecessor."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import exp, sqrt
from typing import Any

import numpy as np
from flint import arb
from scipy.optimize import brentq

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import PARAMETERS, SHARED, curve, drawn, exact, mean_band
from paper_figs.tables import columns
from simulators import gaussian
from simulators.engine import stream
from simulators.exact.gaussian import scale_law
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-4-replace"


def quantile(n: int, k: int, probability: float) -> float:
    """The x with Pr(Sigma_k <= x) = probability."""

    def excess(log_x: float) -> float:
        return float(arb(scale_law(n=n, k=k, x=Fraction(exp(log_x)))).mid()) - probability

    middle, spread = -k / (2 * n), sqrt(k / (2 * n))
    return exp(brentq(excess, middle - 20 * spread, middle + 20 * spread, xtol=1e-9 * spread))


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """One run for each size, the exact spread of the mean and exact quantiles of the standard deviation."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for done, n in enumerate(parameters["sizes"]):
        rng = stream(entropy, f"{NAME}[n={n}]", 0)
        mean, scale, path = 0.0, 1.0, []
        for gap in np.diff([0, *kept]):  # Sigma_k only scales what comes after it
            log_ratio, shift = gaussian.fits(rng, 1, n=n, k=int(gap))
            mean, scale = mean + scale * shift[0], scale * exp(log_ratio[0])
            path.append((mean, scale))
        rows += curve("mean", n, "run", kept, [m for m, _ in path])
        rows += curve("scale", n, "run", kept, [s for _, s in path])
        rows += mean_band(n, some, [claimed("gaussian-collapse/wandering", f"n={n},k={k}") for k in some])
        for source, probability in {"low": 0.05, "high": 0.95}.items():
            rows += curve("scale", n, source, some, [quantile(n, k, probability) for k in some])
        tell((done + 1) / len(parameters["sizes"]))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """The standard deviation on a logarithmic scale, on which it walks."""
    return drawing.picture(table, parameters, {"mean": (-2.5, 2.5), "scale": (1e-6, 3.0)}, "exact spread", "")


FIGURE = Figure(
    name=NAME,
    title="A Gaussian fitted to samples of itself",
    caption=SHARED + (
        "Each generation is the mean and standard deviation (ddof = 1) of n draws from the one before. Bands: exactly "
        "±2 standard deviations of the mean, 2√(k/n), and the 5% and 95% quantiles of the exact law of the standard "
        "deviation (close to LogNormal(−k/2n, k/2n)). Both drift, as the paper says, but not like a random walk: the "
        "standard deviation tends to 0 and the mean therefore settles, while its variance grows for ever, carried by "
        "ever rarer runs."
    ),
    theorems=("gaussian-collapse",),
    parameters=PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 4", {}, NOWHERE),
)  # fmt: skip
