"""Kernel density estimates of the last batch alone, whose bandwidth shrinks: model t has the bandwidth h t^-a.

Batch 1 is real data, n independent N(0, sigma0^2). Model t is the Gaussian kernel estimate on batch t; batch t + 1 is n
independent draws from model t. Kazdan et al., arXiv 2410.16713, section 2.2 and Appendix C.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 1, h and sigma0 are
between 1e-38 and 1e38, a > 0, and 0 < delta < 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import event, seen_in
from simulators.kernel_loss import loss_at_0
from simulators.kernels import kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array]


@kernel
def _runs(
    g: np.random.Generator, centres: Array, losses: Array, n: int, k: int, h: float, a: float, sigma0: float
) -> None:
    """Mean of batch k, and minus the logarithm of model k at 0, of every path."""
    source = g.bit_generator
    batch = np.empty(n)
    following = np.empty(n)
    for i in range(centres.size):
        for j in range(n):
            batch[j] = sigma0 * normal(source)
        for t in range(1, k):
            width = h / t**a
            for j in range(n):
                following[j] = batch[index(source, n)] + width * normal(source)
            batch, following = following, batch
        centres[i] = batch.mean()
        losses[i] = loss_at_0(batch, h / k**a)


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, a: float, sigma0: float = 1.0) -> Runs:
    """Means of batch k, and losses, one run a path."""
    if n < 1 or k < 1 or not a > 0 or not all(SCALES[0] <= scale <= SCALES[1] for scale in (h, sigma0)):
        domain = "n >= 1, k >= 1, a > 0, h and sigma0 between 1e-38 and 1e38"
        raise ValueError(f"need {domain}, got n={n}, k={k}, a={a}, h={h}, sigma0={sigma0}")
    centres, losses = np.empty(paths), np.empty(paths)
    _runs(rng, centres, losses, n, k, float(h), float(a), float(sigma0))
    return centres, losses


@seen_in(runs)
def centre_square(found: Runs) -> Array:
    """The square of the mean of batch k."""
    return np.square(found[0])


@seen_in(runs)
def density(found: Runs) -> Array:
    """Model k at 0."""
    return np.exp(-found[1])


@seen_in(runs)
def loss(found: Runs) -> Array:
    """Minus the logarithm of model k at 0."""
    return found[1]


@event
@seen_in(runs)
def low_loss(found: Runs, *, n: int, k: int, h: float, a: float, sigma0: float = 1.0, delta: float) -> Array:
    """Is the loss at most what it is with the probability delta at most?"""
    if not 0.0 < delta < 1.0:
        raise ValueError(f"need 0 < delta < 1, got delta={delta}")
    floor = a * np.log(k) + np.log(np.sqrt(np.pi / 2) * (sigma0 / n) ** 2 / h) + 2 * np.log(delta)
    return (found[1] <= floor).astype(float)
