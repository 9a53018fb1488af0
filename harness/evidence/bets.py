"""Bounded data, and dependent steps: bets 1 + y with y = lambda (x - threshold s).

log(1 + y) >= y - c(b) y^2 for y >= -b, so that sums suffice. Steps x of one path have the predictable mean
threshold * s, where s is the value before.
"""

from __future__ import annotations

from math import inf, log

import numpy as np

from harness.evidence.side import Side, deviation_sums
from simulators.engine import Support


def log_bets(support: Support, sums: np.ndarray, side: Side) -> float:
    """Log of the mean of bets of several sizes against the mean, or the ratio, of a bounded observable."""
    t = side.threshold
    if support.kind == "steps":  # x and s both range over [low, high], thresholds are ratios >= 0
        loss = t * support.high - support.low if side.sign > 0 else support.high - t * support.low
    else:
        loss = t - support.low if side.sign > 0 else support.high - t
    if loss <= 0:
        return -inf if side.sign * (sums[1] - t * sums[2]) <= 0 else inf
    first, second = deviation_sums(sums, side)
    stake = 0.9 * 0.5 ** np.arange(14)  # lambda * largest loss
    cost = (-stake - np.log1p(-stake)) / stake**2
    rates = stake / max(loss, 1e-154)  # so that squares are floats: a smaller bet is as fair
    logs = rates * first - cost * rates**2 * second
    return float(np.logaddexp.reduce(logs) - log(logs.size))
