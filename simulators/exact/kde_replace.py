"""Kernel density estimates, replace: model k is the Gaussian kernel estimate, bandwidth h, on batch k.

Batch 1 is n points from the real law N(0, sigma0^2) (model 0), batch k + 1 is n draws from model k. A draw from model k
copies a point of batch k, which is a draw from model k - 1, and adds N(0, h^2). Kazdan et al. (arXiv 2410.16713),
Theorem 5. Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, normal_cdf, rational
from simulators.exact.kernel_loss import need_fit, second_moment


@ctx.workprec(BITS)
def draw(*, n: int, k: int, h: Real, sigma0: Real = 1, x: Real) -> arb:
    """Pr(X <= x) for one draw X from model k: normal, as a real point plus k kernels; n does not enter."""
    return normal_cdf(x, rational(sigma0) ** 2 + k * rational(h) ** 2)


@ctx.workprec(BITS)
def density(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """E of model k at 0, k >= 1: the density of a draw from it."""
    need_fit(k)
    return 1 / (2 * arb.pi() * (rational(sigma0) ** 2 + k * rational(h) ** 2)).sqrt()


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """A bound; a point of batch k is a real one and k - 1 kernels."""
    kernel = rational(h) ** 2
    return second_moment(kernel, 3 * (rational(sigma0) ** 2 + (k - 1) * kernel) ** 2)


@ctx.workprec(BITS)
def loss_per_generation_second_moment(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """The bound on that of the loss, over k^2."""
    return loss_second_moment(n=n, k=k, h=h, sigma0=sigma0) / k**2


@ctx.workprec(BITS)
def draw_cosine(*, n: int, k: int, h: Real, sigma0: Real = 1, w: Real) -> arb:
    """E cos(w X), X a draw from model k, step by step: a real point, and a kernel in every generation."""
    half = rational(w) ** 2 / 2
    found = (-arb(half * rational(sigma0) ** 2)).exp()
    for _ in range(k):
        found *= (-arb(half * rational(h) ** 2)).exp()
    return found


@ctx.workprec(BITS)
def difference_cosine(*, n: int, k: int, h: Real, sigma0: Real = 1, w: Real) -> arb:
    """E cos(w (X - Y)), k >= 1, step by step: X and Y copy one point with probability 1/n, else two draws."""
    need_fit(k)
    square = rational(w) ** 2
    kernels, found = (-arb(square * rational(h) ** 2)).exp(), (-arb(square * rational(sigma0) ** 2)).exp()
    for _ in range(k):
        found = kernels * (1 + (n - 1) * found) / n
    return found


@ctx.workprec(BITS)
def density_at_draw(*, n: int, k: int, h: Real, sigma0: Real = 1) -> arb:
    """E of the density at 0 of X - Y, k >= 1, by the generation at which X and Y have copied one point, or have not."""
    need_fit(k)
    kernel, apart, found = rational(h) ** 2, arb(1), arb(0)
    for i in range(1, k + 1):
        found += apart / n / (4 * arb.pi() * i * kernel).sqrt()
        apart *= arb(n - 1) / n
    return found + apart / (4 * arb.pi() * (k * kernel + rational(sigma0) ** 2)).sqrt()
