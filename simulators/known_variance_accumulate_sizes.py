"""Normal model of known variance, fitted to batches 1..k, the t-th of n[t - 1] points (`fitted_means`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, listed, pooled


def means(rng: np.random.Generator, paths: int, *, n: NDArray[np.int64], k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return pooled(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=listed(n))


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
