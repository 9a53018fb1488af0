"""Ridge regression with one feature, refitted to its own labels with the ridge every time (`ridge_last`).

Every observable returns one value per independent path and raises ValueError unless 3 <= n <= 2^53, k >= 0, and sigma
and lam lie between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.ridge_last import Array, errors, ridges


def error(rng: np.random.Generator, paths: int, *, n: int, sigma: float = 1.0, lam: float, k: int) -> Array:
    """The squared error of the k-th fit; 0 for k = 0."""
    if k < 0:
        raise ValueError(f"need k >= 0, got {k}")
    return errors(rng, paths, n, sigma, ridges(lam, 0, k))
