"""Bernoulli model refitted to its own samples, in plain numpy (Suresh et al., arXiv 2412.17646).

P_0 = p0 is given and known; generation j draws n Bernoulli(P_j) indicators, and P_{j+1} is the share
of ones among them. All functions need n >= 1, 0 <= p0 <= 1, k >= 0 and raise ValueError otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require

LITERAL_UP_TO = 1000
"""Up to this n the indicators are drawn one by one; beyond it, only their number."""


def _refit(rng: np.random.Generator, n: int, p: np.ndarray) -> np.ndarray:
    """Share of ones among n Bernoulli(p) indicators, for each path."""
    if n > LITERAL_UP_TO:
        return rng.binomial(n, p) / n
    ones = rng.random((len(p), n)) < p[:, None]
    return np.count_nonzero(ones, axis=1) / n


def _history(rng: np.random.Generator, paths: int, n: int, p0: float, k: int) -> np.ndarray:
    """P_0, ..., P_k of each path: array (paths, k + 1)."""
    require(n >= 1 and 0 <= p0 <= 1 and k >= 0, "n >= 1, 0 <= p0 <= 1, k >= 0")

    def simulate(m: int) -> np.ndarray:
        P = np.empty((m, k + 1))
        P[:, 0] = p0
        for j in range(k):
            P[:, j + 1] = _refit(rng, n, P[:, j])
        return P

    return in_chunks(paths, min(n, LITERAL_UP_TO) + k + 1, simulate)


def forgotten(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """Is P_k = 0 (the symbol is lost within k generations)?"""
    return _history(rng, paths, n, p0, k)[:, -1] == 0


def survived(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """Is P_k != 0 (the symbol is still produced after k generations)?"""
    return _history(rng, paths, n, p0, k)[:, -1] != 0


def absorbed(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """Is P_k in {0, 1} (no diversity is left after k generations)?"""
    p = _history(rng, paths, n, p0, k)[:, -1]
    return (p == 0) | (p == 1)


def share(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """P_k, the fitted share after k generations, in [0, 1]."""
    return _history(rng, paths, n, p0, k)[:, -1]


def diversity(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """P_k (1 - P_k), the variance of the model after k generations, in [0, 1/4]."""
    p = _history(rng, paths, n, p0, k)[:, -1]
    return p * (1 - p)


def diversity_step(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> np.ndarray:
    """Rows (diversity of P_{j+1}, diversity of P_j), j = 0..k-1, path after path: array (paths k, 2)."""
    P = _history(rng, paths, n, p0, k)
    D = P * (1 - P)
    return np.stack([D[:, 1:], D[:, :-1]], axis=-1).reshape(-1, 2)


def fixation(rng: np.random.Generator, paths: int, *, n: int, p0: float) -> np.ndarray:
    """Does the chain, run until it is absorbed in 0 or 1, end at 1?"""
    require(n >= 1 and 0 <= p0 <= 1, "n >= 1, 0 <= p0 <= 1")

    def simulate(m: int) -> np.ndarray:
        p = np.full(m, float(p0))
        while (open_ := (p > 0) & (p < 1)).any():
            p[open_] = _refit(rng, n, p[open_])
        return p == 1

    return in_chunks(paths, min(n, LITERAL_UP_TO), simulate)
