"""Normal model of known variance, fitted to all batches, the t-th of n t^2 points (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, pooled


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return pooled(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=n * np.arange(1, k + 1) ** 2)


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
