"""Kernel density estimates of the last batch, replace, model t with the bandwidth h t^-a.

A draw from model k is a real point plus k kernels of variances h^2, h^2 2^-2a, ..., h^2 k^-2a.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, rational
from simulators.exact.kernel_loss import need_fit, second_moment


def _variance(k: int, h: Real, a: Real, sigma0: Real) -> arb:
    """That of a draw from model k; of model 0, the real variance."""
    return rational(sigma0) ** 2 + sum((_kernel(i, h, a) for i in range(1, k + 1)), arb(0))


def _kernel(i: int, h: Real, a: Real) -> arb:
    """The variance of the kernel of model i."""
    return rational(h) ** 2 * arb(i) ** (-2 * rational(a))


@ctx.workprec(BITS)
def density(*, n: int, k: int, h: Real, a: Real, sigma0: Real = 1) -> arb:
    """E of model k at 0, k >= 1: the density of a draw from it."""
    need_fit(k)
    return 1 / (2 * arb.pi() * _variance(k, h, a, sigma0)).sqrt()


@ctx.workprec(BITS)
def density_second_moment(*, n: int, k: int, h: Real, a: Real, sigma0: Real = 1) -> arb:
    """The density is at most that of the last kernel at its centre."""
    return density(n=n, k=k, h=h, a=a, sigma0=sigma0) / (2 * arb.pi() * _kernel(k, h, a)).sqrt()


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, h: Real, a: Real, sigma0: Real = 1) -> arb:
    """A bound; a point of batch k is a draw from model k - 1."""
    need_fit(k)
    return second_moment(_kernel(k, h, a), 3 * _variance(k - 1, h, a, sigma0) ** 2)
