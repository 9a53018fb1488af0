"""Gaussian kernel density estimates of all data so far, of bandwidth c/N^b where N is how many points there are.

Batch 1 is real, n independent N(0, sigma0^2). Model k is the estimate on the n k points of batches 1..k, so that N is
n k; batch k + 1 is n draws from it, each a uniformly chosen point of these plus the bandwidth times a standard normal.
Model 0 is the real law itself. Kazdan et al. (arXiv 2410.16713), Theorem 7.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0 (k >= 1 for the
loss), b > 0, and c and sigma0 are between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernel_loss import loss_at_0
from simulators.kernels import kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array]


@kernel
def _runs(
    g: np.random.Generator, draws: Array, losses: Array, n: int, k: int, c: float, b: float, sigma0: float, ahead: int,
) -> None:  # fmt: skip
    """One draw from model k, and its loss at 0, of every path. ahead: batches more that the bandwidth counts."""
    source = g.bit_generator
    pool = np.empty(n * k)
    for i in range(draws.size):
        if k == 0:
            draws[i] = sigma0 * normal(source)
            continue
        for j in range(n):
            pool[j] = sigma0 * normal(source)
        for t in range(1, k):
            width = c * (n * (t + ahead)) ** -b
            for j in range(n * t, n * (t + 1)):
                pool[j] = pool[index(source, n * t)] + width * normal(source)
        width = c * (n * (k + ahead)) ** -b
        draws[i] = pool[index(source, n * k)] + width * normal(source)
        losses[i] = loss_at_0(pool, width)


def run(rng: np.random.Generator, paths: int, n: int, k: int, c: float, b: float, sigma0: float, ahead: int) -> Runs:
    """Draws from model k and its losses (unset for k = 0), one of each per path."""
    if n < 1 or k < 0 or not b > 0 or not all(SCALES[0] <= scale <= SCALES[1] for scale in (c, sigma0)):
        domain = "n >= 1, k >= 0, b > 0, c and sigma0 between 1e-38 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, c={c}, b={b}, sigma0={sigma0}")
    draws, losses = np.empty(paths), np.empty(paths)
    _runs(rng, draws, losses, n, k, float(c), float(b), float(sigma0), ahead)
    return draws, losses


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, c: float, b: float, sigma0: float = 1.0) -> Runs:
    """The same where the bandwidth counts the points that model k is fitted to."""
    return run(rng, paths, n, k, c, b, sigma0, ahead=0)


@seen_in(runs)
def draw_square(found: Runs) -> Array:
    """The square of one draw from model k."""
    return np.square(found[0])


@seen_in(runs)
def loss(found: Runs, *, k: int) -> Array:
    """Minus the logarithm of model k at 0, k >= 1."""
    if k < 1:
        raise ValueError(f"need k >= 1, got {k}: no batch precedes the first")
    return found[1]
