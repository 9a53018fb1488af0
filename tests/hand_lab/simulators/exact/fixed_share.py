"""E |P_k - p|^2, symbol by symbol: the count of one symbol is binomial, its share a chain on {0, 1/n, ..., 1}."""

from flint import fmpq

from simulators.exact.balls import Real, rational
from simulators.exact.finite import binomial, chain, mean


def error(*, n: int, d: int, alpha: Real, p0: Real, k: int) -> fmpq:
    """E |P_k - p|^2, a rational."""
    a, first = rational(alpha), rational(p0)

    def spread(p: fmpq) -> fmpq:
        law = chain(p, k, lambda share: binomial(n, a * p + (1 - a) * share))
        return mean(law, lambda share: (share - p) ** 2)

    return spread(first) + (d - 1) * spread((1 - first) / (d - 1))
