"""The chain of one symbol's count in the discrete models, many paths side by side.

A count c is followed by a Binomial(n, c/n) (Bernoulli model) or a Poisson(c) variate (Poisson model). 0 is
absorbing, and so is n in the Bernoulli model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.alias import Rows, draw_row
from simulators.kernels import inlined, kernel
from simulators.variates import poisson

LANES = 64
"""Paths that take each generation together: their look-ups in the table do not wait for one another."""

POISSON = -1
"""In place of n: the Poisson model."""

FOREVER = 2**63 - 1
"""As a number of generations: until the chain is absorbed."""


@inlined
def _variate(g: np.random.Generator, source: object, n: int, mean: float) -> int:
    """Stock variate: mean is that of the count in the Poisson model, of the share in the Bernoulli model."""
    return poisson(source, mean) if n == POISSON else g.binomial(n, mean)


@kernel
def _walk(
    g: np.random.Generator,
    out: NDArray[np.int64],
    n: int,
    mean: float,
    k: int,
    row: int,
    words: NDArray[np.uint64],
    offset: NDArray[np.int64],
    bits: int,
) -> None:
    source = g.bit_generator
    unit = 1 if n == POISSON else n
    count, path = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    for first in range(0, out.size, LANES):
        live = min(LANES, out.size - first)
        for i in range(live):
            path[i] = first + i
            count[i] = row if row >= 0 else _variate(g, source, n, mean)
            out[path[i]] = count[i]
        for _ in range(0 if row >= 0 else 1, k):
            left = 0
            for i in range(live):  # those that are not absorbed move up
                c = count[i]
                if c < words.shape[0]:
                    c = offset[c] + draw_row(source, words, bits, c)
                else:
                    c = _variate(g, source, n, c / unit)
                out[path[i]] = c
                count[left] = c
                path[left] = path[i]
                left += c != 0 and c != n
            live = left
            if live == 0:
                break


def walk(rng: np.random.Generator, paths: int, n: int, mean: float, k: int, rows: Rows) -> NDArray[np.int64]:
    """Counts of independent paths after k >= 1 generations.

    n: samples per generation, or POISSON. mean: the given share (Bernoulli model) or n times the given
    intensity (Poisson model), which need not be a whole count. Counts that have a row in the table draw from
    it, others from the stock variates.
    """
    unit = 1 if n == POISSON else n
    start = round(unit * mean)
    in_table = start / unit == mean and start < rows.words.shape[0]
    out = np.empty(paths, np.int64)
    _walk(rng, out, n, mean, k, start if in_table else -1, *rows)
    return out


@kernel
def _lifetimes(
    g: np.random.Generator,
    out: NDArray[np.float64],
    n: int,
    mean: float,
    k: int,
    words: NDArray[np.uint64],
    offset: NDArray[np.int64],
    bits: int,
) -> None:
    source = g.bit_generator
    unit = 1 if n == POISSON else n
    for i in range(out.size):
        age, count = 1, _variate(g, source, n, mean)
        while count != 0 and count != n:
            age += 1
            if age > k:
                break
            if count < words.shape[0]:
                count = offset[count] + draw_row(source, words, bits, count)
            else:
                count = _variate(g, source, n, count / unit)
        out[i] = age


def lifetimes(
    rng: np.random.Generator, paths: int, n: int, mean: float, rows: Rows, k: int = FOREVER
) -> NDArray[np.float64]:
    """Of independent paths, min(T, k + 1) for the first generation T >= 1 whose count is absorbing; k >= 1.

    n, mean, rows: as `walk` takes them; the given start counts as one that is not absorbing.
    """
    out = np.empty(paths)
    _lifetimes(rng, out, n, mean, k, *rows)
    return out
