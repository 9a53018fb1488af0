"""Normal model of known variance, fitted to n points, r of them the same real ones every time (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, beside_fixed


def means(rng: np.random.Generator, paths: int, *, n: int, r: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return beside_fixed(rng, paths, NORMAL, sigma0, 0.0, n=n, r=r, k=k)


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
