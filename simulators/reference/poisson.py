"""Poisson model refitted to its own samples, in plain numpy (Suresh et al., arXiv 2412.17646).

Lambda_0 = lambda0 is given and known; generation j draws n Poisson(Lambda_j) counts, and Lambda_{j+1}
is their mean. Functions of it need n >= 1, lambda0 > 0, k >= 0 and raise ValueError otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require

LITERAL_UP_TO = 1000
"""Up to this n the counts are drawn one by one; beyond it only their total, which is Poisson(n Lambda)."""


def _refit(rng: np.random.Generator, n: int, rate: np.ndarray) -> np.ndarray:
    """Mean of n Poisson(rate) counts, for each path."""
    if n > LITERAL_UP_TO:
        return rng.poisson(n * rate) / n
    return rng.poisson(rate[:, None], (len(rate), n)).sum(axis=1) / n


def intensity(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> np.ndarray:
    """Lambda_k, the fitted intensity after k generations."""
    require(n >= 1 and lambda0 > 0 and k >= 0, "n >= 1, lambda0 > 0, k >= 0")

    def simulate(m: int) -> np.ndarray:
        rate = np.full(m, float(lambda0))
        for _ in range(k):
            rate = _refit(rng, n, rate)
        return rate

    return in_chunks(paths, min(n, LITERAL_UP_TO), simulate)


def survival(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> np.ndarray:
    """Is Lambda_k != 0 (the model still produces non-zero counts after k generations)?"""
    return intensity(rng, paths, n=n, lambda0=lambda0, k=k) != 0


def lineage_extinct(rng: np.random.Generator, paths: int, *, k: int) -> np.ndarray:
    """Is a Galton-Watson process with Poisson(1) offspring, from one individual, extinct by generation k?"""
    require(k >= 0, "k >= 0")

    def simulate(m: int) -> np.ndarray:
        alive = np.ones(m, dtype=np.int64)
        for _ in range(k):
            lineage = np.repeat(np.arange(m), alive)  # one entry per living individual
            children = rng.poisson(1.0, len(lineage))
            alive = np.bincount(np.repeat(lineage, children), minlength=m)
        return alive == 0

    return in_chunks(paths, 1, simulate)
