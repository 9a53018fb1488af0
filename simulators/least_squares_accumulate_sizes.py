"""Least squares on generated labels, accumulate, batches of any sizes: model k is fitted to batches 1..k.

Rows are N(0, diag(lam)), d + 1 + m[t] of them in batch t + 1, d the number of eigenvalues; labels have the noise
N(0, sigma^2); batch 1 has real labels, batch k + 1 those of model k; model 0 is the real one. Simulated through
triangular factors (`least_squares`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators import least_squares
from simulators.engine import real, seen_in
from simulators.fitted_means import listed
from simulators.least_squares import Fits, Sizes


def last(rng: np.random.Generator, paths: int, *, lam: Sequence[float], m: Sizes, k: int, sigma: float = 1.0) -> Fits:
    """Model k of every path. Raises ValueError as `least_squares.last` does; sizes are k whole numbers."""
    n = listed(m)[:k] + len(lam) + 1
    return least_squares.last(rng, paths, lam=lam, n=n, k=k, sigma=sigma, pooled=True, fixed=False)


@real
@seen_in(last)
def error(fits: Fits) -> NDArray[np.float64]:
    """(w_k - w)' Sigma (w_k - w)."""
    return fits.errors
