"""Gaussian model, accumulate workflow, variance with ddof = 0.

Batch 1 is real data, n independent N(0, sigma0^2). Model t is the mean mu_t and the variance s_t
(divisor n t) of all batches 1..t; batch t + 1 is n independent draws from model t. mu_k and s_k are
the fit of model k; mu_0 = 0 and s_0 = sigma0^2 are the given start, exactly known. Kazdan et al.,
arXiv 2410.16713, section 2.1, Theorem 1.

The samples themselves are not drawn. The mean of batch t + 1 is mu_t + sqrt(s_t / n) Z and its sum of
squares about that mean is s_t chi2_{n-1}, independently (Cochran; none if n = 1), and the pool merges
them: exactly the same law. `literal_fits` draws the samples.

Every observable returns one value per independent path and raises ValueError unless
1 <= n <= 2^53, k >= 0 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.gaussian import half_squares
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, chi_square, gamma_constants, normal

Array = NDArray[np.float64]
Fits = tuple[Array, Array]


@kernel
def _fits(g: np.random.Generator, means: Array, variances: Array, n: int, k: int) -> None:
    """mu_k and s_k of every path from mu_0 = 0, s_0 = 1."""
    source, constants = g.bit_generator, gamma_constants(0.5 * (n - 1))
    for i in range(means.size):
        mean = 0.0
        variance = 1.0
        for t in range(k):  # the pool holds t batches
            shift = math.sqrt(variance / n) * normal(source)  # of the new batch's mean from the pool's
            scatter = variance * (t + chi_square(source, n - 1, constants) / n)
            mean += shift / (t + 1)
            variance = (scatter + shift * shift * t / (t + 1)) / (t + 1)
        means[i] = mean
        variances[i] = variance


@kernel
def _literal_fits(g: np.random.Generator, means: Array, variances: Array, n: int, k: int) -> None:
    source = g.bit_generator
    points = np.empty(n * k)
    for i in range(means.size):
        mean = 0.0
        variance = 1.0
        for t in range(k):
            scale = math.sqrt(variance)
            for j in range(n * t, n * (t + 1)):
                points[j] = mean + scale * normal(source)
            pool = points[: n * (t + 1)]
            mean = pool.mean()
            variance = ((pool - mean) ** 2).mean()
        means[i] = mean
        variances[i] = variance


def _check(n: int, k: int, sigma0: float) -> None:
    if not 1 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k), one of each per path."""
    _check(n, k, sigma0)
    means, variances = np.empty(paths), np.empty(paths)
    _fits(rng, means, variances, n, k)
    return means * sigma0, variances * sigma0**2


def literal_fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k) as `fits` has them, by drawing every batch and fitting the whole pool anew: n k^2 time."""
    _check(n, k, sigma0)
    means, variances = np.empty(paths), np.empty(paths)
    _literal_fits(rng, means, variances, n, k)
    return means * sigma0, variances * sigma0**2


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """The fitted variance s_k."""
    return fit[1]


@seen_in(fits)
def variance_square(fit: Fits) -> Array:
    """The square s_k^2 of the fitted variance."""
    return np.square(fit[1])


def variance_spread(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """(s - s')^2 / 2 for two independent copies of s_k, a pair to each path. Its mean is Var s_k."""
    return half_squares(variance(rng, 2 * paths, n=n, k=k, sigma0=sigma0))


@seen_in(fits)
def mean_error(fit: Fits) -> Array:
    """The squared error (mu_k - mu_0)^2 of the fitted mean."""
    return np.square(fit[0])


@seen_in(fits)
def conserved(fit: Fits) -> Array:
    """(mu_k - mu_0)^2 + s_k, whose mean is sigma0^2 in every generation."""
    means, variances = fit
    return np.square(means) + variances


@seen_in(fits)
def scale(fit: Fits) -> Array:
    """The fitted standard deviation sigma_k."""
    return np.sqrt(fit[1])


@seen_in(fits)
def risk(fit: Fits, *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein-2 distance (mu_k - mu_0)^2 + (sigma_k - sigma0)^2 to the start."""
    means, variances = fit
    return np.square(means) + np.square(np.sqrt(variances) - sigma0)
