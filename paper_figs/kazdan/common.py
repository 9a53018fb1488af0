"""What the data steps share: the workflows, and medians over runs with intervals that need no moments."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from harness.evidence.martingales import interval
from paper_figs.numbers import ERROR
from simulators.engine import Support

Array = NDArray[np.float64]

WORKFLOWS = ("replace", "accumulate", "accumulate-subsample")


def medians(values: Array) -> tuple[Array, Array, Array]:
    """Median over runs (the first axis) and the ends of its time-uniform interval, nan where too few runs end it.

    The interval holds every number that the share of runs below it allows to be the median.
    """
    ordered = np.sort(values, axis=0)
    low, high = _ranks(len(values))
    open_end = np.full(values.shape[1:], np.nan)
    ends = ordered[low - 1] if low else open_end, ordered[high] if high < len(values) else open_end
    return np.median(values, axis=0), *ends


@cache
def _ranks(runs: int) -> tuple[int, int]:
    """The least and the largest number of runs that may lie at or below their median."""
    event = Support("event")
    possible = []
    for below in range(runs + 1):
        low, high = interval(event, 0.0, np.array([runs, below, runs, below, below, runs], float), ERROR)
        if low <= 0.5 <= high:
            possible.append(below)
    return possible[0], possible[-1]
