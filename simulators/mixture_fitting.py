"""Mixtures of two normal laws in the plane, fitted by expectation maximisation to points of the mixture before.

Shumailov et al., arXiv 2305.17493, section 5.1 (Figures 7 and 13), replace workflow: model 0 is fitted to n real
points, model k + 1 to n points of model k. Full covariances. The settings and the rules of scikit-learn's
GaussianMixture, which the paper's notebook calls: k-means gives the first responsibilities; maximisation and
expectation take turns until the mean log-likelihood moves by less than TOLERANCE, STEPS times at most; REGULAR is added
to the variances in every step, so that no component shrinks to a point: it stays a normal law of standard deviation
0.001.

A component that less than FEWEST points belong to is gone: the model is then the normal law of all points, written as
two components that are equal, of which the second has weight 0. The fit ends there, and the next one starts anew.
k-means begins at two of the points: the first is any of them, the second is chosen in proportion to its squared
distance from the first; it ends when no point changes sides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel
from simulators.variates import normal

Array = NDArray[np.float64]

TOLERANCE, STEPS, REGULAR = 1e-5, 2000, 1e-6
"""Of the mean log-likelihood; of a fit at most; added to every variance."""
FEWEST, SIDES = 0.01, 300
"""Points that a component has at least; rounds of k-means at most."""
LOST = 2.0**-48
"""Of a sum of terms, relative to them: it may be all rounding."""
WIDTH = 6
"""Numbers of a component: weight, both coordinates of the mean, variances of both and covariance."""


@inlined
def _component(law: Array, row: int, sums: Array, n: float) -> bool:
    """Writes a component of these sums (count, x, y, xx, yy, xy); False where it is gone."""
    count = sums[row, 0]
    if not count >= FEWEST:
        return False
    x, y = sums[row, 1] / count, sums[row, 2] / count
    law[row, 0], law[row, 1], law[row, 2] = count / n, x, y
    law[row, 3] = max(sums[row, 3] / count - x * x, 0.0) + REGULAR
    law[row, 4] = max(sums[row, 4] / count - y * y, 0.0) + REGULAR
    reach = math.sqrt(law[row, 3] * law[row, 4]) - REGULAR
    law[row, 5] = min(max(sums[row, 5] / count - x * y, -reach), reach)
    return True


@inlined
def _added(sums: Array, row: int, share: float, x: float, y: float) -> None:
    sums[row, 0] += share
    sums[row, 1] += share * x
    sums[row, 2] += share * y
    sums[row, 3] += share * x * x
    sums[row, 4] += share * y * y
    sums[row, 5] += share * x * y


@kernel
def _maximised(law: Array, sums: Array, n: int) -> bool:
    """The model of these sums; the normal law of all points, and False, where a component is gone."""
    if _component(law, 0, sums, n) and _component(law, 1, sums, n):
        return True
    for i in range(WIDTH):
        sums[0, i] += sums[1, i]
    _component(law, 0, sums, n)
    law[1] = law[0]
    law[1, 0] = 0.0
    return False


@kernel
def _halves(g: np.random.Generator, points: Array, sums: Array) -> None:
    """The sums of the two sides of k-means."""
    n = points.shape[0]
    first = int(g.random() * n)
    ax, ay = points[first, 0], points[first, 1]
    total = 0.0
    for i in range(n):
        total += (points[i, 0] - ax) ** 2 + (points[i, 1] - ay) ** 2
    left, second = g.random() * total, first
    for i in range(n):
        left -= (points[i, 0] - ax) ** 2 + (points[i, 1] - ay) ** 2
        if left < 0.0:
            second = i
            break
    bx, by = points[second, 0], points[second, 1]
    side = np.zeros(n, np.bool_)
    for rounds in range(SIDES):
        sums[:] = 0.0
        changed = rounds == 0
        for i in range(n):
            x, y = points[i, 0], points[i, 1]
            other = (x - bx) ** 2 + (y - by) ** 2 < (x - ax) ** 2 + (y - ay) ** 2
            changed = changed or other != side[i]
            side[i] = other
            _added(sums, int(other), 1.0, x, y)
        if not changed or sums[0, 0] == 0.0 or sums[1, 0] == 0.0:
            break
        ax, ay = sums[0, 1] / sums[0, 0], sums[0, 2] / sums[0, 0]
        bx, by = sums[1, 1] / sums[1, 0], sums[1, 2] / sums[1, 0]


@kernel
def _expected(points: Array, law: Array, sums: Array) -> float:
    """The sums in which each point counts by its responsibilities; the mean log-likelihood."""
    n = points.shape[0]
    scale = np.empty(2)
    for row in range(2):
        determinant = law[row, 3] * law[row, 4] - law[row, 5] * law[row, 5]
        scale[row] = math.log(law[row, 0]) - 0.5 * math.log(determinant) - math.log(2.0 * math.pi)
    a0, b0, c0 = _precision(law, 0)
    a1, b1, c1 = _precision(law, 1)
    total, product = 0.0, 1.0
    count = sx = sy = sxx = syy = sxy = 0.0
    for i in range(n):
        x, y = points[i, 0], points[i, 1]
        u, v = x - law[0, 1], y - law[0, 2]
        s, t = x - law[1, 1], y - law[1, 2]
        one = scale[0] - 0.5 * (a0 * u * u + b0 * v * v) + c0 * u * v
        two = scale[1] - 0.5 * (a1 * s * s + b1 * t * t) + c1 * s * t
        less = math.exp(-abs(one - two))
        product *= 1.0 + less
        total += max(one, two)
        if product > 1e200:
            total += math.log(product)
            product = 1.0
        share = (1.0 if one >= two else less) / (1.0 + less)
        count += share
        sx += share * x
        sy += share * y
        sxx += share * x * x
        syy += share * y * y
        sxy += share * x * y
    for i, of_one in enumerate((count, sx, sy, sxx, syy, sxy)):
        sums[1, i] += sums[0, i] - of_one
        sums[0, i] = of_one
    return (total + math.log(product)) / n


@inlined
def _precision(law: Array, row: int) -> tuple[float, float, float]:
    """Of both coordinates, and minus that of both together."""
    determinant = law[row, 3] * law[row, 4] - law[row, 5] * law[row, 5]
    return law[row, 4] / determinant, law[row, 3] / determinant, law[row, 5] / determinant


@kernel
def _improved(points: Array, law: Array, sums: Array, tolerance: float, steps: int) -> int:
    """Expectation and maximisation in turns; how many there were, 0 where a component is gone."""
    before = -math.inf
    for step in range(1, steps + 1):
        likelihood = _expected(points, law, sums)
        if not _maximised(law, sums, points.shape[0]):
            return 0
        if abs(likelihood - before) < tolerance:
            return step
        before = likelihood
    return steps


@kernel
def _fitted(g: np.random.Generator, points: Array, law: Array, sums: Array, tolerance: float) -> int:
    """Fits a mixture to the points, which are moved so that their mean is 0; the steps that it took."""
    n = points.shape[0]
    x, y = points[:, 0].mean(), points[:, 1].mean()
    for i in range(n):
        points[i, 0] -= x
        points[i, 1] -= y
    _halves(g, points, sums)
    taken = _improved(points, law, sums, tolerance, STEPS) if _maximised(law, sums, n) else 0
    law[:, 1] += x
    law[:, 2] += y
    return taken


@kernel
def _drawn(g: np.random.Generator, points: Array, law: Array) -> int:
    """Fills the points of a model, those of the first component first; how many these are."""
    source, n = g.bit_generator, points.shape[0]
    first = g.binomial(n, law[0, 0]) if law[0, 0] < 1.0 else n
    for i in range(n):
        row = 0 if i < first else 1
        u, v = normal(source), normal(source)
        across = math.sqrt(law[row, 3])
        lean = law[row, 5] / across
        points[i, 0] = law[row, 1] + across * u
        points[i, 1] = law[row, 2] + lean * u + math.sqrt(max(law[row, 4] - lean * lean, 0.0)) * v
    return first


@kernel
def _refitted(g: np.random.Generator, points: Array, law: Array, generations: int, tolerance: float) -> int:
    """So many generations on; the steps of all fits together."""
    sums, taken = np.zeros((2, WIDTH)), 0
    for _ in range(generations):
        _drawn(g, points, law)
        taken += _fitted(g, points, law, sums, tolerance)
    return taken


def real(rng: np.random.Generator, n: int, apart: float) -> Array:
    """n points (n, 2) of which every other one is about the second centre: both laws have the covariance 1, and their
    centres, (-apart/2, 0) and (apart/2, 0), are `apart` from each other.
    """
    points = rng.standard_normal((n, 2))
    points[::2, 0] -= apart / 2
    points[1::2, 0] += apart / 2
    return points


def fit(rng: np.random.Generator, points: Array, tolerance: float = TOLERANCE) -> tuple[Array, int]:
    """The model of points (n, 2), and the steps of expectation maximisation, 0 where a component is gone.

    A model has two rows: weight, both coordinates of the mean, variances of both and covariance. Raises ValueError
    unless there are two points or more, all of them numbers.
    """
    points = np.array(points, dtype=float)
    if points.ndim != 2 or points.shape[0] < 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError(f"need two or more points in the plane, each two finite numbers: got {points.shape}")
    law = np.zeros((2, WIDTH))
    return law, _fitted(rng, points, law, np.zeros((2, WIDTH)), tolerance)


def models(
    rng: np.random.Generator, points: Array, at: Sequence[int], tolerance: float = TOLERANCE
) -> Iterator[Array]:  # fmt: skip
    """The models of generations `at`, which rise; model 0 is fitted to the points, each other one to as many of the one
    before it. Raises what `fit` raises, and ValueError where `at` does not rise.
    """
    if list(at) != sorted({*at}) or min(at, default=0) < 0:
        raise ValueError(f"need generations >= 0 that rise, got {list(at)}")
    law, _ = fit(rng, points, tolerance)
    drawn, now = np.empty((len(points), 2)), 0
    for generation in at:
        _refitted(rng, drawn, law, generation - now, tolerance)
        now = generation
        yield law.copy()


def sample(rng: np.random.Generator, law: Array, n: int) -> tuple[Array, NDArray[np.bool_]]:
    """n points (n, 2) of a model; are they of its second component?"""
    points = np.empty((n, 2))
    first = _drawn(rng, points, law)
    return points, np.arange(n) >= first


def members(law: Array, points: Array) -> NDArray[np.bool_]:
    """Are the points (n, 2) more likely to be of the second component?"""
    logs = []
    for weight, x, y, xx, yy, xy in law:
        u, v, determinant = points[:, 0] - x, points[:, 1] - y, xx * yy - xy**2
        square = (yy * u**2 + xx * v**2 - 2 * xy * u * v) / determinant
        logs.append(
            np.log(weight) - (np.log(determinant) + square) / 2 if weight > 0 else np.full(len(points), -np.inf)
        )
    return np.asarray(logs[1] > logs[0])


def spread(law: Array) -> float:
    """The total variance of a model: the trace of its covariance."""
    weight, mean = law[:, 0], law[:, 1:3]
    return float(weight @ (law[:, 3] + law[:, 4] + ((mean - weight @ mean) ** 2).sum(axis=1)))


def variance_left(first: Array, law: Array) -> float:
    """The total variance of a model over that of the first one."""
    return spread(law) / spread(first)


def squared_distance(one: Array, other: Array) -> float:
    """The integral of the squared difference of two densities: a sum over all pairs of components, as in the claim l2
    of mixture-distance, in the plane. 0 where it is less than what rounding leaves of the terms.
    """
    both = np.vstack([one, other])
    weight = both[:, 0] * np.array([1.0, 1.0, -1.0, -1.0])
    gap = both[:, None, 1:3] - both[None, :, 1:3]
    xx, yy, xy = (both[:, None, i] + both[None, :, i] for i in (3, 4, 5))
    determinant = xx * yy - xy**2
    square = (yy * gap[..., 0] ** 2 + xx * gap[..., 1] ** 2 - 2 * xy * gap[..., 0] * gap[..., 1]) / determinant
    overlap = np.exp(-square / 2) / (2 * np.pi * np.sqrt(determinant))
    terms = weight[:, None] * overlap * weight
    total = float(terms.sum())
    return total if total > LOST * np.abs(terms).sum() else 0.0
