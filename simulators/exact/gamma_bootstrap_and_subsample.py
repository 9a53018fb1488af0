"""Gamma model of shape a: by how much bootstrap errs more than subsample."""

from __future__ import annotations

from flint import fmpq

from simulators.exact import compared
from simulators.exact.balls import Real, rational


def excess(*, n: int, k: int, a: Real, mu0: Real = 1) -> fmpq:
    """E of the squared error with replacement, less that without."""
    shape = rational(a)
    return rational(mu0) ** 2 / shape * compared.excess(n, k, 1 / shape)


def excess_second_moment(*, n: int, k: int, a: Real, mu0: Real = 1) -> fmpq:
    """At most the sum of the fourth moments of both errors.

    A point is theta g, g of mean 1 and central moments v, s and f of orders 2, 3 and 4; with e = theta - 1,
    E (x - 1)^4 = e^4 + 6 v e^2 theta^2 + 4 s e theta^3 + f theta^4, and E e = 0.
    """
    shape = rational(a)
    v, s = 1 / shape, 2 / shape**2
    f = 3 / shape**2 + 6 / shape**3
    about = (1 + 6 * v + 4 * s + f, 6 * v + 12 * s + 6 * f, 12 * v + 12 * s + 4 * f, f)
    runs = (compared.chosen(n, k, v, again) for again in (True, False))
    errors = ([v * fit.error for fit in run] for run in runs)
    return rational(mu0) ** 4 * sum((compared.fourth(e, about) for e in errors), fmpq(0))
