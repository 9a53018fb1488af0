"""Gaussian model in d dimensions, replace: model k is the mean and covariance of n draws from model k - 1.

Model 0 is the real law, of mean 0 and a covariance whose d eigenvalues are lam. Covariances have the divisor n - ddof.
What is observed does not change if the coordinates are turned, so the real covariance is taken to be diagonal.
Kazdan et al., arXiv 2410.16713, section 2.1. Simulated through triangular factors (`gaussian_multivariate`).

Every observable returns one value per independent path and raises ValueError unless 2 <= n <= 2^53, k >= 0, ddof is 0
or 1 and the eigenvalues lie between 1e-38 and 1e38.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators import gaussian_multivariate
from simulators.engine import event, real
from simulators.gaussian_multivariate import Runs

Array = NDArray[np.float64]


def _fit(rng: np.random.Generator, paths: int, n: int, k: int, lam: Sequence[float], ddof: int) -> Runs:
    return gaussian_multivariate.last(gaussian_multivariate.replace, rng, paths, n=n, k=k, lam=lam, ddof=ddof)


@real
def trace(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The trace of the fitted covariance."""
    return _fit(rng, paths, n, k, lam, ddof).traces[:, 0]


@real
def trace_square(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The square of the trace."""
    return _fit(rng, paths, n, k, lam, ddof).traces[:, 0] ** 2


@real
def mean_error(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The squared distance of the fitted mean from the real one."""
    return _fit(rng, paths, n, k, lam, ddof).errors[:, 0]


@real
def determinant(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The determinant of the fitted covariance."""
    return np.exp(_fit(rng, paths, n, k, lam, ddof).log_dets[:, 0])


@real
def log_determinant(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int) -> Array:
    """The logarithm of the determinant; -infinity where the covariance is singular."""
    return _fit(rng, paths, n, k, lam, ddof).log_dets[:, 0]


@event
def singular(
    rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], ddof: int
) -> NDArray[np.bool_]:
    """The fitted covariance has no full rank: its determinant is 0."""
    return np.isneginf(_fit(rng, paths, n, k, lam, ddof).log_dets[:, 0])
