"""The mean of a normal law of known variance, fitted to the last w batches of n points.

Batch t + 1 has the mean of model t and sigma0/sqrt(n) times a standard normal variable more; model t has the mean of
batches t - w + 1..t. Batches up to the 0-th have the real mean, from which all means are measured. Kazdan et al.
(arXiv 2410.16713) have windows among the workflows that they compare.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, normal

Array = NDArray[np.float64]
Means = tuple[Array, Array]


@kernel
def _windows(g: np.random.Generator, plain: Array, weighted: Array, noise: float, w: int, k: int) -> None:
    source, batches = g.bit_generator, np.empty(w)
    for path in range(plain.size):
        batches[:] = 0.0
        total = 0.0
        for t in range(k):
            mean = total / w + noise * normal(source)
            batches[t % w] = mean
            total = batches.sum()
        away = 0.0
        for age in range(min(w, k)):
            away += (w - age) * batches[(k - 1 - age) % w]
        plain[path] = total / w
        weighted[path] = 2.0 * away / (w * (w + 1.0))


def means(rng: np.random.Generator, paths: int, *, n: int, w: int, k: int, sigma0: float = 1.0) -> Means:
    """The mean of the last w batches, and with the weights w, ..., 1; one of each per path.

    Raises ValueError unless 1 <= n <= 2^53, w is whole, 1 <= w <= 2^20, k >= 0 and 1e-38 <= sigma0 <= 1e38.
    """
    whole = 1 <= w <= 2**20 and w == int(w)
    if not 1 <= n <= MAX_SIZE or not whole or k < 0 or not 1e-38 <= sigma0 <= 1e38:
        need = "1 <= n <= 2^53, a whole w from 1 to 2^20, k >= 0, 1e-38 <= sigma0 <= 1e38"
        raise ValueError(f"need {need}: got n={n}, w={w}, k={k}, sigma0={sigma0}")
    plain, weighted = np.empty(paths), np.empty(paths)
    _windows(rng, plain, weighted, sigma0 / math.sqrt(n), int(w), int(k))
    return plain, weighted


@seen_in(means)
def error(of: Means) -> Array:
    """The squared error of model k."""
    return np.square(of[0])


@seen_in(means)
def weighted(of: Means) -> Array:
    """The square of the weighted mean."""
    return np.square(of[1])
