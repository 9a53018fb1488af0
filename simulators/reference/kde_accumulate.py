"""Kernel density estimate refitted to all data so far, in plain numpy (Kazdan et al., arXiv 2410.16713).

Model 0 is the real law N(0, sigma0^2). Batch t+1 is n iid draws from model t, so that batch 1 is real;
model t >= 1 is the Gaussian kernel density estimate with bandwidth h on batches 1..t together (n t
points): a draw from it is a uniformly chosen point of the pool plus h times a standard normal. All
functions need n >= 1, h > 0, sigma0 >= 0, k >= 0 (k >= 1 for `spread` and `depth`) and raise ValueError
otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require


def _choose(rng: np.random.Generator, pool: np.ndarray, size: int) -> np.ndarray:
    """`size` points per path, each chosen uniformly and independently from that path's row."""
    paths, points = pool.shape
    return np.take_along_axis(pool, rng.integers(0, points, (paths, size)), axis=1)


def _sample(rng: np.random.Generator, pool: np.ndarray, size: int, h: float) -> np.ndarray:
    """`size` iid draws per path from the kernel density estimate on the points of that path's row."""
    return _choose(rng, pool, size) + h * rng.normal(0.0, 1.0, (len(pool), size))


def _pool(rng: np.random.Generator, m: int, n: int, k: int, h: float, sigma0: float) -> np.ndarray:
    """Batches 1..k, k >= 1, of m paths, side by side: array (m, n k)."""
    pool = np.empty((m, n * k))
    pool[:, :n] = rng.normal(0.0, sigma0, (m, n))
    for t in range(1, k):
        pool[:, t * n : (t + 1) * n] = _sample(rng, pool[:, : t * n], n, h)
    return pool


def draw(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """One draw from model k, each from its own independent run."""
    require(n >= 1 and h > 0 and sigma0 >= 0 and k >= 0, "n >= 1, h > 0, sigma0 >= 0, k >= 0")
    if k == 0:
        return rng.normal(0.0, sigma0, paths)
    return in_chunks(paths, n * k, lambda m: _sample(rng, _pool(rng, m, n, k, h, sigma0), 1, h)[:, 0])


def draw_square(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """The square of one draw from model k, each from its own independent run."""
    return draw(rng, paths, n=n, k=k, h=h, sigma0=sigma0) ** 2


def spread(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """Variance (ddof=0) within the pool of batches 1..k, k >= 1; the points only, without a kernel."""
    require(n >= 1 and h > 0 and sigma0 >= 0 and k >= 1, "n >= 1, h > 0, sigma0 >= 0, k >= 1")
    return in_chunks(paths, n * k, lambda m: np.var(_pool(rng, m, n, k, h, sigma0), axis=1, ddof=0))


def depth(rng: np.random.Generator, paths: int, *, n: int, k: int) -> np.ndarray:
    """Kernel draws between one draw from model k, k >= 1, and its real ancestor: an integer in 1..k.

    Each stored point carries its depth: 0 if it is real, else 1 more than the point it was drawn around.
    """
    require(n >= 1 and k >= 1, "n >= 1, k >= 1")

    def simulate(m: int) -> np.ndarray:
        pool = np.zeros((m, n * k), dtype=np.int64)
        for t in range(1, k):
            pool[:, t * n : (t + 1) * n] = _choose(rng, pool[:, : t * n], n) + 1
        return _choose(rng, pool, 1)[:, 0] + 1

    return in_chunks(paths, n * k, simulate)
