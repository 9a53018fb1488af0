"""Real data with a certified bound on E X^2: exp(y - y^2/6) <= 1 + y + y^2/3 (Delyon 2009)."""

from __future__ import annotations

from math import inf

import numpy as np

from harness.evidence.side import Side, deviation_sums, mix


def log_real(second_moment: float, sums: np.ndarray, side: Side) -> float:
    """Log of the test martingale for the mean of an unbounded observable."""
    t = side.threshold
    variance = second_moment - t * t  # E (X - t)^2 at mean t; the bound below holds on the whole null
    gap = abs(side.target - t)
    best = gap / max(variance, gap * gap, 1e-300)
    largest = 1.5 / abs(t) if side.sign * t > 0 else inf
    rates = best * 2.0 ** np.arange(-3, 8)
    rates = rates[rates < largest]
    first, second = deviation_sums(sums, side)

    def logs(rate: np.ndarray) -> np.ndarray:
        return rate * first - rate**2 * (second / 6 + sums[0] * variance / 3)

    if best >= largest:
        best = 0.99 * largest
    if rates.size == 0:
        return float(logs(np.array([best]))[0])
    return mix(logs(np.array([best])), logs(rates))
