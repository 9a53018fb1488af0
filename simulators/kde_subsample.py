"""Kernel density estimate with a Gaussian kernel of fixed bandwidth h, accumulate-subsample workflow.

Batch 1 is real data, n independent N(0, sigma0^2). Model k is the kernel density estimate on n of the n k points of
batches 1..k, chosen afresh for every model without replacement; batch k + 1 is n independent draws from model k.
Model 0 is the real law itself. Kazdan et al., arXiv 2410.16713, sections 2.2 and 3.

The batches are drawn as described. Every observable returns one value per independent path and raises ValueError
unless n >= 1, k >= 0 (k >= 1 for what is seen of the points), and h and sigma0 are between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import law, seen_in
from simulators.kernel_loss import need_data, need_inside
from simulators.kernels import kernel
from simulators.variates import index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, NDArray[np.int64], Array, Array]


@kernel
def _runs(
    g: np.random.Generator, draws: Array, depths: NDArray[np.int64], centres: Array, spreads: Array,
    n: int, k: int, h: float, sigma0: float,
) -> None:  # fmt: skip
    """One draw from model k, its depth, mean and variance of the points that the model is fitted to."""
    source = g.bit_generator
    pool, depth = np.empty(n * k), np.empty(n * k, np.int64)  # depth: kernels between a point and its real ancestor
    for i in range(draws.size):
        if k == 0:
            draws[i] = sigma0 * normal(source)
            continue
        for t in range(k):
            size = n * (t + 1)
            for j in range(n * t, size):
                if t == 0:
                    pool[j], depth[j] = sigma0 * normal(source), 0
                else:  # the points that the last model was fitted to come first
                    parent = index(source, n)
                    pool[j], depth[j] = pool[parent] + h * normal(source), depth[parent] + 1
            for j in range(n):  # the first n of a shuffle
                other = j + index(source, size - j)
                pool[j], pool[other] = pool[other], pool[j]
                depth[j], depth[other] = depth[other], depth[j]
        parent = index(source, n)
        draws[i], depths[i] = pool[parent] + h * normal(source), depth[parent] + 1
        centres[i] = pool[:n].mean()
        spreads[i] = ((pool[:n] - centres[i]) ** 2).mean()


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> Runs:
    """Draws from model k, their depths, means and variances of the points that it is fitted to."""
    need_inside(n, k, h, sigma0)
    draws, centres, spreads = np.empty((3, paths))
    depths = np.empty(paths, np.int64)
    _runs(rng, draws, depths, centres, spreads, n, k, float(h), float(sigma0))
    return draws, depths, centres, spreads


@law
@seen_in(runs)
def draw(found: Runs) -> Array:
    """One draw from model k, every path being a run of its own."""
    return found[0]


@seen_in(runs)
def draw_square(found: Runs) -> Array:
    """The square of one draw from model k."""
    return np.square(found[0])


@seen_in(runs)
def spread(found: Runs, *, k: int) -> Array:
    """The variance (ddof = 0) of the n points that model k >= 1 is fitted to."""
    need_data(k)
    return found[3]


@seen_in(runs)
def mean_square(found: Runs, *, k: int) -> Array:
    """The mean square of the n points that model k >= 1 is fitted to."""
    need_data(k)
    return found[3] + np.square(found[2])


@seen_in(runs)
def centre_square(found: Runs, *, k: int) -> Array:
    """The square of the mean of the n points that model k >= 1 is fitted to."""
    need_data(k)
    return np.square(found[2])
