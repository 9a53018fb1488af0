"""Gaussian model in d dimensions, accumulate-subsample: model k is the fit (ddof = 0) of n points of batches 1..k.

A declaration knows numbers and data sets of numbers; draws here are vectors. The points are chosen afresh for every
model, without replacement. Batch 1 is n draws from N(0, diag(lam)), model 0; batch k + 1 is n draws from model k.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray


def _fits(rng: np.random.Generator, paths: int, n: int, k: int, lam: Sequence[float]) -> tuple[Array, Array]:
    """Means (paths, d) and covariances (paths, d, d) of model k."""
    if n < 2 or k < 0:
        raise ValueError(f"need n >= 2 and k >= 0, got n={n}, k={k}")
    d = len(lam)
    mean, covariance = np.zeros((paths, 1, d)), np.tile(np.diag(np.asarray(lam, dtype=float)), (paths, 1, 1))
    pool = np.empty((paths, 0, d))
    for _ in range(k):
        values, vectors = np.linalg.eigh(covariance)
        root = vectors * np.sqrt(np.maximum(values, 0))[:, None, :]
        batch = mean + rng.standard_normal((paths, n, d)) @ root.transpose(0, 2, 1)
        pool = np.concatenate((pool, batch), axis=1)
        chosen = np.argsort(rng.random(pool.shape[:2]), axis=1)[:, :n]
        sample = np.take_along_axis(pool, chosen[:, :, None], axis=1)
        mean = sample.mean(axis=1, keepdims=True)
        covariance = (sample - mean).transpose(0, 2, 1) @ (sample - mean) / n
    return mean[:, 0], covariance


def trace(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float]) -> Array:
    """tr Sigma_k."""
    return np.trace(_fits(rng, paths, n, k, lam)[1], axis1=1, axis2=2)


def mean_error(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float]) -> Array:
    """|mu_k|^2."""
    return np.sum(_fits(rng, paths, n, k, lam)[0] ** 2, axis=1)
