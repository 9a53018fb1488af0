"""Gaussian model, accumulate workflow, variance with ddof = 1.

As `simulators.gaussian_accumulate`, but the divisor of model t's variance is n t - 1, as in the text of Kazdan et al.,
arXiv 2410.16713, section 2.1. Model 0 is the given start: mean 0, variance sigma0^2.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.engine import seen_in
from simulators.gaussian_accumulate import Array, Fits
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal


@kernel
def _fits(g: np.random.Generator, means: Array, variances: Array, n: int, k: int) -> None:
    """mu_k and s_k of every path from mu_0 = 0, s_0 = 1."""
    source, constants = g.bit_generator, gamma_constants(0.5 * (n - 1))
    for i in range(means.size):
        mean = 0.0
        variance = 1.0
        scatter = 0.0  # sum of squares about the mean of all points
        for t in range(k):
            shift = math.sqrt(variance / n) * normal(source)
            scatter += variance * chi_square(source, n - 1, constants) + n * shift * shift * t / (t + 1)
            mean += shift / (t + 1)
            variance = scatter / (n * (t + 1) - 1)
        means[i] = mean
        variances[i] = variance


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k), one of each per path; raises ValueError unless 2 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38."""
    if not 2 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 2 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")
    means, variances = np.empty(paths), np.empty(paths)
    _fits(rng, means, variances, n, k)
    return means * sigma0, variances * sigma0**2


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """The fitted variance s_k."""
    return fit[1]


@seen_in(fits)
def mean_error(fit: Fits) -> Array:
    """The squared error (mu_k - mu_0)^2 of the fitted mean."""
    return np.square(fit[0])
