"""The time at which the binomial chain is absorbed, in floats with a certified bracket.

m(s) = E T and w(s) = E T^2 from the count s, where the chain is not absorbed yet, solve (1 - Q) m = 1 and
(1 - Q) w = 2 m - 1, Q being the chance of a step among such counts. Q has no negative entry and (1 - Q)^-1 = 1 + Q +
Q^2 + ... none, so that a v with (1 - Q) v >= a f lies above a (1 - Q)^-1 f, and one with (1 - Q) v <= b f below
b (1 - Q)^-1 f. v is found by a banded solver, which need not be right; a and b are certified by one step of the chain
(`backward`). Nothing is taken from the theorems on the chain.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from flint import arb, ctx, fmpq
from scipy.linalg import solve_banded

from simulators.exact.backward import UNIT, Floats, Rows, step, transitions
from simulators.exact.balls import BITS

MOST_SAMPLES = 10**4
STEP = 3 * UNIT
"""Relative error of one step of the chain (2.02 UNIT), and of a sum or product with its result."""

Bracket = tuple[Floats, Floats]
"""Lower and upper bounds."""


@ctx.workprec(BITS)
def moments(n: int, p0: fmpq) -> tuple[arb, arb]:
    """Balls around E T and E T^2, T the first generation at which the share is 0 or 1.

    Raises ValueError if n is too large.
    """
    if p0 in (0, 1):
        return arb(0), arb(0)
    if n > MOST_SAMPLES:
        raise ValueError(f"the time of absorption is followed up to n = {MOST_SAMPLES:,}: got {n}")
    first = transitions(n, [p0], n)
    mean, square = (_stepped(first, bracket) for bracket in _table(n))
    means = [1 + arb(end[0]) for end in mean]  # T = 1 + T', and so T^2 = 1 + 2 T' + T'^2
    squares = [2 * m - 1 + arb(end[0]) for m, end in zip(means, square, strict=True)]
    return means[0].union(means[1]), squares[0].union(squares[1])


@lru_cache(maxsize=8)
def _table(n: int) -> tuple[Bracket, Bracket]:
    """Brackets of E T and E T^2 from each of the counts 0..n."""
    rows = transitions(n, [fmpq(s, n) for s in range(n + 1)], n)
    ones = np.ones(n + 1)
    mean = _solved(n, rows, (ones, ones))
    low, high = ((2 * end - 1) * (1 + sign * 2 * UNIT) for end, sign in zip(mean, (-1, 1), strict=True))
    return mean, _solved(n, rows, (low, high))


def _solved(n: int, rows: Rows, right: Bracket) -> Bracket:
    """Brackets of (1 - Q)^-1 f at the counts 0..n, 0 at the ends, for every f > 0 in a bracket."""
    v, inner = np.zeros(n + 1), slice(1, n)
    if n > 1:
        v[inner] = _guessed(n, rows, right[1][inner])
    if not (v[inner] > 0).all():
        raise ArithmeticError(f"no solution is found for n = {n}")
    after = _stepped(rows, (v, v))
    low, high = ((v - end) * (1 + sign * STEP) for end, sign in zip(after[::-1], (-1, 1), strict=True))
    a = min((low[inner] / right[1][inner]).tolist(), default=1.0) * (1 - STEP)
    b = max((high[inner] / right[0][inner]).tolist(), default=1.0) * (1 + STEP)
    if not a > 0:
        raise ArithmeticError(f"no solution is certified for n = {n}")
    return v / b * (1 - STEP), v / a * (1 + STEP)


def _stepped(rows: Rows, bracket: Bracket) -> Bracket:
    """Bounds on the mean, a generation later, of a function that is 0 where the chain is absorbed."""
    top = max(bracket[1].max(), 1.0)
    low, _ = step(rows, bracket[0] / top, np.zeros(bracket[0].size))
    high, excess = step(rows, bracket[1] / top, np.zeros(bracket[1].size))
    return low * top * (1 - STEP) * (1 - STEP), (high + excess) * top * (1 + STEP) * (1 + STEP)


def _guessed(n: int, rows: Rows, right: Floats) -> Floats:
    """About (1 - Q)^-1 f on the counts 1..n-1: what is further than nine deviations from the diagonal left out."""
    band = min(n - 2, ceil(4.5 * sqrt(n)) + 20)
    source = np.repeat(np.arange(n + 1), rows.size)
    target = np.arange(source.size) - np.repeat(np.cumsum(rows.size) - rows.size - rows.start, rows.size)
    kept = (abs(source - target) <= band) & (source > 0) & (source < n) & (target > 0) & (target < n)
    matrix = np.zeros((2 * band + 1, n - 1))
    matrix[band + source[kept] - target[kept], target[kept] - 1] = -rows.weights[kept]
    matrix[band] += 1
    return solve_banded((band, band), matrix, right, overwrite_ab=True)
