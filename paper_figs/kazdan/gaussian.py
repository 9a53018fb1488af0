"""Gaussian fitting in d dimensions: the runs that the figures of its mean, trace and determinant share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from paper_figs.figure import Table, Tell
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.numbers import claimed, exact, log_grid, mean_of
from paper_figs.simulations import Call, simulated
from paper_figs.tables import columns
from paper_figs.transforms import Array, per_dimension, progress
from simulators import gaussian_multivariate
from simulators.engine import stream

THEOREMS = {"replace": "gaussian-replace-multivariate", "accumulate": "gaussian-accumulate-multivariate"}
"""Of workflows. For accumulate-subsample none is written yet: its lines come from the exact room."""

PROCESSES = {
    "replace": "gaussian_multivariate_replace",
    "accumulate": "gaussian_multivariate_accumulate",
    "accumulate-subsample": "gaussian_multivariate_subsample",
}
DEPENDS = tuple(f"simulators.exact.{name}" for name in PROCESSES.values())
DDOF = {"replace": {"ddof": 0}}
"""What else the process of a workflow is told."""

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
    "subsamples are drawn point by point. Points of one t are set apart a little; arrows: beyond the axes. "
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


def cell(workflow: str, d: int, n: int, iterations: int, points: int, runs: int, entropy: int) -> Cell:
    """Runs, which several figures draw."""
    rng = stream(entropy, f"kazdan-gaussian/{workflow}[d={d},n={n}]", 0)
    simulate = getattr(gaussian_multivariate, workflow.replace("-", "_"))
    found = simulate(rng, runs, n=n, k=iterations, lam=np.ones(d))
    t = log_grid(1, iterations, points)
    kept = found.at(t)
    return Cell(workflow, d, n, t, kept.errors, kept.traces, kept.log_dets)


def cells(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Iterator[Cell]:
    """Every workflow, dimension and size."""
    for call in progress(tell, simulations(parameters, entropy)):
        yield simulated(call.function, *call.given)


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The runs of every workflow, dimension and size."""
    found = []
    for workflow, d, n in product(WORKFLOWS, parameters["dimensions"], parameters["sizes"]):
        large = workflow == "accumulate-subsample" and n * d > LARGE
        runs = parameters["large runs" if large else "runs"]
        found.append(Call(cell, (workflow, d, n, parameters["iterations"], parameters["points"], runs, entropy)))
    return found


def at(workflow: str, n: int, t: int, lam: str) -> str:
    """The point of a claim about the workflow."""
    more = "".join(f",{name}={value}" for name, value in DDOF.get(workflow, {}).items())
    return f"n={n},k={t},lam={lam}{more}"


def in_one_dimension(workflow: str, n: int, t: int, claim: str, observable: str) -> float:
    """The exact mean in one dimension, which is that of any coordinate: as claimed, or from the exact room."""
    if workflow in THEOREMS:
        return claimed(f"{THEOREMS[workflow]}/{claim}", at(workflow, n, t, "[1]"))
    return exact(f"{PROCESSES[workflow]}.{observable}", n=n, k=t, lam=(1,))


def mean_square(one: Cell, t: int, observable: str) -> float:
    """The exact mean square of an observable in the cell's dimensions."""
    more = DDOF.get(one.workflow, {})
    return exact(f"{PROCESSES[one.workflow]}.{observable}", "_second_moment", n=one.n, k=t, lam=(1,) * one.d, **more)


def per_coordinate(
    parameters: Mapping[str, Any], entropy: int, tell: Tell, claim: str, observable: str, of: Callable[[Cell], Array]
) -> Table:
    """Table of a quantity divided by d: its exact mean, and the simulated one with its time-uniform interval.

    claim, observable: of its mean; of: the runs of a cell.
    """
    found = []
    for one in cells(parameters, entropy, tell):
        for t, runs in zip(one.t, per_dimension(of(one), one.d).T, strict=True):
            mean = in_one_dimension(one.workflow, one.n, t, claim, observable)
            seen = mean_of(runs, mean, per_dimension(mean_square(one, t, observable), one.d, 2))
            seen["low"] = max(seen["low"], 0.0)
            where = {"workflow": one.workflow, "d": one.d, "n": one.n, "t": t}
            found.append({**where, "source": "exact", "value": mean, "low": mean, "high": mean, "runs": np.nan})
            found.append({**where, "source": "simulation", **seen})
    return columns(found)
