"""A normal law of variance 1 whose centre is fitted by the sample median, all batches kept.

Batch 1 is n real points N(0, 1); model k is N(m, 1), m the median of the points of batches 1..k (the mean of the middle
two, where their number is even); batch k + 1 is n draws from model k. Every observable returns one value per
independent path and raises ValueError unless n >= 1, k >= 0 and n k <= 1e9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import bounded
from simulators.kernels import kernel
from simulators.variates import normal

Array = NDArray[np.float64]
MOST = 10**9


@kernel
def _fill(g: np.random.Generator, out: Array, n: int, k: int, keeps: bool) -> None:
    source = g.bit_generator
    pool = np.empty(n * k if keeps else n)
    for i in range(out.size):
        centre, seen = 0.0, 0
        for _ in range(k):
            first = seen if keeps else 0
            for j in range(first, first + n):
                pool[j] = centre + normal(source)
            seen = first + n
            centre = np.median(pool[:seen])
        square = centre * centre
        out[i] = square if square <= 1.0 else 1.0 / square


def errors(rng: np.random.Generator, paths: int, n: int, k: int, keeps: bool) -> Array:
    """The squared error of model k, or 1 over it if it is more than 1; of all batches, or of the last one."""
    if n < 1 or k < 0 or n * k > MOST:
        raise ValueError(f"need n >= 1, k >= 0 and n k <= 1e9, got n={n}, k={k}")
    out = np.empty(paths)
    _fill(rng, out, n, k, keeps)
    return out


@bounded(0.0, 1.0)
def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """The squared error of the centre of model k, or 1 over it if it is more than 1."""
    return errors(rng, paths, n, k, True)
