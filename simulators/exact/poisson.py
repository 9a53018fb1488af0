"""Poisson chain: n Lambda_(j+1) | Lambda_j ~ Poisson(n Lambda_j), Lambda_0 = lambda0 > 0 given.

N_j = n Lambda_j (j >= 1) counts a Galton-Watson process: each of the N_j individuals has Poisson(1)
children, and N_1 ~ Poisson(n lambda0), where n lambda0 need not be an integer. The model of
Suresh et al. (arXiv 2412.17646), Theorem 2; k = 0 is the given start.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact.balls import BITS, Exact, Real, rational


@ctx.workprec(BITS)
def survival(*, n: int, lambda0: Real, k: int) -> Exact:
    """Pr(Lambda_k != 0): the lineages of the N_1 individuals of generation 1 die out independently."""
    if k == 0:
        return fmpq(lambda0 != 0)
    return 1 - (n * rational(lambda0) * (lineage_extinct(k=k - 1) - 1)).exp()


def intensity(*, n: int, lambda0: Real, k: int) -> fmpq:
    """E Lambda_k."""
    return _count_moments(n, lambda0, k)[0] / n


def intensity_second_moment(*, n: int, lambda0: Real, k: int) -> fmpq:
    """E Lambda_k^2."""
    return _count_moments(n, lambda0, k)[1] / n**2


@ctx.workprec(BITS)
def lineage_extinct(*, k: int) -> arb:
    """Pr(one individual has no descendant k generations later), offspring Poisson(1).

    The k-th iterate at 0 of the generating function of the offspring, s -> exp(s - 1).
    """
    s = arb(0)
    for _ in range(k):
        s = (s - 1).exp()
    return s


def _count_moments(n: int, lambda0: Real, k: int) -> tuple[fmpq, fmpq]:
    """E N_k, E N_k^2 by N' | N ~ Poisson(N), whose moments are N and N + N^2."""
    mean = n * rational(lambda0)
    square = mean**2
    for _ in range(k):
        mean, square = mean, mean + square
    return mean, square
