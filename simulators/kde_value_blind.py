"""The Gaussian kernel estimate under whatever workflow does not look at values, by its name (`value_blind`), k >= 1.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 1, the workflow has
one of the names there, and h and sigma0 lie between 1e-38 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators import value_blind
from simulators.engine import seen_in

Array = NDArray[np.float64]


def runs(
    rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, workflow: str, sigma0: float = 1.0
) -> Array:
    """One draw from model k, every path being a run of its own."""
    return value_blind.estimated(rng, paths, value_blind.plan(workflow, n, k), h, sigma0)


@seen_in(runs)
def draw_square(found: Array) -> Array:
    """The square of one draw from model k."""
    return np.square(found)
