"""Kernel density estimate with a Gaussian kernel of fixed bandwidth h, accumulate workflow.

Batch 1 is real data, n independent N(0, sigma0^2). Model k is the kernel density estimate on the pool of
all batches 1..k; batch k + 1 is n independent draws from model k, each a uniformly chosen point of the
n k in the pool plus h times a standard normal. Model 0 is the real law itself. Kazdan et al.,
arXiv 2410.16713, section 2.2, Theorem 6.

The batches are drawn as described. Every observable returns one value per independent path and
raises ValueError unless n >= 1, k >= 0 (k >= 1 for what is seen of the pool, or of the density), and h and
sigma0 are between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import law, seen_in
from simulators.kernel_loss import loss_at_0, need_data, need_frequency, need_inside
from simulators.kernels import kernel
from simulators.variates import index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array, NDArray[np.int64], Array, Array, Array]


@kernel
def _runs(
    g: np.random.Generator, draws: Array, spreads: Array, depths: NDArray[np.int64], centres: Array, losses: Array,
    others: Array, n: int, k: int, h: float, sigma0: float,
) -> None:  # fmt: skip
    """One draw from model k, variance within the pool, the draw's depth, mean of the pool, loss, and another draw."""
    source = g.bit_generator
    pool = np.empty(n * k)
    depth = np.zeros(n * k, np.int64)  # kernel draws between a point and its real ancestor
    for i in range(draws.size):
        if k == 0:
            draws[i] = sigma0 * normal(source)
            continue
        for j in range(n):
            pool[j] = sigma0 * normal(source)
        for t in range(1, k):
            for j in range(n * t, n * (t + 1)):
                parent = index(source, n * t)
                pool[j] = pool[parent] + h * normal(source)
                depth[j] = depth[parent] + 1
        parent = index(source, n * k)
        draws[i] = pool[parent] + h * normal(source)
        centres[i] = pool.mean()
        spreads[i] = ((pool - centres[i]) ** 2).mean()
        depths[i] = depth[parent] + 1
        losses[i] = loss_at_0(pool, h)
        others[i] = pool[index(source, n * k)] + h * normal(source)


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> Runs:
    """Draws from model k, variances within the pool, the draws' depths, means of the pool, losses, other draws."""
    need_inside(n, k, h, sigma0)
    draws, spreads, depths = np.empty(paths), np.empty(paths), np.empty(paths, np.int64)
    centres, losses, others = np.empty(paths), np.empty(paths), np.empty(paths)
    _runs(rng, draws, spreads, depths, centres, losses, others, n, k, float(h), float(sigma0))
    return draws, spreads, depths, centres, losses, others


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
def draw_cosine(found: Runs, *, w: float) -> Array:
    """cos(w X) for a draw X from model k."""
    need_frequency(w)
    return np.cos(w * found[0])


@seen_in(runs)
def difference_cosine(found: Runs, *, k: int, w: float) -> Array:
    """cos(w (X - Y)) for two draws X and Y from model k, k >= 1, of one run."""
    need_data(k)
    need_frequency(w)
    return np.cos(w * (found[0] - found[5]))


@seen_in(runs)
def spread(found: Runs, *, k: int) -> Array:
    """The variance (ddof = 0) within the pool of the n k points of batches 1..k, k >= 1."""
    need_data(k)
    return found[1]


@seen_in(runs)
def mean_square(found: Runs, *, k: int) -> Array:
    """The mean square of the n k points of batches 1..k, k >= 1."""
    need_data(k)
    return found[1] + np.square(found[3])


@seen_in(runs)
def centre_square(found: Runs, *, k: int) -> Array:
    """The square of the mean of the n k points of batches 1..k, k >= 1."""
    need_data(k)
    return np.square(found[3])


@seen_in(runs)
def density(found: Runs, *, k: int) -> Array:
    """Model k at 0, k >= 1."""
    need_data(k)
    return np.exp(-found[4])


@seen_in(runs)
def relative_density(found: Runs, *, k: int, h: float) -> Array:
    """Model k at 0, k >= 1, over the density there of a normal law of variance h^2 ln k."""
    need_data(k)
    return np.exp(-found[4]) * h * np.sqrt(2 * np.pi * np.log(k))


@seen_in(runs)
def loss(found: Runs, *, k: int) -> Array:
    """Minus the logarithm of model k at 0, k >= 1."""
    need_data(k)
    return found[4]
