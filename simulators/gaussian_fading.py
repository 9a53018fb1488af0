"""A Gaussian whose mean alone is fitted: the draws of generation j have the standard deviation sigma0/sqrt(j).

M_0 = 0, and M_j is the mean of n independent draws from N(M_{j-1}, sigma0^2/j). Not the draws are made but their means:
normal, with a variance n times smaller. Every observable returns one value per independent path and raises ValueError
unless 1 <= n <= 2^53, k >= 0 and 1e-38 <= sigma0 <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.gaussian import Array
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, normal


@kernel
def _walk(g: np.random.Generator, out: Array, k: int) -> None:
    source = g.bit_generator
    for i in range(out.size):
        centre = 0.0
        for j in range(1, k + 1):
            centre += normal(source) / math.sqrt(j)
        out[i] = centre


def centre_square(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """The squared error (M_k - M_0)^2 of the mean."""
    if not 1 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= sigma0 <= SCALES[1]:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0, 1e-38 <= sigma0 <= 1e38, got n={n}, k={k}, sigma0={sigma0}")
    out = np.empty(paths)
    _walk(rng, out, k)
    return np.square(sigma0 * out) / n
