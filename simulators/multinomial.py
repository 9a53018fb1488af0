"""Discrete model, replace workflow: how often each symbol of an alphabet occurs in n draws, refitted again and again.

The shares p are given, exactly known, and n p need not be whole. Generation j + 1 draws n symbols from model j and
keeps the shares that it sees. A symbol that is lost stays lost, so only those that are left are followed: by binomial
numbers, one symbol after the other, while they are few, else by n draws, one after the other. Suresh et al., arXiv
2412.17646, Corollary 1; generation 0 is the given start.

Every observable returns one value per independent path and raises ValueError unless 1 <= n <= 2^31, k >= 0, and p are
shares >= 0 that sum to 1 up to rounding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.alias import draw_row, packed
from simulators.counts import FOREVER
from simulators.engine import seen_in
from simulators.kernels import kernel

Array = NDArray[np.float64]

MAX_SIZE = 2**31
MAX_SYMBOLS = 2**20
DRAWS = 32
"""So many single draws take about as long as one binomial number."""


@kernel
def _walk(
    g: np.random.Generator, out: NDArray[np.float64], n: int, p: NDArray[np.float64], words: NDArray[np.uint64],
    bits: int, k: int,
) -> None:  # fmt: skip
    """Of every path the number of symbols in generation k >= 1, the sum of their squared shares, and their entropy.

    And the first generation with one symbol only, or k, if that comes before.
    """
    source = g.bit_generator
    symbols = p.size
    tail = np.empty(symbols)  # what is left for a symbol and those after it
    total = 0.0
    for s in range(symbols - 1, -1, -1):
        total += p[s]
        tail[s] = total
    count, drawn = np.zeros(symbols, np.int64), np.zeros(symbols, np.int64)
    owner = np.empty(n, np.int32) if n < DRAWS * symbols else np.empty(0, np.int32)
    for path in range(out.shape[0]):
        if symbols * DRAWS <= n:
            left = n
            for s in range(symbols):
                count[s] = 0
                if left > 0 and p[s] > 0.0:
                    count[s] = left if p[s] >= tail[s] else g.binomial(left, p[s] / tail[s])
                    left -= count[s]
        else:
            count[:] = 0
            for _ in range(n):
                count[draw_row(source, words, bits, 0)] += 1
        alive = 0
        for s in range(symbols):
            if count[s] > 0:
                count[alive] = count[s]
                alive += 1
        age = 1
        while age < k and alive > 1:
            age += 1
            if alive * DRAWS <= n:
                left, unseen = n, n
                for s in range(alive):
                    c = count[s]
                    count[s] = 0
                    if left > 0:
                        count[s] = left if c == unseen else g.binomial(left, c / unseen)
                        left -= count[s]
                    unseen -= c
            else:
                place = 0
                for s in range(alive):
                    owner[place : place + count[s]] = s
                    place += count[s]
                    drawn[s] = 0
                for _ in range(n):
                    drawn[owner[int(g.random() * n)]] += 1
                count[:alive] = drawn[:alive]
            kept = 0
            for s in range(alive):
                if count[s] > 0:
                    count[kept] = count[s]
                    kept += 1
            alive = kept
        squares = entropy = 0.0
        for s in range(alive):
            share = count[s] / n
            squares += share**2
            entropy -= share * np.log(share)
        out[path, 0] = alive
        out[path, 1] = squares
        out[path, 2] = entropy
        out[path, 3] = age


def checked_shares(n: int, p: Array, k: int) -> Array:
    """The shares p; raises ValueError outside of what is simulated."""
    p = np.asarray(p, dtype=float)
    if not 1 <= n <= MAX_SIZE or k < 0:
        raise ValueError(f"need 1 <= n <= 2^31 and k >= 0, got n={n}, k={k}")
    if not 1 <= p.size <= MAX_SYMBOLS or not p.min() >= 0.0 or not abs(p.sum() - 1.0) <= 1e-12:
        raise ValueError(
            f"need shares p >= 0 of at most 2^20 symbols that sum to 1, got {p.size} with the sum {p.sum()}"
        )
    return p


def alphabets(rng: np.random.Generator, paths: int, *, n: int, p: Array, k: int) -> Array:
    """Of every path the number of symbols in generation k, the sum of their squared shares, and their entropy.

    And the first generation with one symbol only, or k, if that comes before.
    """
    p = checked_shares(n, p, k)
    out = np.empty((paths, 4))
    if k == 0 or p.max() == 1.0:
        given = p[p > 0.0]
        out[:] = given.size, np.sum(given**2), -np.sum(given * np.log(given)), 0.0
    else:
        rows = packed(p / p.sum())
        _walk(rng, out, n, p, rows.words, rows.bits, k)
    return out


@seen_in(alphabets)
def distinct(found: Array) -> Array:
    """The number of symbols in generation k."""
    return found[:, 0]


@seen_in(alphabets)
def diversity(found: Array) -> Array:
    """The probability that two draws from model k differ: 1 less the sum of the squared shares."""
    return 1.0 - found[:, 1]


@seen_in(alphabets)
def alive(found: Array) -> NDArray[np.bool_]:
    """Generation k has two symbols or more."""
    return found[:, 0] > 1.0


@seen_in(alphabets)
def entropy(found: Array) -> Array:
    """The entropy of model k, in nats."""
    return found[:, 2]


def collapse_time(rng: np.random.Generator, paths: int, *, n: int, p: Array) -> Array:
    """The first generation that has one symbol only."""
    return alphabets(rng, paths, n=n, p=p, k=FOREVER)[:, 3]
