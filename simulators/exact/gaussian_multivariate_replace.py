"""Gaussian model in d dimensions, replace: moments of the mean, the trace and the determinant of model k.

Model 0 has mean 0 and a covariance with the eigenvalues lam; covariances have the divisor n - ddof. The determinant of
model k + 1 is that of model k times an independent |W|/(n - ddof)^d, W ~ Wishart_d(n - 1, I).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from flint import arb, ctx, fmpq

from simulators.exact import wishart
from simulators.exact.balls import BITS, Real, chi_square_moment, rational


def _moments(n: int, k: int, lam: Sequence[Real], ddof: int) -> wishart.Moments:
    return wishart.moments(n, lam, wishart.replace(n, k, ddof))


def trace(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E tr Sigma_k."""
    return _moments(n, k, lam, ddof).trace


def trace_second_moment(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E (tr Sigma_k)^2."""
    return _moments(n, k, lam, ddof).trace_square


def trace_square(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E (tr Sigma_k)^2."""
    return _moments(n, k, lam, ddof).trace_square


def trace_square_second_moment(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E (tr Sigma_k)^4 at most: by Minkowski's inequality, for the entries of the diagonal."""
    factor = chi_square_moment(n - 1, 4) / fmpq(n - ddof) ** 4
    return sum(map(rational, lam), fmpq(0)) ** 4 * factor**k


def mean_error(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E |mu_k|^2."""
    return _moments(n, k, lam, ddof).error


def mean_error_second_moment(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E |mu_k|^4."""
    return _moments(n, k, lam, ddof).error_square


def determinant(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E det Sigma_k."""
    return _determinant(n, k, lam, ddof, 1)


def determinant_second_moment(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """E (det Sigma_k)^2."""
    return _determinant(n, k, lam, ddof, 2)


def _determinant(n: int, k: int, lam: Sequence[Real], ddof: int, power: int) -> fmpq:
    d = len(lam)
    factor = wishart.determinant_moment(n - 1, d, power) / fmpq(n - ddof) ** (d * power)
    return prod(map(rational, lam), start=fmpq(1)) ** power * factor**k


@ctx.workprec(BITS)
def log_determinant(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> arb:
    """E ln det Sigma_k, for n > d."""
    return _logarithm(n, k, lam, ddof)


@ctx.workprec(BITS)
def log_determinant_second_moment(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> arb:
    """E (ln det Sigma_k)^2, for n > d: the logarithm is a sum of independent ones of chi-squares."""
    spread = sum((arb(2).zeta(arb(n - 1 - i) / 2) for i in range(len(lam))), arb(0))  # psi'(x) = zeta(2, x)
    mean = _logarithm(n, k, lam, ddof)
    return mean * mean + k * spread


def _logarithm(n: int, k: int, lam: Sequence[Real], ddof: int) -> arb:
    if n <= len(lam):
        raise ValueError(f"the covariance is singular unless n > {len(lam)}: got n={n}")
    start = sum((arb(rational(x)).log() for x in lam), arb(0))
    step = sum(((arb(n - 1 - i) / 2).digamma() + (arb(2) / (n - ddof)).log() for i in range(len(lam))), arb(0))
    return start + k * step


def singular(*, n: int, k: int, lam: Sequence[Real], ddof: int) -> fmpq:
    """Pr(det Sigma_k = 0): n points span n - 1 directions at most, and more than d - 1 if they may."""
    return fmpq(k >= 1 and n <= len(lam))
