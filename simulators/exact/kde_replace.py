"""Kernel density estimates, replace: model k is the Gaussian kernel estimate, bandwidth h, on batch k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. A
draw from model k copies a point of batch k, which is a draw from model k - 1, and adds N(0, h^2). The
setting of Kazdan et al. (arXiv 2410.16713), Theorem 5. `spread` raises ValueError for k = 0: no batch.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, normal_cdf, rational
from simulators.exact.genealogy import Moments, noisy, normal, parents, within_variance


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal, as a real point plus k kernels; n does not enter."""
    return normal_cdf(x, _draw(k, h, sigma0)[0])


def draw_square(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E X^2 for one draw X from model k."""
    return _draw(k, h, sigma0)[0]


def draw_square_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E X^4 for one draw X from model k."""
    return _draw(k, h, sigma0)[1]


def spread(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E V for the variance V (ddof = 0) of batch k >= 1."""
    return _spread(n, k, h, sigma0)[0]


def spread_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """An upper bound on E V^2, V the variance (ddof = 0) of batch k >= 1; equality for n = 2."""
    return _spread(n, k, h, sigma0)[1]


def _draw(k: int, h: Real, sigma0: Real) -> Moments:
    x = normal(rational(sigma0) ** 2)
    for _ in range(k):
        x = noisy(x, rational(h) ** 2)
    return x


def _spread(n: int, k: int, h: Real, sigma0: Real) -> Moments:
    if k < 1:
        raise ValueError("batches are numbered from 1")
    distance = normal(2 * rational(sigma0) ** 2)
    for _ in range(k - 1):
        distance = noisy(parents(distance, n), 2 * rational(h) ** 2)
    return within_variance(distance, n)
