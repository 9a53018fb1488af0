"""Binomial model of m trials a point, replace: model k is fitted to n points from model k - 1 (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import BINOMIAL, Array, fitted


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, m: int, p0: float) -> Array:
    """The mean of model k; model 0 is the real law."""
    return fitted(rng, paths, BINOMIAL, m, m * p0, k=k, sizes=n)


@seen_in(means)
def error(mu: Array, *, m: int, p0: float) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu - m * p0)


@seen_in(means)
def variance(mu: Array, *, m: int) -> Array:
    """The variance of the fitted law."""
    return mu * (1.0 - mu / m)
