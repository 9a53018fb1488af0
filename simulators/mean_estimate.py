"""The mean of n real points N(0, sigma0^2), drawn anew in every generation k >= 1; at k = 0 the real mean, 0.

Shumailov et al., arXiv 2305.17493, section 3.1 and Figure 12. The mean of the points is drawn, not they: it is
N(0, sigma0^2/n). Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0
and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.engine import seen_in
from simulators.gaussian import Array, half_squares
from simulators.variates import SCALES


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of the points of generation k, one a path."""
    if n < 1 or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need n >= 1, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")
    return np.zeros(paths) if k == 0 else sigma0 / math.sqrt(n) * rng.standard_normal(paths)


@seen_in(means)
def mean_error(mean: Array) -> Array:
    """The squared error of the mean."""
    return np.square(mean)


@seen_in(means)
def absolute_error(mean: Array) -> Array:
    """How far the mean is off."""
    return np.abs(mean)


def absolute_error_variance(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """Half the squared difference of two such distances, a pair to each path. Its mean is their variance."""
    return half_squares(absolute_error(rng, 2 * paths, n=n, k=k, sigma0=sigma0))
