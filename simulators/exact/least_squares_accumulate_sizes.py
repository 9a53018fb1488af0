"""Least squares on generated labels, accumulate, batches of any sizes: a bound on a mean square."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from simulators.exact.balls import Real
from simulators.exact.least_squares import accumulated_square


def error_second_moment(*, lam: Sequence[Real], m: Sequence[Real], k: int, sigma: Real = 1) -> arb:
    """E of the square of the error, at most."""
    return accumulated_square([len(lam) + 1 + int(size) for size in m[:k]], len(lam), sigma)
