"""One side of a threshold, and what all engines for means share."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

LOG2 = log(2.0)


@dataclass(frozen=True)
class Side:
    """Evidence that the mean is above (`sign` = +1) or below (-1) the threshold, best if it equals target."""

    threshold: float
    sign: int
    target: float


def deviation_sums(sums: np.ndarray, side: Side) -> tuple[float, float]:
    """Sum of d = sign (x - threshold s), and of d^2, from the six sums."""
    _, x, s, xx, xs, ss = sums
    t = side.threshold
    rounding = 1e-12 * (abs(x) + abs(t * s))  # of the sums: never to be taken for evidence
    return side.sign * (x - t * s) - rounding, max(xx - 2 * t * xs + t * t * ss, 0.0)


def mix(best: np.ndarray, grid: np.ndarray) -> float:
    """Log of half the mean of the best bets, shape (1,), and half that of a grid of bets, shape (bets,)."""
    return float(np.logaddexp(np.logaddexp.reduce(best), np.logaddexp.reduce(grid) - log(grid.size)) - LOG2)
