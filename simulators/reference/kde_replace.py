"""Kernel density estimate refitted to its own last batch, in plain numpy (Kazdan et al., arXiv 2410.16713).

Model 0 is the real law N(0, sigma0^2). Batch t+1 is n iid draws from model t, so that batch 1 is real;
model t >= 1 is the Gaussian kernel density estimate with bandwidth h on batch t alone: a draw from it is a
uniformly chosen point of the batch plus h times a standard normal. All functions need n >= 1, h > 0,
sigma0 >= 0, k >= 0 (k >= 1 for `spread`) and raise ValueError otherwise.
"""

from __future__ import annotations

import numpy as np

from simulators.reference import in_chunks, require


def _sample(rng: np.random.Generator, batch: np.ndarray, size: int, h: float) -> np.ndarray:
    """`size` iid draws per path from the kernel density estimate on the points of that path's row."""
    paths, points = batch.shape
    chosen = np.take_along_axis(batch, rng.integers(0, points, (paths, size)), axis=1)
    return chosen + h * rng.normal(0.0, 1.0, (paths, size))


def _last_batch(rng: np.random.Generator, m: int, n: int, k: int, h: float, sigma0: float) -> np.ndarray:
    """Batch k >= 1 of m paths: array (m, n)."""
    batch = rng.normal(0.0, sigma0, (m, n))
    for _ in range(k - 1):
        batch = _sample(rng, batch, n, h)
    return batch


def draw(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """One draw from model k, each from its own independent run."""
    require(n >= 1 and h > 0 and sigma0 >= 0 and k >= 0, "n >= 1, h > 0, sigma0 >= 0, k >= 0")
    if k == 0:
        return rng.normal(0.0, sigma0, paths)
    return in_chunks(paths, n, lambda m: _sample(rng, _last_batch(rng, m, n, k, h, sigma0), 1, h)[:, 0])


def draw_square(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """The square of one draw from model k, each from its own independent run."""
    return draw(rng, paths, n=n, k=k, h=h, sigma0=sigma0) ** 2


def spread(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> np.ndarray:
    """Variance (ddof=0) within batch k, k >= 1; the n points only, without a kernel."""
    require(n >= 1 and h > 0 and sigma0 >= 0 and k >= 1, "n >= 1, h > 0, sigma0 >= 0, k >= 1")
    return in_chunks(paths, n, lambda m: np.var(_last_batch(rng, m, n, k, h, sigma0), axis=1, ddof=0))
