"""Least squares on generated labels, replace: model k is fitted to batch k alone, n new rows.

Rows are N(0, diag(lam)), n a batch; labels have the noise N(0, sigma^2); batch 1 has real labels, batch k + 1 those of
model k; model 0 is the real one. Simulated through triangular factors (`least_squares`).

Every observable returns one value per independent path and raises ValueError as `least_squares.last` does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators import least_squares
from simulators.engine import real, seen_in
from simulators.least_squares import Fits

Array = NDArray[np.float64]


def last(rng: np.random.Generator, paths: int, *, lam: Sequence[float], n: int, k: int, sigma: float = 1.0) -> Fits:
    """Model k of every path."""
    return least_squares.last(rng, paths, lam=lam, n=n, k=k, sigma=sigma, pooled=False, fixed=False)


@real
@seen_in(last)
def error(fits: Fits) -> Array:
    """(w_k - w)' Sigma (w_k - w)."""
    return fits.errors


@real
@seen_in(last)
def error_square(fits: Fits) -> Array:
    """The square of the error."""
    return fits.errors**2


@real
@seen_in(last)
def training_error(fits: Fits) -> Array:
    """The mean of the squared residuals of model k on all that it is fitted to."""
    return fits.residuals
