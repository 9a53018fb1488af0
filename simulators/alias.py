"""Alias tables: one random word and one table look-up per draw from any finite law.

A row is a law on `offset + 0 .. offset + 2^bits - 1`, packed by Walker's method into 64-bit words: the high
bits hold the threshold up to which a column keeps its own value, the low `bits` bits the value it yields
otherwise. A random word splits the same way into a threshold and a column. The law that is drawn differs
from the exact one by some 1e-14 in total (rounding of the law itself; `row_law` gives it for a test).
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, log2, sqrt
from typing import NamedTuple

import numpy as np
from numba.np.random.generator_core import next_uint64
from numpy.typing import NDArray

from simulators.kernels import inlined, kernel

DEVIATIONS = 10.0
"""Standard deviations that a row keeps on each side: what is beyond has mass below 1e-20."""

BINOMIAL_ROWS = 256
POISSON_ROWS = 512
"""Counts below these draw from a table; larger ones, and every first step, from the stock variates."""


class Rows(NamedTuple):
    """Packed rows, all 2^bits wide: row s is the law from state s, starting at offset[s]."""

    words: NDArray[np.uint64]
    offset: NDArray[np.int64]
    bits: int


@inlined
def draw_row(bits_source: object, words: NDArray[np.uint64], bits: int, row: int) -> np.int64:
    """A column of a row. bits_source is a Generator's bit_generator."""
    width = np.uint64(bits)
    mask = (np.uint64(1) << width) - np.uint64(1)
    word = next_uint64(bits_source)
    column = word & mask
    entry = words[row, np.int64(column)]
    return np.int64(column if (word >> width) < (entry >> width) else entry & mask)


@kernel
def _pack(law: NDArray[np.float64], bits: int, words: NDArray[np.uint64]) -> None:
    """Walker's aliases by Vose's two stacks; law sums to 1 over its 2^bits columns."""
    columns = law.size
    share = law * columns
    small, large = np.empty(columns, np.int64), np.empty(columns, np.int64)
    n_small = n_large = 0
    for c in range(columns):
        if share[c] < 1.0:
            small[n_small] = c
            n_small += 1
        else:
            large[n_large] = c
            n_large += 1
    top = 2.0 ** (64 - bits)
    full = (np.uint64(1) << np.uint64(64 - bits)) - np.uint64(1)
    for c in range(columns):  # a column that keeps all of its words is its own alias
        words[c] = (full << np.uint64(bits)) | np.uint64(c)
    while n_small > 0 and n_large > 0:
        n_small -= 1
        less, more = small[n_small], large[n_large - 1]
        words[less] = (np.uint64(share[less] * top) << np.uint64(bits)) | np.uint64(more)
        share[more] -= 1.0 - share[less]
        if share[more] < 1.0:
            n_large -= 1
            small[n_small] = more
            n_small += 1


@kernel
def _ratio_law(low: int, mode: int, n: int, scale: float, law: NDArray[np.float64]) -> None:
    """Binomial(n, p) with odds p/(1-p) = scale, or Poisson(scale) if n < 0, from the ratios of neighbours."""
    law[:] = 0.0
    law[mode - low] = 1.0
    for m in range(mode + 1, low + law.size):
        if n >= 0 and m > n:
            break
        law[m - low] = law[m - 1 - low] * scale * ((n - m + 1.0) if n >= 0 else 1.0) / m
    for m in range(mode, low, -1):
        law[m - 1 - low] = law[m - low] * m / (scale * ((n - m + 1.0) if n >= 0 else 1.0))
    law /= law.sum()


def _window(mean: float, deviation: float, most: int) -> tuple[int, int]:
    low = max(0, int(mean - DEVIATIONS * deviation - DEVIATIONS))
    return low, min(most, ceil(mean + DEVIATIONS * deviation + 4 * DEVIATIONS))


@lru_cache(maxsize=32)
def binomial_rows(n: int) -> Rows:
    """Row s is Binomial(n, s/n), s = 0 .. min(n, BINOMIAL_ROWS) - 1; the state n is absorbing and has no row."""
    states = range(min(n, BINOMIAL_ROWS))
    windows = [_window(s, sqrt(s * (1 - s / n)), n) for s in states]
    return _rows(windows, [(n, s / (n - s)) for s in states], [min(n, int((n + 1) * s / n)) for s in states])


@lru_cache(maxsize=1)
def poisson_rows() -> Rows:
    """Row s is Poisson(s), s = 0 .. POISSON_ROWS - 1."""
    states = range(POISSON_ROWS)
    windows = [_window(s, sqrt(s), 2**31) for s in states]
    return _rows(windows, [(-1, float(s)) for s in states], list(states))


def _rows(windows: list[tuple[int, int]], laws: list[tuple[int, float]], modes: list[int]) -> Rows:
    bits = max(1, ceil(log2(max(high - low + 1 for low, high in windows))))
    words = np.empty((len(windows), 2**bits), np.uint64)
    law = np.empty(2**bits)
    for row, ((low, _), (n, scale), mode) in enumerate(zip(windows, laws, modes, strict=True)):
        if scale == 0.0:  # nothing left: stays at 0
            law[:] = 0.0
            law[0] = 1.0
        else:
            _ratio_law(low, mode, n, scale, law)
        _pack(law, bits, words[row])
    return Rows(words, np.array([low for low, _ in windows]), bits)


def packed(law: NDArray[np.float64]) -> Rows:
    """One row: a law on 0, 1, ... given by its probabilities, which sum to 1."""
    bits = max(1, ceil(log2(law.size)))
    words, padded = np.empty((1, 2**bits), np.uint64), np.zeros(2**bits)
    padded[: law.size] = law
    _pack(padded, bits, words[0])
    return Rows(words, np.zeros(1, np.int64), bits)


def row_law(rows: Rows, row: int) -> NDArray[np.float64]:
    """The law that a packed row draws from, from its thresholds: Pr(value = offset + c) for each column c."""
    width = np.uint64(rows.bits)
    thresholds = (rows.words[row] >> width).astype(float) / 2.0 ** (64 - rows.bits)
    aliases = (rows.words[row] & np.uint64(2**rows.bits - 1)).astype(np.int64)
    columns = 2**rows.bits
    law = thresholds / columns
    np.add.at(law, aliases, (1.0 - thresholds) / columns)
    return law
