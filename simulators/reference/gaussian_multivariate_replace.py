"""Gaussian model in d dimensions, replace: model k is the mean and covariance of n draws from model k - 1.

A declaration knows numbers and data sets of numbers; draws here are vectors. Model 0 is N(0, diag(lam)); the covariance
of a fit has the divisor n - ddof.
"""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray


def _fits(
    rng: np.random.Generator, paths: int, n: int, k: int, lam: Sequence[float], ddof: int
) -> tuple[Array, Array, Array]:
    """Means (paths, d), factors R (paths, rows, d) of the covariances R'R, and their ranks, of model k.

    A batch is mean + z R. Its covariance is that of z between R' and R: so no digit is lost where one direction has
    shrunk far below another. Its rank is that of z about its mean, where it is no larger than that of R.
    """
    if n < 2 or k < 0:
        raise ValueError(f"need n >= 2 and k >= 0, got n={n}, k={k}")
    d = len(lam)
    mean, rank = np.zeros((paths, 1, d)), np.full(paths, d)
    factor = np.tile(np.diag(np.sqrt(np.asarray(lam, dtype=float))), (paths, 1, 1))
    for _ in range(k):
        z = rng.standard_normal((paths, n, factor.shape[1]))
        centre = z.mean(axis=1, keepdims=True)
        mean = mean + centre @ factor
        factor = np.linalg.qr(z - centre, mode="r") @ factor / np.sqrt(n - ddof)
        rank = np.minimum(rank, np.linalg.matrix_rank(z - centre, tol=1e-9))
    return mean[:, 0], factor, rank


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
    _, factor, rank = _fits(rng, paths, n, k, lam, ddof)
    size = np.abs(np.diagonal(factor, axis1=1, axis2=2))
    with np.errstate(divide="ignore"):  # the logarithm of a singular one is -oo
        return 2 * np.sum(np.log(np.where(rank[:, None] < len(lam), 0.0, size)), axis=1)


def singular(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """rank Sigma_k < d."""
    return _fits(rng, paths, n, k, lam, ddof)[2] < len(lam)
