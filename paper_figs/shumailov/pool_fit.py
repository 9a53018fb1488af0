"""Shumailov et al., Figure 6: a one-dimensional Gaussian fitted to all data so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paper_figs.figure import NOWHERE, Figure, Published, Table, Tell
from paper_figs.numbers import claimed
from paper_figs.shumailov import drawing
from paper_figs.shumailov.runs import PARAMETERS, SHARED, curve, drawn, exact, mean_band
from paper_figs.tables import columns
from paper_figs.transforms import band, deviation, progress, variances
from simulators import gaussian_multivariate
from simulators.engine import stream
from theorems.language.papers import SHUMAILOV

NAME = "shumailov-6-pool-fit"
THEOREM = "gaussian-accumulate-limit"


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """One run for each size, and exact means and spreads."""
    rows = []
    kept, some = drawn(parameters), exact(parameters)
    for n in progress(tell, parameters["sizes"]):
        rng = stream(entropy, f"{NAME}[n={n}]", 0)
        run = gaussian_multivariate.accumulate(rng, 1, n=n, k=parameters["generations"], lam=(1.0,)).at(kept)
        rows.extend(curve("mean", n, "run", kept, run.means[0, :, 0]))
        rows.extend(curve("scale", n, "run", kept, deviation(run.traces[0])))
        error, variance, square = (
            [claimed(f"{THEOREM}/{claim}", f"n={n},k={k}") for k in some]
            for claim in ("mean-error", "variance", "variance-square")
        )
        rows.extend(mean_band(n, some, error))
        for source, ends in zip(("low", "high"), band(variance, variances(variance, square)), strict=True):
            rows.extend(curve("scale", n, source, some, deviation(ends)))
        rows.extend(curve("scale", n, "centre", some, deviation(variance)))
    return columns(rows)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """Linear."""
    return drawing.picture(table, parameters, {"mean": (-0.3, 0.3), "scale": (0.75, 1.25)})


FIGURE = Figure(
    name=NAME,
    title="A Gaussian fitted to all data so far",
    caption=SHARED + (
        "Each generation is the mean and standard deviation (ddof = 0) of the n real points and the n points of every "
        "generation before it. Smooth lines: (E σ_k²)^½, exactly; its square tends to sin(π/√n)/(π/√n). Bands: ±2 "
        "standard deviations of the mean and of the variance, exactly. Runs settle, as the paper finds, but at a "
        "random place: the spread of the limits is positive for every n."
    ),
    theorems=(THEOREM,),
    parameters=PARAMETERS,
    depends=(),
    data=data,
    draw=draw,
    published=Published(SHUMAILOV, "Figure 6", {}, NOWHERE),
)  # fmt: skip
