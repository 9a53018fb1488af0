"""The limit of many points of training on the last generated batch alone (`universality_augment`).

Every observable returns one value per independent path and raises ValueError unless k >= 0, 1e-38 <= J <= 1e38 and
0 <= r <= 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import law, seen_in
from simulators.universality_augment import Array, follow, generations


def runs(rng: np.random.Generator, paths: int, *, J: float, r: float, k: int) -> Array:
    """The error of model k, one a path."""
    return follow(rng, paths, J, r, np.ones_like(generations(k)))[0]


@law
@seen_in(runs)
def draw(found: Array) -> Array:
    """The error of model k."""
    return found


@seen_in(runs)
def error(found: Array) -> Array:
    """Its square."""
    return np.square(found)
