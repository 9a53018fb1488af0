"""Poisson model, accumulate: model k is fitted to batches 1..k of n points (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import POISSON, Array, pooled


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, lambda0: float = 1.0) -> Array:
    """The mean of model k; model 0 is the real law."""
    return pooled(rng, paths, POISSON, 1.0, lambda0, k=k, sizes=n)


@seen_in(means)
def error(mu: Array, *, lambda0: float = 1.0) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu - lambda0)
