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
distance from the first; it ends when no point changes sides, or when its centres hardly move (STILL), which then
decide once more.

Points are added up side by side, so that compilers make vectors of the loops that take the time, and in one order, so
that every processor finds the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from simulators.exponentials import exponential
from simulators.kernels import inlined, kernel
from simulators.variates import normal

Array = NDArray[np.float64]

TOLERANCE, STEPS, REGULAR = 1e-5, 2000, 1e-6
"""Of the mean log-likelihood; of a fit at most; added to every variance."""
FEWEST, ROUNDS = 0.01, 300
"""Points that a component has at least; rounds of k-means at most."""
STILL = 1e-4
"""k-means ends when the squared ways of its centres sum to no more than this share of the variance of a coordinate."""
LANES = 128
"""Points that are added up side by side."""
FACTORS = 400 * LANES
"""Points after which products of numbers up to 2 become sums of logarithms: they are less than 1e121."""
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
def _counted(shares: Array, x: Array, y: Array, sums: Array) -> None:
    """Adds points, each by its share, to sums side by side (WIDTH, LANES)."""
    ones, xs, ys, xxs, yys, xys = sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]
    for i in range(len(shares)):
        u, v = shares[i] * x[i], shares[i] * y[i]
        ones[i] += shares[i]
        xs[i] += u
        ys[i] += v
        xxs[i] += u * x[i]
        yys[i] += v * y[i]
        xys[i] += u * y[i]


@kernel
def _nearer(centres: Array, x: Array, y: Array, side: Array, shares: Array, moved: Array) -> None:
    """1 for points that are nearer to the second centre, else 0; and whether that is new."""
    ax, ay, bx, by = centres[0, 0], centres[0, 1], centres[1, 0], centres[1, 1]
    for i in range(len(shares)):
        one = (x[i] - ax) * (x[i] - ax) + (y[i] - ay) * (y[i] - ay)
        two = (x[i] - bx) * (x[i] - bx) + (y[i] - by) * (y[i] - by)
        shares[i] = 1.0 if two < one else 0.0
        moved[i] += abs(shares[i] - side[i])
        side[i] = shares[i]


@kernel
def _divided(points: Array, centres: Array, side: Array, sums: Array) -> float:
    """The sums of the points nearer to each centre; how many have changed sides."""
    parts, shares, moved = np.zeros((2, WIDTH, LANES)), np.empty(LANES), np.zeros(LANES)
    for start in range(0, points.shape[1], LANES):
        x, y = points[0, start : start + LANES], points[1, start : start + LANES]
        some = shares[: len(x)]
        _nearer(centres, x, y, side[start : start + LANES], some, moved)
        _counted(some, x, y, parts[1])
        some[:] = 1.0 - some
        _counted(some, x, y, parts[0])
    for row in range(2):
        for i in range(WIDTH):
            sums[row, i] = parts[row, i].sum()
    return moved.sum()


@kernel
def _centres(g: np.random.Generator, points: Array) -> Array:
    """Two of the points, one a row, that k-means begins at."""
    n = points.shape[1]
    first = int(g.random() * n)
    squares = (points[0] - points[0, first]) ** 2 + (points[1] - points[1, first]) ** 2
    left, second = g.random() * squares.sum(), first
    for i in range(n):
        left -= squares[i]
        if left < 0.0:
            second = i
            break
    centres = np.empty((2, 2))
    centres[0], centres[1] = points[:, first], points[:, second]
    return centres


@kernel
def _halved(points: Array, centres: Array, sums: Array) -> None:
    """The sums of the two sides of k-means, which begins at these centres."""
    side, spread = np.full(points.shape[1], -1.0), (points[0].var() + points[1].var()) / 2.0
    settled = False
    for rounds in range(1, ROUNDS + 2):
        changed = _divided(points, centres, side, sums)
        if settled or changed == 0.0 or sums[0, 0] == 0.0 or sums[1, 0] == 0.0:
            break
        way = 0.0
        for row in range(2):
            for i in range(2):
                moved = sums[row, 1 + i] / sums[row, 0]
                way += (moved - centres[row, i]) ** 2
                centres[row, i] = moved
        settled = way <= STILL * spread or rounds == ROUNDS


@kernel
def _responsible(
    x: Array, y: Array, law: Array, scale: Array, shares: Array, logs: Array, products: Array
) -> None:  # fmt: skip
    """How likely each point is to be of the first component; its log-likelihood is added, and multiplied, to two."""
    a0, b0, c0 = _precision(law, 0)
    a1, b1, c1 = _precision(law, 1)
    x0, y0, x1, y1, scale0, scale1 = law[0, 1], law[0, 2], law[1, 1], law[1, 2], scale[0], scale[1]
    for i in range(len(shares)):
        u, v, s, t = x[i] - x0, y[i] - y0, x[i] - x1, y[i] - y1
        one = scale0 - 0.5 * (a0 * u * u + b0 * v * v) + c0 * u * v
        two = scale1 - 0.5 * (a1 * s * s + b1 * t * t) + c1 * s * t
        less = exponential(-abs(one - two))
        shares[i] = (1.0 if one >= two else less) / (1.0 + less)
        logs[i] += one if one >= two else two
        products[i] *= 1.0 + less


@kernel
def _expected(points: Array, law: Array, sums: Array) -> float:
    """The sums in which each point counts by its responsibilities; the mean log-likelihood."""
    n = points.shape[1]
    scale = np.empty(2)
    for row in range(2):
        determinant = law[row, 3] * law[row, 4] - law[row, 5] * law[row, 5]
        scale[row] = math.log(law[row, 0]) - 0.5 * math.log(determinant) - math.log(2.0 * math.pi)
    parts, shares, logs, products = np.zeros((WIDTH, LANES)), np.empty(LANES), np.zeros(LANES), np.ones(LANES)
    for start in range(0, n, LANES):
        x, y = points[0, start : start + LANES], points[1, start : start + LANES]
        some = shares[: len(x)]
        _responsible(x, y, law, scale, some, logs, products)
        _counted(some, x, y, parts)
        if start % FACTORS == FACTORS - LANES:
            logs += np.log(products)
            products[:] = 1.0
    for i in range(WIDTH):
        of_one = parts[i].sum()
        sums[1, i] += sums[0, i] - of_one
        sums[0, i] = of_one
    total, product = logs.sum(), 1.0
    for i in range(LANES):
        product *= products[i]
        if product > 1e150:
            total += math.log(product)
            product = 1.0
    return (total + math.log(product)) / n


@inlined
def _precision(law: Array, row: int) -> tuple[float, float, float]:
    """Of both coordinates, and minus that of both together."""
    determinant = law[row, 3] * law[row, 4] - law[row, 5] * law[row, 5]
    return law[row, 4] / determinant, law[row, 3] / determinant, law[row, 5] / determinant


@kernel
def _improved(points: Array, law: Array, sums: Array, tolerance: float, steps: int) -> int:
    """Expectation and maximisation of points (2, n) in turns; how many there were, 0 where a component is gone."""
    before = -math.inf
    for step in range(1, steps + 1):
        likelihood = _expected(points, law, sums)
        if not _maximised(law, sums, points.shape[1]):
            return 0
        if abs(likelihood - before) < tolerance:
            return step
        before = likelihood
    return steps


@kernel
def _fitted(g: np.random.Generator, points: Array, law: Array, sums: Array, tolerance: float) -> int:
    """Fits a mixture to the points (2, n), which are moved so that their mean is 0; the steps that it took."""
    n = points.shape[1]
    x, y = points[0].mean(), points[1].mean()
    points[0] -= x
    points[1] -= y
    _halved(points, _centres(g, points), sums)
    taken = _improved(points, law, sums, tolerance, STEPS) if _maximised(law, sums, n) else 0
    law[:, 1] += x
    law[:, 2] += y
    return taken


@kernel
def _drawn(g: np.random.Generator, points: Array, law: Array) -> int:
    """Fills the points (2, n) of a model, those of the first component first; how many these are."""
    source, n = g.bit_generator, points.shape[1]
    first = g.binomial(n, law[0, 0]) if law[0, 0] < 1.0 else n
    for i in range(n):
        row = 0 if i < first else 1
        u, v = normal(source), normal(source)
        across = math.sqrt(law[row, 3])
        lean = law[row, 5] / across
        points[0, i] = law[row, 1] + across * u
        points[1, i] = law[row, 2] + lean * u + math.sqrt(max(law[row, 4] - lean * lean, 0.0)) * v
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
    return law, _fitted(rng, np.ascontiguousarray(points.T), law, np.zeros((2, WIDTH)), tolerance)


def models(
    rng: np.random.Generator, points: Array, at: Sequence[int], tolerance: float = TOLERANCE
) -> Iterator[Array]:  # fmt: skip
    """The models of generations `at`, which rise; model 0 is fitted to the points, each other one to as many of the one
    before it. Raises what `fit` raises, and ValueError where `at` does not rise.
    """
    if list(at) != sorted({*at}) or min(at, default=0) < 0:
        raise ValueError(f"need generations >= 0 that rise, got {list(at)}")
    law, _ = fit(rng, points, tolerance)
    drawn, now = np.empty((2, len(points))), 0
    for generation in at:
        _refitted(rng, drawn, law, generation - now, tolerance)
        now = generation
        yield law.copy()


def sample(rng: np.random.Generator, law: Array, n: int) -> tuple[Array, NDArray[np.bool_]]:
    """n points (n, 2) of a model; are they of its second component?"""
    points = np.empty((2, n))
    first = _drawn(rng, points, law)
    return points.T, np.arange(n) >= first


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
