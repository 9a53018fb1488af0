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

from simulators.exact.balls import to_float

UNIT = 2.0**-53
DROP = 1e-21  # states less likely than this are given up
UNDERFLOW = 1e-280  # more than all that underflow can add or take away
MAX_ROWS = 3_000_000  # transitions from one state, over all generations: some 5 s


def bracket(n: int, p0: fmpq, k: int, values: Sequence[fmpq], cap: fmpq) -> arb:
    """Ball around E values[n P_k], 0 <= values <= cap, k >= 1.

    Raises ValueError if the law of the chain is too wide, over too many generations, to be followed.
    """
    law, lost, roundings = _law(n, p0, k)
    total = float(law @ np.array([to_float(v) for v in values]))
    slack = 1.01 * (roundings + n + 3) * UNIT
    low = max(arb(total) * (1 - arb(slack)) - arb(cap) * UNDERFLOW, arb(0))
    high = (arb(total) + arb(cap) * arb(lost)) * (1 + arb(slack))
    return low.union(high)


@lru_cache(maxsize=64)
def _law(n: int, p0: fmpq, k: int) -> tuple[np.ndarray, float, int]:
    """Law of n P_k on 0..n, the mass it lacks, and the roundings its entries went through."""
    share = to_float(p0)
    width = 20 * n * sqrt(share * (1 - share) * (1 - (1 - 1 / n) ** k)) + 100
    if min(n, width) * k > MAX_ROWS:
        raise ValueError(f"exact law of the chain with n={n}, p0={p0}, k={k} takes too long")
    known: dict[int, tuple[int, np.ndarray, float, int]] = {}
    start, row, missing, roundings = _row(n, p0)
    law = np.zeros(n + 1)
    law[start : start + row.size] = row
    lost = missing + UNDERFLOW
    for _ in range(k - 1):
        live = np.flatnonzero(law > DROP)
        lost += float(law[law <= DROP].sum())
        following, worst = np.zeros(n + 1), 0
        for state in live.tolist():
            if state not in known:
                known[state] = _row(n, fmpq(state, n))
            start, row, missing, errors = known[state]
            following[start : start + row.size] += law[state] * row
            lost += law[state] * missing
            worst = max(worst, errors)
        law = following
        roundings += worst + live.size + 1
    return law, 1.01 * lost, roundings


def _row(n: int, share: fmpq) -> tuple[int, np.ndarray, float, int]:
    """Pr(Bin(n, share) = m) for m in start..start+size-1, a bound on the mass elsewhere, and the roundings.

    The probabilities are multiples of the one at the mode, by ratios of neighbours. Each step away from
    it costs four roundings, in an entry and again in the sum of all entries; to these come the additions
    of the sum, a division, and the mass elsewhere, which is less than one rounding.
    """
    if share == 0 or share == 1:
        return int(share * n), np.ones(1), 0.0, 0
    odds = to_float(share / (1 - share))
    mode = min(n, int(((n + 1) * share).floor()))
    half = ceil(10 * sqrt(n * to_float(share * (1 - share))) + 40)
    low, high = max(0, mode - half), min(n, mode + half)
    up, down = np.arange(mode, high), np.arange(mode, low, -1)
    rising = np.cumprod((n - up) / (up + 1) * odds)
    falling = np.cumprod(down / (n - down + 1) / odds)
    weights = np.concatenate((falling[::-1], [1.0], rising))
    total = weights.sum()
    # beyond the ends the ratio of neighbours keeps falling: a geometric series bounds what is left out
    right, left = (n - high) / (high + 1) * odds, low / (n - low + 1) / odds
    outside = 1.01 * (weights[-1] * right / (1 - right) + weights[0] * left / (1 - left)) / total
    if not outside < UNIT / 2:
        raise ArithmeticError(f"band of Bin({n}, {share}) is too narrow")
    roundings = 8 * max(up.size, down.size) + weights.size + 2
    return low, weights / total, float(outside), roundings
