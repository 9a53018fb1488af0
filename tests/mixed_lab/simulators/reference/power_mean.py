"""A share is fitted to n draws, again and again, then raised to the power m."""

import numpy as np


def power(rng: np.random.Generator, paths: int, *, n: int, p0: float, m: float, k: int) -> np.ndarray:
    """P_k^m."""
    share = np.full(paths, float(p0))
    for _ in range(k):
        share = rng.binomial(n, share) / n
    return share**m
