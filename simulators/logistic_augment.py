"""Logistic regression of one slope on labels that the last model gave, all batches kept.

Features are 1 or 2 with probability 1/2 each; a label is 1 with the probability 1/(1 + exp(-slope feature)). Batch 1 is
n real pairs, of slope 1/2; model k is the slope that makes the pairs of batches 1..k most likely; batch k + 1 is n new
features with labels from model k. Dey and Donoho, arXiv 2410.22812. Drawn is how many features are 1, and how many
labels of either kind are 1: the likelihood knows no more. Every observable returns one value per independent path and
raises ValueError unless 1 <= n <= 2^53 and k >= 0.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.engine import bounded
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE

Array = NDArray[np.float64]
SLOPE = 0.5
FAR = 4.0
"""Slopes are looked for this far around the real one: one beyond errs by more than 1 in any case."""


@kernel
def _chance(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


@kernel
def _most_likely(ones: float, twos: float, sum_of_labelled: float) -> float:
    """The slope at which features of label 1 sum to what they do: Newton's steps, halving an interval where they leave
    it.
    """
    low, high, slope = SLOPE - FAR, SLOPE + FAR, SLOPE
    for _ in range(100):
        first, second = _chance(slope), _chance(2.0 * slope)
        excess = ones * first + 2.0 * twos * second - sum_of_labelled
        if excess > 0.0:
            high = slope
        else:
            low = slope
        rise = ones * first * (1.0 - first) + 4.0 * twos * second * (1.0 - second)
        following = slope - excess / rise
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - slope) < 1e-12:
            return following
        slope = following
    return slope


@kernel
def _fill(g: np.random.Generator, out: Array, n: int, k: int, keeps: bool) -> None:
    for i in range(out.size):
        slope, ones, twos, labelled = SLOPE, 0.0, 0.0, 0.0
        for _ in range(k):
            if not keeps:
                ones, twos, labelled = 0.0, 0.0, 0.0
            few = g.binomial(n, 0.5)
            ones, twos = ones + few, twos + (n - few)
            labelled += g.binomial(few, _chance(slope)) + 2.0 * g.binomial(n - few, _chance(2.0 * slope))
            slope = _most_likely(ones, twos, labelled)
        out[i] = min((slope - SLOPE) ** 2, 1.0)


def errors(rng: np.random.Generator, paths: int, n: int, k: int, keeps: bool) -> Array:
    """The squared error of model k, at most 1; of all batches, or of the last one."""
    if not 1 <= n <= MAX_SIZE or k < 0:
        raise ValueError(f"need 1 <= n <= 2^53 and k >= 0, got n={n}, k={k}")
    out = np.empty(paths)
    _fill(rng, out, n, k, keeps)
    return out


@bounded(0.0, 1.0)
def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """The squared error of the slope of model k, at most 1."""
    return errors(rng, paths, n, k, True)
