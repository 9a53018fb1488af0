"""An alphabet of any number of symbols: n draws from given shares p, refitted again and again.

The model of Suresh et al. (arXiv 2412.17646), Corollary 1; k = 0 is the given start. Every symbol is a binomial chain
of its own, so expectations add up: also of whether one symbol is alone, which of two symbols cannot both be. All raise
ValueError if the chain is too large to follow. Diversity follows from the declared process.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, ctx, fmpq

from simulators.exact import alphabet, partitions
from simulators.exact.balls import BITS, Exact, Real, rational


def distinct(*, n: int, p: Sequence[Real], k: int) -> arb:
    """E[number of distinct symbols in generation k]."""
    return alphabet.unique(n=n, k=k, shares=p)[k]


@ctx.workprec(BITS)
def alive(*, n: int, p: Sequence[Real], k: int) -> arb:
    """Pr(two symbols or more are in generation k): no symbol is alone."""
    return 1 - alphabet.summed(n, k, p, lambda share: arb(int(share == 1)))


@ctx.workprec(BITS)
def entropy(*, n: int, p: Sequence[Real], k: int) -> arb:
    """E of the entropy of model k, in nats."""
    return alphabet.summed(n, k, p, _surprise)


@ctx.workprec(BITS)
def entropy_second_moment(*, n: int, p: Sequence[Real], k: int) -> arb:
    """A bound on the mean square of the entropy: it is at most that of equal shares."""
    return arb(len(p)).log() ** 2


def collapse_time(*, n: int, p: Sequence[Real]) -> Exact:
    """E T, T the first generation that has one symbol only."""
    return partitions.moments(n, [rational(share) for share in p])[0]


@ctx.workprec(BITS)
def collapse_time_second_moment(*, n: int, p: Sequence[Real]) -> Exact:
    """E T^2; where the chain is too large to follow, a bound.

    T^2 is twice the sum of T - k over k < T, less T. From any model the rest takes at most m = d/2 + n (1 + ln d)
    generations on average (discrete-collapse-time/mean-upper: the entropy of d symbols is at most ln d), and so does T.
    """
    try:
        return partitions.moments(n, [rational(share) for share in p])[1]
    except ValueError:
        m = arb(len(p)) / 2 + n * (1 + arb(len(p)).log())
        return (2 * m - 1) * m


def _surprise(share: fmpq) -> arb:
    return arb(0) if share == 0 else -arb(share) * arb(share).log()
