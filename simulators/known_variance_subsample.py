"""Normal model of known variance, fitted to n points of all batches, chosen without replacement; point by point.

Batch 1 is real data, n independent N(0, sigma0^2). Model t is the mean of n of the n t points of batches 1..t, chosen
afresh for every model; batch t + 1 is n independent draws of N(mu_t, sigma0^2). Kazdan et al., arXiv 2410.16713,
section 3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, index, normal

Array = NDArray[np.float64]


@kernel
def _means(g: np.random.Generator, means: Array, n: int, k: int) -> None:
    source, pool = g.bit_generator, np.empty(n * k)
    for i in range(means.size):
        mean = 0.0
        for t in range(k):
            size = n * (t + 1)
            for j in range(n * t, size):
                pool[j] = mean + normal(source)
            total = 0.0
            for j in range(n):  # the first n of a shuffle: in which order the pool is kept does not matter
                other = j + index(source, size - j)
                pool[j], pool[other] = pool[other], pool[j]
                total += pool[j]
            mean = total / n
        means[i] = mean


def means(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The mean of model k; raises ValueError unless 1 <= n <= 2^53, k >= 0 and 1e-38 <= sigma0 <= 1e38."""
    if not 1 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")
    found = np.empty(paths)
    _means(rng, found, int(n), int(k))
    return found * sigma0


@seen_in(means)
def error(mu: Array) -> Array:
    """The squared error of the fitted mean."""
    return np.square(mu)
