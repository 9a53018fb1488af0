"""Models of which only the mean is fitted, in every workflow that makes a mean of means; simulated without points.

The mean of N independent points of mean mu is drawn at once: it is mu plus a normal variate (variance known), or a
Poisson, binomial or gamma variate over N, as sums of such are of their kind again. Generation t draws N_t points, of
which r_t are real, and moves the fit by the weight w_t towards their mean: 1 replaces, N_t/(N_1 + ... + N_t) pools.

Observables of the modules that use this return one value per independent path, the squared error of the fitted mean
and the fitted variance, and raise ValueError outside of what is simulated.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.variates import MAX_RATE, MAX_SIZE, SCALES, gamma, gamma_constants, normal, poisson, uniform

Array = NDArray[np.float64]
NORMAL, POISSON, GAMMA, BINOMIAL = range(4)


@inlined
def _mean_of(g: np.random.Generator, source: object, family: int, shape: float, size: int, mu: float) -> float:
    """The mean of so many points of mean mu; shape: the standard deviation, the shape, or the trials of a point."""
    if size == 0:
        return 0.0
    if family == 0:
        return mu + shape / math.sqrt(size) * normal(source)
    if family == 1:
        return poisson(source, size * mu) / size
    if family == 3:
        return g.binomial(int(size * shape), min(max(mu / shape, 0.0), 1.0)) / size
    whole = size * shape
    if whole >= 1.0:
        return mu * gamma(source, gamma_constants(whole)) / whole
    above = gamma(source, gamma_constants(whole + 1.0))
    return mu * above * (1.0 - uniform(source)) ** (1.0 / whole) / whole


@kernel
def _fill(
    g: np.random.Generator,
    out: Array,
    family: int,
    shape: float,
    truth: float,
    sizes: NDArray[np.int64],
    real: NDArray[np.int64],
    weights: Array,
) -> None:
    source = g.bit_generator
    for i in range(out.size):
        mu = truth
        for t in range(sizes.size):
            made = sizes[t] - real[t]
            batch = made * _mean_of(g, source, family, shape, made, mu)
            batch += real[t] * _mean_of(g, source, family, shape, real[t], truth)
            mu += weights[t] * (batch / sizes[t] - mu)
        out[i] = mu


def fitted(
    rng: np.random.Generator,
    paths: int,
    family: int,
    shape: float,
    truth: float,
    *,
    sizes: Any,
    weights: Any,
    real: Any = 0,
) -> Array:
    """The last fitted mean of every path; model 0 is the real law, and real points of each generation are of it.

    sizes, weights, real: one number each for every generation, or one for all.
    """
    spread = {NORMAL: SCALES, GAMMA: (1e-6, 2.0**40), BINOMIAL: (1, MAX_SIZE), POISSON: (1, 1)}[family]
    top = {NORMAL: 0.0, GAMMA: SCALES[1], BINOMIAL: shape, POISSON: MAX_RATE}[family]
    many = np.atleast_1d(np.asarray(sizes))
    most = int(many.max(initial=1)) * {BINOMIAL: shape, POISSON: max(truth, 1.0) * MAX_SIZE / MAX_RATE}.get(family, 1)
    lists = np.broadcast_arrays(many, real, weights) if many.size else [np.empty(0)] * 3
    inside = spread[0] <= shape <= spread[1] and 0 <= truth <= top
    if not inside or most > MAX_SIZE or np.any(many < 1) or np.any(lists[1] < 0) or np.any(lists[1] > lists[0]):
        raise ValueError(f"need sizes from 1, real <= sizes, and numbers that fit: got {sizes!r:.40}, {shape}, {truth}")
    out = np.empty(paths)
    of, fresh = (np.ascontiguousarray(x, dtype=np.int64) for x in lists[:2])
    _fill(rng, out, family, float(shape), float(truth), of, fresh, np.ascontiguousarray(lists[2], dtype=np.float64))
    return out
