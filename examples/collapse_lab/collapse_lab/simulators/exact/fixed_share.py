"""E |P_k - p|^2, symbol by symbol: the count of one symbol is binomial, its share a chain on {0, 1/n, ..., 1}."""

from flint import fmpq

from simulators.exact.balls import Real, binomial_coefficients, rational


def _symbol(n: int, alpha: fmpq, p: fmpq, k: int) -> fmpq:
    law = {p: fmpq(1)}
    for _ in range(k):
        following = dict.fromkeys((fmpq(m, n) for m in range(n + 1)), fmpq(0))
        for share, weight in law.items():
            q = alpha * p + (1 - alpha) * share
            for m, ways in enumerate(binomial_coefficients(n)):
                following[fmpq(m, n)] += weight * ways * q**m * (1 - q) ** (n - m)
        law = following
    return sum((weight * (share - p) ** 2 for share, weight in law.items()), fmpq(0))


def error(*, n: int, d: int, alpha: Real, p0: Real, k: int) -> fmpq:
    """E |P_k - p|^2, a rational."""
    a, p = rational(alpha), rational(p0)
    return _symbol(n, a, p, k) + (d - 1) * _symbol(n, a, (1 - p) / (d - 1), k)
