"""Normal model of known variance, two runs: fitted to n points of all batches, chosen with, and without, replacement.

Both are simulated point by point (`fitted_means`), independently of each other.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import real
from simulators.fitted_means import NORMAL, Array, chosen


@real
def excess(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Array:
    """By how much the squared error of the mean is larger where points are chosen with replacement."""
    bootstrap, subsample = (chosen(rng, paths, NORMAL, sigma0, 0.0, n=n, k=k, again=again) for again in (True, False))
    return np.square(bootstrap) - np.square(subsample)
