"""The normal model in d dimensions (ddof = 0) under whatever workflow does not look at values (`value_blind`), k >= 1.

lam: the eigenvalues of the real covariance. Every observable returns one value per independent path and raises
ValueError unless n >= 1, k >= 1, the workflow has one of the names there, and they lie between 1e-38 and 1e38.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators import value_blind
from simulators.engine import seen_in

Array = NDArray[np.float64]
Runs = tuple[Array, Array]


def runs(rng: np.random.Generator, paths: int, *, n: int, k: int, lam: Sequence[float], workflow: str) -> Runs:
    """The squared length of the mean and the trace of the covariance of model k, one run a path."""
    deviations = np.sqrt(np.asarray(lam, dtype=float))
    return value_blind.fitted(rng, paths, value_blind.plan(workflow, n, k), deviations.tolist())


@seen_in(runs)
def mean_error(found: Runs) -> Array:
    """The squared distance of the fitted mean from the real one."""
    return found[0]


@seen_in(runs)
def conserved(found: Runs) -> Array:
    """The same, and the trace of the fitted covariance."""
    return found[0] + found[1]
