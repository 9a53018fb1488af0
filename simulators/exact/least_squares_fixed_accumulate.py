"""Least squares on generated labels, accumulate on one design: a bound on a mean square."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from simulators.exact.balls import Real
from simulators.exact.least_squares import residual_square


def training_error_second_moment(*, lam: Sequence[Real], n: int, k: int, sigma: Real = 1) -> fmpq:
    """E of the square of the training error, at most."""
    return residual_square(n, k, len(lam), sigma, pooled=True)
