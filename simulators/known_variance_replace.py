"""Normal model of known variance, replace: model k is fitted to n points from model k - 1 (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, fitted


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k; model 0 is the real law."""
    return fitted(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=n)


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
