"""Kernel density estimates, accumulate: model k is the Gaussian kernel estimate, bandwidth h, on all
batches 1..k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. A
draw from model k copies a point of a uniformly chosen batch b <= k, which is a draw from model b - 1,
and adds N(0, h^2). The setting of Kazdan et al. (arXiv 2410.16713), Theorem 6. `spread` raises
ValueError for k = 0: no batch.
"""

from __future__ import annotations

from functools import lru_cache

from flint import arb, ctx, fmpq, fmpq_poly

from simulators.exact.balls import BITS, Real, normal_cdf, rational
from simulators.exact.genealogy import Moments, mixture, noisy, normal, parents, within_variance


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal given its depth; n does not enter."""
    real, kernel = rational(sigma0) ** 2, rational(h) ** 2
    terms = (p * normal_cdf(x, real + j * kernel) for j, p in enumerate(_depth_law(k)) if p != 0)
    return sum(terms, arb(0))


def depth(*, n: int, k: int, x: Real) -> fmpq:
    """Pr(depth <= x): kernel draws between a draw from model k, its own included, and its real ancestor."""
    return sum((p for j, p in enumerate(_depth_law(k)) if j <= rational(x)), fmpq(0))


def draw_square(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E X^2 for one draw X from model k."""
    return _draw(k, h, sigma0)[0]


def draw_square_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E X^4 for one draw X from model k."""
    return _draw(k, h, sigma0)[1]


def spread(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """E V for the variance V (ddof = 0) of the pool of the n k points of batches 1..k, k >= 1."""
    return _spread(n, k, h, sigma0)[0]


def spread_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> fmpq:
    """An upper bound on E V^2, V the variance (ddof = 0) of the pool of batches 1..k; equality if n k = 2."""
    return _spread(n, k, h, sigma0)[1]


@lru_cache(maxsize=64)
def _depth_law(k: int) -> list[fmpq]:
    """Pr(depth = j), j = 0..k, of a draw from model k: one more than that of a draw from model b - 1,
    b uniform in 1..k. As a polynomial in one variable, which counts the kernels."""
    law = fmpq_poly([1])
    earlier = fmpq_poly([0])
    for model in range(1, k + 1):
        earlier += law
        law = earlier * fmpq_poly([0, 1]) / model
    return law.coeffs()


def _draw(k: int, h: Real, sigma0: Real) -> Moments:
    x = normal(rational(sigma0) ** 2)
    earlier = fmpq(0), fmpq(0)
    for model in range(1, k + 1):
        earlier = earlier[0] + x[0], earlier[1] + x[1]
        x = noisy((earlier[0] / model, earlier[1] / model), rational(h) ** 2)
    return x


def _spread(n: int, k: int, h: Real, sigma0: Real) -> Moments:
    """The two points of a pair of the pool are both old, one new, or both new."""
    if k < 1:
        raise ValueError("batches are numbered from 1")
    kernel = rational(h) ** 2
    distance = normal(2 * rational(sigma0) ** 2)
    for old in range(n, n * k, n):
        pairs = (old + n) * (old + n - 1)
        ancestors = parents(distance, old)
        distance = mixture(
            (fmpq(old * (old - 1), pairs), distance),
            (fmpq(2 * old * n, pairs), noisy(ancestors, kernel)),
            (fmpq(n * (n - 1), pairs), noisy(ancestors, 2 * kernel)),
        )
    return within_variance(distance, n * k)
