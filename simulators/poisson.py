"""Poisson model, replace workflow: the chain of one symbol's intensity (critical Galton-Watson process).

Lambda_0 = lambda0 is given, exactly known, and n lambda0 need not be an integer. Generation j + 1 counts
the symbol in a corpus of intensity n: n Lambda_{j+1} | Lambda_j ~ Poisson(n Lambda_j). Lambda_k is the
intensity after k generations of sample-and-fit; 0 is absorbing. Suresh et al., arXiv 2412.17646,
Theorem 2.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0,
lambda0 > 0 and n lambda0 <= 2^40.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.alias import poisson_rows
from simulators.counts import POISSON, lifetimes, walk
from simulators.engine import seen_in
from simulators.variates import MAX_RATE

Array = NDArray[np.float64]


def _check(n: int, lambda0: float, k: int) -> None:
    if n < 1 or k < 0 or not (lambda0 > 0.0 and n * lambda0 <= MAX_RATE):
        raise ValueError(f"need n >= 1, k >= 0, lambda0 > 0, n lambda0 <= 2^40, got n={n}, k={k}, lambda0={lambda0}")


def counts(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> Array:
    """n Lambda_k of every path."""
    _check(n, lambda0, k)
    if k == 0:
        return np.full(paths, float(n * lambda0))
    return walk(rng, paths, POISSON, float(n * lambda0), k, poisson_rows()).astype(float)


@seen_in(counts)
def survival(found: Array) -> NDArray[np.bool_]:
    """The symbol is present in generation k: Lambda_k != 0."""
    return found != 0.0


@seen_in(counts)
def intensity(found: Array, *, n: int, lambda0: float, k: int) -> Array:
    """The intensity Lambda_k of generation k. E Lambda_k^2 = lambda0^2 + k lambda0 / n."""
    return found / n if k > 0 else np.full(found.shape, lambda0)  # n lambda0 / n may not round to lambda0


def lifetime(rng: np.random.Generator, paths: int, *, n: int, lambda0: float, k: int) -> Array:
    """In how many of the generations 0, ..., k the symbol is present: min(T, k + 1), T the first without it."""
    _check(n, lambda0, k)
    if k == 0:
        return np.ones(paths)
    return lifetimes(rng, paths, POISSON, float(n * lambda0), poisson_rows(), k)
