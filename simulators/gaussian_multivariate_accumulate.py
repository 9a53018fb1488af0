"""Gaussian model in d dimensions, accumulate: model k is the mean and covariance (ddof = 0) of batches 1..k.

Batch 1 is n draws from the real law, of mean 0 and a covariance whose d eigenvalues are lam; batch k + 1 is n draws
from model k; model 0 is the real law. What is observed does not change if the coordinates are turned, so the real
covariance is taken to be diagonal. Kazdan et al., arXiv 2410.16713, section 2.1. Simulated through triangular factors
(`gaussian_multivariate`).

Every observable returns one value per independent path and raises ValueError unless 2 <= n <= 2^53, k >= 0 and the
eigenvalues lie between 1e-38 and 1e38.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulators import gaussian_multivariate
from simulators.engine import event, real, seen_in
from simulators.gaussian_multivariate import Runs

Array = NDArray[np.float64]


def last(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float]) -> Runs:
    """Model k of every path."""
    simulate = partial(gaussian_multivariate.accumulate, squares=True)
    return gaussian_multivariate.last(simulate, rng, paths, n=n, k=k, lam=lam)


@real
@seen_in(last)
def trace(runs: Runs) -> Array:
    """The trace of the fitted covariance."""
    return runs.traces[:, 0]


@real
@seen_in(last)
def trace_square(runs: Runs) -> Array:
    """The square of the trace."""
    return runs.traces[:, 0] ** 2


@real
@seen_in(last)
def frobenius_square(runs: Runs) -> Array:
    """The sum of the squared entries of the fitted covariance."""
    return runs.squares[:, 0]


@real
@seen_in(last)
def mean_error_square(runs: Runs) -> Array:
    """The fourth power of the distance of the fitted mean from the real one."""
    return runs.errors[:, 0] ** 2


@real
@seen_in(last)
def error_and_trace(runs: Runs) -> Array:
    """The squared distance of the fitted mean from the real one, times the trace of the fitted covariance."""
    return runs.errors[:, 0] * runs.traces[:, 0]


@real
@seen_in(last)
def mean_error(runs: Runs) -> Array:
    """The squared distance of the fitted mean from the real one."""
    return runs.errors[:, 0]


@real
@seen_in(last)
def determinant(runs: Runs) -> Array:
    """The determinant of the fitted covariance."""
    return np.exp(runs.log_dets[:, 0])


@event
@seen_in(last)
def singular(runs: Runs) -> NDArray[np.bool_]:
    """The fitted covariance has no full rank: its determinant is 0."""
    return np.isneginf(runs.log_dets[:, 0])


@event
@seen_in(last)
def regular(runs: Runs) -> NDArray[np.bool_]:
    """The fitted covariance has full rank."""
    return np.isfinite(runs.log_dets[:, 0])
