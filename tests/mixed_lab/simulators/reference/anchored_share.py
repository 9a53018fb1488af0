"""A weighted mean of the start, of weight rho^k, and of k coins, the j-th last of weight (1-rho) rho^(j-1)."""

import numpy as np


def share(rng: np.random.Generator, paths: int, *, rho: float, q: float, x0: float, k: int) -> np.ndarray:
    """The share after k updates."""
    coins = rng.binomial(1, q, (paths, k))
    weights = (1 - rho) * rho ** np.arange(k)
    return np.clip(rho**k * x0 + coins @ weights, 0, 1)
