"""Ancestors of a generation of n individuals, followed back: each individual chooses its parent among n.

D_0 = n. The D_j ancestors j generations back choose their parents independently, each of the n with the same
probability; D_{j+1} is the number of those that are chosen.

Every observable returns one value per independent path and raises ValueError unless n >= 1, k >= 0 and 0 <= p0 <= 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.engine import seen_in
from simulators.kernels import kernel

Array = NDArray[np.float64]


@kernel
def _back(g: np.random.Generator, out: NDArray[np.float64], n: int, k: int) -> None:
    for i in range(out.size):
        left = n
        for _ in range(k):
            if left == 1:
                break
            chosen = 0
            for _ in range(left):
                chosen += g.random() * n >= chosen  # a parent whom none before has chosen
            left = chosen
        out[i] = left


def counts(rng: np.random.Generator, paths: int, *, n: int, k: int) -> Array:
    """D_k of every path."""
    if n < 1 or k < 0:
        raise ValueError(f"need n >= 1 and k >= 0, got n={n}, k={k}")
    out = np.empty(paths)
    _back(rng, out, n, k)
    return out


@seen_in(counts)
def ancestors(found: Array) -> Array:
    """The number of ancestors k generations back."""
    return found


@seen_in(counts)
def unmarked(found: Array, *, p0: float) -> Array:
    """(1 - p0)^D_k, the chance that no ancestor has a mark of frequency p0."""
    if not 0.0 <= p0 <= 1.0:
        raise ValueError(f"need 0 <= p0 <= 1, got p0={p0}")
    return (1.0 - p0) ** found
