"""Kernel density estimate with a Gaussian kernel of fixed bandwidth h, replace workflow.

Batch 1 is real data, n independent N(0, sigma0^2). Model k is the kernel density estimate on batch k
alone; batch k + 1 is n independent draws from model k, each a uniformly chosen point of batch k plus
h times a standard normal. Model 0 is the real law itself. Kazdan et al., arXiv 2410.16713, section 2.2,
Theorem 5.

The batches are drawn as described. Every observable returns one value per independent path and
raises ValueError unless n >= 1, k >= 0 (k >= 1 for what is seen of batch or density), and h and sigma0 are
between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import law, seen_in
from simulators.kernel_loss import loss_at_0, need_data, need_frequency, need_inside
from simulators.kernels import kernel
from simulators.variates import index, normal

Array = NDArray[np.float64]
Runs = tuple[Array, Array, Array, Array, Array, Array]


@kernel
def _runs(
    g: np.random.Generator, draws: Array, spreads: Array, centres: Array, losses: Array, others: Array, at_draws: Array,
    n: int, k: int, h: float, sigma0: float,
) -> None:  # fmt: skip
    """Two draws from model k, variance and mean of batch k, loss, and that at the second draw, of every path."""
    source = g.bit_generator
    batch = np.empty(n)
    following = np.empty(n)
    for i in range(draws.size):
        if k == 0:
            draws[i] = sigma0 * normal(source)
            continue
        for j in range(n):
            batch[j] = sigma0 * normal(source)
        for _ in range(1, k):
            for j in range(n):
                following[j] = batch[index(source, n)] + h * normal(source)
            batch, following = following, batch
        draws[i] = batch[index(source, n)] + h * normal(source)
        centres[i] = batch.mean()
        spreads[i] = ((batch - centres[i]) ** 2).mean()
        losses[i] = loss_at_0(batch, h)
        others[i] = batch[index(source, n)] + h * normal(source)
        at_draws[i] = loss_at_0(batch - others[i], h)


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> Runs:
    """A draw from model k, variance and mean of batch k, loss, another draw, the loss there (unset for k = 0, but the
    first draw), of one run per path.
    """
    need_inside(n, k, h, sigma0)
    draws, spreads, centres, losses, others, at_draws = (np.empty(paths) for _ in range(6))
    _runs(rng, draws, spreads, centres, losses, others, at_draws, n, k, float(h), float(sigma0))
    return draws, spreads, centres, losses, others, at_draws


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
    """The variance (ddof = 0) within batch k, k >= 1; that of model k is h^2 more."""
    need_data(k)
    return found[1]


@seen_in(runs)
def mean_square(found: Runs, *, k: int) -> Array:
    """The mean square of batch k, k >= 1."""
    need_data(k)
    return found[1] + np.square(found[2])


@seen_in(runs)
def centre_square(found: Runs, *, k: int) -> Array:
    """The square of the mean of batch k, k >= 1."""
    need_data(k)
    return np.square(found[2])


@seen_in(runs)
def density(found: Runs, *, k: int) -> Array:
    """Model k at 0, k >= 1."""
    need_data(k)
    return np.exp(-found[3])


@seen_in(runs)
def loss(found: Runs, *, k: int) -> Array:
    """Minus the logarithm of model k at 0, k >= 1."""
    need_data(k)
    return found[3]


@seen_in(runs)
def loss_per_generation(found: Runs, *, k: int) -> Array:
    """The loss over k, k >= 1."""
    need_data(k)
    return found[3] / k


@seen_in(runs)
def loss_transform(found: Runs, *, k: int, h: float, v: float) -> Array:
    """exp(-v L/k), k >= 1, L the loss less that at the centre of a kernel."""
    need_data(k)
    if not 0.0 < v < np.inf:
        raise ValueError(f"need 0 < v < oo, got {v}")
    return np.exp(-v / k * (found[3] - np.log(2 * np.pi) / 2 - np.log(h)))


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
    return np.cos(w * (found[0] - found[4]))


@seen_in(runs)
def density_at_draw(found: Runs, *, k: int) -> Array:
    """Model k, k >= 1, at a draw from it."""
    need_data(k)
    return np.exp(-found[5])
