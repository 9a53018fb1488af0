"""Gaussian fitting in d dimensions: the runs that the figures of its mean, trace and determinant share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from harness.evidence.martingales import block_sums, interval
from paper_figs.figure import Table, Tell
from paper_figs.kazdan.common import WORKFLOWS, Array
from paper_figs.kazdan.moments import Moments, moments
from paper_figs.numbers import ERROR, claimed, log_grid
from paper_figs.tables import columns
from simulators import gaussian_multivariate
from simulators.engine import Support, stream

THEOREM = "gaussian-accumulate-limit"

REAL = Support("real", -np.inf, np.inf)

SIZES = {"dimensions": [1, 3, 10, 31, 100], "sizes": [10, 32, 100, 316, 1000], "iterations": 100, "runs": 100}
PARAMETERS = {
    "tiny": {"dimensions": [1, 5], "sizes": [4, 10], "iterations": 10, "points": 3, "runs": 20, "large runs": 10},
    "quick": {**SIZES, "points": 9, "large runs": 20},
    "paper": {**SIZES, "points": 9, "large runs": 100},
}
LARGE = 4000
"""Numbers in a batch from which accumulate-subsample, which draws them all, makes do with `large runs`."""

SHARED = (
    "Multivariate Gaussians are fitted (covariance with ddof = 0, as the paper's code does) and sampled for 100 "
    "iterations from N(0, I_d), for d = 1, 3, 10, 31, 100 (rows) and n = 10, 32, 100, 316, 1000 samples per iteration "
    "(colour), under replace, accumulate and accumulate-subsample (columns); 100 runs, at quick effort 20 of "
    "accumulate-subsample where n d > 4000. Replace and accumulate follow a triangular factor of the covariance that "
    "has exactly the law of the fit to fresh samples (Bartlett's decomposition) and stays accurate where a chain of "
    "sampled covariances under replace loses positive definiteness (d = 3, n = 10: from about iteration 80); "
    "subsamples are drawn point by point. "
)


EXACT = {"exact": ("-", "exact mean")}
"""The lines: source, dashes, label."""


def rows(parameters: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Rows of panels: one for each dimension."""
    return {f"$d = {d}$": {"d": d} for d in parameters["dimensions"]}


class Cell(NamedTuple):
    """The runs of one workflow, dimension and size, at the iterations `t`."""

    workflow: str
    d: int
    n: int
    t: list[int]
    errors: Array
    traces: Array
    log_dets: Array
    exact: Moments


@cache
def cell(workflow: str, d: int, n: int, iterations: int, points: int, runs: int, entropy: int) -> Cell:
    """Runs and exact moments; kept, because three figures draw them."""
    rng = stream(entropy, f"kazdan-gaussian/{workflow}[d={d},n={n}]", 0)
    simulate = getattr(gaussian_multivariate, workflow.replace("-", "_"))
    means, traces, log_dets = simulate(rng, runs, n=n, k=iterations, d=d)
    t = log_grid(1, iterations, points)
    at = np.array(t) - 1
    exact = Moments(*(column[at] for column in moments(workflow, n, d, iterations)))
    return Cell(workflow, d, n, t, np.sum(means**2, axis=2)[:, at], traces[:, at], log_dets[:, at], exact)


def cells(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Iterator[Cell]:
    """Every workflow, dimension and size."""
    grid = list(product(WORKFLOWS, parameters["dimensions"], parameters["sizes"]))
    for done, (workflow, d, n) in enumerate(grid):
        large = workflow == "accumulate-subsample" and n * d > LARGE
        runs = parameters["large runs" if large else "runs"]
        yield cell(workflow, d, n, parameters["iterations"], parameters["points"], runs, entropy)
        tell((done + 1) / len(grid))


def per_coordinate(
    parameters: Mapping[str, Any],
    entropy: int,
    tell: Tell,
    claim: str,
    of: Callable[[Cell], tuple[Array, Array, Array]],
) -> Table:
    """Table of a quantity divided by d: its exact mean, and the simulated one with its time-uniform interval.

    of: the runs of a cell, the exact mean and the exact second moment; claim: of the mean under accumulate. The
    interval is that of the deviation from the exact mean, whose second moment is the exact variance.
    """
    found = []
    for one in cells(parameters, entropy, tell):
        runs, mean, square = (part / one.d**power for part, power in zip(of(one), (1, 1, 2), strict=True))
        for i, t in enumerate(one.t):
            exact = claimed(f"{THEOREM}/{claim}", f"n={one.n},k={t}") if one.workflow == "accumulate" else mean[i]
            sums = block_sums(REAL, runs[:, i] - mean[i])
            low, high = mean[i] + np.array(interval(REAL, square[i] - mean[i] ** 2, sums, ERROR))
            where = {"workflow": one.workflow, "d": one.d, "n": one.n, "t": t}
            found.append({**where, "source": "exact", "value": exact, "low": exact, "high": exact, "runs": np.nan})
            seen = {"value": runs[:, i].mean(), "low": max(low, 0.0), "high": high, "runs": len(runs)}
            found.append({**where, "source": "simulation", **seen})
    return columns(found)
