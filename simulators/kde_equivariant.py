"""Kernel estimates of the last batch alone whose bandwidth depends on differences between its points only.

Batch 1 is real data, n independent N(0, sigma0^2). The bandwidth of model t is the standard deviation of batch t
(ddof = 1) times one of several multiples: that under which its points are likeliest, each by the estimate on the others
(leave-one-out; the first of equals). Batch t + 1 is n independent draws from model t, a Gaussian kernel estimate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.kernel_loss import loss_at_0
from simulators.kernels import kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array, Array]

LEAST = 1e-6
"""Of the multiples: the points of a batch may all lie about one of the batch before, and are told apart there."""
FURTHEST = 1e140
"""Standard deviations of a batch that its centre is off at most: the squares of losses stay finite."""


@kernel
def _left_out(points: Array, width: float) -> float:
    """The mean log-likelihood of the points, each under the estimate on the others, but for a constant."""
    n, total = len(points), 0.0
    for i in range(n):
        least = np.inf
        for j in range(n):
            if j != i:
                least = min(least, ((points[i] - points[j]) / width) ** 2 / 2)
        near = 0.0
        for j in range(n):
            if j != i:
                near += np.exp(least - ((points[i] - points[j]) / width) ** 2 / 2)
        total += np.log(near) - least
    return total / n - np.log(width)


@kernel
def _chosen(points: Array, multiples: Array) -> float:
    """The multiple under which points of standard deviation 1 are likeliest."""
    best, found = multiples[0], -np.inf
    for multiple in multiples if len(multiples) > 1 else multiples[:0]:
        likely = _left_out(points, multiple)
        if likely > found:
            best, found = multiple, likely
    return best


@kernel
def _runs(
    g: np.random.Generator, spreads: Array, losses: Array, floors: Array,
    n: int, k: int, multiples: Array, sigma0: float,
) -> None:  # fmt: skip
    """Of every path the variance of batch k, minus the logarithm of model k at 0, and what bounds that.

    Scales may be tiny beside the distance from 0, or beyond machine numbers: a batch is kept as its points less their
    mean over their standard deviation, the mean in the same unit, and the logarithm of this unit.
    """
    source = g.bit_generator
    batch, following = np.empty(n), np.empty(n)
    for i in range(spreads.size):
        for j in range(n):
            batch[j] = normal(source)
        centre, unit = 0.0, np.log(sigma0)
        wander = 2 * unit - np.log(n)  # ln of the variance of the centre, given the differences
        for t in range(1, k + 1):
            mean = batch.mean()
            batch -= mean
            scale = np.sqrt((batch**2).sum() / (n - 1))
            batch /= scale
            centre = min(max((centre + mean) / scale, -FURTHEST), FURTHEST)
            unit += np.log(scale)
            multiple = _chosen(batch, multiples)
            width = unit + np.log(multiple)
            if t == k:
                spreads[i], losses[i] = np.exp(2 * unit), unit + loss_at_0(centre + batch, multiple)
                floors[i] = np.log(np.sqrt(np.pi / 2) / n) + np.logaddexp(wander - width, np.log(2.0) + width)
                break
            wander = np.logaddexp(wander, 2 * width - np.log(n))
            for j in range(n):
                following[j] = batch[index(source, n)] + multiple * normal(source)
            batch, following = following, batch


def runs(rng: np.random.Generator, paths: int, n: int, k: int, multiples: Sequence[float], sigma0: float) -> Runs:
    """Variances of batch k (ddof = 1), losses at 0 of model k, and what bounds them, one run a path.

    Raises ValueError unless n >= 2, k >= 1, sigma0 is between 1e-38 and 1e38, and all multiples between 1e-6 and 1e38.
    """
    scales = SCALES[0] <= sigma0 <= SCALES[1] and all(LEAST <= multiple <= SCALES[1] for multiple in multiples)
    if n < 2 or k < 1 or not scales:
        domain = "n >= 2, k >= 1, sigma0 between 1e-38 and 1e38, multiples between 1e-6 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, multiples={multiples}, sigma0={sigma0}")
    spreads, losses, floors = np.empty((3, paths))
    _runs(rng, spreads, losses, floors, n, k, np.array(multiples, float), float(sigma0))
    return spreads, losses, floors


def low(found: Runs, delta: float) -> Array:
    """Is the loss below what bounds it with this probability? Raises ValueError unless 0 < delta < 1."""
    if not 0.0 < delta < 1.0:
        raise ValueError(f"need 0 < delta < 1, got delta={delta}")
    _, losses, floors = found
    return (losses <= floors + 2 * np.log(delta)).astype(float)
