"""A sample of two symmetric normal components: what is certain of it, whatever the points are."""

from __future__ import annotations

from flint import fmpq

from simulators.exact.balls import Real, rational


def _certain(n: int, k: int, *positive: Real) -> fmpq:
    if n < 2 or k < 0 or any(rational(x) <= 0 for x in positive):
        raise ValueError(f"need n >= 2, k >= 0 and positive ratios, got n={n}, k={k}, {positive}")
    return fmpq(1)


def within_size(*, n: int, k: int, mu0: Real, sigma0: Real = 1) -> fmpq:
    """The square of the sum of |x| has the squares of all points, and products that are not negative."""
    return _certain(n, k)


def below_centre(*, n: int, k: int, mu0: Real, alpha: Real, sigma0: Real = 1) -> fmpq:
    """|tanh| is at most 1: so the mean of x tanh(x/alpha) is never above that of |x|."""
    return _certain(n, k, alpha)


def rising(*, n: int, k: int, mu0: Real, alpha: Real, beta: Real, sigma0: Real = 1) -> fmpq:
    """For beta <= alpha every x tanh(x/alpha) is at most x tanh(x/beta)."""
    if rational(beta) > rational(alpha):
        raise ValueError(f"need beta <= alpha, got alpha={alpha}, beta={beta}")
    return _certain(n, k, alpha, beta)


def beyond_circle(*, n: int, k: int, mu0: Real, alpha: Real, sigma0: Real = 1) -> fmpq:
    """By tanh y >= y - y^3/3 at every point, and the circle's series."""
    return _certain(n, k, alpha)
