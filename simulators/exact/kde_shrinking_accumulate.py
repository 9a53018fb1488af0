"""Kernel estimates of all data so far with a shrinking bandwidth: a bound on the mean square of the loss.

Batch 1 is n points of N(0, sigma0^2); model k, of bandwidth c (n k)^-b, is the Gaussian kernel estimate on batches
1..k, and batch k + 1 is n draws from it. Kazdan et al. (arXiv 2410.16713), Theorem 7. Moments follow from the declared
process.
"""

from __future__ import annotations

from flint import arb, ctx

from simulators.exact.balls import BITS, Real, rational


@ctx.workprec(BITS)
def loss_second_moment(*, n: int, k: int, c: Real, b: Real, sigma0: Real = 1) -> arb:
    """The loss lies between l = ln(2 pi h^2)/2 and l + Q/(2 h^2), Q the mean square of the pool (the logarithm is
    concave), so its square is at most 2 l^2 + Q^2/(2 h^4), and Q^2 at most the mean fourth power: 3 E V^2, V the
    variance of a point given which kernels are behind it, each h_s^2 of model s < k with probability 1/(s + 1).
    """
    squares = [arb(rational(c)) ** 2 * arb(n * s) ** (-2 * arb(rational(b))) for s in range(1, k + 1)]
    mean, spread = arb(rational(sigma0)) ** 2, arb(0)
    for s, square in enumerate(squares[:-1], 1):
        mean, spread = mean + square / (s + 1), spread + square**2 * s / (s + 1) ** 2
    h2 = squares[-1]
    return (2 * arb.pi() * h2).log() ** 2 / 2 + 3 * (mean**2 + spread) / (2 * h2**2)
