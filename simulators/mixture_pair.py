"""How the densities of two mixtures of two normal laws differ at a draw from each.

p has a component of weight w at 0 and one at a, both of variance v; q one of weight u at b and one at c, of variance s.
In every generation there is a new draw from each. Every observable returns one value per independent path and raises
ValueError unless k >= 0, weights lie in [0, 1], centres in [-1e38, 1e38] and variances in [1e-38, 1e38].
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulators.variates import SCALES

Array = NDArray[np.float64]


class Pair(NamedTuple):
    """Weight of the first component, where both are, and their standard deviation."""

    weight: float
    first: float
    second: float
    deviation: float

    def draw(self, rng: np.random.Generator, paths: int) -> Array:
        """Points, one a path."""
        centre = np.where(rng.random(paths) < self.weight, self.first, self.second)
        return np.asarray(centre + self.deviation * rng.standard_normal(paths))

    def density(self, x: Array) -> Array:
        """At these points."""
        near, far = (np.exp(-0.5 * np.square((x - at) / self.deviation)) for at in (self.first, self.second))
        return np.asarray((self.weight * near + (1.0 - self.weight) * far) / (self.deviation * np.sqrt(2.0 * np.pi)))


def gap(
    rng: np.random.Generator, paths: int, *,
    w: float, a: float, v: float, u: float, b: float, c: float, s: float, k: int,
) -> Array:  # fmt: skip
    """p - q at a draw from p, less p - q at a draw from q."""
    good = all(0.0 <= weight <= 1.0 for weight in (w, u)) and all(SCALES[0] <= x <= SCALES[1] for x in (v, s))
    if k < 0 or not good or not all(abs(centre) <= SCALES[1] for centre in (a, b, c)):
        domain = "k >= 0, weights in [0, 1], centres in [-1e38, 1e38], variances in [1e-38, 1e38]"
        raise ValueError(f"need {domain}: got k={k}, w={w}, a={a}, v={v}, u={u}, b={b}, c={c}, s={s}")
    p, q = Pair(w, 0.0, a, np.sqrt(v)), Pair(u, b, c, np.sqrt(s))
    x, y = p.draw(rng, paths), q.draw(rng, paths)
    return p.density(x) - q.density(x) - p.density(y) + q.density(y)
