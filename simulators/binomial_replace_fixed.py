"""Binomial model of m trials a point, fitted to n points, r of them the same real ones every time (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import BINOMIAL, Array, beside_fixed


def means(rng: np.random.Generator, paths: int, *, n: int, r: int, k: int, m: int, p0: float) -> Array:
    """The mean of model k."""
    return beside_fixed(rng, paths, BINOMIAL, m, m * p0, n=n, r=r, k=k)


@seen_in(means)
def variance(mu: Array, *, m: int) -> Array:
    """The variance of the fitted law."""
    return mu * (1.0 - mu / m)
