"""What a ridge fit keeps of the error of k fits by least squares before it, over the trace that says how much.

2 m normal features, every second one of variance v, the others of variance 1; n rows in every batch. Each of k models
is fitted by least squares to new rows with labels from the one before; u is the error of the last. With C the mean of
x x' over n further rows and R = (C + lam)^-1 it is |C R u|^2, in the norm of Sigma, over the trace of
Sigma^-1 C R Sigma C R. Matrices are drawn by their triangular roots (Bartlett). Every observable returns one value per
independent path and raises ValueError unless m >= 1, n >= 2 m + 4, k >= 0, 1/4 <= v <= 4, and sigma and lam lie between
1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import in_blocks_of, real
from simulators.variates import MAX_SIZE, SCALES

Array = NDArray[np.float64]
CHUNK = 256
"""Matrices that are held at once."""


def _roots(rng: np.random.Generator, paths: int, n: int, d: int) -> Array:
    """Triangular roots of the sums of x x' over n standard normal vectors."""
    root, places = np.tril(rng.standard_normal((paths, d, d)), -1), np.arange(d)
    root[:, places, places] = np.sqrt(rng.chisquare(n - places, (paths, d)))
    return root


def _kept(rng: np.random.Generator, paths: int, n: int, m: int, v: float, sigma: float, lam: float, k: int) -> Array:
    d, error = 2 * m, np.zeros((paths, 2 * m))  # in units in which the features have variance 1
    for _ in range(k):
        noise = sigma * rng.standard_normal((paths, d, 1))
        error += np.linalg.solve(np.swapaxes(_roots(rng, paths, n, d), 1, 2), noise)[:, :, 0]
    scales = np.sqrt(np.where(np.arange(d) % 2, v, 1.0))
    root = scales[:, None] * _roots(rng, paths, n, d) / np.sqrt(n)
    covariance = root @ np.swapaxes(root, 1, 2)
    shrunk = np.linalg.solve(covariance + lam * np.eye(d), covariance) * scales[:, None] / scales[None, :]
    left = np.einsum("pij,pj->pi", shrunk, error)
    return np.asarray(np.einsum("pi,pi->p", left, left) / np.einsum("pij,pij->p", shrunk, shrunk))


@real
@in_blocks_of(512)
def kept(
    rng: np.random.Generator, paths: int, *, n: int, m: int, v: float, sigma: float = 1.0, lam: float, k: int
) -> Array:
    """That quotient."""
    scales = all(SCALES[0] <= x <= SCALES[1] for x in (sigma, lam))
    if m < 1 or not 2 * m + 4 <= n <= MAX_SIZE or k < 0 or not 0.25 <= v <= 4.0 or not scales:
        raise ValueError(
            f"need m >= 1, n >= 2 m + 4, k >= 0, 1/4 <= v <= 4, sigma, lam > 0: n={n}, m={m}, v={v}, k={k}"
        )
    parts = [_kept(rng, min(CHUNK, paths - i), n, m, v, sigma, lam, k) for i in range(0, paths, CHUNK)]
    return np.concatenate([np.empty(0), *parts])
