"""One draw from a mixture of two normal laws (k = 0), or from the normal law with its mean and variance (k >= 1).

The components have the variance v, and means that are delta apart; the first has the weight w, and the mean of the
mixture is 0. A normal law with matched moments, matched again, stays what it is. Shumailov et al., arXiv 2305.17493,
section 3.1. Every observable returns one value per independent path and raises ValueError unless k >= 0, 0 <= w <= 1,
0 <= delta <= 1e38 and 1e-38 <= v <= 1e38.
"""

from __future__ import annotations

import math

import numpy as np

from simulators.engine import law, seen_in
from simulators.gaussian import Array
from simulators.variates import SCALES


def draws(rng: np.random.Generator, paths: int, *, k: int, w: float, delta: float, v: float) -> Array:
    """One draw from model k a path."""
    if k < 0 or not 0.0 <= w <= 1.0 or not 0.0 <= delta <= SCALES[1] or not SCALES[0] <= v <= SCALES[1]:
        domain = "k >= 0, 0 <= w <= 1, 0 <= delta <= 1e38, 1e-38 <= v <= 1e38"
        raise ValueError(f"need {domain}, got k={k}, w={w}, delta={delta}, v={v}")
    noise = rng.standard_normal(paths)
    if k == 0:
        centre = delta * ((rng.random(paths) < w) - w)
        return np.asarray(centre + math.sqrt(v) * noise)
    between = w * (delta - w * delta) ** 2 + (1.0 - w) * (w * delta) ** 2
    return np.asarray(math.sqrt(v + between) * noise)


@law
@seen_in(draws)
def draw(x: Array) -> Array:
    """The draw itself."""
    return x


@seen_in(draws)
def draw_square(x: Array) -> Array:
    """Its square."""
    return np.square(x)


@seen_in(draws)
def draw_fourth(x: Array) -> Array:
    """Its fourth power."""
    return np.square(np.square(x))
