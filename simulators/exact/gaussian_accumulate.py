"""Gaussian chain, accumulate, ddof = 0: mu_0 = 0, s_0 = sigma0^2 given; n >= 1.

Batch t is n draws from N(mu_(t-1), s_(t-1)); model t is the mean and variance of all n t points. The batch
has mean mu + sqrt(s/n) Z and sum of squares about it s A, A ~ chi-square(n-1), independent of Z ~ N(0, 1);
merged with the n (t-1) earlier points, of mean mu and variance s (Koenig-Huygens),

    mu' = mu + sqrt(s) Z/(t sqrt(n)),   s' = s F,   F = (t-1)/t + A/(n t) + (t-1) Z^2/(n t^2).

All expectations come from E mu_k^(2i) s_k^j, which obey a closed linear recursion. The model of
Kazdan et al. (arXiv 2410.16713), Theorem 1.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Exact, Real, chi_square_moment, rational

Moments = dict[tuple[int, int], Exact]


def variance(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E s_k."""
    return _moment(n, k, sigma0, 0, 1)


def variance_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E s_k^2."""
    return _moment(n, k, sigma0, 0, 2)


def variance_square(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E s_k^2."""
    return _moment(n, k, sigma0, 0, 2)


def variance_square_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E s_k^4."""
    return _moment(n, k, sigma0, 0, 4)


def mean_error(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E (mu_k - mu_0)^2."""
    return _moment(n, k, sigma0, 1, 0)


def mean_error_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E (mu_k - mu_0)^4."""
    return _moment(n, k, sigma0, 2, 0)


@ctx.workprec(BITS)
def conserved(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E [(mu_k - mu_0)^2 + s_k]."""
    return _moment(n, k, sigma0, 1, 0) + _moment(n, k, sigma0, 0, 1)


@ctx.workprec(BITS)
def conserved_second_moment(*, n: int, k: int, sigma0: Real = 1) -> Exact:
    """E [(mu_k - mu_0)^2 + s_k]^2."""
    terms = (comb(2, i) * _moment(n, k, sigma0, i, 2 - i) for i in range(3))
    return sum(terms, fmpq(0))


@ctx.workprec(BITS)
def _moment(n: int, k: int, sigma0: Real, i: int, j: int) -> Exact:
    """E mu_k^(2i) s_k^j."""
    return rational(sigma0) ** (2 * (i + j)) * _moments(n, k, i + j)[i, j]


@lru_cache(maxsize=64)
@ctx.workprec(BITS)
def _moments(n: int, k: int, degree: int) -> Moments:
    """E mu_k^(2i) s_k^j, i + j = degree, for sigma0 = 1.

    Rational, unless k is so large that rationals become slow.
    """
    one: Exact = fmpq(1) if k <= 300 else arb(1)
    now: Moments = {(i, degree - i): one * (i == 0) for i in range(degree + 1)}
    for t in range(1, k + 1):
        step = fmpq(1, n * t * t)  # variance of the step of the mean, in units of s
        now = {
            (i, j): sum(
                (comb(2 * i, 2 * m) * step**m * _factor_moment(n, t, m, j) * now[i - m, j + m] for m in range(i + 1)),
                fmpq(0),
            )
            for i, j in now
        }
    return now


@lru_cache(maxsize=4096)
def _factor_moment(n: int, t: int, m: int, j: int) -> fmpq:
    """E Z^(2m) F^j at generation t."""
    kept, fresh, shift = fmpq(t - 1, t), fmpq(1, n * t), fmpq(t - 1, n * t * t)
    return sum(
        (
            comb(j, a) * comb(j - a, b) * kept ** (j - a - b)
            * fresh**a * chi_square_moment(n - 1, a)
            * shift**b * chi_square_moment(1, m + b)
            for a in range(j + 1)
            for b in range(j - a + 1)
        ),
        fmpq(0),
    )  # fmt: skip
