"""Kernel estimates of the last batch alone, of the bandwidth c times the standard deviation (`kde_equivariant`).

Every observable returns one value per independent path and raises ValueError as `kde_equivariant` says.
"""

from __future__ import annotations

import numpy as np

from simulators import kde_equivariant
from simulators.engine import seen_in
from simulators.kde_equivariant import Array, Runs


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, c: float, sigma0: float = 1.0) -> Runs:
    """Runs up to model k."""
    return kde_equivariant.runs(rng, paths, n, k, (c,), sigma0)


@seen_in(runs)
def spread(found: Runs) -> Array:
    """The variance (ddof = 1) of batch k."""
    return found[0]


@seen_in(runs)
def low_loss(found: Runs, *, delta: float) -> Array:
    """Is the loss at 0 of model k at most what it is with the probability delta at most?"""
    return kde_equivariant.low(found, delta)
