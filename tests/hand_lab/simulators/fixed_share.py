"""Multinomial training on a mix of real and synthetic data.

P_0 = p = (p0, q, ..., q), d symbols, is given. Generation k + 1 draws n symbols, each from p with
probability alpha, else from P_k; P_{k+1} holds their shares.
"""

import numpy as np

from simulators.engine import bounded
from simulators.kernels import kernel


@kernel
def _train(g: np.random.Generator, out: np.ndarray, n: int, d: int, alpha: float, p0: float, k: int) -> None:
    p = np.full(d, (1 - p0) / (d - 1))
    p[0] = p0
    for i in range(out.size):
        model = p
        for _ in range(k):
            counts = np.zeros(d)
            for _ in range(n):
                ladder = np.cumsum(p if g.random() < alpha else model)
                counts[min(np.searchsorted(ladder, g.random(), "right"), d - 1)] += 1
            model = counts / n
        out[i] = np.sum((model - p) ** 2)


@bounded(0.0, 2.0)
def error(rng: np.random.Generator, paths: int, *, n: int, d: int, alpha: float, p0: float, k: int) -> np.ndarray:
    """|P_k - p|^2, at most 2."""
    out = np.empty(paths)
    _train(rng, out, n, d, float(alpha), float(p0), k)
    return out
