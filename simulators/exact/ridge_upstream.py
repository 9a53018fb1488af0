"""A bound on what a ridge keeps of an error: the quotient is at most the squared error before, features scaled to 1.

Of k independent fits, each normal given its rows: fourth moments of the inverse of a Wishart matrix W, d = 2 m,
E (tr W^-1)^2 = d (d (n-d-2) + 2)/q and E tr W^-2 = d (n-1)/q with q = (n-d)(n-d-1)(n-d-3).
"""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Real, rational


def kept_second_moment(*, n: int, m: int, v: Real, sigma: Real = 1, lam: Real, k: int) -> fmpq:
    """E |z|^4 for the sum z of the k errors."""
    d = 2 * m
    q = fmpq((n - d) * (n - d - 1) * (n - d - 3))
    one = (d * (d * (n - d - 2) + 2) + 2 * d * (n - 1)) / q
    return rational(sigma) ** 4 * (k * one + k * (k - 1) * fmpq(d * d + 2 * d, (n - d - 1) ** 2))
