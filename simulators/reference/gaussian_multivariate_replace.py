"""Gaussian model in d dimensions, replace: model k is the mean and covariance of n draws from model k - 1.

A declaration knows numbers and data sets of numbers; draws here are vectors. Model 0 is N(0, diag(lam)); the covariance
of a fit has the divisor n - ddof.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray


def _fits(rng: np.random.Generator, paths: int, n: int, k: int, lam: Sequence[float], ddof: int) -> tuple[Array, Array]:
    """Means (paths, d) and factors R (paths, rows, d) of the covariances R'R of model k.

    A batch is mean + z R. Its covariance is that of z between R' and R: so no digit is lost where one direction has
    shrunk far below another.
    """
    root = np.diag(np.sqrt(np.asarray(lam, dtype=float)))
    mean, factor = np.zeros((paths, 1, len(lam))), np.tile(root, (paths, 1, 1))
    for _ in range(k):
        z = rng.standard_normal((paths, n, factor.shape[1]))
        centre = z.mean(axis=1, keepdims=True)
        mean = mean + centre @ factor
        factor = np.linalg.qr(z - centre, mode="r") @ factor / np.sqrt(n - ddof)
    return mean[:, 0], factor


def trace(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """tr Sigma_k."""
    return np.sum(_fits(rng, paths, n, k, lam, ddof)[1] ** 2, axis=(1, 2))


def trace_square(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """(tr Sigma_k)^2."""
    return trace(rng, paths, n=n, k=k, lam=lam, ddof=ddof) ** 2


def mean_error(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """|mu_k|^2."""
    return np.sum(_fits(rng, paths, n, k, lam, ddof)[0] ** 2, axis=1)


def determinant(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """det Sigma_k."""
    return np.exp(log_determinant(rng, paths, n=n, k=k, lam=lam, ddof=ddof))


def log_determinant(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """ln det Sigma_k."""
    factor = _fits(rng, paths, n, k, lam, ddof)[1]
    if n <= len(lam) and k > 0:
        return np.full(paths, -np.inf)
    return 2 * np.sum(np.log(np.abs(np.diagonal(factor, axis1=1, axis2=2))), axis=1)


def singular(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """rank Sigma_k < d."""
    return np.linalg.matrix_rank(_fits(rng, paths, n, k, lam, ddof)[1]) < len(lam)
