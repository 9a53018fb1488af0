"""Gaussian refitted to all data so far, real and synthetic, in plain numpy (Kazdan et al., arXiv 2410.16713).

Model 0 is the real law, mu_0 = 0 and s_0 = sigma0^2, given and known. Batch t+1 is n iid draws from model
t, so that batch 1 is real; model t >= 1 has the mean mu_t and the variance s_t (ddof=0) of batches 1..t
together. All functions need n >= 1, sigma0 >= 0, k >= 0 and raise ValueError otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require


def _run(rng: np.random.Generator, paths: int, n: int, k: int, sigma0: float) -> tuple[np.ndarray, np.ndarray]:
    """mu_k and s_k of each path, from the whole pool of n k points."""
    require(n >= 1 and sigma0 >= 0 and k >= 0, "n >= 1, sigma0 >= 0, k >= 0")

    def simulate(m: int) -> np.ndarray:
        pool = np.empty((m, n * k))
        mu, s = np.zeros(m), np.full(m, sigma0**2)
        for t in range(k):
            pool[:, t * n : (t + 1) * n] = rng.normal(mu[:, None], np.sqrt(s)[:, None], (m, n))
            seen = pool[:, : (t + 1) * n]
            mu, s = np.mean(seen, axis=1), np.var(seen, axis=1, ddof=0)
        return np.stack([mu, s], axis=1)

    state = in_chunks(paths, n * k, simulate)
    return state[:, 0], state[:, 1]


def variance(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """s_k, the variance (ddof=0) of model k."""
    return _run(rng, paths, n, k, sigma0)[1]


def variance_square(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """s_k^2, the squared variance (ddof=0) of model k."""
    return _run(rng, paths, n, k, sigma0)[1] ** 2


def mean_error(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """(mu_k - mu_0)^2 with mu_0 = 0, the squared error of the mean of model k."""
    return _run(rng, paths, n, k, sigma0)[0] ** 2


def conserved(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> np.ndarray:
    """(mu_k - mu_0)^2 + s_k with mu_0 = 0, both from the same run (ddof=0)."""
    mu, s = _run(rng, paths, n, k, sigma0)
    return mu**2 + s
