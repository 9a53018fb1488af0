"""A kernel estimate of one point x with the bandwidth |x|: the loss grows by ln|1 + Z|, Z a standard normal.

(1 + Z)^2 is chi-square with 1 + 2 J degrees of freedom, J Poisson of mean 1/2; the logarithm of a chi-square with m
degrees has the mean digamma(m/2) + ln 2 and the variance trigamma(m/2).
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS

TERMS = 60


def _sum(of: tuple[arb, ...]) -> arb:
    """Of w_j f_j over all j, w_j the weights, from its first terms; |f_j| <= 9 j^2 for the others.

    As 2 j w_j is w_(j-1), these add up to less than 9 (w_(m-1)/4 + w_m) 2, w_m the last weight used.
    """
    weight, total = arb(-0.5).exp(), arb(0)
    for j, f in enumerate(of):
        total += weight * f
        if j + 1 < len(of):
            weight /= 2 * (j + 1)
    return total + arb(0, 9 * (len(of) * weight + 2 * weight))


@ctx.workprec(BITS)
def drift() -> arb:
    """E ln|1 + Z|, about -0.2084958184."""
    return _sum(tuple(((arb(2 * j + 1) / 2).digamma() + arb(2).log()) / 2 for j in range(TERMS)))


@ctx.workprec(BITS)
def drift_second_moment() -> arb:
    """E ln^2|1 + Z|."""
    halves = [arb(2 * j + 1) / 2 for j in range(TERMS)]
    return _sum(tuple(((m.digamma() + arb(2).log()) ** 2 + arb(2).zeta(m)) / 4 for m in halves))
