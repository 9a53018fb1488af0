"""Least squares on generated labels, accumulate: bounds on mean squares."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq

from simulators.exact.balls import Real
from simulators.exact.least_squares import accumulated_square, residual_square


def error_second_moment(*, lam: Sequence[Real], n: int, k: int, sigma: Real = 1) -> arb:
    """E of the square of the error, at most."""
    return accumulated_square([n] * k, len(lam), sigma)


def training_error_second_moment(*, lam: Sequence[Real], n: int, k: int, sigma: Real = 1) -> fmpq:
    """E of the square of the training error, at most."""
    return residual_square(n, k, len(lam), sigma, pooled=True)
