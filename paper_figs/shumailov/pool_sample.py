"""Shumailov et al., Figure 5: a one-dimensional Gaussian fitted to a fixed sample from the pool of all models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.numbers import exact as exact_mean
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import PARAMETERS, SHARED, curve, drawn, exact, mean_band
from paper_figs.tables import columns
from paper_figs.transforms import deviation, progress
from simulators import gaussian_pool
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-5-pool-sample"
THEOREM = "gaussian-pool-sample"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """One run for each size, the exact spread of the mean and the exact mean variance."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for n in progress(tell, parameters["sizes"]):
        rng = stream(entropy, f"{NAME}[n={n}]", 0)
        means, scales = gaussian_pool.fits(rng, 1, n=n, k=parameters["generations"])
        rows.extend(curve("mean", n, "run", kept, means[0, np.array(kept) - 1]))
        rows.extend(curve("scale", n, "run", kept, scales[0, np.array(kept) - 1]))
        rows.extend(mean_band(n, some, [exact_mean("gaussian_pool.mean_error", n=n, k=k, sigma0=1) for k in some]))
        variance = [claimed(f"{THEOREM}/variance", f"n={n},k={k}") for k in some]
        rows.extend(curve("scale", n, "centre", some, deviation(variance)))
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
    theorems=(THEOREM,),
    parameters=PARAMETERS,
    depends=("theorems.processes.gaussian",),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 5", {}, NOWHERE),
)  # fmt: skip
