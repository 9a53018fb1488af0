"""Binomial model of m trials a point, fitted to the last batch, r of whose n points are real (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import BINOMIAL, Array, fitted


def means(rng: np.random.Generator, paths: int, *, n: int, r: int, k: int, m: int, p0: float) -> Array:
    """The mean of model k."""
    return fitted(rng, paths, BINOMIAL, m, m * p0, k=k, sizes=n, real=r)


@seen_in(means)
def variance(mu: Array, *, m: int) -> Array:
    """The variance of the fitted law."""
    return mu * (1.0 - mu / m)
