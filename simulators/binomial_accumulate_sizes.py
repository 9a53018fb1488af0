"""Binomial model of m trials a point, fitted to batches 1..k, the t-th of n[t - 1] points (`fitted_means`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.fitted_means import BINOMIAL, Array, listed, pooled


def means(rng: np.random.Generator, paths: int, *, n: NDArray[np.int64], k: int, m: int, p0: float) -> Array:
    """The mean of model k."""
    return pooled(rng, paths, BINOMIAL, m, m * p0, k=k, sizes=listed(n))


@seen_in(means)
def error(mu: Array, *, m: int, p0: float) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu - m * p0)


@seen_in(means)
def variance(mu: Array, *, m: int) -> Array:
    """The variance of the fitted law."""
    return mu * (1.0 - mu / m)
