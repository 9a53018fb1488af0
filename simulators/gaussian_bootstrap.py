"""Gaussian model, bootstrap workflow, variance with ddof = 0.

As `gaussian_subsample`, except that the n points of a model are chosen from all batches so far with replacement, each
independently of the others; model 1, too, is fitted to a resample of batch 1. Arulandu's survey, section 4.1.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53, k >= 0 and
1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.gaussian_subsample import Fits, selected

Array = NDArray[np.float64]


def fits(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Fits:
    """(mu_k, s_k), one of each per path."""
    return selected(rng, paths, n, k, sigma0, True)


@seen_in(fits)
def variance(fit: Fits) -> Array:
    """The fitted variance s_k."""
    return fit[1]


@seen_in(fits)
def mean_error(fit: Fits) -> Array:
    """The squared error (mu_k - mu_0)^2 of the fitted mean."""
    return np.square(fit[0])


@seen_in(fits)
def conserved(fit: Fits) -> Array:
    """(mu_k - mu_0)^2 + s_k, whose mean is sigma0^2 in every generation."""
    means, variances = fit
    return np.square(means) + variances
