"""Kernel estimates of the last batch alone, of a bandwidth that is chosen by cross-validation (`kde_equivariant`).

It is a quarter, half, once or twice the standard deviation of the points. Every observable returns one value per
independent path and raises ValueError as `kde_equivariant` says.
"""

from __future__ import annotations

import numpy as np

from simulators import kde_equivariant
from simulators.engine import event, seen_in
from simulators.kde_equivariant import Array, Runs

MULTIPLES = (0.25, 0.5, 1.0, 2.0)


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, sigma0: float = 1.0) -> Runs:
    """Runs up to model k."""
    return kde_equivariant.runs(rng, paths, n, k, MULTIPLES, sigma0)


@event
@seen_in(runs)
def low_loss(found: Runs, *, delta: float) -> Array:
    """Is the loss at 0 of model k at most what it is with the probability delta at most?"""
    return kde_equivariant.low(found, delta)
