"""The share of a symbol in a mixture of new frequencies (alpha), the model before, and the real share (gamma).

P_0 = p0 is given. Generation j + 1 draws n symbols from model j, of which c are the symbol, and P_{j+1} is
alpha c/n + (1 - alpha - gamma) P_j + gamma p0. Shumailov et al., arXiv 2305.17493, section 4.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53, k >= 0,
0 <= p0 <= 1, and alpha and gamma are nonnegative and at most 1 together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE

Array = NDArray[np.float64]
ROUNDING = 2.0**-50
"""By so much the weights may be more than 1 together, and a share less than 0 or more than 1."""


@kernel
def _train(g: np.random.Generator, out: Array, n: int, p0: float, alpha: float, gamma: float, k: int) -> None:
    for i in range(out.size):
        share = p0
        for _ in range(k):
            share += alpha * (g.binomial(n, min(max(share, 0.0), 1.0)) / n - share) + gamma * (p0 - share)
        out[i] = share


def shares(rng: np.random.Generator, paths: int, *, n: int, p0: float, alpha: float, gamma: float, k: int) -> Array:
    """P_k of every path."""
    weights = alpha >= 0.0 and gamma >= 0.0 and alpha + gamma <= 1.0 + ROUNDING
    if not 1 <= n <= MAX_SIZE or k < 0 or not 0.0 <= p0 <= 1.0 or not weights:
        raise ValueError(
            "need 1 <= n <= 2^53, k >= 0, 0 <= p0 <= 1, alpha >= 0, gamma >= 0 and alpha + gamma <= 1, got "
            f"n={n}, k={k}, p0={p0}, alpha={alpha}, gamma={gamma}"
        )
    out = np.empty(paths)
    _train(rng, out, n, float(p0), float(alpha), float(gamma), k)
    return out


@seen_in(shares)
def error(p: Array, *, p0: float) -> Array:
    """The squared error (P_k - p0)^2."""
    return np.square(p - p0)
