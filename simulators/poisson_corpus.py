"""Poisson model, replace workflow: how many symbols are left in a corpus whose length is random.

The shares p are given, and n p need not be whole. The length of the first corpus is Poisson with mean n, and each of
its symbols is drawn from p; then the symbols go on by themselves, each followed until it is lost: c copies by a
Poisson variate with mean c. Suresh et al., arXiv 2412.17646, Corollary 2; generation 0 is the given start.

Raises ValueError unless 1 <= n <= 2^31, k >= 0, and p are shares >= 0 that sum to 1 up to rounding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.alias import draw_row, packed, poisson_rows
from simulators.kernels import kernel
from simulators.multinomial import Array, checked_shares
from simulators.variates import poisson

DRAWS = 32
"""So many single draws take about as long as one Poisson number."""


@kernel
def _walk(
    g: np.random.Generator, out: NDArray[np.float64], n: int, p: NDArray[np.float64], first: NDArray[np.uint64],
    first_bits: int, k: int, words: NDArray[np.uint64], offset: NDArray[np.int64], bits: int,
) -> None:  # fmt: skip
    """Of every path the number of symbols in generation k >= 1."""
    source = g.bit_generator
    count = np.zeros(p.size, np.int64)
    for path in range(out.size):
        if p.size * DRAWS <= n:
            for s in range(p.size):
                count[s] = poisson(source, n * p[s])
        else:
            count[:] = 0
            for _ in range(poisson(source, float(n))):
                count[draw_row(source, first, first_bits, 0)] += 1
        alive = 0
        for s in range(p.size):
            c = count[s]
            for _ in range(1, k):
                if c == 0:
                    break
                c = offset[c] + draw_row(source, words, bits, c) if c < words.shape[0] else poisson(source, float(c))
            alive += c != 0
        out[path] = alive


def distinct(rng: np.random.Generator, paths: int, *, n: int, p: Array, k: int) -> Array:
    """The number of symbols in generation k."""
    p = checked_shares(n, p, k)
    if k == 0:
        return np.full(paths, float(np.count_nonzero(p)))
    out = np.empty(paths)
    given = packed(p / p.sum())
    _walk(rng, out, n, p, given.words, given.bits, k, *poisson_rows())
    return out
