"""Shumailov et al., Figure 5: a one-dimensional Gaussian fitted to a fixed sample from the pool of all models."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Any

import numpy as np

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import PARAMETERS, SHARED, curve, drawn, exact, mean_band
from paper_figs.tables import columns
from simulators import gaussian_pool
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-5-pool-sample"


def moments(n: int, k: int) -> tuple[list[float], list[float]]:
    """E mu_t^2 and E sigma_t^2 of models t = 1..k, exactly.

    Model t is fitted to n draws from a mixture of t models. Given those, its variance (ddof = 1) has the mean
    of the mixture's variance, and its mean that of the mixture's mean m, with 1/n of the variance as spread.
    The new model enters the mixture with weight 1/(t + 1).
    """
    centre, spread = 0.0, 1.0  # E m^2 and E of the mixture's variance
    errors, variances = [], []
    for t in range(1, k + 1):
        errors.append(centre + spread / n)
        variances.append(spread)
        share = 1 / (t + 1)
        centre, spread = centre + share**2 * spread / n, spread * (1 + share * (1 - share) / n)
    return errors, variances


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """One run for each size, the exact spread of the mean and the exact mean variance."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for done, n in enumerate(parameters["sizes"]):
        rng = stream(entropy, f"{NAME}[n={n}]", 0)
        means, scales = gaussian_pool.fits(rng, 1, n=n, k=parameters["generations"])
        at = np.array(kept) - 1
        rows += curve("mean", n, "run", kept, means[0, at])
        rows += curve("scale", n, "run", kept, scales[0, at])
        errors, variances = moments(n, parameters["generations"])
        rows += mean_band(n, some, [errors[k - 1] for k in some])
        rows += curve("scale", n, "centre", some, [sqrt(variances[k - 1]) for k in some])
        tell((done + 1) / len(parameters["sizes"]))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Linear."""
    return drawing.picture(table, parameters, {"mean": (-0.4, 0.4), "scale": (0.7, 1.3)})


FIGURE = Figure(
    name=NAME,
    title="A Gaussian fitted to a fixed sample from the pool of all models",
    caption=SHARED + (
        "Each generation is the mean and standard deviation (ddof = 1) of n draws, each from one of all models before "
        "it (the real law included), chosen uniformly; the paper leaves open how its pool of data is sampled. The "
        "exact curves come from a recursion of moments: the band is ±2 standard deviations of the mean, which stay "
        "bounded; (E σ_k²)^½ grows like a small power of k, of exponent 1/(2n). Estimates jump from one generation to "
        "the next, as the paper finds, by about what n draws allow: they do not drift off."
    ),
    theorems=(),
    parameters=PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 5", {}, NOWHERE),
)  # fmt: skip
