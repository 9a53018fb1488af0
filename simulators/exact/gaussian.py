"""Laws of the fitted scale, replace, ddof = 1: Sigma_0 = sigma0 given; n >= 2.

Sigma_(j+1)^2 = Sigma_j^2 S with S ~ chi-square(n-1)/(n-1), independent from generation to generation, so Sigma_k^2 is
sigma0^2 times a product of k such factors (`mellin`). The model of Suresh et al. (arXiv 2412.17646), Theorem 3. Moments
follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Exact, Real, rational
from simulators.exact.mellin import law_of_factors


def scale_law(*, n: int, k: int, sigma0: Real = 1, x: Real) -> Exact:
    """Pr(Sigma_k <= x), a ball for k >= 1."""
    return _law(n, k, sigma0, x)[0]


def collapsed(*, n: int, k: int, eps: Real, sigma0: Real = 1) -> Exact:
    """Pr(Sigma_k <= eps), a ball for k >= 1."""
    return _law(n, k, sigma0, eps)[0]


def above(*, n: int, k: int, eps: Real, sigma0: Real = 1) -> Exact:
    """Pr(Sigma_k > eps), a ball for k >= 1."""
    return _law(n, k, sigma0, eps)[1]


def _law(n: int, k: int, sigma0: Real, x: Real) -> tuple[Exact, Exact]:
    """Pr(Sigma_k <= x), Pr(Sigma_k > x)."""
    return law_of_factors(n, k, (rational(x) / rational(sigma0)) ** 2 if x > 0 else fmpq(0))


def centre_power_second_moment(*, n: int, k: int, alpha: Real, sigma0: Real = 1) -> Exact:
    """E |M_k|^(2 alpha) at most, a ball: given the scales M_k is normal, of variance W, the sum of Sigma_j^2/n, j < k.

    E W^alpha is at most (E W)^alpha for alpha <= 1 (Jensen), and for alpha >= 1 the power of the sum of the norms of
    order alpha of the terms (Minkowski).
    """
    power, half = rational(alpha), fmpq(n - 1, 2)
    with ctx.workprec(BITS):
        norm = arb(1)
        if power > 1:
            norm = ((arb(half + power).lgamma() - arb(half).lgamma()) / power).exp() / half
        total = sum((norm**j for j in range(k)), arb(0)) * rational(sigma0) ** 2 / n
        of_normal = (2 * total) ** power if k else arb(0)
        return of_normal * arb(fmpq(1, 2) + power).gamma() / arb(fmpq(1, 2)).gamma()
