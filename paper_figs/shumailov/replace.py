"""Shumailov et al., Figure 4: a one-dimensional Gaussian fitted to samples of its predecessor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import PARAMETERS, SHARED, curve, drawn, exact, mean_band
from paper_figs.tables import columns
from paper_figs.transforms import progress
from simulators import gaussian
from simulators.engine import stream
from simulators.exact.quantiles import scale_quantile
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-4-replace"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """One run for each size, the exact spread of the mean and exact quantiles of the standard deviation."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for n in progress(tell, parameters["sizes"]):
        path = gaussian.walk(stream(entropy, f"{NAME}[n={n}]", 0), n=n, at=kept)
        rows.extend(curve("mean", n, "run", kept, [m for m, _ in path]))
        rows.extend(curve("scale", n, "run", kept, [s for _, s in path]))
        rows.extend(mean_band(n, some, [claimed("gaussian-collapse/wandering", f"n={n},k={k}") for k in some]))
        for source, probability in {"low": 0.05, "high": 0.95}.items():
            ends = [scale_quantile(n=n, k=k, probability=probability) for k in some]
            rows.extend(curve("scale", n, source, some, ends))
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
