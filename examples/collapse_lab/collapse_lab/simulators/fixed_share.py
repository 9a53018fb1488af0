"""The share of a symbol refitted to n samples, each real (share p0) with probability alpha, else from the model."""

import numpy as np

from simulators.kernels import kernel


@kernel
def _train(g: np.random.Generator, out: np.ndarray, n: int, alpha: float, p0: float, k: int) -> None:
    for i in range(out.size):
        share = p0
        for _ in range(k):
            real = g.binomial(n, alpha)
            share = (g.binomial(real, p0) + g.binomial(n - real, share)) / n
        out[i] = (share - p0) ** 2


def error(rng: np.random.Generator, paths: int, *, n: int, alpha: float, p0: float, k: int) -> np.ndarray:
    """(P_k - p0)^2."""
    out = np.empty(paths)
    _train(rng, out, n, float(alpha), float(p0), k)
    return out
