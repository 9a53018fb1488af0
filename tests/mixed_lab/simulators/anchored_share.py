"""X_0 = x0 is given; X_{j+1} = rho X_j + (1-rho) B_{j+1} with independent B_j that are 1 with probability q, else 0."""

import numpy as np

from simulators.engine import bounded
from simulators.kernels import kernel


@kernel
def _updates(g: np.random.Generator, out: np.ndarray, rho: float, q: float, x0: float, k: int) -> None:
    for i in range(out.size):
        x = x0
        for _ in range(k):
            x *= rho
            if g.random() < q:
                x += 1 - rho
        out[i] = min(x, 1.0)


@bounded(0.0, 1.0)
def share(rng: np.random.Generator, paths: int, *, rho: float, q: float, x0: float, k: int) -> np.ndarray:
    """The share X_k."""
    out = np.empty(paths)
    _updates(rng, out, float(rho), float(q), float(x0), k)
    return out
