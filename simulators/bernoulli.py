"""Bernoulli model, replace workflow: the chain of one symbol's share (neutral Wright-Fisher chain).

P_0 = p0 is given, exactly known, and n p0 need not be an integer. Generation j + 1 draws n symbols
from model j and keeps the share it sees: n P_{j+1} | P_j ~ Binomial(n, P_j). P_k is the share after k
generations of sample-and-fit; 0 and 1 are absorbing. Suresh et al., arXiv 2412.17646, Theorem 1.

Every observable returns one value per independent path and raises ValueError unless
1 <= n <= 2^53, k >= 0 and 0 <= p0 <= 1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulators.alias import binomial_rows, draw_row
from simulators.counts import FOREVER, lifetimes, walk
from simulators.engine import seen_in
from simulators.kernels import kernel
from simulators.variates import MAX_SIZE

Array = NDArray[np.float64]


@kernel
def _walk_rows(
    g: np.random.Generator,
    out: NDArray[np.float64],
    n: int,
    p0: float,
    words: NDArray[np.uint64],
    offset: NDArray[np.int64],
    bits: int,
) -> None:
    """P_{j+1} and P_j in row j of every path; out is (paths, k, 2)."""
    source = g.bit_generator
    rows = words.shape[0]
    for i in range(out.shape[0]):
        out[i, 0, 1] = p0
        count = g.binomial(n, p0)
        out[i, 0, 0] = count / n
        for j in range(1, out.shape[1]):
            out[i, j, 1] = count / n
            if count < rows:
                count = offset[count] + draw_row(source, words, bits, count)
            elif count != n:
                count = g.binomial(n, count / n)
            out[i, j, 0] = count / n


def _check(n: int, p0: float, k: int) -> None:
    if not 1 <= n <= MAX_SIZE or k < 0 or not 0.0 <= p0 <= 1.0:
        raise ValueError(f"need 1 <= n <= 2^53, k >= 0 and 0 <= p0 <= 1, got n={n}, k={k}, p0={p0}")


def shares(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> Array:
    """P_k of every path."""
    _check(n, p0, k)
    if k == 0:
        return np.full(paths, float(p0))
    return walk(rng, paths, n, float(p0), k, binomial_rows(n)) / n


@seen_in(shares)
def forgotten(p: Array) -> NDArray[np.bool_]:
    """The symbol is absent from generation k: P_k = 0."""
    return p == 0.0


@seen_in(shares)
def survived(p: Array) -> NDArray[np.bool_]:
    """The symbol is present in generation k, alone or not: P_k != 0."""
    return p != 0.0


@seen_in(shares)
def alone(p: Array) -> NDArray[np.bool_]:
    """All of generation k is the symbol: P_k = 1."""
    return p == 1.0


@seen_in(shares)
def laplace(p: Array, *, n: int, z: float) -> Array:
    """e^(-z n P_k), of the count n P_k of the symbol in generation k. Raises ValueError unless 0 < z < oo."""
    if not 0.0 < z < math.inf:
        raise ValueError(f"need 0 < z < oo, got z={z}")
    return np.exp(-z * n * p)


@seen_in(shares)
def absorbed(p: Array) -> NDArray[np.bool_]:
    """Generation k has no diversity left: P_k is 0 or 1."""
    return (p == 0.0) | (p == 1.0)


@seen_in(shares)
def interior(p: Array) -> NDArray[np.bool_]:
    """Generation k still has diversity: P_k is neither 0 nor 1."""
    return (p != 0.0) & (p != 1.0)


@seen_in(shares)
def share(p: Array) -> Array:
    """The share P_k of the symbol in generation k."""
    return p


@seen_in(shares)
def count(p: Array, *, n: int) -> Array:
    """How many of the n draws of generation k are the symbol."""
    return n * p


@seen_in(shares)
def diversity(p: Array) -> Array:
    """The variance P_k (1 - P_k) of one draw from model k (half its expected heterozygosity)."""
    return p * (1.0 - p)


def diversity_step(rng: np.random.Generator, paths: int, *, n: int, p0: float, k: int) -> NDArray[np.float64]:
    """Successive diversities along every path: rows (P_{j+1} (1 - P_{j+1}), P_j (1 - P_j)), j = 0..k-1.

    Shape (paths k, 2), path after path.
    """
    _check(n, p0, k)
    p = np.empty((paths, k, 2))
    if k > 0:
        _walk_rows(rng, p, n, float(p0), *binomial_rows(n))
    return (p * (1.0 - p)).reshape(-1, 2)


def fixation(rng: np.random.Generator, paths: int, *, n: int, p0: float) -> NDArray[np.bool_]:
    """The chain, run until it is absorbed, ends with the symbol alone: P = 1."""
    return shares(rng, paths, n=n, p0=p0, k=FOREVER) == 1.0


def forgetting_time(rng: np.random.Generator, paths: int, *, n: int, p0: float) -> Array:
    """The first generation j in which P_j is 0 or 1."""
    _check(n, p0, 0)
    if p0 in (0.0, 1.0):
        return np.zeros(paths)
    return lifetimes(rng, paths, n, float(p0), binomial_rows(n))
