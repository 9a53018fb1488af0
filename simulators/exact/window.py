"""The binomial chain in floats, with a certified error: for many samples per generation.

The law of the chain is pushed forward. Wherever a probability is not worth following, it is added to
the lost mass, so that E f(P_k) lies between the sum that was followed and that sum plus the lost mass
times the largest value of f. Only nonnegative numbers are added and multiplied, so rounding changes
the result by a relative factor that is counted along the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from flint import arb, fmpq

UNIT = 2.0**-53
DROP = 1e-21  # states less likely than this are given up
MAX_ROWS = 3_000_000  # transitions from one state, over all generations: some 5 s


def bracket(n: int, p0: fmpq, k: int, values: Sequence[float], cap: float) -> arb:
    """Ball around E values[n P_k], 0 <= values <= cap, k >= 1.

    Raises ValueError if the law of the chain is too wide, over too many generations, to be followed.
    """
    law, lost, roundings = _law(n, p0, k)
    total = float(law @ np.asarray(values))
    slack = 1.01 * (roundings + n + 3) * UNIT
    low = arb(total) * (1 - arb(slack))
    high = (arb(total) + arb(cap) * arb(lost)) * (1 + arb(slack))
    return low.union(high)


@lru_cache(maxsize=64)
def _law(n: int, p0: fmpq, k: int) -> tuple[np.ndarray, float, int]:
    """Law of n P_k on 0..n, the mass it lacks, and the roundings its entries went through."""
    share = float(p0)
    width = 20 * n * sqrt(share * (1 - share) * (1 - (1 - 1 / n) ** k)) + 100
    if min(n, width) * k > MAX_ROWS:
        raise ValueError(f"exact law of the chain with n={n}, p0={p0}, k={k} takes too long")
    known: dict[int, tuple[int, np.ndarray, float]] = {}
    start, row, missing = _row(n, p0)
    law = np.zeros(n + 1)
    law[start : start + row.size] = row
    lost = missing + 1e-280  # the constant covers every underflow
    roundings = 5 * row.size
    for _ in range(k - 1):
        live = np.flatnonzero(law > DROP)
        lost += float(law[law <= DROP].sum())
        following, widest = np.zeros(n + 1), 0
        for state in live.tolist():
            if state not in known:
                known[state] = _row(n, fmpq(state, n))
            start, row, missing = known[state]
            following[start : start + row.size] += law[state] * row
            lost += law[state] * missing
            widest = max(widest, row.size)
        law = following
        roundings += 5 * widest + live.size + 3
    return law, 1.01 * lost, roundings


def _row(n: int, share: fmpq) -> tuple[int, np.ndarray, float]:
    """Pr(Bin(n, share) = m) for m in start..start+size-1, and an upper bound on the mass elsewhere.

    The probabilities are multiples of the one at the mode, by ratios of neighbours, with at most four
    roundings per step away from it (half the size at most, twice: in the entry and in the sum), plus
    the size for the sum: 5 size roundings in all.
    """
    if share == 0 or share == 1:
        return int(share * n), np.ones(1), 0.0
    odds = float(share / (1 - share))
    variance = n * float(share * (1 - share))
    mode = min(n, int(((n + 1) * share).floor()))
    half = ceil(10 * sqrt(variance) + 40)
    low, high = max(0, mode - half), min(n, mode + half)
    up = np.arange(mode, high)
    down = np.arange(mode, low, -1)
    rising = np.cumprod((n - up) / (up + 1) * odds)
    falling = np.cumprod(down / (n - down + 1) / odds)
    weights = np.concatenate((falling[::-1], [1.0], rising))
    # beyond the ends the ratio of neighbours keeps falling: a geometric series bounds what is left out
    right, left = (n - high) / (high + 1) * odds, low / (n - low + 1) / odds
    outside = weights[-1] * right / (1 - right) + weights[0] * left / (1 - left)
    total = weights.sum()
    return low, weights / total, 1.01 * float(outside / total)
