"""Test martingales: evidence that a mean lies on one side of a threshold.

Every engine returns the logarithm of a process that starts at 1 and is a supermartingale (or below one) whenever its
null hypothesis holds. By Ville's inequality it exceeds 1/a with probability at most a, at any stopping time. All of
them are computed from block sums, so the order of draws within a block is irrelevant. Each mixes one bet that is best
for a designated target with a grid of bets, or bets of several sizes.
"""

from __future__ import annotations

from math import inf, isfinite, log

import numpy as np

from harness.evidence.bets import log_bets
from harness.evidence.counts import draws_of_counts, log_counts
from harness.evidence.second_moment import log_real
from harness.evidence.side import LOG2, Side
from simulators.engine import Support


def log_evidence(support: Support, second_moment: float, sums: np.ndarray, side: Side) -> float:
    """Log of the test martingale against `mean <= threshold` (sign +1) or `mean >= threshold` (sign -1).

    sums: of shape (6,), as `block_sums` gives them. second_moment: a proved upper bound on E X^2, used by `real`
    observables only.
    """
    if sums[0] == 0:
        return 0.0
    if support.kind == "event":
        return log_counts(sums, side)
    if support.kind in ("bounded", "steps"):
        return log_bets(support, sums, side)
    return log_real(second_moment, sums, side)


def interval(support: Support, second_moment: float, sums: np.ndarray, error: float = 0.05) -> tuple[float, float]:
    """A time-uniform confidence interval for the mean: the thresholds that the martingales do not reject."""
    centre = sums[1] / sums[2]
    spread = max((sums[3] / sums[0] - (sums[1] / sums[0]) ** 2) / sums[0], 0.0) ** 0.5
    ends = []

    def rejected(threshold: float, sign: int) -> bool:
        return _rejected(support, second_moment, sums, threshold, sign, error)

    for sign in (1, -1):  # evidence for "above" excludes low thresholds
        inside, step = centre, max(spread, 1e-9 * max(abs(centre), 1e-12))
        limit = _farthest(support, second_moment, sign)
        outside = sign * max(sign * (centre - sign * step), sign * limit)
        while isfinite(outside) and outside != limit and not rejected(outside, sign):
            inside, step = outside, 2 * step
            outside = sign * max(sign * (centre - sign * step), sign * limit)
        for _ in range(30):
            middle = (inside + outside) / 2
            if rejected(middle, sign):
                outside = middle
            else:
                inside = middle
        ends.append(outside)
    return ends[0], ends[1]


WAYS = (2.0**-30, 1 / 16, 1 / 2)
"""Parts of the way to the middle: at the end of the range itself, where no bet is left, there is no evidence."""


def excluded(
    support: Support, second_moment: float, sums: np.ndarray, threshold: float, sign: int, error: float = 0.05
) -> bool:
    """Does `interval` end before it reaches a threshold, below it (sign +1) or above (sign -1)? Three looks tell.

    If the threshold is an end of the range they may not see an interval that ends within a sixteenth of the way.
    """
    centre = sums[1] / sums[2]
    if sign * threshold >= sign * centre:
        return False
    if sign * threshold < sign * _farthest(support, second_moment, sign):
        return True
    nearer = (threshold + (centre - threshold) * part for part in WAYS)
    return any(_rejected(support, second_moment, sums, place, sign, error) for place in nearer)


def _rejected(
    support: Support, second_moment: float, sums: np.ndarray, threshold: float, sign: int, error: float
) -> bool:
    reach = 0.01 * max(second_moment - threshold**2, 1e-6 * second_moment) ** 0.5  # must not depend on the data
    side = Side(threshold, sign, threshold + sign * reach)
    return log_evidence(support, second_moment, sums, side) >= log(2 / error)


def _farthest(support: Support, second_moment: float, sign: int) -> float:
    """No mean is lower (sign +1), or higher (sign -1)."""
    if support.kind == "real":  # |E X| is at most the root of E X^2
        return -sign * second_moment**0.5
    return (support.low if sign > 0 else support.high) if support.kind != "steps" else sign * -inf


def draws_needed(support: Support, second_moment: float, value: float, gap: float, log_limit: float) -> float:
    """Expected draws until the designated bet for a mean `value` against `value + gap` reaches the limit."""
    need = log_limit + LOG2
    if support.kind == "event":
        return draws_of_counts(value, gap, need)
    if support.kind == "steps":
        return 2 * need / (gap / max(abs(value), 1e-300)) ** 2
    if support.kind == "bounded":
        variance = max((value - support.low) * (support.high - value), 0.0)
        return 2 * (need + 2) * max(variance, gap * gap) / gap**2
    return 2 * need * max(second_moment - value * value, gap * gap) / gap**2
