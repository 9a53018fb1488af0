"""Logistic regression of one slope on the last batch alone, whose labels the last model gave (`logistic_augment`).

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^53 and k >= 0.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import bounded
from simulators.logistic_augment import Array, errors


@bounded(0.0, 1.0)
def error(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """The squared error of the slope of model k, at most 1."""
    return errors(rng, paths, n, k, False)
