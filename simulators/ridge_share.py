"""What a ridge leaves of the coefficient of one feature, N(0, 1), in n rows: S/(S + lam), S its mean square.

All rows are drawn, anew in every generation k >= 1; for k = 0 S is 1, its mean. Every observable returns one value per
independent path and raises ValueError unless 1 <= n <= 2^53, k >= 0 and 1e-38 <= lam <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel
from simulators.variates import MAX_SIZE, SCALES, normal

Array = NDArray[np.float64]


@kernel
def _fill(g: np.random.Generator, out: Array, n: int, lam: float) -> None:
    source = g.bit_generator
    for path in range(out.size):
        squares = 0.0
        for _ in range(n):
            squares += normal(source) ** 2
        out[path] = squares / (squares + n * lam)


def square(rng: np.random.Generator, paths: int, *, n: int, lam: float, k: int) -> Array:
    """Its square."""
    if not 1 <= n <= MAX_SIZE or k < 0 or not SCALES[0] <= lam <= SCALES[1]:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0 and 1e-38 <= lam <= 1e38, got n={n}, k={k}, lam={lam}")
    out = np.full(paths, 1.0 / (1.0 + lam))
    if k:
        _fill(rng, out, n, float(lam))
    return np.square(out)
