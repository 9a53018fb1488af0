"""Second moments of every share, in rationals."""

from fractions import Fraction

from flint import arb, fmpq


def diversity(*, k: int, M: tuple[int, ...], p: tuple[Fraction, ...], source: str, order: str) -> arb:
    """E(1 - sum P_i^2), a ball; the order of the symbols makes no difference."""
    squares = [Fraction(x) ** 2 for x in p]
    for size in M[:k] if source == "last" else M[k - 1 : k]:
        squares = [s + (x - s) / size for s, x in zip(squares, p, strict=True)]
    total = 1 - sum(squares)
    return arb(fmpq(total.numerator, total.denominator))
