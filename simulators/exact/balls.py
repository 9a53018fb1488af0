"""Exact numbers: rationals (fmpq) and balls (arb), and the moments of chi-square and normal variables."""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq, fmpz

BITS = 256
"""Working precision of the balls, in bits: far more than any cancellation here consumes."""

Real = Fraction | fmpq | int | float
"""A real parameter. A float stands for the binary fraction that it is."""

Exact = fmpq | arb
"""An exact answer: a rational, or a ball that contains the true value."""


def rational(x: Real) -> fmpq:
    """x without rounding."""
    return x if isinstance(x, fmpq) else fmpq(*Fraction(x).as_integer_ratio())


def to_float(x: fmpq) -> float:
    """x correctly rounded."""
    return int(x.p) / int(x.q)


def chi_square_moment(degrees: int, power: int) -> fmpq:
    """E A^power, A ~ chi-square: the product of degrees + 2j over j < power (degrees = 0 means A = 0)."""
    moment = fmpq(1)
    for j in range(power):
        moment *= degrees + 2 * j
    return moment


def normal_cdf(x: Real, variance: Exact) -> arb:
    """Pr(N(0, variance) <= x), variance > 0, with relative accuracy in both tails."""
    return (-arb(rational(x)) / (2 * arb(variance)).sqrt()).erfc() / 2


def binomial_coefficients(n: int) -> list[fmpz]:
    """C(n, m), m = 0..n."""
    row = [fmpz(1)]
    for m in range(n):
        row.append(row[m] * (n - m) // (m + 1))
    return row
