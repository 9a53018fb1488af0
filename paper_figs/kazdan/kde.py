"""Kernel density estimates of four data sets: test loss of each workflow, and what averaging over runs predicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.common import WORKFLOWS
from paper_figs.numbers import log_grid, medians, number
from paper_figs.simulations import Call, simulated
from paper_figs.tables import columns
from paper_figs.transforms import Array, progress
from simulators.engine import stream
from simulators.exact.balls import to_float
from simulators.exact.kde_depth_accumulate import depth_law
from simulators.kernel_density import Rule, annealed, losses, scott, silverman
from theorems.language.papers import KAZDAN

SETS = ("blobs", "circles", "moons", "swiss_roll")
"""The paper's data sets, by the names of scikit-learn's generators."""

NOISE = 0.05
"""Of circles, moons and swiss roll, as in the paper's runs."""

NEGLIGIBLE = 1e-9
"""Share of a mixture that the annealed prediction leaves out."""

SIZES = {
    "bandwidths": ["1/10", "1/2", "1"], "sizes": [10, 32, 100, 316, 1000], "iterations": 100, "tests": 500, "runs": 100,
}  # fmt: skip
PARAMETERS = {
    "tiny": {"bandwidths": ["1/2"], "iterations": 5, "tests": 40, "sizes": [5, 10], "points": 3, "runs": 4},
    "quick": {**SIZES, "sizes": [10, 100, 1000], "points": 8, "runs": 20},
    "paper": {**SIZES, "points": 13},
}


def samples(name: str, rng: np.random.Generator, sizes: tuple[int, ...]) -> list[Array]:
    """Independent samples of one distribution, drawn by scikit-learn's generators."""
    from sklearn import datasets

    blobs = {"centers": rng.uniform(-10.0, 10.0, (3, 2))}
    make = getattr(datasets, f"make_{name}")
    kind = blobs if name == "blobs" else {"noise": NOISE}
    return [make(n_samples=size, random_state=int(rng.integers(2**31)), **kind)[0] for size in sizes]


@cache
def kernels(workflow: str, t: int) -> dict[int, float]:
    """Law of the number of kernels between a draw of model t and its real ancestor, from the exact room."""
    if workflow == "replace":  # one more in every generation
        return {t: 1.0}
    return {j: p for j, p in enumerate(map(to_float, depth_law(t))) if p > NEGLIGIBLE}


RULES = {"scott": scott, "silverman": silverman}
"""Bandwidths that depend on the number of points and the dimension."""


def bandwidth(h: str, d: int) -> float | Rule:
    """A number, or a rule by its name."""
    return partial(RULES[h], d=d) if h in RULES else number(h)


def cell(
    name: str, n: int, h: str, iterations: int, points: int, tests: int, runs: int, entropy: int
) -> dict[str, dict[str, tuple[Any, Any, Any]]]:
    """Of each workflow: the test loss of runs (median and its interval), and the annealed one (thrice), at some t.

    The annealed one is known where the bandwidth is the same in every generation.
    """
    at = log_grid(1, iterations, points)
    rngs = (stream(entropy, f"kazdan-kde-{name}/data[n={n},h={h}]", run) for run in range(runs))
    batches = [samples(name, rng, (n, tests)) for rng in rngs]
    width = bandwidth(h, batches[0][0].shape[1])
    found: dict[str, dict[str, tuple[Any, Any, Any]]] = {}
    known = [workflow for workflow in WORKFLOWS if not callable(width) or workflow != "accumulate"]
    fixed = width(n) if callable(width) else width
    laws = [kernels(workflow, t) for workflow in known for t in at]
    predicted = np.array([annealed(real, others, fixed, laws) for real, others in batches]).mean(axis=0)
    means = dict(zip(known, predicted.reshape(len(known), len(at)), strict=True))
    for workflow in WORKFLOWS:
        question = f"kazdan-kde-{name}/{workflow}[n={n},h={h}]"
        seen = [
            list(losses(workflow, stream(entropy, question, run), real, others, width, at))
            for run, (real, others) in enumerate(batches)
        ]
        found[workflow] = {"annealed": (means[workflow],) * 3} if workflow in means else {}
        found[workflow]["simulation"] = medians(np.array(seen))
    return found


def simulations(name: str, parameters: Mapping[str, Any], entropy: int) -> list[Call]:
    """The cells of a data set: one for every n and bandwidth."""
    rest = (*(parameters[size] for size in ("iterations", "points", "tests", "runs")), entropy)
    return [Call(cell, (name, n, h, *rest)) for n, h in product(parameters["sizes"], parameters["bandwidths"])]


def table(name: str, parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Test loss against iterations: median over runs, and the prediction averaged over the same real batches."""
    return of_cells(simulations(name, parameters, entropy), parameters, tell, lambda _, n, h: {"h": f"h={h}", "n": n})


def of_cells(
    calls: Sequence[Call],
    parameters: Mapping[str, Any],
    tell: Tell,
    where: Callable[[str, int, str], Mapping[str, Any]],
) -> Table:
    """Table of cells: the rows of one bear what `where` says of its data set, n and bandwidth."""
    at = log_grid(1, parameters["iterations"], parameters["points"])
    found: list[dict[str, Any]] = []
    for call in progress(tell, calls):
        name, n, h, *_ = call.given
        for workflow, series in simulated(call.function, *call.given).items():
            for source, ends in series.items():
                here = {"workflow": workflow, **where(name, n, h), "source": source}
                rows = zip(at, *ends, strict=True)
                found.extend({**here, "t": t, "value": v, "low": low, "high": high} for t, v, low, high in rows)
    return columns(found)


def picture(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every bandwidth, a column for every workflow; logarithmic in both directions, as in the paper."""
    rows = {f"$h = {number(h):g}$": {"h": f"h={h}"} for h in parameters["bandwidths"]}
    return drawing.by_size(table, parameters, rows, LINES, label="negative log-likelihood of test data", each=1.0)


LINES = {"annealed": ("-", "loss of the mean density")}

CAPTION = (
    "Kernel density estimates with a Gaussian kernel are fitted and sampled for 100 iterations, starting from n real "
    "points of scikit-learn's {name}{more}, with bandwidth h = 0.1, 0.5, 1 (rows), under replace, accumulate and "
    "accumulate-subsample (columns); n = 10, 100, 1000 and 20 runs at quick effort, n = 10, 32, 100, 316, 1000 and 100 "
    "runs at paper effort. Points: mean negative log-likelihood of 500 fresh test points, median over runs with its "
    "time-uniform 95% interval, which needs no moments (the paper: mean and bootstrap). Lines: the loss of "
    "the mean density (annealed), minus the mean log of the density averaged over all runs that start from the same "
    "real points, which is a mixture of estimates on these points with bandwidths h √j: j = t under replace, j the "
    "number of cycles of a random permutation of t under the other two. The mean loss of actual runs is never smaller "
    "(Jensen's inequality). The paper argues with this average; at small n actual runs under replace lose far more. "
    "Points of one t are set apart a little."
)


def figure(name: str, more: str, data: Any, draw: Any) -> Figure:
    """The figure of one data set."""
    return Figure(
        name=f"kazdan-2-kde-{name.replace('_', '-')}",
        title=f"Kernel density estimation: {name.replace('_', ' ')}",
        caption=CAPTION.format(name=name.replace("_", " "), more=more),
        theorems=("kde-replace-growth", "kde-accumulate-growth"),
        parameters=PARAMETERS,
        depends=(),
        data=data,
        draw=draw,
        published=Published(KAZDAN, "Figure 2", SIZES),
        simulations=partial(simulations, name),
    )
