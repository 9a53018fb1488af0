"""Normal model of known variance, fitted to the last batch, r of whose n points are real (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, fitted


def means(rng: np.random.Generator, paths: int, *, n: int, r: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return fitted(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=n, real=r)


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
