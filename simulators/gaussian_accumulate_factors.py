"""Gaussian model, accumulate workflow, variance with ddof = 0: what the last batch changed.

Model t is fitted to all batches 1..t of n points, batch t + 1 is drawn from model t, model 0 is the given start.
Batches are drawn point by point. Of the k-th: by what it multiplied the variance, and by how many standard deviations
of model k - 1 it moved the mean. Kazdan et al., arXiv 2410.16713, Lemmas 2 and 3.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.gaussian import half_squares
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, normal

Array = NDArray[np.float64]
Changes = tuple[Array, Array]


@kernel
def _changes(g: np.random.Generator, factors: Array, steps: Array, n: int, k: int) -> None:
    source = g.bit_generator
    for i in range(factors.size):
        mean, scatter, variance = 0.0, 0.0, 1.0  # scatter about the mean of the points so far
        factor, step = 1.0, 0.0
        for t in range(k):
            scale, old, before = math.sqrt(variance), mean, variance
            centre = mean
            for j in range(n):  # Welford: one point after the other
                point = centre + scale * normal(source)
                away = point - mean
                mean += away / (n * t + j + 1)
                scatter += away * (point - mean)
            variance = scatter / (n * (t + 1))
            factor, step = variance / before, (mean - old) / scale
        factors[i] = factor
        steps[i] = step


def changes(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Changes:
    """(F_k, G_k), one of each per path; raises ValueError unless 2 <= n <= 2^53 and k >= 0."""
    if not 2 <= n <= MAX_SIZE or k < 0:
        raise ValueError(f"need 2 <= n <= 2^53, k >= 0, got n={n}, k={k}")
    factors, steps = np.empty(paths), np.empty(paths)
    _changes(rng, factors, steps, n, k)
    return factors, steps


@seen_in(changes)
def factor(change: Changes) -> Array:
    """F_k, by what the batch multiplied the variance."""
    return change[0]


@seen_in(changes)
def factor_square(change: Changes) -> Array:
    """F_k^2."""
    return np.square(change[0])


def factor_spread(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """(F - F')^2 / 2 for two independent copies of F_k. Its mean is Var F_k."""
    return half_squares(changes(rng, 2 * paths, n=n, k=k)[0])


@seen_in(changes)
def centre_step(change: Changes) -> Array:
    """G_k^2, the square of the step of the mean over the last variance."""
    return np.square(change[1])


@seen_in(changes)
def centre_fourth(change: Changes) -> Array:
    """G_k^4."""
    return np.square(np.square(change[1]))


@seen_in(changes)
def floored(change: Changes, *, k: int) -> NDArray[np.bool_]:
    """F_k >= (k - 1)/k."""
    return k * change[0] >= k - 1
