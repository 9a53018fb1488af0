"""As n grows, model k is fitted to n points of all batches, chosen with replacement from model 2 on (`many_points`).

Every observable returns one value per independent path and raises ValueError unless k >= 0; model 0 is the real law.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import seen_in
from simulators.many_points import Array, fit_numbers, fits


def errors(rng: np.random.Generator, paths: int, *, k: int) -> Array:
    """The error of the mean of model k, one run a path."""
    return fits(rng, paths, np.where(fit_numbers(k) > 1.0, 1.0, 0.0))


@seen_in(errors)
def error(found: Array) -> Array:
    """Its square."""
    return np.square(found)
