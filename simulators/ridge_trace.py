"""What a ridge leaves of the error of the models before, per feature, for n rows of 2 m features (features: normal).

Every second feature has the variance v, the others 1. With C the mean of x x' over the rows and R = (C + lam)^-1 it is
the trace of Sigma^-1 C R Sigma C R over 2 m. Anew in every generation. C is drawn by its triangular root (Bartlett).
Every observable returns one value per independent path and raises ValueError unless m >= 1, 4 m <= n <= 2^53, k >= 0,
1/4 <= v <= 4 and 1e-38 <= lam <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import bounded, in_blocks_of
from simulators.variates import MAX_SIZE, SCALES

Array = NDArray[np.float64]
CHUNK = 256
"""Matrices that are held at once."""


def check(n: int, m: int, v: float, lam: float, k: int) -> None:
    """Raises ValueError outside of what is simulated."""
    if m < 1 or not 4 * m <= n <= MAX_SIZE or k < 0 or not 0.25 <= v <= 4.0 or not SCALES[0] <= lam <= SCALES[1]:
        raise ValueError(
            f"need m >= 1, n >= 4 m, k >= 0, 1/4 <= v <= 4, lam > 0: n={n}, m={m}, v={v}, lam={lam}, k={k}"
        )


def _shares(rng: np.random.Generator, paths: int, n: int, m: int, v: float, lam: float) -> Array:
    d = 2 * m
    root = np.tril(rng.standard_normal((paths, d, d)), -1)
    places = np.arange(d)
    root[:, places, places] = np.sqrt(rng.chisquare(n - places, (paths, d)))
    scales = np.sqrt(np.where(places % 2, v, 1.0) / n)
    root *= scales[:, None]
    covariance = root @ np.swapaxes(root, 1, 2)
    shrunk = np.linalg.solve(covariance + lam * np.eye(d), covariance)  # R C, and C R is the same
    weighted = shrunk * (scales[None, :] / scales[:, None]) ** 2
    return np.asarray(np.einsum("pij,pij->p", weighted, shrunk) / d)


@bounded(0.0, 4.0)
@in_blocks_of(256)
def share(rng: np.random.Generator, paths: int, *, n: int, m: int, v: float, lam: float, k: int) -> Array:
    """That trace per feature."""
    check(n, m, v, lam, k)
    parts = [_shares(rng, min(CHUNK, paths - i), n, m, v, lam) for i in range(0, paths, CHUNK)]
    return np.concatenate([np.empty(0), *parts])
