"""Kazdan et al., Figure 4 and appendix E.1: linear regression on generated labels, by dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.kazdan.gaussian import rows
from paper_figs.numbers import claimed, log_grid, mean_of, medians, number
from paper_figs.simulations import Call, simulated
from paper_figs.tables import columns
from paper_figs.transforms import Array, deviation, over, progress, times
from simulators import least_squares_fixed_accumulate, least_squares_fixed_replace, least_squares_subsample
from simulators.engine import stream
from theorems.language.papers import KAZDAN

PROCESSES = {"replace": least_squares_fixed_replace, "accumulate": least_squares_fixed_accumulate}
LARGE = 3000
"""Numbers in a design from which runs are costly, and `large runs` have to do."""


def cell(
    workflow: str, d: int, n: int, variance: str, iterations: int, points: int, runs: int, entropy: int
) -> dict[int, Array]:
    """Excess errors of fits t, in units of the noise: of runs that are drawn afresh for every t, but for subsamples."""
    at, noise = log_grid(1, iterations, points), number(variance)
    key = f"kazdan-4-regression/{workflow}[d={d},n={n},variance={variance}]"
    scale = float(deviation(noise))
    if workflow not in PROCESSES:
        found = least_squares_subsample.errors(stream(entropy, key, 0), runs, n=n, d=d, k=at[-1], sigma=scale)
        return {t: over(found[:, t - 1], noise) for t in at}
    error = PROCESSES[workflow].error
    lam = np.ones(d)
    seen = {t: error(stream(entropy, f"{key}{t}", 0), runs, lam=lam, n=n, k=t, sigma=scale) for t in at}
    return {t: over(errors, noise) for t, errors in seen.items()}


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """Of every workflow, dimension, size above it, and variance of the noise."""
    found = []
    every = (WORKFLOWS, parameters["dimensions"], parameters["sizes"], parameters["variances"])
    for workflow, d, n, variance in product(*every):
        if n > d:
            runs = parameters["large runs" if n * d > LARGE else "runs"]
            given = (workflow, d, n, variance, parameters["iterations"], parameters["points"], runs, entropy)
            found.append(Call(cell, given))
    return found


def lines(workflow: str, d: int, n: int, t: int) -> Iterator[tuple[str, float]]:
    """The exact mean; or the exact mean of one fit, times what subsampling does to means of many points."""
    point = f"lam=constant(1,{d}),n={n}"
    if workflow in PROCESSES:
        yield "exact", claimed(f"regression-fixed-design/{workflow}", f"{point},k={t}")
    else:
        one = claimed("regression-fixed-design/replace", f"{point},k=1")
        yield "many points", times(one, claimed("workflow-order/subsample", f"k={t}"))


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Exact and simulated means; medians of subsamples, whose means need not be finite."""
    runs: dict[tuple[str, int, int], list[dict[int, Array]]] = {}
    for call in progress(tell, simulations(parameters, entropy)):
        workflow, d, n, *_ = call.given
        runs.setdefault((workflow, d, n), []).append(simulated(call.function, *call.given))
    found: list[dict[str, Any]] = []
    for (workflow, d, n), parts in runs.items():
        where = {"workflow": workflow, "d": d, "n": n}
        for t in parts[0]:
            seen = np.array([part[t] for part in parts]).ravel()
            here = {**where, "t": t}
            for source, value in lines(workflow, d, n, t):
                found.append({**here, "source": source, "value": value, "low": value, "high": value})
            if workflow in PROCESSES:
                point = f"lam=constant(1,{d}),n={n},k={t}"
                mean, square = (
                    claimed(f"regression-{name}", point)
                    for name in (f"fixed-design/{workflow}", f"error-spread/fixed-{workflow}")
                )
                cells = mean_of(seen, mean, square)
                ends = cells["value"], max(cells["low"], 0.0), cells["high"]
            else:
                middle, low, high = medians(seen)
                ends = float(middle), float(low), float(high)
            found.append({**here, "source": "simulation", **dict(zip(("value", "low", "high"), ends, strict=True))})
    return columns(found)


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every dimension; logarithmic in both directions."""
    return drawing.by_size(
        table, parameters, rows(parameters), LINES, label=r"excess test error over variance of the noise"
    )


LINES = {"exact": ("-", "exact mean"), "many points": (":", "as for means")}
SIZES = {
    "dimensions": [1, 3, 10, 32, 100], "sizes": [10, 32, 100, 316, 1000], "variances": ["1/10", "1", "10"],
    "iterations": 100, "runs": 100,
}  # fmt: skip
QUICK = {**SIZES, "variances": ["1"], "points": 8, "large runs": 20}

FIGURE = Figure(
    name="kazdan-4-regression",
    title="Linear regression on generated labels",
    caption=(
        "Least squares with d = 1, 3, 10, 32, 100 features (rows) on n = 10, 32, 100, 316, 1000 rows N(0, I_d) "
        "(colour; n > d, as in the paper), the same rows in all 100 iterations; the labels of batch t + 1 are those "
        "of fit t with new noise, and fit t is to the last batch, to all, or to n points of all (columns). Plotted "
        "is |w_t − w*|², the test error beyond the noise, divided by the variance of the noise: its law depends "
        "neither on that nor on w*, so that the fifteen figures of the appendix (variances 1/10, 1 and 10, w* "
        "normal) are these five thrice; the points have 100 runs with each of the variances, at quick effort 100 "
        "with variance 1 (20 where n d > 3000). Lines: the exact mean, d/(n − d − 1) times t under replace and "
        "times 1 + 1/4 + ... + 1/t² under accumulate, with time-uniform 95% intervals of the simulated mean from "
        "the exact second moment. Under accumulate-subsample a few rows may be drawn again and again, and the mean "
        "is infinite as soon as t (d + 1) ≥ n: points are medians there, with time-uniform 95% intervals that need "
        "no moments, and the dotted line is the mean of one fit times 3H − 2, H = 1 + 1/4 + ... + 1/t², which "
        "subsampling does to means of many points and nobody has proved of regression. Points of one t are set "
        "apart a little; arrows: beyond the axes."
    ),
    theorems=("regression-fixed-design", "regression-error-spread", "workflow-order"),
    parameters={
        "tiny": {
            **QUICK, "dimensions": [1, 3], "sizes": [8, 20], "iterations": 8, "points": 3, "runs": 20, "large runs": 20,
        },
        "quick": QUICK,
        "paper": {**SIZES, "points": 8, "large runs": 100},
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "Figure 4 (linear regression) and appendix E.1", SIZES),
    simulations=simulations,
)  # fmt: skip
