"""Least squares on generated labels, replace, batches of any sizes: a bound on a mean square."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq

from simulators.exact.balls import Real
from simulators.exact.least_squares import replaced_square


def error_second_moment(*, lam: Sequence[Real], m: Sequence[Real], k: int, sigma: Real = 1) -> fmpq | arb:
    """E of the square of the error."""
    return replaced_square([len(lam) + 1 + int(size) for size in m[:k]], len(lam), sigma)
