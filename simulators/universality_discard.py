"""The limit of many points of training on the last generated batch alone (`universality_augment`).

Every observable returns one value per independent path and raises ValueError unless k >= 0, 1e-38 <= J <= 1e38 and
0 <= r <= 1e38.
"""

from __future__ import annotations

import numpy as np

from simulators.engine import law, seen_in
from simulators.universality_augment import Array, follow, generations


def runs(rng: np.random.Generator, paths: int, *, J: float, r: float, k: int) -> tuple[Array, Array]:
    """Error and last score."""
    return follow(rng, paths, J, r, np.ones_like(generations(k)))


@law
@seen_in(runs)
def draw(found: tuple[Array, Array]) -> Array:
    """The error of model k."""
    return found[0]


@seen_in(runs)
def error(found: tuple[Array, Array]) -> Array:
    """Its square."""
    return np.square(found[0])


@seen_in(runs)
def score_square(found: tuple[Array, Array]) -> Array:
    """The square of the score of batch k; 0 for k = 0."""
    return np.square(found[1])
