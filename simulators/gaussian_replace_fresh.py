"""Gaussian model, replace workflow with fresh real points, variance with ddof = 0.

Batch 1 is n real points, independent N(0, sigma0^2); of each later batch r points are real and n - r are drawn from the
last model, the mean and the variance (divisor n) of the batch before. mu_0 = 0 and s_0 = sigma0^2 are given.

The points themselves are not drawn: mean and sum of squares of either part of a batch are independent, normal and
chi-square (Cochran), and the batch merges them.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53, 0 <= r <= n,
k >= 0 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal

Array = NDArray[np.float64]
Fits = tuple[Array, Array]


@kernel
def _fits(g: np.random.Generator, means: Array, variances: Array, n: int, r: int, k: int) -> None:
    """mu_k and s_k of every path, in the unit of sigma0."""
    source, all_real = g.bit_generator, gamma_constants(0.5 * (n - 1))
    real, made = gamma_constants(0.5 * max(r - 1, 1)), gamma_constants(0.5 * max(n - r - 1, 1))
    for i in range(means.size):
        mean, variance = 0.0, 1.0
        for t in range(k):
            if t == 0 or r == n:
                mean = normal(source) / math.sqrt(n)
                variance = chi_square(source, n - 1, all_real) / n
                continue
            drawn = mean + math.sqrt(variance / (n - r)) * normal(source)
            scatter = variance * chi_square(source, n - r - 1, made)
            mean = drawn
            if r > 0:
                apart = normal(source) / math.sqrt(r) - drawn
                mean += apart * r / n
                scatter += chi_square(source, r - 1, real) + apart * apart * (n - r) * r / n
            variance = scatter / n
        means[i] = mean
        variances[i] = variance


def fits(rng: np.random.Generator, paths: int, *, n: int, r: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k), one of each per path."""
    if not 1 <= n <= MAX_SIZE or not 0 <= r <= n or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(
            f"need 1 <= n <= 2^53, 0 <= r <= n, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, r={r}, k={k}, "
            f"sigma0={sigma0}"
        )
    means, variances = np.empty(paths), np.empty(paths)
    _fits(rng, means, variances, n, r, k)
    return means * sigma0, variances * sigma0**2


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """The fitted variance s_k."""
    return fit[1]


@seen_in(fits)
def mean_error(fit: Fits) -> Array:
    """The squared error (mu_k - mu_0)^2 of the fitted mean."""
    return np.square(fit[0])
