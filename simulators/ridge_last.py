"""Ridge regression with one feature on labels of a model that was refitted k times by ordinary least squares.

Features are N(0, 1), the coefficient is 1, noise has the deviation sigma. Each of k models is fitted by least squares
to n new rows with labels from the one before, the first to real labels; the last fit adds lam to the mean square of its
features. All rows are drawn. Every observable returns one value per independent path and raises ValueError unless
3 <= n <= 2^53, k >= 0, and sigma and lam lie between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, normal

Array = NDArray[np.float64]


@kernel
def _fits(g: np.random.Generator, out: Array, n: int, sigma: float, ridges: Array) -> None:
    """The squared error of the last of these fits, each to labels of the one before."""
    source = g.bit_generator
    for path in range(out.size):
        coefficient = 1.0
        for ridge in ridges:
            squares, products = 0.0, 0.0
            for _ in range(n):
                x = normal(source)
                squares += x * x
                products += x * (coefficient * x + sigma * normal(source))
            coefficient = products / (squares + n * ridge)
        out[path] = (coefficient - 1.0) ** 2


def errors(rng: np.random.Generator, paths: int, n: int, sigma: float, ridges: Array) -> Array:
    """The squared error of the last fit; ridges: one for each fit."""
    scales = (sigma, *(ridge for ridge in ridges if ridge))
    if not 3 <= n <= MAX_SIZE or not all(SCALES[0] <= scale <= SCALES[1] for scale in scales):
        raise ValueError(f"need n >= 3, and sigma and lam between 1e-38 and 1e38: got n={n}, sigma={sigma}")
    out = np.empty(paths)
    _fits(rng, out, n, float(sigma), ridges)
    return out


def ridges(lam: float, k: int, fits: int) -> Array:
    """The ridge of every fit, 0 at first, lam in the last `fits`; raises ValueError unless k >= 0 and lam > 0."""
    if k < 0 or not lam > 0.0:
        raise ValueError(f"need k >= 0 and lam > 0, got k={k}, lam={lam}")
    return np.concatenate([np.zeros(k), np.full(fits, float(lam))])


def error(rng: np.random.Generator, paths: int, *, n: int, sigma: float = 1.0, lam: float, k: int) -> Array:
    """The squared error of the last fit, which has the ridge."""
    return errors(rng, paths, n, sigma, ridges(lam, k, 1))
