"""P_0 = p0 is given; n P_{j+1} | P_j ~ Bin(n, P_j): the share of a symbol in n draws from the last model."""

import numpy as np

from simulators.engine import bounded
from simulators.kernels import kernel


@kernel
def _powers(g: np.random.Generator, out: np.ndarray, n: int, p0: float, m: float, k: int) -> None:
    for i in range(out.size):
        p = p0
        for _ in range(k):
            hits = 0
            for _ in range(n):
                hits += g.random() < p
            p = hits / n
        out[i] = p**m


@bounded(0.0, 1.0)
def power(rng: np.random.Generator, paths: int, *, n: int, p0: float, m: float, k: int) -> np.ndarray:
    """P_k^m."""
    out = np.empty(paths)
    _powers(rng, out, n, float(p0), float(m), k)
    return out
