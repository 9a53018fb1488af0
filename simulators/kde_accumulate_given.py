"""Kernel density estimates of all data so far, where batch 1 is the given list r of n points.

As `simulators.kde_replace_given`, but model k is the estimate on batches 1..k.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.kde_replace_given import run

Array = NDArray[np.float64]


def draw_square(rng: np.random.Generator, paths: int, *, n: int, k: int, h: float, r: Array) -> Array:
    """The square of one draw from model k."""
    return np.square(run(rng, paths, n, k, h, r, keep=True)[0])
