"""First and second moments of |mu_t|^2 and tr Sigma_t in every Gaussian workflow (ddof = 0), by one recursion.

What is followed are means over distinct points of the pool of batches: of x.x' (two slots) and of
(x1.x2)(x3.x4) (four slots), for every way in which the slots can share points. Whether a new pool's points
are old or new, and which points a training set takes from the pool, does not depend on their values, so
that both steps are linear. Given a training set with mean m and covariance S (ddof = 0), a new point y has
E y = m and E yy' = mm' + S, the means of x and xx' over one uniform pick from the set; if it fills three or
four slots, the moments of a normal variable are sums over pairs, less twice m to the third or fourth power.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Literal, NamedTuple

from flint import fmpq

from simulators.exact.balls import Real, rational

Workflow = Literal["replace", "accumulate", "accumulate-subsample"]
Labels = tuple[int, ...]
"""Which point fills each slot: equal labels, equal points, numbered in the order of appearance."""

Weighted = tuple[fmpq, Labels]


class Moments(NamedTuple):
    """E of |mu_t|^2, tr Sigma_t, |mu_t|^4 and (tr Sigma_t)^2."""

    error: fmpq
    trace: fmpq
    error_square: fmpq
    trace_square: fmpq


def moments(workflow: Workflow, n: int, lam: Sequence[Real], k: int) -> list[Moments]:
    """Of models 1..k on batches of n points, the first from a normal law of mean 0 and covariance eigenvalues lam."""
    eigenvalues = [rational(x) for x in lam]
    total, squares = sum(eigenvalues, fmpq(0)), sum((x**2 for x in eigenvalues), fmpq(0))
    # E (x1.x2)(x3.x4) for independent points, where it is not 0
    four: dict[Labels, fmpq] = {(0, 1, 0, 1): squares, (0, 1, 1, 0): squares, (0, 0, 1, 1): total**2}
    four[0, 0, 0, 0] = total**2 + 2 * squares
    found = []
    pairs = _followed(workflow, n, k, {(0, 0): total}, ((0, 1), (0, 0)))
    quadruples = _followed(workflow, n, k, four, ((0, 0, 1, 2), (0, 1, 2, 3), (0, 0, 1, 1)))
    for (error, square), (cross, error_square, both) in zip(pairs, quadruples, strict=True):
        # of m.m, and of the mean of x.x = |m|^2 + tr S
        found.append(Moments(error, square - error, error_square, both - 2 * cross + error_square))
    return found


@cache
def _partitions(slots: int) -> tuple[Labels, ...]:
    return tuple(sorted({_numbered(labels) for labels in product(range(slots), repeat=slots)}))


def _numbered(labels: Labels) -> Labels:
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


def _followed(
    workflow: Workflow, n: int, k: int, start: dict[Labels, fmpq], wanted: tuple[Labels, ...]
) -> Iterator[tuple[fmpq, ...]]:
    """E of products over picks from the training sets of t = 1..k, for each way in which slots share a pick."""
    slots = len(wanted[0])
    state = {name: start.get(name, fmpq(0)) for name in _partitions(slots)}
    for t in range(1, k + 1):
        step, picked = _rows(workflow, n, t, slots)
        yield tuple(_combined(picked[name], state) for name in wanted)
        state = {name: _combined(row, state) for name, row in step.items()}


def _combined(row: dict[Labels, fmpq], state: dict[Labels, fmpq]) -> fmpq:
    return sum((weight * state[name] for name, weight in row.items()), fmpq(0))


Rows = dict[Labels, dict[Labels, fmpq]]


@cache
def _rows(workflow: Workflow, n: int, t: int, slots: int) -> tuple[Rows, Rows]:
    """Coefficients of one step, and of picks from the training set: pattern -> old pattern -> weight."""
    pool = n if workflow == "replace" else n * t
    chosen = n if workflow == "accumulate-subsample" else pool
    kept = 0 if workflow == "replace" else pool
    step, picked = {}, {}
    for name in _partitions(slots):
        picked[name] = _collected(_picks(name, frozenset(), chosen, pool))
        step[name] = _collected(
            (weight * more, final)
            for weight, labels, old in _new_pool(name, kept, n)
            for more, final in _picks(labels, old, chosen, pool)
        )
    return step, picked


def _collected(terms: Iterator[Weighted]) -> dict[Labels, fmpq]:
    row: dict[Labels, fmpq] = {}
    for weight, labels in terms:
        if weight != 0:
            name = _numbered(labels)
            row[name] = row.get(name, fmpq(0)) + weight
    return row


def _new_pool(name: Labels, kept: int, n: int) -> Iterator[tuple[fmpq, Labels, frozenset[int]]]:
    """Each point of the pattern is old (of `kept`) or new: weight, labels, and which of them are old points.

    A new point is resolved into independent picks from the training set.
    """
    points = max(name) + 1
    for old in product((True, False), repeat=points):
        weight = fmpq(1)
        for i, is_old in enumerate(old):
            before = sum(old[:i])
            weight *= _ratio(kept - before if is_old else n - (i - before), kept + n - i)
        if weight == 0:
            continue
        for factor, labels in _resolved(name, [i for i in range(points) if not old[i]]):
            yield factor * weight, labels, frozenset(i for i in range(points) if old[i])


def _resolved(name: Labels, fresh: list[int]) -> Iterator[tuple[int, Labels]]:
    """The moments of the new points as sums of products of picks."""
    big = next((point for point in fresh if name.count(point) > 2), None)
    if big is None:
        yield 1, name
        return
    slots = [i for i, point in enumerate(name) if point == big]
    free = iter(range(len(name) + 10, 10**6))
    apart = dict(zip(slots, free, strict=False))
    yield -2, tuple(apart.get(i, point) for i, point in enumerate(name))
    for partner in slots[len(slots) - 3 :]:  # of three, the first may stay single
        pair, other = next(free), next(free)
        parts = {i: pair if i in (slots[0], partner) else other for i in slots}
        yield 1, tuple(parts.get(i, point) for i, point in enumerate(name))


def _picks(labels: Labels, old: frozenset[int], chosen: int, pool: int) -> Iterator[Weighted]:
    """Which labels turn out to be the same point: picks from the training set first, then the old points."""
    names = list(dict.fromkeys(labels))
    order = [x for x in names if x not in old] + [x for x in names if x in old]

    def place(todo: list[int], points: dict[int, int], weight: fmpq) -> Iterator[Weighted]:
        if weight == 0:
            return
        if not todo:
            yield weight, tuple(points[label] for label in labels)
            return
        label, *rest = todo
        taken = {points[x] for x in points if x in old}
        choices = [p for p in set(points.values()) if p not in taken]
        size = pool - len(taken) if label in old else chosen
        for point in choices:
            yield from place(rest, {**points, label: point}, weight * _ratio(1, size))
        yield from place(rest, {**points, label: label}, weight * _ratio(size - len(choices), size))

    yield from place(order, {}, fmpq(1))


def _ratio(part: int, whole: int) -> fmpq:
    """part / whole, or 0 where either is not positive: of patterns with more points than there are."""
    return fmpq(part, whole) if part > 0 and whole > 0 else fmpq(0)
