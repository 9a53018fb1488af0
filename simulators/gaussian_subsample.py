"""Gaussian model, accumulate-subsample workflow, variance with ddof = 0.

Batch 1 is real data, n independent N(0, sigma0^2). Model t is the mean mu_t and the variance s_t (divisor n) of n
points of the n t points of batches 1..t, chosen afresh for every model without replacement; batch t + 1 is n
independent draws from model t. mu_k and s_k are the fit of model k; mu_0 = 0 and s_0 = sigma0^2 are the given start.
Kazdan et al., arXiv 2410.16713, section 3. Every point is drawn: n k of them a path.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53, k >= 0 and
1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, index, normal

Array = NDArray[np.float64]
Fits = tuple[Array, Array]


@kernel
def _fits(g: np.random.Generator, means: Array, variances: Array, n: int, k: int, again: bool) -> None:
    """mu_k and s_k of every path from mu_0 = 0, s_0 = 1; `again`: a point may be chosen again."""
    source = g.bit_generator
    pool, chosen = np.empty(n * k), np.empty(n)
    for i in range(means.size):
        mean, variance = 0.0, 1.0
        for t in range(k):
            scale, size = math.sqrt(variance), n * (t + 1)
            for j in range(n * t, size):
                pool[j] = mean + scale * normal(source)
            for j in range(n):
                if again:
                    chosen[j] = pool[index(source, size)]
                else:  # the first n of a shuffle: in which order the pool is kept does not matter
                    other = j + index(source, size - j)
                    pool[j], pool[other] = pool[other], pool[j]
                    chosen[j] = pool[j]
            mean = chosen.mean()
            variance = ((chosen - mean) ** 2).mean()
        means[i] = mean
        variances[i] = variance


def selected(rng: np.random.Generator, paths: int, n: int, k: int, sigma0: float, again: bool) -> Fits:
    """(mu_k, s_k), one of each per path, of points chosen with (`again`) or without replacement."""
    if not 1 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")
    means, variances = np.empty(paths), np.empty(paths)
    _fits(rng, means, variances, n, k, again)
    return means * sigma0, variances * sigma0**2


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k), one of each per path."""
    return selected(rng, paths, n, k, sigma0, False)


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """The fitted variance s_k."""
    return fit[1]


@seen_in(fits)
def mean_error(fit: Fits) -> Array:
    """The squared error (mu_k - mu_0)^2 of the fitted mean."""
    return np.square(fit[0])


@seen_in(fits)
def conserved(fit: Fits) -> Array:
    """(mu_k - mu_0)^2 + s_k, whose mean is sigma0^2 in every generation."""
    means, variances = fit
    return np.square(means) + variances
