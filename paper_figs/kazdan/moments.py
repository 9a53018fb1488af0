"""Exact first and second moments of |mu_t|^2 and tr Sigma_t in every Gaussian workflow, by one recursion.

What is followed are means over distinct points of the pool of batches: of x.x' (two slots) and of
(x1.x2)(x3.x4) (four slots), for every way in which the slots can share points. Whether a new pool's points
are old or new, and which points a training set takes from the pool, does not depend on their values, so
that both steps are linear. Given a training set with mean m and covariance S (ddof = 0), a new point y has
E y = m and E yy' = mm' + S, the means of x and xx' over one uniform pick from the set; if it fills three or
four slots, the moments of a normal variable are sums over pairs, less twice m to the third or fourth power.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = tuple[int, ...]
"""Which point fills each slot: equal labels, equal points, numbered in the order of appearance."""


class Moments(NamedTuple):
    """E|mu_t|^2, E tr Sigma_t, E|mu_t|^4 and E (tr Sigma_t)^2 at t = 1..k (arrays of k)."""

    error: Array
    trace: Array
    error_square: Array
    trace_square: Array


def moments(workflow: str, n: int, d: int, k: int) -> Moments:
    """Of models 1..k on batches of n points from N(0, I_d)."""
    two = _followed(workflow, n, k, (0, 0), {(0, 0): d})
    four = _followed(workflow, n, k, (0, 0, 0, 0), _initial(d))
    error, square = two((0, 1)), two((0, 0))  # of m.m, and of the mean of x.x = |m|^2 + tr S
    cross, error_square = four((0, 0, 1, 2)), four((0, 1, 2, 3))
    return Moments(error, square - error, error_square, four((0, 0, 1, 1)) - 2 * cross + error_square)


def _initial(d: int) -> dict[Labels, float]:
    """E (x1.x2)(x3.x4) for independent standard normal points, where it is not 0."""
    return {(0, 0, 0, 0): d * d + 2 * d, (0, 0, 1, 1): d * d, (0, 1, 0, 1): d, (0, 1, 1, 0): d}


@cache
def _partitions(slots: int) -> list[Labels]:
    return sorted({_numbered(labels) for labels in product(range(slots), repeat=slots)})


def _numbered(labels: Labels) -> Labels:
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


def _followed(workflow: str, n: int, k: int, slots: Labels, start: dict[Labels, float]) -> Callable[[Labels], Array]:
    """E of a product over picks from the training sets of t = 1..k, as a function of which slots share a pick."""
    names = _partitions(len(slots))
    steps, picked = _rows(workflow, n, k, len(slots))
    state = np.array([start.get(name, 0.0) for name in names])
    states = np.empty((k, len(names)))
    for t in range(k):
        states[t] = state
        state = steps[t] @ state
    return lambda labels: np.einsum("tj,tj->t", picked[names.index(labels)], states)


@cache
def _rows(workflow: str, n: int, k: int, slots: int) -> tuple[Array, Array]:
    """Coefficients (k, new, old) of one step, and (pattern, k, old) of picks from the training set."""
    names = _partitions(slots)
    t = np.arange(1.0, k + 1)
    pool = n * t if workflow != "replace" else n + 0 * t
    chosen = n + 0 * t if workflow == "accumulate-subsample" else pool
    kept = 0 * t if workflow == "replace" else pool
    steps = np.zeros((k, len(names), len(names)))
    picked = np.zeros((len(names), k, len(names)))
    for row, name in enumerate(names):
        for weight, labels in _picks(name, {}, chosen, pool):
            picked[row, :, names.index(_numbered(labels))] += weight
        for weight, labels, sources in _new_pool(name, kept, n):
            for more, final in _picks(labels, sources, chosen, pool):
                steps[:, row, names.index(_numbered(final))] += weight * more
    return steps, picked


def _new_pool(name: Labels, kept: Array, n: int) -> Iterator[tuple[Array, Labels, dict[int, bool]]]:
    """Each point of the pattern is old (of `kept`) or new: weight, labels, and which of them are old points.

    A new point is resolved into independent picks from the training set.
    """
    points = max(name) + 1
    for old in product((True, False), repeat=points):
        weight = np.ones_like(kept)
        for i, is_old in enumerate(old):
            before = sum(old[:i])
            left = kept - before if is_old else n - (i - before) + 0 * kept
            weight = weight * _ratio(left, kept + n - i)
        for factor, labels in _resolved(name, [i for i in range(points) if not old[i]]):
            yield factor * weight, labels, {i: True for i in range(points) if old[i]}


def _resolved(name: Labels, fresh: list[int]) -> Iterator[tuple[float, Labels]]:
    """The moments of the new points as sums of products of picks."""
    big = next((point for point in fresh if name.count(point) > 2), None)
    if big is None:
        yield 1.0, name
        return
    slots = [i for i, point in enumerate(name) if point == big]
    free = iter(range(len(name) + 10, 10**6))
    apart = dict(zip(slots, free, strict=False))
    yield -2.0, tuple(apart.get(i, point) for i, point in enumerate(name))
    for partner in slots[len(slots) - 3 :]:  # of three, the first may stay single
        pair, other = next(free), next(free)
        parts = {i: pair if i in (slots[0], partner) else other for i in slots}
        yield 1.0, tuple(parts.get(i, point) for i, point in enumerate(name))


def _picks(labels: Labels, old: dict[int, bool], chosen: Array, pool: Array) -> Iterator[tuple[Array, Labels]]:
    """Which labels turn out to be the same point: picks from the training set first, then the old points."""
    names = list(dict.fromkeys(labels))
    order = [x for x in names if x not in old] + [x for x in names if x in old]

    def place(todo: list[int], points: dict[int, int], weight: Array) -> Iterator[tuple[Array, Labels]]:
        if not todo:
            yield weight, tuple(points[label] for label in labels)
            return
        label, *rest = todo
        taken = {points[x] for x in points if x in old}
        choices = [p for p in set(points.values()) if p not in taken]
        size = (pool - len(taken)) if label in old else chosen
        for point in choices:
            yield from place(rest, {**points, label: point}, weight * _ratio(1.0, size))
        yield from place(rest, {**points, label: label}, weight * _ratio(size - len(choices), size))

    yield from place(order, {}, np.ones_like(chosen))


def _ratio(part: Array | float, whole: Array) -> Array:
    """part / whole, or 0 where either is not positive: of patterns with more points than there are."""
    return np.where((part > 0) & (whole > 0), part / np.where(whole > 0, whole, 1.0), 0.0)
