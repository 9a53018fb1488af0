"""Kernel estimates of all data so far with a shrinking bandwidth: a bound on the mean square of the loss.

Batch 1 is n points of N(0, sigma0^2); model k, of bandwidth c (n k)^-b, is the Gaussian kernel estimate on batches
1..k, and batch k + 1 is n draws from it. Kazdan et al. (arXiv 2410.16713), Theorem 7. Moments follow from the declared
process.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, rational
from simulators.exact.kernel_loss import second_moment


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, c: Real, b: Real, sigma0: Real = 1) -> arb:
    """A bound; the mean fourth power of the pool is 3 E V^2, V the variance of a point given which kernels are behind
    it, each h_s^2 of model s < k with probability 1/(s + 1).
    """
    squares = [arb(rational(c)) ** 2 * arb(n * s) ** (-2 * arb(rational(b))) for s in range(1, k + 1)]
    mean, spread = arb(rational(sigma0)) ** 2, arb(0)
    for s, square in enumerate(squares[:-1], 1):
        mean, spread = mean + square / (s + 1), spread + square**2 * s / (s + 1) ** 2
    return second_moment(squares[-1], 3 * (mean**2 + spread))
