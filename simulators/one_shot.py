"""The mean of r real points N(0, sigma0^2) and s points N(m + b, sigma0^2), m the mean of n0 other real points.

Anew in every generation k >= 1; at k = 0 the real mean, 0. Means are drawn, not points. Every observable returns one
value per independent path and raises ValueError unless n0 >= 1, r >= 1, s >= 0, k >= 0, 0 <= b <= 1e38 and
1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.variates import SCALES

Array = NDArray[np.float64]


def means(
    rng: np.random.Generator, paths: int, *, n0: int, b: float, r: int, s: int, k: int, sigma0: float = 1.0
) -> Array:
    """The mean of the pool, one a path."""
    if min(n0, r, s + 1, k + 1) < 1 or not 0.0 <= b <= SCALES[1] or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need n0, r >= 1, s, k, b >= 0, got n0={n0}, r={r}, s={s}, k={k}, b={b}, sigma0={sigma0}")
    if k == 0:
        return np.zeros(paths)
    model = b + sigma0 / np.sqrt(n0) * rng.standard_normal(paths)
    noise = sigma0 / np.sqrt(r + s) * rng.standard_normal(paths)  # of all points that are pooled
    return s / (r + s) * model + noise


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the mean of the pool."""
    return np.square(mu)
