"""The backward equation of the binomial chain, in floats with a certified bracket.

u_j(s) = Pr(P_j = 0 | n P_0 = s) solves u_(j+1)(s) = sum_m Pr(Bin(n, s/n) = m) u_j(m), u_0(s) = 1 if s = 0, else 0:
one pass gives all starts s and all generations j. Only the states 0..J are followed. Bin(n, p) rises with p
(in law), so u_j(s) falls with s, and 0 <= u_j(m) <= u_j(J) for the states m > J. The pass carries two numbers,

    value <= u_j(s) (1 + r)   and   u_j(s) <= (value + excess) (1 + r),   1 + r = (1 + 2.02 UNIT)^j :

value ignores what lies beyond J and whatever is dropped, excess pays for it. All terms are nonnegative, so that
roundings are relative: one in a transition probability (computed in double-double) and one in the scalar
product (compensated) make 2.02 UNIT a generation. Nothing is taken from the theorems on the chain.

The error-free product uses the fused multiply-add of the machine, as an explicit instruction. Of its own
accord LLVM contracts no a*b + c unless it is given the fast-math flags, which `kernel` does not give.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, log, sqrt
from typing import Any, NamedTuple

import numpy as np
from flint import arb, fmpq
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from simulators.exact.balls import to_float
from simulators.kernels import inlined, kernel

UNIT = 2.0**-53
CUT = 2.0**-64  # a row ends where what is left of it is less, relative to its mode
TINY = 2.0**-400  # smaller values are dropped, and what is cut off counts for more: nothing underflows
TOLERANCE = 1e-14  # what the states beyond the window may contribute to the width of a bracket, if nobody says
MAX_WORK = 3e9  # products: some 5 s
MAX_TABLE = 2**24  # values that are kept
CHUNK = 1024  # rows that are padded to one length while they are made

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Rows(NamedTuple):
    """Transition probabilities from several shares r, one after the other: size[r] of them, to start[r] and on.

    Targets end at the window's last state: beyond[r] bounds the mass that lies above it, outside[r] the mass
    that was cut off.
    """

    start: Integers
    size: Integers
    weights: Floats
    beyond: Floats
    outside: Floats


def extinction(n: int, shares: Sequence[fmpq], k: int, tolerance: float = TOLERANCE) -> tuple[Floats, Floats]:
    """Lower and upper bounds on Pr(P_j = 0 | P_0 = shares[i]), at [j, i], j = 0..k.

    n shares[i] need not be an integer: the first generation is drawn from the share itself. tolerance, in (0, 1):
    what may be given up for speed; the bounds differ by it at most, and by 12 UNIT for each generation.
    Raises ValueError if the chain is too large to follow.
    """
    value, excess = np.zeros((k + 1, len(shares))), np.zeros((k + 1, len(shares)))
    value[0] = [share == 0 for share in shares]
    if k > 0 and shares:
        table = _table(n, _power_of_two(k), _power_of_two(ceil(to_float(n * max(shares)))), tolerance)
        rows = transitions(n, shares, table[0].shape[1] - 1)
        for j in range(k):
            value[j + 1], excess[j + 1] = step(rows, table[0][j], table[1][j])
    slack = 6 * UNIT * np.arange(k + 1)[:, None]  # covers 1 + r, and the two roundings here
    return value * (1 - slack), np.minimum((value + excess) * (1 + slack), 1.0)


def forgotten(n: int, p0: fmpq, k: int) -> arb:
    """Ball around Pr(P_k = 0). Raises ValueError if the chain is too large to follow."""
    low, high = extinction(n, [p0], k)
    return arb(low[k, 0]).union(arb(high[k, 0]))


@lru_cache(maxsize=4)
def _table(n: int, k: int, most: int, tolerance: float = TOLERANCE) -> tuple[Floats, Floats]:
    """value and excess at [j, s], j = 0..k, s = 0..J, for a window that is wide enough for starts s <= most.

    The guess for J: the probability to climb from s to J and to be lost after all is about
    exp(-2 (2 sqrt(J) - sqrt(s))^2/k) (Feller's diffusion). The window is widened until the tolerance is met.
    """
    reach = k * -log(tolerance) / 2  # from here on almost nothing is lost
    last = ceil((sqrt(min(most, reach)) + sqrt(reach)) ** 2 / 4) + 10
    while True:
        last = min(last, n)
        if (last + 1) * (min(last, 20 * sqrt(last)) + 40) * k > MAX_WORK or (last + 1) * (k + 1) > MAX_TABLE:
            raise ValueError(f"exact law of the chain with n={n}, k={k} takes too long")
        rows = transitions(n, [fmpq(s, n) for s in range(last + 1)], last)
        value, excess = np.zeros((k + 1, last + 1)), np.zeros((k + 1, last + 1))
        value[0, 0] = 1.0
        for j in range(k):
            value[j + 1], excess[j + 1] = step(rows, value[j], excess[j])
        worst = max(excess[:, : most + 1].max(), (value + excess)[-1, last] if most > last else 0.0)
        if last == n or worst <= tolerance:
            return value, excess
        last += last // 2


def step(rows: Rows, value: Floats, excess: Floats) -> tuple[Floats, Floats]:
    """value and excess of the rows' shares, one generation later."""
    next_value, next_excess = np.empty(rows.size.size), np.empty(rows.size.size)
    _advance(*rows, value, excess, next_value, next_excess)
    return next_value, next_excess


def transitions(n: int, shares: Sequence[fmpq], last: int) -> Rows:
    """The rows of shares into the states 0..last."""
    parts = [_few_rows(n, shares[i : i + CHUNK], last) for i in range(0, len(shares), CHUNK)]
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _few_rows(n: int, shares: Sequence[fmpq], last: int) -> Rows:
    """The same for so few shares that they can be padded. No side is drawn where a mode is at an end."""
    modes = np.array([min(n, int(((n + 1) * p).floor())) for p in shares])
    pairs = list(zip(shares, modes.tolist(), strict=True))
    odds = np.array([_double_double(p / (1 - p)) if mode < n else (0.0, 0.0) for p, mode in pairs])
    against = np.array([_double_double((1 - p) / p) if mode > 0 else (0.0, 0.0) for p, mode in pairs])
    half = ceil(max(12 * sqrt(mode * (1 - mode / (n + 1))) for _, mode in pairs)) + 50
    weights = np.empty((len(shares), min(2 * half + 1, last + 1)))
    start, size = np.empty((2, len(shares)), np.int64)
    beyond, outside = np.empty((2, len(shares)))
    _fill(n, modes, odds, against, last, np.empty((2, 2, half)), start, size, weights, beyond, outside)
    if not np.isfinite(outside).all():
        raise ArithmeticError(f"band of Bin({n}, p) is too narrow")
    return Rows(start, size, weights[np.arange(weights.shape[1]) < size[:, None]], beyond, outside)


def _double_double(x: fmpq) -> tuple[float, float]:
    """x as an unevaluated sum of two floats: within UNIT^2."""
    high = to_float(x)
    return high, to_float(x - fmpq(*high.as_integer_ratio()))


def _power_of_two(x: int) -> int:
    """The next power of two: neighbouring questions share one table."""
    return 1 << max(x - 1, 7).bit_length()


# -- arithmetic: pairs (high, low) are double-doubles; relative errors in units of UNIT^2 ------------------------


def _instruction(_: Any, a: Any, b: Any, c: Any) -> Any:
    number = types.float64
    return number(number, number, number), lambda _context, builder, _signature, args: builder.fma(*args)


_fma: Any = intrinsic(_instruction)
"""a b + c with one rounding."""


@inlined
def two_product(a: float, b: float) -> tuple[float, float]:
    """a b rounded, and its error: exact unless it underflows."""
    product = a * b
    return product, _fma(a, b, -product)


@inlined
def two_sum(a: float, b: float) -> tuple[float, float]:
    """a + b rounded, and its error: exact (Knuth)."""
    total = a + b
    rest = total - a
    return total, (a - (total - rest)) + (b - rest)


@inlined
def _times(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """Product, error at most 6 (Joldes, Muller, Popescu, ACM TOMS 44, 2017, algorithm 11)."""
    product, error = two_product(a, b)
    rest = error + _fma(a_low, b, a * b_low)
    total = product + rest
    return total, rest - (total - product)


@inlined
def _over(a: float, a_low: float, b: float) -> tuple[float, float]:
    """Quotient by a float, error at most 5: the remainder of the leading quotient is exact."""
    quotient = a / b
    rest = (_fma(-quotient, b, a) + a_low) / b
    total = quotient + rest
    return total, rest - (total - quotient)


@inlined
def _plus(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """Sum of two positive numbers, error at most 3 (same paper, algorithm 5)."""
    total, error = two_sum(a, b)
    rest = error + (a_low + b_low)
    high = total + rest
    return high, rest - (high - total)


@kernel
def _side(n: int, m: int, odds: Floats, side: Floats) -> tuple[int, float]:
    """Weights of m + 1, m + 2, ... under Bin(n, p), relative to that of m, until little is left.

    Returns their number and a bound on what is left: the ratio of neighbours keeps falling, hence a geometric
    series. Each weight adds at most 20 UNIT^2 to the relative error.
    """
    high, low = 1.0, 0.0
    for i in range(side.shape[1]):
        if m == n:
            return i, 0.0
        ratio = (n - m) / (m + 1.0) * odds[0]
        if ratio < 1.0 and high * ratio <= CUT * (1.0 - ratio):
            return i, 2.0 * high * ratio / (1.0 - ratio) + TINY
        high, low = _times(high, low, odds[0], odds[1])
        high, low = _times(high, low, float(n - m), 0.0)
        high, low = _over(high, low, m + 1.0)
        side[0, i], side[1, i] = high, low
        m += 1
    return side.shape[1], np.inf


@kernel
def _fill(
    n: int,
    modes: Integers,
    odds: Floats,
    against: Floats,
    last: int,
    sides: Floats,
    start: Integers,
    size: Integers,
    weights: Floats,
    beyond: Floats,
    outside: Floats,
) -> None:
    """The rows. Weights relative to the mode are divided by their sum: each is then rounded once.

    The weights below the mode are those of the counts n - m, with the odds inverted.
    """
    for r in range(modes.size):
        up, rest_up = _side(n, modes[r], odds[r], sides[0])
        down, rest_down = _side(n, n - modes[r], against[r], sides[1])
        total, total_low = 1.0, 0.0
        for i in range(up):
            total, total_low = _plus(total, total_low, sides[0, 0, i], sides[0, 1, i])
        for i in range(down):
            total, total_low = _plus(total, total_low, sides[1, 0, i], sides[1, 1, i])
        start[r] = modes[r] - down
        kept = 0
        above = 0.0
        for i in range(-down, up + 1):
            high, low = 1.0, 0.0
            if i > 0:
                high, low = sides[0, 0, i - 1], sides[0, 1, i - 1]
            elif i < 0:
                high, low = sides[1, 0, -i - 1], sides[1, 1, -i - 1]
            weight = high / total
            weight += (_fma(-weight, total, high) + low - weight * total_low) / total
            if modes[r] + i <= last:
                weights[r, kept] = weight
                kept += 1
            else:
                above += weight
        size[r] = kept
        beyond[r] = above * (1.0 + (up + down + 4) * 2.0 * UNIT)
        outside[r] = rest_up + rest_down


@kernel
def _advance(
    start: Integers,
    size: Integers,
    weights: Floats,
    beyond: Floats,
    outside: Floats,
    value: Floats,
    excess: Floats,
    next_value: Floats,
    next_excess: Floats,
) -> None:
    """One generation. value by a compensated scalar product, added up pairwise: loops that the compiler vectorizes.

    With L = log2(size), rounded up, its relative error is at most UNIT + 2 (L + 1)^2 UNIT^2: products and sums err
    by at most (L + 1) UNIT in all, these errors are known exactly (Ogita, Rump, Oishi, SIAM J. Sci. Comput. 26,
    2005), and each passes 2 L roundings until it is added.
    """
    top = value[-1] + excess[-1]
    totals, errors, overs = np.empty((3, value.size))
    at = 0
    for r in range(size.size):
        many = size[r]
        weight = weights[at : at + many]
        followed, beside = value[start[r] : start[r] + many], excess[start[r] : start[r] + many]
        for i in range(many):
            totals[i], errors[i] = two_product(weight[i], followed[i])
            overs[i] = weight[i] * beside[i]
        at += many
        while many > 1:
            half = (many + 1) // 2
            upper_totals, upper_errors, upper_overs = totals[half:many], errors[half:many], overs[half:many]
            for i in range(many - half):
                totals[i], error = two_sum(totals[i], upper_totals[i])
                errors[i] += upper_errors[i] + error
                overs[i] += upper_overs[i]
            many = half
        total = totals[0] + errors[0] if many else 0.0
        over = overs[0] if many else 0.0
        over = (over + beyond[r] * top + outside[r]) * (1.0 + (size[r] + 10) * 2.0 * UNIT)
        if total < TINY:
            over += total
            total = 0.0
        next_value[r] = total
        next_excess[r] = over
