"""Kernel density estimate with a top-hat kernel, uniform between -h and h, accumulate workflow.

Batch 1 is real data, n independent N(0, sigma0^2). Model k is the estimate on all batches 1..k; batch k + 1 is n
independent draws from model k, each a uniformly chosen point of these batches plus a uniform number between -h and h.
Model 0 is the real law itself. Kazdan et al., arXiv 2410.16713, Theorem 6 and their programs.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0, and h and sigma0
are between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kernel_loss import need_inside
from simulators.kernels import kernel
from simulators.variates import index, normal

Array = NDArray[np.float64]


@kernel
def _draws(g: np.random.Generator, out: Array, n: int, k: int, h: float, sigma0: float) -> None:
    """One draw from model k, of every path."""
    source = g.bit_generator
    points = np.empty(n * max(k, 1))
    for i in range(out.size):
        points[0] = sigma0 * normal(source)
        for j in range(1, n * k):
            points[j] = (
                sigma0 * normal(source) if j < n else points[index(source, j - j % n)] + h * (2 * g.random() - 1)
            )
        out[i] = points[0] if k == 0 else points[index(source, n * k)] + h * (2 * g.random() - 1)


def draw_square(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, sigma0: float = 1.0) -> Array:
    """The square of one draw from model k."""
    need_inside(n, k, h, sigma0)
    out = np.empty(paths)
    _draws(rng, out, n, k, float(h), float(sigma0))
    return np.square(out)
