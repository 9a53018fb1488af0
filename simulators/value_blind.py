"""Models that are fitted to whatever points a workflow selects that does not look at their values, by its name.

Batch 1 is real, independent points of N(0, diag(lam)). Model t is fitted to points of batches 1..t; batch t + 1 is
drawn from model t, but for those of its points that are real. Kazdan et al., arXiv 2410.16713, section 3. By name:

* replace: batch t; window: the last two batches; last-half: batches t/2 + 1..t, t/2 rounded down;
* accumulate: all batches; growing: all, batch t having n t^2 points;
* subsample, bootstrap: n points of all batches, without or with replacement;
* synthetic-only: all batches but the first, which model 1 alone is fitted to;
* half-fresh: batch t of 2 n points, n of which are real (of the first one all are);
* half-fixed: batch t and the first one. Batches have n points where nothing else is said.

Points are drawn one by one. A draw from N(m, S), S the covariance of the M points x_i with the divisor M, is
m + sum_i z_i (x_i - m)/sqrt(M), z standard normal; one from a kernel estimate is h z and a point x_i, any of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.variates import SCALES, index, normal

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST_POINTS = 10**8
"""All points of a run are kept."""
NAMES = (
    "replace", "accumulate", "subsample", "bootstrap", "window", "last-half", "synthetic-only", "half-fresh",
    "half-fixed", "growing",
)  # fmt: skip


def plan(workflow: str, n: int, k: int) -> Whole:
    """A row for each of the models 1..k: size of its batch, real points of it, oldest batch seen, is the first one seen
    besides, points taken (0: all), with replacement. Raises ValueError for an unknown name.
    """
    if workflow not in NAMES or n < 1 or k < 1 or n * k**3 > MOST_POINTS:
        raise ValueError(
            f"need n >= 1, k >= 1, n k^3 <= {MOST_POINTS:.0e} and a workflow, {', '.join(NAMES)}: got n={n}, k={k}, "
            f"{workflow!r}"
        )
    rows = np.zeros((k, 6), np.int64)
    for t in range(1, k + 1):
        size = n * t * t if workflow == "growing" else 2 * n if workflow == "half-fresh" else n
        oldest = {
            "replace": t, "half-fresh": t, "half-fixed": t, "window": max(1, t - 1), "last-half": t // 2 + 1,
            "synthetic-only": min(t, 2),
        }.get(workflow, 1)  # fmt: skip
        fresh = size if t == 1 else n if workflow == "half-fresh" else 0
        taken = n if workflow in ("subsample", "bootstrap") else 0
        rows[t - 1] = size, fresh, oldest, workflow == "half-fixed", taken, workflow == "bootstrap"
    return rows


@inlined
def _select(source: object, rows: Whole, t: int, seen: Whole, places: Whole) -> int:
    """The places of the points that model t is fitted to; how many they are."""
    oldest, keeps, taken, replacement = rows[t, 2], rows[t, 3], rows[t, 4], rows[t, 5]
    many, start = 0, 0
    for s in range(t + 1):
        if s + 1 >= oldest or (keeps == 1 and s == 0):
            for j in range(start, start + rows[s, 0]):
                seen[many] = j
                many += 1
        start += rows[s, 0]
    if taken == 0:
        for j in range(many):
            places[j] = seen[j]
        return many
    for j in range(taken):
        other = index(source, many) if replacement == 1 else j + index(source, many - j)
        places[j] = seen[other]
        if replacement == 0:
            seen[j], seen[other] = seen[other], seen[j]
    return taken


@kernel
def _fitted(g: np.random.Generator, errors: Array, traces: Array, roots: Array, rows: Whole) -> None:
    """|mean|^2 and the trace of the covariance of the last model of every path."""
    source = g.bit_generator
    k, d = rows.shape[0], roots.size
    most = np.sum(rows[:, 0])
    pool, mean = np.empty((most, d)), np.empty(d)
    seen, places = np.empty(most, np.int64), np.empty(most, np.int64)
    for path in range(errors.size):
        start, many = 0, 0
        for t in range(k):
            for j in range(start, start + rows[t, 0]):
                if j - start < rows[t, 1]:
                    for i in range(d):
                        pool[j, i] = roots[i] * normal(source)
                else:
                    pool[j] = mean
                    for p in range(many):
                        z = normal(source) / math.sqrt(many)
                        for i in range(d):
                            pool[j, i] += z * (pool[places[p], i] - mean[i])
            start += rows[t, 0]
            many = _select(source, rows, t, seen, places)
            mean[:] = 0.0
            for p in range(many):
                mean += pool[places[p]]
            mean /= many
        error, trace = 0.0, 0.0
        for i in range(d):
            error += mean[i] ** 2
            for p in range(many):
                trace += (pool[places[p], i] - mean[i]) ** 2 / many
        errors[path], traces[path] = error, trace


@kernel
def _estimated(g: np.random.Generator, draws: Array, h: float, sigma0: float, rows: Whole) -> None:
    """A draw from the last kernel estimate of every path."""
    source = g.bit_generator
    most = np.sum(rows[:, 0])
    pool, seen, places = np.empty(most), np.empty(most, np.int64), np.empty(most, np.int64)
    for path in range(draws.size):
        start, many = 0, 0
        for t in range(rows.shape[0]):
            for j in range(start, start + rows[t, 0]):
                if j - start < rows[t, 1]:
                    pool[j] = sigma0 * normal(source)
                else:
                    pool[j] = pool[places[index(source, many)]] + h * normal(source)
            start += rows[t, 0]
            many = _select(source, rows, t, seen, places)
        draws[path] = pool[places[index(source, many)]] + h * normal(source)


def fitted(rng: np.random.Generator, paths: int, rows: Whole, deviations: Sequence[float]) -> tuple[Array, Array]:
    """|mean|^2 and the trace of the covariance (ddof = 0) of the normal model of the last row, one run a path.

    deviations: of the real law in each direction. Raises ValueError unless they lie between 1e-38 and 1e38.
    """
    roots = np.asarray(deviations, dtype=float)
    if not roots.size or not np.all((roots >= SCALES[0] ** 0.5) & (roots <= SCALES[1])):
        raise ValueError(f"need deviations between {SCALES[0] ** 0.5:g} and {SCALES[1]:g}: got {list(roots)}")
    errors, traces = np.empty(paths), np.empty(paths)
    _fitted(rng, errors, traces, roots, rows)
    return errors, traces


def estimated(rng: np.random.Generator, paths: int, rows: Whole, h: float, sigma0: float) -> Array:
    """A draw from the kernel estimate of the last row, one run a path; raises ValueError as `fitted` does."""
    if not all(SCALES[0] <= scale <= SCALES[1] for scale in (h, sigma0)):
        raise ValueError(f"need h and sigma0 between {SCALES[0]:g} and {SCALES[1]:g}: got h={h}, sigma0={sigma0}")
    draws = np.empty(paths)
    _estimated(rng, draws, float(h), float(sigma0), rows)
    return draws
