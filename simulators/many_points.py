"""Errors of fitted means as the number n of points grows, in the unit of the error of n real points.

Batch t has the mean of model t - 1 and a standard normal variable more; the pool of batches 1..t has the mean of their
means. Model t is fitted to n of its n t points, whose mean is that of the pool and a normal variable more, of variance
1 - 1/t if they are chosen without replacement, of variance 1 if with. Kazdan et al., arXiv 2410.16713, section 3.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import kernel
from simulators.variates import normal

Array = NDArray[np.float64]


@kernel
def _fits(g: np.random.Generator, out: Array, variances: Array) -> None:
    source = g.bit_generator
    for path in range(out.size):
        model, total = 0.0, 0.0
        for t in range(1, variances.size + 1):
            total += model + normal(source)
            model = total / t
            if variances[t - 1] > 0.0:
                model += math.sqrt(variances[t - 1]) * normal(source)
        out[path] = model


def fits(rng: np.random.Generator, paths: int, variances: Array) -> Array:
    """The error of the last model, one run a path; variances: what the choice of points adds, for models 1, 2, ..."""
    out = np.empty(paths)
    _fits(rng, out, np.ascontiguousarray(variances, dtype=np.float64))
    return out


def fit_numbers(k: int) -> Array:
    """1, 2, ..., k; raises ValueError unless k >= 0."""
    if k < 0:
        raise ValueError(f"need k >= 0, got {k}")
    return np.arange(1.0, k + 1.0)
