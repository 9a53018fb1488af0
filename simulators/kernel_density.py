"""Gaussian kernel density estimates of given points in d dimensions, refitted to draws from them: test losses.

Batch 1 is real. Model t is the kernel estimate, of bandwidth h, on batch t (replace), on all batches 1..t (accumulate),
or on n points of them without replacement (accumulate-subsample); batch t + 1 is n draws from model t. Kazdan et al.,
arXiv 2410.16713, sections 2.2 and 3. All kernel sums are in logarithms. They are what takes the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log, pi

import numpy as np
from numpy.typing import NDArray

from simulators.exponentials import exponential
from simulators.kernels import in_any_order, kernel

Array = NDArray[np.float64]

BLOCK, CHUNK = 128, 1024
"""Points that lie together, and are passed over together where they are far away; whose exponents stay in the nearest
cache."""

CELLS = 2**16
"""At most, of the grid by which points are put in order."""

NOTHING = 37.0
"""Exponents that are less than the largest by this add nothing to a sum: exp(-37) is half of a machine's last digit."""

TINY = 1e-250
"""A sum below may be one of terms that vanish: it is taken again in units of its largest term."""


@in_any_order
def _sum_of_exponentials(exponents: Array, largest: float) -> float:
    """sum_j exp(e_j - largest), e_j <= largest."""
    total = 0.0
    for j in range(len(exponents)):
        total += exponential(exponents[j] - largest)
    return total


@in_any_order
def _exponents(test: Array, points: Array, first: int, exponents: Array) -> None:
    """-|x - y_j|^2/2 of a test point x and points y_j, a column each, from the first on."""
    for c in range(len(points)):
        x, ys = test[c], points[c, first : first + len(exponents)]  # all that lies together: no other steps
        if c == 0:
            for j in range(len(exponents)):
                exponents[j] = -0.5 * (ys[j] - x) * (ys[j] - x)
        else:
            for j in range(len(exponents)):
                exponents[j] -= 0.5 * (ys[j] - x) * (ys[j] - x)


@kernel
def _boxes(points: Array) -> Array:
    """The least and the largest coordinate of each block, in each dimension: (2, d, blocks)."""
    d, count = points.shape
    boxes = np.empty((2, d, -(-count // BLOCK)))
    for c in range(d):
        for block in range(boxes.shape[2]):
            some = points[c, block * BLOCK : (block + 1) * BLOCK]
            boxes[0, c, block], boxes[1, c, block] = some.min(), some.max()
    return boxes


@kernel
def _squares(test: Array, boxes: Array, near: Array, far: Array) -> None:
    """The least and the largest squared distance from a test point to a place in each block."""
    near[:], far[:] = 0.0, 0.0
    for c in range(len(test)):
        x, low, high = test[c], boxes[0, c], boxes[1, c]
        for block in range(len(near)):
            below, above = low[block] - x, x - high[block]
            gap = below if below > above else above
            gap = gap if gap > 0.0 else 0.0
            width = below if below < above else above
            near[block] += gap * gap
            far[block] += width * width


@kernel
def _log_sums(tests: Array, points: Array, boxes: Array, out: Array) -> None:
    """ln sum_j exp(-|x - y_j|^2/2) at every row x of `tests`; points: a column for each y.

    Blocks are passed over that are so much farther away than some point is that all of them together add nothing.
    """
    count, blocks = points.shape[1], boxes.shape[2]
    room, near, far = np.empty(CHUNK), np.empty(blocks), np.empty(blocks)
    for i in range(len(tests)):
        _squares(tests[i], boxes, near, far)
        reach = far.min() + 2.0 * (NOTHING + np.log(count))
        largest, total = 0.0, 0.0
        for turn in range(3):  # the last two seldom: which exponent is the largest, and the sum in its units
            if turn == 1:
                if total > TINY:
                    break
                largest = -np.inf
            elif turn == 2:
                total = 0.0
            filled = 0
            for block in range(blocks + 1):
                last = block == blocks
                if last or near[block] <= reach:
                    size = 0 if last else min(BLOCK, count - BLOCK * block)
                    if last or filled + size > CHUNK:
                        if turn == 1:
                            largest = max(largest, np.max(room[:filled]))
                        else:
                            total += _sum_of_exponentials(room[:filled], largest)
                        filled = 0
                    if not last:
                        _exponents(tests[i], points, BLOCK * block, room[filled : filled + size])
                        filled += size
        out[i] = largest + np.log(total)


def _together(points: Array) -> Array:
    """The points (d, m) in an order in which neighbours lie near each other: by the cells of a grid."""
    d, count = points.shape
    sides = int(min(count / BLOCK, CELLS) ** (1 / d))
    if sides < 2:
        return points
    low = points.min(axis=1, keepdims=True)
    width = np.maximum(points.max(axis=1, keepdims=True) - low, np.finfo(float).tiny)
    cells = np.minimum(((points - low) / width * sides).astype(int), sides - 1)
    places = np.ravel_multi_index(tuple(cells), (sides,) * d).astype(np.uint16)
    return np.ascontiguousarray(points[:, np.argsort(places, kind="stable")])


def log_sum(tests: Array, points: Array, width: float) -> Array:
    """ln sum_j exp(-|x - x_j|^2/(2 width^2)) at every test point x."""
    x, y = np.ascontiguousarray(tests / width), _together(np.ascontiguousarray((points / width).T))
    total = np.empty(len(x))
    _log_sums(x, y, _boxes(y), total)
    return total


def log_mean(sums: Array, points: int, width: float, d: int) -> Array:
    """ln of the density estimate whose kernel sums are given, Gaussian kernel of standard deviation `width`."""
    return sums - log(points) - d * (0.5 * log(2 * pi) + log(width))


Rule = Callable[[int], float]
"""The bandwidth of an estimate, from the number of points that it is fitted to."""


def scott(points: int, d: int) -> float:
    """The bandwidth that scikit-learn calls Scott's: it does not look at the scale of the data."""
    return points ** (-1 / (d + 4))


def silverman(points: int, d: int) -> float:
    """The bandwidth that scikit-learn calls Silverman's: for d = 2 that of `scott`."""
    return (points * (d + 2) / 4) ** (-1 / (d + 4))


def fitted_to(
    workflow: str, rng: np.random.Generator, real: Array, last: int, draws: Callable[[int], Array]
) -> Iterator[Array]:
    """The points that models t = 1..last are fitted to, along one run.

    draws(points): n draws from the kernel of an estimate fitted to so many points.
    """
    n, d = real.shape
    pool = np.empty((n * last, d))
    pool[:n] = batch = real
    for t in range(1, last + 1):
        if t > 1:
            pool[n * (t - 1) : n * t] = batch[rng.integers(len(batch), size=n)] + draws(len(batch))
        if workflow == "replace":
            batch = pool[n * (t - 1) : n * t]
        elif workflow == "accumulate":
            batch = pool[: n * t]
        else:
            batch = pool[rng.choice(n * t, n, replace=False)]
        yield batch


def losses(
    workflow: str, rng: np.random.Generator, real: Array, tests: Array, h: float | Rule, at: list[int]
) -> Iterator[float]:  # fmt: skip
    """Mean negative log-likelihood of the test points under models t in `at`, along one run."""
    n, d = real.shape
    width: Rule = h if callable(h) else lambda _: h

    def smoothed(points: int) -> Array:
        return width(points) * rng.standard_normal((n, d))

    seen, sums = 0, np.full(len(tests), -np.inf)  # points whose kernels are in the running sums, and these
    for t, batch in enumerate(fitted_to(workflow, rng, real, at[-1], smoothed), 1):
        if t in at:
            if callable(h) or workflow != "accumulate":
                seen, sums = 0, np.full(len(tests), -np.inf)
            sums = np.logaddexp(sums, log_sum(tests, batch[seen:], width(len(batch))))
            seen = len(batch)
            yield float(-np.mean(log_mean(sums, seen, width(seen), d)))


@kernel
def _reach(tests: Array, points: Array, square: float, far: NDArray[np.bool_]) -> None:
    """far <- False at every row of `tests` whose squared distance from some point is at most `square`."""
    for i in range(len(tests)):
        for j in range(len(points)):
            if not far[i]:
                break
            distance = 0.0
            for c in range(tests.shape[1]):
                gap = tests[i, c] - points[j, c]
                distance += gap * gap
            far[i] = distance > square


def beyond(tests: Array, points: Array, radius: float) -> float:
    """The share of test points that are further than the radius from every point."""
    far = np.ones(len(tests), dtype=bool)
    _reach(tests, np.ascontiguousarray(points), radius**2, far)
    return float(np.mean(far))


def top_hat(rng: np.random.Generator, n: int, d: int, h: float) -> Array:
    """n draws from the kernel that is uniform in the ball of radius h."""
    directions = rng.standard_normal((n, d))
    lengths = h * rng.random((n, 1)) ** (1 / d)
    return directions * (lengths / np.linalg.norm(directions, axis=1, keepdims=True))


def uncovered(
    workflow: str, rng: np.random.Generator, real: Array, tests: Array, h: float, at: list[int]
) -> Iterator[float]:  # fmt: skip
    """The share of test points where the estimate with a top-hat kernel (uniform in the ball of radius h) is 0."""
    n, d = real.shape
    seen, far = 0, np.ones(len(tests), dtype=bool)
    for t, batch in enumerate(fitted_to(workflow, rng, real, at[-1], lambda _: top_hat(rng, n, d, h)), 1):
        if t in at:
            if workflow != "accumulate":
                seen, far = 0, np.ones(len(tests), dtype=bool)
            _reach(tests, np.ascontiguousarray(batch[seen:]), h**2, far)
            seen = len(batch)
            yield float(np.mean(far))


def annealed(real: Array, tests: Array, h: float, laws: Sequence[Mapping[int, float]]) -> list[float]:
    """Minus the mean log of the density averaged over all runs from this real batch, for each law.

    law: of the number of kernels between a draw and its real ancestor. The density is a mixture of estimates on the
    real batch itself, of bandwidth h sqrt(j) for j kernels.
    """
    d = real.shape[1]
    widths = {j: h * j**0.5 for law in laws for j in law}
    logs = {j: log_mean(log_sum(tests, real, w), len(real), w, d) for j, w in widths.items()}

    def loss(law: Mapping[int, float]) -> float:
        return float(-np.mean(np.logaddexp.reduce([log(p) + logs[j] for j, p in law.items()])))

    return [loss(law) for law in laws]
