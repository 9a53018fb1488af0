"""Normal model of known variance, accumulate: model k is fitted to batches 1..k of n points (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, pooled


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k; model 0 is the real law."""
    return pooled(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=n)


def points(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """How many points model k is fitted to: always the same."""
    means(rng, 0, n=n, k=k, sigma0=sigma0)  # refuses what is not simulated
    return np.full(paths, float(n * k))


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
