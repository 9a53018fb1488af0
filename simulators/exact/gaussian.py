"""Gaussian chain, replace, ddof = 1: M_0 = mu0 = 0, Sigma_0 = sigma0 given; n >= 2.

Generation j + 1 draws n points from N(M_j, Sigma_j^2) and keeps their mean M_(j+1) and variance
Sigma_(j+1)^2, which are independent: M_(j+1) = M_j + Sigma_j Z / sqrt(n), Sigma_(j+1)^2 = Sigma_j^2 S,
S ~ chi-square(n-1)/(n-1). With P_j = Sigma_j^2/sigma0^2 and V_j = (P_0 + ... + P_(j-1))/n, M_k is
N(0, sigma0^2 V_k) given all scales; all expectations are built on E V_k^j P_k^(q/2).

The model is that of Suresh et al. (arXiv 2412.17646), Theorem 3; the risk is that of Shumailov et al.
(arXiv 2305.17493), equations (4) and (5).
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

from flint import acb, arb, ctx, fmpq

from simulators.exact.balls import BITS, Exact, Real, chi_square_moment, rational
from simulators.exact.mellin import product_law

Moments = dict[tuple[int, int], Exact]


def scale_law(*, n: int, k: int, sigma0: Real = 1, x: Real) -> Exact:
    """Pr(Sigma_k <= x), a ball for k >= 1."""
    return _law(n, k, sigma0, x)[0]


def collapsed(*, n: int, k: int, eps: Real, sigma0: Real = 1) -> Exact:
    """Pr(Sigma_k <= eps), a ball for k >= 1."""
    return _law(n, k, sigma0, eps)[0]


def above(*, n: int, k: int, eps: Real, sigma0: Real = 1) -> Exact:
    """Pr(Sigma_k > eps), a ball for k >= 1."""
    return _law(n, k, sigma0, eps)[1]


@ctx.workprec(BITS)
def scale(*, n: int, k: int, sigma0: Real = 1) -> arb:
    """E Sigma_k."""
    return arb(rational(sigma0)) * _ratio_moment(n, 1) ** k


def scale_second_moment(*, n: int, k: int, sigma0: Real = 1) -> fmpq:
    """E Sigma_k^2."""
    return scale_square(n=n, k=k, sigma0=sigma0)


def scale_square(*, n: int, k: int, sigma0: Real = 1) -> fmpq:
    """E Sigma_k^2."""
    return rational(sigma0) ** 2 * _square_moment(n, 1) ** k


def scale_square_second_moment(*, n: int, k: int, sigma0: Real = 1) -> fmpq:
    """E Sigma_k^4."""
    return rational(sigma0) ** 4 * _square_moment(n, 2) ** k


@ctx.workprec(BITS)
def scale_power(*, n: int, k: int, alpha: Real, sigma0: Real = 1) -> arb:
    """E Sigma_k^alpha."""
    power = arb(rational(alpha))
    shape = arb(n - 1) / 2
    one_step = (shape + power / 2).gamma() / shape.gamma() / shape ** (power / 2)
    return arb(rational(sigma0)) ** power * one_step**k


def scale_power_second_moment(*, n: int, k: int, alpha: Real, sigma0: Real = 1) -> arb:
    """E Sigma_k^(2 alpha)."""
    return scale_power(n=n, k=k, alpha=2 * rational(alpha), sigma0=sigma0)


@ctx.workprec(BITS)
def log_scale(*, n: int, k: int, sigma0: Real = 1) -> arb:
    """E ln Sigma_k."""
    return arb(rational(sigma0)).log() + k * _log_ratio(n)[0] / 2


@ctx.workprec(BITS)
def log_scale_second_moment(*, n: int, k: int, sigma0: Real = 1) -> arb:
    """E (ln Sigma_k)^2."""
    return log_scale(n=n, k=k, sigma0=sigma0) ** 2 + k * _log_ratio(n)[1] / 4


def drift(*, n: int) -> arb:
    """E ln(Sigma_1/Sigma_0)."""
    return log_scale(n=n, k=1)


def drift_second_moment(*, n: int) -> arb:
    """E (ln(Sigma_1/Sigma_0))^2."""
    return log_scale_second_moment(n=n, k=1)


@ctx.workprec(BITS)
def centre_square(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E (M_k - mu0)^2."""
    return rational(sigma0) ** 2 * _moments(n, k, 1)[1, 0]


@ctx.workprec(BITS)
def centre_square_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E (M_k - mu0)^4 = 3 sigma0^4 E V_k^2."""
    return 3 * rational(sigma0) ** 4 * _moments(n, k, 2)[2, 0]


def risk(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E R, R = (M_k - mu0)^2 + (Sigma_k - sigma0)^2."""
    return _risk_moment(n, k, sigma0, 1)


def risk_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E R^2."""
    return _risk_moment(n, k, sigma0, 2)


@ctx.workprec(BITS)
def risk_variance(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """Var R, the mean of (R - R')^2/2 for an independent copy R' of R."""
    return _risk_moment(n, k, sigma0, 2) - _risk_moment(n, k, sigma0, 1) ** 2


@ctx.workprec(BITS)
def risk_variance_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E (R - R')^4/4 for an independent copy R' of R."""
    r = [_risk_moment(n, k, sigma0, power) for power in range(5)]
    return sum(((-1) ** i * comb(4, i) * r[i] * r[4 - i] for i in range(5)), fmpq(0)) / 4


def _law(n: int, k: int, sigma0: Real, x: Real) -> tuple[Exact, Exact]:
    """Pr(Sigma_k <= x), Pr(Sigma_k > x)."""
    ratio = rational(x) / rational(sigma0)
    if k == 0 or ratio <= 0:
        below = fmpq(ratio >= 1)
        return below, 1 - below
    return product_law(n - 1, k, ratio**2)


def _log_ratio(n: int) -> tuple[arb, arb]:
    """Mean and variance of ln S: first and second derivative of ln E S^z at z = 0."""
    shape = arb(n - 1) / 2
    return shape.digamma() - shape.log(), acb(shape).polygamma(1).real


def _square_moment(n: int, power: int) -> fmpq:
    """E S^power."""
    return chi_square_moment(n - 1, power) / fmpq(n - 1) ** power


@lru_cache(maxsize=256)
@ctx.workprec(BITS)
def _ratio_moment(n: int, q: int) -> Exact:
    """E S^(q/2); rational for even q."""
    if q % 2 == 0:
        return _square_moment(n, q // 2)
    shape = arb(n - 1) / 2
    return (shape + arb(q) / 2).gamma() / shape.gamma() / shape ** (arb(q) / 2)


@lru_cache(maxsize=64)
@ctx.workprec(BITS)
def _moments(n: int, k: int, degree: int) -> Moments:
    """E V_k^j P_k^(q/2) for 2j + q <= 2 degree, by V' = V + P/n, P' = P S.

    Rational for even q, unless k is so large that rationals become slow.
    """
    one: Exact = fmpq(1) if k <= 300 else arb(1)
    states = [(j, q) for j in range(degree + 1) for q in range(2 * (degree - j) + 1)]
    now: Moments = {(j, q): one * (j == 0) for j, q in states}
    for _ in range(k):
        now = {
            (j, q): _ratio_moment(n, q)
            * sum((now[j - i, q + 2 * i] * fmpq(comb(j, i), n**i) for i in range(j + 1)), fmpq(0))
            for j, q in states
        }
    return now


@lru_cache(maxsize=64)
@ctx.workprec(BITS)
def _risk_moment(n: int, k: int, sigma0: Real, power: int) -> Exact:
    """E R^power, R/sigma0^2 = V Z^2 + (sqrt(P) - 1)^2 with Z standard normal, independent of (V, P)."""
    moments = _moments(n, k, power)
    total: Exact = fmpq(0)
    for j in range(power + 1):
        rest = 2 * (power - j)
        square = sum(((-1) ** i * comb(rest, i) * moments[j, i] for i in range(rest + 1)), fmpq(0))
        total += comb(power, j) * chi_square_moment(1, j) * square
    return rational(sigma0) ** (2 * power) * total
