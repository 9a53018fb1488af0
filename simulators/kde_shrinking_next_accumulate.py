"""Gaussian kernel density estimates of all data so far, whose bandwidth counts the batch that is drawn next, too.

As `simulators.kde_shrinking_accumulate`, but N is n (k + 1): the points of batches 1..k, and those of batch k + 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kde_shrinking_accumulate import Runs, run

Array = NDArray[np.float64]


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, c: float, b: float, sigma0: float = 1.0) -> Runs:
    """Draws from model k and its losses (unset for k = 0), one of each per path."""
    return run(rng, paths, n, k, c, b, sigma0, ahead=1)


@seen_in(runs)
def draw_square(found: Runs) -> Array:
    """The square of one draw from model k."""
    return np.square(found[0])
