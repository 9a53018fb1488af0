"""Kazdan et al., their programs: kernel estimates with a top-hat kernel."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing, kde
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.numbers import log_grid, medians, number
from paper_figs.simulations import Call
from paper_figs.transforms import times
from simulators.engine import stream
from simulators.kernel_density import beyond, uncovered
from theorems.language.papers import KAZDAN


def cell(
    name: str, n: int, h: str, iterations: int, points: int, tests: int, runs: int, entropy: int
) -> dict[str, dict[str, tuple[Any, Any, Any]]]:
    """Of each workflow: the share of test points where model t is 0 (median of runs and its interval), at some t; and
    of those where it is 0 in every run: they are further than t h from all real points.
    """
    at, width = log_grid(1, iterations, points), number(h)
    rngs = (stream(entropy, f"kazdan-top-hat-{name}/data[n={n}]", run) for run in range(runs))
    batches = [kde.samples(name, rng, (n, tests)) for rng in rngs]
    never = np.array([[beyond(others, real, times(width, t)) for t in at] for real, others in batches]).mean(axis=0)
    found: dict[str, dict[str, tuple[Any, Any, Any]]] = {}
    for workflow in WORKFLOWS:
        question = f"kazdan-top-hat-{name}/{workflow}[n={n},h={h}]"
        seen = [
            list(uncovered(workflow, stream(entropy, question, run), real, others, width, at))
            for run, (real, others) in enumerate(batches)
        ]
        found[workflow] = {"never": (never,) * 3, "simulation": medians(np.array(seen))}
    return found


def simulations(parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The cells of every data set: one for every n."""
    rest = (*(parameters[size] for size in ("iterations", "points", "tests", "runs")), entropy)
    every = product(kde.SETS, parameters["sizes"])
    return [Call(cell, (name, n, parameters["bandwidth"], *rest)) for name, n in every]


def data(parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Shares of test points without density: simulated, and at least."""
    calls = simulations(parameters, entropy)
    return kde.of_cells(calls, parameters, tell, lambda name, n, _: {"set": name, "n": n})


def draw(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every data set, a colour for every n."""
    rows = {name.replace("_", " "): {"set": name} for name in kde.SETS}
    label = "share of test data without density"
    return drawing.by_size(table, parameters, rows, LINES, label=label, scale="linear", ylim=(-0.04, 1.04))


LINES = {"never": ("-", "in every run")}
SIZES = {"sizes": [10, 32, 100, 316, 1000], "iterations": 100, "tests": 500, "runs": 100}
QUICK = {"sizes": [10, 100, 1000], "bandwidth": "1/2", "iterations": 100, "tests": 500, "runs": 20, "points": 8}

FIGURE = Figure(
    name="kazdan-kde-top-hat",
    title="Kernel density estimation with a top-hat kernel",
    caption=(
        "As Figure 2, with the kernel that is uniform in the ball of radius h = 1/2. Where no point of the batch is "
        "nearer than h the estimate is 0, and the negative log-likelihood of test data infinite as soon as it is "
        "so at one of them: nearly always. So the share of test points is drawn where the estimate is 0, of 500 "
        "fresh ones: median over runs with its time-uniform 95% interval; n = 10, 32, 100, 316, 1000 points a batch "
        "(colour) and 100 runs, at quick effort n = 10, 100, 1000 and 20 runs. Lines: the share of test points "
        "that are further than t h from every real point, where every run has density 0 at t, and so has the mean "
        "over runs, whose loss is therefore finite from a few iterations on. Under replace ever more test points "
        "are lost, and with small batches soon nearly all; under accumulate none is ever lost again, as no kernel "
        "is taken away; accumulate-subsample stays between. Points of one t are set apart a little."
    ),
    theorems=("kde-accumulate-kernels",),
    parameters={
        "tiny": {**QUICK, "iterations": 6, "tests": 20, "runs": 4, "sizes": [5, 8], "points": 3},
        "quick": QUICK,
        "paper": {**SIZES, "bandwidth": "1/2", "points": 13},
    },
    depends=(),
    data=data,
    draw=draw,
    published=Published(KAZDAN, "repository (top-hat kernel)", SIZES),
    simulations=simulations,
)
