"""Normal model of known variance: by how much bootstrap errs more than subsample."""

from __future__ import annotations

from flint import fmpq

from simulators.exact import compared
from simulators.exact.balls import Real, rational

NORMAL = (fmpq(1), fmpq(6), fmpq(0), fmpq(3))
"""E x^4 = theta^4 + 6 theta^2 + 3."""


def excess(*, n: int, k: int, sigma0: Real = 1) -> fmpq:
    """E of the squared error with replacement, less that without."""
    return rational(sigma0) ** 2 * compared.excess(n, k, fmpq(0))


def excess_second_moment(*, n: int, k: int, sigma0: Real = 1) -> fmpq:
    """At most the sum of the fourth moments of both errors."""
    runs = (compared.chosen(n, k, fmpq(0), again) for again in (True, False))
    return rational(sigma0) ** 4 * sum((compared.fourth([f.error for f in run], NORMAL) for run in runs), fmpq(0))
