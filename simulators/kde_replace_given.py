"""Kernel density estimates refitted to draws from them, where batch 1 is the given list r of n points.

Model k is the Gaussian kernel estimate (bandwidth h) of batch k alone, and batch k + 1 is n independent draws from
model k: a uniformly chosen point of batch k plus h times a standard normal. The first batch of `simulators.kde_replace`
is drawn; here it is given.

Every observable returns one value per independent path and raises ValueError unless r has n >= 1 entries, k >= 1, and h
is between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array]


@kernel
def _runs(g: np.random.Generator, draws: Array, spreads: Array, r: Array, k: int, h: float, keep: bool) -> None:
    """One draw from model k, and the variance of the points that model k is fitted to, of every path.

    keep: are models fitted to all batches so far?
    """
    source = g.bit_generator
    n = r.size
    points = np.empty(n * k)
    for i in range(draws.size):
        points[:n] = r
        first, last = 0, n
        for _ in range(1, k):
            for j in range(last, last + n):
                points[j] = points[first + index(source, last - first)] + h * normal(source)
            first, last = 0 if keep else last, last + n
        draws[i] = points[first + index(source, last - first)] + h * normal(source)
        seen = points[first:last]
        spreads[i] = ((seen - seen.mean()) ** 2).mean()


def run(rng: np.random.Generator, paths: int, n: int, k: int, h: float, r: Array, keep: bool) -> Runs:
    """Draws from model k and the variances of the points that it is fitted to, one of each per path."""
    if not len(r) == n >= 1 or k < 1 or not SCALES[0] <= h <= SCALES[1]:
        raise ValueError(
            f"need n >= 1 entries of r, k >= 1, h between 1e-38 and 1e38, got {len(r)}, n={n}, k={k}, h={h}"
        )
    draws, spreads = np.empty(paths), np.empty(paths)
    _runs(rng, draws, spreads, np.asarray(r, dtype=float), k, float(h), keep)
    return draws, spreads


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, r: Array) -> Runs:
    """The same where model k is fitted to batch k alone."""
    return run(rng, paths, n, k, h, r, keep=False)


@seen_in(runs)
def draw_square(found: Runs) -> Array:
    """The square of one draw from model k."""
    return np.square(found[0])


@seen_in(runs)
def spread(found: Runs) -> Array:
    """The variance (ddof = 0) within batch k."""
    return found[1]
