"""Gamma model of shape a, fitted to n points of all batches, chosen without replacement (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import GAMMA, Array, chosen


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, a: float, mu0: float = 1.0) -> Array:
    """The mean of model k; model 0 is the real law."""
    return chosen(rng, paths, GAMMA, a, mu0, n=n, k=k, again=False)


@seen_in(means)
def error(mu: Array, *, mu0: float = 1.0) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu - mu0)
