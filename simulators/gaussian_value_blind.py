"""The normal model (ddof = 0) under whatever workflow does not look at values, by its name (`value_blind`), k >= 1.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 1, the workflow has
one of the names there, and sigma0 lies between 1e-19 and 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators import value_blind
from simulators.engine import seen_in

Array = NDArray[np.float64]
Runs = tuple[Array, Array]


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, workflow: str, sigma0: float = 1.0) -> Runs:
    """The squared mean and the variance of model k, one run a path."""
    return value_blind.fitted(rng, paths, value_blind.plan(workflow, n, k), [sigma0])


@seen_in(runs)
def mean_error(found: Runs) -> Array:
    """The squared error of the mean."""
    return found[0]


@seen_in(runs)
def variance(found: Runs) -> Array:
    """The fitted variance."""
    return found[1]


@seen_in(runs)
def conserved(found: Runs) -> Array:
    """Both together."""
    return found[0] + found[1]


@seen_in(runs)
def risk(found: Runs, *, sigma0: float = 1.0) -> Array:
    """The squared Wasserstein distance of model k to the real law."""
    return found[0] + np.square(np.sqrt(found[1]) - sigma0)


@seen_in(runs)
def risk_and_scale(found: Runs, *, sigma0: float = 1.0) -> Array:
    """The same, and twice the product of both standard deviations."""
    return found[0] + np.square(np.sqrt(found[1]) - sigma0) + 2 * sigma0 * np.sqrt(found[1])
