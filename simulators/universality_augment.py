"""The limit of many points of training on all data, real and generated (Dey and Donoho, arXiv 2410.22812).

In generation g the score of the reference law, of variance J, is moved by J times the last error W; the error moves by
a g-th of the reference error of one batch, of variance 1/J + r, whose covariance with the score is 1. Every observable
returns one value per independent path and raises ValueError unless k >= 0, 1e-38 <= J <= 1e38 and 0 <= r <= 1e38.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.variates import SCALES

Array = NDArray[np.float64]


def follow(rng: np.random.Generator, paths: int, J: float, r: float, shares: Array) -> tuple[Array, Array]:
    """Error and last score of every path; shares: how much of a batch's own error enters, generation by generation."""
    if not SCALES[0] <= J <= SCALES[1] or not 0.0 <= r <= SCALES[1]:
        raise ValueError(f"need 1e-38 <= J <= 1e38 and 0 <= r <= 1e38, got J={J}, r={r}")
    error, score = np.zeros(paths), np.zeros(paths)
    for share in shares:
        own = rng.normal(0.0, np.sqrt(1.0 / J + r), paths)  # the error of the batch, were it real
        given = own / (1.0 / J + r)  # the mean of its score then; 1 is the covariance of the two
        reference = given + rng.normal(0.0, np.sqrt(max(J - 1.0 / (1.0 / J + r), 0.0)), paths)
        score = reference + J * error
        error = error + share * own
    return error, score


def generations(k: int) -> Array:
    """1, 2, ..., k; raises ValueError unless k >= 0."""
    if k < 0:
        raise ValueError(f"need k >= 0, got {k}")
    return np.arange(1.0, k + 1.0)


def runs(rng: np.random.Generator, paths: int, *, J: float, r: float, k: int) -> tuple[Array, Array]:
    """Error and last score."""
    return follow(rng, paths, J, r, 1.0 / generations(k))


@seen_in(runs)
def error(found: tuple[Array, Array]) -> Array:
    """The squared error of model k."""
    return np.square(found[0])


@seen_in(runs)
def score_square(found: tuple[Array, Array]) -> Array:
    """The square of the score of batch k; 0 for k = 0."""
    return np.square(found[1])
