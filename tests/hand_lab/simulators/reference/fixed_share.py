"""Multinomial training on a mix: n P_{k+1} | P_k ~ Multinomial(n, alpha p + (1-alpha) P_k), P_0 = p."""

import numpy as np


def error(rng: np.random.Generator, paths: int, *, n: int, d: int, alpha: float, p0: float, k: int) -> np.ndarray:
    """|P_k - p|^2."""
    p = np.array([p0] + [(1 - p0) / (d - 1)] * (d - 1))
    model = np.tile(p, (paths, 1))
    for _ in range(k):
        model = rng.multinomial(n, alpha * p + (1 - alpha) * model) / n
    return np.sum((model - p) ** 2, axis=1)
