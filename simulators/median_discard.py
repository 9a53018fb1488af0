"""A normal law of variance 1 whose centre is fitted by the median of the last batch alone (`median_augment`).

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0 and n k <= 1e9.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import bounded
from simulators.median_augment import Array, errors


@bounded(0.0, 1.0)
def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """The squared error of the centre of model k, or 1 over it if it is more than 1."""
    return errors(rng, paths, n, k, False)
