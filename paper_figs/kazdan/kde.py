"""Kernel density estimates of four data sets: test loss of each workflow, and what averaging over runs predicts.

All kernel sums are matrix products of test points with training points, in logarithms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from math import log, pi
from typing import Any

import numpy as np

from paper_figs.figure import Figure, Published, Table, Tell
from paper_figs.kazdan import drawing
from paper_figs.kazdan.common import WORKFLOWS, Array, medians
from paper_figs.numbers import claimed, log_grid
from paper_figs.tables import columns
from simulators.engine import stream
from theorems.language.papers import KAZDAN
from theorems.language.readers import floats
from theorems.language.registry import find

NOISE = 0.05
"""Of circles, moons and swiss roll, as in the paper's runs."""

CHUNK = 256
"""Points in one matrix product: so few that it stays in the cache, and that no library spreads it over threads."""

VANISHING = -700.0
"""Least exponent: exponentials of smaller ones would be lost in the sum, and take ten times as long."""

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


def log_sum(tests: Array, points: Array, width: float) -> Array:
    """ln sum_j exp(-|x - x_j|^2/(2 width^2)) at every test point x."""
    x = tests / width
    total = np.full(len(x), -np.inf)
    for start in range(0, len(points), CHUNK):
        y = points[start : start + CHUNK] / width
        exponent = x @ y.T
        exponent -= 0.5 * np.sum(y**2, axis=1)
        largest = exponent.max(axis=1)
        exponent -= largest[:, None]
        np.maximum(exponent, VANISHING, out=exponent)
        np.exp(exponent, out=exponent)
        total = np.logaddexp(total, largest + np.log(exponent.sum(axis=1)))
    return total - 0.5 * np.sum(x**2, axis=1)


def log_mean(sums: Array, points: int, width: float, d: int) -> Array:
    """ln of the density estimate whose kernel sums are given, Gaussian kernel of standard deviation `width`."""
    return sums - log(points) - d * (0.5 * log(2 * pi) + log(width))


def losses(
    workflow: str, rng: np.random.Generator, real: Array, tests: Array, h: float, at: list[int]
) -> Iterator[float]:  # fmt: skip
    """Mean negative log-likelihood of the test points under models t in `at`, along one run."""
    n, d = real.shape
    pool = np.empty((n * at[-1], d))
    pool[:n] = batch = real
    seen, sums = 0, np.full(len(tests), -np.inf)  # of the pool: points in the running sums, and these
    for t in range(1, at[-1] + 1):
        if t > 1:
            pool[n * (t - 1) : n * t] = batch[rng.integers(len(batch), size=n)] + h * rng.standard_normal((n, d))
        if workflow == "replace":
            batch = pool[n * (t - 1) : n * t]
        elif workflow == "accumulate":
            batch = pool[: n * t]
        else:
            batch = pool[rng.choice(n * t, n, replace=False)]
        if t in at and workflow == "accumulate":
            sums = np.logaddexp(sums, log_sum(tests, pool[seen : n * t], h))
            seen = n * t
        elif t in at:
            sums = log_sum(tests, batch, h)
        if t in at:
            yield float(-np.mean(log_mean(sums, len(batch), h, d)))


@cache
def kernels(workflow: str, t: int) -> dict[int, float]:
    """Law of the number of kernels between a draw of model t and its real ancestor, read from the registry."""
    if workflow == "replace":  # the variance that t kernels of bandwidth 1 add is t
        return {round(claimed("kde-replace-growth/annealed-variance", f"n=2,k={t},h=1") - 1): 1.0}
    law = find("kde-accumulate-growth").claim("depth-law").value
    below = [0.0, *floats(law, k=t, x=np.arange(1, t + 1))]
    return {j: p for j in range(1, t + 1) if (p := below[j] - below[j - 1]) > NEGLIGIBLE}


def annealed(real: Array, tests: Array, h: float, at: list[int]) -> list[list[float]]:
    """Minus the mean log of the density of model t averaged over all runs from this real batch, per workflow.

    That density is a mixture of estimates on the real batch itself, of bandwidth h sqrt(j) for j kernels.
    """
    laws = [[kernels(workflow, t) for t in at] for workflow in WORKFLOWS]
    d = real.shape[1]
    widths = {j: h * j**0.5 for row in laws for law in row for j in law}
    logs = {j: log_mean(log_sum(tests, real, w), len(real), w, d) for j, w in widths.items()}

    def loss(law: Mapping[int, float]) -> float:
        return float(-np.mean(np.logaddexp.reduce([log(p) + logs[j] for j, p in law.items()])))

    return [[loss(law) for law in row] for row in laws]


def table(name: str, parameters: Mapping[str, Any], entropy: int, tell: Tell) -> Table:
    """Test loss against iterations: median over runs, and the prediction averaged over the same real batches."""
    at = log_grid(1, parameters["iterations"], parameters["points"])
    found = []
    cells = list(product(parameters["sizes"], parameters["bandwidths"]))
    for done, (n, h) in enumerate(cells):
        rngs = (stream(entropy, f"kazdan-kde-{name}/data[n={n}]", run) for run in range(parameters["runs"]))
        batches = [samples(name, rng, (n, parameters["tests"])) for rng in rngs]
        width = float(Fraction(h))
        predictions = np.mean([annealed(real, tests, width, at) for real, tests in batches], axis=0)
        for workflow, mean in zip(WORKFLOWS, predictions, strict=True):
            question = f"kazdan-kde-{name}/{workflow}[n={n},h={h}]"
            runs = (
                list(losses(workflow, stream(entropy, question, run), real, tests, width, at))
                for run, (real, tests) in enumerate(batches)
            )
            series = {"annealed": (mean, mean, mean), "simulation": medians(np.array(list(runs)))}
            for source, ends in series.items():
                where = {"workflow": workflow, "h": f"h={h}", "n": n, "source": source}
                rows = zip(at, *ends, strict=True)
                found += [{**where, "t": t, "value": value, "low": low, "high": high} for t, value, low, high in rows]
        tell((done + 1) / len(cells))
    return columns(found)


def picture(table: Table, parameters: Mapping[str, Any]) -> Any:
    """A row for every bandwidth, a column for every workflow; logarithmic in both directions, as in the paper."""
    rows = {f"$h = {float(Fraction(h)):g}$": {"h": f"h={h}"} for h in parameters["bandwidths"]}
    return drawing.by_size(table, parameters, rows, LINES, label="negative log-likelihood of test data", each=1.0)


LINES = {"annealed": ("-", "annealed")}

CAPTION = (
    "Kernel density estimates with a Gaussian kernel are fitted and sampled for 100 iterations, starting from n real "
    "points of scikit-learn's {name}{more}, with bandwidth h = 0.1, 0.5, 1 (rows), under replace, accumulate and "
    "accumulate-subsample (columns); n = 10, 100, 1000 and 20 runs at quick effort, n = 10, 32, 100, 316, 1000 and 100 "
    "runs at paper effort. Points: mean negative log-likelihood of 500 fresh test points, median over runs with its "
    "time-uniform 95% interval, which needs no moments (the paper: mean and bootstrap). Lines: the annealed "
    "prediction, minus the mean log of the density averaged over all runs that start from the same real points, which "
    "is a mixture of estimates on these points with bandwidths h √j: j = t under replace, j the number of cycles of a "
    "random permutation of t under the other two. The mean loss of actual runs is never smaller (Jensen's "
    "inequality). The paper argues with this average; at small n actual runs under replace lose far more."
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
    )
