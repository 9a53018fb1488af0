"""Kernel density estimates, replace: model k is the Gaussian kernel estimate, bandwidth h, on batch k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. A draw from model k
copies a point of batch k, which is a draw from model k - 1, and adds N(0, h^2). Kazdan et al. (arXiv 2410.16713),
Theorem 5. Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, normal_cdf, rational


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal, as a real point plus k kernels; n does not enter."""
    return normal_cdf(x, rational(sigma0) ** 2 + k * rational(h) ** 2)


@ctx.workprec(BITS)
def density(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """E of model k at 0: the density of a draw from it."""
    return 1 / (2 * arb.pi() * (rational(sigma0) ** 2 + k * rational(h) ** 2)).sqrt()


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """A bound: the loss lies between c = ln(2 pi h^2)/2 and c + Q/(2 h^2), Q the mean square of batch k (the logarithm
    is concave), so its square is at most 2 c^2 + Q^2/(2 h^4), and Q^2 at most the mean fourth power.
    """
    kernel = rational(h) ** 2
    fourth = 3 * (rational(sigma0) ** 2 + (k - 1) * kernel) ** 2
    return (2 * arb.pi() * kernel).log() ** 2 / 2 + fourth / (2 * kernel**2)
