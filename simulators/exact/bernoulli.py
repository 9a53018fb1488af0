"""Bernoulli chain: n P_(j+1) | P_j ~ Binomial(n, P_j), P_0 = p0 given, 0 <= p0 <= 1, n p0 any real.

The model of Suresh et al. (arXiv 2412.17646), Theorem 1; k = 0 is the given start.
Every probability is that of the finite chain on {0, 1/n, ..., 1}: a rational while the chain is small, else a ball. All
raise ValueError if the chain is too large to follow. Moments follow from the declared process.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from simulators.exact import chains
from simulators.exact.balls import BITS, Exact, Real, rational
from simulators.exact.chains import absorption_at_one
from simulators.exact.finite import binomial, chain

LONGEST = 60
"""Samples and generations to which a chain is followed in rationals."""


def forgotten(*, n: int, p0: Real, k: int) -> Exact:
    """Pr(P_k = 0)."""
    return chains.forgotten(n, rational(p0), k)


@ctx.workprec(BITS)
def survived(*, n: int, p0: Real, k: int) -> Exact:
    """Pr(P_k != 0)."""
    return 1 - chains.forgotten(n, rational(p0), k)


def alone(*, n: int, p0: Real, k: int) -> Exact:
    """Pr(P_k = 1)."""
    return chains.forgotten(n, 1 - rational(p0), k)


@ctx.workprec(BITS)
def absorbed(*, n: int, p0: Real, k: int) -> Exact:
    """Pr(P_k is 0 or 1): the symbol is forgotten, or all others are."""
    return chains.forgotten(n, rational(p0), k) + chains.forgotten(n, 1 - rational(p0), k)


@ctx.workprec(BITS)
def interior(*, n: int, p0: Real, k: int) -> Exact:
    """Pr(P_k is neither 0 nor 1)."""
    return 1 - absorbed(n=n, p0=p0, k=k)


@ctx.workprec(BITS)
def laplace(*, n: int, p0: Real, k: int, z: Real) -> arb:
    """E e^(-z n P_k)."""
    if n > LONGEST or k > LONGEST:
        raise ValueError(f"the chain is followed up to n, k = {LONGEST}: got n={n}, k={k}")
    law = chain(rational(p0), k, lambda share: binomial(n, share))
    return sum((mass * arb(-rational(z) * n * share).exp() for share, mass in law.items()), arb(0))


def fixation(*, n: int, p0: Real) -> fmpq:
    """Probability that the chain, run until it is absorbed, ends at 1."""
    return absorption_at_one(n, rational(p0))


def forgetting_time(*, n: int, p0: Real) -> arb:
    """E T, T the first generation in which one of the two symbols is forgotten."""
    from simulators.exact import absorption  # brings numba

    return absorption.moments(n, rational(p0))[0]


def forgetting_time_second_moment(*, n: int, p0: Real) -> arb:
    """E T^2."""
    from simulators.exact import absorption  # brings numba

    return absorption.moments(n, rational(p0))[1]
