"""Kernel density estimates, accumulate: model k is the Gaussian kernel estimate, bandwidth h, on all batches 1..k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. Given its depth
(`kde_depth_accumulate`), a draw is a real point plus so many kernels. Kazdan et al. (arXiv 2410.16713), Theorem 6.
Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Real, normal_cdf, rational
from simulators.exact.kde_depth_accumulate import depth_law
from simulators.exact.kernel_loss import need_fit, second_moment


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal given its depth; n does not enter."""
    real, kernel = rational(sigma0) ** 2, rational(h) ** 2
    terms = (p * normal_cdf(x, real + j * kernel) for j, p in enumerate(depth_law(k)) if p != 0)
    return sum(terms, arb(0))


@ctx.workprec(BITS)
def density(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """E of model k >= 1 at 0: the density of a draw from it, normal given its depth."""
    need_fit(k)
    real, kernel = rational(sigma0) ** 2, rational(h) ** 2
    terms = (p / (2 * arb.pi() * (real + j * kernel)).sqrt() for j, p in enumerate(depth_law(k)) if p != 0)
    return sum(terms, arb(0))


@ctx.workprec(BITS)
def relative_density(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """That of the density, over the density at 0 of a normal law of variance h^2 ln k."""
    return density(n=n, k=k, h=h, sigma0=sigma0) * rational(h) * (2 * arb.pi() * arb(k).log()).sqrt()


@ctx.workprec(BITS)
def relative_density_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """A bound: the density is at most that of a kernel at its centre."""
    need_fit(k)
    return arb(k).log()


@ctx.workprec(BITS)
def draw_cosine(*, n: int, k: int, h: Real, sigma0: Real = 1, w: Real) -> arb:
    """E cos(w X), X a draw from model k, normal given its depth."""
    half, real, kernel = rational(w) ** 2 / 2, rational(sigma0) ** 2, rational(h) ** 2
    terms = (p * (-arb(half * (real + j * kernel))).exp() for j, p in enumerate(depth_law(k)) if p != 0)
    return sum(terms, arb(0))


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """A bound; a point of the pool has one kernel less behind it than a draw that copies it."""
    real, kernel = rational(sigma0) ** 2, rational(h) ** 2
    fourth = sum((p * 3 * (real + (j - 1) * kernel) ** 2 for j, p in enumerate(depth_law(k)) if p != 0), fmpq(0))
    return second_moment(kernel, fourth)


@ctx.workprec(BITS)
def difference_cosine(*, n: int, k: int, h: Real, sigma0: Real = 1, w: Real) -> arb:
    """E cos(w (X - Y)), k >= 1, step by step, for two points of the pool, maybe one twice; then their two kernels.

    Of two points of a pool of k + 1 batches each is new with probability 1/(k + 1). Two new ones are one with
    probability 1/n; a new one copies any point of the pool, and adds a kernel.
    """
    need_fit(k)
    half = rational(w) ** 2 / 2
    kernel, real = ((-arb(half * rational(scale) ** 2)).exp() for scale in (h, sigma0))
    found = (1 + (n - 1) * real**2) / n
    for t in range(1, k):
        both_new = (1 + (n - 1) * kernel**2 * found) / n
        found = (t**2 * found + 2 * t * kernel * found + both_new) / (t + 1) ** 2
    return kernel**2 * found
