"""Gamma model of shape a, fitted to batches 1..k, the t-th of n[t - 1] points (`fitted_means`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.fitted_means import GAMMA, Array, listed, pooled


def means(rng: np.random.Generator, paths: int, *, n: NDArray[np.int64], k: int, a: float, mu0: float = 1.0) -> Array:
    """The mean of model k."""
    return pooled(rng, paths, GAMMA, a, mu0, k=k, sizes=listed(n))


@seen_in(means)
def error(mu: Array, *, mu0: float = 1.0) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu - mu0)


@seen_in(means)
def variance(mu: Array, *, a: float) -> Array:
    """The variance of the fitted law."""
    return np.square(mu) / a
