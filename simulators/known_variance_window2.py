"""Normal model of known variance, fitted to the last two batches, at first to the only one (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, in_window


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return in_window(rng, paths, NORMAL, sigma0, 0.0, n=n, width=2, k=k)


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
