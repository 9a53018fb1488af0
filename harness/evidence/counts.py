"""Events: the mixture likelihood ratio of 0/1 data."""

from __future__ import annotations

from math import inf, log, log1p

import numpy as np
from scipy.special import betaincc, betaln

from harness.evidence.side import LOG2, Side


def log_counts(sums: np.ndarray, side: Side) -> float:
    """Log of the test martingale for the mean of an event."""
    total, ones = sums[0], sums[1]
    wins, losses = (ones, total - ones) if side.sign > 0 else (total - ones, ones)
    theta, target = (side.threshold, side.target) if side.sign > 0 else (1 - side.threshold, 1 - side.target)
    if theta >= 1:
        return -inf  # the mean of an event cannot be beyond 1
    if theta <= 0:
        return inf if wins else 0.0
    null = wins * log(theta) + losses * log1p(-theta)
    tail = betaincc(wins + 0.5, losses + 0.5, theta)
    prior = betaincc(0.5, 0.5, theta)
    mixture = betaln(wins + 0.5, losses + 0.5) - betaln(0.5, 0.5) - null
    mixture += log(tail) - log(prior) if tail > 0 and prior > 0 else -inf
    bet = -inf
    if theta < target < 1:
        bet = wins * log(target) + losses * log1p(-target) - null
    return float(np.logaddexp(mixture, bet) - LOG2)


def draws_of_counts(value: float, gap: float, need: float) -> float:
    """Expected draws until a mean `value` is told from `value + gap` and `value - gap`."""
    ways = [t for t in (value + gap, value - gap) if 0 < t < 1]
    return max((need / _divergence(value, t) for t in ways), default=1.0)


def _divergence(p: float, q: float) -> float:
    terms = 0.0
    if p > 0:
        terms += p * log(p / q)
    if p < 1:
        terms += (1 - p) * log((1 - p) / (1 - q))
    return max(terms, 1e-300)
