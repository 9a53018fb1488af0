"""Sums over the symbols of an alphabet under replace: every symbol's share is a binomial chain of its own.

Generation j + 1 is a sample of n independent symbols from the frequencies of generation j, of which generation 0 is
given: by counts in a corpus, or as shares. A symbol of share p is missing from generation j with the probability
Pr(P_j = 0 | P_0 = p) of the chain n P_(j+1) | P_j ~ Binomial(n, P_j), and expectations add up, whatever the
dependence between symbols. The model of Suresh et al. (arXiv 2412.17646), Corollary 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import fsum, inf, nextafter

import numpy as np
from flint import arb, fmpq

from simulators.exact.backward import CHUNK, MAX_WORK, UNIT, Floats, Rows, extinction, step, transitions
from simulators.exact.balls import Real, rational

MOST_WEIGHTS = 2**24
"""Chances of a step that are kept."""


def unique(*, n: int, k: int, counts: Sequence[int] | None = None, shares: Sequence[Real] | None = None) -> list[arb]:
    """E[number of distinct symbols in generation j] at [j], j = 0..k: balls.

    One of counts (of a corpus of any size) and shares. Raises ValueError if the chain is too large to follow.
    """
    if (counts is None) == (shares is None):
        raise ValueError("give the counts of the symbols, or their shares")
    if counts is not None:
        kinds, corpus = Counter[Real](counts), sum(counts)
    else:
        kinds, corpus = Counter(shares), 1
    low, high = extinction(n, [rational(kind) / corpus for kind in kinds], k)
    weight = np.array(list(kinds.values()), dtype=float)
    slack = 4 * UNIT  # 1 - u, times the weight, and their sum: each is rounded once
    return [
        (arb(fsum(weight * (1 - most))) * (1 - slack)).union(arb(fsum(weight * (1 - least))) * (1 + slack))
        for least, most in zip(low, high, strict=True)
    ]


def summed(n: int, k: int, shares: Sequence[Real], value: Callable[[fmpq], arb]) -> arb:
    """E of the sum over all symbols of value(P_k), for 0 <= value <= 1: a ball.

    By the backward equation, on all counts 0..n. Raises ValueError if the chain is too large to follow.
    """
    kinds = Counter(shares)
    starts, weight = [rational(kind) for kind in kinds], list(kinds.values())
    if k == 0:
        return sum((times * value(start) for start, times in zip(starts, weight, strict=True)), arb(0))
    width = min(n, 24 * int(n**0.5) + 100) + 1
    if n * width > MOST_WEIGHTS or (n * k + len(starts)) * width > MAX_WORK:
        raise ValueError(f"the means of an alphabet of {len(starts)} shares with n={n}, k={k} take too long")
    values = [value(fmpq(s, n)) for s in range(n + 1)]
    low = np.array([max(nextafter(float(v.lower()), -inf), 0.0) for v in values])
    high = np.array([0.0 if v == 0 else nextafter(float(v.upper()), inf) for v in values])
    for _ in range(k - 1):
        low, high = _earlier(_lattice(n), low, high)
    parts = (starts[i : i + CHUNK] for i in range(0, len(starts), CHUNK))
    found = [_earlier(transitions(n, part, n), low, high) for part in parts]
    low, high = (np.concatenate(ends) for ends in zip(*found, strict=True))
    slack, many = 4 * UNIT, np.array(weight, dtype=float)  # the product with the weight, and the sum
    return (arb(fsum(many * low)) * (1 - slack)).union(arb(fsum(many * high)) * (1 + slack))


@lru_cache(maxsize=8)
def _lattice(n: int) -> Rows:
    """A generation from every count."""
    return transitions(n, [fmpq(s, n) for s in range(n + 1)], n)


def _earlier(rows: Rows, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds on the mean, a generation later, of a function between bounds that are at most 1 or nearly so."""
    nothing = np.zeros(low.size)
    below, _ = step(rows, low, nothing)
    above, excess = step(rows, high, nothing)
    return below * (1 - 8 * UNIT), (above + excess) * (1 + 8 * UNIT)
