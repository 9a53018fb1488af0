"""Gaussian kernel density estimates of given points in d dimensions, refitted to draws from them: test losses.

Batch 1 is real. Model t is the kernel estimate, of bandwidth h, on batch t (replace), on all batches 1..t (accumulate),
or on n points of them without replacement (accumulate-subsample); batch t + 1 is n draws from model t. Kazdan et al.,
arXiv 2410.16713, sections 2.2 and 3. All kernel sums are matrix products of test points with training points, in
logarithms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log, pi

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CHUNK = 256
"""Points in one matrix product: so few that it stays in the cache, and that no library spreads it over threads."""

VANISHING = -700.0
"""Least exponent: exponentials of smaller ones would be lost in the sum, and take ten times as long."""


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


def annealed(real: Array, tests: Array, h: float, laws: Sequence[Mapping[int, float]]) -> list[float]:
    """Minus the mean log of the density averaged over all runs from this real batch, for each law.

    law: of the number of kernels between a draw and its real ancestor. The density is a mixture of estimates on the
    real batch itself, of bandwidth h sqrt(j) for j kernels.
    """
    d = real.shape[1]
    widths = {j: h * j**0.5 for law in laws for j in law}
    logs = {j: log_mean(log_sum(tests, real, w), len(real), w, d) for j, w in widths.items()}

    def loss(law: Mapping[int, float]) -> float:
        return float(-np.mean(np.logaddexp.reduce([log(p) + logs[j] for j, p in law.items()])))

    return [loss(law) for law in laws]
