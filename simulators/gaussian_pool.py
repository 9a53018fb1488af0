"""Gaussian model, samples of fixed size from the pool of all models so far, sample variance with ddof = 1.

Model 0 is the real law, mean 0 and standard deviation sigma0 (1 in `fits`). Model t is the mean and the standard
deviation (divisor n - 1) of n independent draws, each from one of the models 0..t-1, chosen uniformly. Shumailov et
al., arXiv 2305.17493, Figure 5, whose pool of data is thus read as an endless one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Models = tuple[Array, Array]


@kernel
def _fits(g: np.random.Generator, means: Array, scales: Array, n: int) -> None:
    source = g.bit_generator
    runs, k = means.shape
    sample = np.empty(n)
    for run in range(runs):
        for t in range(k):
            for j in range(n):
                model = index(source, t + 1) - 1  # -1 is the real law, model 0
                sample[j] = normal(source)
                if model >= 0:
                    sample[j] = means[run, model] + scales[run, model] * sample[j]
            mean = sample.mean()
            means[run, t] = mean
            scales[run, t] = math.sqrt(((sample - mean) ** 2).sum() / (n - 1))


MOST_POINTS = 10**8
"""A sample is drawn point by point, and held."""


def fits(rng: np.random.Generator, runs: int, *, n: int, k: int) -> tuple[Array, Array]:
    """Means and standard deviations of models 1..k of every run, shape (runs, k).

    Raises ValueError unless 2 <= n <= MOST_POINTS and k >= 1.
    """
    if not 2 <= n <= MOST_POINTS or k < 1:
        raise ValueError(f"need 2 <= n <= 10^8 and k >= 1, got n={n}, k={k}")
    means, scales = np.empty((runs, k)), np.empty((runs, k))
    _fits(rng, means, scales, n)
    return means, scales


def models(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Models:
    """Means and variances of models 0..k of every path, shape (paths, k + 1)."""
    if not 2 <= n <= MOST_POINTS or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        domain = "2 <= n <= 10^8, k >= 0, sigma0 between 1e-38 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, sigma0={sigma0}")
    means, scales = np.zeros((paths, k + 1)), np.ones((paths, k + 1))
    if k > 0:
        means[:, 1:], scales[:, 1:] = fits(rng, paths, n=n, k=k)
    return sigma0 * means, (sigma0 * scales) ** 2


@seen_in(models)
def variance(found: Models) -> Array:
    """The variance of model k."""
    return found[1][:, -1]


@seen_in(models)
def mean_error(found: Models) -> Array:
    """The squared mean of model k, the real mean being 0."""
    return found[0][:, -1] ** 2


@seen_in(models)
def pool_variance(found: Models) -> Array:
    """The variance of the uniform mixture of models 0..k, from which model k + 1 is fitted."""
    means, variances = found
    return variances.mean(axis=1) + means.var(axis=1)
