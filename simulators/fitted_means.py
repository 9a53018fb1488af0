"""Models of which only the mean is fitted; in every workflow that makes a mean of means simulated without points.

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
from simulators.variates import MAX_RATE, MAX_SIZE, SCALES, gamma, gamma_constants, index, normal, poisson, uniform

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


def _check(family: int, shape: float, truth: float, largest: int) -> None:
    """Raises ValueError outside of what is simulated."""
    shapes = {NORMAL: SCALES, GAMMA: (1e-6, 2.0**40), BINOMIAL: (1, MAX_SIZE), POISSON: (1, 1)}[family]
    top = {NORMAL: 0.0, GAMMA: SCALES[1], BINOMIAL: shape, POISSON: MAX_RATE}[family]
    low = SCALES[0] if family in (GAMMA, POISSON) else 0.0
    many = largest * {BINOMIAL: shape, POISSON: max(truth, 1.0) * MAX_SIZE / MAX_RATE}.get(family, 1.0)
    if not shapes[0] <= shape <= shapes[1] or not low <= truth <= top or not 1 <= many <= MAX_SIZE:
        raise ValueError(f"need sizes from 1 and numbers that fit: got {largest} points, {shape:g}, {truth:g}")


@kernel
def _fill_window(
    g: np.random.Generator, out: Array, family: int, shape: float, truth: float, n: int, width: int, k: int
) -> None:
    """Fitted to the last batches, at most `width` of them, of n points."""
    source, batches = g.bit_generator, np.empty(width)
    for i in range(out.size):
        mu = truth
        for t in range(k):
            batches[t % width] = _mean_of(g, source, family, shape, n, mu)
            mu = batches[: min(t + 1, width)].mean()
        out[i] = mu


@kernel
def _fill_fixed(
    g: np.random.Generator, out: Array, family: int, shape: float, truth: float, n: int, r: int, k: int
) -> None:
    """Fitted to r real points, at first to these alone, and n - r points from the last model."""
    source = g.bit_generator
    for i in range(out.size):
        real = _mean_of(g, source, family, shape, r, truth)
        mu = real
        for _ in range(1, k):
            mu = (r * real + (n - r) * _mean_of(g, source, family, shape, n - r, mu)) / n
        out[i] = mu


@kernel
def _fill_chosen(
    g: np.random.Generator, out: Array, family: int, shape: float, truth: float, n: int, k: int, again: bool
) -> None:
    """Fitted to n points of all batches so far; `again`: a point may be chosen again."""
    source, pool = g.bit_generator, np.empty(n * k)
    for i in range(out.size):
        mu = truth
        for t in range(k):
            size = n * (t + 1)
            for j in range(n * t, size):
                pool[j] = _mean_of(g, source, family, shape, 1, mu)
            total = 0.0
            for j in range(n):
                other = index(source, size) if again else j + index(source, size - j)
                total += pool[other]
                if not again:  # the first n of a shuffle: in which order the pool is kept does not matter
                    pool[j], pool[other] = pool[other], pool[j]
            mu = total / n
        out[i] = mu


def chosen(
    rng: np.random.Generator, paths: int, family: int, shape: float, truth: float, *, n: int, k: int, again: bool
) -> Array:
    """The mean of model k >= 0, fitted to n points of all batches so far, chosen with (`again`) or without replacement.

    Every point is drawn: n k of them a path.
    """
    _check(family, shape, truth, n)
    if k < 0:
        raise ValueError(f"need k >= 0, got k={k}")
    out = np.empty(paths)
    _fill_chosen(rng, out, family, float(shape), float(truth), n, k, again)
    return out


def in_window(
    rng: np.random.Generator, paths: int, family: int, shape: float, truth: float, *, n: int, width: int, k: int
) -> Array:
    """The mean of model k >= 0, fitted to batches of which only the last `width` are kept; batch 1 is real."""
    _check(family, shape, truth, n)
    if k < 0 or width < 1:
        raise ValueError(f"need k >= 0 and width >= 1, got k={k}, width={width}")
    out = np.empty(paths)
    _fill_window(rng, out, family, float(shape), float(truth), n, width, k)
    return out


def beside_fixed(
    rng: np.random.Generator, paths: int, family: int, shape: float, truth: float, *, n: int, r: int, k: int
) -> Array:
    """The mean of model k >= 1, fitted to n points, of which r are the same real ones every time."""
    _check(family, shape, truth, n)
    if k < 1 or not 1 <= r < n:
        raise ValueError(f"need k >= 1 and 1 <= r < n, got k={k}, n={n}, r={r}")
    out = np.empty(paths)
    _fill_fixed(rng, out, family, float(shape), float(truth), n, r, k)
    return out


def fitted(
    rng: np.random.Generator,
    paths: int,
    family: int,
    shape: float,
    truth: float,
    *,
    k: int,
    sizes: Any,
    weights: Any = 1.0,
    real: Any = 0,
) -> Array:
    """The mean of model k >= 0 of every path; model 0 is the real law, and real points of each generation are of it.

    sizes, weights, real: one number for every generation, or a list of k (sizes: or more).
    """
    many = _sizes(k, sizes)
    _check(family, shape, truth, int(many.max(initial=1)))
    of, fresh, moved = (np.broadcast_to(x, many.shape) for x in (many, real, weights))
    if many.dtype.kind not in "if" or np.any(many < 1) or np.any(fresh < 0) or np.any(fresh > of):
        raise ValueError(f"need whole sizes from 1, and 0 <= real <= sizes: got {sizes!r:.40}, {real!r:.40}")
    out = np.empty(paths)
    whole, real_points = np.array(of, dtype=np.int64), np.array(fresh, dtype=np.int64)
    _fill(rng, out, family, float(shape), float(truth), whole, real_points, np.array(moved, dtype=np.float64))
    return out


def pooled(
    rng: np.random.Generator, paths: int, family: int, shape: float, truth: float, *, k: int, sizes: Any, real: Any = 0
) -> Array:
    """Fitted to all batches so far."""
    many = _sizes(k, sizes)
    weights = many / np.maximum(np.cumsum(many, dtype=float), 1.0)  # sizes are looked at later
    return fitted(rng, paths, family, shape, truth, k=k, sizes=many, weights=weights, real=real)


def listed(sizes: Any) -> NDArray[np.int64]:
    """Sizes that are given for each generation by itself; raises ValueError for what is no list of whole numbers."""
    many = np.asarray(sizes)
    if many.ndim != 1 or many.dtype.kind not in "iu":
        raise ValueError(f"need a list of whole sizes: got {sizes!r:.40}")
    return many


def _sizes(k: int, sizes: Any) -> NDArray[Any]:
    """The sizes of batches 1..k."""
    many = np.asarray(sizes)
    if k < 0 or (many.ndim and len(many) < k):
        raise ValueError(f"need k >= 0, and a size for each of k batches: got k={k}, {sizes!r:.40}")
    return many[:k] if many.ndim else np.full(k, many)
