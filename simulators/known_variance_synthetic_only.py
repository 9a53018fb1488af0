"""Normal model of known variance: model 1 is fitted to batch 1, later ones to all batches but that (`fitted_means`)."""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.fitted_means import NORMAL, Array, fitted


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k."""
    return fitted(rng, paths, NORMAL, sigma0, 0.0, k=k, sizes=n, weights=1 / np.maximum(np.arange(k), 1))


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
